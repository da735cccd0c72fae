"""Two readers that are no importer: one that knows the truth, and a careless one. The oracle lets the first pass, never the second."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from unit.sheets.pages import HOUSEHOLD_FACTS, UNUSED, Laid, as_read
from unit.sheets.readings import read_cell
from unit.sheets.writers import ListBook
from xinlu.income.kinds import kind
from xinlu.kernel.words import Words
from xinlu.sheets.entries import (
    ColumnReading,
    HouseholdEntry,
    LineEntry,
    PersonEntry,
    Register,
    Skipped,
    Spot,
    Total,
)

WHY = Words("不是一户", "no entry")


def known_register(laid: Laid) -> Register:
    """What an importer would say that nothing escapes: the truth, by the cells in which it stands."""
    register = Register("登记表.xlsx", year=laid.year, filled_on=laid.filled_on)
    for h, household in enumerate(laid.truth.households):
        entry: HouseholdEntry | None = None
        rows = laid.rows_of(h)
        first = next((Spot(page.name, number) for page, number, line in rows if line.person == 0), Spot("", 0))
        head = PersonEntry(first, {"relation": "head"})
        persons = {0: head}
        for page, number, line in rows:
            spot = Spot(page.name, number)
            entry = entry or HouseholdEntry(spot, places={level: household.places[level] for level in laid.apart})
            person = head if line.person is None else persons.setdefault(line.person, PersonEntry(spot, {}))
            for meaning, cell in zip(line.columns, line.cells, strict=False):
                values = (
                    read_cell(meaning, cell, scale=laid.scale.get(meaning)).values
                    if meaning not in ("", *UNUSED)
                    else ()
                )
                if values and not meaning.startswith(("ledger.", "line.")) and meaning != "total.net_head":
                    _take(entry, head.facts if meaning.startswith("head.") else person.facts, meaning, values[0])
            if line.kind == "ledger" and line.ledger is not None:
                entry.lines.append(replace(household.lines[line.ledger], spot=spot))
            entry.lines += _lines_in_columns(laid, household.lines, line.columns, line.cells, spot)
            if "total.net_head" in line.columns and line.cell("total.net_head") is not None:
                entry.totals.setdefault(Total.NET, household.net_head_fen * len(household.persons))
        if entry is not None:
            entry.persons = [persons[p] for p in sorted(persons)]
            if Total.NET in entry.totals and any("total.net" in line.columns for *_, line in rows):
                entry.totals[Total.NET] = household.totals[Total.NET]
            register.households.append(entry)
    for page in laid.pages:
        headings = [line for line in page.lines if line.kind == "heading"]
        for at, meaning in enumerate(headings[0].columns if headings else (), 1):
            register.columns.append(ColumnReading(page.name, at, "", meaning or "unused", WHY))
        if page.foreign or page.hidden:
            register.skipped.append(Skipped(Spot(page.name, 0), WHY))
        for number, line in enumerate(page.lines, 1):
            if line.kind in ("subtotal", "note", "title"):
                register.skipped.append(Skipped(Spot(page.name, number), WHY))
    return register


def _take(entry: HouseholdEntry, person: dict[str, Any], meaning: str, value: Any) -> None:
    room, _, name = meaning.partition(".")
    if room == "place":
        entry.places[name] = value
    elif room == "total":
        entry.totals[Total(name)] = value
    elif room == "head":
        person[name] = value
    elif meaning in ("number", "people"):
        setattr(entry, meaning, value)
    elif meaning in HOUSEHOLD_FACTS:
        entry.facts[meaning] = value
    else:
        person[meaning] = value


def _lines_in_columns(laid: Laid, lines: Any, columns: Any, cells: Any, spot: Spot) -> list[LineEntry]:
    said = []
    for meaning, cell in zip(columns, cells, strict=False):
        if meaning.startswith("line.") and cell is not None:
            code = kind(meaning.removeprefix("line.")).code
            said += [LineEntry(spot, code, amount_fen=value) for value in read_cell(meaning, cell).values]
    return said


def careless_register(laid: Laid) -> Register:
    """What somebody writes in an afternoon: headings by their place, numbers by float(), rows below belong to the one above."""
    register = Register("登记表.xlsx")
    book = ListBook(laid)
    entries: dict[str, HouseholdEntry] = {}
    for page, sheet in zip(laid.pages, book.sheets, strict=True):
        top = next((line for line in page.lines if line.kind == "heading"), None)
        entry: HouseholdEntry | None = None
        for row in list(book.rows(sheet))[1:] if top else []:
            cells = dict(zip(top.columns, [as_read(cell) for cell in row.values], strict=False)) if top else {}
            key = str(cells.get("number") or (entry.number if entry else row.number))
            spot = Spot(page.name, row.number)
            if key not in entries:
                entries[key] = HouseholdEntry(spot, number=key)
                register.households.append(entries[key])
            entry = entries[key]
            facts: dict[str, Any] = {}
            for meaning, cell in cells.items():
                if meaning.startswith("total.") and meaning.removeprefix("total.") in tuple(Total):
                    try:
                        entry.totals[Total(meaning.removeprefix("total."))] = round(float(cell) * 100)
                    except (TypeError, ValueError, OverflowError):
                        entry.totals[Total(meaning.removeprefix("total."))] = 0
                elif cell is not None and meaning not in ("", *UNUSED) and not meaning.startswith("ledger."):
                    read = read_cell(meaning, cell)
                    if not meaning.startswith(("line.", "total.")):
                        _take(entry, facts, meaning, read.values[0] if read.values else str(cell))
            if "name" in facts:
                entry.persons.append(PersonEntry(spot, {"relation": "other", **facts}))
    return register
