"""A register as an office lays it out, cell by cell, and beside every row what truly stands in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from unit.sheets.truth import Household, Person, Truth, reckoned_line
from xinlu.sheets.entries import LineEntry, Total
from xinlu.sheets.grid import Broken, Loss, Merge

HOUSEHOLD_FACTS = (
    "phone", "address", "main_cause", "further_causes", "house_area_m2", "house_structure", "house_year", "house_grade",
    "house_graded_on", "electricity", "fuels", "water", "market_distance_m", "note",
)  # fmt: skip
UNUSED = ("serial", "unused", "kept", "age", "total.gross", "check")
"""Columns of which nothing need come out."""


@dataclass(frozen=True)
class Formula:
    """A cell that is reckoned: its text, and the value that the program kept of it (None: none yet)."""

    text: str
    kept: float | int | str | None = None


Cell = Any
"""None, a plain value, a Broken, or a Formula."""

Put = Callable[[Any, int], Cell]
"""How a true value is written; the row's number from 0 lets a habit change from row to row."""


@dataclass(frozen=True)
class Column:
    """One column: what it means (as headings.yaml names it; head.X of the head), its heading from top to bottom, its habit."""

    meaning: str
    heading: tuple[str, ...]
    put: Put

    def headed(self, *heading: str) -> Column:
        """The same column under another heading."""
        return replace(self, heading=heading)

    def written(self, put: Put) -> Column:
        """The same column in another hand."""
        return replace(self, put=put)


@dataclass
class Line:
    """One row: its cells, and whose it is. `kind` is entry, ledger, title, heading, subtotal, note, blank or foreign.

    `touched`: a change reached it; `again`: it stands there a second time.
    """

    cells: list[Cell]
    kind: str
    columns: tuple[str, ...] = ()
    household: int | None = None
    person: int | None = None
    ledger: int | None = None
    touched: bool = False
    again: bool = False

    @property
    def is_entry(self) -> bool:
        return self.kind in ("entry", "ledger")

    def cell(self, meaning: str) -> Cell:
        """The first cell of a meaning; None where there is no such column."""
        return self.cells[self.columns.index(meaning)] if meaning in self.columns else None


@dataclass
class Page:
    """One sheet. `places` are what its name or title says of the whole sheet."""

    name: str
    lines: list[Line] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    foreign: bool = False

    def add(self, kind: str, *cells: Cell, **whose: Any) -> int:
        """Add a row; its number as the spreadsheet program shows it."""
        self.lines.append(Line(list(cells), kind, **whose))
        return len(self.lines)

    def copy(self) -> Page:
        """A page of its own with the same content."""
        lines = [replace(line, cells=list(line.cells)) for line in self.lines]
        return replace(self, lines=lines, merges=list(self.merges))


@dataclass
class Laid:
    """A whole workbook before any program has written it. `apart` are place levels said outside the rows.

    `year` and `filled_on` are what its titles say. `scale`: fen or metres to one unit of a column, where it is no yuan or metre.
    `quiet`: nothing in it is strange. `touched` are households that a change reached; `shaken`: a change reached columns,
    headings or merges of them all.
    """

    truth: Truth
    pages: list[Page]
    apart: tuple[str, ...] = ()
    year: int | None = None
    filled_on: date | None = None
    scale: dict[str, int] = field(default_factory=dict)
    quiet: bool = True
    touched: set[int] = field(default_factory=set)
    shaken: bool = False

    def by_household(self) -> dict[int, list[tuple[Page, int, Line]]]:
        """Every household's rows with their sheets and numbers."""
        found: dict[int, list[tuple[Page, int, Line]]] = {}
        for page in self.pages:
            for number, line in enumerate(page.lines, 1):
                if line.is_entry and line.household is not None:
                    found.setdefault(line.household, []).append((page, number, line))
        return found

    def copy(self) -> Laid:
        """The same workbook, to be changed on its own."""
        return replace(self, pages=[page.copy() for page in self.pages], touched=set(self.touched))

    def rows_of(self, household: int) -> list[tuple[Page, int, Line]]:
        """Every row of a household with its sheet and number."""
        return self.by_household().get(household, [])

    def find(self, sheet: str, number: int) -> Line | None:
        """The row of that sheet and number."""
        for page in self.pages:
            if page.name == sheet and 1 <= number <= len(page.lines):
                return page.lines[number - 1]
        return None

    def place_of(self, meaning: str, household: int, person: int | None = None) -> tuple[str, int, int]:
        """Sheet, row and column of the first cell in which a meaning of a household or person stands."""
        for page, number, line in self.rows_of(household):
            if meaning in line.columns and person in (None, line.person):
                return page.name, number, line.columns.index(meaning) + 1
        raise LookupError(f"{meaning} of {household}/{person} stands nowhere")

    def put(self, place: tuple[str, int, int], value: Cell) -> None:
        """Write over one cell."""
        line = self.find(place[0], place[1])
        assert line is not None
        line.cells[place[2] - 1] = value
        line.touched = True
        if line.household is not None:
            self.touched.add(line.household)


def true_value(meaning: str, household: Household, person: Person | None, line: LineEntry | None) -> Any:
    """What is true under a column's meaning; None where nothing is known or the column is none of ours."""
    room, _, name = meaning.partition(".")
    if room == "place":
        return household.places.get(name)
    if room == "total":
        if name == "net_head":
            return household.net_head_fen
        if name == "gross":
            return household.totals[Total.NET] + household.totals[Total.PRODUCTION_COST]
        return household.totals[Total(name)]
    if room == "line":
        found = next((one for one in household.lines if one.kind == name), None)
        return found and sum(reckoned_line(replace(found, cost_fen=0))[1:])
    if room == "ledger":
        assert line is not None
        amount = sum(reckoned_line(replace(line, cost_fen=0))[1:])
        said = {"kind": line.kind, "amount": amount, "quantity": line.quantity_milli, "price": line.price_fen}
        return {**said, "cost": line.cost_fen or None}[name]
    if room == "head":
        return household.head.facts.get(name)
    if meaning == "number":
        return household.number
    if meaning == "people":
        return len(household.persons)
    if meaning in HOUSEHOLD_FACTS:
        return household.facts.get(meaning)
    return person and person.facts.get(meaning)


def row(
    columns: Sequence[Column],
    household: Household,
    person: Person | None = None,
    line: LineEntry | None = None,
    *,
    nth: int = 0,
    left: int = 0,
) -> list[Cell]:
    """The cells of one row, `left` empty ones before them."""
    cells: list[Cell] = [None] * left
    for column in columns:
        value = nth + 1 if column.meaning == "serial" else true_value(column.meaning, household, person, line)
        if column.meaning in ("unused", "kept", "check"):
            cells.append(column.put(household, nth))
        elif column.meaning == "age":
            born = person.facts["born_on"] if person else household.head.facts["born_on"]
            cells.append(column.put(2026 - born.year, nth))
        else:
            cells.append(None if value is None or value == [] else column.put(value, nth))
    return cells


def meanings(columns: Sequence[Column], left: int = 0) -> tuple[str, ...]:
    """What each column of a row means, from column A on."""
    return ("",) * left + tuple(column.meaning for column in columns)


def heading(page: Page, columns: Sequence[Column], *, left: int = 0) -> None:
    """The heading, as many rows as the highest has: equal neighbours in a row, and a single one downwards, merged."""
    depth = max(len(column.heading) for column in columns)
    top = len(page.lines) + 1
    rows = [
        [None] * left + [c.heading[level] if level < len(c.heading) else None for c in columns]
        for level in range(depth)
    ]
    for level in range(depth):
        start = 0
        while start < len(columns):
            end = start
            own = columns[start].heading
            if level < len(own) - 1:
                while end + 1 < len(columns) and columns[end + 1].heading[: level + 1] == own[: level + 1]:
                    end += 1
                    rows[level][left + end] = None
            below = depth - 1 if level == len(own) - 1 else level
            if level < len(own) and (end > start or below > level):
                page.merges.append(Merge(top + level, left + start + 1, top + below, left + end + 1))
            start = end + 1
    for cells in rows:
        page.add("heading", *cells, columns=meanings(columns, left))


def as_read(cell: Cell) -> Any:
    """A cell as a reader of files hands it on: of a formula, the value that was kept."""
    if isinstance(cell, Formula):
        return Broken(Loss.UNCALCULATED, cell.text) if cell.kept is None else cell.kept
    return cell
