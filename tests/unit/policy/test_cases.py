"""Every situation under tests/policy is answered as policy staff expect, and the situations leave no clause out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from xinlu.policy import cases as cases_module
from xinlu.policy.answers import State
from xinlu.policy.cases import ABSENT, Case, Expected, differences, read_cases
from xinlu.policy.catalogue import packaged_catalogue
from xinlu.policy.choosing import choose
from xinlu.policy.explain import Explained, explain, explain_policy
from xinlu.policy.households import Household
from xinlu.policy.terms import Edition, Kind, Parameter, ParameterValue, Policy, Standing

CATALOGUE = packaged_catalogue()
CASES = read_cases(Path(__file__).parents[2] / "policy", CATALOGUE)
FOUR = [case for case in CASES if case.file == "four_households.yaml"]
TURNED = {True: False, False: None, None: True}
LONGEST_BREATH = 60

by_case = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file}:{case.line}")


@pytest.fixture(scope="module", autouse=True)
def _explained_once() -> Iterator[None]:
    """Each case is explained once, and only for what it expects: the search for the smallest change takes its time."""
    wanted = {id(case.household): case.expected.keys() for case in CASES}
    kept: dict[int, Sequence[Explained]] = {}

    def once(edition: Edition, household: Household) -> Sequence[Explained]:
        key = id(household)
        if key not in kept:
            alone = [each for each in edition.policies if each.id in wanted[key]]
            is_whole = len(alone) < len(wanted[key])
            kept[key] = (
                explain(edition, household)
                if is_whole
                else [explain_policy(edition, household, policy) for policy in alone]
            )
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cases_module, "explain", once)
        yield


@by_case
def test_a_case_is_answered_as_expected(case: Case) -> None:
    assert [each.zh for each in differences(case)] == []


@by_case
def test_a_case_can_fail_in_everything_it_expects(case: Case) -> None:
    turned = replace(case, expected={name: _turned(each) for name, each in case.expected.items()})

    assert len(differences(turned)) == sum(_statements(each) for each in case.expected.values()) > 0


def test_a_single_turned_answer_is_found() -> None:
    case = next(case for case in CASES if "subsistence_allowance" in case.expected)
    wanted = replace(case.expected["subsistence_allowance"], state=State.NOT_IN_FORCE)

    found = differences(replace(case, expected={**case.expected, "subsistence_allowance": wanted}))

    assert len(found) == 1
    assert "not_in_force" in found[0].en


def test_there_are_at_least_120_cases_for_at_least_18_policies_and_the_four_guarantees() -> None:
    ids = {kind: {policy.id for policy in CATALOGUE.policies if policy.kind is kind} for kind in Kind}

    assert len(CASES) >= 120
    assert len({case.name.zh for case in CASES}) == len({case.name.en for case in CASES}) == len(CASES)
    assert len(ids[Kind.POLICY]) >= 18
    assert ids[Kind.GUARANTEE] == {"house_guarantee", "school_guarantee", "medical_guarantee", "water_guarantee"}


def test_every_clause_of_every_policy_is_seen_true_false_and_unknown() -> None:
    assert _unseen(CASES) == []


def test_a_clause_left_out_of_the_cases_is_noticed() -> None:
    without = [case for case in CASES if case.file != "production.yaml"]

    assert ("microcredit", "for_production", None) in _unseen(without)


@pytest.mark.parametrize("parameter", CATALOGUE.parameters.values(), ids=lambda each: each.name)
def test_a_rate_that_is_not_confirmed_counts_nowhere_not_even_where_it_was_seen(parameter: Parameter) -> None:
    for seen in parameter.values:
        if seen.standing is Standing.CONFIRMED:
            assert _counting(parameter, seen, seen.standing) == seen.value
        else:
            assert _counting(parameter, seen, seen.standing) is None
            assert _counting(parameter, seen, Standing.CONFIRMED) == seen.value


def test_another_province_is_not_told_of_guizhous_grants() -> None:
    told = {
        place: {policy.id for policy in choose(CATALOGUE, on=date(2026, 11, 25), places=(place,)).policies}
        for place in ("51", "52")
    }

    assert told["52"] - told["51"] == {"migrant_transport", "extreme_poverty_support"}


@pytest.mark.parametrize("case", FOUR, ids=lambda case: f"{case.file}:{case.line}")
def test_whatever_is_told_is_whole_in_both_languages(case: Case) -> None:
    everything = explain(case.edition, case.household)

    assert len(everything) == len(case.edition.policies) + len(case.edition.past) > 20
    for explained in everything:
        chinese, english = explained.said("zh"), explained.said("en")
        if explained.policy in case.edition.policies:
            alone = explain_policy(case.edition, case.household, explained.policy)
            assert (chinese, english) == (alone.said("zh"), alone.said("en"))
        assert not re.search(r"[{}]|None|True|False", chinese + english)
        assert not re.search(r"[a-z]{2,}", chinese), chinese
        assert not re.search(r"[\u4e00-\u9fff]", english), english


@pytest.mark.parametrize("policy", CATALOGUE.policies, ids=lambda each: each.id)
def test_a_policy_can_be_read_aloud_in_one_breath_and_asks_one_question_back(policy: Policy) -> None:
    assert len(policy.short.zh) <= LONGEST_BREATH
    assert policy.question is not None
    assert policy.answer is not None
    assert policy.question.zh.endswith("？")
    assert policy.question.en.endswith("?")


def _turned(expected: Expected) -> Expected:
    amount = expected.amount_fen
    return Expected(
        state=None if expected.state is None else _another(expected.state),
        amount_fen=ABSENT if amount is ABSENT else 1 if amount is None else None,
        clauses={name: TURNED[held] for name, held in expected.clauses.items()},
        says={language: [each + "%" for each in fragments] for language, fragments in expected.says.items()},
    )


def _another(state: State) -> State:
    return next(each for each in State if each is not state)


def _statements(expected: Expected) -> int:
    said = sum(len(fragments) for fragments in expected.says.values())
    return (expected.state is not None) + (expected.amount_fen is not ABSENT) + len(expected.clauses) + said


def _unseen(cases: Sequence[Case]) -> list[tuple[str, str, bool | None]]:
    seen = {
        (policy, clause, held)
        for case in cases
        for policy, expected in case.expected.items()
        for clause, held in expected.clauses.items()
    }
    every = [
        (policy.id, clause.name, held) for policy in CATALOGUE.policies for clause in policy.clauses for held in TURNED
    ]
    return [each for each in every if each not in seen]


def _counting(parameter: Parameter, seen: ParameterValue, standing: Standing) -> object:
    """What counts at the place and on the first day of a value, if it alone were there with that standing."""
    alone = replace(parameter, values=(replace(seen, standing=standing),))
    catalogue = replace(CATALOGUE, parameters={**CATALOGUE.parameters, parameter.name: alone})
    return choose(catalogue, on=seen.start, places=(seen.place,)).values[parameter.name]
