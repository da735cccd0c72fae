"""An extract: every declared table from one snapshot of the database, range by range of households, into a folder.

A range is written where it is not there yet, or where something that its rows depend on has changed since (sql/marks.sql).
The same comparison makes a command go on after a kill: so that whatever was written when, a finished folder is that of
the one snapshot. While ranges are written the table of areas is away, and no assessment takes half a county for a whole one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

from xinlu.assessment.tables import tables
from xinlu.income.kinds import kinds
from xinlu.reports.extraction.database import Snapshot
from xinlu.reports.extraction.marking import mark_ranges
from xinlu.reports.extraction.numbering import WRITTEN_HELPERS, number_helpers, number_households, range_households
from xinlu.reports.extraction.ranges import FILLED, write_range
from xinlu.reports.extraction.sources import OF_ALL, OF_HOUSEHOLDS
from xinlu.reports.extraction.sql import SQL, prepared
from xinlu.reports.extraction.state import HELPERS, Done, State, clear, held, taken_up
from xinlu.reports.extraction.writing import nothing, replace_if_other, write

MEMORY_LIMIT = "600MB"
FIRST = "areas"
"""Without this table nothing is assessed: it is taken away first and put back last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked of an extract. `size` is how many households a range has; left out, by how many there are.

    `anew`: nothing of an earlier extract counts, also its numbers. `heard` is told how many of how many ranges are done.
    """

    folder: Path
    today: date
    anew: bool = False
    size: int | None = None
    heard: Callable[[int, int], None] = field(default=lambda done, of: None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a folder now holds: households, ranges, and how many of these were written by this run; rows by table."""

    households: int
    ranges: int
    written: int
    rows: Mapping[str, int]


def extract(snapshot: Snapshot, asked: Asked) -> Outcome:
    """Brings the folder to the state of the snapshot. Refusal where the folder cannot be used."""
    with held(asked.folder), duckdb.connect(config=_SETTINGS) as connection:
        prepared(connection, today=asked.today)
        _read_all(snapshot, connection)
        state = _taken_up(connection, asked)
        households = number_households(connection, asked.folder, first=state.next_household)
        if number_helpers(connection, asked.folder):
            write(connection, WRITTEN_HELPERS, asked.folder / HELPERS)
        marks = mark_ranges(snapshot, connection, state.range_households)
        wanted = range(max(1, -(-households // state.range_households)))
        open_ranges = [each for each in wanted if not _is_done(state, each, marks.get(each, ""), asked)]
        if open_ranges:
            (asked.folder / f"{FIRST}.parquet").unlink(missing_ok=True)
        for place, number in enumerate(open_ranges, start=1):
            _extract_range(snapshot, connection, state, number, marks.get(number, ""), asked.today)
            # Only what is written down counts as given: after a kill the others get the same numbers again.
            state.next_household = max(state.next_household, min(households, (number + 1) * state.range_households))
            state.note()
            asked.heard(len(wanted) - len(open_ranges) + place, len(wanted))
        _write_small(connection, asked.folder)
        return Outcome(
            households=_count(connection, "numbers"),
            ranges=len(wanted),
            written=len(open_ranges),
            rows={name: sum(state.ranges[each].rows[name] for each in wanted) for name in FILLED},
        )


_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "memory_limit": MEMORY_LIMIT,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}


def _read_all(snapshot: Snapshot, connection: Any) -> None:
    """What is not of one range: areas, logins, values of places, what is known of browsers."""
    for name, source in OF_ALL.items():
        snapshot.land(connection, source, name)
    rows = ", ".join(f"({number}, '{kind.code}')" for number, kind in enumerate(kinds(), start=1))
    connection.execute(f"CREATE TEMP TABLE kinds AS SELECT * FROM (VALUES {rows}) AS listed(kind_no, kind)")
    connection.execute(SQL["areas_undone"])


def _taken_up(connection: Any, asked: Asked) -> State:
    found = taken_up(asked.folder, edition=edition())
    if found is not None and not asked.anew and asked.size in (None, found.range_households):
        return found
    clear(asked.folder)
    state = State(asked.folder, edition(), asked.size or range_households(_count(connection, "everybody")))
    state.note()
    return state


def _is_done(state: State, number: int, mark: str, asked: Asked) -> bool:
    done = state.ranges.get(number)
    return (
        done is not None
        and done.holds(mark, asked.today)
        and all((asked.folder / name / _file(number)).is_file() for name in FILLED)
    )


def _extract_range(snapshot: Snapshot, connection: Any, state: State, number: int, mark: str, today: date) -> None:
    """Writes one range; between the first and the last of its files it counts as not done."""
    before = state.ranges.pop(number, None)
    if before is not None:
        state.note()
    low = number * state.range_households
    written = write_range(
        snapshot,
        connection,
        state.folder,
        _file(number),
        households=(low, low + state.range_households),
        accounts_from=(before.accounts_from, before.accounts_room) if before else (0, 0),
        next_account=state.next_account,
        today=today,
    )
    state.next_account = max(state.next_account, written.accounts_from + written.accounts_room)
    state.ranges[number] = Done(
        mark=mark,
        made_on=today.isoformat(),
        until=written.until.isoformat(),
        rows=dict(written.rows),
        accounts_from=written.accounts_from,
        accounts_room=written.accounts_room,
    )


def _write_small(connection: Any, folder: Path) -> None:
    """The tables that are not in ranges: those that no room fills yet, without a row; last of all the areas."""
    small = {name: SQL[name] for name in ("kinds", "place_values", FIRST)}
    unfilled = [name for name in tables() if name not in FILLED and name not in small]
    for name in (*unfilled, *small):
        replace_if_other(connection, small.get(name) or nothing(name), name, folder / f"{name}.parquet")


def _file(number: int) -> str:
    return f"part-{number:05}.parquet"


def _count(connection: Any, name: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {name}").fetchone()[0])


@cache
def edition() -> str:
    """A digest of all that decides what is extracted: with another one, an extract is made anew."""
    told = hashlib.sha256()
    for each in _told():
        told.update(each.encode())
    return told.hexdigest()


def _told() -> Iterator[str]:
    yield version("xinlu")
    for name, of in tables().items():
        yield f"{name} {dict(of.schema)}"
    for name, sql in sorted(SQL.items()):
        yield f"{name} {sql}"
    for name, source in {**OF_ALL, **OF_HOUSEHOLDS}.items():
        yield f"{name} {source.table} {source.fields}"
    yield " ".join(kind.code for kind in kinds())
