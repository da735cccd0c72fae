"""How the incomes of households move: what stays, what passes, what drifts, and how fast households alike rise together.

Learnt from households with two accounts and more; of one date nothing of this can be known.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy
from scipy.optimize import nnls

from xinlu.assessment.last_ten_li.history import Codes, Flags, Histories, Numbers
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

FEWEST = 30
"""Households with two accounts or more below which nothing is said: a variance of fewer is known to no better than half."""
MOST_LEARNT_FROM = 200_000
_UNKNOWN = Words(
    "只有 {n} 户有两本以上的账，不到 {least} 户，看不出收入是怎么变的，所以一户也不估。等再算一次账就可以了",
    "Only {n} households have two accounts or more, fewer than {least}: how incomes move cannot be seen, so nothing is said of "
    "any. It can be once accounts were reckoned again",
)


@dataclass(frozen=True)
class Movement:
    """Heights move as: level and pace of the group, the household's own level and pace, a drift, and what passes.

    `base` and `latest` (years) are the first and last day seen. `level` (height at base) and `pace` (height a year) are of each group; the variances
    are `own` of households' levels, `own_pace` of their paces (a year, squared), `drift` a year, `passing` of each account.
    `freedom`: degrees of freedom of Student's t, infinity for the normal curve. `learnt_from` households with two accounts.
    """

    base: float
    latest: float
    level: Numbers
    pace: Numbers
    own: float
    own_pace: float
    drift: float
    passing: float
    freedom: float
    learnt_from: int
    alike: Codes


def learned(found: Histories, *, fewest: int = FEWEST) -> Movement:
    """How these households move; Refusal where fewer than `fewest` have two accounts.

    Level and pace of groups are shrunk towards that of all by how much groups truly differ (DerSimonian and Laird 1986,
    Controlled Clinical Trials 7, 177-188, as an empirical Bayes estimate of Morris 1983, JASA 78, 47-55). The four variances
    are those whose covariances fit best the products of heights of each household, none below 0 and every household weighing
    alike: permanent and transitory income (MaCurdy 1982, Journal of Econometrics 18, 83-114) with households' own trends,
    by equally weighted minimum distance (Altonji and Segal 1996, Journal of Business and Economic Statistics 14, 353-366).
    Of fewer than three dates a pace of one's own cannot be told from drift, and is taken to be drift; and of two dates alone
    what drifts is told from what passes only by how much farther apart incomes lie on the second. The t curve's freedom is
    4 + 6 / excess kurtosis of changes.
    """
    several = found.own >= 2
    if several.sum() < fewest:
        raise Refusal("prospects.no_movement", _UNKNOWN.filled(n=int(several.sum()), least=fewest))
    stride = -(-len(found.group) // MOST_LEARNT_FROM)
    alike = numpy.bincount(found.group[found.own > 0], minlength=found.groups)
    if stride > 1:
        found = found.of(numpy.arange(0, len(found.group), stride))
        several = found.own >= 2
    base = float(numpy.nanmin(found.years))
    pace = _paces(found, several)
    since = found.years - base
    off = found.heights - pace[found.group][:, None] * since
    level = _levels(found, off)
    rest = off - level[found.group][:, None]
    own, own_pace, drift, passing = _variances(rest, since)
    return Movement(
        base=base,
        latest=float(numpy.nanmax(found.years)),
        level=level,
        pace=pace,
        own=own,
        own_pace=own_pace,
        drift=drift,
        passing=passing,
        freedom=_freedom(rest, since, own_pace=own_pace, drift=drift, passing=passing),
        learnt_from=int(several.sum()),
        alike=alike,
    )


def _paces(found: Histories, several: Flags) -> Numbers:
    """Height a year of each group, from households' own changes alone: who joins or leaves the file changes none."""
    rows = found.of(several)
    first = numpy.argmax(numpy.isfinite(rows.heights), axis=1)
    at = numpy.arange(len(first))
    gap = rows.years[:, -1] - rows.years[at, first]
    change = rows.heights[:, -1] - rows.heights[at, first]

    def of(weights: Numbers) -> Numbers:
        return numpy.asarray(numpy.bincount(rows.group, weights=weights, minlength=found.groups), dtype=float)

    squares = of(gap**2)
    everywhere = float((gap * change).sum() / (gap**2).sum())
    with numpy.errstate(invalid="ignore", divide="ignore"):
        each = of(gap * change) / squares
        errors = of((gap * (change - each[rows.group] * gap)) ** 2) / squares**2
    return shrunk(each, errors, counts=of(numpy.ones(len(gap))), whole=everywhere)


def _levels(found: Histories, off: Numbers) -> Numbers:
    """The level of each group at the base: the mean of households' means."""
    has = found.own > 0
    group, means = found.group[has], numpy.nanmean(off[has], axis=1)
    counts = numpy.bincount(group, minlength=found.groups).astype(float)
    with numpy.errstate(invalid="ignore", divide="ignore"):
        each = numpy.bincount(group, weights=means, minlength=found.groups) / counts
        errors = numpy.bincount(group, weights=(means - each[group]) ** 2, minlength=found.groups) / counts**2
    return shrunk(each, errors, counts=counts, whole=float(means.mean()))


def shrunk(each: Numbers, errors: Numbers, *, counts: Numbers, whole: float) -> Numbers:
    """Groups' values drawn towards the whole by their squared errors; groups of fewer than three households are the whole."""
    usable = (counts >= 3) & (errors > 0)
    made = numpy.full(len(each), whole)
    if usable.sum() < 2:
        return made
    weights = 1 / errors[usable]
    middle = (weights * each[usable]).sum() / weights.sum()
    spread = (weights * (each[usable] - middle) ** 2).sum() - (usable.sum() - 1)
    between = max(0.0, spread / (weights.sum() - (weights**2).sum() / weights.sum()))
    made[:] = middle
    made[usable] = middle + (each[usable] - middle) * between / (between + errors[usable])
    return made


def _variances(rest: Numbers, since: Numbers) -> tuple[float, float, float, float]:
    """Of own level, own pace, drift and what passes; by products of every two accounts of a household, each with itself too."""
    width = rest.shape[1]
    pairs = [(i, j) for i in range(width) for j in range(i, width)]
    has = numpy.isfinite(rest)
    each = (has.sum(axis=1) * (has.sum(axis=1) + 1) / 2).clip(1)
    normal, aim = numpy.zeros((4, 4)), numpy.zeros(4)
    for i, j in pairs:
        both = has[:, i] & has[:, j]
        early, late, weight = since[both, i], since[both, j], 1 / each[both]
        terms = numpy.stack([numpy.ones(len(early)), early * late, early, numpy.full(len(early), float(i == j))])
        normal += (terms * weight) @ terms.T
        aim += (terms * weight) @ (rest[both, i] * rest[both, j])
    dates = numpy.unique(numpy.round(since[has], 1))
    used = [0, 2, 3] if len(dates) < 3 else [0, 1, 2, 3]
    scale = numpy.sqrt(numpy.diag(normal)[used]).clip(1e-12)
    root = numpy.linalg.cholesky(
        normal[numpy.ix_(used, used)] / numpy.outer(scale, scale) + 1e-9 * numpy.eye(len(used))
    )
    solved, _ = nnls(root.T, numpy.linalg.solve(root, aim[used] / scale))
    found = numpy.zeros(4)
    found[used] = solved / scale
    if found[2] == found[3] == 0:
        found[3] = 1e-6  # incomes that never moved say that they do not, not that they cannot
    return float(found[0]), float(found[1]), float(found[2]), float(found[3])


def _freedom(rest: Numbers, since: Numbers, *, own_pace: float, drift: float, passing: float) -> float:
    """Of the t curve that has the kurtosis of changes between neighbouring accounts; infinity where it has no more than normal."""
    gap, change = numpy.diff(since, axis=1), numpy.diff(rest, axis=1)
    known = numpy.isfinite(change)
    spread = 2 * passing + drift * gap[known] + own_pace * gap[known] ** 2
    scaled = change[known] / numpy.sqrt(spread)
    scaled -= scaled.mean()
    square = float((scaled**2).mean())
    excess = float((scaled**4).mean()) / square**2 - 3 if square > 0 else 0.0
    return 4 + 6 / excess if excess > 0 else numpy.inf
