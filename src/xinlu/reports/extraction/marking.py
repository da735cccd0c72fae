"""What each range depends on, as one short text: a range whose mark is the same need not be read again."""

from __future__ import annotations

from typing import Any

from xinlu.reports.extraction.database import Snapshot
from xinlu.reports.extraction.sources import ANSWERS, ENTRIES, FINDINGS, Kind, typed
from xinlu.reports.extraction.sql import SQL


def mark_ranges(snapshot: Snapshot, duckdb: Any, range_households: int) -> dict[int, str]:
    """The mark of each range of `numbers` in which there is a household; makes `devices` on the way.

    The number of a household's ledger entries is what tells: entries are only ever added, so that one committed late, with
    whatever moment it bears, still changes the number. The latest moment tells a restored backup apart.
    """
    _land(
        snapshot, duckdb, "entries",
        f"SELECT household_id AS household, count(*) AS entries, max(received_at) AS last_at "
        f"FROM {ENTRIES} WHERE household_id IS NOT NULL GROUP BY household_id",
        household=Kind.UUID, entries=Kind.WHOLE, last_at=Kind.MOMENT,
    )  # fmt: skip
    _land(
        snapshot, duckdb, "found",
        f"SELECT household_id AS household, count(*) AS raised, count(decided_at) AS decided "
        f"FROM {FINDINGS} WHERE household_id IS NOT NULL GROUP BY household_id",
        household=Kind.UUID, raised=Kind.WHOLE, decided=Kind.WHOLE,
    )  # fmt: skip
    _land(
        snapshot, duckdb, "answered_by",
        f"SELECT device, household_id AS household FROM {ANSWERS} WHERE channel = 'card' GROUP BY device, household_id",
        device=Kind.TEXT, household=Kind.UUID,
    )  # fmt: skip
    duckdb.execute(SQL["devices"])
    duckdb.execute(f"SET VARIABLE range_households = {range_households}")
    duckdb.execute(SQL["marks"])
    found = dict(duckdb.execute("SELECT part, mark FROM marks").fetchall())
    duckdb.execute("DROP TABLE entries; DROP TABLE found; DROP TABLE answered_by; DROP TABLE marks")
    return found


def _land(snapshot: Snapshot, duckdb: Any, name: str, sql: str, **kinds: Kind) -> None:
    columns = ", ".join(f"{typed(column, kind, snapshot.vendor)} AS {column}" for column, kind in kinds.items())
    snapshot.land_query(duckdb, sql, columns, name)
