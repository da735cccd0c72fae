"""One row of a table read cell by cell under its plan: what it says, and every cell that cannot be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.sheets.cells import SIGNED, Reader, reader_of
from xinlu.sheets.columns import Plan, TablePlan, Whose
from xinlu.sheets.entries import CellFault, Spot, by_its_fields
from xinlu.sheets.grid import Merge, Row, Value
from xinlu.sheets.headings import LINE
from xinlu.sheets.values import plain

AS_ABOVE = frozenset({"同上", "〃", "″", '"', "同前", "ditto"})

_NONE: dict[str, Any] = {}
"""Of which part a row says nothing; nobody writes into the parts of a row that was read."""


@dataclass(slots=True)
class ReadRow:
    """What one row says, by whose it is; `faults` are its cells that cannot be taken."""

    spot: Spot
    household: Mapping[str, Any] = field(default_factory=lambda: _NONE)
    head: Mapping[str, Any] = field(default_factory=lambda: _NONE)
    member: Mapping[str, Any] = field(default_factory=lambda: _NONE)
    places: Mapping[str, str] = field(default_factory=lambda: _NONE)
    sums: Mapping[str, int] = field(default_factory=lambda: _NONE)
    lines: Mapping[str, int] = field(default_factory=lambda: _NONE)
    ledger: Mapping[str, Any] = field(default_factory=lambda: _NONE)
    kept: Sequence[str] = ()
    faults: Sequence[CellFault] = ()
    columns: Mapping[str, int] = field(default_factory=lambda: _NONE)

    __reduce__ = by_its_fields

    def cell(self, key: str) -> Spot:
        """Where a fact of the household (or of a ledger) stands in the row; the whole row where it has no column."""
        return Spot(self.spot.sheet, self.spot.row, self.columns.get(f"household.{key}", 0))


class Tally(NamedTuple):
    """Of a column, how many cells were taken and refused, and how the first was read that was not read as it stands."""

    taken: int = 0
    refused: int = 0
    how: Words | None = None

    def with_later(self, other: Tally) -> Tally:
        """This one with another of later rows."""
        return Tally(self.taken + other.taken, self.refused + other.refused, self.how or other.how)


@dataclass(slots=True)
class _Column:
    """One column while it is read: where what it says goes, and what its words were read as before."""

    plan: Plan
    reader: Reader
    whose: str
    name: str
    at: int
    memo: dict[str, Any] = field(default_factory=dict)
    taken: int = 0
    refused: int = 0
    how: Words | None = None


class RowReader:
    """Reads the rows of one table. Rows are `filled` in their order; `read` needs none, and a copy in another process may do it."""

    def __init__(self, sheet: str, plan: TablePlan, merges: Sequence[Merge], *, today: date, below: int) -> None:
        signed = SIGNED if plan.column_of("total.production_cost") else SIGNED | {"total.production"}
        self._made_of = (sheet, plan, today, below)
        self._sheet = sheet
        used = [each for each in plan.plans if each.key]
        self._columns = [
            _Column(each, reader_of(each, today=today, signed=signed), *_target(each), each.column) for each in used
        ]
        self._spots: dict[str, int] = {}
        for each in used:
            self._spots.setdefault(f"{each.whose}.{each.key}", each.column)
        self._above_columns = [each for each in used if each.key.startswith("place.") or each.key == "number"]
        self._merged = _Merged(merges, below=below)
        self._above: dict[int, Value] = {}

    def __reduce__(self) -> tuple[Callable[..., RowReader], tuple[str, TablePlan, date, int]]:
        return _for_reading, self._made_of

    def filled(self, row: Row) -> Row:
        """The row with what merged ranges, and places written once for several rows, say of it."""
        values = self._merged.filled(row)
        for plan in self._above_columns:
            at = plan.column - 1
            if at >= len(values):
                continue
            value = values[at]
            empty = value is None or value == ""
            if (plan.sparse and empty) or (isinstance(value, str) and value.strip() in AS_ABOVE):
                values[at] = self._above.get(plan.column, value)
            elif not empty:
                self._above[plan.column] = value
        return Row(row.number, values)

    @property
    def reached(self) -> Mapping[int, int]:
        """Of the row filled last, by column, the row in which a value stands that a merged range brought down to it."""
        return self._merged.reached

    def read(self, row: Row, reached: Mapping[int, int] | None = None) -> ReadRow:
        """What the (filled) row says; `reached` as it was then, where others were filled since."""
        values = row.values
        width = len(values)
        parts: dict[str, dict[str, Any]] = {}
        kept: list[str] = []
        faults: list[CellFault] = []
        for column in self._columns:
            at = column.at
            value = values[at - 1] if at <= width else None
            if value is None or value == "":
                continue
            is_text = type(value) is str
            known: Any = column.memo.get(value, _UNREAD) if is_text else _UNREAD  # type: ignore[arg-type]
            if known is _UNREAD:
                try:
                    read = column.reader(value)
                except Refusal as refusal:
                    # What a merged range says is told once, where it stands.
                    stands_in = (self.reached if reached is None else reached).get(at, row.number)
                    column.refused += stands_in == row.number
                    faults.append(_fault(Spot(self._sheet, stands_in, at), column.plan, value, refusal))
                    continue
                known = read.value
                column.how = column.how or read.how
                if is_text and len(column.memo) < MEMO_MOST:
                    column.memo[value] = known  # type: ignore[index]
            if known is None:
                continue
            column.taken += 1
            whose = column.whose
            if whose == "kept":
                kept.append(f"{column.name}：{known}")
            elif (part := parts.get(whose)) is None:
                parts[whose] = {column.name: known}
            elif whose == "lines":
                part[column.name] = part.get(column.name, 0) + known
            else:
                part[column.name] = known
        spot = Spot(self._sheet, row.number)
        return ReadRow(spot, **parts, kept=kept or (), faults=faults or (), columns=self._spots)

    def told(self) -> list[Tally]:
        """What was taken and refused of each column that is used, since this was asked last."""
        tallies = [Tally(each.taken, each.refused, each.how) for each in self._columns]
        for each in self._columns:
            each.taken, each.refused, each.how = 0, 0, None
        return tallies

    def hear(self, tallies: Sequence[Tally]) -> None:
        """Count in what a copy told."""
        for each, tally in zip(self._columns, tallies, strict=True):
            each.taken, each.refused, each.how = Tally(each.taken, each.refused, each.how).with_later(tally)

    def column(self, key: str, whose: Whose = Whose.HOUSEHOLD) -> int:
        """The column in which a fact stands; 0 where none does."""
        return self._spots.get(f"{whose}.{key}", 0)

    def counts(self, column: int) -> tuple[int, int]:
        """Of a column, how many cells were taken and how many refused."""
        found = next((each for each in self._columns if each.plan.column == column), None)
        return (found.taken, found.refused) if found else (0, 0)

    def how(self, column: int) -> Words | None:
        """The first cell of a column that was not read as it stands, and how; None where all were."""
        return next((each.how for each in self._columns if each.plan.column == column), None)


def _for_reading(sheet: str, plan: TablePlan, today: date, below: int) -> RowReader:
    return RowReader(sheet, plan, (), today=today, below=below)


MEMO_MOST = 5_000
"""Of a column with few words (codes, places, yes and no) each is read once; of numbers of persons no more are kept."""

_UNREAD = object()


def _target(plan: Plan) -> tuple[str, str]:
    """Which part of a row a column fills, and under which name."""
    for prefix, whose in (("place.", "places"), ("total.", "sums"), (LINE, "lines"), ("ledger.", "ledger")):
        if plan.key.startswith(prefix):
            return whose, plan.key.removeprefix(prefix)
    if plan.key == "kept":
        return "kept", plan.heading.written
    return str(plan.whose.value), plan.key


class _Merged:
    """Fills rows with the values of merged ranges that reach down into them."""

    def __init__(self, merges: Sequence[Merge], *, below: int) -> None:
        reaching = [merge for merge in merges if merge.bottom > merge.top and merge.bottom > below]
        self._by_top: dict[int, list[Merge]] = {}
        for merge in reaching:
            self._by_top.setdefault(merge.top, []).append(merge)
        self._open: list[tuple[Merge, Value]] = []
        self.reached: dict[int, int] = {}  # of the row filled last: column -> the row in which its value stands

    def filled(self, row: Row) -> list[Value]:
        self.reached = {}
        if not self._by_top and not self._open:
            return row.values
        values = list(row.values)
        self._open = [(merge, value) for merge, value in self._open if merge.bottom >= row.number]
        for merge, value in self._open:
            if merge.left > len(values):
                values += [None] * (merge.left - len(values))
            if values[merge.left - 1] in (None, ""):
                values[merge.left - 1] = value
                self.reached[merge.left] = merge.top
        for merge in self._by_top.pop(row.number, ()):
            value = row.values[merge.left - 1] if merge.left <= len(row.values) else None
            if value not in (None, ""):
                self._open.append((merge, value))
        return values


def _fault(spot: Spot, plan: Plan, value: Value, refusal: Refusal) -> CellFault:
    written = plain(value) if isinstance(value, (str, float, int)) and not isinstance(value, bool) else str(value)
    return CellFault(spot, plan.heading.written, written[:80], refusal.code, refusal.words)
