"""What can be asked of results: an area's figures with their series, how fresh they are, and which households a count is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import BigIntegerField, ExpressionWrapper, F, Q

from xinlu.assessment.last_ten_li.cost_curve import LAST
from xinlu.casework.models import IncomeAccount
from xinlu.kernel.money import divided
from xinlu.parameters.selectors import PlaceValues
from xinlu.people.models import Area
from xinlu.recognition.models import Recognition
from xinlu.records.models import Household
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import lying_in
from xinlu.reports.models import AreaResult, HouseholdResult, Reckoning
from xinlu.reports.results.marks import bits_of
from xinlu.reports.results.numbers import Table, tables_of


@dataclass(frozen=True, slots=True)
class Since:
    """How many households of the area have answered since the reckoning, and of how many an account was written."""

    answered: int
    accounts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """An area on one day of the series: income a head (fen a year) over the households with an account, and their sides."""

    day: date
    households: int
    claimed_fen: int
    low_fen: int
    high_fen: int
    line_fen: int
    claimed_above: int
    claimed_below: int
    above: int
    below: int
    unanswered: int


@dataclass(frozen=True, kw_only=True)
class AreaResults:
    """An area's results: figures and costs as AreaResult has them, the series with the day itself last, and what came since.

    `series` is empty where no household has an account.
    """

    area: Area
    reckoning: Reckoning
    figures: Mapping[str, Any]
    costs: Mapping[str, Any] | None
    series: Sequence[Point]
    since: Since

    @property
    def today(self) -> Point | None:
        """The point of the day itself; None where no household has an account."""
        return self.series[-1] if self.series and self.series[-1].day == self.reckoning.day else None

    @cached_property
    def tables(self) -> dict[str, Table]:
        """The counts as tables, by their names."""
        return {each.name: each for each in tables_of(self.figures, on=self.reckoning.day)}

    @property
    def total_fen(self) -> int:
        """What the households below the line by their own word lack in a year."""
        return int(self.costs["total_fen"]) if self.costs else 0

    @property
    def claimed_total_fen(self) -> int:
        """What those below the line by the claim lack in a year."""
        return int(self.figures["claimed_gap_fen"] or 0)

    @property
    def has_last_tenth(self) -> bool:
        """Whether so many households lack anything that a tenth of them is one at least."""
        return self.costs is not None and self.costs["households"] * LAST >= 1

    @property
    def last_percent(self) -> int:
        """The share of `total_fen` that the dearest tenth of the households takes."""
        return round(100 * self.costs["share_of_last"]) if self.costs else 0

    @property
    def half_percent(self) -> int:
        """The share of the households, the dearest first, that half of it goes to."""
        return round(100 * self.costs["last_that_cost_half"]) if self.costs else 0


def standing_reckoning() -> Reckoning | None:
    """The reckoning that counts; None while there was none."""
    return Reckoning.objects.filter(is_whole=True).order_by("pk").last()


def results_of(area: Area) -> AreaResults | None:
    """The results of an area; None while none are reckoned, or no household of it was there when they were."""
    reckoning = standing_reckoning()
    found = list(AreaResult.objects.filter(reckoning=reckoning, area=area).order_by("day")) if reckoning else []
    if reckoning is None or not found or found[-1].day != reckoning.day:
        return None
    lines = PlaceValues(area.codes)
    series = [
        _point(each.day, each.figures, line_fen=lines.poverty_line(area.codes, on=each.day).fen)
        for each in found
        if each.figures["people_reckoned"]
    ]
    return AreaResults(
        area=area,
        reckoning=reckoning,
        figures=found[-1].figures,
        costs=found[-1].costs,
        series=series,
        since=_since(area, reckoning),
    )


def result_of(household: Household) -> HouseholdResult | None:
    """The household's own row of the reckoning that counts; None where it has none."""
    found = HouseholdResult.objects.filter(household=household, reckoning__is_whole=True).select_related("reckoning")
    return found.order_by("reckoning").last()


def counted_as(what: str) -> Q | None:
    """The condition that a CurrentFile's household is one of those that `what` counts; None where `what` is no count.

    `what` is a name of marks.MARKS, or a criterion and "met", "not_met" or "unknown", such as "house_guarantee:not_met".
    """
    reckoning = standing_reckoning()
    asked = bits_of(what, reckoning.criteria) if reckoning else None
    if asked is None:
        return None
    ((column, (looked_at, wanted)),) = asked.items()
    # Told that it is large: else a bit beyond the thirty-first is taken for out of range, and nobody is found.
    asked_bits = ExpressionWrapper(F(column).bitand(looked_at), output_field=BigIntegerField())
    rows = HouseholdResult.objects.filter(reckoning=reckoning).annotate(asked=asked_bits)
    return Q(household__in=rows.filter(asked=wanted).values("household"))


def _point(day: date, figures: Mapping[str, Any], *, line_fen: int) -> Point:
    heads = figures["people_reckoned"]
    return Point(
        day=day,
        households=figures["households_with_account"],
        claimed_fen=divided(figures["claimed_fen"], heads),
        low_fen=divided(figures["low_fen"], heads),
        high_fen=divided(figures["high_fen"], heads),
        line_fen=line_fen,
        claimed_above=figures["claimed_side_above"],
        claimed_below=figures["claimed_side_below"],
        above=figures["recognised_side_above"],
        below=figures["recognised_side_below"],
        unanswered=figures["recognised_side_unanswered"],
    )


def _since(area: Area, reckoning: Reckoning) -> Since:
    within = CurrentFile.objects.filter(lying_in(area)).order_by()

    def households(records: Any) -> int:
        later = records.filter(received_at__gt=reckoning.reckoned_at).order_by()
        return int(within.filter(household__in=later.values("household")).count())

    return Since(answered=households(Recognition.objects), accounts=households(IncomeAccount.objects))
