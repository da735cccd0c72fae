"""What the household is said to count as, as its page shows it, with what it says of that itself."""

from __future__ import annotations

from dataclasses import dataclass

from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.household.sentences import said_day
from xinlu.recognition.selectors.answers import GivenAnswer, answers_about, chosen_of
from xinlu.records.models import Household
from xinlu.registry.models import Status
from xinlu.registry.selectors.standing import standing
from xinlu.standards import load


@dataclass(frozen=True)
class ShownStatus:
    """The status that stands, its name, and the answer that holds, if any."""

    status: Status
    name: Words
    answer: GivenAnswer | None

    @property
    def since(self) -> Words:
        return said_day(self.status.since, today=clock.today())


def shown_status(household: Household) -> ShownStatus | None:
    """What the household counts as by the standing decision; None while nothing was decided."""
    status = next(iter(standing(Status, household)), None)
    if status is None:
        return None
    names = {each.code: each.label for each in load().household_statuses}
    given = answers_about([status.pk]).get(status.pk, [])
    return ShownStatus(status, names[status.status], chosen_of(given, digest=status.digest))
