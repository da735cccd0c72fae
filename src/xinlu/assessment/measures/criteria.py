"""Criteria written in the language of policies, as steps: which hold on a day, compiled by the policy room for both engines.

The rules themselves are not here: the guarantees stand in the policy catalogue, monitoring in standards/monitoring.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from xinlu import standards
from xinlu.assessment.compiling import quoted
from xinlu.assessment.steps import Dialect, Step
from xinlu.assessment.tables import ColumnType, Schema, known_facts
from xinlu.policy.catalogue import packaged_catalogue, read_catalogue
from xinlu.policy.choosing import choose
from xinlu.policy.compiling import Engine, answer_column, columns, steps
from xinlu.policy.terms import Catalogue, Edition, Kind, Policy

FILE = Path(standards.__file__).parent / "monitoring.yaml"
FOOD_AND_CLOTHING = "food_and_clothing_guarantee"
_ENGINES: Mapping[Dialect, Engine] = {Dialect.DUCKDB: Engine.DUCKDB, Dialect.SPARK: Engine.SPARK}


@cache
def packaged_criteria() -> Catalogue:
    """The criteria of monitoring and of food and clothing, read once."""
    return read_catalogue(FILE, known_facts())


def guarantees_on(day: date, places: Sequence[str] = ()) -> Edition:
    """The criteria of the guarantees in force on the day: food and clothing, house, school, medical care, water."""
    packaged = choose(packaged_catalogue(), on=day, places=places)
    of_own = choose(packaged_criteria(), on=day, places=places)
    found = [policy for policy in of_own.policies if policy.id == FOOD_AND_CLOTHING]
    found += [policy for policy in packaged.policies if policy.kind is Kind.GUARANTEE]
    return replace(packaged, facts=known_facts(), policies=tuple(found))


def monitoring_on(day: date, places: Sequence[str] = ()) -> Edition:
    """The criteria of monitoring in force on the day: kinds of monitored household, channels, elimination of the risk."""
    found = choose(packaged_criteria(), on=day, places=places)
    return replace(found, policies=tuple(policy for policy in found.policies if policy.id != FOOD_AND_CLOTHING))


def outcomes(edition: Edition) -> Schema:
    """What `judged` adds: a truth per clause (`<id>__<clause>`) and per criterion (`<id>`)."""
    found: dict[str, ColumnType] = {}
    for policy in edition.policies:
        found |= {f"{policy.id}__{clause.name}": ColumnType.BOOLEAN for clause in policy.clauses}
        found[policy.id] = ColumnType.BOOLEAN
    return found


def told(edition: Edition) -> Schema:
    """Of the outcomes those that are told of a household: a criterion of a single clause says the same as its clause."""
    single = {f"{policy.id}__{policy.clauses[0].name}" for policy in edition.policies if len(policy.clauses) == 1}
    return {name: kind for name, kind in outcomes(edition).items() if name not in single}


def judged(edition: Edition, source: Step, *, name: str) -> Step:
    """The rows of `source`, which has the columns of facts, with truths beside: NULL for not known."""
    schema = {**source.schema, **outcomes(edition)}
    made = {dialect: _select(edition, source, dialect) for dialect in Dialect}
    return Step(name=name, made=made, schema=schema)


def _select(edition: Edition, source: Step, dialect: Dialect) -> str:
    engine = _ENGINES[dialect]
    clauses, answers, _ = (", ".join(listed) for listed in steps(edition, engine, ()))
    inner = f"SELECT {answers} FROM (SELECT {clauses} FROM {quoted(source.name, dialect)}) AS clauses"
    named = {answer_column(policy): policy.id for policy in edition.policies}
    last = ", ".join(
        f"{quoted(column, dialect)} AS {quoted(named.get(column, column), dialect)}"
        for column in (*source.schema, *columns(edition, engine))
    )
    return f"SELECT {last} FROM ({inner}) AS answers"


def criterion(edition: Edition, name: str) -> Policy | None:
    """The criterion of that name in force; None where there is none on the day."""
    return next((policy for policy in edition.policies if policy.id == name), None)
