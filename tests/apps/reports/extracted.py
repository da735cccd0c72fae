"""Extracts of the database under test, and what the selectors say of the same households, row beside row."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.utils import ConnectionHandler
from pyarrow import parquet

from apps.conftest import NOON
from apps.pages.desk_cast import make_desk
from apps.put_back import put_back
from xinlu.assessment.engines import duckdb
from xinlu.assessment.run import Asked as Assessing
from xinlu.assessment.run import assess
from xinlu.assessment.steps import Dialect
from xinlu.casework.models import HouseholdFigures
from xinlu.kernel import clock
from xinlu.records.models import Record
from xinlu.records.services import append, compose
from xinlu.registry.models import CurrentFile
from xinlu.reports.extraction.database import Snapshot, opened
from xinlu.reports.extraction.ranges import FILLED
from xinlu.reports.extraction.run import Asked, Outcome, extract

SAME = {
    "claimed_fen": "claimed_fen",
    "low_fen": "recognised_low_fen",
    "high_fen": "recognised_high_fen",
    "claimed_head_fen": "claimed_head_fen",
    "low_head_fen": "recognised_low_head_fen",
    "high_head_fen": "recognised_high_head_fen",
    "line_fen": "line_fen",
    "rigid_claimed_fen": "rigid_claimed_fen",
    "lines_recognised": "lines_recognised",
    "lines_contested": "lines_contested",
}
"""Columns of the assessment -> those of the row of figures that say the same."""
NUMBERS = ("household_no", "account_no", "helper_no")


@contextmanager
def snapshot(folder: Path) -> Iterator[Snapshot]:
    """A snapshot of the database under test; where that lies in memory, of a copy in the folder, which is as it is now."""
    if connection.vendor != "sqlite":
        with opened(connection) as found:
            yield found
        return
    connection.ensure_connection()
    file = folder / "copy.sqlite3"
    file.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=WAL")
    handler = ConnectionHandler({"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}})
    with opened(handler["default"]) as found:
        yield found


def extracted(folder: Path, **asked) -> Outcome:
    """The database extracted into `folder / "out"`, four households a range unless told otherwise."""
    with snapshot(folder) as found:
        return extract(found, Asked(folder=folder / "out", **{"today": clock.today(), "size": 4, **asked}))


def rows(folder: Path, name: str) -> list[dict]:
    """The rows of a table, those of ranges in their order."""
    files = sorted((folder / "out" / name).glob("*.parquet")) or [folder / "out" / f"{name}.parquet"]
    return [row for file in files for row in parquet.read_table(file).to_pylist()]


def numbers(folder: Path) -> dict[int, UUID]:
    """Which household has which number."""
    return {row["household_no"]: UUID(row["household"]) for row in rows(folder, "household_ids")}


def of_households(folder: Path, name: str) -> dict[UUID, list[dict]]:
    """The rows of a table by household (UUID), without the numbers that an extract gives; none for one without rows."""
    ids = numbers(folder)
    accounts = [row["account_no"] for row in rows(folder, "accounts")]
    assert len(accounts) == len(set(accounts)) and len(ids) == len(set(ids.values()))
    found: dict[UUID, list[dict]] = {household: [] for household in ids.values()}
    for row in rows(folder, name):
        told = {column: value for column, value in row.items() if column not in NUMBERS}
        found[ids[row["household_no"]]].append(told)
    return found


def assessed(folder: Path) -> dict[UUID, dict]:
    """What an assessment of the extract says of each household's figures, in the words of the row of figures."""
    with duckdb.opened() as engine:

        @contextmanager
        def opening():
            yield engine

        asked = Assessing(folder=folder / "out", target=folder / "assessed", as_of=clock.today())
        assert not assess(asked, opening=opening, dialect=Dialect.DUCKDB).left_out
    ids = numbers(folder)
    found = {}
    for file in (folder / "assessed" / "households").glob("*.parquet"):
        for row in parquet.read_table(file).to_pylist():
            found[ids[row["household_no"]]] = {
                **{theirs: row[ours] for ours, theirs in SAME.items()},
                "claimed_standing": row["claimed_side"] or "",
                "recognised_standing": row["recognised_side"] or "",
            }
    return found


def figures() -> dict[UUID, dict]:
    """The rows of figures, by household; without an account all is empty, and no lines are counted."""
    found = {}
    kept = HouseholdFigures.objects.in_bulk()
    for household in CurrentFile.objects.values_list("household_id", flat=True):
        row = kept.get(household, HouseholdFigures())
        told = {name: getattr(row, name) for name in (*SAME.values(), "claimed_standing", "recognised_standing")}
        if row.account_id is None:
            told |= {"lines_recognised": None, "lines_contested": None}
        found[household] = told
    return found


def told(folder: Path) -> dict[str, dict[UUID, list[dict]]]:
    """All that the extract says, without the numbers that it gives."""
    return {name: of_households(folder, name) for name in FILLED}


def later(minutes: int):
    """The clock so many minutes after noon."""
    return clock.standing_at(NOON + timedelta(minutes=minutes))


def append_version(record: Record, *, supersedes: UUID, **changes) -> Record:
    """Another version with the body of this one, save for the changes."""
    body = {name: getattr(record, record._meta.get_field(name).attname) for name in record.BODY[record.schema]}
    body |= changes
    version = compose(type(record), household=record.household, author=record.author, supersedes=supersedes, **body)
    append(version)
    return version


@put_back
def make_hamlets():
    """Nine households in three villages beside Yang's, most with accounts, some of those answered."""
    county = make_desk()
    draw = random.Random(3)
    for n in range(9):
        household = county.household(f"户{n}", (county.yang.village, county.near, county.far)[n % 3])
        if n % 4:
            amounts = [draw.randrange(1, 900_000) for _ in range(3)]
            county.account(household, *amounts)
            county.answers(household, *[draw.choice([None, amount // 2]) for amount in amounts][: n % 4])
    return county
