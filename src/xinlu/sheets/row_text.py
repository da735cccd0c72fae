"""The rows of a sheet as the text that stands in an .xlsx file: column by column, some thousand rows at a time.

A general writer asks ten times as long a cell as this takes for a register of millions of cells.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from itertools import islice
from typing import TypeAlias

from xinlu.sheets.grid import column_letter

Cell: TypeAlias = "str | int | date | None"

ROWS_AT_ONCE = 1000
LONGEST_CELL = 32_767
"""Characters; no spreadsheet program opens a file with more in a cell."""

_FIRST_DAY = date(1899, 12, 30).toordinal()
_FIRST_SURE_DAY = date(1900, 3, 1)
"""Spreadsheets take 1900 for a leap year: days before this one would come out one day off, and are written as text."""

_UNSAFE = re.compile("[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_LOST = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAKEN_FOR_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_BETWEEN = "\x7f"


class Sort(StrEnum):
    """What a column holds, and so how its cells are written."""

    TEXT = "text"
    CHOICE = "choice"  # text, one of the column's choices
    WHOLE = "whole"
    YUAN = "yuan"  # cells are fen
    QUANTITY = "quantity"  # cells are thousandths
    DAY = "day"


Render = Callable[[Sequence[Cell], Sequence[str]], list[str]]
"""The cells of one column and the numbers of their rows -> the text of each cell, "" for an empty one."""


def rendered(rows: Iterable[Sequence[Cell]], renders: Sequence[Render], *, first: int) -> Iterator[tuple[int, bytes]]:
    """Rows, numbered from `first` on, as pieces of XML, each with how many rows it holds. ValueError for a row of
    another length than there are columns."""
    waiting = iter(rows)
    while chunk := list(islice(waiting, ROWS_AT_ONCE)):
        numbers = [str(number) for number in range(first, first + len(chunk))]
        columns = list(zip(*chunk, strict=True))
        if len(columns) != len(renders):
            raise ValueError(f"rows of {len(columns)} cells in a sheet of {len(renders)} columns")
        texts = [render(column, numbers) for render, column in zip(renders, columns, strict=True)]
        opened = [f'<row r="{number}">' for number in numbers]
        closed = ["</row>"] * len(chunk)
        yield len(chunk), "".join(map("".join, zip(opened, *texts, closed, strict=True))).encode()
        first += len(chunk)


def renderer(sort: Sort, *, column: int, style: str, shared: Mapping[str, int]) -> Render:
    """How the cells of a column (from 1) are written; `style` is its number among the file's styles, `shared` the
    number of each choice among the file's shared texts."""
    at = column_letter(column)
    if sort is Sort.CHOICE:
        return _choices(at, style, shared)
    if sort is Sort.TEXT:
        return _texts(at, style)
    if sort is Sort.DAY:
        return _days(at, style)
    said = {Sort.YUAN: _hundredths, Sort.QUANTITY: _thousandths}.get(sort, str)

    def numbers(cells: Sequence[Cell], rows: Sequence[str]) -> list[str]:
        return [
            "" if cell is None else f'<c r="{at}{row}" s="{style}"><v>{said(cell)}</v></c>'  # type: ignore[arg-type]
            for row, cell in zip(rows, cells, strict=True)
        ]

    return numbers


def _texts(at: str, style: str) -> Render:
    def texts(cells: Sequence[Cell], rows: Sequence[str]) -> list[str]:
        said: list[str] = [cell or "" for cell in cells]  # type: ignore[misc]
        if _are_plain(said):
            return [
                f'<c r="{at}{row}" s="{style}" t="inlineStr"><is><t>{cell}</t></is></c>' if cell else ""
                for row, cell in zip(rows, said, strict=True)
            ]
        return [f'<c r="{at}{row}{_inline(cell, style)}' if cell else "" for row, cell in zip(rows, said, strict=True)]

    return texts


def _are_plain(cells: Sequence[str]) -> bool:
    """Whether these cells may be written as they are: one look at all of them is cheaper than one at each."""
    joined = _BETWEEN.join(["", *cells, ""])
    return not (
        _UNSAFE.search(joined)
        or "_x" in joined
        or f" {_BETWEEN}" in joined
        or f"{_BETWEEN} " in joined
        or (len(joined) > LONGEST_CELL and max(map(len, cells)) > LONGEST_CELL)
    )


def _choices(at: str, style: str, shared: Mapping[str, int]) -> Render:
    known = _Known(style)
    known.update({word: f'" s="{style}" t="s"><v>{place}</v></c>' for word, place in shared.items()})
    known[None] = known[""] = ""

    def choices(cells: Sequence[Cell], rows: Sequence[str]) -> list[str]:
        return [
            f'<c r="{at}{row}{known[cell]}' if cell else ""  # type: ignore[index]
            for row, cell in zip(rows, cells, strict=True)
        ]

    return choices


class _Known(dict[str | None, str]):
    """Choices as they are written; a word that is none of them is written as any text."""

    def __init__(self, style: str) -> None:
        super().__init__()
        self._style = style

    def __missing__(self, word: str | None) -> str:
        return _inline(word or "", self._style)


def _days(at: str, style: str) -> Render:
    def day(cell: date) -> str:
        if cell < _FIRST_SURE_DAY:
            return _inline(cell.isoformat(), style)
        return f'" s="{style}"><v>{cell.toordinal() - _FIRST_DAY}</v></c>'

    def days(cells: Sequence[Cell], rows: Sequence[str]) -> list[str]:
        return [
            "" if cell is None else f'<c r="{at}{row}{day(cell)}'  # type: ignore[arg-type]
            for row, cell in zip(rows, cells, strict=True)
        ]

    return days


def _inline(text: str, style: str) -> str:
    kept = ' xml:space="preserve"' if "\n" in text or text != text.strip() else ""
    return f'" s="{style}" t="inlineStr"><is><t{kept}>{_written(text)}</t></is></c>'


def _written(text: str) -> str:
    """The text as it may stand in XML. What no file can hold is left out, and what is too long for a cell is cut."""
    kept = _LOST.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(kept) > LONGEST_CELL:
        kept = kept[: LONGEST_CELL - 1] + "…"
    escaped = kept.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _TAKEN_FOR_CODE.sub("_x005F_", escaped)


def _hundredths(fen: int) -> str:
    return _pointed(fen, 100, 2)


def _thousandths(milli: int) -> str:
    return _pointed(milli, 1000, 3)


def _pointed(value: int, parts: int, places: int) -> str:
    """A whole number of parts with its decimal point, exactly: no float ever holds it here."""
    whole, rest = divmod(abs(value), parts)
    sign = "-" if value < 0 else ""
    return f"{sign}{whole}.{rest:0{places}}" if rest else f"{sign}{whole}"
