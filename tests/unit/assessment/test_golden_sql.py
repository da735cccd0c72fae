"""The SQL of the measures is what was looked through: a change of a measure, or of the compiler, is seen here."""

import os
import re
import subprocess
import sys
from importlib.util import find_spec

import pytest

from unit.assessment import golden_sql
from xinlu.assessment.measures import income
from xinlu.assessment.steps import Dialect

DIALECTS = [
    Dialect.DUCKDB,
    pytest.param(
        Dialect.SPARK, marks=pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not in .venv")
    ),
]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_step_compiles_to_what_is_kept(dialect):
    made, kept = golden_sql.statements(dialect), golden_sql.kept(dialect)
    assert made.keys() == kept.keys()
    for name, sql in made.items():
        assert sql == kept[name], f"{name}: look at the difference, then write it anew (see golden_sql.py)"


def test_another_measure_is_noticed(monkeypatch):
    monkeypatch.setattr(income, "OWN_WORD", 1)
    made, kept = golden_sql.statements(Dialect.DUCKDB), golden_sql.kept(Dialect.DUCKDB)
    assert {name for name in made if made[name] != kept[name]} == {"line_weights.sql"}


TRAPS = ("hash(", "median(", "first(", "any_value(", "decimal", "levenshtein", "mode(", "hugeint", "now(", "random")
GUARDED = re.compile(r"/\s*\(?\s*(nullif\(|cast\(\d+ as)")


@pytest.mark.parametrize("dialect", list(Dialect))
def test_nothing_in_it_differs_between_engines_by_nature(dialect):
    """Engines hash, pick a first, and divide by nought each in its own way; a divisor is guarded, or a number that is not 0."""
    for name, sql in golden_sql.kept(dialect).items():
        lower = sql.lower()
        assert not [trap for trap in TRAPS if trap in lower], name
        for divided in re.finditer(r"/(?!/)", lower):
            assert GUARDED.match(lower, divided.start()), (name, lower[divided.start() : divided.end() + 60])


def digests_under(seed):
    """A digest of every statement, areas' indicators too, compiled by a process with that seed of Python's own hashes."""
    done = subprocess.run(
        [sys.executable, "-c", DIGEST],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    return done.stdout


DIGEST = """
import hashlib
from datetime import date
from xinlu.assessment.compiling import compiled
from xinlu.assessment.household import assessment
from xinlu.assessment.measures.areas import area_steps
from xinlu.assessment.steps import Dialect
planned = assessment(as_of=date(2026, 11, 25))
for step in (*planned.steps, *area_steps(planned)):
    print(step.name, hashlib.sha256(compiled(step, Dialect.DUCKDB).encode()).hexdigest())
"""


def test_another_process_compiles_the_same_so_that_a_killed_run_is_known_again():
    first, second = digests_under("1"), digests_under("2")
    assert len(first.splitlines()) > 15
    assert first == second
