"""How far the chances could have been trusted: each latest account foretold from those before it, by what others showed.

Compared with saying that nothing changes, with saying the same of all that are alike, and with the same of all that are alike
and stood on the same side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy
from scipy import stats

from xinlu.assessment.last_ten_li.chances import chances
from xinlu.assessment.last_ten_li.history import Flags, Histories, Numbers
from xinlu.assessment.last_ten_li.movement import FEWEST, learned
from xinlu.kernel.errors import Refusal

FOLDS = 10
BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Households of like chance: how many, their mean chance, the share that stood above the line, and its 95 % interval."""

    households: int
    chance: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """Brier scores (mean squared error of the chance, 0 the best) and calibration of chances that were foretold.

    `better_than_no_change` and `better_than_all_alike` are how much lower the score is, with two standard errors beside.
    `drift_z`: Spiegelhalter's statistic, within 2 of 0 where chances and outcomes agree (None where all are even). `is_out_of_time`: movement was
    learnt from before the latest accounts only; else from other households' accounts of the same time. `same_side`: the score
    of giving each the share above among those that were on its side of the line before.
    """

    households: int
    above: float
    brier: float
    no_change: float
    all_alike: float
    same_side: float
    better_than_no_change: tuple[float, float]
    better_than_all_alike: tuple[float, float]
    drift_z: float | None
    bins: tuple[Bin, ...]
    is_out_of_time: bool

    @property
    def bins_off(self) -> int:
        """Bins whose chance lies outside the interval of their share: one in twenty does where all is well."""
        return sum(not each.low <= each.chance <= each.high for each in self.bins)

    @property
    def is_better(self) -> bool:
        """Whether it was better than both."""
        return self.brier < min(self.no_change, self.all_alike)


def back_test(found: Histories, *, fewest: int = FEWEST) -> BackTest:
    """Foretell the latest account of every household that has two or more; Refusal where too few have.

    Where enough households have two accounts before the latest, movement is learnt from those; else it is learnt from all
    accounts of nine tenths of the households and held against the other tenth, ten times over. Brier 1950 (Monthly Weather
    Review 78, 1-3); Spiegelhalter 1986 (Statistics in Medicine 5, 421-433); intervals of shares by Clopper and Pearson 1934.
    """
    held = found.of(found.own >= 2)
    known = held.without_latest()
    outcome = held.heights[:, -1] >= 0
    days = held.years[:, -1]
    was = known.heights[:, -1] >= 0
    told, alike, sided = (numpy.empty(len(outcome)) for _ in range(3))
    try:
        learned(known, fewest=fewest)
        is_out_of_time = True
    except Refusal:
        is_out_of_time = False
    if is_out_of_time:
        told[:] = chances(known, by=days, fewest=fewest).chance
        alike[:] = _shares(known, was)[known.group]
        earlier = known.of(known.own >= 2)
        sided[:] = _by_side(earlier.heights[:, -2] >= 0, earlier.heights[:, -1] >= 0, was)
    else:
        fold = numpy.arange(len(outcome)) % FOLDS
        for number in range(FOLDS):
            others, these = held.of(fold != number), fold == number
            told[these] = chances(known.of(these), by=days[these], like=others, fewest=fewest).chance
            alike[these] = _shares(others, outcome[~these])[held.group[these]]
            sided[these] = _by_side(was[~these], outcome[~these], was[these])
    return _scored(told, outcome, was=was, alike=alike, sided=sided, is_out_of_time=is_out_of_time)


def _by_side(before: Flags, after: Flags, now: Flags) -> Numbers:
    """The share that stood above afterwards among those who were on the same side before; half where nobody was."""
    above, below = (float(after[before == side].mean()) if (before == side).any() else 0.5 for side in (True, False))
    return numpy.asarray(numpy.where(now, above, below))


def _shares(of: Histories, above: Flags) -> Numbers:
    """The share above the line in each group; of all where a group has nobody."""
    counts = numpy.bincount(of.group, minlength=of.groups)
    sums = numpy.bincount(of.group, weights=above.astype(float), minlength=of.groups)
    return numpy.asarray(numpy.where(counts > 0, sums / counts.clip(1), above.mean()))


def _scored(
    told: Numbers, outcome: Flags, *, was: Flags, alike: Numbers, sided: Numbers, is_out_of_time: bool
) -> BackTest:
    happened = outcome.astype(float)
    ours, theirs, all_alike, same_side = ((each - happened) ** 2 for each in (told, was.astype(float), alike, sided))
    expected = ((1 - 2 * told) ** 2 * told * (1 - told)).sum()
    return BackTest(
        households=len(told),
        above=float(happened.mean()),
        brier=float(ours.mean()),
        no_change=float(theirs.mean()),
        all_alike=float(all_alike.mean()),
        same_side=float(same_side.mean()),
        better_than_no_change=_better(theirs - ours),
        better_than_all_alike=_better(all_alike - ours),
        drift_z=float(((happened - told) * (1 - 2 * told)).sum() / numpy.sqrt(expected)) if expected > 0 else None,
        bins=tuple(_bin(told[rows], happened[rows]) for rows in numpy.array_split(numpy.argsort(told), BINS)),
        is_out_of_time=is_out_of_time,
    )


def _better(differences: Any) -> tuple[float, float]:
    return float(differences.mean()), float(2 * differences.std(ddof=1) / numpy.sqrt(len(differences)))


def _bin(told: Numbers, happened: Numbers) -> Bin:
    hits, of = float(happened.sum()), len(happened)
    low = float(stats.beta.ppf(0.025, hits, of - hits + 1)) if hits > 0 else 0.0
    high = float(stats.beta.ppf(0.975, hits + 1, of - hits)) if hits < of else 1.0
    return Bin(households=of, chance=float(told.mean()), share=hits / of, low=low, high=high)
