"""One range of households: read, put together, written. What it needs of memory does not grow with the county."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from xinlu.reports.extraction.chains import RIVALS, heads, standing
from xinlu.reports.extraction.circumstances import circumstances
from xinlu.reports.extraction.database import Snapshot
from xinlu.reports.extraction.sources import OF_HOUSEHOLDS, among
from xinlu.reports.extraction.sql import SQL
from xinlu.reports.extraction.tabulated import tabulate
from xinlu.reports.extraction.writing import declared, put_in_place, write_beside

FILLED = (
    "household_ids", "households", "members", "accounts", "income_lines", "recognitions", "circumstances", "visits",
    "findings", "benefits",
)  # fmt: skip
"""The tables that rooms fill today; household_ids first, so that a number is never lost."""
_OF_CHAINS = ("members", "statuses", "accounts", "visits", "handovers", "stated", "benefits")
_LONGEST = timedelta(days=365)
"""After which a range is looked at again in any case: a member's birthday after next may lie so near."""
_TURNS = """
SELECT min(turn) FROM (
    SELECT born_on + to_years(CAST(age + 1 AS INTEGER)) AS turn FROM member_cases JOIN counted USING (case_no) WHERE turns
    UNION ALL
    SELECT unnest([joined_on, left_on]) FROM persons
) WHERE turn > getvariable('today')
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written of a range: rows by table, until before which day they hold, and the numbers of its accounts."""

    rows: Mapping[str, int]
    until: date
    accounts_from: int
    accounts_room: int


def write_range(
    snapshot: Snapshot,
    duckdb: Any,
    folder: Path,
    file: str,
    *,
    households: tuple[int, int],
    accounts_from: tuple[int, int],
    next_account: int,
    today: date,
) -> Written:
    """Writes the files of the households from the one number to below the other.

    `accounts_from` are the first number and how many the range has to itself; where its accounts have outgrown them, they
    get the numbers from `next_account` on.
    """
    low, high = households
    found = duckdb.execute(
        f"SELECT household FROM numbers WHERE household_no >= {low} AND household_no < {high} ORDER BY household_no"
    ).fetchall()
    asked = among([row[0] for row in found], snapshot.vendor)
    for name, source in OF_HOUSEHOLDS.items():
        snapshot.land(duckdb, source, name, among=asked)
    base, room = _put_together(duckdb, accounts_from, next_account)
    rows = {name: write_beside(duckdb, declared(_select(name), name), folder / name / file) for name in FILLED}
    for name in FILLED:
        put_in_place(folder / name / file)
    turn = duckdb.execute(_TURNS).fetchone()[0]
    longest = today + _LONGEST
    until = longest if turn is None else min(longest, turn.date() if hasattr(turn, "date") else turn)
    return Written(rows=rows, until=until, accounts_from=base, accounts_room=room)


def _put_together(duckdb: Any, accounts_from: tuple[int, int], next_account: int) -> tuple[int, int]:
    """Makes all that the tables' statements read; the first number of the accounts, and how many numbers are theirs."""
    duckdb.execute(SQL["undone"])
    for kind in _OF_CHAINS:
        duckdb.execute(heads(kind))
        if kind in RIVALS:
            duckdb.execute(standing(kind))
    duckdb.execute(SQL["evidence"])
    duckdb.execute(SQL["people"])
    tabulate(duckdb)
    duckdb.execute(SQL["given"])
    accounts = duckdb.execute("SELECT count(*) FROM (SELECT DISTINCT household, period_end FROM accounts_standing)")
    needed = int(accounts.fetchone()[0])
    base, room = accounts_from if needed <= accounts_from[1] else (next_account, needed)
    duckdb.execute(f"SET VARIABLE account_base = {base}")
    duckdb.execute(SQL["standing_accounts"])
    duckdb.execute(SQL["line_answers"])
    return base, room


def _select(name: str) -> str:
    return circumstances() if name == "circumstances" else SQL[name]
