"""What a dated default is: from when to when, where, on whose word, and how firm that word is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xinlu.kernel.words import Words

COUNTRY = "CN"
"""The place of a default that holds wherever no nearer one does."""


class Standing(StrEnum):
    """How firm an entry is."""

    OFFICIAL = "official"
    WEAK = "weak"  # seen only on a secondary page
    OWN = "own"  # no official text says it: the product's proposal, for a place to change


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Holds at `place` (an area code or COUNTRY) from `start` to `end`, both included; `end` None is open."""

    start: date
    end: date | None
    place: str
    source: Words
    standing: Standing

    def in_force(self, on: date) -> bool:
        return self.start <= on and (self.end is None or on <= self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(Dated):
    """A yearly net income per head, in fen, that a household is held against."""

    name: str
    label: Words
    fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingRule(Dated):
    """Whether lines of this kind enter the income account's total."""

    kind: str
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting(Dated):
    """A whole number of days, households, attempts or minutes; its name says which."""

    name: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseholdStatus(Dated):
    """What a household can count as; `monitored` where it is watched against falling back."""

    code: str
    label: Words
    monitored: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """Everything that is packaged, as read from the files."""

    lines: tuple[Line, ...]
    counting_rules: tuple[CountingRule, ...]
    settings: tuple[Setting, ...]
    household_statuses: tuple[HouseholdStatus, ...]
