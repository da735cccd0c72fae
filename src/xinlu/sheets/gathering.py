"""Rows put together into households: by number, by their head, by standing one below the other. Nothing is joined on a guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from xinlu.kernel.words import Words
from xinlu.practice.vocabulary import Relation
from xinlu.sheets.columns import Role, Whose
from xinlu.sheets.entries import CellFault, Spot, by_its_fields
from xinlu.sheets.rows import ReadRow, RowReader

DENSE_FROM = 0.9
"""A column of numbers filled in so many rows is meant to be filled in each: an empty cell is a fault, not "as above"."""
TOLD_BY_PERSON = frozenset({"phone", "address"})
"""Facts of a household that a list of persons may tell differently of each; the head's hold."""


class Person(NamedTuple):
    """What a row says of one person: of a county there are three hundred thousand at once, so no dict of each, and `names`
    are those of all whose rows tell the same."""

    sheet: str
    row: int
    names: tuple[str, ...]
    values: tuple[Any, ...]

    @property
    def spot(self) -> Spot:
        """Where it stands."""
        return Spot(self.sheet, self.row)

    @property
    def member(self) -> dict[str, Any]:
        """The facts by name, made anew each time."""
        return dict(zip(self.names, self.values, strict=True))

    def told(self, name: str) -> Any:
        """One fact; None where it is not told."""
        return self.values[self.names.index(name)] if name in self.names else None


@dataclass(slots=True)
class Gathered:
    """What several rows say of one household, before it is judged. A county's stand here at once: what most do not have is
    made where somebody has it."""

    spot: Spot
    number: str = ""
    places: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=dict)
    sums: dict[str, int] = field(default_factory=dict)
    line_cells: dict[str, list[int]] | None = None
    ledger: list[ReadRow] | tuple[()] = ()
    kept: tuple[str, ...] = ()
    notes: list[tuple[str, str]] | tuple[()] = ()  # of whom ("" of the household), what
    persons: list[Person] = field(default_factory=list)
    faults: tuple[CellFault, ...] = ()
    number_at: Spot | None = None
    has_row: bool = False
    title: str = ""

    __reduce__ = by_its_fields

    @property
    def head_rows(self) -> list[Person]:
        """The persons entered as head."""
        return [each for each in self.persons if each.told("relation") == Relation.HEAD]

    @property
    def head_name(self) -> str:
        """The head's name, from the household's own row or from its persons."""
        return str(self.head.get("name") or next((each.told("name") or "" for each in self.head_rows), ""))

    @property
    def head_id(self) -> str:
        """The head's ID number, likewise."""
        told = self.head.get("id_number") or next((each.told("id_number") for each in self.head_rows), "")
        return str(told or "")

    @property
    def village(self) -> str:
        """The village as written, or its code."""
        return self.places.get("code") or self.places.get("village", "")

    def add(self, row: ReadRow, reader: RowReader, *, by_person: bool) -> None:
        """Take in what a row says of the household; a cell that differs from an earlier row is a fault."""
        self.number_at = self.number_at or row.cell("number")
        if row.faults:
            self.faults += tuple(each for each in row.faults if each not in self.faults)
        if row.kept:
            self.kept += tuple(each for each in row.kept if each not in self.kept)
        is_head = row.member.get("relation") == Relation.HEAD
        for name, value in row.household.items():
            if name == "note":
                self.notes = self.notes or []
                self.notes.append(("" if is_head else str(row.member.get("name", "")), str(value)))
            elif by_person and name in TOLD_BY_PERSON:
                if is_head or name not in self.facts:
                    self.facts[name] = value
            elif self.facts.setdefault(name, value) != value:
                self._differs(self.facts[name], value, row, reader.column(name))
        parts: tuple[tuple[dict[str, Any], Mapping[str, Any], str, Whose], ...] = (
            (self.places, row.places, "place.", Whose.HOUSEHOLD),
            (self.sums, row.sums, "total.", Whose.HOUSEHOLD),
            (self.head, row.head, "", Whose.HEAD),
        )
        for mine, theirs, prefix, whose in parts:
            for name, value in theirs.items():
                if mine.setdefault(name, value) != value:
                    self._differs(mine[name], value, row, reader.column(prefix + name, whose))
        for code, value in row.lines.items():
            self.line_cells = self.line_cells or {}
            self.line_cells.setdefault(code, []).append(value)

    @property
    def note(self) -> str:
        """What stands as note: once where every row says the same, else each with whom it is about."""
        told = list(dict.fromkeys(self.notes))
        if len({text for _, text in told}) <= 1:
            told = [("", text) for _, text in told[:1]]
        return "\n".join([*(f"{who}：{text}" if who else text for who, text in told), *self.kept])

    def _differs(self, there: Any, here: Any, row: ReadRow, column: int) -> None:
        words = _DIFFERS.filled(here=here, there=there, row=self.spot.row)
        spot = Spot(row.spot.sheet, row.spot.row, column)
        self.faults += (CellFault(spot, "", str(here)[:80], "household.differs", words),)


class Gathering:
    """Collects the rows of all tables of a file: households by rows of their own, persons, and lines of ledgers."""

    def __init__(self) -> None:
        self.households: list[Gathered] = []
        self.groups: list[Gathered] = []
        self.ledgers: list[Gathered] = []
        self.has_persons = False
        self._known: dict[tuple[Role, tuple[str, ...]], Gathered] = {}
        self._names: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._current: Gathered | None = None
        self._dense = False

    def begin(self, *, dense: bool) -> None:
        """A new table begins; `dense` where every row is meant to have its household's number."""
        self._current = None
        self._dense = dense

    def add(self, row: ReadRow, reader: RowReader, role: Role, *, title: str) -> None:
        """Take in one row of a table whose rows are `role`."""
        if role is Role.HOUSEHOLDS:
            gathered = Gathered(row.spot, has_row=True, title=title)
            gathered.add(row, reader, by_person=False)
            gathered.number = str(gathered.facts.pop("number", ""))
            self.households.append(gathered)
            return
        self.has_persons |= role is Role.PERSONS
        household = self._household_of(row, reader, role, title)
        household.add(row, reader, by_person=role is Role.PERSONS)
        household.number = str(household.facts.pop("number", "") or household.number)
        if role is Role.PERSONS:
            names = tuple(row.member)
            names = self._names.setdefault(names, names)
            household.persons.append(Person(row.spot.sheet, row.spot.row, names, tuple(row.member.values())))
        else:
            household.ledger = household.ledger or []
            household.ledger.append(row)

    def _household_of(self, row: ReadRow, reader: RowReader, role: Role, title: str) -> Gathered:
        """Where the row belongs; a household of its own where that cannot be told, with the fault that says so."""
        is_head = row.member.get("relation") == Relation.HEAD
        key = self._key(row)
        if key:
            known = self._known.get((role, key))
            if known is None or (is_head and known.head_rows and key[0] == "name"):
                known = self._known[role, key] = self._new(row, role, title)
            self._current = known
            return known
        column = reader.column("number")
        unread = any(fault.spot.column == column for fault in row.faults)
        goes_on = self._current is not None and not is_head and not unread and not (self._dense and column)
        if goes_on and self._current is not None:
            return self._current
        alone = self._new(row, role, title)
        if not is_head and not unread:
            spot = Spot(row.spot.sheet, row.spot.row, column)
            alone.faults += (CellFault(spot, "", "", "household.whose", _WHOSE),)
        self._current = alone if is_head else None
        return alone

    def _key(self, row: ReadRow) -> tuple[str, ...]:
        if number := row.household.get("number"):
            return ("number", str(number))
        if head_id := row.head.get("id_number"):
            return ("id", str(head_id))
        if name := row.head.get("name"):
            return ("name", row.places.get("code") or row.places.get("village", ""), str(name))
        return ()

    def _new(self, row: ReadRow, role: Role, title: str) -> Gathered:
        found = Gathered(row.spot, title=title)
        (self.groups if role is Role.PERSONS else self.ledgers).append(found)
        return found


def settle_lines(gathered: list[Gathered]) -> Iterator[str]:
    """Lines that a list of persons tells of each person are added up; told of the household, they stand once.

    Yields the kinds that were told of each person.
    """
    told = [each.line_cells for each in gathered if each.line_cells]
    for code in sorted({code for cells in told for code in cells}):
        by_person = any(len(set(cells.get(code, ()))) > 1 for cells in told)
        for cells in told:
            if code in cells:
                cells[code] = [sum(cells[code]) if by_person else cells[code][0]]
        if by_person:
            yield code


_DIFFERS = Words(
    "这里写的是“{here}”，同一户前面（第 {row} 行起）写的是“{there}”。请看哪个对，改成一样",
    "Here it says “{here}”, before (from row {row}) “{there}” of the same household. See which is right and write both alike",
)
_WHOSE = Words(
    "看不出这个人是哪一户的：户编号空着。请写上户编号，或者把这一行放到本户户主下面",
    "It cannot be told to which household this belongs: the household number is empty. Write it in",
)
