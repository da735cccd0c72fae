"""Which of several dated entries holds for a place on a day: the nearest place, then the latest start."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from xinlu.standards.entries import COUNTRY, Dated, HouseholdStatus, Line, Setting
from xinlu.standards.loading import load

AnyDated = TypeVar("AnyDated", bound=Dated)


def nearest(
    defaults: Iterable[AnyDated], *, on: date, places: Sequence[str], own: Iterable[AnyDated] = ()
) -> AnyDated | None:
    """The entry in force on a day at the last of `places` that has one, else for the country, else None.

    `places` are area codes from the top down to the place itself. At one place what it set for itself (`own`) goes
    before a packaged default, and a later start before an earlier one.
    """
    ranks = {place: rank for rank, place in enumerate((COUNTRY, *(place for place in places if place != COUNTRY)))}
    candidates = [(entry, False) for entry in defaults] + [(entry, True) for entry in own]
    holding = [
        (ranks[entry.place], is_own, entry.start, index)
        for index, (entry, is_own) in enumerate(candidates)
        if entry.place in ranks and entry.in_force(on)
    ]
    return candidates[max(holding)[3]][0] if holding else None


def line(*, on: date, places: Sequence[str], own: Iterable[Line] = ()) -> Line:
    """The line that a household of the place is held against on a day, whatever it is called there.

    LookupError before the first line (2011).
    """
    found = nearest(load().lines, on=on, places=places, own=own)
    if found is None:
        raise LookupError(f"no line was in force on {on}")
    return found


def setting(name: str, *, on: date, places: Sequence[str] = (), own: Iterable[Setting] = ()) -> Setting:
    """The setting of that name for a place on a day; LookupError where there is none."""
    found = nearest(
        (entry for entry in load().settings if entry.name == name),
        on=on,
        places=places,
        own=(entry for entry in own if entry.name == name),
    )
    if found is None:
        raise LookupError(f"no setting {name!r} was in force on {on}")
    return found


def household_statuses(*, on: date) -> tuple[HouseholdStatus, ...]:
    """What a household could count as on a day, in the order of the file."""
    return tuple(status for status in load().household_statuses if status.in_force(on))
