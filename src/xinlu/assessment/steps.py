"""What an assessment consists of: named SELECTs, each over tables and the steps before it, each with a declared schema.

A step is an Ibis expression over unbound tables, or SQL that the policy room compiled. Here nothing is run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import ibis

from xinlu.assessment.tables import ColumnType, Schema, table

Expression = Any
"""An Ibis table or value: the library publishes no types."""


class Dialect(StrEnum):
    """The engines' languages."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """A named SELECT. `is_kept`: its rows are held for the steps after it, because several ask for them.

    `made` is an Ibis table expression, or ready SQL by dialect.
    """

    name: str
    made: Expression | Mapping[Dialect, str]
    schema: Schema
    is_kept: bool = False

    @property
    def table(self) -> Expression:
        """The step as an unbound table that later expressions read."""
        return unbound(self.name, self.schema)


def unbound(name: str, schema: Schema) -> Expression:
    """An Ibis table of that name and schema, bound to no engine."""
    return ibis.table({column: str(kind) for column, kind in schema.items()}, name=name)


def declared(name: str) -> Expression:
    """A declared table as an unbound Ibis table."""
    return unbound(name, table(name).schema)


def beside(left: Expression, *others: Expression, on: str = "household_no") -> Expression:
    """The rows of `left`, each with what the others (at most a row each) have of the same `on`; NULL where they have none.

    Columns of others that `left` has too are renamed out of the way: choose the columns by name afterwards.
    """
    joined = left
    for number, other in enumerate(others):
        joined = joined.left_join(other, on, rname="{name}__" + str(number))
    return joined


def counted(condition: Expression) -> Expression:
    """How many rows hold the condition, over a group: a condition that is not known does not hold."""
    return ibis.cases((condition, 1)).count()


def schema_of(**columns: str) -> Schema:
    """A schema from keyword arguments, in their order."""
    return {name: ColumnType(kind) for name, kind in columns.items()}
