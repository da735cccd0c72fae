"""The way of each benefit of some households: what offices say happened, and what the household says of the money."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from xinlu.entitlement.models import BenefitStep
from xinlu.entitlement.steps import Received, Stands, Step, stands
from xinlu.recognition.answers import Answer
from xinlu.recognition.selectors.answers import GivenAnswer, answers_about, chosen_of
from xinlu.records.selectors import heads

_RECEIVED = {Answer.RECOGNISED: Received.YES, Answer.CONTESTED: Received.NO, Answer.UNSURE: Received.UNSURE}


@dataclass(frozen=True, slots=True)
class StepView:
    """One step, with the household's answer where it is a payment."""

    record: BenefitStep
    answer: GivenAnswer | None

    @property
    def step(self) -> Step:
        return Step(self.record.step)

    @property
    def received(self) -> Received:
        return _RECEIVED[self.answer.answer] if self.answer else Received.NOT_ASKED


@dataclass(frozen=True, slots=True)
class BenefitView:
    """A policy's benefit of one household for one period, its steps oldest first."""

    policy: str
    period: str
    steps: tuple[StepView, ...]

    @property
    def stands(self) -> Stands:
        return stands([(each.step, each.received) for each in self.steps])

    @property
    def paid_fen(self) -> int:
        """What offices say was paid."""
        return sum(each.record.amount_fen or 0 for each in self.steps if each.step is Step.PAID)

    @property
    def received_fen(self) -> int:
        """What the household says it received: of a contested payment, its own figure."""
        told = 0
        for each in self.steps:
            if each.step is Step.PAID and each.received is Received.YES:
                told += each.record.amount_fen or 0
            elif each.step is Step.PAID and each.received is Received.NO and each.answer:
                told += each.answer.own_fen or 0
        return told


def benefits_of(households: Iterable[UUID]) -> dict[UUID, list[BenefitView]]:
    """The benefits of each household, the latest period first. A fixed number of queries."""
    ids = list(households)
    steps = heads(BenefitStep).filter(household__in=ids).select_related("author")
    records = list(steps.order_by("happened_on", "received_at", "pk"))
    given = answers_about([each.pk for each in records if each.step == Step.PAID])
    ways: dict[UUID, dict[tuple[str, str], list[StepView]]] = defaultdict(lambda: defaultdict(list))
    for record in records:
        if record.household_id:
            answer = chosen_of(given.get(record.pk, ()), digest=record.digest)
            ways[record.household_id][record.policy, record.period].append(StepView(record, answer))
    return {
        household: sorted(
            (BenefitView(policy, period, tuple(steps)) for (policy, period), steps in ways[household].items()),
            key=lambda each: (each.period, each.policy),
            reverse=True,
        )
        for household in ids
    }


def latest_of(benefits: Sequence[BenefitView], policy: str, *, year: int) -> BenefitView | None:
    """The policy's benefit of the latest period of the year; None where nothing has happened in it."""
    return next((each for each in benefits if each.policy == policy and each.period[:4] == str(year)), None)
