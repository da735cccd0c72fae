"""A snapshot of the database, read as Arrow through ADBC: the same moment for everything that is asked of it.

PostgreSQL: one transaction, REPEATABLE READ and READ ONLY. SQLite: one read transaction of the write-ahead log, on a
connection that cannot write. Neither holds up whoever writes meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.db.backends.base.base import BaseDatabaseWrapper

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.reports.extraction.sources import Source, Vendor, landed, selected

SQLITE_BATCH_ROWS = 65_536
"""The driver gives a thousand rows at a time, left out; each batch costs a turn."""
_UNREADABLE = Words(
    "数据库读不了：{why}。看看数据库开着没有、地址和密码对不对，再来一次",
    "The database cannot be read: {why}. See whether it is running and its address and password are right; then try again",
)
_NOT_OF_LIBPQ = ("cursor_factory", "context", "prepare_threshold", "server_side_binding", "assume_role", "pool")


@dataclass(frozen=True)
class Snapshot:
    """The database as it was when the snapshot was opened."""

    vendor: Vendor
    _connection: Any

    def land(self, duckdb: Any, source: Source, name: str, *, among: str = "") -> None:
        """Makes the rows of the source into the temporary table `name` of a DuckDB connection, as `sources.selected` narrows them.

        Columns are of one type whatever the database: UUID, TIMESTAMP (UTC), DATE, BIGINT, BOOLEAN, VARCHAR (never NULL).
        """
        self.land_query(duckdb, selected(source, self.vendor, among), landed(source, self.vendor), name)

    def land_query(self, duckdb: Any, sql: str, columns: str, name: str) -> None:
        """Makes `columns`, DuckDB's SELECT list over the answer of `sql`, into the temporary table `name`."""
        with self._connection.cursor() as cursor:
            if self.vendor is Vendor.SQLITE:
                cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(SQLITE_BATCH_ROWS)})
            cursor.execute(sql)
            duckdb.register("landing", cursor.fetch_record_batch())
            try:
                duckdb.execute(f'CREATE OR REPLACE TEMP TABLE "{name}" AS SELECT {columns} FROM landing')
            finally:
                duckdb.unregister("landing")


@contextmanager
def opened(wrapper: BaseDatabaseWrapper) -> Iterator[Snapshot]:
    """A snapshot of the database that Django's connection names; Refusal where it cannot be reached.

    On SQLite this process must hold no connection of its own to the file: two copies of the library in one process take
    each other's locks away.
    """
    import adbc_driver_manager

    try:
        connection = _sqlite(wrapper) if wrapper.vendor == "sqlite" else _postgres(wrapper)
    except adbc_driver_manager.Error as error:
        raise Refusal("extract.database", _UNREADABLE.filled(why=_in_a_line(error))) from error
    try:
        yield Snapshot(Vendor(wrapper.vendor), connection)
    finally:
        connection.close()


def _in_a_line(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".? ")


def _sqlite(wrapper: BaseDatabaseWrapper) -> Any:
    from adbc_driver_sqlite import dbapi

    file = Path(wrapper.settings_dict["NAME"]).resolve()
    # Not in autocommit: the first question begins the transaction, and every later one is answered from the same state.
    return dbapi.connect(f"file:{quote(str(file))}?mode=ro", autocommit=False)


def _postgres(wrapper: BaseDatabaseWrapper) -> Any:
    from adbc_driver_postgresql import dbapi
    from psycopg.conninfo import make_conninfo

    asked = {name: value for name, value in wrapper.get_connection_params().items() if name not in _NOT_OF_LIBPQ}
    connection = dbapi.connect(make_conninfo("", **asked), autocommit=True)
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    return connection
