"""What facts, parameters, clauses and policies are. Values only: nothing here reads, reckons or speaks.

A value is a bool (yes_no), an int (count, fen, percent), a code (str) or a day. What nobody entered is absent or None.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from xinlu.kernel.words import Words
from xinlu.policy.tree import Tree

Value: TypeAlias = bool | int | str | date
TODAY = "today"
"""The one name that is neither fact nor parameter: the day for which the answer is asked."""


class Type(StrEnum):
    """What sort of value a name stands for."""

    YES_NO = "yes_no"
    COUNT = "count"
    FEN = "fen"
    PERCENT = "percent"
    CODE = "code"
    DAY = "day"
    PEOPLE = "people"


UNITS: dict[str, Words] = {
    "person": Words("人", "people"),
    "year": Words("年", "years"),
    "month": Words("个月", "months"),
    "days": Words("天", "days"),
    "litre": Words("升", "litres"),
    "minute": Words("分钟", "minutes"),
    "metre": Words("米", "metres"),
}
"""What counts can be counts of."""


class ChangedBy(StrEnum):
    """Who can make a fact another one: the household itself, an office by its decision or work, or nobody."""

    HOUSEHOLD = "household"
    OFFICE = "office"
    NOBODY = "nobody"


class Standing(StrEnum):
    """How firm a rule or value is. Only a confirmed value counts."""

    CONFIRMED = "confirmed"
    ANOTHER_PLACE = "another_place"
    WEAK = "weak"
    LAPSED = "lapsed"


class Kind(StrEnum):
    """What an entry of the catalogue decides: a benefit that is owed, or a guarantee that is secured."""

    POLICY = "policy"
    GUARANTEE = "guarantee"


class Per(StrEnum):
    """For what stretch an amount is given; a loan is lent, not given."""

    YEAR = "year"
    MONTH = "month"
    ONCE = "once"
    SCHOOL_DAY = "school_day"
    LOAN = "loan"


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many members are so: `least` are known to be; at most `most` can be (None: nobody knows how many)."""

    least: int
    most: int | None

    @property
    def exact(self) -> int | None:
        """The number, where the bounds leave only one."""
        return self.least if self.least == self.most else None


Known: TypeAlias = Mapping[str, Value | Bounds | None]
"""What is known by name: facts of a household, values of parameters, or both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A name that expressions can use: type, unit of a count, list of a code, and bounds of a number."""

    name: str
    type: Type
    unit: str = ""
    codes: Mapping[str, Words] = field(default_factory=dict)
    least: int = 0
    most: int = 0
    is_parameter: bool = False
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Named):
    """Something that can be known of a household or a member; `who` holds for people facts alone."""

    origin: Words
    asked: Words
    changed_by: ChangedBy
    step: int = 1
    who: Tree | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything that can be known: of a household (people facts among it) and of a member."""

    household: Mapping[str, Fact]
    members: Mapping[str, Fact]


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Holds at `place` (COUNTRY or an area's code) from `start` to `end`, both included; `end` None is open."""

    place: str
    start: date
    end: date | None

    def in_force(self, on: date) -> bool:
        """Whether it holds on the day."""
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterValue(Placed):
    """A value seen in a source, or entered by a county (`source` then says by whom). Counts only where confirmed."""

    value: Value
    source: Words
    url: str = ""
    seen_on: date
    standing: Standing


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Named):
    """What a place sets; without a confirmed value for place and day it is unknown there."""

    values: tuple[ParameterValue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One requirement: the sentence, the sentence for when it does not hold, the expression as written and as a tree."""

    name: str
    says: Words
    when_not: Words | None
    text: str
    tree: Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """What is given while `when` holds (None: always): fen by the tree `each`."""

    when: Tree | None
    each: Tree
    says: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """What is given: by the first tier that holds, 0 where none does, never more than `at_most`."""

    per: Per
    tiers: tuple[Tier, ...]
    at_most: Tree | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Placed):
    """One rule of one place, as one document has it."""

    id: str
    kind: Kind
    name: Words
    short: Words
    source: Words
    url: str
    seen_on: date
    standing: Standing
    worth: int
    clauses: tuple[Clause, ...]
    amount: Amount | None
    papers: tuple[Words, ...]
    where: Words
    until: Words | None
    excludes: frozenset[str]
    question: Words | None
    answer: Words | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every policy and parameter, of every place and time."""

    facts: Facts
    parameters: Mapping[str, Parameter]
    policies: tuple[Policy, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """The catalogue as it holds at one place on one day; `values` are what counts there, None where nothing does.

    `policies` are in force; `past` are those of the place that are not, with their dates.
    """

    on: date
    places: Sequence[str]
    facts: Facts
    parameters: Mapping[str, Parameter]
    values: Mapping[str, Value | None]
    policies: tuple[Policy, ...]
    past: tuple[Policy, ...]
