"""What a change would do, as the desk sees it before anything is stored: how many, how much money, and who by name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from xinlu.entitlement.services.rules import Moved, Tried
from xinlu.exchange.services.noting import note_readings
from xinlu.kernel.words import Words
from xinlu.pages.desk.policy_words import STATES, sum_words
from xinlu.pages.desk.rows import village_names
from xinlu.people.models import User
from xinlu.policy.answers import YES
from xinlu.registry.models import CurrentFile

NAMED_MOST = 50
"""Households of one policy that are named; of the others only the number is told."""

Mark = tuple[str, Promise]
Touched = tuple[UUID, Mark | None, Mark]
"""A household, how it was (None: entitled, and still is), and how it would be."""

NO_RULE: Mark = ("plain", gettext_lazy("no such rule"))
LESS = gettext_lazy("gets less")
MORE = gettext_lazy("gets more")


@dataclass(frozen=True)
class MovedHousehold:
    """One household that the change touches: how it was and how it would be, as marks; or that it gets more or less."""

    current: CurrentFile
    village: str
    before: Mark | None
    after: Mark


@dataclass(frozen=True)
class MovedView:
    """One policy under the change."""

    moved: Moved
    before: Words
    after: Words
    households: list[MovedHousehold] = field(default_factory=list)
    unnamed: int = 0

    @property
    def other(self) -> int:
        """Households whose answer changes without a yes on either side."""
        return sum(n for (before, after), n in self.moved.moves.items() if before not in YES and after not in YES)


def moved_views(tried: Tried, *, reader: User) -> list[MovedView]:
    """Each policy that the change moves, with the households named: who loses first. Their files count as read."""
    listed = {moved.policy: list(_listed(moved)) for moved in tried.moved}
    named = {pk for some in listed.values() for pk, _before, _after in some[:NAMED_MOST]}
    files = CurrentFile.objects.in_bulk(named)
    note_readings(sorted(files), reader=reader, page="desk:policy")
    villages = village_names({each.village for each in files.values()})
    return [
        MovedView(
            moved=moved,
            before=sum_words(moved.before or moved.after, moved.fen_before),
            after=sum_words(moved.after, moved.fen_after),
            households=[
                MovedHousehold(files[pk], villages.get(files[pk].village, ""), before, after)
                for pk, before, after in listed[moved.policy][:NAMED_MOST]
                if pk in files
            ],
            unnamed=max(len(listed[moved.policy]) - NAMED_MOST, 0),
        )
        for moved in tried.moved
    ]


def _listed(moved: Moved) -> Iterator[Touched]:
    """Every household that is touched: who loses, who gets less, who gains, who gets more, then the others."""
    yield from _of_moves(moved, lost=True)
    yield from ((pk, None, ("no", LESS)) for pk in moved.less)
    yield from _of_moves(moved, gained=True)
    yield from ((pk, None, ("plain", MORE)) for pk in moved.more)
    yield from _of_moves(moved)


def _of_moves(moved: Moved, *, lost: bool = False, gained: bool = False) -> Iterator[Touched]:
    for (before, after), some in moved.households.items():
        if (before in YES, after in YES) == (lost, gained):
            was = STATES[before] if moved.before else NO_RULE
            yield from ((pk, was, STATES[after]) for pk in some)
