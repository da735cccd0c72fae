"""What an independent sample says of all: wrongly exited, missed, and four recognitions, each with an interval of its design.

The totals of villages drawn are an expression, as every measure; the estimate from those few rows is reckoned here in Python.
The four recognitions (policy, measures, exit, helper) stand side by side and are never put together into one rate.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import ibis
import numpy
from scipy import stats

from xinlu.assessment.steps import Expression, Step, counted, declared, schema_of

CONFIDENCE = 0.95
CLUSTER_TOTALS = schema_of(
    draw="string", rate="string", stratum="string", cluster="string", hit="float64", asked="float64", rows="int64"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterTotal:
    """Of one village drawn: weighted sum of those who are so, weighted sum of those asked, and how many were asked."""

    draw: str
    rate: str
    stratum: str
    cluster: str
    hit: float
    asked: float
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """An estimated share (0 to 1) with its interval; None where nobody was asked. `clusters` villages, `rows` households."""

    draw: str
    rate: str
    estimate: float | None
    low: float | None
    high: float | None
    rows: int
    clusters: int


@cache
def cluster_totals() -> Step:
    """The rows of CLUSTER_TOTALS for every rate.

    Wrongly exited: of exited households those that should not have (households). Missed: of unregistered people those of
    households that should be registered (people). Recognition: of households asked those that recognise. Source: the
    definitions of third-party assessment (DOMAIN, independent assessment).
    """
    rows = declared("checks")
    people = rows.people.cast("float64")
    made = [
        _totals(rows.filter(rows.group == "exited"), "wrongly_exited", "should_not_have_exited", ibis.literal(1.0)),
        _totals(rows.filter(rows.group == "unregistered"), "missed", "should_be_registered", people),
    ]
    made += [
        _totals(rows, f"recognises_{what}", f"recognises_{what}", ibis.literal(1.0))
        for what in ("policy", "measures", "exit", "helper")
    ]
    return Step(name="cluster_totals", made=ibis.union(*made), schema=CLUSTER_TOTALS)


def _totals(rows: Expression, rate: str, answer: str, size: Expression) -> Expression:
    weighted = rows.select("draw", "stratum", "cluster", weight=rows.weight * size, is_so=rows[answer])
    asked = weighted.filter(weighted.is_so.notnull() & weighted.weight.notnull())
    sums = asked.group_by("draw", "stratum", "cluster").agg(
        hit=ibis.cases((asked.is_so, asked.weight), else_=0.0).sum(),
        asked=asked.weight.sum(),
        rows=counted(asked.is_so.notnull()),
    )
    return sums.mutate(rate=ibis.literal(rate)).select(list(CLUSTER_TOTALS))


def rates(totals: Iterable[ClusterTotal], *, confidence: float = CONFIDENCE) -> list[Rate]:
    """The estimate of every draw and rate, in the order of their names."""
    sorted_out: dict[tuple[str, str], list[ClusterTotal]] = defaultdict(list)
    for each in totals:
        sorted_out[each.draw, each.rate].append(each)
    return [rate_of(found, confidence=confidence) for _, found in sorted(sorted_out.items())]


def rate_of(totals: Sequence[ClusterTotal], *, confidence: float = CONFIDENCE) -> Rate:
    """The ratio estimate of one rate over strata and villages drawn within them, with its interval; ValueError without any.

    Ratio: Hajek. Variance: linearised, villages as drawn with replacement within strata (Cochran 1977, ch. 6 and 11; a
    stratum of one village is set against the mean of all). Interval: Korn and Graubard 1998 (Survey Methodology 24),
    Clopper and Pearson's on the effective number asked, which holds also where nobody or everybody is so.
    """
    if not totals:
        raise ValueError("a rate needs at least one village")
    rows, asked = sum(each.rows for each in totals), sum(each.asked for each in totals)
    known = {"draw": totals[0].draw, "rate": totals[0].rate}
    if not rows or asked <= 0:
        return Rate(**known, estimate=None, low=None, high=None, rows=rows, clusters=len(totals))
    share = sum(each.hit for each in totals) / asked
    variance, freedom = _variance(totals, share=share, asked=asked)
    effective = min(rows, share * (1 - share) / variance) if variance > 0 and 0 < share < 1 else float(rows)
    if freedom > 0 and rows > 1:
        tail = (1 + confidence) / 2
        effective = min(rows, effective * (stats.t.ppf(tail, rows - 1) / stats.t.ppf(tail, freedom)) ** 2)
    low, high = _exact(share * effective, effective, confidence)
    return Rate(**known, estimate=share, low=low, high=high, rows=rows, clusters=len(totals))


def _variance(totals: Sequence[ClusterTotal], *, share: float, asked: float) -> tuple[float, int]:
    """The linearised variance of the ratio, and its degrees of freedom: villages less strata."""
    residuals: dict[str, list[float]] = defaultdict(list)
    for each in totals:
        residuals[each.stratum].append((each.hit - share * each.asked) / asked)
    everyone = float(numpy.mean([value for values in residuals.values() for value in values]))
    variance = 0.0
    for values in residuals.values():
        if len(values) == 1:
            variance += (values[0] - everyone) ** 2
            continue
        off = numpy.asarray(values) - numpy.mean(values)
        variance += len(values) / (len(values) - 1) * float((off**2).sum())
    return variance, len(totals) - len(residuals)


def _exact(hits: float, of: float, confidence: float) -> tuple[float, float]:
    tail = (1 - confidence) / 2
    low = float(stats.beta.ppf(tail, hits, of - hits + 1)) if hits > 0 else 0.0
    high = float(stats.beta.ppf(1 - tail, hits + 1, of - hits)) if hits < of else 1.0
    return low, high
