"""What a register says, as plain values: households with their people, totals and lines, and every doubt by its cell."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from xinlu.kernel.words import Words
from xinlu.sheets.grid import column_letter


class Total(StrEnum):
    """A whole sum that a register holds in place of an account; in fen a year, of the whole household.

    NET beside others is the household's whole net income, of which the file tells only these parts.
    """

    WAGES = "wages"
    PRODUCTION = "production"
    PROPERTY = "property"
    TRANSFER = "transfer"
    PRODUCTION_COST = "production_cost"
    NET = "net"


def by_its_fields(one: Any) -> tuple[type, tuple[Any, ...]]:
    """How a slotted dataclass is pickled: entries travel between processes by the hundred thousand, and the way that
    dataclasses have of their own takes five times as long."""
    return type(one), tuple(getattr(one, name) for name in one.__slots__)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something stands: sheet, row (from 1) and column (from 1; 0 for the whole row)."""

    sheet: str
    row: int
    column: int = 0

    def __reduce__(self) -> tuple[type, tuple[Any, ...]]:
        return Spot, (self.sheet, self.row, self.column)

    def __str__(self) -> str:
        return f"{self.sheet}!{column_letter(self.column)}{self.row}" if self.column else f"{self.sheet}!{self.row}"


@dataclass(frozen=True, slots=True)
class CellFault:
    """A cell that cannot be taken: where, under which heading, what stands there, and why and what to do.

    The row it stands in, and with it the household, is returned whole. `code` is for programs.
    """

    spot: Spot
    heading: str
    written: str
    code: str
    words: Words

    __reduce__ = by_its_fields


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that reads strangely and is taken all the same; somebody should ask. `row` only where no cell is meant."""

    spot: Spot
    code: str
    words: Words

    __reduce__ = by_its_fields


@dataclass(slots=True)
class PersonEntry:
    """One person: `facts` by the names of registry's member facts (name, id_number, born_on, relation ...), only those told.

    `derived` are facts that no cell tells, taken from the ID number.
    """

    spot: Spot
    facts: dict[str, Any]
    derived: frozenset[str] = frozenset()

    __reduce__ = by_its_fields


@dataclass(frozen=True, slots=True)
class LineEntry:
    """One line of a ledger: a kind of `income.kinds`, the title it had where it needs one, and what was said of it."""

    spot: Spot
    kind: str
    title: str = ""
    quantity_milli: int | None = None
    price_fen: int | None = None
    amount_fen: int | None = None
    cost_fen: int = 0

    __reduce__ = by_its_fields


@dataclass(slots=True)
class HouseholdEntry:
    """One household of the file. `places` are names (or codes) by level: county, township, village, group.

    `facts` by the names of registry's household facts; `people` the stated number of heads; `persons` head first.
    """

    spot: Spot
    number: str = ""
    places: dict[str, str] = field(default_factory=dict)
    facts: dict[str, Any] = field(default_factory=dict)
    people: int | None = None
    totals: dict[Total, int] = field(default_factory=dict)
    lines: list[LineEntry] = field(default_factory=list)
    persons: list[PersonEntry] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    title: str = ""

    __reduce__ = by_its_fields


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How one column was understood: `meaning` is a key of headings.yaml ("" where it is not used), `why` in words."""

    sheet: str
    column: int
    heading: str
    meaning: str
    why: Words
    taken: int = 0
    refused: int = 0
    plain: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something about the file that only a person can decide; `options` by the answer's code."""

    code: str
    spot: Spot
    words: Words
    options: dict[str, Words]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Rows that are no entry (titles, subtotals, blanks, notes at the foot), and why."""

    spot: Spot
    why: Words


@dataclass(frozen=True, slots=True)
class Packed:
    """Some hundreds of entries as bytes: a county's as objects would fill half a gigabyte."""

    count: int
    data: bytes

    @classmethod
    def of(cls, entries: Sequence[HouseholdEntry]) -> Packed:
        """The entries packed."""
        return cls(len(entries), zlib.compress(pickle.dumps(list(entries), pickle.HIGHEST_PROTOCOL), 1))

    def entries(self) -> list[HouseholdEntry]:
        """The entries, made anew each time."""
        found: list[HouseholdEntry] = pickle.loads(zlib.decompress(self.data))
        return found


@dataclass(slots=True)
class Register:
    """All that a file says. `returned` are households that cannot be taken, with the faults that hold them back.

    Read packed, its households are in `packed` alone.
    """

    name: str
    households: list[HouseholdEntry] = field(default_factory=list)
    returned: list[HouseholdEntry] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    columns: list[ColumnReading] = field(default_factory=list)
    year: int | None = None
    filled_on: date | None = None
    packed: list[Packed] = field(default_factory=list)
