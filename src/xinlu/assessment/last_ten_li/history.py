"""The dated income accounts of households as arrays: what every household brings to its own forecast.

Incomes are held against the line of their own day, so that 1 is on the line whatever year it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

Numbers = numpy.ndarray[Any, numpy.dtype[numpy.float64]]
Codes = numpy.ndarray[Any, numpy.dtype[numpy.int64]]
Flags = numpy.ndarray[Any, numpy.dtype[numpy.bool_]]
MOST = 8
"""Accounts of a household that are used, the latest: what lies before tells next to nothing beside them."""
_TWICE = Words(
    "{household} 这户在同一天（{day}）有两本账，留下作数的那一本",
    "Household {household} has two accounts of the same day ({day}); keep the one that holds",
)


BEND = 0.1
"""Of the line: well above it a change is felt in per cent, below it in yuan."""


def height(ratio: Numbers) -> Numbers:
    """How high an income stands, from its ratio to the line: 0 on the line, nearly its logarithm above BEND, defined at 0 and below.

    asinh(ratio / 2 BEND) less its value on the line: the inverse hyperbolic sine of Burbidge, Magee and Robb 1988 (Journal of
    the American Statistical Association 83, 123-127). An account can come to nothing or less, where a logarithm says nothing.
    """
    return numpy.asarray(numpy.arcsinh(ratio / (2 * BEND)) - numpy.arcsinh(1 / (2 * BEND)))


def ratio_at(heights: Numbers) -> Numbers:
    """The ratio to the line of a height."""
    return numpy.asarray(2 * BEND * numpy.sinh(heights + numpy.arcsinh(1 / (2 * BEND))))


@dataclass(frozen=True)
class Histories:
    """Of n households: `heights` and `years`, n x k, the latest account in the last column and NaN where there is none.

    `group` numbers those that are alike, 0 to `groups` - 1.
    """

    heights: Numbers
    years: Numbers
    group: Codes
    groups: int

    @property
    def own(self) -> Codes:
        """How many accounts each household has."""
        return numpy.asarray(numpy.isfinite(self.heights).sum(axis=1))

    def of(self, chosen: Flags | Codes) -> Histories:
        """These households only."""
        return replace(self, heights=self.heights[chosen], years=self.years[chosen], group=self.group[chosen])

    def without_latest(self) -> Histories:
        """What was known before the latest account of each."""
        gap = numpy.full((len(self.group), 1), numpy.nan)
        return replace(
            self,
            heights=numpy.hstack([gap, self.heights[:, :-1]]),
            years=numpy.hstack([gap, self.years[:, :-1]]),
        )


def histories(
    household: Codes, years: Numbers, ratio: Numbers, *, group: Codes | None = None, names: Sequence[Any] | None = None
) -> Histories:
    """Histories of households 0 to n - 1 from one row an account: whose, when (in years), income over the line of that day.

    A row without a day or income tells of the household, and of no account. A household is alike with those of the group in
    its latest row. Refusal for two accounts of one household and day; `names` are what it is called there.
    """
    number = int(household.max()) + 1 if len(household) else 0
    groups = numpy.zeros(len(household), dtype=numpy.int64) if group is None else group
    is_account = numpy.isfinite(years) & numpy.isfinite(ratio)
    order = numpy.lexsort((numpy.where(is_account, years, -numpy.inf), household))
    household, groups, is_account = household[order], groups[order], is_account[order]
    years, ratio = years[order], ratio[order]
    same = (household[1:] == household[:-1]) & (years[1:] == years[:-1]) & is_account[1:] & is_account[:-1]
    if same.any():
        at = int(numpy.flatnonzero(same)[0])
        name = names[household[at]] if names is not None else household[at]
        raise Refusal("prospects.twice", _TWICE.filled(household=name, day=_day(float(years[at]))))
    ends = numpy.searchsorted(household, numpy.arange(number), side="right")
    back = ends[household] - 1 - numpy.arange(len(household))
    kept = is_account & (back < MOST)
    width = int(back[kept].max()) + 1 if kept.any() else 1
    tall = numpy.full((number, width), numpy.nan)
    when = numpy.full((number, width), numpy.nan)
    tall[household[kept], width - 1 - back[kept]] = height(ratio[kept])
    when[household[kept], width - 1 - back[kept]] = years[kept]
    return Histories(heights=tall, years=when, group=groups[ends - 1], groups=int(groups.max(initial=0)) + 1)


def in_years(days: Any) -> Numbers:
    """Days (datetime64) as years since 1970, NaN for none; a year is 365.2425 days."""
    counted = numpy.asarray(days, dtype="datetime64[D]")
    known = ~numpy.isnat(counted)
    return numpy.where(known, counted.astype("int64").astype(float) / 365.2425, numpy.nan)


def _day(years: float) -> str:
    return str(numpy.datetime64("1970-01-01") + numpy.timedelta64(round(years * 365.2425), "D"))
