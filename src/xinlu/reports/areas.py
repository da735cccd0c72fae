"""An area's figures, added up from the sums of its places: claimed beside recognised, like with like."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Sum

from xinlu.kernel import clock
from xinlu.kernel.money import divided
from xinlu.parameters.selectors import parameter
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.practice.four_recognitions import Respect, Tally
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import SUMMED_LEVELS, lying_in
from xinlu.reports.places import ADDED, sums_within

__all__ = ["SUMMED_LEVELS", "AreaFigures", "area_figures", "figures_by_part", "figures_with_parts", "parts_of"]


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
    latest_period: date | None = None
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
    """The figures of one area as of `on` (default today)."""
    return figures_with_parts(area, on=on)[0]


def figures_by_part(area: Area, *, on: date | None = None) -> dict[str, AreaFigures]:
    """The figures of each area one level below that households are grouped by, by its code; areas without households absent."""
    return figures_with_parts(area, on=on)[1]


def figures_with_parts(area: Area, *, on: date | None = None) -> tuple[AreaFigures, dict[str, AreaFigures]]:
    """`area_figures` and `figures_by_part` together, in four queries; more only where something has changed since."""
    day = on or clock.today()
    below = next((SUMMED_LEVELS[level] for level in _below(Level(area.level)) if level in SUMMED_LEVELS), None)
    column = below or "county"
    sums = {name: Sum(name) for name in ADDED}
    times = {"t_oldest_visit": Min("t_oldest_visit"), "t_latest_period": Max("t_latest_period")}
    rows = {
        row[column]: row for row in sums_within(area.path).order_by(column).values(column).annotate(**{**sums, **times})
    }
    visited = dict(
        CurrentFile.objects.filter(lying_in(area), last_visit_at__gte=_since(area, day))
        .order_by()
        .values_list(column)
        .annotate(Count("household"))
    )
    for code, row in rows.items():
        row["n_visited"] = visited.get(code, 0)
    parts = {code: _figures(code, row, day) for code, row in rows.items()} if below else {}
    return _figures(area.code, _together(list(rows.values())), day), parts


def parts_of(area: Area) -> list[Area]:
    """The areas one level below, in the order of their codes."""
    return list(Area.objects.filter(parent=area).order_by("code"))


def _below(level: Level) -> list[Level]:
    levels = list(Level)
    return levels[levels.index(level) + 1 :]


def _since(area: Area, day: date) -> datetime:
    """The moment since when a visit counts as coverage."""
    days = parameter("visit_coverage_days", area_codes=area.codes, on=day).value
    return datetime(day.year, day.month, day.day, tzinfo=clock.PLACE) - timedelta(days=days)


def _together(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The sums of several parts as one."""

    def known(name: str) -> list[Any]:
        return [row[name] for row in rows if row[name] is not None]

    return {
        **{name: sum(row[name] for row in rows) for name in (*ADDED, "n_visited")},
        "t_oldest_visit": min(known("t_oldest_visit"), default=None),
        "t_latest_period": max(known("t_latest_period"), default=None),
    }


def _figures(code: str, row: dict[str, Any], on: date) -> AreaFigures:
    heads = row["s_heads"]
    per_head = {name: divided(row[name], heads) if heads else None for name in ("s_claimed", "s_low", "s_high")}
    oldest = row["t_oldest_visit"]
    method = Tally(
        name=Respect.METHOD,
        possible=row["n_account"],
        asked=row["n_looked"],
        recognised=row["n_method_recognised"],
        unsettled=row["n_method_unsettled"],
    )
    emotion = Tally(
        name=Respect.EMOTION,
        possible=row["s_visits"],
        asked=row["s_visits_asked"],
        recognised=row["s_visits_sat"],
        unsettled=row["s_visits_unsettled"],
    )
    return AreaFigures(
        code=code,
        households=row["n_households"],
        people=row["s_people"],
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
        lines=row["s_lines"],
        lines_contested=row["s_contested"],
        lines_unanswered=row["s_unanswered"],
        lines_own_word=row["s_own"],
        without_helper=row["n_helperless"],
        visited=row["n_visited"],
        never_visited=row["n_never"],
        latest_period=row["t_latest_period"],
        longest_unvisited_days=(on - oldest.astimezone(clock.PLACE).date()).days if oldest else None,
        recognitions={
            Respect.GOAL: Tally(name=Respect.GOAL),
            Respect.METHOD: method,
            Respect.EMOTION: emotion,
            Respect.INTEREST: Tally(name=Respect.INTEREST),
        },
    )
