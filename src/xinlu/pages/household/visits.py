"""A household's visits as its page shows them: who says to have come, when, and what the household said of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import prefetch_related_objects

from xinlu.casework.models import Visit
from xinlu.casework.visits import Place
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.household.sentences import said_day
from xinlu.recognition.answers import Answer
from xinlu.recognition.selectors.answers import GivenAnswer, answers_about, chosen_of
from xinlu.records.models import Household
from xinlu.records.selectors.chains import current


@dataclass(frozen=True)
class ShownVisit:
    """One visit that stands, with the answer that holds, if any."""

    visit: Visit
    answer: GivenAnswer | None

    @property
    def helper(self) -> str:
        return self.visit.author.name if self.visit.author else ""

    @property
    def day(self) -> Words:
        return said_day(self.visit.began_at.astimezone(clock.PLACE).date(), today=clock.today())

    @property
    def by_phone(self) -> bool:
        return self.visit.place == Place.PHONE

    @property
    def came(self) -> bool | None:
        """Whether they came, by the household's word; None while it has not said."""
        if self.answer is None or self.answer.answer is Answer.UNSURE:
            return None
        return self.answer.answer is Answer.RECOGNISED

    @property
    def sat_down(self) -> bool | None:
        return self.answer.record.sat_down if self.answer and self.came else None


def shown_visits(household: Household) -> list[ShownVisit]:
    """The household's visits that stand, newest first. Three queries."""
    visits = sorted(current(Visit, household), key=lambda visit: visit.began_at, reverse=True)
    prefetch_related_objects(visits, "author")
    return _with_answers(visits)


def shown_visit(household: Household, visit: UUID) -> ShownVisit | None:
    """That visit of this household; None where it has none such."""
    found = [each for each in current(Visit, household) if each.pk == visit]
    return next(iter(_with_answers(found)), None)


def _with_answers(visits: Iterable[Visit]) -> list[ShownVisit]:
    listed = list(visits)
    given = answers_about([visit.pk for visit in listed])
    return [ShownVisit(visit, chosen_of(given.get(visit.pk, []), digest=visit.digest)) for visit in listed]
