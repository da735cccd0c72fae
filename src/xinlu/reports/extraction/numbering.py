"""Numbers of households and helpers: given once, in the order of places, and kept by every later extract into the folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xinlu.assessment.engines.duckdb import text
from xinlu.reports.extraction.state import HELPERS

LEAST_RANGE, MOST_RANGE, RANGES = 500, 20_000, 16


def range_households(households: int) -> int:
    """How many households a range has: a 16th of all, so that what changed in a township does not write the county
    anew, and not too few: what a range costs beside its rows is a third of a second."""
    return min(max(-(-households // RANGES), LEAST_RANGE), MOST_RANGE)


def number_households(duckdb: Any, folder: Path, *, first: int) -> int:
    """Makes `numbers` (household, household_no) of those in `everybody`; the next number that is free, at least `first`.

    Who has a number in the folder keeps it; others get the next ones in the order of their places. A number of a household
    that is gone is not given again.
    """
    files = sorted((folder / "household_ids").glob("*.parquet"))
    known = "SELECT NULL::UUID AS household, NULL::BIGINT AS household_no WHERE FALSE"
    if files:
        listed = ", ".join(text(file) for file in files)
        known = f"SELECT CAST(household AS UUID) AS household, household_no FROM read_parquet([{listed}])"
    duckdb.execute(f"CREATE OR REPLACE TEMP TABLE known AS {known}")
    highest = duckdb.execute("SELECT coalesce(max(household_no) + 1, 0) FROM known").fetchone()[0]
    free = max(first, highest)
    duckdb.execute(f"""
        CREATE OR REPLACE TEMP TABLE numbers AS
        SELECT household, household_no FROM everybody JOIN known USING (household)
        UNION ALL
        SELECT household, {free} + row_number() OVER (ORDER BY path, household) - 1
        FROM everybody ANTI JOIN known USING (household)
    """)
    duckdb.execute("DROP TABLE known")
    return int(duckdb.execute(f"SELECT coalesce(max(household_no) + 1, {free}) FROM numbers").fetchone()[0])


def number_helpers(duckdb: Any, folder: Path) -> bool:
    """Makes `helpers` (helper, helper_no) of all logins, numbers kept as households'; whether there is a new one."""
    file = folder / HELPERS
    known = (
        f"SELECT CAST(helper AS UUID) AS helper, helper_no FROM read_parquet({text(file)})"
        if file.exists()
        else "SELECT NULL::UUID AS helper, NULL::BIGINT AS helper_no WHERE FALSE"
    )
    duckdb.execute(f"CREATE OR REPLACE TEMP TABLE known AS {known}")
    duckdb.execute("""
        CREATE OR REPLACE TEMP TABLE helpers AS
        SELECT * FROM known
        UNION ALL
        SELECT id, (SELECT coalesce(max(helper_no) + 1, 0) FROM known) + row_number() OVER (ORDER BY id) - 1
        FROM users ANTI JOIN known ON known.helper = users.id
    """)
    new = duckdb.execute("SELECT (SELECT count(*) FROM helpers) - (SELECT count(*) FROM known)").fetchone()[0]
    duckdb.execute("DROP TABLE known")
    return bool(new)


WRITTEN_HELPERS = "SELECT CAST(helper AS VARCHAR) AS helper, helper_no FROM helpers ORDER BY helper_no"
