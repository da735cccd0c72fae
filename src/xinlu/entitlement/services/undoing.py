"""Taking back what was entered in error about policies, and erasing it; what the household is owed follows at once."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from xinlu.casework.services import undoing
from xinlu.entitlement.models import BenefitStep, Explanation, StatedFact
from xinlu.entitlement.services.looking import look_at
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.recognition.answers import Answer
from xinlu.recognition.selectors.answers import answers_about, chosen_of
from xinlu.records.models import Erasure, LedgerEntry, Withdrawal


@transaction.atomic
def withdraw_entry(
    target: BenefitStep | Explanation | StatedFact, *, by: User, reason: str, device: str = ""
) -> Withdrawal:
    """Staff take back what they entered in error. Refusals as in `casework.services.undoing.withdraw_record`.

    A payment of which the household says that it did not come is not taken back: its word would go with it.
    """
    if isinstance(target, BenefitStep):
        said = chosen_of(answers_about([target.pk]).get(target.pk, []), digest=target.digest)
        if said is not None and said.answer is Answer.CONTESTED:
            raise Refusal(
                "benefit.denied",
                Words(
                    "户里说这笔钱没收到或数不对，不能撤回。两边的话都留着，等人来核",
                    "The household says that this money did not come, or not that much: it cannot be taken back. "
                    "Both words stay until somebody checks",
                ),
            )
    withdrawal = undoing.withdraw_record(target, by=by, reason=reason, device=device)
    if target.household is not None:
        look_at([target.household])
    return withdrawal


@transaction.atomic
def erase_record(target: UUID, *, by: User, legal_ground: str, device: str = "") -> Erasure:
    """The one door of deletion, with what the household is owed after it."""
    erasure = undoing.erase_record(target, by=by, legal_ground=legal_ground, device=device)
    entry = LedgerEntry.objects.filter(pk=target).select_related("household").first()
    if entry is not None and entry.household is not None:
        look_at([entry.household])
    return erasure
