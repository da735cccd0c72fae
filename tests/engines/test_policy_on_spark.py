"""The same policies on Spark: every clause, answer and amount of thousands of households as DuckDB has them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import parts
from unit.policy.small_world import DAY, Written, amounts, clauses, edition, household, many, policy, row
from unit.policy.test_equal_on_duckdb import asked_of_duckdb
from xinlu.policy import compiling, spark_engine
from xinlu.policy.catalogue import packaged_catalogue
from xinlu.policy.choosing import choose
from xinlu.policy.terms import Edition, Parameter, ParameterValue, Standing, Type, Value

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

HOUSEHOLDS = 2_000
POLICIES = st.lists(st.tuples(st.lists(clauses(), min_size=1, max_size=3), amounts()), min_size=12, max_size=16)
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # pyspark leaves sockets to the collector of garbage


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    refuse = pytest.fail if parts.is_required() else pytest.skip
    if not parts.found("java"):
        refuse(parts.what_is_missing("java"))
    if find_spec("pyspark") is None:
        refuse("pyspark is not in .venv; to have it: scripts/engine-parts")
    from pyspark.sql import SparkSession

    folder: Path = tmp_path_factory.mktemp("spark")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.warehouse.dir", str(folder)).config("spark.sql.session.timeZone", "UTC")
    session = (
        builder.config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def asked_of_spark(
    session: SparkSession, asked: Edition, rows: Sequence[tuple[object, ...]]
) -> list[dict[str, object]]:
    """The compiled columns for rows of facts, in their order."""
    numbered = [(number, *each) for number, each in enumerate(rows)]
    frame = session.createDataFrame(numbered, f"number BIGINT, {spark_engine.schema(asked)}")
    found = [each.asDict() for each in spark_engine.answers(asked, frame, keep=("number",)).collect()]
    return sorted(found, key=lambda each: int(each["number"]))


@given(POLICIES, st.integers(0, 10**6))
@settings(
    max_examples=1, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
def test_generated_policies_answer_alike(spark: SparkSession, drawn: list, seed: int) -> None:
    asked = edition(*(policy(f"p{number}", *each) for number, each in enumerate(drawn)))
    rows = [row(each) for each in many(seed, HOUSEHOLDS)]
    assert asked_of_spark(spark, asked, rows) == asked_of_duckdb(asked, rows)


def an_amount(parameter: Parameter) -> Value:
    """A value that a county could have entered."""
    usual: dict[Type, Value] = {Type.FEN: 60_000, Type.PERCENT: 130, Type.YES_NO: True, Type.DAY: DAY}
    return usual.get(parameter.type, 2)


@pytest.mark.parametrize("is_entered", [True, False])
def test_the_packaged_policies_answer_alike(spark: SparkSession, is_entered: bool) -> None:
    catalogue = packaged_catalogue()
    entered = {
        name: [
            ParameterValue(
                place="52", start=DAY, end=None, value=an_amount(each), source=each.label, seen_on=DAY,
                standing=Standing.CONFIRMED,
            )
        ]
        for name, each in catalogue.parameters.items()
    }  # fmt: skip
    asked = choose(catalogue, on=DAY, places=("52",), own_values=entered if is_entered else {})
    rows = [row(each, catalogue.facts) for each in many(5, HOUSEHOLDS, catalogue.facts)]
    of_duckdb = asked_of_duckdb(asked, rows)
    assert asked_of_spark(spark, asked, rows) == of_duckdb
    answered = {value for each in of_duckdb for name, value in each.items() if name.endswith("__entitled")}
    assert answered == {True, False, None}


def test_an_engine_that_rounds_otherwise_is_caught(spark: SparkSession, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = edition(policy("p0", ["rate_fen * percent > cost_fen * percent"], Written(((None, "cost_fen * percent"),))))
    rows = [row(household(cost_fen=cost)) for cost in range(7)]
    assert asked_of_spark(spark, asked, rows) == asked_of_duckdb(asked, rows)
    monkeypatch.setattr(compiling, "SHIFT", 10**15 - 50)
    careless = asked_of_spark(spark, asked, rows)
    monkeypatch.undo()
    assert careless != asked_of_duckdb(asked, rows)
