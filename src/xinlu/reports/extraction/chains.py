"""Which versions stand, and which of them counts, as DuckDB's SQL over landed rows; the rules are those of records.selectors."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

RIVALS: Mapping[str, str] = MappingProxyType(
    {
        "members": "SELECT household FROM {heads} GROUP BY household, member HAVING count(*) > 1",
        "statuses": "SELECT household FROM {heads} GROUP BY household HAVING count(*) > 1",
        "accounts": "SELECT household FROM (SELECT household, period_end FROM {heads} "
        "QUALIFY period_end = max(period_end) OVER (PARTITION BY household)) GROUP BY household HAVING count(*) > 1",
    }
)
"""Kinds of which one version counts -> the households whose heads stand against each other."""


def heads(kind: str) -> str:
    """Makes `<kind>_heads`: the rows that nothing of the same household supersedes, withdraws or sets aside."""
    return f"""
CREATE OR REPLACE TEMP TABLE {kind}_heads AS
SELECT * FROM {kind} AS each
WHERE NOT EXISTS (
    SELECT 1 FROM {kind} AS newer WHERE newer.household = each.household AND newer.supersedes = each.id)
AND NOT EXISTS (
    SELECT 1 FROM withdrawals AS gone WHERE gone.household = each.household AND gone.target = each.id)
AND NOT EXISTS (
    SELECT 1 FROM set_aside AS gone WHERE gone.household = each.household AND gone.target = each.id)
"""


def standing(kind: str) -> str:
    """Makes `<kind>_standing`: the heads with their `place` in the household, from 1; in each chain the one that counts is first.

    In the order in which they were received; where heads stand against each other, by where their branches part
    (records.selectors.branches).
    """
    named = f"{kind}_heads"
    return f"""
CREATE OR REPLACE TEMP TABLE {kind}_standing AS
WITH RECURSIVE forked AS (SELECT DISTINCT household FROM ({RIVALS[kind].format(heads=named)})),
way AS (
    SELECT id AS head, household, supersedes AS older, [{{'at': received_at, 'id': id}}] AS steps
    FROM {named} SEMI JOIN forked USING (household)
    UNION ALL
    SELECT way.head, way.household, step.supersedes,
        list_prepend({{'at': step.received_at, 'id': step.id}}, way.steps)
    FROM way
    JOIN {kind} AS step ON step.household = way.household AND step.id = way.older
    WHERE NOT list_contains(list_transform(way.steps, lambda each: each.id), step.id)
),
whole AS (SELECT head, arg_max(steps, len(steps)) AS steps FROM way GROUP BY head)
SELECT each.*,
    row_number() OVER (PARTITION BY each.household ORDER BY whole.steps, each.received_at, each.id) AS place
FROM {named} AS each
LEFT JOIN whole ON whole.head = each.id
"""
