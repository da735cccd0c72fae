"""Taking back where a home lies, and erasing it: what was reckoned from it goes as well."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from xinlu.casework.services import undoing as of_entries
from xinlu.entitlement.services import undoing
from xinlu.land.models import HomePlace
from xinlu.land.services.placing import forget_walk
from xinlu.people.models import User
from xinlu.records.models import Erasure, LedgerEntry, Withdrawal


@transaction.atomic
def withdraw_place(target: HomePlace, *, by: User, reason: str, device: str = "") -> Withdrawal:
    """Staff take back a place that they entered in error. Refusals as in `casework.services.undoing.withdraw_record`."""
    withdrawal = of_entries.withdraw_record(target, by=by, reason=reason, device=device)
    if target.household is not None:
        forget_walk(target.household)
    return withdrawal


@transaction.atomic
def erase_record(target: UUID, *, by: User, legal_ground: str, device: str = "") -> Erasure:
    """The one door of deletion, with all that was reckoned from what is deleted."""
    entry = LedgerEntry.objects.filter(pk=target, kind=HomePlace.KIND).select_related("household").first()
    if entry is not None and entry.household is not None:
        forget_walk(entry.household)
    return undoing.erase_record(target, by=by, legal_ground=legal_ground, device=device)
