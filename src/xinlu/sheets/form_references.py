"""Formulas of an office's form: what they point at moves along when rows are put in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

_REFERENCE = re.compile(r"^(?:(?P<sheet>'(?:[^']|'')+'|[^'!]+)!)?(?P<first>[^:!]+)(?::(?P<last>[^:!]+))?$")
_ROW = re.compile(r"^(\$?[A-Za-z]{1,3})?(\$?)(\d+)$")


def moved_down(formula: str, *, own: str, sheet: str, below: int, by: int, row: int = 0) -> str:
    """The formula of a cell in row `row` of the sheet `own` after `by` rows were put in below row `below` of `sheet`.

    A range that reaches to that row takes in the new ones, unless it lies within the formula's own row.
    """
    return _changed(formula, lambda reference: _moved(reference, own=own, sheet=sheet, below=below, by=by, row=row))


def moved_range(reference: str, *, below: int, by: int) -> str:
    """A range such as "A5:G9" (or several, with blanks between) after `by` rows were put in below row `below`."""
    return " ".join(_moved(each, own="", sheet="", below=below, by=by) for each in reference.split())


def renamed(formula: str, titles: Mapping[str, str]) -> str:
    """The formula after sheets were given other titles, old -> new."""

    def change(reference: str) -> str:
        match = _REFERENCE.match(reference)
        title = _title(match["sheet"]) if match and match["sheet"] else ""
        if not match or title not in titles:
            return reference
        quoted = titles[title].replace("'", "''")
        return f"'{quoted}'!{reference[match.end('sheet') + 1 :]}"

    return _changed(formula, change)


def _changed(formula: str, change: Callable[[str], str]) -> str:
    tokens: Any = Tokenizer(formula)
    for token in tokens.items:
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            token.value = change(token.value)
    return str(tokens.render())


def _moved(reference: str, *, own: str, sheet: str, below: int, by: int, row: int = 0) -> str:
    match = _REFERENCE.match(reference)
    if not match or (_title(match["sheet"]) if match["sheet"] else own) != sheet:
        return reference
    prefix = f"{match['sheet']}!" if match["sheet"] else ""
    first = _row_moved(match["first"], below=below + 1, by=by)
    if match["last"] is None:
        return prefix + first
    is_own = own == sheet and _row(match["first"]) == _row(match["last"]) == row
    return f"{prefix}{first}:{_row_moved(match['last'], below=below + is_own, by=by)}"


def _row(cell: str) -> int:
    match = _ROW.match(cell)
    return int(match[3]) if match else 0


def _row_moved(cell: str, *, below: int, by: int) -> str:
    """A cell or row whose number is `below` or greater, moved."""
    match = _ROW.match(cell)
    if not match or int(match[3]) < below:
        return cell
    return f"{match[1] or ''}{match[2]}{int(match[3]) + by}"


def _title(written: str) -> str:
    return written[1:-1].replace("''", "'") if written.startswith("'") else written
