"""Some hundreds of a register's households made ready to be written: compared with what is on file, the new ones composed.

This reads and writes nothing, so several processes may do it ahead of the one that writes. What that one has written
meanwhile may bear on it: `Ready.hangs_on` and `Ready.changes` tell.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from xinlu.exchange.models import Intake
from xinlu.exchange.place_names import Named
from xinlu.exchange.planning import Planned, Planner, Step
from xinlu.exchange.services.new_households import NewRows, composed_new
from xinlu.people.models import User
from xinlu.people.roles import Level
from xinlu.sheets.entries import HouseholdEntry, Packed

Key = tuple[str, ...]
"""What a household is found by: its number, an ID number, its village and head, its own id."""


@dataclass(frozen=True, slots=True)
class Work:
    """What every batch of one register is prepared by; with `dry_run` nothing is composed."""

    planner: Planner
    intake: Intake
    by: User
    dry_run: bool

    def packed(self) -> bytes:
        """For `prepared`, which may be called in another process."""
        intake = Intake(id=self.intake.pk, name=self.intake.name)
        return pickle.dumps(replace(self, intake=intake), pickle.HIGHEST_PROTOCOL)


@dataclass(frozen=True, slots=True)
class Ready:
    """A batch as planned, with the rows of its new households.

    What it `hangs_on` may not be among what another batch `changes` that was written after this one was looked up.
    """

    planned: list[Planned]
    new: NewRows | None
    hangs_on: frozenset[Key]
    changes: frozenset[Key]


def prepared(work: bytes, batch: Packed) -> Ready:
    """The batch made ready by the packed work."""
    there = _unpacked(work)
    planned = list(there.planner.planned(batch.entries()))
    hangs_on, changes = _keys(planned)
    rows = None
    if not there.dry_run and (new := [each for each in planned if each.step is Step.NEW]):
        rows = composed_new(new, intake=there.intake, by=there.by)
        for each in new:
            if each.step is Step.NEW:
                each.entry, each.draft = _brief(each.entry), None
    return Ready(planned, rows, hangs_on, changes)


@lru_cache(maxsize=1)
def _unpacked(work: bytes) -> Work:
    found = pickle.loads(work)
    assert isinstance(found, Work)
    return found


def _brief(entry: HouseholdEntry) -> HouseholdEntry:
    """What is still told of a household whose rows are made: where it stood, what is asked, its head, and how many they are."""
    return HouseholdEntry(entry.spot, entry.number, persons=entry.persons[:1] * len(entry.persons), asked=entry.asked)


def _keys(planned: Iterable[Planned]) -> tuple[frozenset[Key], frozenset[Key]]:
    hangs_on: set[Key] = set()
    changes: set[Key] = set()
    for each in planned:
        entry = each.entry
        told: set[Key] = {("id", number) for one in entry.persons if (number := one.facts.get("id_number"))}
        if entry.number:
            told.add(("number", entry.number))
        if each.household:
            told.add(("household", str(each.household)))
        hangs_on |= told
        changes |= told
        if each.place and entry.persons and not entry.number:
            head = ("head", _village(each.place), entry.persons[0].facts["name"])
            changes.add(head)
            if not told:
                hangs_on.add(head)
    return frozenset(hangs_on), frozenset(changes)


def _village(place: Named) -> str:
    return place.codes[-2] if place.level is Level.GROUP else place.code
