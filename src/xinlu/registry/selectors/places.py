"""Where a household lives, by its newest file."""

from __future__ import annotations

from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.records.models import Household
from xinlu.registry.models import HouseholdFile
from xinlu.registry.selectors.standing import standing


def county_of(household: Household) -> str:
    """The code of the county where the household lives; empty while it has no file."""
    files = standing(HouseholdFile, household)
    if not files:
        return ""
    return next((each.code for each in Area.objects.filter(code__in=files[0].place.codes, level=Level.COUNTY)), "")
