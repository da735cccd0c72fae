"""The last ten li of an assessment: each household's chance, and how the cost of closing the gaps rises, area by area.

Chances rest on what households have recognised: the low figure of accounts of which they have answered a line.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy
import pyarrow
import pyarrow.compute

from xinlu.assessment.last_ten_li.chances import LIKELY, UNLIKELY, Basis
from xinlu.assessment.last_ten_li.cost_curve import Curve, curves_by_area
from xinlu.assessment.last_ten_li.history import Numbers
from xinlu.assessment.last_ten_li.own_file import prospects
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

STEPS = 20
"""Points of a curve that are kept."""


@dataclass(frozen=True, kw_only=True)
class Foretold:
    """`rows`: of each household_no that has a chance, `chance`, `low`, `high` (0 to 1), `likely_income` (fen a head), `basis`.

    `tried` is the back-test as plain values; `why_not` says why there are no chances.
    """

    rows: Mapping[int, Mapping[str, Any]]
    tried: Mapping[str, Any] | None
    why_not: Words | None


def foretell(accounts: pyarrow.Table, *, by: date) -> Foretold:
    """The chances of every household of the account history to stand above the line on the day `by`.

    Households of the same status (column `status`) are alike. Where too little is known of all there is no chance at all.
    """
    answered = pyarrow.compute.greater(accounts["lines_answered"], 0)
    income = pyarrow.compute.if_else(answered, accounts["low_head_fen"], None)
    told = accounts.append_column("income_fen", income)
    try:
        found = prospects(
            told, household="household_no", day="period_end", income="income_fen", line="line_fen", by=by, people="heads",
            group=["status"],
        )  # fmt: skip
    except Refusal as refusal:
        return Foretold(rows={}, tried=None, why_not=refusal.words)
    wanted = ("chance", "low", "high", "likely_income", "basis")
    rows = {int(row["household"]): {name: row[name] for name in wanted} for row in found.table.to_pylist()}
    tried = found.tried
    plain = None if tried is None else {**asdict(tried), "is_better": tried.is_better, "bins_off": tried.bins_off}
    return Foretold(rows=rows, tried=plain, why_not=None)


def chance_class(row: Mapping[str, Any] | None) -> str:
    """Which of marks.CHANCES a household falls into; who has no chance told is "unsaid"."""
    if row is None or row["basis"] == Basis.TOO_LITTLE:
        return "unsaid"
    if row["chance"] > LIKELY:
        return "likely"
    return "unlikely" if row["chance"] < UNLIKELY else "between"


def short_fen(rows: pyarrow.Table) -> Numbers:
    """What each household lacks in a year by its own word, fen; 0 where it does not stand below the line by it.

    Of a household below even by its high figure the gap of the low one: at most that is missing.
    """
    below = pyarrow.compute.fill_null(pyarrow.compute.equal(rows["recognised_side"], "below"), False)
    gap = pyarrow.compute.multiply(rows["low_gap_fen"], rows["heads"])
    found = pyarrow.compute.if_else(below, pyarrow.compute.fill_null(gap, 0), 0)
    return numpy.asarray(found.to_numpy(zero_copy_only=False), dtype=float)


def costs_by_area(short: Numbers, lies_in: Sequence[Sequence[str]]) -> dict[str, dict[str, Any]]:
    """The curve of each area as plain values, from what each household is short of (fen) and the areas that it lies in."""
    found: dict[str, dict[str, Any]] = {}
    rows = numpy.flatnonzero(short > 0).tolist()
    depth = max((len(lies_in[row]) for row in rows), default=0)
    for level in range(depth):
        there = [row for row in rows if len(lies_in[row]) > level]
        curves = curves_by_area(short[there], [lies_in[row][level] for row in there])
        found |= {area: _plain(curve) for area, curve in curves.items()}
    return found


def _plain(curve: Curve) -> dict[str, Any]:
    return {
        "households": curve.count,
        "total_fen": round(curve.total),
        "share_of_last": curve.share_of_last(),
        "last_that_cost_half": curve.last_that_cost(),
        "points": [
            [round(households, 2), round(together), round(next_)]
            for households, together, next_ in curve.points(min(STEPS, round(curve.count)))
        ],
    }
