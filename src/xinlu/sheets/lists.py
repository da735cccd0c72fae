"""A department's list read from a book: who stands on it, what it says of each; a row that cannot be read is told, the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from types import MappingProxyType
from typing import Any

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.practice.idnumbers import birth_and_sex, check_id_number
from xinlu.sheets.columns import Plan
from xinlu.sheets.entries import Asked, CellFault, ColumnReading, Skipped, Spot
from xinlu.sheets.grid import Book, Row, Sheet
from xinlu.sheets.layout import LOOKED_THROUGH, NoEntry, find_table, names_something, squeezed, why_no_entry
from xinlu.sheets.list_columns import FINDS, IDENTIFY, SAMPLE_ROWS, ListShape, plan_list
from xinlu.sheets.list_standing import read_standing
from xinlu.sheets.paid import Paid, PaidReader, unit_above
from xinlu.sheets.rows import ReadRow, RowReader

CERTIFICATE_DIGITS = 20
"""A disability certificate's number is the ID number of its holder, a digit for the kind and one for the grade."""


@dataclass(slots=True)
class Listed:
    """One row: who is meant, where they live as far as told, the facts told, and details in words.

    `holds` is None where no column tells whether the row still holds, `paid` where the list tells of no payments.
    """

    spot: Spot
    name: str = ""
    id_number: str = ""
    born_on: date | None = None
    sex: str = ""
    places: dict[str, str] = field(default_factory=dict)
    title: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    details: list[str] = field(default_factory=list)
    holds: bool | None = None
    paid: Paid | None = None


@dataclass(slots=True)
class ListRead:
    """All that a list says; `faults` are the cells for which a row was left out, `left_out` the names in such rows."""

    name: str
    persons: list[Listed] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    left_out: set[str] = field(default_factory=set)
    asked: list[Asked] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    columns: list[ColumnReading] = field(default_factory=list)
    rows: int = 0


def read_list(
    book: Book,
    *,
    shape: ListShape,
    remembered: Mapping[str, str] = MappingProxyType({}),
    progress: Callable[[int], None] = lambda rows: None,
) -> ListRead:
    """Everybody whom the book lists. `remembered` are an office's corrections by plain heading; `progress` hears how
    many rows are read.

    Refusal where no sheet holds a table with names or ID numbers.
    """
    found = ListRead(name=book.name)
    for sheet in book.sheets:
        if sheet.hidden:
            found.skipped.append(Skipped(Spot(sheet.name, 0), _HIDDEN))
            continue
        for _ in _read_sheet(book, sheet, found, shape, remembered):
            found.rows += 1
            if found.rows % 1000 == 0:
                progress(found.rows)
    if not found.columns:
        raise Refusal("sheet.no_list", _NO_LIST.filled(name=book.name), field="file")
    return found


def _read_sheet(
    book: Book, sheet: Sheet, found: ListRead, shape: ListShape, remembered: Mapping[str, str]
) -> Iterator[None]:
    """Take in the table of one sheet; yields for each row that was an entry."""
    rows = book.rows(sheet)
    ahead = list(islice(rows, LOOKED_THROUGH + SAMPLE_ROWS))
    table = find_table(ahead[:LOOKED_THROUGH], sheet.merges, remembered={**remembered, **shape.words})
    titles = [squeezed(value) for row in ahead if table and row.number < table.top for value in row.values]
    planned = plan_list(table, ahead, shape, remembered, unit_above(" ".join(titles))) if table else None
    if table is None or planned is None:
        if ahead:
            found.skipped.append(Skipped(Spot(sheet.name, ahead[0].number), _NO_TABLE))
        return
    reader = RowReader(sheet.name, planned.columns, sheet.merges, today=clock.today(), below=table.bottom)
    paid = PaidReader(sheet.name, planned.paid, today=clock.today())
    identity = tuple(each.column for each in planned.columns.plans if each.key in IDENTIFY)
    title = " ".join(filter(None, (sheet.name, *titles)))
    told = refused = 0
    for row in chain([row for row in ahead if row.number > table.bottom], rows):
        if not names_something(row, table, identity=identity):
            why = why_no_entry(row, table, identity=identity)
            if why is not None or not any(_at(row, column) for column in identity):
                if why not in (None, NoEntry.EMPTY):
                    found.skipped.append(Skipped(Spot(sheet.name, row.number), _WHY[why]))
                continue
        filled = reader.filled(row)
        holds, fault = _standing(filled, planned.standing, sheet.name)
        told += holds is not None
        refused += fault is not None
        listed = _taken(reader.read(filled), found, title=title, holds=holds, fault=fault)
        if listed is not None and planned.paid:
            listed.paid = paid.read(row, filled)
        yield
    for each in planned.understood:
        counts = (told, refused) if each is planned.standing else paid.counts(each.column) or reader.counts(each.column)
        found.columns.append(_reading(sheet, each, *counts))


def _at(row: Row, column: int) -> Any:
    value = row.values[column - 1] if column <= len(row.values) else None
    return None if value == "" else value


def _standing(row: Row, plan: Plan | None, sheet: str) -> tuple[bool | None, CellFault | None]:
    """Whether the row holds, or the fault of the cell that should say so."""
    if plan is None:
        return None, None
    value = _at(row, plan.column)
    try:
        return read_standing(value), None
    except Refusal as refusal:
        spot = Spot(sheet, row.number, plan.column)
        return None, CellFault(spot, plan.heading.written, str(value)[:80], refusal.code, refusal.words)


def _taken(read: ReadRow, found: ListRead, *, title: str, holds: bool | None, fault: CellFault | None) -> Listed | None:
    """The row taken in as one who is listed; None for one that is left out, which is told by its cells."""
    told = read.member
    bad = [each for each in (*read.faults, *((fault,) if fault else ())) if not _is_forgiven(each, told)]
    if bad:
        found.faults += bad
        found.left_out.add(told.get("name", ""))
        return None
    listed = Listed(
        spot=read.spot,
        name=told.get("name", ""),
        id_number=told.get("id_number", "") or _of_certificate(told.get("disability_number", "")),
        born_on=told.get("born_on"),
        sex=told.get("sex", ""),
        places=dict(read.places),
        title=title,
        facts={name: value for name, value in told.items() if name not in FINDS},
        details=list(read.kept),
        holds=holds,
    )
    if not listed.name and not listed.id_number:
        found.faults.append(CellFault(read.spot, "", "", "list.nobody", _NOBODY))
        return None
    found.asked += [Asked(each.spot, each.code, _LEFT_EMPTY.filled(why=each.words)) for each in read.faults]
    if listed.id_number:
        born, sex = birth_and_sex(listed.id_number)
        if listed.born_on not in (None, born):
            words = _BIRTH_DIFFERS.filled(written=listed.born_on, told=born)
            found.asked.append(Asked(read.spot, "birth.differs", words))
        listed.born_on, listed.sex = born, sex.value
    found.persons.append(listed)
    return listed


def _is_forgiven(fault: CellFault, told: Mapping[str, Any]) -> bool:
    """A number that the office itself hid is not wrong; birth and sex only help to find who has no number."""
    return fault.code == "id.masked" or (bool(told.get("id_number")) and fault.code.startswith(("date.", "code.")))


def _of_certificate(number: str) -> str:
    """The ID number with which a disability certificate's number begins; "" where none does.

    >>> _of_certificate("52269919560827776343")
    '522699195608277763'
    """
    if len(number) != CERTIFICATE_DIGITS:
        return ""
    try:
        return check_id_number(number[:18]).number
    except Refusal:
        return ""


def _reading(sheet: Sheet, plan: Plan, taken: int, refused: int) -> ColumnReading:
    return ColumnReading(
        sheet=sheet.name,
        column=plan.column,
        heading=plan.heading.written,
        meaning=plan.key,
        why=plan.why,
        taken=taken,
        refused=refused,
        plain=plan.heading.plain,
    )


_WHY = {
    NoEntry.SUM: Words("小计、合计，不是一个人", "A sum, not a person"),
    NoEntry.FOOT: Words("表下的说明、签字", "A note or signature"),
    NoEntry.HEADINGS: Words("表头又印了一遍", "The headings printed again"),
    NoEntry.TITLE: Words("标题", "A title"),
}
_HIDDEN = Words("隐藏的表，没有读。要读，先取消隐藏", "A hidden sheet was not read; show it if it should be")
_NO_TABLE = Words("这张表里没有姓名或身份证号这样的列", "No column of names or ID numbers in this sheet")
_NO_LIST = Words(
    "《{name}》里没有找到名单：前 60 行没有认得的表头。名单至少要有两列，其中一列是姓名或身份证号",
    "No list was found in {name}: no known headings in its first 60 rows. "
    "It must have at least two columns, one of them names or ID numbers",
)
_NOBODY = Words(
    "这一行没写姓名，也没写身份证号，不知道说的是谁。请写上",
    "Neither a name nor an ID number stands in this row, so nobody knows who is meant. Write it in",
)
_LEFT_EMPTY = Words(
    "{why}。这一格先当没填，这一行照看", "{why}. The cell counts as empty; the row is read all the same"
)
_BIRTH_DIFFERS = Words(
    "出生日期写的是 {written}，身份证号上是 {told}，按身份证号看",
    "Born on {written} as written, on {told} by the ID number; the ID number is gone by",
)
