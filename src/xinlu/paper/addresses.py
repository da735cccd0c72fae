"""How a household is named on paper: its head's name and where it lives. Never more than a wall may show."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import pgettext

from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.registry.models import CurrentFile


@dataclass(frozen=True, slots=True)
class Address:
    """A household as paper names it: the head, the village, village and group together, and today's helper."""

    head: str
    village: str
    place: str
    helper: str


def addresses_of(households: Collection[UUID]) -> dict[UUID, Address]:
    """The addresses in the language of the moment, in two queries; households without a file are absent."""
    rows = CurrentFile.objects.select_related("place", "helper").filter(household__in=list(households))
    villages = Area.objects.in_bulk({row.village for row in rows if row.village})
    return {row.household_id: _address(row, villages.get(row.village)) for row in rows}


def _address(row: CurrentFile, village: Area | None) -> Address:
    place = row.place.name
    if village and row.place.level == Level.GROUP:
        place = pgettext("place on paper", "%(village)s %(group)s") % {"village": village.name, "group": place}
    return Address(
        head=row.head_name,
        village=village.name if village else row.place.name,
        place=place,
        helper=row.helper.name if row.helper else "",
    )
