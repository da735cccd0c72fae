"""Made-up households whose way of moving is known: level, drift and what passes are drawn, so that every true chance is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy
from scipy import stats

from xinlu.assessment.last_ten_li.history import Histories, histories, ratio_at

OWN, DRIFT, PASSING, PACE = 0.30, 0.02, 0.08, 0.05
LEVELS = (-0.6, -0.2, 0.3)


@dataclass(frozen=True)
class Made:
    """Histories of years 0 to `dates` - 1, and of the year `dates`: the true chance given all that is true, and what came."""

    past: Histories
    by: float
    true_chance: Any
    came_above: Any


def made(*, households: int, dates: int, seed: int, shown: Any = None) -> Made:
    """`shown`: how many of the dates each household has accounts of, the latest; all, left out."""
    dice = numpy.random.default_rng(seed)
    group = dice.integers(0, len(LEVELS), households)
    level = numpy.array(LEVELS)[group] + dice.normal(0, OWN**0.5, households)
    steps = dice.normal(0, DRIFT**0.5, (households, dates + 1))
    steps[:, 0] = 0
    lasting = level[:, None] + PACE * numpy.arange(dates + 1) + numpy.cumsum(steps, axis=1)
    heights = lasting + dice.normal(0, PASSING**0.5, lasting.shape)
    has = numpy.full(households, dates) if shown is None else shown
    rows, columns = numpy.nonzero(numpy.arange(dates)[None, :] >= dates - has[:, None])
    known = heights[rows, columns]
    none = numpy.flatnonzero(has == 0)
    past = histories(
        numpy.r_[rows, none],
        numpy.r_[columns.astype(float), numpy.full(len(none), numpy.nan)],
        numpy.r_[ratio_at(known), numpy.full(len(none), numpy.nan)],
        group=numpy.r_[group[rows], group[none]],
    )
    true = stats.norm.cdf((lasting[:, dates - 1] + PACE) / (DRIFT + PASSING) ** 0.5)
    return Made(past, float(dates), true, heights[:, dates] >= 0)
