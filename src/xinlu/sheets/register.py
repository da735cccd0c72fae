"""A register read from a book: tables found, columns understood, rows gathered and joined, households judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain, islice
from types import MappingProxyType

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.hands import Hands, in_batches
from xinlu.kernel.words import Words
from xinlu.sheets.columns import Plan, Role, TablePlan, Whose, plan_columns
from xinlu.sheets.entries import Asked, ColumnReading, Register, Skipped, Spot
from xinlu.sheets.finishing import finish
from xinlu.sheets.gathering import DENSE_FROM, Gathering, settle_lines
from xinlu.sheets.grid import Book, Row, Sheet
from xinlu.sheets.headings import LINE, WAN_FEN, Match, meanings, read_heading
from xinlu.sheets.joining import join
from xinlu.sheets.layout import LOOKED_THROUGH, NoEntry, Table, find_table, names_something, squeezed, why_no_entry
from xinlu.sheets.row_batches import ROWS_AT_ONCE, FilledRow, read_rows
from xinlu.sheets.rows import RowReader

SAMPLE_ROWS = 300
_YEAR = re.compile(r"(20\d\d)年")
_UNIT = re.compile(r"单位[:：]?[^)）]*?(万元|元)")
_FILLED_ON = re.compile(r"(20\d\d)[年./-](\d{1,2})[月./-](\d{1,2})日?")


@dataclass(frozen=True, slots=True)
class _Section:
    """One table with the titles above it and the rows below its headings (the first of them looked at already)."""

    table: Table
    plan: TablePlan
    titles: tuple[str, ...]


def read_register(
    book: Book,
    *,
    answers: Mapping[str, str] = MappingProxyType({}),
    meanings: Mapping[str, str] = MappingProxyType({}),
    progress: Callable[[int], None] = lambda rows: None,
    hands: Hands = map,
    packed: bool = False,
) -> Register:
    """All that the book says of households. `answers` are a person's decisions by the code of the choice, `meanings` an
    office's corrections by plain heading; `progress` hears how many rows are read. `hands` share the work; with `packed`
    the households are left packed and the book is closed.

    Refusal where no sheet holds a table of households, persons or lines.
    """
    register = Register(name=book.name)
    gathering = Gathering()
    today = clock.today()
    read = 0
    for sheet in book.sheets:
        if sheet.hidden:
            register.skipped.append(Skipped(Spot(sheet.name, 0), _HIDDEN))
            continue
        for rows in _read_sheet(book, sheet, gathering, register, remembered=meanings, today=today, hands=hands):
            read += rows
            progress(read)
    if packed:
        book.close()  # what reads it holds a whole sheet
    if not register.columns:
        raise Refusal("sheet.no_register", _NO_REGISTER.filled(name=book.name), field="file")
    for code in settle_lines(gathering.groups):
        spot = next(
            (Spot(each.sheet, 0, each.column) for each in register.columns if each.meaning == LINE + code), Spot("", 0)
        )
        register.asked.append(Asked(spot, "line.by_person", _BY_PERSON))
    for _ in settle_lines(gathering.households):
        pass
    gathered, register.choices, repeated = join(gathering, answers=answers)
    del gathering  # what is finished need not stay
    register.skipped += repeated
    finish(gathered, register, today=today, hands=hands, packed=packed)
    headings = {(each.sheet, each.column): each.heading for each in register.columns}
    named = (
        replace(each, heading=each.heading or headings.get((each.spot.sheet, each.spot.column), ""))
        for each in register.faults
    )
    register.faults = list(dict.fromkeys(named))
    return register


def _read_sheet(
    book: Book,
    sheet: Sheet,
    gathering: Gathering,
    register: Register,
    *,
    remembered: Mapping[str, str],
    today: date,
    hands: Hands,
) -> Iterator[int]:
    """Take in the tables of one sheet; yields how many rows were entries, as it goes on."""
    rows = book.rows(sheet)
    ahead = list(islice(rows, LOOKED_THROUGH + SAMPLE_ROWS))
    table = find_table(ahead[:LOOKED_THROUGH], sheet.merges, remembered=remembered)
    if table is None:
        if ahead:
            register.skipped.append(Skipped(Spot(sheet.name, ahead[0].number), _NO_TABLE))
        return
    while table is not None:
        above = [row for row in ahead if row.number < table.top]
        section = _section(table, above, ahead, sheet, remembered, register)
        found = _Next()
        rest = chain([row for row in ahead if row.number > table.bottom], rows)
        if section.plan.role is Role.NOTHING:
            register.skipped.append(Skipped(Spot(sheet.name, table.top), _NO_TABLE))
            return
        yield from _read_section(section, rest, sheet, gathering, register, today=today, following=found, hands=hands)
        if found.row is None:
            return
        ahead = [*found.titles, found.row, *islice(rest, LOOKED_THROUGH + SAMPLE_ROWS)]
        rows = rest
        table = find_table(ahead[:LOOKED_THROUGH], sheet.merges, remembered=remembered)


@dataclass(slots=True)
class _Next:
    """Where another table begins below this one."""

    row: Row | None = None
    titles: tuple[Row, ...] = ()


def _section(
    table: Table,
    above: Sequence[Row],
    ahead: Sequence[Row],
    sheet: Sheet,
    remembered: Mapping[str, str],
    register: Register,
) -> _Section:
    told = [squeezed(value) for row in above for value in row.values if squeezed(value)]
    words = "".join(told) + "".join(word for path in table.paths.values() for word in path)
    unit = _UNIT.search(" ".join(told))
    below = [row for row in ahead if row.number > table.bottom]
    entries = [row for row in below if why_no_entry(row, table, identity=()) is None][:SAMPLE_ROWS]
    plan = plan_columns(table, entries, unit_fen=WAN_FEN if unit and unit[1] == "万元" else None, remembered=remembered)
    if plan.role is not Role.NOTHING:
        if register.year is None and (year := _YEAR.search(words)):
            register.year = int(year[1])
        if register.filled_on is None:
            register.filled_on = _day(" ".join(told))
        for row in above:
            register.skipped.append(Skipped(Spot(sheet.name, row.number), _TITLE))
    return _Section(table, plan, tuple(told))


def _day(text: str) -> date | None:
    found = _FILLED_ON.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _read_section(
    section: _Section,
    rows: Iterator[Row],
    sheet: Sheet,
    gathering: Gathering,
    register: Register,
    *,
    today: date,
    following: _Next,
    hands: Hands,
) -> Iterator[int]:
    plan = section.plan
    reader = RowReader(sheet.name, plan, sheet.merges, today=today, below=section.table.bottom)
    number = plan.column_of("number")
    gathering.begin(dense=number is not None and _is_dense(plan, number))
    entries = in_batches(_entries(section, rows, sheet, register, reader, following), ROWS_AT_ONCE)
    for batch in hands(partial(read_rows, reader), entries):
        reader.hear(batch.tallies)
        for row, title in zip(batch.rows, batch.titles, strict=True):
            gathering.add(row, reader, plan.role, title=title)
        yield len(batch.rows)
    register.columns += [_reading(sheet, each, reader) for each in plan.plans]


def _entries(
    section: _Section, rows: Iterator[Row], sheet: Sheet, register: Register, reader: RowReader, following: _Next
) -> Iterator[FilledRow]:
    """The rows that are entries, up to where another table begins."""
    table, plan = section.table, section.plan
    identity = _identity(plan)
    title = " ".join((sheet.name, *section.titles))
    titles: list[Row] = []
    for row in rows:
        named = names_something(row, table, identity=identity)
        why = None if named else why_no_entry(row, table, identity=identity)
        if why is None and not named and _begins_table(row, table):
            following.row, following.titles = row, tuple(titles)
            return
        if why is None:
            filled = reader.filled(row)
            if not named and not _says_something(row, plan):
                register.skipped.append(Skipped(Spot(sheet.name, row.number), _WHY[NoEntry.EMPTY]))
                continue
            titles = []
            yield FilledRow(filled, reader.reached, title)
            continue
        if why is NoEntry.TITLE:
            titles.append(row)
            title = " ".join((sheet.name, *(squeezed(value) for value in row.values if squeezed(value))))
        if why is not NoEntry.EMPTY:
            register.skipped.append(Skipped(Spot(sheet.name, row.number), _WHY[why]))


def _identity(plan: TablePlan) -> tuple[int, ...]:
    keys = ("number", "name", "id_number", "relation", "ledger.kind")
    return tuple(each.column for each in plan.plans if each.key in keys)


def _is_dense(plan: TablePlan, column: int) -> bool:
    return next((each.filled >= DENSE_FROM for each in plan.plans if each.column == column), False)


def _says_something(row: Row, plan: TablePlan) -> bool:
    """Whether anything that is used stands in the row; a row number alone is an empty line of a printed form."""
    told = [each for each in plan.plans if each.key and not each.key.startswith("place.")]
    return any(each.column <= len(row.values) and row.values[each.column - 1] not in (None, "") for each in told)


def _begins_table(row: Row, table: Table) -> bool:
    """Whether other headings stand in the row: another table begins."""
    words = [squeezed(value) for value in row.values if value is not None and value != ""]
    if len(words) < 3 or any(not word or len(word) > 20 or re.search(r"\d", word) for word in words):
        return False
    known = sum(read_heading((word,)).match in (Match.EXACT, Match.PART) for word in words)
    return known >= 3 and known * 5 >= len(words) * 4 and not all(word in table.words for word in words)


def _reading(sheet: Sheet, plan: Plan, reader: RowReader) -> ColumnReading:
    how = reader.how(plan.column)
    return ColumnReading(
        sheet=sheet.name,
        column=plan.column,
        heading=plan.heading.written,
        meaning=plan.key if plan.whose is not Whose.HEAD or plan.key not in meanings() else f"head.{plan.key}",
        why=Words(f"{plan.why.zh}；{how.zh}", f"{plan.why.en}; {how.en}") if how else plan.why,
        taken=reader.counts(plan.column)[0],
        refused=reader.counts(plan.column)[1],
        plain=plan.heading.plain,
    )


_WHY = {
    NoEntry.SUM: Words("小计、合计，不是一户", "A sum, not a household"),
    NoEntry.FOOT: Words("表下的说明、签字", "A note or signature"),
    NoEntry.HEADINGS: Words("表头又印了一遍", "The headings printed again"),
    NoEntry.TITLE: Words("标题", "A title"),
    NoEntry.EMPTY: Words("只有排号，没有内容", "A row number and nothing else"),
}
_TITLE = Words("表头上面的说明", "Above the headings")
_HIDDEN = Words("隐藏的表，没有读。要读，先取消隐藏", "A hidden sheet was not read; show it if it should be")
_NO_TABLE = Words("这张表里没有认得的表头", "No known headings in this sheet")
_NO_REGISTER = Words(
    "《{name}》里没有找到户表、成员表或收入台账：前 60 行没有认得的表头。表头至少要有户主姓名（或姓名）和户编号（或身份证号）",
    "No list of households, persons or lines was found in {name}: no known headings in its first 60 rows. "
    "There must be at least a name and a household number or ID number",
)
_BY_PERSON = Words(
    "这一列同一户里每个人写的不一样，当成各人的，加起来算全家的",
    "This column differs within a household; taken as told of each person and added up",
)
