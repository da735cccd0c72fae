"""A few households in the declared tables: what a test does not say is taken from defaults; the measures run on DuckDB."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pyarrow
from pyarrow import parquet

from xinlu.assessment import soundness
from xinlu.assessment.engines import duckdb
from xinlu.assessment.household import READS, assessment
from xinlu.assessment.places import SCHEMAS, Area, place_tables
from xinlu.assessment.tables import ColumnType, table
from xinlu.income.kinds import kinds

DAY = date(2026, 11, 25)
KINDS = {number: kind.code for number, kind in enumerate(kinds(), start=1)}
NUMBER_OF = {code: number for number, code in KINDS.items()}
AREAS = (
    Area("90", "province", ""),
    Area("9001", "prefecture", "90"),
    Area("900101", "county", "9001"),
    Area("900101100", "township", "900101"),
    Area("900101100200", "village", "900101100"),
)
_ARROW = {
    ColumnType.INT64: pyarrow.int64(),
    ColumnType.INT32: pyarrow.int32(),
    ColumnType.FLOAT64: pyarrow.float64(),
    ColumnType.BOOLEAN: pyarrow.bool_(),
    ColumnType.STRING: pyarrow.string(),
    ColumnType.DATE: pyarrow.date32(),
}


def household(number=0, **said):
    return {
        "household_no": number,
        "area_code": "900101100200",
        "helper_no": 7,
        "people": 4,
        "status": "ordinary",
    } | said


def account(number=0, **said):
    known = {"household_no": number, "account_no": number, "period_end": date(2026, 9, 30), "heads": 4}
    return known | {"reckoned_on": date(2026, 11, 1)} | said


def line(number=0, line_no=1, **said):
    known = {"household_no": number, "account_no": number, "line_no": line_no, "kind_no": NUMBER_OF["rice"]}
    return known | {"income_fen": 4_000_000, "cost_fen": 0, "answer": 1, "grade": 2} | said


def written(folder: Path, tables, *, name_of_file="part-0"):
    """The rows (dicts) of each table as Parquet in the folder; columns that a row does not have are empty."""
    for name, rows in tables.items():
        schema = pyarrow.schema([(column, _ARROW[kind]) for column, kind in table(name).schema.items()])
        target = folder / name / f"{name_of_file}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(pyarrow.Table.from_pylist(rows, schema=schema), target)


def with_places(tables):
    """The tables with areas and kinds beside."""
    areas = [{"area_code": a.code, "name": a.code, "level": a.level, "parent_code": a.parent or None} for a in AREAS]
    return {"areas": areas, "kinds": [{"kind_no": n, "kind": code} for n, code in KINDS.items()]} | tables


@cache
def planned_once(as_of):
    """The assessment as of a day, put together and compiled once for all tests."""
    return assessment(as_of=as_of)


def assessed(tables, *, as_of=DAY, values=(), areas=AREAS, is_anew=False):
    """The assessed row of each household by its number, out of rows held in memory.

    `is_anew`: the measures are put together as they are now, which a test may have broken.
    """
    planned = assessment(as_of=as_of) if is_anew else planned_once(as_of)
    made = place_tables(areas, kinds=KINDS, values=values)
    with duckdb.opened(threads=1) as engine:
        for name, schema in SCHEMAS.items():
            engine.give(name, schema, made.rows[name])
        for name in READS:
            engine.give(soundness.FOUND + name, table(name).schema, tables.get(name, []))
            engine.take(soundness.sound(table(name)))
        for step in planned.steps[:-1]:
            engine.take(step)
        rows = engine.ask(planned.result)
    names = list(planned.result.schema)
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}
