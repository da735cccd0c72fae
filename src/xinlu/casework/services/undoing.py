"""Withdrawing, settling a fork and erasing, with the household's derived rows after it, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from xinlu.casework.services.figures import refresh_figures
from xinlu.people.models import User
from xinlu.records.models import Erasure, Household, LedgerEntry, Record, Settlement, Withdrawal
from xinlu.records.services import erase, settle_fork, withdraw
from xinlu.registry.services.current import refresh_current


@transaction.atomic
def withdraw_record(target: Record, *, by: User, reason: str, device: str = "") -> Withdrawal:
    """Staff take back what they entered in error. Refusals as in `records.services.withdraw`."""
    withdrawal = withdraw(target, author=by, reason=reason, channel="staff", device=device)
    _refresh(target.household)
    return withdrawal


@transaction.atomic
def settle(kept: Record, *, set_aside: Sequence[Record], by: User, reason: str, device: str = "") -> list[Settlement]:
    """Of versions that stand against each other `kept` counts from now on; the others stay to be read."""
    settled = [settle_fork(kept, set_aside=other, author=by, reason=reason, device=device) for other in set_aside]
    _refresh(kept.household)
    return settled


@transaction.atomic
def erase_record(target: UUID, *, by: User, legal_ground: str, device: str = "") -> Erasure:
    """The one door of deletion: the row and its salt go, id and digest stay in the ledger."""
    entry = LedgerEntry.objects.filter(pk=target).select_related("household").first()
    erasure = erase(target, author=by, legal_ground=legal_ground, device=device)
    if entry is not None:
        _refresh(entry.household)
    return erasure


def _refresh(household: Household | None) -> None:
    if household is not None:
        refresh_current(household)
        refresh_figures(household)
