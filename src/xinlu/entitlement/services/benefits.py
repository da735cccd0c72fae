"""The way of a benefit: what an office says happened, and the household's word on whether the money came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import transaction

from xinlu.casework.services.figures import refresh_answered_by
from xinlu.entitlement.models import BenefitStep
from xinlu.entitlement.selectors.editions import edition_at
from xinlu.entitlement.services.looking import look_at
from xinlu.entitlement.steps import Step, period_of
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import LARGEST_FEN
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.policy.terms import Edition, Kind, Policy
from xinlu.recognition.models import Recognition
from xinlu.recognition.selectors.answers import answers_about
from xinlu.recognition.services import answers as taking
from xinlu.records.models import Household
from xinlu.records.selectors import heads
from xinlu.records.services import append, compose
from xinlu.registry.models import CurrentFile

SOURCE_MOST = 120
FROM_LIST = "list:"
"""What the device of a step begins with that a row of a list told: its source names the list and the row, its note whom
was paid."""


class Told(NamedTuple):
    """What tells one step from another of the same household, policy, period and day."""

    amount_fen: int | None
    source: str
    note: str


class Stood(NamedTuple):
    """A step that is told again, or the one that it corrects (None: it is new)."""

    before: BenefitStep | None
    is_same: bool


@transaction.atomic
def record_step(
    household: Household,
    *,
    by: User | None,
    policy: str,
    step: Step,
    happened_on: date,
    source: str,
    amount_fen: int | None = None,
    period: str = "",
    note: str = "",
    device: str = "",
    made_at: datetime | None = None,
) -> BenefitStep:
    """One step of a benefit, for the period that the day lies in unless another is named.

    The same step again writes nothing and returns the one there; another amount for it supersedes it. What a row of a list
    tells (`device` begins with FROM_LIST) is a step of its own beside the others of its day: two pupils of one household
    are two payments.
    Refusal for a policy that the place does not have, a day to come, no source, or a payment without an amount.
    """
    if happened_on > clock.today():
        raise Refusal("benefit.to_come", Words("这一天还没到", "That day is still to come"), field="happened_on")
    if not source.strip():
        raise Refusal("benefit.source", Words("凭什么知道的，要写", "Write how this is known"), field="source")
    check_amount(step, amount_fen)
    row = CurrentFile.objects.select_related("place").get(household=household)
    found = policy_at(edition_at(row.place.codes, on=happened_on), policy)
    stretch = period or period_of(happened_on, per=str(found.amount.per) if found.amount else "")
    same = {"household": household, "policy": policy, "period": stretch, "step": str(step)}
    standing = list(heads(BenefitStep).filter(**same, happened_on=happened_on))
    told = Told(amount_fen, source.strip()[:SOURCE_MOST], note.strip())
    before, is_same = rows_stood([told], standing)[0] if device.startswith(FROM_LIST) else _stood(told, standing)
    if before is not None and is_same:
        return before
    record = compose(
        BenefitStep,
        household=household,
        author=by,
        device=device,
        made_at=made_at,
        supersedes=before.pk if before else None,
        policy=policy,
        period=stretch,
        step=str(step),
        amount_fen=amount_fen,
        happened_on=happened_on,
        source=told.source,
        note=told.note,
    )
    append(record)
    look_at([household])
    return record


def rows_stood(rows: Sequence[Told], standing: Iterable[BenefitStep]) -> list[Stood]:
    """What each of the rows of one list is beside the steps that stand already for the same day; a step is taken once.

    First each row that says the same again, wherever it stands now; a step entered by hand is that of a row of its amount.
    Then the row of which a person has another name by now, and last the row that tells another amount than it did before.
    """
    left = list(standing)
    found: list[Stood | None] = [None] * len(rows)
    for is_same, fits in _FITS:
        for n, row in enumerate(rows):
            step = next((each for each in left if found[n] is None and fits(row, each)), None)
            if step is not None:
                found[n] = Stood(step, is_same)
                left.remove(step)
    return [each or Stood(None, False) for each in found]


def _says_the_same(row: Told, step: BenefitStep) -> bool:
    return row == _told(step)


def _stands_elsewhere(row: Told, step: BenefitStep) -> bool:
    return row.amount_fen == step.amount_fen and (row.note == step.note or not _is_row(step))


def _names_otherwise(row: Told, step: BenefitStep) -> bool:
    return (row.amount_fen, row.source) == (step.amount_fen, step.source)


def _tells_another_amount(row: Told, step: BenefitStep) -> bool:
    return (row.source, row.note) == (step.source, step.note) and _is_row(step)


_FITS = (
    (True, _says_the_same),
    (True, _stands_elsewhere),
    (True, _names_otherwise),
    (False, _tells_another_amount),
)


def _stood(told: Told, standing: Sequence[BenefitStep]) -> Stood:
    """The same for what a person enters: it corrects what was entered by hand, and repeats a row of its amount."""
    row = next((each for each in standing if _is_row(each) and each.amount_fen == told.amount_fen), None)
    if row is not None:
        return Stood(row, True)
    before = next((each for each in reversed(standing) if not _is_row(each)), None)
    return Stood(before, before is not None and _told(before) == told)


def _told(step: BenefitStep) -> Told:
    return Told(step.amount_fen, step.source, step.note)


def _is_row(step: BenefitStep) -> bool:
    return step.device.startswith(FROM_LIST)


@transaction.atomic
def answer_payment(household: Household, *, payment: UUID, **said: Any) -> Recognition:
    """The household says of a payment whether it came, and how much. Keywords as in `record_answer`.

    Refusal where the payment is none of its own or was corrected since.
    """
    found = heads(BenefitStep).filter(pk=payment, household=household, step=str(Step.PAID)).first()
    if found is None:
        words = Words("这一笔刚改过，请看新的", "This was changed; look at the new one")
        raise Refusal("recognition.not_current", words)
    recognition = taking.record_answer(found, **said)
    refresh_answered_by(recognition.device, but=household)
    look_at([household])
    return recognition


@transaction.atomic
def take_back_payment(household: Household, *, payment: UUID, **by: Any) -> None:
    """The household takes back all that it said of a payment: it is as if unasked. Keywords as in `withdraw_answer`."""
    for given in answers_about([payment]).get(payment, []):
        if given.record.household_id == household.pk and not given.withdrawn:
            taking.withdraw_answer(given.record, **by)
    look_at([household])


def policy_at(edition: Edition, policy: str) -> Policy:
    """The policy of that id, in force or past; Refusal where the place has none that gives something."""
    for each in (*edition.policies, *edition.past):
        if each.id == policy and each.kind is Kind.POLICY:
            return each
    words = Words("这里没有“{policy}”这条政策", "There is no policy “{policy}” here")
    raise Refusal("policy.unknown", words.filled(policy=policy[:60]), field="policy")


def check_amount(step: Step, amount_fen: int | None) -> None:
    """Refusal for a payment without an amount, or an amount that cannot be."""
    if step is Step.PAID and not amount_fen:
        raise Refusal("benefit.amount", Words("发了多少，要写", "Write how much was paid"), field="amount")
    if amount_fen is not None and not 0 <= amount_fen <= LARGEST_FEN:
        raise Refusal(
            "benefit.amount", Words("这个数太大了，看看是不是多打了", "Too much: look at the figure"), field="amount"
        )
