"""The top of a file as its office drew it: headings, the first rows and those in which something is wrong, cell by cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import islice
from typing import Any

from xinlu.exchange.models import Intake
from xinlu.exchange.services.files import opened
from xinlu.exchange.services.intakes import meanings_taught
from xinlu.kernel.errors import Refusal
from xinlu.pages.templatetags.look import said
from xinlu.practice.vocabulary import YesNo
from xinlu.sheets.grid import Book, Merge, Row, Sheet, Value, column_letter
from xinlu.sheets.layout import LOOKED_THROUGH, Table, find_table
from xinlu.sheets.opening import open_book

LARGEST_BYTES = 2 << 20
MOST_PERSONS = 20_000
"""Beyond these the file is not opened for a page: the list of faults says the same."""
FIRST_ROWS, ALL_ROWS, COLUMNS, LETTERS = 3, 14, 40, 28
ALMOST_A_NUMBER = 12
"""Digits from which what stands in a column of numbers of persons is hidden."""
OF_PERSONS = frozenset({"id_number", "phone", "disability_number"})

_LONG_NUMBER = re.compile(r"(?<![\w.])[0-9０-９]{14,}[0-9０-９Xx]?(?!\w)|(?<![\w.])1[3-9][0-9]{9}(?!\w)")


@dataclass(frozen=True)
class Cell:
    """One cell: what stands there, how it is set ("is-no", "is-wait", "num", "is-head"), and how far it reaches."""

    text: str
    css: str = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Line:
    """One row under its number; `css` where something is wrong with the row as a whole."""

    number: int
    cells: tuple[Cell, ...]
    css: str = ""


@dataclass(frozen=True)
class Drawn:
    """The table as it is shown: which sheet of the file it is, the rows of its headings, and its lines."""

    sheet: str
    place: int
    sheets: int
    headings: tuple[int, int]
    letters: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass
class _Marks:
    """What is said about the cells of one sheet: row -> column (0 for the whole row) -> how it is set."""

    cells: dict[int, dict[int, str]] = field(default_factory=dict)

    def set(self, spots: Iterable[Mapping[str, Any]], sheet: str, css: str) -> None:
        for each in spots:
            if each["sheet"] == sheet:
                self.cells.setdefault(each["row"], {}).setdefault(each["column"], css)


def without_numbers(text: str) -> str:
    """The words with the middle of every long number in them hidden: ID numbers and telephones of persons."""
    return _LONG_NUMBER.sub(lambda found: _ends(found[0]), text)


def drawn(intake: Intake, report: Mapping[str, Any]) -> Drawn | None:
    """The sheet with the most faults; None where the file is large, gone, or holds no table."""
    if not report.get("columns") or report["counts"].get("persons", 0) > MOST_PERSONS:
        return None
    try:
        with opened(intake.pk, name=intake.name) as file:
            if file.stat().st_size > LARGEST_BYTES:
                return None
            with open_book(file) as book:
                return _of_book(book, report, remembered=meanings_taught(intake.area))
    except Refusal:
        return None


def _of_book(book: Book, report: Mapping[str, Any], *, remembered: Mapping[str, str]) -> Drawn | None:
    names = list(dict.fromkeys(each["sheet"] for each in report["columns"]))
    faults = [each["sheet"] for each in report["faults"]]
    name = max(names, key=faults.count)
    place, sheet = next(((n, each) for n, each in enumerate(book.sheets, 1) if each.name == name), (0, None))
    if sheet is None:
        return None
    rows = book.rows(sheet)
    ahead = list(islice(rows, LOOKED_THROUGH))
    table = find_table(ahead, sheet.merges, remembered=remembered)
    if table is None:
        return None
    marks = _Marks()
    for said_of, css in (("faults", "is-no"), ("asked", "is-wait"), ("choices", "is-wait")):
        marks.set(report[said_of], name, css)
    hidden = {
        each["column"]
        for each in report["columns"]
        if each["sheet"] == name and each["meaning"].removeprefix("head.") in OF_PERSONS
    }
    width = min(max(table.paths, default=1), COLUMNS)
    shown = _shown(ahead, rows, table, marks)
    lines = [
        *_headings(ahead, table, sheet, width),
        *(_line(row, marks.cells.get(row.number, {}), hidden, width) for row in shown),
    ]
    letters = tuple(column_letter(n) for n in range(1, width + 1))
    return Drawn(name, place, len(book.sheets), (table.top, table.bottom), letters, tuple(lines))


def _shown(ahead: Sequence[Row], rows: Iterator[Row], table: Table, marks: _Marks) -> list[Row]:
    """The first rows below the headings, then those of which something is said, as long as there is room."""
    room = ALL_ROWS - (table.bottom - table.top + 1)
    below = [row for row in ahead if row.number > table.bottom]
    first = below[:FIRST_ROWS]
    told = sorted(number for number in marks.cells if number > (first[-1].number if first else table.bottom))
    wanted = set(told[: max(room - len(first), 1)])
    found = [row for row in below[FIRST_ROWS:] if row.number in wanted]
    last = max(wanted, default=0)
    for row in rows if last > ahead[-1].number else ():
        if row.number in wanted:
            found.append(row)
        if row.number >= last:
            break
    return [*first, *found]


def _headings(ahead: Sequence[Row], table: Table, sheet: Sheet, width: int) -> Iterator[Line]:
    by_number = {row.number: row.values for row in ahead}
    covers = [each for each in sheet.merges if table.top <= each.top and each.bottom <= table.bottom]
    for number in range(table.top, table.bottom + 1):
        values, cells = by_number.get(number, []), []
        for column in range(1, width + 1):
            merge = next((each for each in covers if _covers(each, number, column)), None)
            if merge is None:
                cells.append(Cell(_text(_at(values, column)), "is-head"))
            elif (merge.top, merge.left) == (number, column):
                across = min(merge.right, width) - merge.left + 1
                cells.append(Cell(_text(_at(values, column)), "is-head", across, merge.bottom - merge.top + 1))
        yield Line(number, tuple(cells))


def _covers(merge: Merge, row: int, column: int) -> bool:
    return merge.top <= row <= merge.bottom and merge.left <= column <= merge.right


def _line(row: Row, marks: Mapping[int, str], hidden: Iterable[int], width: int) -> Line:
    cells = []
    for column in range(1, width + 1):
        value = _at(row.values, column)
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        css = " ".join(each for each in ("num" if is_number else "", marks.get(column, "")) if each)
        cells.append(Cell(as_written(_text(value), of_person=column in hidden), css))
    return Line(row.number, tuple(cells), marks.get(0, ""))


def as_written(text: str, *, of_person: bool = False) -> str:
    """What stands in a cell as a page may show it; in a column of numbers of persons also what only looks like one."""
    if of_person and sum(each.isdigit() for each in text) >= ALMOST_A_NUMBER:
        return _ends(text)
    text = without_numbers(text)
    return text if len(text) <= LETTERS else f"{text[: LETTERS - 1]}…"


def _ends(number: str) -> str:
    return f"{number[:2]}••••••••{number[-2:]}"


def _at(values: Sequence[Value], column: int) -> Value:
    return values[column - 1] if column <= len(values) else None


def _text(value: Value) -> str:
    """A value as a spreadsheet program shows it; so a long number that lost its end shows no more than six digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return said(YesNo.of(value).words)
    if isinstance(value, float):
        return f"{value:.0f}" if value.is_integer() and abs(value) < 1e11 else f"{value:.6G}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(str(value).split())
