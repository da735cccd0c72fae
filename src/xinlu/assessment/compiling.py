"""Steps to SQL of both engines. Ibis is used as a compiler only; every output column is cast to its declared type.

Ibis leaves out casts that it thinks are in vain, but DuckDB's sum of a bigint is a hugeint: so the cast is written here.
What both engines answer alike: sums, counts, least and greatest of integers; CASE; comparisons; equality joins; division
only of integers with the divisor above zero; dates compared with dates. Nothing that hashes, rounds, or picks a first.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import cast

import ibis

from xinlu.assessment.steps import Dialect, Step
from xinlu.assessment.tables import ColumnType, Schema
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

SQL_TYPES: Mapping[Dialect, Mapping[ColumnType, str]] = {
    Dialect.DUCKDB: {
        ColumnType.INT64: "BIGINT",
        ColumnType.INT32: "INTEGER",
        ColumnType.FLOAT64: "DOUBLE",
        ColumnType.BOOLEAN: "BOOLEAN",
        ColumnType.STRING: "VARCHAR",
        ColumnType.DATE: "DATE",
    },
    Dialect.SPARK: {
        ColumnType.INT64: "BIGINT",
        ColumnType.INT32: "INT",
        ColumnType.FLOAT64: "DOUBLE",
        ColumnType.BOOLEAN: "BOOLEAN",
        ColumnType.STRING: "STRING",
        ColumnType.DATE: "DATE",
    },
}
_OF_IBIS = {Dialect.DUCKDB: "duckdb", Dialect.SPARK: "pyspark"}


@lru_cache(maxsize=256)
def compiled(step: Step, dialect: Dialect) -> str:
    """The step's SELECT in the dialect, with every declared column in order and of its declared type."""
    inner = (
        cast(Mapping[Dialect, str], step.made)[dialect] if isinstance(step.made, Mapping) else _by_ibis(step, dialect)
    )
    columns = ", ".join(
        f"CAST({quoted(name, dialect)} AS {SQL_TYPES[dialect][kind]}) AS {quoted(name, dialect)}"
        for name, kind in step.schema.items()
    )
    return f"SELECT {columns}\nFROM (\n{inner}\n) AS {quoted('made', dialect)}"


def empty(schema: Schema, dialect: Dialect) -> str:
    """A SELECT of no row with these columns."""
    columns = ", ".join(
        f"CAST(NULL AS {SQL_TYPES[dialect][kind]}) AS {quoted(name, dialect)}" for name, kind in schema.items()
    )
    return f"SELECT {columns} WHERE 1 = 0"


def quoted(name: str, dialect: Dialect) -> str:
    """A name as an identifier of the dialect."""
    return f"`{name}`" if dialect is Dialect.SPARK else f'"{name}"'


def _by_ibis(step: Step, dialect: Dialect) -> str:
    if dialect is Dialect.SPARK:
        try:
            # The options of the Spark compiler are there only once its module was touched, which imports pyspark.
            _ = ibis.pyspark
        except (ImportError, AttributeError):
            raise no_spark() from None
    return str(ibis.to_sql(step.made, dialect=_OF_IBIS[dialect], pretty=True))


def no_spark() -> Refusal:
    """That Spark is not installed, and how to have it."""
    words = Words(
        "这台机器上没有装 Spark。要用它，先装：pip install 'xinlu[spark]'（还要有 Java 17）；不装就用 --engine duckdb",
        "Spark is not installed here. To have it: pip install 'xinlu[spark]' (and Java 17); or use --engine duckdb",
    )
    return Refusal("assessment.no_spark", words)
