"""The answers of many households at once on Spark. Needs the extra `spark`; pyspark is imported here alone, when called."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xinlu.policy.compiling import SQL_TYPES, Engine, fact_columns, quoted, steps
from xinlu.policy.terms import Edition, Type

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


def answers(edition: Edition, households: DataFrame, *, keep: Sequence[str] = ()) -> DataFrame:
    """The columns `keep` of a frame of households, then every column of `compiling.columns`, not yet run."""
    for listed in steps(edition, Engine.SPARK, keep):
        households = households.selectExpr(*listed)
    return households


def schema(edition: Edition) -> str:
    """The columns of facts as a schema that Spark reads."""
    text = SQL_TYPES[Type.CODE]
    return ", ".join(
        f"{quoted(name, Engine.SPARK)} {'STRING' if kind == text else kind}"
        for name, kind in fact_columns(edition.facts).items()
    )
