"""The same assessment on both engines: ten thousand skewed households, every row of households and areas equal to the type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pyarrow
import pytest
from pyarrow import parquet

import parts
from xinlu.assessment.engines import duckdb, spark
from xinlu.assessment.measures import income
from xinlu.assessment.measures.areas import GROUPS
from xinlu.assessment.run import ACCOUNTS, AREAS, HOUSEHOLDS, Asked, Opening, assess
from xinlu.assessment.steps import Dialect
from xinlu.assessment.synthesis import Country, synthesize

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")  # pyspark leaves sockets to the collector of garbage
DAY = date(2026, 11, 25)
COUNTRY = Country(households=10_000, as_of=DAY, seed=3)


@pytest.fixture(scope="module", autouse=True)
def _spark_is_here() -> None:
    refuse = pytest.fail if parts.is_required() else pytest.skip
    if not parts.found("java"):
        refuse(parts.what_is_missing("java"))
    if find_spec("pyspark") is None:
        refuse("pyspark is not in .venv; to have it: scripts/engine-parts")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("tables")
    synthesize(COUNTRY, made)
    return made


@pytest.fixture(scope="module")
def on_spark(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return run(
        folder, tmp_path_factory.mktemp("spark"), lambda: spark.opened(master="local[2]", partitions=2), Dialect.SPARK
    )


def on_duckdb(folder: Path, target: Path) -> Path:
    return run(folder, target, duckdb.opened, Dialect.DUCKDB)


def run(folder: Path, target: Path, opening: Opening, dialect: Dialect) -> Path:
    ranges = 4_000 if dialect is Dialect.DUCKDB else None
    asked = Asked(folder=folder, target=target, as_of=DAY, range_households=ranges, with_accounts=True)
    assess(asked, opening=opening, dialect=dialect)
    return target


def differing(one: Path, other: Path, name: str) -> list[str]:
    """What differs between two outputs of one name: types first, then rows that only one of them has."""
    first, second = parquet.read_table(one / name), parquet.read_table(other / name)
    if [(field.name, field.type) for field in first.schema] != [(field.name, field.type) for field in second.schema]:
        return ["types"]
    return [str(row)[:300] for row in (rows(first) - rows(second)) | (rows(second) - rows(first))]


def rows(of: pyarrow.Table) -> Counter[tuple[object, ...]]:
    """The rows; shares of people to nine digits, because sums of doubles depend on the order in which they are added."""
    columns = [column.to_pylist() for column in of.columns]
    return Counter(tuple(_plain(value) for value in row) for row in zip(*columns, strict=True))


def _plain(value: object) -> object:
    return f"{value:.9g}" if isinstance(value, float) else value


OF_INDICATORS = ("county_poverty_low", "county_inequality_claimed")
NAMES: Sequence[str] = (HOUSEHOLDS, ACCOUNTS, *(f"{AREAS}/{name}.parquet" for name in (*GROUPS, *OF_INDICATORS)))


@pytest.fixture(scope="module")
def both(folder: Path, on_spark: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return on_duckdb(folder, tmp_path_factory.mktemp("duckdb")), on_spark


@pytest.mark.parametrize("name", NAMES)
def test_both_engines_come_to_the_same(both: tuple[Path, Path], name: str) -> None:
    assert not differing(*both, name)


def test_every_household_is_there_and_not_all_are_alike(both: tuple[Path, Path]) -> None:
    found = parquet.read_table(both[1] / HOUSEHOLDS)
    assert found.num_rows == COUNTRY.households
    assert set(found["recognised_side"].to_pylist()) == {"above", "below", "unanswered", None}
    assert set(found["at_risk"].to_pylist()) == {True, False, None}


def test_an_engine_that_reckons_otherwise_is_noticed(
    both: tuple[Path, Path], folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(income, "divided", lambda fen, by: fen // by.cast("int64").nullif(0))
    careless = on_duckdb(folder, tmp_path)
    assert differing(careless, both[1], HOUSEHOLDS)
