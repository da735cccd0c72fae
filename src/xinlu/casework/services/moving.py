"""A household moves: its file says so, and its figures are held against the line and the rules of the new place."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from xinlu.casework.services.figures import refresh_figures
from xinlu.people.models import Area, User
from xinlu.records.models import Household
from xinlu.registry.models import HouseholdFile
from xinlu.registry.services import households


@transaction.atomic
def move_household(
    household: Household, *, by: User, said_by: str, place: Area, on: date, device: str = ""
) -> HouseholdFile:
    """As `registry.services.households.move_household`, with the household's figures after it."""
    file = households.move_household(household, by=by, said_by=said_by, place=place, on=on, device=device)
    refresh_figures(household)
    return file
