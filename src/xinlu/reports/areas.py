"""An area's figures, added up from the derived rows of its households: claimed beside recognised, like with like."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Min, Q, QuerySet, Sum

from xinlu.income.totals import Side
from xinlu.kernel import clock
from xinlu.kernel.money import divided
from xinlu.parameters.selectors import parameter
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.practice.four_recognitions import Respect, Tally
from xinlu.registry.models import CurrentFile

SUMMED_LEVELS = {Level.COUNTY: "county", Level.TOWNSHIP: "township", Level.VILLAGE: "village"}
"""Levels by which households are grouped -> the column of CurrentFile that holds the area's code."""

_LOOKED = Q(household__figures__lines_unanswered__lt=F("household__figures__lines"))


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """What an area page shows. Per-head figures are fen a year over the households that have looked at their account.

    A household has looked when it answered at least one line. Both per-head figures are over the same households, so
    their distance is the households' doing alone. `claimed_*` and `recognised_*` counts are of households.
    """

    code: str
    households: int = 0
    people: int = 0
    with_account: int = 0
    looked: int = 0
    claimed_head_fen: int | None = None
    recognised_low_head_fen: int | None = None
    recognised_high_head_fen: int | None = None
    claimed_above: int = 0
    claimed_below: int = 0
    recognised_above: int = 0
    recognised_below: int = 0
    recognised_unanswered: int = 0
    claimed_above_recognised_below: int = 0
    claimed_below_recognised_above: int = 0
    lines: int = 0
    lines_contested: int = 0
    lines_unanswered: int = 0
    lines_own_word: int = 0
    without_helper: int = 0
    visited: int = 0
    never_visited: int = 0
    longest_unvisited_days: int | None = None
    recognitions: dict[Respect, Tally] = field(default_factory=dict)

    @property
    def away_fen(self) -> int | None:
        """Claimed less recognised (low bound), per head; None while nobody has looked."""
        if self.claimed_head_fen is None or self.recognised_low_head_fen is None:
            return None
        return self.claimed_head_fen - self.recognised_low_head_fen

    @property
    def not_looked(self) -> int:
        """Households with an account of which they have answered no line."""
        return self.with_account - self.looked


def area_figures(area: Area, *, on: date | None = None) -> AreaFigures:
    """The figures of one area as of `on` (default today), in two queries."""
    row = _within(area).aggregate(**_sums(_since(area, on)))
    return _figures(area.code, row, on or clock.today())


def figures_by_part(area: Area, *, on: date | None = None) -> dict[str, AreaFigures]:
    """The figures of each area one level below that households are grouped by, by its code; areas without households absent."""
    column = next((SUMMED_LEVELS[level] for level in _below(Level(area.level)) if level in SUMMED_LEVELS), None)
    if column is None:
        return {}
    rows = _within(area).values(column).order_by(column).annotate(**_sums(_since(area, on)))
    return {row[column]: _figures(row[column], row, on or clock.today()) for row in rows}


def parts_of(area: Area) -> list[Area]:
    """The areas one level below, in the order of their codes."""
    return list(Area.objects.filter(parent=area).order_by("code"))


def _below(level: Level) -> list[Level]:
    levels = list(Level)
    return levels[levels.index(level) + 1 :]


def _within(area: Area) -> QuerySet[CurrentFile]:
    return CurrentFile.objects.filter(path__startswith=area.path)


def _since(area: Area, on: date | None) -> datetime:
    """The moment since when a visit counts as coverage."""
    day = on or clock.today()
    days = parameter("visit_coverage_days", area_codes=area.codes, on=day).value
    return datetime(day.year, day.month, day.day, tzinfo=clock.PLACE) - timedelta(days=days)


def _sums(visited_since: datetime) -> dict[str, Any]:
    def count(**conditions: object) -> Count:
        return Count("household", filter=Q(**conditions))

    above, below, unanswered = str(Side.ABOVE), str(Side.BELOW), str(Side.UNANSWERED)
    settled = Q(household__figures__lines__gt=0, household__figures__lines_unanswered=0)
    return {
        "n_households": Count("household"),
        "n_people": Sum("people"),
        "n_account": count(household__figures__account__isnull=False),
        "n_looked": Count("household", filter=_LOOKED),
        "s_heads": Sum("household__figures__heads", filter=_LOOKED),
        "s_claimed": Sum("household__figures__claimed_fen", filter=_LOOKED),
        "s_low": Sum("household__figures__recognised_low_fen", filter=_LOOKED),
        "s_high": Sum("household__figures__recognised_high_fen", filter=_LOOKED),
        "n_claimed_above": count(household__figures__claimed_standing=above),
        "n_claimed_below": count(household__figures__claimed_standing=below),
        "n_above": count(household__figures__recognised_standing=above),
        "n_below": count(household__figures__recognised_standing=below),
        "n_unanswered": count(household__figures__recognised_standing=unanswered),
        "n_fell": count(household__figures__claimed_standing=above, household__figures__recognised_standing=below),
        "n_rose": count(household__figures__claimed_standing=below, household__figures__recognised_standing=above),
        "s_lines": Sum("household__figures__lines"),
        "s_contested": Sum("household__figures__lines_contested"),
        "s_unanswered": Sum("household__figures__lines_unanswered"),
        "s_own": Sum(F("household__figures__lines_e2") + F("household__figures__lines_e3")),
        "n_helperless": count(helper__isnull=True),
        "n_visited": count(household__figures__last_visit_at__gte=visited_since),
        "n_never": Count("household", filter=Q(household__figures__last_visit_at__isnull=True)),
        "t_oldest": Min("household__figures__last_visit_at"),
        "n_method_recognised": Count("household", filter=settled & Q(household__figures__lines_contested=0)),
        "n_method_unsettled": Count(
            "household",
            filter=_LOOKED & Q(household__figures__lines_contested=0, household__figures__lines_unanswered__gt=0),
        ),
        "s_visits": Sum("household__figures__visits"),
        "s_visits_asked": Sum("household__figures__visits_asked"),
        "s_visits_sat": Sum("household__figures__visits_sat_down"),
        "s_visits_unsettled": Sum("household__figures__visits_unsettled"),
    }


def _figures(code: str, row: dict[str, Any], on: date) -> AreaFigures:
    heads = row["s_heads"] or 0
    per_head = {name: divided(row[name], heads) if heads else None for name in ("s_claimed", "s_low", "s_high")}
    oldest = row["t_oldest"]
    method = Tally(
        name=Respect.METHOD,
        possible=row["n_account"],
        asked=row["n_looked"],
        recognised=row["n_method_recognised"],
        unsettled=row["n_method_unsettled"],
    )
    emotion = Tally(
        name=Respect.EMOTION,
        possible=row["s_visits"] or 0,
        asked=row["s_visits_asked"] or 0,
        recognised=row["s_visits_sat"] or 0,
        unsettled=row["s_visits_unsettled"] or 0,
    )
    return AreaFigures(
        code=code,
        households=row["n_households"],
        people=row["n_people"] or 0,
        with_account=row["n_account"],
        looked=row["n_looked"],
        claimed_head_fen=per_head["s_claimed"],
        recognised_low_head_fen=per_head["s_low"],
        recognised_high_head_fen=per_head["s_high"],
        claimed_above=row["n_claimed_above"],
        claimed_below=row["n_claimed_below"],
        recognised_above=row["n_above"],
        recognised_below=row["n_below"],
        recognised_unanswered=row["n_unanswered"],
        claimed_above_recognised_below=row["n_fell"],
        claimed_below_recognised_above=row["n_rose"],
        lines=row["s_lines"] or 0,
        lines_contested=row["s_contested"] or 0,
        lines_unanswered=row["s_unanswered"] or 0,
        lines_own_word=row["s_own"] or 0,
        without_helper=row["n_helperless"],
        visited=row["n_visited"],
        never_visited=row["n_never"],
        longest_unvisited_days=(on - oldest.astimezone(clock.PLACE).date()).days if oldest else None,
        recognitions={
            Respect.GOAL: Tally(name=Respect.GOAL),
            Respect.METHOD: method,
            Respect.EMOTION: emotion,
            Respect.INTEREST: Tally(name=Respect.INTEREST),
        },
    )
