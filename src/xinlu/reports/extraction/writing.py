"""Parquet files that are there whole or not at all, with columns of the declared types."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from pyarrow import parquet

from xinlu.assessment.compiling import SQL_TYPES, empty, quoted
from xinlu.assessment.engines.duckdb import DUCKDB, WRITTEN, text
from xinlu.assessment.tables import table
from xinlu.reports.extraction.state import UNFINISHED


def declared(sql: str, name: str) -> str:
    """The SELECT with the declared columns of a table alone, in their order, each of its type."""
    columns = ", ".join(
        f"CAST({quoted(column, DUCKDB)} AS {SQL_TYPES[DUCKDB][kind]}) AS {quoted(column, DUCKDB)}"
        for column, kind in table(name).schema.items()
    )
    return f"SELECT {columns} FROM ({sql})"


def nothing(name: str) -> str:
    """A SELECT of no row of a declared table."""
    return empty(table(name).schema, DUCKDB)


def write(duckdb: Any, sql: str, target: Path) -> int:
    """Writes the answer beside the target, then gives it its name; how many rows."""
    rows = write_beside(duckdb, sql, target)
    put_in_place(target)
    return rows


def write_beside(duckdb: Any, sql: str, target: Path) -> int:
    """Writes the answer beside the target, down to the disk; how many rows."""
    target.parent.mkdir(exist_ok=True)
    beside = _beside(target)
    rows = duckdb.execute(f"COPY ({sql}) TO {text(beside)} ({WRITTEN})").fetchone()[0]
    with beside.open("rb") as file:
        os.fsync(file.fileno())
    return int(rows)


def put_in_place(target: Path) -> None:
    """Gives what was written beside the target the target's name."""
    _beside(target).replace(target)


def replace_if_other(duckdb: Any, sql: str, name: str, target: Path) -> None:
    """Writes a small declared table, but leaves a file that says the same alone: what rests on it need not be done again."""
    write_beside(duckdb, declared(sql, name), target)
    beside = _beside(target)
    if target.exists() and parquet.read_table(target).equals(parquet.read_table(beside)):
        beside.unlink()
    else:
        put_in_place(target)


def _beside(target: Path) -> Path:
    return target.with_name(target.name + UNFINISHED)
