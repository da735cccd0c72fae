"""What each gap to the line costs to close, and how the cost rises towards the last households.

Two costs stand side by side and are never added: what is missing each year, and what help of the kind that households said
helped them has cost, once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy

from xinlu.assessment.last_ten_li.history import Codes, Numbers
from xinlu.assessment.measures.income import OWN_WORD

LAST = 0.1
"""The last ten of a hundred li."""


def gaps(income: Numbers, *, line: Numbers | float, people: Numbers | float = 1.0) -> Numbers:
    """What each household is short of the line in a year: (line - income a head) x people, 0 on the line and above.

    NaN where income, line or people is not known. An income below 0 is short of more than the line.
    """
    return numpy.asarray((line - income).clip(min=0) * people)


@dataclass(frozen=True)
class Curve:
    """Households that cost anything, the cheapest first: the cost of each, and households and costs added up to it.

    `rows` are their places in what was given. `households` counts survey weights where there are any.
    """

    rows: Codes
    costs: Numbers
    households: Numbers
    spent: Numbers

    @property
    def total(self) -> float:
        """What closing all gaps costs."""
        return float(self.spent[-1]) if len(self.spent) else 0.0

    @property
    def count(self) -> float:
        """How many households cost anything."""
        return float(self.households[-1]) if len(self.households) else 0.0

    def share_of_last(self, last: float = LAST) -> float | None:
        """The share of all costs that the dearest `last` of the households take; None where nothing is to be paid.

        That is 1 less the Lorenz curve of costs at 1 - last, a household divided where the bound falls within it.
        """
        if not self.total:
            return None
        upto = numpy.interp((1 - last) * self.count, *self._from_nothing())
        return 1 - float(upto) / self.total

    def last_that_cost(self, share: float = 0.5) -> float | None:
        """The share of households, counted from the dearest, that take `share` of all costs; None where nothing is to be paid."""
        if not self.total:
            return None
        households, spent = self._from_nothing()
        return 1 - float(numpy.interp((1 - share) * self.total, spent, households)) / self.count

    def points(self, number: int = 10) -> list[tuple[float, float, float]]:
        """So many equal steps along the households: how many until there, what they cost together, what the next one costs."""
        if not self.total:
            return []
        steps = numpy.linspace(0, self.count, number + 1)[1:]
        spent = numpy.interp(steps, *self._from_nothing())
        next_ = self.costs[numpy.searchsorted(self.households, steps - 1e-9 * self.count).clip(max=len(self.costs) - 1)]
        return [tuple(map(float, each)) for each in zip(steps, spent, next_, strict=True)]  # type: ignore[misc]

    def _from_nothing(self) -> tuple[Numbers, Numbers]:
        return numpy.concatenate([[0.0], self.households]), numpy.concatenate([[0.0], self.spent])


def cost_curve(costs: Numbers, *, weight: Numbers | None = None) -> Curve:
    """The rising curve of these costs, one a household; those that are 0 or not known stand on no curve."""
    weights = numpy.ones(len(costs)) if weight is None else weight
    rows = numpy.flatnonzero((costs > 0) & (weights > 0))
    rows = rows[numpy.argsort(costs[rows], kind="stable")]
    households = numpy.cumsum(weights[rows])
    return Curve(rows=rows, costs=costs[rows], households=households, spent=numpy.cumsum(costs[rows] * weights[rows]))


def curves_by_area(costs: Numbers, area: Sequence[Any], *, weight: Numbers | None = None) -> dict[Any, Curve]:
    """A curve for each area, in the order in which areas first come; `rows` are places in what was given."""
    places: dict[Any, list[int]] = {}
    for row, name in enumerate(area):
        places.setdefault(name, []).append(row)
    found = {}
    for name, several in places.items():
        rows = numpy.array(several)
        curve = cost_curve(costs[rows], weight=None if weight is None else weight[rows])
        found[name] = Curve(rows[curve.rows], curve.costs, curve.households, curve.spent)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Works:
    """Of one kind of measure against one cause: how many households said whether it helped, how many that it did, and its price.

    `per_helped`: what was spent on all that answered, for each that was helped; None where nobody was.
    """

    cause: str
    kind: str
    asked: int
    helped: int
    spent: float
    per_helped: float | None


def what_works(
    *, cause: Sequence[str | None], kind: Sequence[str], cost: Numbers, helped: Sequence[bool | None], grade: Codes
) -> list[Works]:
    """What measures brought by households' own word (grade E2 and up), one row a measure as the declared table has it.

    Measures that failed are paid for by those that helped. Rows without a cause, a cost or an answer count nowhere.
    """
    found: dict[tuple[str, str], list[float]] = {}
    for its_cause, its_kind, spent, did_help, its_grade in zip(cause, kind, cost, helped, grade, strict=True):
        if its_cause is None or did_help is None or numpy.isnan(spent) or its_grade < OWN_WORD:
            continue
        sums = found.setdefault((its_cause, its_kind), [0, 0, 0.0])
        sums[0] += 1
        sums[1] += did_help
        sums[2] += float(spent)
    return [
        Works(
            cause=its_cause,
            kind=its_kind,
            asked=int(asked),
            helped=int(hits),
            spent=spent,
            per_helped=spent / hits if hits else None,
        )
        for (its_cause, its_kind), (asked, hits, spent) in sorted(found.items())
    ]


def prices(works: Sequence[Works], *, fewest: int) -> Mapping[str, Works]:
    """The kind with the lowest price against each cause, among those that `fewest` households or more have judged."""
    cheapest: dict[str, Works] = {}
    for each in works:
        if each.asked >= fewest and each.per_helped is not None:
            so_far = cheapest.get(each.cause)
            if so_far is None or each.per_helped < (so_far.per_helped or 0.0):
                cheapest[each.cause] = each
    return cheapest
