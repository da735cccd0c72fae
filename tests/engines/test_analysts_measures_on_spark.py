"""Poverty and multidimensional poverty of any table: the same expressions, equal on both engines to the type.

Inequality, and poverty by a line of each row's own, are held against each other on assessed counties
(test_assessment_on_spark.py): queries are slow to begin on Spark, so that none is asked twice.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import Any

import pytest

import parts
from xinlu.assessment.engines import duckdb, spark
from xinlu.assessment.engines.engine import Engine
from xinlu.assessment.measures import multidimensional, poverty
from xinlu.assessment.steps import Expression, Step, schema_of, unbound
from xinlu.assessment.tables import Schema

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # pyspark leaves sockets to the collector of garbage
ROWS = schema_of(
    income="float64", people="float64", weight="float64", place="string", village="string",
    house="boolean", school="boolean", water="boolean",
)  # fmt: skip
GIVEN = unbound("analysts_rows", ROWS)
PLACED: Schema = schema_of(place="string")


def drawn(number: int = 600) -> list[dict[str, Any]]:
    """Skewed rows of four places and thirty villages: some incomes of nothing and below, some of everything missing."""
    dice = random.Random(5)
    rows = []
    for _ in range(number):
        village = int(30 * dice.random() ** 2)
        row: dict[str, Any] = {
            "income": dice.choice([0.0, -35.5, None]) if dice.random() < 0.05 else dice.lognormvariate(8, 0.8),
            "people": float(dice.randint(1, 9)),
            "weight": dice.choice([0.5, 1.0, 2.25, None if dice.random() < 0.05 else 1.5]),
            "place": None if village % 5 == 4 else f"p{village % 5}",
            "village": f"v{village}",
        }
        rows.append(row | {name: dice.choice([True, False, None]) for name in ("house", "school", "water")})
    return rows


OF = {"income": "income", "people": "people", "weight": "weight", "by": ["place"]}
DEPRIVED = {"house": 0.5, "school": 0.25, "water": 0.25}


def steps() -> dict[str, Step]:
    made: dict[str, tuple[Expression, Schema]] = {
        "poverty, 0.6 of the median": (poverty.indicators(GIVEN, line="0.6median", **OF), poverty.MEASURES),
        "multidimensional": (
            multidimensional.af(
                GIVEN,
                deprivations=DEPRIVED,
                cutoff=0.4,
                people="people",
                weight="weight",
                by=["place"],
                missing=multidimensional.Missing.NOT_DEPRIVED,
                strata="place",
                cluster="village",
            ),
            multidimensional.measures(list(DEPRIVED)),
        ),
    }
    return {name: Step(name="asked", made=each, schema={**PLACED, **schema}) for name, (each, schema) in made.items()}


Found = dict[Any, Mapping[str, Any]]


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Engine, dict[str, Found]]]:
    """DuckDB with the rows, and what Spark found in them."""
    refuse = pytest.fail if parts.is_required() else pytest.skip
    if not parts.found("java"):
        refuse(parts.what_is_missing("java"))
    if find_spec("pyspark") is None:
        refuse("pyspark is not in .venv; to have it: scripts/engine-parts")
    with duckdb.opened() as one, spark.opened(master="local[2]", partitions=1) as other:
        for engine in (one, other):
            engine.give("analysts_rows", ROWS, drawn())
        yield one, {name: asked(other, step) for name, step in steps().items()}


def asked(engine: Engine, step: Step) -> Found:
    return {row[0]: dict(zip(step.schema, row, strict=True)) for row in engine.ask(step)}


def differing(one: Found, other: Found) -> list[str]:
    """What differs: groups, types, whole numbers at all, others by more than the order of adding them up can explain."""
    if one.keys() != other.keys():
        return [f"groups {one.keys() ^ other.keys()}"]
    return [
        f"{group} {name}: {value!r} {other[group][name]!r}"
        for group, row in one.items()
        for name, value in row.items()
        if not _is_same(value, other[group][name])
    ]


def _is_same(value: Any, other: Any) -> bool:
    if type(value) is not type(other):
        return False
    return math.isclose(value, other, rel_tol=1e-9, abs_tol=1e-12) if isinstance(value, float) else value == other


@pytest.mark.parametrize("name", list(steps()))
def test_both_engines_come_to_the_same(both: tuple[Engine, dict[str, Found]], name: str) -> None:
    one, of_spark = asked(both[0], steps()[name]), both[1][name]
    assert len(one) == 5 and not differing(one, of_spark)
    assert any(value for row in one.values() for value in row.values() if isinstance(value, float))


def test_an_engine_that_leaves_one_row_out_is_noticed(both: tuple[Engine, dict[str, Found]]) -> None:
    one, of_spark = both
    name = "poverty, 0.6 of the median"
    one.give("analysts_rows", ROWS, drawn()[1:])
    try:
        assert differing(asked(one, steps()[name]), of_spark[name])
    finally:
        one.give("analysts_rows", ROWS, drawn())
