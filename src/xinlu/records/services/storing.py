"""Rows put into their tables by the hundred: what `bulk_create` does, at the cost of the database alone.

New rows only: one in the way is an IntegrityError.
"""

from __future__ import annotations

import json
import marshal
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from itertools import chain, repeat
from typing import Any, cast
from uuid import UUID

from django.db import connection, models
from django.db.backends.utils import CursorWrapper

from xinlu.records.fields import EncryptedTextField
from xinlu.records.models import LedgerEntry, Record
from xinlu.records.services.columns import Column, Columns, attnames, columns_of

_ROWS_A_STATEMENT = 200
"""While a trigger may yet refuse, SQLite keeps all that a statement overwrites: with a statement for each row that costs
more than all the rest. Beyond this number nothing more is saved."""

_KEPT: dict[type[models.Field[Any, Any]], type] = {
    models.BinaryField: bytes,
    models.BooleanField: bool,
    models.CharField: str,
    models.TextField: str,
    models.IntegerField: int,
    models.BigIntegerField: int,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
}
"""Of which columns a value of exactly this type is stored as it is."""

_KEPT_BY_POSTGRESQL: dict[type[models.Field[Any, Any]], type] = {
    models.UUIDField: UUID,
    models.DateField: date,
}

_Row = Sequence[Any]
_Field = models.Field[Any, Any]


def insert(instances: Sequence[models.Model]) -> None:
    """Put new instances of one model into its table, all or none; their fields are of their columns' types."""
    if instances:
        insert_table(Table.of(instances))
        mark_stored(instances)


def insert_rows(model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """As `insert`, of rows by attribute names ("household_id"); what a row leaves out has the column's default."""
    if rows:
        insert_table(Table.of_rows(model, rows))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one model as the database takes them; made anywhere, put into the database by `insert_table`."""

    model: type[models.Model]
    rows: Sequence[_Row]

    def __reduce__(self) -> tuple[Any, ...]:
        return _received, (Table, self.model, _sent(self.rows))

    @classmethod
    def of(cls, instances: Sequence[models.Model]) -> Table:
        """The rows of instances of one model, of which there is one at least."""
        model = type(instances[0])
        return cls(model, _rows(_stored(model, columns_of(instances))))

    @classmethod
    def of_rows(cls, model: type[models.Model], rows: Sequence[Mapping[str, Any]]) -> Table:
        """Rows by attribute names, as of `insert_rows`."""
        defaults = {field.attname: field.get_default() for field in model._meta.concrete_fields}
        if unknown := {name for row in rows for name in row} - defaults.keys():
            raise TypeError(f"{model.__name__} has no {', '.join(sorted(unknown))}")
        columns = {name: Column([row.get(name, default) for row in rows]) for name, default in defaults.items()}
        return cls(model, _rows(_stored(model, columns)))


def insert_table(table: Table) -> None:
    """Put the rows into their table, all or none."""
    if table.rows:
        _insert(table.model, table.rows)


@dataclass(frozen=True, slots=True)
class Frozen:
    """Records of one kind with their ledger rows, as the database takes them: nothing that happens to a record reaches them."""

    kind: type[Record]
    ledger: Sequence[_Row]
    rows: Sequence[_Row]

    def __reduce__(self) -> tuple[Any, ...]:
        return _received, (Frozen, self.kind, _sent(self.ledger), _sent(self.rows))

    @classmethod
    def of(cls, kind: type[Record], columns: Columns) -> Frozen:
        """The rows of records that were just frozen or checked, by the columns that this left."""
        stored = _stored(kind, columns)
        rows = _rows(stored)
        # The columns that both have are stored alike; a kind may have a column "kind" of its own.
        entries = stored | {"kind": [kind.KIND] * len(rows)}
        return cls(kind, _rows({name: entries[name] for name in attnames(LedgerEntry)}), rows)


def _sent(rows: Sequence[_Row]) -> Sequence[_Row] | bytes:
    """Rows as they go from one process to another: of what SQLite takes, plain values, marshal makes bytes in a fifth of the
    time that pickle needs; what it does not know (PostgreSQL takes dates) goes as it is."""
    try:
        return marshal.dumps(cast(Any, rows), _WITHOUT_REFERENCES)
    except ValueError:
        return rows


_WITHOUT_REFERENCES = 2


def _received(made: Callable[..., Any], of: type, *sent: Sequence[_Row] | bytes) -> Any:
    return made(of, *(marshal.loads(each) if isinstance(each, bytes) else each for each in sent))


@contextmanager
def many_written() -> Iterator[None]:
    """Around the writing of tens of thousands of rows: SQLite keeps more pages at hand and moves those written into the
    database file less often. With the two megabytes it keeps otherwise, each batch reads and writes most pages of the indexes
    anew. What is committed is as safe as ever."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        pages = cursor.execute("PRAGMA wal_autocheckpoint").fetchone()[0]
        kept = cursor.execute("PRAGMA cache_size").fetchone()[0]
        _set_pages(cursor, kept=_PAGES_KEPT, moved=_PAGES_MOVED)
        try:
            yield
        finally:
            _set_pages(cursor, kept=kept, moved=pages)


_PAGES_KEPT = 16_384
"""64 MB of pages of 4 KB."""
_PAGES_MOVED = 16_384


def _set_pages(cursor: CursorWrapper, *, kept: int, moved: int) -> None:
    cursor.execute(f"PRAGMA cache_size = {kept}")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {moved}")


def insert_records(records: Sequence[Frozen]) -> None:
    """Put records into their tables behind their ledger rows; to be called within `atomic`."""
    for each in records:
        _insert(LedgerEntry, each.ledger)
    for each in records:
        _insert(each.kind, each.rows)


def mark_stored(instances: Sequence[models.Model]) -> None:
    """Let the instances know that their rows are in the database."""
    alias = connection.alias
    for instance in instances:
        instance._state.adding, instance._state.db = False, alias


def _stored(model: type[models.Model], columns: Columns) -> dict[str, Sequence[Any]]:
    """The values of each column as the database takes them."""
    converts = _conversions(model, connection.vendor)
    return {name: _converted(columns[name], convert) for name, convert in zip(attnames(model), converts, strict=True)}


def _rows(stored: Mapping[str, Sequence[Any]]) -> list[_Row]:
    return list(zip(*stored.values(), strict=True))


def _insert(model: type[models.Model], rows: Sequence[_Row]) -> None:
    with connection.cursor() as cursor:
        _INSERTIONS[connection.vendor](cursor, model, rows)


def _converted(column: Column, conversion: _Conversion) -> Sequence[Any]:
    if column.types <= conversion.kept:
        return column.values
    if type(None) in column.types or not conversion.repeats:
        return [None if value is None else conversion.convert(value) for value in column.values]
    return column.each(conversion.convert)


@dataclass(frozen=True, slots=True)
class _Conversion:
    """What of a column's values is stored as it is, what is made of the others, and whether of equal ones the same.

    It makes of a value what `field.get_db_prep_save` makes of it.
    """

    kept: Set[type]
    convert: Callable[[Any], Any]
    repeats: bool = True


@cache
def _conversions(model: type[models.Model], vendor: str) -> tuple[_Conversion, ...]:
    return tuple(_conversion(field, vendor) for field in model._meta.concrete_fields)


def _conversion(field: _Field, vendor: str) -> _Conversion:
    target: Any = field
    while target.is_relation:
        target = target.target_field
    kind, prepared = type(target), partial(field.get_db_prep_save, connection=connection)
    kept = _KEPT | (_KEPT_BY_POSTGRESQL if vendor == "postgresql" else {})
    if kind in kept:
        return _Conversion({kept[kind], type(None)}, prepared)
    if kind is EncryptedTextField:  # sealed under a nonce of its own each time
        return _Conversion({type(None)}, target.get_prep_value, repeats=False)
    if kind is models.JSONField:  # as text, which nobody can change any more
        return _Conversion({type(None)}, partial(json.dumps, cls=target.encoder))
    if vendor == "sqlite" and kind is models.UUIDField:
        return _Conversion({type(None)}, lambda value: f"{value.int:032x}" if type(value) is UUID else prepared(value))
    if vendor == "sqlite" and kind is models.DateField:
        return _Conversion({type(None)}, lambda value: value.isoformat() if type(value) is date else prepared(value))
    return _Conversion({type(None)}, prepared)


def _into_sqlite(cursor: CursorWrapper, model: type[models.Model], rows: Sequence[_Row]) -> None:
    most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER) // len(rows[0])
    at_once = max(1, min(_ROWS_A_STATEMENT, most))
    whole = len(rows) - len(rows) % at_once
    for some, each in ((rows[:whole], at_once), (rows[whole:], len(rows) - whole)):
        if some:
            values = [list(chain.from_iterable(some[start : start + each])) for start in range(0, len(some), each)]
            cursor.executemany(_insertion(model, each), values)


def _insertion(model: type[models.Model], rows: int) -> str:
    table, names = _quoted(model)
    row = f"({', '.join(repeat('?', len(model._meta.concrete_fields)))})"
    return f"INSERT INTO {table} ({names}) VALUES {', '.join(repeat(row, rows))}"


def _into_postgresql(cursor: Any, model: type[models.Model], rows: Sequence[_Row]) -> None:
    table, names = _quoted(model)
    with connection.wrap_database_errors, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _quoted(model: type[models.Model]) -> tuple[str, str]:
    quoted = connection.ops.quote_name
    return quoted(model._meta.db_table), ", ".join(quoted(str(field.column)) for field in model._meta.concrete_fields)


_INSERTIONS: Mapping[str, Callable[[CursorWrapper, type[models.Model], Sequence[_Row]], None]] = {
    "sqlite": _into_sqlite,
    "postgresql": _into_postgresql,
}
