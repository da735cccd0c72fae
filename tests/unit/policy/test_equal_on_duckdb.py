"""What one household is told equals what the compiled columns say of hundreds at once; unknown stays unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.policy.small_world import Written, amounts, clauses, edition, facts, household, households, many, policy, row
from xinlu.policy.answers import answer, holds, with_values
from xinlu.policy.catalogue import packaged_catalogue
from xinlu.policy.checking import bind_all
from xinlu.policy.choosing import choose
from xinlu.policy.compiling import Layer, amount_column, answer_column, clause_column, columns, fact_columns, select
from xinlu.policy.duckdb_engine import bind
from xinlu.policy.explain import explain
from xinlu.policy.households import Household
from xinlu.policy.terms import Bounds, Edition, Known, Policy

HOUSEHOLDS = 250
POLICIES = st.lists(st.tuples(st.lists(clauses(), min_size=1, max_size=3), amounts()), min_size=1, max_size=6)
Answering = Callable[[Policy, Known], dict[str, object]]


def asked_of_duckdb(asked: Edition, rows: Sequence[tuple[object, ...]]) -> list[dict[str, object]]:
    """The compiled columns for rows of facts, in their order."""
    declared = ", ".join(f'"{name}" {kind}' for name, kind in fact_columns(asked.facts).items())
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.execute(f"CREATE TABLE households (number BIGINT, {declared})")
        places = "(" + ", ".join("?" * (len(rows[0]) + 1)) + ")"
        numbered = [(number, *each) for number, each in enumerate(rows)]
        for start in range(0, len(numbered), HOUSEHOLDS):
            batch = numbered[start : start + HOUSEHOLDS]
            values = [value for each in batch for value in each]
            connection.execute(f"INSERT INTO households VALUES {', '.join([places] * len(batch))}", values)
        found = connection.execute(select(asked, "households", keep=("number",)))
        names = [each[0] for each in found.description or ()]
        return [dict(zip(names, each, strict=True)) for each in sorted(found.fetchall())]


def asked_of_python(asked: Policy, known: Known) -> dict[str, object]:
    """The same columns for one household, by the plain evaluator."""
    given_answer = answer(asked, known)
    found: dict[str, object] = {clause_column(asked, name): held for name, held in given_answer.clauses.items()}
    found[answer_column(asked)] = given_answer.held
    if asked.amount:
        found[amount_column(asked)] = given_answer.amount_fen
    return found


def careless(asked: Policy, known: Known) -> dict[str, object]:
    """What a program says that takes "nobody entered it" for "no"."""
    return {
        name: bool(value) if "amount" not in name else value or 0
        for name, value in asked_of_python(asked, known).items()
    }


def differences(asked: Edition, told: Sequence[Household], answering: Answering) -> list[tuple[str, object, object]]:
    """Columns in which an evaluator and DuckDB differ."""
    found = []
    for each_told, answered in zip(told, asked_of_duckdb(asked, [row(each) for each in told]), strict=True):
        for each in asked.policies:
            mine = answering(each, with_values(asked, each_told))
            found += [(name, value, answered[name]) for name, value in mine.items() if answered[name] != value]
    return found


def _drawn(data: st.DataObject) -> tuple[Edition, list[Household]]:
    asked = edition(*(policy(f"p{number}", *each) for number, each in enumerate(data.draw(POLICIES))))
    return asked, many(data.draw(st.integers(0, 10**6)), HOUSEHOLDS)


@given(st.data())
@settings(max_examples=30, deadline=None)
def test_python_and_duckdb_agree_on_every_clause_answer_and_amount(data: st.DataObject) -> None:
    asked, told = _drawn(data)
    bind(asked)
    assert differences(asked, told, asked_of_python) == []


def test_an_evaluator_that_takes_unknown_for_no_is_caught() -> None:
    asked = edition(policy("p0", ["has_car AND days > 2", "NOT has_light"], Written(((None, "rate_fen"),))))
    told = [household(has_car=True, days=3), household(days=3, has_light=False)]
    assert differences(asked, told, asked_of_python) == []
    assert {name for name, _, _ in differences(asked, told, careless)} == {
        "p0__c0", "p0__c1", "p0__entitled", "p0__amount_fen",
    }  # fmt: skip


@given(st.lists(clauses(), min_size=1, max_size=3), clauses(), households())
@settings(max_examples=300, deadline=None)
def test_a_further_clause_never_widens(first: list[str], further: str, told: Household) -> None:
    asked = edition(policy("few", first), policy("more", [*first, further]))
    few, more = (holds(each, with_values(asked, told)) for each in asked.policies)
    order = {False: 0, None: 1, True: 2}
    assert order[more] <= order[few]


@given(st.lists(clauses(), min_size=1, max_size=2), amounts(), households(), households(complete=True))
@settings(max_examples=500, deadline=None)
def test_to_know_more_never_turns_a_yes_or_no_or_an_amount_round(
    written: list[str], amount: Written | None, known: Household, filling: Household
) -> None:
    asked = edition(policy("p0", written, amount))
    before = answer(asked.policies[0], with_values(asked, known))
    after = answer(asked.policies[0], with_values(asked, Household(filled(known, filling))))
    for name, held in before.clauses.items():
        assert held is None or after.clauses[name] is held
    assert before.held is None or after.held is before.held
    assert before.amount_fen is None or after.amount_fen == before.amount_fen


def filled(told: Household, filling: Household) -> Known:
    """The household with what is not known filled by another's values, people facts within their bounds."""
    known = dict(told.known)
    for name, value in known.items():
        other = filling.known[name]
        if value is None:
            known[name] = other
        elif isinstance(value, Bounds) and isinstance(other, Bounds):
            most = value.most if value.most is not None else max(value.least, other.least)
            number = min(max(other.least, value.least), most)
            known[name] = Bounds(number, number)
    return known


def test_knowing_more_does_turn_the_careless_evaluator_round() -> None:
    asked = edition(policy("p0", ["has_car"]))
    now, later = household(), household(has_car=True)
    told = [careless(asked.policies[0], with_values(asked, each))["p0__entitled"] for each in (now, later)]
    assert told == [False, True]


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_the_explanation_says_what_is_answered(data: st.DataObject) -> None:
    asked, told = _drawn(data)
    for each in told[:5]:
        known = with_values(asked, each)
        for explained in explain(asked, each):
            given_answer = answer(explained.policy, known)
            assert explained.answer == given_answer
            assert [clause.held for clause in explained.clauses] == list(given_answer.clauses.values())
            assert all(clause.missing for clause in explained.clauses if clause.held is None)
            assert not any(clause.missing for clause in explained.clauses if clause.held is not None)
            assert bool(explained.amount_missing) == (
                explained.policy.amount is not None
                and given_answer.held is not False
                and given_answer.amount_fen is None
                and _amount_is_open(explained.policy, known)
            )
            for language in ("zh", "en"):
                assert explained.said(language)


def _amount_is_open(asked: Policy, known: Known) -> bool:
    open_policy = replace(asked, clauses=())
    return answer(open_policy, known).amount_fen is None


def test_every_packaged_policy_binds_against_an_empty_table() -> None:
    bind_all(packaged_catalogue())


def test_a_column_whose_type_is_not_the_declared_one_is_a_bug_and_raises(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = edition(policy("p0", ["days > 2"]))
    monkeypatch.setattr("xinlu.policy.compiling._Compiler.sql", lambda self, tree: '"days"')
    with pytest.raises(RuntimeError, match="p0__c0 is BIGINT"):
        bind(asked)
    monkeypatch.setattr("xinlu.policy.compiling._Compiler.sql", lambda self, tree: '"no_such_fact"')
    with pytest.raises(RuntimeError, match="p0__c0 cannot be bound"):
        bind(asked)


def test_a_row_has_a_value_for_every_column_of_facts() -> None:
    assert len(row(household())) == len(fact_columns(facts()))


def test_no_more_layers_are_written_than_are_asked_for() -> None:
    asked = choose(packaged_catalogue(), on=date(2026, 11, 25), places=("52",))
    names = {upto: set(columns(asked, upto=upto)) for upto in Layer}
    assert names[Layer.CLAUSES] == {
        clause_column(policy, clause.name) for policy in asked.policies for clause in policy.clauses
    }
    assert names[Layer.CLAUSES] < names[Layer.ANSWERS] < names[Layer.AMOUNTS]
    assert not any(name.endswith(("__entitled", "__secured", "__amount_fen")) for name in names[Layer.CLAUSES])
