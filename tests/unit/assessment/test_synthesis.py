"""A made-up country is the same for the same seed, skewed as is said, and sound."""

from datetime import date

import duckdb as engine_itself

from xinlu.assessment.checking import violations
from xinlu.assessment.engines import duckdb
from xinlu.assessment.synthesis import MADE, Country, synthesize

DAY = date(2026, 11, 25)


def made(folder, *, seed=1, households=3_000):
    synthesize(Country(households=households, as_of=DAY, seed=seed), folder)
    return folder


def asked(folder, sql):
    return engine_itself.sql(sql.format(folder=folder)).fetchall()


def contents(folder):
    return {
        name: asked(folder, f"SELECT count(*), sum(hash(t)::HUGEINT) FROM '{{folder}}/{name}/*.parquet' t")
        for name in MADE
    }


def test_the_same_seed_makes_the_same_country_and_another_seed_another(tmp_path):
    first, again, other = (made(tmp_path / name, seed=seed) for name, seed in (("a", 1), ("b", 1), ("c", 2)))
    assert contents(first) == contents(again) != contents(other)


def test_nothing_in_it_is_wrong(tmp_path):
    with duckdb.opened(threads=1) as engine:
        assert violations(made(tmp_path), engine, today=DAY) == []


def test_it_is_skewed_and_facts_are_missing(tmp_path):
    folder = made(tmp_path, households=6_000)
    sizes = asked(folder, "SELECT count(*) FROM '{folder}/households/*.parquet' GROUP BY area_code[:6] ORDER BY 1 DESC")
    assert sizes[0][0] == 3_000 > 2 * sizes[1][0]
    assert asked(folder, "SELECT max(line_no) FROM '{folder}/income_lines/*.parquet'") == [(60,)]
    lines = asked(folder, "SELECT count(*) FROM '{folder}/income_lines/*.parquet'")[0][0]
    assert lines > 14.7 * 6_000
    unknown = asked(folder, "SELECT avg((house_grade IS NULL)::INT) FROM '{folder}/circumstances/*.parquet'")[0][0]
    assert 0.02 < unknown < 0.06
    of_helper = asked(
        folder,
        "SELECT avg((answer = 0)::INT) AS open FROM '{folder}/income_lines/*.parquet' GROUP BY household_no // 6 ORDER BY 1",
    )
    assert of_helper[len(of_helper) // 10][0] < 0.06 and of_helper[-len(of_helper) // 10][0] > 0.25
