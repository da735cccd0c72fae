"""Income poverty of any table by group: FGT 0/1/2, Watts, relative median gap. Expressions only; nothing is run here.

Poor is who has less than the line (strictly), as in Foster, Greer and Thorbecke (1984), laeken and povdeco.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import ibis

from xinlu.assessment.measures.weighted import INCOME, WEIGHT, finite, persons, quantile, ranked
from xinlu.assessment.steps import Expression, counted
from xinlu.assessment.tables import ColumnType, Schema

RELATIVE_LINE = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*\*?\s*(median|mean)\s*", re.IGNORECASE)
MEASURES: Schema = {
    "rows": ColumnType.INT64,
    "rows_left_out": ColumnType.INT64,
    "rows_not_positive": ColumnType.INT64,
    "people": ColumnType.FLOAT64,
    "poor": ColumnType.FLOAT64,
    "line": ColumnType.FLOAT64,
    "headcount": ColumnType.FLOAT64,
    "poverty_gap": ColumnType.FLOAT64,
    "severity": ColumnType.FLOAT64,
    "watts": ColumnType.FLOAT64,
    "median_gap": ColumnType.FLOAT64,
    "missing_to_line": ColumnType.FLOAT64,
}
"""What `indicators` gives beside the columns of its groups."""


def indicators(
    table: Expression,
    *,
    income: str,
    line: str | float,
    people: str | None = None,
    weight: str | None = None,
    by: Sequence[str] = (),
) -> Expression:
    """A row a group of `by` (one row without) with the columns of MEASURES, weighted by people x weight.

    `income` is per person (equivalised, say); `line` a number, a column, or "0.6median" / "0.5mean" of all people of the
    table, whatever the groups. Shares are of people, 0 to 1; NULL where nobody can be reckoned.

    - headcount, poverty_gap, severity: the mean of ((z - y) / z)^a over all people, 0 for who is not poor, a = 0, 1, 2
      (Foster, Greer and Thorbecke 1984, Econometrica 52(3), p. 763). Incomes of 0 and below count as they are: a negative
      one has a gap above 1, as in laeken's data and povdeco.
    - watts: the mean of ln(z / y) over people with an income above 0, 0 for who is not poor (Watts 1968; Zheng 1993).
      It is not defined at 0 and below: the `rows_not_positive` are left out of it, above and below the fraction bar.
    - median_gap: (z - weighted median income of the poor) / z (Eurostat's relative median at-risk-of-poverty gap, laeken's
      rmpg); with a line that differs by row, 1 - the weighted median of y / z. NULL where nobody is poor.
    - missing_to_line: the sum of what the poor lack, in the unit of income times weight.
    - line: NULL where it differs within the group. Rows whose line is missing or not above 0 are left out.
    """
    placed, line_of = _with_line(table, income=income, people=people, weight=weight, line=line, by=by)
    rows = placed.mutate(line_=ibis.cases((line_of > 0, line_of)))
    is_used = rows[INCOME].notnull() & rows.line_.notnull()
    rows = rows.mutate(
        income_=ibis.cases((is_used, rows[INCOME])), weight_=ibis.cases((is_used, rows[WEIGHT]), else_=0.0)
    )
    rows = rows.mutate(ratio_=rows[INCOME] / rows.line_, is_poor_=ibis.coalesce(rows[INCOME] < rows.line_, False))
    # Only the poor have to be put in order, for the median among them.
    poor = ranked(rows.filter(rows.is_poor_), by=by, order="ratio_")
    others = rows.filter(~rows.is_poor_)
    told = ibis.union(
        poor.select(*rows.columns, "share_", ratio_poor_=poor.ratio_),
        others.select(*rows.columns, share_=ibis.null("float64"), ratio_poor_=ibis.null("float64")),
    )
    return told.group_by(list(by)).agg(**_measures(told)) if by else told.aggregate(**_measures(told))


def median_line(
    table: Expression, *, income: str, share: float, people: str | None = None, weight: str | None = None
) -> Expression:
    """A table of one row and one column `line_`: `share` times the weighted median of all people (Eurostat's threshold)."""
    rows = persons(table, income=income, people=people, weight=weight, by=())
    alike = rows.group_by(INCOME).agg(weight_=rows[WEIGHT].sum())
    told = ranked(alike, by=(), order=INCOME)
    return told.aggregate(line_=quantile(told, order=INCOME, share=0.5) * share)


def mean_line(
    table: Expression, *, income: str, share: float, people: str | None = None, weight: str | None = None
) -> Expression:
    """A table of one row and one column `line_`: `share` times the weighted mean of all people."""
    rows = persons(table, income=income, people=people, weight=weight, by=())
    mean = (rows[INCOME] * rows[WEIGHT]).sum() / rows[WEIGHT].sum().nullif(0.0)
    return rows.aggregate(line_=mean * share)


def _with_line(
    table: Expression, *, income: str, people: str | None, weight: str | None, line: str | float, by: Sequence[str]
) -> tuple[Expression, Expression]:
    if not isinstance(line, str):
        rows = persons(table, income=income, people=people, weight=weight, by=by)
        return rows, ibis.literal(float(line))
    if line in table.columns:
        rows = persons(
            table.mutate(line_=finite(table[line])), income=income, people=people, weight=weight, by=by, keep=("line_",)
        )
        return rows, rows.line_
    relative = RELATIVE_LINE.fullmatch(line)
    if relative is None:
        raise ValueError(f"{line!r} is no number, no column, and not such as 0.6median")
    reckoned = median_line if relative[2].lower() == "median" else mean_line
    drawn = reckoned(table, income=income, share=float(relative[1]), people=people, weight=weight)
    rows = persons(table, income=income, people=people, weight=weight, by=by).cross_join(drawn)
    return rows, rows.line_


def _measures(told: Expression) -> dict[str, Expression]:
    earned, weighs, poor = told[INCOME], told[WEIGHT], told.is_poor_
    above_zero = ibis.cases((earned > 0, earned))
    total = weighs.sum().nullif(0.0)
    lack = ibis.cases((poor, 1.0 - told.ratio_), else_=0.0)
    log_lack = ibis.cases((above_zero.notnull() & poor, (told.line_ / above_zero).ln()), else_=0.0)
    positive = ibis.cases((above_zero.notnull(), weighs), else_=0.0)
    used_line = ibis.cases((earned.notnull(), told.line_))
    least, most = used_line.min(), used_line.max()
    return {
        "rows": told.count(),
        "rows_left_out": counted(earned.isnull()),
        "rows_not_positive": counted(earned <= 0),
        "people": weighs.sum(),
        "poor": ibis.cases((poor, weighs), else_=0.0).sum(),
        "line": ibis.cases((least == most, least)),
        "headcount": ibis.cases((poor, weighs), else_=0.0).sum() / total,
        "poverty_gap": (weighs * lack).sum() / total,
        "severity": (weighs * lack * lack).sum() / total,
        "watts": (positive * log_lack).sum() / positive.sum().nullif(0.0),
        "median_gap": 1.0 - quantile(told, order="ratio_poor_", share=0.5),
        "missing_to_line": (weighs * lack * told.line_).sum(),
    }
