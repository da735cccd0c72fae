"""What happens to one household of the demo county, as plain values: drawn before anything is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xinlu.casework.drafts import DraftLine
from xinlu.casework.visits import Found, Place
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel


@dataclass(frozen=True, slots=True)
class Said:
    """What the household said of a line or a visit. `by` is the login that wrote it down, none by card."""

    at: datetime
    answer: Answer
    channel: Channel
    device: str
    own_fen: int | None = None
    words: str = ""
    sat_down: bool | None = None
    by: str = ""
    person: int = 0


@dataclass(frozen=True, slots=True)
class AccountMade:
    """An account as it was reckoned; `said[n]` are the answers to line n in the order of time."""

    at: datetime
    year: int
    reckoned_on: date
    heads: int
    by: str
    device: str
    lines: tuple[DraftLine, ...]
    said: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class VisitMade:
    """A visit as it was recorded, and what the household said of it."""

    at: datetime
    by: str
    device: str
    began_at: datetime
    minutes: int
    place: Place
    present: tuple[str, ...]
    heard: str
    explained: str
    found: tuple[tuple[str, Found, str], ...] = ()
    said: Said | None = None


@dataclass(frozen=True, slots=True)
class CardMade:
    """A card of the household: printed by `by`, put into the household's hands by `handed_by`."""

    at: datetime
    by: str
    serial: str
    secret: str
    handed_by: str
    handed_to: str
    handed_on: date
    handed_at: datetime


@dataclass(frozen=True, slots=True)
class StatusMade:
    at: datetime
    status: str
    since: date
    decision: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """The file gone through again: facts that changed, and members (by their place) whose schooling did."""

    at: datetime
    facts: dict[str, Any]
    schooling: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Life:
    """One household from its entry to the last day. `persons[0]` is the head."""

    number: str
    place: str
    at: datetime
    entered_by: str
    township: str
    persons: tuple[dict[str, Any], ...]
    facts: dict[str, Any]
    statuses: tuple[StatusMade, ...]
    renewal: Renewal | None
    helper: str
    helper_since: date
    card: CardMade | None
    accounts: tuple[AccountMade, ...]
    visits: tuple[VisitMade, ...]

    @property
    def head(self) -> str:
        return str(self.persons[0]["name"])
