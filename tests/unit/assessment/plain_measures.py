"""The measures once more, in plain Python over single people: slow, obvious, and written from the definitions alone."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import exp, log

Person = tuple[float, Fraction]
"""Income and weight."""


def quantile(people: Sequence[Person], share: Fraction) -> float:
    """laeken's: the first value whose share of weight reaches p; where it meets p, the mean with the next."""
    ordered = sorted(people)
    total = sum(weight for _, weight in ordered)
    running = Fraction(0)
    for place, (income, weight) in enumerate(ordered):
        running += weight
        if running == share * total:
            return (income + ordered[place + 1][0]) / 2
        if running > share * total:
            return income
    raise AssertionError("a share within 0 and 1 is reached")


def total(people: Sequence[Person]) -> float:
    return float(sum(weight for _, weight in people))


def mean(people: Sequence[Person]) -> float:
    return sum(income * float(weight) for income, weight in people) / total(people)


def fgt(people: Sequence[Person], line: float, power: int) -> float:
    return sum(float(w) * ((line - y) / line) ** power for y, w in people if y < line) / total(people)


def watts(people: Sequence[Person], line: float) -> float | None:
    able = [(y, w) for y, w in people if y > 0]
    return sum(float(w) * log(line / y) for y, w in able if y < line) / total(able) if able else None


def median_gap(people: Sequence[Person], line: float) -> float | None:
    poor = [(y, w) for y, w in people if y < line]
    return (line - quantile(poor, Fraction(1, 2))) / line if poor else None


def gini(people: Sequence[Person]) -> float | None:
    """Half the mean distance of all pairs over the mean."""
    average = mean(people)
    if average <= 0:
        return None
    apart = sum(float(v * w) * abs(x - y) for x, v in people for y, w in people)
    return apart / (2 * total(people) ** 2 * average)


def theil(people: Sequence[Person]) -> float | None:
    able = [(y, w) for y, w in people if y > 0]
    if not able:
        return None
    average = mean(able)
    return sum(float(w) * y / average * log(y / average) for y, w in able) / total(able)


def mean_log_deviation(people: Sequence[Person]) -> float | None:
    able = [(y, w) for y, w in people if y > 0]
    return sum(float(w) * log(mean(able) / y) for y, w in able) / total(able) if able else None


def atkinson(people: Sequence[Person], aversion: float) -> float | None:
    able = [(y, w) for y, w in people if y > 0]
    if not able:
        return None
    if aversion == 1:
        equal = exp(sum(float(w) * log(y) for y, w in able) / total(able))
    else:
        power = 1 - aversion
        equal = (sum(float(w) * y**power for y, w in able) / total(able)) ** (1 / power)
    return 1 - equal / mean(able)


def quintile_share_ratio(people: Sequence[Person]) -> float | None:
    first, fourth = quantile(people, Fraction(1, 5)), quantile(people, Fraction(4, 5))
    high = sum(float(w) * y for y, w in people if y > fourth)
    low = sum(float(w) * y for y, w in people if y <= first)
    return high / low if low > 0 and any(y > fourth for y, _ in people) else None
