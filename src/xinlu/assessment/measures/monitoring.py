"""Who should be looked at and by which channel, which kind of monitored household, and what stands against elimination.

Kinds, channels and conditions are dated values of standards/monitoring.yaml; here are only the facts that they ask for.
"""

from __future__ import annotations

from datetime import date

import ibis

from xinlu import standards
from xinlu.assessment.measures.criteria import judged
from xinlu.assessment.steps import Expression, Step, schema_of
from xinlu.policy.terms import Edition

FACTS = schema_of(
    income_below_line="boolean", left_below_line="boolean", income_head_fen="int64", income_before_head_fen="int64",
    guarantee_open="boolean", trouble_told="boolean", need_open="boolean", declared="boolean", found_elsewhere="boolean",
    is_monitored="boolean", days_since_status="int64",
)  # fmt: skip


def monitoring_facts(row: Expression, *, as_of: date) -> dict[str, Expression]:
    """The columns of FACTS, which the criteria of monitoring ask of a gathered row; NULL where it is not known."""
    monitored = [each.code for each in standards.household_statuses(on=as_of) if each.monitored]
    side = row.recognised_side
    return {
        "income_below_line": ibis.cases((side == "below", True), (side == "above", False)),
        "left_below_line": row.is_left_below,
        "income_head_fen": row.claimed_head_fen,
        "income_before_head_fen": row.before_head_fen,
        "guarantee_open": ibis.cases((row.guarantees_open > 0, True), (row.guarantees_unknown == 0, False)),
        "trouble_told": _some(row.troubles_told),
        "need_open": _some(row.needs_open),
        "declared": _some(row.declarations_open),
        "found_elsewhere": _some(row.findings_open),
        "is_monitored": row.status.isin(monitored) if monitored else ibis.literal(False),
        "days_since_status": _days_between(row.status_since, row.reckoned_on),
    }


def monitoring(edition: Edition, source: Step) -> Step:
    """The rows of `source`, with every criterion of monitoring beside: TRUE, FALSE, or NULL for not known."""
    return judged(edition, source, name="monitoring")


def monitored_kinds(edition: Edition) -> tuple[str, ...]:
    """The kinds of monitored household on the edition's day, of those that have criteria."""
    codes = {each.code for each in standards.household_statuses(on=edition.on) if each.monitored}
    return tuple(policy.id for policy in edition.policies if policy.id in codes)


def channels(edition: Edition) -> tuple[str, ...]:
    """The channels in force, in the order of the file."""
    return tuple(policy.id for policy in edition.policies if policy.id.startswith("channel_"))


def _some(count: Expression) -> Expression:
    return ibis.coalesce(count, 0) > 0


def _days_between(first: Expression, last: Expression) -> Expression:
    """Days from one to the other; NULL where either is not known."""
    return last.delta(first, unit="day").cast("int64")
