"""The answers of many households at once on DuckDB: one SELECT, Parquet in, Parquet out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from xinlu.policy.compiling import Engine as Dialect
from xinlu.policy.compiling import Layer, columns, fact_columns, quoted, select
from xinlu.policy.terms import Edition

DUCKDB = Dialect.DUCKDB


def write_answers(
    edition: Edition,
    households: Path,
    answers: Path,
    *,
    keep: Sequence[str] = (),
    upto: Layer = Layer.AMOUNTS,
    threads: int | None = None,
    memory_limit: str = "800MB",
) -> None:
    """Writes a row an household of `households` (Parquet with the columns of facts) into `answers` (Parquet).

    The columns `keep` come first (the household's number, say), then those of `compiling.columns` as far as
    `upto`. A file that lacks a column of a fact that the edition reads ends in duckdb.BinderException, which names it.
    """
    with duckdb.connect(config=_settings(threads, memory_limit)) as connection:
        query = select(edition, f"read_parquet({_text(households)})", keep=keep, upto=upto)
        # Truths are single bits already; compressing them costs a tenth of the time and saves next to nothing.
        connection.execute(f"COPY ({query}) TO {_text(answers)} (FORMAT parquet, COMPRESSION uncompressed)")


def bind(edition: Edition) -> None:
    """Binds every column once against an empty table of the declared types.

    RuntimeError where the engine sees a type other than the declared one: the type check and the engine differ, which
    is a fault of this package and not of the catalogue.
    """
    declared = ", ".join(f"{quoted(name, DUCKDB)} {kind}" for name, kind in fact_columns(edition.facts).items())
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE households ({declared})")
        for name, column in columns(edition).items():
            # The cast would hide what the engine makes of the expression itself.
            try:
                seen = connection.execute(f"DESCRIBE SELECT {column.sql} AS answer FROM households").fetchall()[0][1]
            except duckdb.Error as wrong:
                raise RuntimeError(f"{name} cannot be bound: {wrong}") from wrong
            if seen != column.type:
                raise RuntimeError(f"{name} is {seen} for the engine and {column.type} for the type check")
            if column.layer is not Layer.AMOUNTS:
                connection.execute(f"ALTER TABLE households ADD COLUMN {quoted(name, DUCKDB)} {column.type}")


def _settings(threads: int | None, memory_limit: str) -> dict[str, str | bool | int | float | list[str]]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": memory_limit,
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return settings | {"threads": threads} if threads else settings


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
