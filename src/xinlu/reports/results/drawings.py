"""The charts of results: which points each draws, and the drawing, made once for the same points and language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from xinlu import charts
from xinlu.reports.results.selectors import AreaResults

KEPT = 256
"""Drawings that a process keeps: some tens of kilobytes each."""


@dataclass(frozen=True)
class Chart:
    """What a chart is drawn by, and the points of an area's results that it draws; without points there is none."""

    draw: Callable[..., str]
    points: Callable[[AreaResults], Sequence[Any]]


def drawing(name: str, found: AreaResults, *, language: str) -> str | None:
    """The chart as SVG in "zh" or "en"; None where there is no such chart, or nothing to draw."""
    chart = CHARTS.get(name)
    points = tuple(chart.points(found)) if chart else ()
    return _drawn(name, points, "zh" if language.startswith("zh") else "en") if points else None


@lru_cache(maxsize=KEPT)
def _drawn(name: str, points: tuple[Any, ...], language: str) -> str:
    return CHARTS[name].draw(points, language=language)


def _incomes(found: AreaResults) -> Sequence[charts.IncomeAt]:
    return [
        charts.IncomeAt(
            day=each.day,
            claimed_fen=each.claimed_fen,
            recognised_low_fen=each.low_fen,
            recognised_high_fen=each.high_fen,
            line_fen=each.line_fen,
        )
        for each in found.series
    ]


def _sides(found: AreaResults) -> Sequence[charts.SidesAt]:
    return [
        charts.SidesAt(
            day=each.day,
            claimed_above=each.claimed_above,
            claimed_below=each.claimed_below,
            recognised_above=each.above,
            recognised_below=each.below,
            recognised_unanswered=each.unanswered,
        )
        for each in found.series
    ]


def _costs(found: AreaResults) -> Sequence[charts.CostAt]:
    points = found.costs["points"] if found.costs else []
    return [charts.CostAt(households=each[0], spent_fen=each[1], next_fen=each[2]) for each in points]


def _bins(found: AreaResults) -> Sequence[charts.Bin]:
    bins = found.reckoning.tried["bins"] if found.reckoning.tried else []
    return [charts.Bin(said=each["chance"], came=each["share"], households=each["households"]) for each in bins]


CHARTS = {
    "income": Chart(charts.income_over_time, _incomes),
    "sides": Chart(charts.sides_over_time, _sides),
    "costs": Chart(charts.rising_cost, _costs),
    "calibration": Chart(charts.calibration, _bins),
}
