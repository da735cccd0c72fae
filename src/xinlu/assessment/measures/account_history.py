"""The accounts of each household one after the other, each against the line of its own period: what a forecast learns from."""

from __future__ import annotations

from xinlu.assessment.measures.income import HEADS, PLACED_ACCOUNTS, TOTALS, per_head
from xinlu.assessment.steps import Step, declared, schema_of, unbound
from xinlu.assessment.tables import Schema

HISTORY: Schema = {
    **schema_of(
        household_no="int64", account_no="int64", period_end="date", heads="int32", line_fen="int64", lines="int64",
        lines_answered="int64",
    ),
    **HEADS,
}  # fmt: skip


def account_history() -> Step:
    """A row of HISTORY for every account reckoned by the day that has a line: income per head claimed and recognised, in fen.

    `lines_answered`: recognised or contested. Where it is 0, the recognised bounds say only that nobody was asked.
    """
    accounts, totals = unbound("placed_accounts", PLACED_ACCOUNTS), unbound("account_totals", TOTALS)
    reached = accounts.filter(accounts.is_reached)
    joined = reached.join(totals, "account_no")
    ended = declared("accounts")
    joined = joined.join(ended.select("account_no", "period_end"), "account_no")
    rows = joined.mutate(
        lines_answered=joined.lines_recognised + joined.lines_contested,
        **per_head(joined),
    )
    return Step(name="account_history", made=rows.select(list(HISTORY)), schema=HISTORY)
