"""What policies answer for one household without the reasons: for pages that only say how many. A tenth of the time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xinlu.entitlement.models import Explanation
from xinlu.entitlement.selectors.benefits import BenefitView, benefits_of, latest_of
from xinlu.entitlement.selectors.editions import edition_at
from xinlu.entitlement.selectors.known import known_of
from xinlu.entitlement.selectors.owed import TO_TELL, has_changed, is_settled
from xinlu.kernel import clock
from xinlu.policy.answers import Answer, State, answers
from xinlu.policy.terms import Edition, Kind
from xinlu.records.models import Household
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile


@dataclass(frozen=True, slots=True)
class Answered:
    """The policies' answers for a household on the edition's day (guarantees left out), and its benefits."""

    edition: Edition
    answers: tuple[Answer, ...]
    benefits: tuple[BenefitView, ...]

    def count(self, state: State) -> int:
        """How many policies answer so."""
        return sum(each.state is state for each in self.answers)


def answered_for(household: Household, *, on: date | None = None) -> Answered | None:
    """The answers; None where it has no file. A fixed number of queries."""
    row = CurrentFile.objects.select_related("place", "file").filter(household=household).first()
    if row is None:
        return None
    day = on or clock.today()
    edition = edition_at(row.place.codes, on=day)
    given = answers(edition, known_of([row], on=day)[household.pk])
    return Answered(
        edition=edition,
        answers=tuple(each for each in given if each.policy.kind is Kind.POLICY),
        benefits=tuple(benefits_of([household.pk])[household.pk]),
    )


def number_to_tell(household: Household, *, most: int = TO_TELL) -> int:
    """How many policies `OwedView.to_tell` would name."""
    found = answered_for(household)
    if found is None:
        return 0
    told = list(heads(Explanation).filter(household=household).order_by("-explained_on", "-received_at"))
    return min(sum(not _settled(each, found, told) for each in found.answers), most)


def _settled(answer: Answer, found: Answered, told: Sequence[Explanation]) -> bool:
    last = next((each for each in told if each.policy == answer.policy.id), None)
    benefit = latest_of(found.benefits, answer.policy.id, year=found.edition.on.year)
    changed = has_changed(last, found.edition, answer)
    return is_settled(answer.state, benefit.stands if benefit else None, last=last, changed=changed)
