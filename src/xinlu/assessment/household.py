"""The assessment of each household as an ordered list of steps: from the declared tables to one row a household.

All that is known of a household is gathered once, in one row; every measure after that is a column beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xinlu.assessment.measures import guarantees as of_guarantees
from xinlu.assessment.measures import happenings, income, monitoring, recognitions
from xinlu.assessment.measures.criteria import guarantees_on, monitoring_on, told
from xinlu.assessment.steps import Expression, Step, beside, declared, schema_of, unbound
from xinlu.assessment.tables import ColumnType, Schema, table
from xinlu.policy.terms import Edition

READS = (
    "households", "accounts", "income_lines", "circumstances", "needs", "visits", "calls", "findings", "goals", "benefits",
)  # fmt: skip
"""The clustered tables that the assessment of a household reads."""
OF_HOUSEHOLD = schema_of(
    household_no="int64", area_code="string", helper_no="int64", people="int32", status="string", status_since="date"
)
_INWARD = frozenset(
    {
        "is_left_below", "status_since", "troubles_told", "income_head_fen", "income_before_head_fen", "income_below_line",
        "guarantee_open", "is_monitored", "days_since_status", "rigid_low_fen", "rigid_high_fen", "own_contested",
    }
)  # fmt: skip
"""Columns that only other columns ask for, or that say again what another does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The steps in their order, the last of which is the row of each household; and by which criteria."""

    as_of: date
    steps: Sequence[Step]
    guarantees: Edition
    monitoring: Edition

    @property
    def result(self) -> Step:
        """The row of each household."""
        return self.steps[-1]


def assessment(*, as_of: date) -> Assessment:
    """The assessment of every household as of the day, by the criteria then in force for the country."""
    criteria, watched = guarantees_on(as_of), monitoring_on(as_of)
    gathered = _gathered()
    divided = _with(gathered, "divided", income.HEADS, income.per_head(gathered.table))
    reckoned = _with(divided, "reckoned", income.BESIDE_HEADS, income.figures(divided.table))
    guaranteed = of_guarantees.guarantees(criteria, reckoned)
    counted = _with(
        guaranteed, "counted", of_guarantees.COUNTED, of_guarantees.counted_guarantees(guaranteed.table, criteria)
    )
    known = _with(counted, "known", monitoring.FACTS, monitoring.monitoring_facts(counted.table, as_of=as_of))
    judged = monitoring.monitoring(watched, known)
    steps = [
        income.placed_accounts(as_of=as_of),
        income.line_weights(),
        income.account_sums(as_of=as_of),
        income.account_totals(),
        income.latest_accounts(),
        income.accounts_before(),
        income.standing_accounts(),
        happenings.happenings(as_of=as_of),
        *(gathered, divided, reckoned, guaranteed, counted, known, judged),
        _assessed(judged, criteria, watched),
    ]
    return Assessment(as_of=as_of, steps=steps, guarantees=criteria, monitoring=watched)


def _gathered() -> Step:
    """One row a household with all that was counted of it, and all that is known."""
    schema: Schema = {
        **OF_HOUSEHOLD,
        **income.STANDING,
        **happenings.COUNTED,
        **table("circumstances").schema,
    }
    joined = beside(
        unbound("happenings", happenings.HAPPENED),
        unbound("standing_accounts", income.STANDING_SUMS),
        declared("circumstances"),
    )
    counts = happenings.counts(joined) | income.counts(joined)
    made = joined.select(**{name: counts[name] if name in counts else joined[name] for name in schema})
    return Step(name="gathered", made=made, schema=schema)


def _with(source: Step, name: str, schema: Schema, columns: dict[str, Expression]) -> Step:
    """The source's rows with further columns beside."""
    return Step(name=name, made=source.table.mutate(**columns), schema={**source.schema, **schema})


def _assessed(source: Step, criteria: Edition, watched: Edition) -> Step:
    """What is written of each household."""
    schema = household_schema(criteria, watched)
    rows = source.table
    columns = {name: rows[name] for name in schema if name in source.schema} | recognitions.method(rows)
    made = rows.select(**{name: columns[name] for name in schema})
    return Step(name="assessed_households", made=made, schema=schema)


def household_schema(criteria: Edition, watched: Edition) -> Schema:
    """The columns of the row of each household."""
    columns = {
        **OF_HOUSEHOLD,
        **income.STANDING,
        **income.FIGURES,
        "before_head_fen": ColumnType.INT64,
        **told(criteria),
        **of_guarantees.COUNTED,
        **monitoring.FACTS,
        **told(watched),
        **recognitions.tally_columns(),
        "last_visit_on": ColumnType.DATE,
    }
    return {name: kind for name, kind in columns.items() if name not in _INWARD}
