"""Withdrawing, settling a fork and erasing, with the household's derived rows after it, in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from xinlu.casework.models import IncomeAccount, Visit
from xinlu.casework.selectors.accounts import view_of
from xinlu.casework.services.figures import refresh_answered_by, refresh_figures
from xinlu.income.answers import Answer as State
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.recognition.answers import Answer
from xinlu.recognition.models import Recognition
from xinlu.recognition.selectors.answers import answers_about, chosen_of
from xinlu.records.models import Erasure, Household, LedgerEntry, Record, Settlement, Withdrawal
from xinlu.records.services import erase, settle_fork, withdraw
from xinlu.registry.services.current import refresh_current


@transaction.atomic
def withdraw_record(target: Record, *, by: User, reason: str, device: str = "") -> Withdrawal:
    """Staff take back what they entered in error. Refusals as in `records.services.withdraw`.

    A visit of which the household says that it never took place is not taken back: its word would go with it.
    """
    if isinstance(target, Visit):
        said = chosen_of(answers_about([target.pk]).get(target.pk, []), digest=target.digest)
        if said is not None and said.answer is Answer.CONTESTED:
            raise Refusal(
                "visit.denied",
                Words(
                    "户里说这次没来过，不能再撤回。两边的话都留着，等人来核",
                    "The household says that this visit never took place: it cannot be taken back. Both words stay until somebody checks",
                ),
            )
    withdrawal = withdraw(target, author=by, reason=reason, channel="staff", device=device)
    _refresh(target.household)
    return withdrawal


@transaction.atomic
def settle(kept: Record, *, set_aside: Sequence[Record], by: User, reason: str, device: str = "") -> list[Settlement]:
    """Of versions that stand against each other `kept` counts from now on; the others stay to be read."""
    if kept.author_id == by.pk:
        raise Refusal(
            "settlement.own_version",
            Words(
                "这一版是您自己写的，不能由您来定。请村里、乡里或者另一位问过户里再定",
                "You wrote this version yourself. Let the village, the township or somebody else ask the household and settle it",
            ),
            field="kept",
        )
    if isinstance(kept, IncomeAccount):
        _check_her_words_stay(kept, [other for other in set_aside if isinstance(other, IncomeAccount)])
    settled = [settle_fork(kept, set_aside=other, author=by, reason=reason, device=device) for other in set_aside]
    _refresh(kept.household)
    return settled


@transaction.atomic
def erase_record(target: UUID, *, by: User, legal_ground: str, device: str = "") -> Erasure:
    """The one door of deletion: the row and its salt go, id and digest stay in the ledger."""
    entry = LedgerEntry.objects.filter(pk=target).select_related("household").first()
    answer = Recognition.objects.filter(pk=target).first()
    erasure = erase(target, author=by, legal_ground=legal_ground, device=device)
    if answer is not None:
        refresh_answered_by(answer.device)  # it counted among the households that this phone answered for
    if entry is not None:
        _refresh(entry.household)
    return erasure


def _check_her_words_stay(kept: IncomeAccount, set_aside: Sequence[IncomeAccount]) -> None:
    """Refusal when the household contests more lines of a version set aside than of the one kept."""
    contested, *others = [
        sum(view.state is State.CONTESTED for view in view_of(each).lines) for each in (kept, *set_aside)
    ]
    if max(others, default=0) > contested:
        raise Refusal(
            "settlement.her_words",
            Words(
                "另一版里有 {n} 笔户里说不对，这一版里看不到。先用户里看过的那一版，再在上面改",
                "The household contests {n} lines of the other version, which this one does not show. Keep the version they have looked at, then correct it",
            ).filled(n=max(others)),
            field="kept",
        )


def _refresh(household: Household | None) -> None:
    if household is not None:
        refresh_current(household)
        refresh_figures(household)
