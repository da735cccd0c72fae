"""Inequality of income in any table by group: Gini, Theil, mean log deviation, Atkinson, quintiles. Expressions only."""

from __future__ import annotations

from collections.abc import Sequence

import ibis

from xinlu.assessment.measures.weighted import INCOME, WEIGHT, persons, quantile, ranked, with_group
from xinlu.assessment.steps import Expression, counted
from xinlu.assessment.tables import ColumnType, Schema

ROUNDING = 1e-9
"""What the rounding of long sums can come to: equal incomes give no exact 0."""
AVERSIONS = (0.5, 1.0, 2.0)
"""The usual epsilons of Atkinson's measure (ineqdeco gives the same three)."""


def measures(*, aversions: Sequence[float] = AVERSIONS) -> Schema:
    """What `indicators` gives beside the columns of its groups."""
    counts = dict.fromkeys(("rows", "rows_left_out", "rows_not_positive"), ColumnType.INT64)
    reals = (
        "people",
        "people_positive",
        "mean",
        "mean_positive",
        "median",
        "gini",
        "theil",
        "mean_log_deviation",
        *map(atkinson_name, aversions),
    )
    return counts | dict.fromkeys((*reals, "quintile_share_ratio"), ColumnType.FLOAT64)


def atkinson_name(aversion: float) -> str:
    """The column of Atkinson's measure: atkinson_0_5, atkinson_1, atkinson_2."""
    return "atkinson_" + f"{aversion:.12g}".replace(".", "_")


def indicators(
    table: Expression,
    *,
    income: str,
    people: str | None = None,
    weight: str | None = None,
    by: Sequence[str] = (),
    aversions: Sequence[float] = AVERSIONS,
) -> Expression:
    """A row a group of `by` (one row without) with the columns of `measures`, weighted by people x weight.

    With y income, w weight, m the mean, sums over the people of the group:

    - gini: 2 sum(w y (C - w / 2)) / (sum(w) sum(w y)) - 1, C the weight up to and with the row: twice the covariance of
      income and its mid-rank over the mean (Lerman and Yitzhaki 1989, J. Econometrics 42, p. 43), equal to laeken's gini
      term by term; no small-sample factor n / (n - 1). Incomes of 0 and below count as they are, so that it can exceed
      1 (laeken alike; ineqdeco drops them, ineqdec0 keeps them). NULL where the mean is not above 0.
    - theil: sum(w (y/m) ln(y/m)) / sum(w); mean_log_deviation: sum(w ln(m/y)) / sum(w) (Theil 1967; Shorrocks 1980,
      Econometrica 48(3), p. 622: GE(1) and GE(0)).
    - atkinson, aversion e: 1 - (sum(w (y/m)^(1-e)) / sum(w))^(1/(1-e)), for e = 1: 1 - exp(-mean_log_deviation)
      (Atkinson 1970, J. Econ. Theory 2, p. 250).
      These three are taken over people with an income above 0, their mean too, as in ineqdeco: the `rows_not_positive`
      are left out.
    - quintile_share_ratio: total income of those above the 4th quintile over that of those at or below the 1st (Eurostat's
      S80/S20, qsr of laeken 0.5.2). Other releases of laeken take the ratio of means, which differs by the lumps of
      weight at the two borders. NULL where nobody lies above, or the lower total is not above 0.
    """
    if any(aversion <= 0 for aversion in aversions):
        raise ValueError("Atkinson's aversion to inequality is above 0")
    rows = persons(table, income=income, people=people, weight=weight, by=by)
    told = ranked(rows, by=by, order=INCOME)
    positive = ibis.cases((told[INCOME] > 0, told[WEIGHT]), else_=0.0)
    told = told.mutate(positive_=positive)
    of_all = {
        "mean_": (told.positive_ * told[INCOME]).sum() / told.positive_.sum().nullif(0.0),
        "first_": quantile(told, order=INCOME, share=0.2),
        "median_": quantile(told, order=INCOME, share=0.5),
        "fourth_": quantile(told, order=INCOME, share=0.8),
    }
    told = with_group(told, by=by, **of_all)
    told = told.mutate(relative_=ibis.cases((told[INCOME] > 0, told[INCOME] / told.mean_)))
    wanted = _measures(told, aversions=aversions)
    return told.group_by(list(by)).agg(**wanted) if by else told.aggregate(**wanted)


def _measures(told: Expression, *, aversions: Sequence[float]) -> dict[str, Expression]:
    earned, weighs = told[INCOME], told[WEIGHT]
    total, sum_income = weighs.sum().nullif(0.0), (weighs * earned).sum()
    positive_total = told.positive_.sum().nullif(0.0)
    logarithm = told.relative_.ln()
    deviation = -(told.positive_ * logarithm).sum() / positive_total
    ranks = (weighs * earned * (told.running_ - weighs / 2.0)).sum()
    spread = ibis.cases((sum_income > 0, 2.0 * ranks / (total * sum_income) - 1.0))
    return {
        "rows": told.count(),
        "rows_left_out": counted(earned.isnull()),
        "rows_not_positive": counted(earned <= 0),
        "people": weighs.sum(),
        "people_positive": told.positive_.sum(),
        "mean": sum_income / total,
        "mean_positive": (told.positive_ * earned).sum() / positive_total,
        "median": told.median_.max(),
        "gini": _not_below_zero(spread),
        "theil": _not_below_zero((told.positive_ * told.relative_ * logarithm).sum() / positive_total),
        "mean_log_deviation": _not_below_zero(deviation),
        **{
            atkinson_name(aversion): _not_below_zero(_atkinson(told, aversion, deviation, positive_total))
            for aversion in aversions
        },
        "quintile_share_ratio": _share_ratio(told),
    }


def _atkinson(told: Expression, aversion: float, deviation: Expression, total: Expression) -> Expression:
    if aversion == 1:
        return 1.0 - (-deviation).exp()
    power = 1.0 - aversion
    return 1.0 - ((told.positive_ * told.relative_**power).sum() / total) ** (1.0 / power)


def _share_ratio(told: Expression) -> Expression:
    earned, weighs = told[INCOME], told[WEIGHT]
    high = ibis.cases((earned > told.fourth_, weighs * earned)).sum()
    low = ibis.cases((earned <= told.first_, weighs * earned)).sum()
    return ibis.cases((low > 0, high / low.nullif(0.0)))


def _not_below_zero(measure: Expression) -> Expression:
    """Equal incomes leave the rounding of a sum: no measure here lies below 0."""
    return ibis.cases(((measure <= 0) & (measure > -ROUNDING), 0.0), else_=measure)
