"""Payments of a list by the hundred: each a step of its household's benefit, as `record_step` would write it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

from django.db import transaction

from xinlu.entitlement.models import BenefitStep, OwedPolicy
from xinlu.entitlement.selectors.benefits import benefits_of, latest_of
from xinlu.entitlement.services.benefits import FROM_LIST, SOURCE_MOST, Stood, Told, check_amount, rows_stood
from xinlu.entitlement.services.looking import look_at
from xinlu.entitlement.steps import Stands, Step
from xinlu.kernel import clock
from xinlu.people.models import User
from xinlu.policy.answers import State
from xinlu.records.models import Household
from xinlu.records.selectors import heads
from xinlu.records.services.new_records import NewRecords

Stretch: TypeAlias = tuple[UUID, str, str]
"""A household, a policy and a period."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What a row of a list says was paid to a household: `source` names the list and the row, `note` whom was paid."""

    household: UUID
    policy: str
    period: str
    happened_on: date
    amount_fen: int
    source: str
    note: str

    @property
    def stretch(self) -> Stretch:
        return self.household, self.policy, self.period

    @property
    def told(self) -> Told:
        return Told(self.amount_fen, self.source[:SOURCE_MOST], self.note)


@dataclass(frozen=True, slots=True)
class Beside:
    """Payments beside what stands on record: what each is (in their order), and by household, policy and period what is
    said to be paid with them, in fen."""

    stood: list[Stood]
    paid_fen: dict[Stretch, int]


def beside(payments: Sequence[Payment]) -> Beside:
    """The payments (of some hundreds of households) beside the steps on record. One query."""
    standing = defaultdict[tuple[object, ...], list[BenefitStep]](list)
    paid_fen = defaultdict[Stretch, int](int)
    households = {each.household for each in payments}
    for step in heads(BenefitStep).filter(household__in=households, step=str(Step.PAID)):
        assert step.household_id is not None
        standing[step.household_id, step.policy, step.period, step.happened_on].append(step)
        paid_fen[step.household_id, step.policy, step.period] += step.amount_fen or 0
    rows = defaultdict[tuple[object, ...], list[int]](list)
    for n, each in enumerate(payments):
        rows[*each.stretch, each.happened_on].append(n)
    stood = [Stood(None, False)] * len(payments)
    for key, places in rows.items():
        for n, found in zip(places, rows_stood([payments[n].told for n in places], standing[key]), strict=True):
            stood[n] = found
            if not found.is_same:
                before = found.before.amount_fen or 0 if found.before else 0
                paid_fen[payments[n].stretch] += payments[n].amount_fen - before
    return Beside(stood, dict(paid_fen))


@transaction.atomic
def record_payments(payments: Sequence[Payment], *, by: User, list_id: UUID) -> Beside:
    """Record those that are new or tell another amount than before; what the same list said before is left alone.

    Where the benefits stand is written anew once. Refusal (and nothing recorded) for an amount that cannot be.
    """
    for each in payments:
        check_amount(Step.PAID, each.amount_fen)
    # Whoever records payments of these households at the same time waits here.
    ids = sorted({each.household for each in payments})
    households = {each.pk: each for each in Household.objects.select_for_update().filter(pk__in=ids).order_by("pk")}
    found = beside(payments)
    new = NewRecords(author=by, device=f"{FROM_LIST}{list_id}")
    changed: dict[UUID, Household] = {}
    for each, (before, is_same) in zip(payments, found.stood, strict=True):
        if is_same:
            continue
        household = changed.setdefault(each.household, households[each.household])
        new.draw_up(
            BenefitStep,
            household=household,
            told_of=each.source,
            supersedes=before.pk if before else None,
            policy=each.policy,
            period=each.period,
            step=str(Step.PAID),
            amount_fen=each.amount_fen,
            happened_on=each.happened_on,
            source=each.told.source,
            note=each.note,
        )
    new.store()
    _stand_anew(changed.values(), {each.policy for each in payments})
    return found


def _stand_anew(households: Collection[Household], policies: set[str]) -> None:
    """Where the benefits of these policies stand now. A payment changes no policy's answer, so only households that were
    never looked through are looked through: that takes many times as long."""
    ids = [each.pk for each in households]
    rows = OwedPolicy.objects.filter(household__in=ids)
    looked = set(rows.values_list("household_id", flat=True).distinct())
    look_at([each for each in households if each.pk not in looked])
    owed = list(rows.filter(household__in=looked, policy__in=policies, answer=str(State.ENTITLED)))
    benefits, year = benefits_of({each.household_id for each in owed}), clock.today().year
    for each in owed:
        benefit = latest_of(benefits[each.household_id], each.policy, year=year)
        each.stands = str(benefit.stands if benefit else Stands.NOT_APPLIED)
    OwedPolicy.objects.bulk_update(owed, ["stands"], batch_size=500)
