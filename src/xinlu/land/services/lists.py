"""Homes placed from a list, by their official numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from xinlu.land.kinds import How
from xinlu.land.models import HomePlace
from xinlu.land.services.placing import place_home
from xinlu.people.models import Area, User
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile


@dataclass(frozen=True, slots=True)
class Placed:
    """How many homes were placed, how many lay there already, and which numbers no household of the area has."""

    placed: int
    same: int
    unknown: tuple[str, ...]


@transaction.atomic
def place_listed(area: Area, places: Mapping[str, tuple[float, float]], *, by: User, said_by: str) -> Placed:
    """The homes of these household numbers lie at these longitudes and latitudes (WGS-84 degrees); all or none.

    Refusals are those of `place_home`.
    """
    files = CurrentFile.objects.filter(path__startswith=area.path, number__in=list(places)).select_related("household")
    found = {file.number: file.household for file in files}
    before = {each.household_id: each.pk for each in heads(HomePlace).filter(household__in=found.values())}
    placed = 0
    for number, household in found.items():
        longitude, latitude = places[number]
        now = place_home(household, by=by, longitude=longitude, latitude=latitude, how=How.LIST, said_by=said_by)
        placed += before.get(household.pk) != now.pk
    unknown = tuple(number for number in places if number not in found)
    return Placed(placed, len(found) - placed, unknown)
