"""Assessments on Spark, local or on a cluster: the same steps. Needs the extra `spark`; imported here alone, when opened."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinlu.assessment.compiling import SQL_TYPES, compiled, empty, no_spark, quoted
from xinlu.assessment.engines.engine import Row
from xinlu.assessment.files import BY, Range
from xinlu.assessment.steps import Dialect, Step
from xinlu.assessment.tables import Schema

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

SPARK = Dialect.SPARK
LOCAL = "local[*]"


@contextmanager
def opened(*, master: str = LOCAL, partitions: int | None = None) -> Iterator[SparkEngine]:
    """The engine on that master (`local[2]`, `spark://host:7077`, `yarn`); days are days, whatever the zone: UTC.

    Refusal where Spark is not installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise no_spark() from None
    builder = SparkSession.builder.master(master).appName("xinlu assess")
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    if partitions:
        builder = builder.config("spark.sql.shuffle.partitions", str(partitions))
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    try:
        yield SparkEngine(session)
    finally:
        session.stop()


SETTINGS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    # A sum that overflows or a cast that fails must stop the run on this engine as it does on the other.
    "spark.sql.ansi.enabled": "true",
}


class SparkEngine:
    """One session; temporary views of its own."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session
        self._kept: list[DataFrame] = []

    @property
    def name(self) -> str:
        return f"spark {self._session.version}"

    def give(self, name: str, schema: Schema, rows: Sequence[Row]) -> None:
        columns = ", ".join(f"{quoted(column, SPARK)} {SQL_TYPES[SPARK][kind]}" for column, kind in schema.items())
        given = [tuple(row.get(column) for column in schema) for row in rows]
        self._session.createDataFrame(given, columns).createOrReplaceTempView(name)

    def read(self, name: str, schema: Schema, files: Sequence[Path], *, wanted: Range | None = None) -> None:
        if not files:
            self._session.sql(empty(schema, SPARK)).createOrReplaceTempView(name)
            return
        frame = self._session.read.parquet(*(str(path) for path in files))
        frame = frame.selectExpr(
            *(
                f"CAST({quoted(column, SPARK)} AS {SQL_TYPES[SPARK][kind]}) AS {quoted(column, SPARK)}"
                for column, kind in schema.items()
            )
        )
        if wanted:
            frame = frame.where(f"{quoted(BY, SPARK)} >= {wanted.low} AND {quoted(BY, SPARK)} < {wanted.high}")
        frame.createOrReplaceTempView(name)

    def take(self, step: Step) -> None:
        frame = self._session.sql(compiled(step, SPARK))
        if step.is_kept:
            self._kept.append(frame.persist())
        frame.createOrReplaceTempView(step.name)

    def ask(self, step: Step) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._session.sql(compiled(step, SPARK)).collect()]

    def write(self, step: Step, target: Path) -> None:
        if target.is_dir():
            shutil.rmtree(target)
        self._session.sql(compiled(step, SPARK)).write.mode("overwrite").parquet(str(target))

    def forget(self) -> None:
        for frame in self._kept:
            frame.unpersist()
        self._kept.clear()
