"""Rows of any table as weighted people in the order of their income, and the quantiles of laeken: no measure of its own.

A row stands for people x weight persons. Whoever cannot be reckoned keeps the row with weight 0, so that it is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import ibis

from xinlu.assessment.steps import Expression

TOLERANCE = 1e-12
"""Shares of weight this close are equal: the sum of doubles depends on the order in which an engine adds them up."""
INCOME, WEIGHT, ROWS = "income_", "weight_", "rows_"


def persons(
    table: Expression,
    *,
    income: str,
    people: str | None,
    weight: str | None,
    by: Sequence[str],
    keep: Iterable[str] = (),
) -> Expression:
    """The table with the columns `by` and `keep`, `income_` (double) and `weight_` (people x weight, double).

    A row is left out (`income_` NULL, `weight_` 0) when its income, people or weight is missing, NaN or infinite, or its
    people or weight is not above 0: such a row stands for nobody.
    """
    earned = finite(table[income])
    heads = [finite(table[name]) for name in (people, weight) if name]
    is_used = earned.notnull()
    weighs = ibis.literal(1).cast("float64")  # a literal 1.0 is a decimal to DuckDB, and so would be every sum of it
    for each in heads:
        is_used &= ibis.coalesce(each > 0, False)
        weighs = weighs * each
    columns = {name: table[name] for name in (*by, *keep)}
    return table.select(
        **columns,
        income_=ibis.cases((is_used, earned)),
        weight_=ibis.cases((is_used, weighs), else_=0.0),
    )


def finite(value: Expression) -> Expression:
    """The value as a double, NULL where it is NaN or infinite."""
    number = value.cast("float64")
    return ibis.cases((number.isnan() | number.isinf(), ibis.null("float64")), else_=number)


def within(by: Sequence[str]) -> Expression:
    """The window of all rows of a group."""
    return ibis.window(group_by=list(by) or None)


def upto(by: Sequence[str], *, order: str) -> Expression:
    """The window of a group's rows from the least `order` up to this row."""
    return ibis.window(group_by=list(by) or None, order_by=order, preceding=None, following=0)


def ranked(rows: Expression, *, by: Sequence[str], order: str, weight: str = WEIGHT) -> Expression:
    """The rows with `running_` (weight up to and with the row), `total_` and `share_` = running_ / total_."""
    summed = rows.mutate(
        running_=rows[weight].sum().over(upto(by, order=order)), total_=rows[weight].sum().over(within(by))
    )
    return summed.mutate(share_=summed.running_ / summed.total_.nullif(0.0))


def first_beyond(rows: Expression, *, order: str, share: float) -> tuple[Expression, Expression]:
    """Aggregates over ranked rows whose mean is the quantile: the first value at the share, the first beyond it.

    Source: weightedQuantile of laeken (Alfons and Templ 2013, J. Stat. Softw. 54(15), 3.1): the first value whose share of
    weight reaches p, or, where it meets p exactly, the mean of that value and the next.
    """
    value = rows[order]
    at = ibis.cases((rows.share_ >= share - TOLERANCE, value))
    beyond = ibis.cases((rows.share_ > share + TOLERANCE, value))
    return at.min(), beyond.min()


def quantile(rows: Expression, *, order: str, share: float) -> Expression:
    """The weighted quantile as an aggregate over rows that `ranked` has made; `share` within (0, 1)."""
    at, beyond = first_beyond(rows, order=order, share=share)
    return (at + beyond) / 2.0


def with_group(rows: Expression, *, by: Sequence[str], **aggregates: Expression) -> Expression:
    """The rows, each with the aggregates of its group beside: groups are few, so this costs less than a window over all."""
    if not by:
        return rows.cross_join(rows.aggregate(**aggregates))
    groups = rows.group_by(list(by)).agg(**aggregates)
    same = [rows[name].identical_to(groups[name]) for name in by]
    return rows.inner_join(groups, same).select(rows, *(groups[name] for name in aggregates))
