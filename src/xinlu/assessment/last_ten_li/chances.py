"""The chance of each household to stand above the line on a day, with an interval, from its own accounts and those like it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import numpy
from scipy import stats

from xinlu.assessment.last_ten_li.history import Histories, Numbers, ratio_at
from xinlu.assessment.last_ten_li.movement import FEWEST, Movement, learned
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

CONFIDENCE = 0.9
UNLIKELY, LIKELY = 0.25, 0.75
"""Where an interval reaches beyond both, it cannot even be said whether the household will rather make it or not."""
BLOCKS = 10
_AT_ONCE = 100_000


class Basis(StrEnum):
    """What a chance rests on."""

    OWN = "own accounts"
    FEW_OWN = "few own accounts"
    ALIKE = "households alike"
    TOO_LITTLE = "too little is known"


BASES: Mapping[Basis, Words] = MappingProxyType(
    {
        Basis.OWN: Words("主要看它自己这几年的账", "Rests mainly on its own accounts"),
        Basis.FEW_OWN: Words(
            "它自己的账少，还要看和它差不多的户", "Few accounts of its own; households like it are looked at too"
        ),
        Basis.ALIKE: Words(
            "它自己一本账也没有，只看和它差不多的户", "No account of its own; households like it alone are looked at"
        ),
        Basis.TOO_LITTLE: Words(
            "知道得太少，说不准，先去把账算清楚", "Too little is known to say; go and reckon the account first"
        ),
    }
)


@dataclass(frozen=True)
class Chances:
    """Of each household: `chance` between `low` and `high` (0 to 1, neither ever reached), and what they rest on.

    `ratio` is the likely income of that day over the line (the median); `own` accounts of its own, `alike` households like it
    that have an account; `basis` a Basis each.
    """

    chance: Numbers
    low: Numbers
    high: Numbers
    ratio: Numbers
    own: Any
    alike: Any
    basis: Any


def chances(found: Histories, *, by: Numbers | float, like: Histories | None = None, fewest: int = FEWEST) -> Chances:
    """The chance that an account reckoned on the day `by` (years, one or each its own) stands on the line or above.

    How households move is learnt from `like` (the same households, where left out); Refusal where fewer than `fewest` of them
    have two accounts. In words for a clerk: where its accounts stand beside those of households like it, drawn the more to
    these the fewer and the less steady its own are; carried on to the day at its pace; and round it as wide a spread as such
    households were seen to move.

    Formula: with z the heights of its accounts on days s and t, the mean of its group m, and the covariances
    K(s, t) = own + own_pace s t + drift min(s, t) + passing [s = t], the best linear prediction is m(by) + k' inverse(K)
    (z - m) (Henderson 1975, Biometrics 31, 423-447; Robinson 1991, Statistical Science 6, 15-32). Its error has two parts:
    what is not known of the household as it stood on the latest day of all accounts (its own covariance less k' inverse(K) k,
    and the error of the movement itself, by a jackknife over tenths of the households: Quenouille 1956, Biometrika 43,
    353-360), and what the time from there will bring. The chance is of both
    together; low and high are the chance at either end of what is not known (nine times in ten), so that they come closer with
    every account. No chance is nearer to 0 or 1 than one household among all that were learnt from and two more (Laplace).
    """
    source = found if like is None else like
    movement = learned(source, fewest=fewest)
    days = numpy.broadcast_to(numpy.asarray(by, dtype=float), found.group.shape)
    middle, unknown, coming = _predicted(found, days, movement)
    replicates = _replicates(source, fewest=fewest)
    if replicates:
        means = [_predicted(found, days, each)[0] for each in replicates]
        centre = sum(means) / len(means)
        unknown = unknown + (len(means) - 1) / len(means) * sum((each - centre) ** 2 for each in means)
    reach = float(stats.norm.ppf((1 + CONFIDENCE) / 2)) * numpy.sqrt(unknown)
    least = 1 / (movement.learnt_from + 2)

    def above(height: Numbers, variance: Numbers) -> Numbers:
        return numpy.asarray(_below(height / _scale(variance, movement), movement).clip(least, 1 - least))

    low, high = above(middle - reach, coming), above(middle + reach, coming)
    chance = above(middle, unknown + coming).clip(low, high)
    return Chances(
        chance=chance,
        low=low,
        high=high,
        ratio=ratio_at(middle),
        own=found.own,
        alike=movement.alike[found.group],
        basis=_bases(found, low, high),
    )


def _below(scaled: Numbers, movement: Movement) -> Numbers:
    if numpy.isinf(movement.freedom):
        return numpy.asarray(stats.norm.cdf(scaled))
    return numpy.asarray(stats.t.cdf(scaled, movement.freedom))


def _scale(variance: Numbers, movement: Movement) -> Numbers:
    """The scale of the curve that has this variance; a curve of t is wider than its scale."""
    if numpy.isinf(movement.freedom):
        return numpy.asarray(numpy.sqrt(variance))
    return numpy.asarray(numpy.sqrt(variance * (movement.freedom - 2) / movement.freedom))


def _bases(found: Histories, low: Numbers, high: Numbers) -> Any:
    told = numpy.full(len(low), Basis.OWN, dtype=object)
    told[found.own < 3] = Basis.FEW_OWN
    told[found.own == 0] = Basis.ALIKE
    told[(low < UNLIKELY) & (high > LIKELY)] = Basis.TOO_LITTLE
    return told


def _replicates(source: Histories, *, fewest: int) -> list[Movement]:
    """The movement without each tenth of the households in turn; none where too few are left to learn from."""
    block = numpy.arange(len(source.group)) % BLOCKS
    try:
        parts = [learned(source.of(block != number), fewest=fewest) for number in range(BLOCKS)]
    except Refusal:
        return []
    return parts


def _predicted(found: Histories, days: Numbers, movement: Movement) -> tuple[Numbers, Numbers, Numbers]:
    """Of each household on its day: the height, the variance of what is not known of it, and that of what is to come."""
    number = len(found.group)
    middle, unknown, coming = numpy.empty(number), numpy.empty(number), numpy.empty(number)
    own = found.own
    width = found.heights.shape[1]
    for count in range(width + 1):
        having = numpy.flatnonzero(own == count)
        for start in range(0, len(having), _AT_ONCE):
            rows = having[start : start + _AT_ONCE]
            middle[rows], unknown[rows], coming[rows] = _of_count(found, days, movement, rows, count)
    return middle, unknown, coming


def _of_count(
    found: Histories, days: Numbers, movement: Movement, rows: Any, count: int
) -> tuple[Numbers, Numbers, Numbers]:
    group, then = found.group[rows], days[rows] - movement.base
    level, pace = movement.level[group], movement.pace[group]
    middle = level + pace * then
    today = numpy.minimum(movement.latest - movement.base, then).clip(0)
    prior = movement.own + movement.own_pace * then**2 + movement.drift * today
    coming = movement.drift * (then - today).clip(0) + movement.passing
    if count == 0:
        return middle, prior, coming
    since = found.years[rows, -count:] - movement.base
    off = found.heights[rows, -count:] - level[:, None] - pace[:, None] * since
    early = numpy.minimum(since[:, :, None], since[:, None, :])
    between = movement.own + movement.own_pace * since[:, :, None] * since[:, None, :] + movement.drift * early.clip(0)
    between += movement.passing * numpy.eye(count)
    towards = movement.own + movement.own_pace * then[:, None] * since
    towards += movement.drift * numpy.minimum(since, then[:, None]).clip(0)
    weights = numpy.linalg.solve(between + 1e-12 * numpy.eye(count), towards[:, :, None])[:, :, 0]
    unknown = (prior - (weights * towards).sum(axis=1)).clip(0)
    return middle + (weights * off).sum(axis=1), unknown, coming
