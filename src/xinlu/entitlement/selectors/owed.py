"""What one household is owed, and why: every policy explained, with where its benefit stands and when it was explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xinlu.entitlement.models import Explanation
from xinlu.entitlement.selectors.benefits import BenefitView, benefits_of, latest_of
from xinlu.entitlement.selectors.editions import digest_of, edition_at
from xinlu.entitlement.selectors.known import known_of
from xinlu.entitlement.steps import Stands
from xinlu.kernel import clock
from xinlu.policy.answers import Answer, State
from xinlu.policy.explain import Explained, explain, most_important
from xinlu.policy.households import Household as KnownHousehold
from xinlu.policy.terms import Edition, Kind, Policy
from xinlu.records.models import Household
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile

TO_TELL = 3
"""So many policies are explained on one visit: more nobody keeps in mind."""


@dataclass(frozen=True)
class Owed:
    """One policy for one household. `benefit` is of the year asked about; `explanations` newest first."""

    explained: Explained
    benefit: BenefitView | None
    explanations: tuple[Explanation, ...]

    @property
    def policy(self) -> Policy:
        return self.explained.policy

    @property
    def state(self) -> State:
        return self.explained.state

    @property
    def stands(self) -> Stands | None:
        """Where the benefit stands, where it is owed."""
        if self.benefit:
            return self.benefit.stands
        return Stands.NOT_APPLIED if self.state is State.ENTITLED else None

    @property
    def explanation(self) -> Explanation | None:
        """The newest one."""
        return self.explanations[0] if self.explanations else None

    @cached_property
    def changed_since(self) -> bool:
        """Whether rule, values or answer are others than when it was last explained."""
        return has_changed(self.explanation, self.explained.edition, self.explained.answer)

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to tell about it on the next visit."""
        return is_settled(self.state, self.stands, last=self.explanation, changed=self.changed_since)


@dataclass(frozen=True)
class OwedView:
    """Everything about a household and its policies on a day; `benefits` of every period, the latest first."""

    household: Household
    edition: Edition
    known: KnownHousehold
    policies: tuple[Owed, ...]
    guarantees: tuple[Explained, ...]
    benefits: tuple[BenefitView, ...]
    on: date

    def of(self, *states: State) -> list[Owed]:
        """Those of these answers, what matters most first."""
        ranked = most_important([each.explained for each in self.policies], len(self.policies))
        order = {each.policy.id: place for place, each in enumerate(ranked)}
        return sorted(
            (each for each in self.policies if each.state in states), key=lambda each: order.get(each.policy.id, 0)
        )

    def named(self, policy: str) -> Owed | None:
        """The policy of that id."""
        return next((each for each in self.policies if each.policy.id == policy), None)

    def to_tell(self, count: int = TO_TELL) -> list[Owed]:
        """What a helper should explain on the next visit: the policies that matter most to this household now.

        What is owed and in hand, and was explained since it last changed, is left out.
        """
        left = [each for each in self.policies if not each.is_settled]
        first = most_important([each.explained for each in left], count)
        return [found for each in first if (found := self.named(each.policy.id))]


def owed_to(household: Household, *, on: date | None = None) -> OwedView | None:
    """The household's policies explained; None where it has no file. A fixed number of queries."""
    day = on or clock.today()
    row = CurrentFile.objects.select_related("place", "file").filter(household=household).first()
    if row is None:
        return None
    edition = edition_at(row.place.codes, on=day)
    known = known_of([row], on=day)[household.pk]
    benefits = benefits_of([household.pk])[household.pk]
    explanations = heads(Explanation).filter(household=household).select_related("author")
    told = list(explanations.order_by("-explained_on", "-received_at"))
    explained = explain(edition, known)
    return OwedView(
        household=household,
        edition=edition,
        known=known,
        policies=tuple(_owed(each, benefits, told, day) for each in explained if each.policy.kind is Kind.POLICY),
        guarantees=tuple(each for each in explained if each.policy.kind is Kind.GUARANTEE),
        benefits=tuple(benefits),
        on=day,
    )


def _owed(each: Explained, benefits: Sequence[BenefitView], told: Sequence[Explanation], day: date) -> Owed:
    return Owed(
        explained=each,
        benefit=latest_of(benefits, each.policy.id, year=day.year),
        explanations=tuple(one for one in told if one.policy == each.policy.id),
    )


def has_changed(last: Explanation | None, edition: Edition, answer: Answer) -> bool:
    """Whether rule, values or answer are others than those of the `last` explanation; no where there was none."""
    if last is None:
        return False
    now = digest_of(edition, [answer.policy])
    return (last.edition, last.answer, last.amount_fen) != (now, str(answer.state), answer.amount_fen)


def is_settled(state: State, stands: Stands | None, *, last: Explanation | None, changed: bool) -> bool:
    """Whether a policy is over, or was explained since it last changed and (where it is owed) is in hand."""
    if state is State.NOT_IN_FORCE:
        return True
    was_told = last is not None and last.understood != "no" and not changed
    return was_told and (state is not State.ENTITLED or stands is Stands.RECEIVED)
