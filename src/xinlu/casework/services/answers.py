"""The household answers for a line, a whole account or a visit; its figures follow in the same transaction."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from xinlu.casework.models import IncomeAccount, IncomeLine, Visit
from xinlu.casework.selectors.accounts import current_account
from xinlu.casework.services.figures import refresh_answered_by, refresh_figures
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.recognition.models import Recognition
from xinlu.recognition.services import answers as taking
from xinlu.records.models import Household, Withdrawal
from xinlu.registry.models import Status
from xinlu.registry.selectors.standing import standing


@transaction.atomic
def answer_line(household: Household, *, line: UUID, **said: Any) -> Recognition:
    """The household says of one line of its standing account whether it is right. Keywords as in `record_answer`.

    Refusal when the line stands in no current account (it was corrected, or is another household's).
    """
    account = current_account(household)
    if account is None or str(line) not in {listed for listed, _ in account.lines}:
        raise Refusal(
            "recognition.not_current",
            Words(
                "这一笔刚改过，跟您看到的不一样了。请看新的，再说对不对",
                "This was changed since you saw it. Look at the new one, then say whether it is right",
            ),
        )
    recognition = taking.record_answer(IncomeLine.objects.get(pk=line), **said)
    _refresh(household, recognition)
    return recognition


@transaction.atomic
def answer_account(household: Household, *, account: UUID, **said: Any) -> Recognition:
    """The household says of the account as a whole whether it was reckoned with them, and right."""
    standing = current_account(household)
    if standing is None or standing.pk != account:
        raise Refusal(
            "recognition.not_current", Words("这本账刚改过，请看新的", "This account was changed; look at the new one")
        )
    recognition = taking.record_answer(IncomeAccount.objects.get(pk=account), **said)
    _refresh(household, recognition)
    return recognition


@transaction.atomic
def answer_visit(household: Household, *, visit: UUID, **said: Any) -> Recognition:
    """The household says of a visit whether it took place, and whether the helper sat down with them."""
    found = Visit.objects.filter(pk=visit, household=household).first()
    if found is None:
        raise Refusal("recognition.no_visit", Words("找不到这次走访", "There is no such visit"))
    recognition = taking.record_answer(found, **said)
    _refresh(household, recognition)
    return recognition


@transaction.atomic
def answer_status(household: Household, *, status: UUID, **said: Any) -> Recognition:
    """The household says whether it counts itself as what was decided. Refusal when that decision stands no more."""
    standing_ones = standing(Status, household)
    if not standing_ones or standing_ones[0].pk != status:
        raise Refusal(
            "recognition.not_current",
            Words("这一条刚改过，请看新的", "This was changed; look at the new one"),
        )
    recognition = taking.record_answer(standing_ones[0], **said)
    _refresh(household, recognition)
    return recognition


@transaction.atomic
def take_back(household: Household, *, recognition: UUID, **by: Any) -> Withdrawal:
    """The household takes an answer back. Keywords as in `recognition.services.answers.withdraw_answer`."""
    found = Recognition.objects.filter(pk=recognition, household=household).first()
    if found is None:
        raise Refusal("recognition.none", Words("找不到这句话", "There is no such answer"))
    withdrawal = taking.withdraw_answer(found, **by)
    refresh_figures(household)
    return withdrawal


def _refresh(household: Household, recognition: Recognition) -> None:
    """This household's figures, and those of the others that the same device answered for: their grades may fall."""
    refresh_figures(household)
    refresh_answered_by(recognition.device, but=household)
