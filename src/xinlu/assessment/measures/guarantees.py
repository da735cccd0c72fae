"""The guarantees of each household: food and clothing, house, school, medical care, water; clause by clause, in three values.

The criteria are those of the policy catalogue and of standards/monitoring.yaml (DOMAIN: two worries, three guarantees,
water). What nobody entered leaves a guarantee "to be verified" (NULL), never secured.
"""

from __future__ import annotations

import ibis

from xinlu.assessment.measures.criteria import judged
from xinlu.assessment.steps import Expression, Step
from xinlu.assessment.tables import ColumnType, Schema
from xinlu.policy.terms import Edition

COUNTED: Schema = {"guarantees_open": ColumnType.INT32, "guarantees_unknown": ColumnType.INT32}


def guarantees(edition: Edition, source: Step) -> Step:
    """The rows of `source`, with every guarantee and clause beside: TRUE secured, FALSE not, NULL to be verified."""
    return judged(edition, source, name="guarantees")


def counted_guarantees(row: Expression, edition: Edition) -> dict[str, Expression]:
    """The columns of COUNTED: how many guarantees are not secured, and how many are to be verified."""
    secured = [row[policy.id] for policy in edition.policies]
    return {
        "guarantees_open": _how_many([~each for each in secured]),
        "guarantees_unknown": _how_many([each.isnull() for each in secured]),
    }


def _how_many(conditions: list[Expression]) -> Expression:
    total: Expression = ibis.literal(0)
    for condition in conditions:
        total = total + ibis.cases((condition, 1), else_=0)
    return total
