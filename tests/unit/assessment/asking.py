"""Runs an expression over rows on DuckDB, as columns cast to their declared types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import duckdb
import pyarrow

from xinlu.assessment.compiling import compiled
from xinlu.assessment.steps import Dialect, Expression, Step, unbound
from xinlu.assessment.tables import ColumnType, Schema

TYPES = {
    ColumnType.INT64: "int64",
    ColumnType.FLOAT64: "float64",
    ColumnType.STRING: "string",
    ColumnType.BOOLEAN: "bool_",
}
Rows = Sequence[Mapping[str, Any]]


def table_of(schema: Schema) -> Expression:
    return unbound("given", schema)


def asked(
    made: Expression, given: Rows, *, schema: Schema, wanted: Schema, by: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """The rows of the expression over `given`, in the order of `by`, NULL last."""
    whole: Schema = {**{name: schema[name] for name in by}, **wanted}
    fields = [(name, getattr(pyarrow, TYPES[kind])()) for name, kind in schema.items()]
    source = pyarrow.Table.from_pylist([dict(row) for row in given], schema=pyarrow.schema(fields))
    with duckdb.connect() as connection:
        connection.register("given", source)
        query = compiled(Step(name="asked", made=made, schema=whole), Dialect.DUCKDB)
        rows = connection.execute(query).fetchall()
    found = [dict(zip(whole, row, strict=True)) for row in rows]
    return sorted(found, key=lambda row: [(row[name] is None, row[name]) for name in by])
