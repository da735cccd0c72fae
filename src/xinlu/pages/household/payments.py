"""The payments that offices say they made to a household, as its page shows them, with what it said of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from xinlu.entitlement.models import BenefitStep
from xinlu.entitlement.selectors.benefits import BenefitView, StepView
from xinlu.entitlement.steps import Received, Step
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.household.forms import CHANGED
from xinlu.pages.household.lines import Before
from xinlu.pages.household.sentences import said_day
from xinlu.policy.catalogue import packaged_catalogue
from xinlu.policy.terms import Edition
from xinlu.practice.four_recognitions import BenefitAnswer, Tally, interest
from xinlu.recognition.selectors.answers import GivenAnswer, answers_about, chosen_of
from xinlu.records.selectors.chains import versions_of_each

_STATES = {Received.YES: "yes", Received.NO: "no", Received.UNSURE: "later", Received.NOT_ASKED: "unseen"}
NAMELESS = Words("一笔补助", "a benefit")
TALLY = Words(
    "说发了 {possible} 笔，您说过 {asked} 笔，收到 {received} 笔。顶不顶用，还没问过您。",
    "{possible} said to be paid; you spoke of {asked}, and received {received}. Whether they helped, nobody asked yet.",
)


@dataclass(frozen=True)
class ShownPayment:
    """One payment that stands, under the name of its policy."""

    view: StepView
    name: Words

    @property
    def id(self) -> UUID:
        return self.view.record.pk

    @property
    def record(self) -> BenefitStep:
        return self.view.record

    @property
    def state(self) -> str:
        """yes, no, later (cannot remember) or unseen."""
        return _STATES[self.view.received]

    @property
    def amount_fen(self) -> int:
        return self.record.amount_fen or 0

    @property
    def answer(self) -> GivenAnswer | None:
        return self.view.answer

    @property
    def own_fen(self) -> int | None:
        return self.answer.own_fen if self.answer else None

    @property
    def day(self) -> Words:
        return said_day(self.record.happened_on, today=clock.today())

    @cached_property
    def before(self) -> list[Before]:
        """The versions that this one corrects, oldest first; asked for only where a single payment is shown."""
        if self.record.supersedes is None:
            return []
        chain = versions_of_each([self.record])[self.record.pk]
        given = answers_about([old.pk for old in chain[1:]])
        return [
            Before(
                amount_fen=old.amount_fen or 0,
                new_fen=new.amount_fen or 0,
                changed_on=said_day(new.made_at.astimezone(clock.PLACE).date(), today=clock.today()),
                answer=chosen_of(given.get(old.pk, []), digest=old.digest),
            )
            for new, old in reversed(list(pairwise(chain)))
        ]


def shown_payments(benefits: Iterable[BenefitView], edition: Edition) -> list[ShownPayment]:
    """What offices say was paid, the latest first."""
    names = {policy.id: policy.name for policy in packaged_catalogue().policies}
    names |= {policy.id: policy.name for policy in (*edition.past, *edition.policies)}
    found = [
        ShownPayment(step, names.get(benefit.policy, NAMELESS))
        for benefit in benefits
        for step in benefit.steps
        if step.step is Step.PAID
    ]
    return sorted(found, key=lambda each: (each.record.happened_on, each.record.received_at, each.id), reverse=True)


def next_unsaid(payments: Iterable[ShownPayment]) -> ShownPayment | None:
    """The latest payment of which nothing was said yet."""
    return next((each for each in payments if each.state == "unseen"), None)


def payment_shown(payments: Iterable[ShownPayment], shown: UUID) -> ShownPayment:
    """The payment with that id; Refusal where it stands no more."""
    found = next((each for each in payments if each.id == shown), None)
    if found is None:
        raise Refusal("recognition.not_current", CHANGED)
    return found


def payment_anew(payments: Sequence[ShownPayment], shown: UUID) -> ShownPayment | None:
    """The payment with that id, or what it was corrected to."""
    found = next((each for each in payments if each.id == shown), None)
    if found is not None:
        return found
    chains = versions_of_each([each.record for each in payments])
    return next((each for each in payments if any(old.pk == shown for old in chains[each.id])), None)


def tally_of(payments: Iterable[ShownPayment]) -> Tally:
    """The fourth recognition of one household. Whether a payment helped is not asked: received, it is not settled."""
    said = {"yes": True, "no": False}
    return interest([BenefitAnswer(received=said.get(each.state)) for each in payments])


def said_tally(tally: Tally) -> Words:
    """The tally as the household reads it: received of asked."""
    if not tally.asked:
        return tally.said()
    received = tally.recognised + tally.unsettled
    return TALLY.filled(possible=tally.possible, asked=tally.asked, received=received)
