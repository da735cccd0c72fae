"""How a household came out of the assessment, as it is said on the page of its file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xinlu.assessment.last_ten_li.chances import BASES, Basis
from xinlu.casework.models import HouseholdFigures
from xinlu.kernel.words import Words
from xinlu.records.models import Household
from xinlu.reports.models import HouseholdResult, Reckoning
from xinlu.reports.results.selectors import result_of


@dataclass(frozen=True)
class ResultView:
    """The household's row of the results, with what is said of it. Chances are told in whole per cent."""

    row: HouseholdResult
    last_answer_at: datetime | None

    @property
    def reckoning(self) -> Reckoning:
        return self.row.reckoning

    @property
    def chance_told(self) -> bool:
        """Whether a chance is told: enough is known, and the way of foretelling did well on the past."""
        tried = self.reckoning.tried
        return bool(tried and tried["is_better"] and self.row.basis not in ("", Basis.TOO_LITTLE))

    @property
    def chance_percent(self) -> int:
        return round((self.row.chance_milli or 0) / 10)

    @property
    def low_percent(self) -> int:
        return (self.row.low_milli or 0) // 10

    @property
    def high_percent(self) -> int:
        return -(-(self.row.high_milli or 0) // 10)

    @property
    def basis_words(self) -> Words:
        return BASES[Basis(self.row.basis)]

    @property
    def answered_since(self) -> bool:
        """Whether the household has answered after the results were reckoned."""
        return self.last_answer_at is not None and self.last_answer_at > self.reckoning.reckoned_at


def result_in_brief(household: Household) -> dict[str, Any]:
    """The household's result, for the page of the file; None where none is reckoned."""
    row = result_of(household)
    if row is None:
        return {"result": None}
    figures = HouseholdFigures.objects.filter(household=household)
    return {"result": ResultView(row, figures.values_list("last_answer_at", flat=True).first())}
