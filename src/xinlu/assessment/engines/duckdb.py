"""Assessments on DuckDB, in this process, within bounded memory: the default engine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pyarrow

from xinlu.assessment.compiling import SQL_TYPES, compiled, empty, quoted
from xinlu.assessment.engines.engine import Row
from xinlu.assessment.files import BY, Range
from xinlu.assessment.steps import Dialect, Step
from xinlu.assessment.tables import ColumnType, Schema

DUCKDB = Dialect.DUCKDB
MEMORY_LIMIT = "800MB"
"""Within which the engine itself stays; the process needs some 200 MB beside it."""
HAND_MEMORY_MB = 500
"""Within which one of several engines stays that each keep to a core."""
ROW_GROUP = 122_880
WRITTEN = (
    f"FORMAT parquet, PARQUET_VERSION v2, COMPRESSION snappy, DICTIONARY_SIZE_LIMIT 128, ROW_GROUP_SIZE {ROW_GROUP}"
)
"""How tables are written. Amounts in fen are nearly all different: differences of neighbours pack them better than a
dictionary, which is given up early: a dictionary is for codes. A third less work than the format's first version, and two
thirds of the size."""
_ARROW = {
    ColumnType.INT64: pyarrow.int64(),
    ColumnType.INT32: pyarrow.int32(),
    ColumnType.FLOAT64: pyarrow.float64(),
    ColumnType.BOOLEAN: pyarrow.bool_(),
    ColumnType.STRING: pyarrow.string(),
    ColumnType.DATE: pyarrow.date32(),
}


def crew_size() -> int:
    """How many engines that keep to a core each this machine has room for: not more than half of its memory is theirs."""
    memory_mb = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") >> 20
    return max(1, min(os.cpu_count() or 1, memory_mb // 2 // HAND_MEMORY_MB))


def of_crew(*, spill: Path | None = None) -> AbstractContextManager[DuckDBEngine]:
    """One of several engines: it keeps to one core. `spill` as in `opened`, one for each."""
    return opened(threads=1, memory_limit=f"{HAND_MEMORY_MB}MB", spill=spill)


@contextmanager
def opened(
    *, threads: int | None = None, memory_limit: str = MEMORY_LIMIT, spill: Path | None = None
) -> Iterator[DuckDBEngine]:
    """The engine, spilling to the folder `spill` (a temporary one, left out) what does not fit into memory.

    The folder is the engine's own: what a killed run left in it is taken away, and the folder itself at the end.
    """
    with _folder(spill) as folder:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory_limit,
            "temp_directory": str(folder),
            # Order costs memory: rows are told apart by their numbers.
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
            "autoload_known_extensions": False,
        }
        if threads:
            settings["threads"] = threads
        with duckdb.connect(config=settings) as connection:
            yield DuckDBEngine(connection)


@contextmanager
def _folder(named: Path | None) -> Iterator[Path]:
    if named is None:
        with TemporaryDirectory() as made:
            yield Path(made)
        return
    shutil.rmtree(named, ignore_errors=True)
    named.mkdir(parents=True)
    try:
        yield named
    finally:
        shutil.rmtree(named, ignore_errors=True)


class DuckDBEngine:
    """One connection; views and temporary tables of its own."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection
        self._kept: set[str] = set()
        self._views: dict[str, str] = {}

    @property
    def name(self) -> str:
        return f"duckdb {duckdb.__version__}"

    def give(self, name: str, schema: Schema, rows: Sequence[Row]) -> None:
        fields = pyarrow.schema([(column, _ARROW[kind]) for column, kind in schema.items()])
        given = pyarrow.Table.from_pylist(list(rows), schema=fields)
        self._connection.register("given", given)
        self._connection.execute(f"CREATE OR REPLACE TEMP TABLE {quoted(name, DUCKDB)} AS SELECT * FROM given")
        self._connection.unregister("given")

    def read(self, name: str, schema: Schema, files: Sequence[Path], *, wanted: Range | None = None) -> None:
        if not files:
            self._view(name, empty(schema, DUCKDB))
            return
        columns = ", ".join(
            f"CAST({quoted(column, DUCKDB)} AS {SQL_TYPES[DUCKDB][kind]}) AS {quoted(column, DUCKDB)}"
            for column, kind in schema.items()
        )
        listed = ", ".join(text(path) for path in files)
        where = (
            f" WHERE {quoted(BY, DUCKDB)} >= {wanted.low} AND {quoted(BY, DUCKDB)} < {wanted.high}" if wanted else ""
        )
        self._view(name, f"SELECT {columns} FROM read_parquet([{listed}]){where}")

    def take(self, step: Step) -> None:
        if not step.is_kept:
            self._view(step.name, compiled(step, DUCKDB))
            return
        # The statistics of a table let the engine join it by position; those of a view do not.
        made = f"CREATE OR REPLACE TEMP TABLE {quoted(step.name, DUCKDB)} AS {compiled(step, DUCKDB)}"
        self._connection.execute(made)
        self._kept.add(step.name)

    def ask(self, step: Step) -> list[tuple[Any, ...]]:
        return self._connection.execute(compiled(step, DUCKDB)).fetchall()

    def write(self, step: Step, target: Path) -> None:
        target.parent.mkdir(parents=True, exist_ok=True)
        self._connection.execute(f"COPY ({compiled(step, DUCKDB)}) TO {text(target)} ({WRITTEN})")

    def forget(self) -> None:
        for name in self._kept:
            self._connection.execute(f"DROP TABLE IF EXISTS {quoted(name, DUCKDB)}")
        self._kept.clear()

    def _view(self, name: str, sql: str) -> None:
        # A view is looked up anew whenever it is read, so one that says the same need not be bound again: range after
        # range that would take as long as a tenth of the work.
        if self._views.get(name) != sql:
            self._connection.execute(f"CREATE OR REPLACE TEMP VIEW {quoted(name, DUCKDB)} AS {sql}")
            self._views[name] = sql


def text(path: Path) -> str:
    """The path as a text of SQL's."""
    return "'" + str(path).replace("'", "''") + "'"
