"""The smallest change does change the answer, and looking at every value of small domains finds no smaller one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from unit.policy.small_world import (
    DAY,
    ONE_FACT_ATOMS,
    clauses,
    edition,
    facts,
    household,
    households,
    policy,
)
from xinlu.policy import changes
from xinlu.policy.answers import with_values
from xinlu.policy.boundaries import candidates
from xinlu.policy.changes import MOST_FACTS, smallest_change
from xinlu.policy.households import Household
from xinlu.policy.terms import Bounds, Edition, Fact, Known, Type, Value
from xinlu.policy.tree import facts_of, names
from xinlu.policy.truth import truth

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much]


def does_it(asked: Edition, known: Known) -> bool:
    """Whether every clause holds, or is open for want of parameters alone."""
    for clause in asked.policies[0].clauses:
        held = truth(clause.tree, known)
        if held is False:
            return False
        if held is None:
            for name in names(clause.tree):
                value = known.get(name.name)
                is_open = value is None or (isinstance(value, Bounds) and value.least != value.most)
                if is_open and not name.is_parameter:
                    return False
    return True


def domain(fact: Fact) -> list[Value | Bounds]:
    """Every value worth trying."""
    if fact.type is Type.YES_NO:
        return [True, False]
    if fact.type is Type.CODE:
        return list(fact.codes)
    if fact.type is Type.DAY:
        return [DAY + timedelta(days=days) for days in range(-9, 5)]
    if fact.type is Type.PEOPLE:
        return [Bounds(number, number) for number in range(10)]
    return list(range(fact.least, fact.most + 1))


def price(fact: Fact, old: object, new: object) -> tuple[int, int, int]:
    """What it costs to move one fact: whether nobody can, whether an office can, and how far."""
    if old is None or old == new:
        return (0, 0, 0)
    if isinstance(old, Bounds) and isinstance(new, Bounds):
        top = new.least if old.most is None else old.most
        far = max(old.least - new.least, new.least - top, 0)
    elif isinstance(old, bool):
        far = 1
    elif isinstance(old, str):
        far = abs("abc".index(old) - "abc".index(str(new)))
    elif isinstance(old, date) and isinstance(new, date):
        far = abs((old - new).days)
    else:
        assert isinstance(old, int) and isinstance(new, int)
        far = (abs(old - new) + fact.step - 1) // fact.step
    return (far > 0 and fact.changed_by == "nobody", far > 0 and fact.changed_by == "office", far)


def every_change(asked: Edition, known: Known) -> Iterator[tuple[int, int, int, int]]:
    """The cost of every change of up to MOST_FACTS facts that does it, the fewest facts first."""
    used = {name for clause in asked.policies[0].clauses for name in facts_of(clause.tree)}
    for size in range(MOST_FACTS + 1):
        for chosen in combinations([facts().household[name] for name in sorted(used)], size):
            for values in product(*(domain(fact) for fact in chosen)):
                new = dict(zip((fact.name for fact in chosen), values, strict=True))
                if all(known.get(name) != value for name, value in new.items()) and does_it(asked, {**known, **new}):
                    prices = [price(fact, known.get(fact.name), new[fact.name]) for fact in chosen]
                    yield (size, *(sum(each) for each in zip(*prices, strict=True))) if prices else (0, 0, 0, 0)


def cheapest(asked: Edition, known: Known) -> tuple[int, int, int, int] | None:
    """The least cost of all, or None where nothing does it."""
    best: tuple[int, int, int, int] | None = None
    for cost in every_change(asked, known):
        if best is not None and cost[0] > best[0]:
            break
        best = cost if best is None else min(best, cost)
    return best


@given(st.lists(clauses(ONE_FACT_ATOMS, leaves=3), min_size=1, max_size=2), households())
@settings(max_examples=150, deadline=None, suppress_health_check=SLOW)
def test_no_change_is_smaller_than_the_one_found(written: list[str], told: Household) -> None:
    asked = edition(policy("p0", written))
    assume(len({name for clause in asked.policies[0].clauses for name in facts_of(clause.tree)}) <= 4)
    known = with_values(asked, told)
    found = smallest_change(asked, asked.policies[0], known)
    assert not found.gave_up
    assert (found.change.cost if found.change else None) == cheapest(asked, known)


def test_to_learn_how_many_they_are_is_no_step_where_the_parameter_is_open() -> None:
    asked = edition(policy("p0", ["pupils = unset_few"]))
    known = with_values(asked, household(pupils=Bounds(1, 2)))
    change = smallest_change(asked, asked.policies[0], known).change
    assert change is not None and change.cost == (1, 0, 0, 0) == cheapest(asked, known)


@given(st.lists(clauses(), min_size=1, max_size=3), households())
@settings(max_examples=300, deadline=None)
def test_a_change_that_is_found_does_change_the_answer(written: list[str], told: Household) -> None:
    asked = edition(policy("p0", written))
    known = with_values(asked, told)
    change = smallest_change(asked, asked.policies[0], known).change
    if change is not None:
        assert does_it(asked, {**known, **change.to})
        assert bool(change.to) is not does_it(asked, known)


def test_a_search_that_looks_at_one_value_a_fact_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = edition(policy("p0", ["days <= 1 OR days >= 4"]))
    known = with_values(asked, household(days=3))
    assert smallest_change(asked, asked.policies[0], known).change.cost == cheapest(asked, known) == (1, 0, 1, 1)
    monkeypatch.setattr(changes, "candidates", lambda *given: candidates(*given)[:1])
    assert smallest_change(asked, asked.policies[0], known).change != cheapest(asked, known)


def test_what_the_household_can_change_goes_before_what_nobody_can() -> None:
    asked = edition(policy("p0", ["NOT has_car OR cost_fen > 3"]))
    known = with_values(asked, household(has_car=True, cost_fen=3))
    assert smallest_change(asked, asked.policies[0], known).change.to == {"has_car": False}


def test_the_smaller_step_goes_first() -> None:
    asked = edition(policy("p0", ["income_per_head_fen < 2 OR income_per_head_fen > 7"]))
    known = with_values(asked, household(income_per_head_fen=6))
    assert smallest_change(asked, asked.policies[0], known).change.to == {"income_per_head_fen": 8}


def test_two_facts_of_one_comparison_are_sought_together() -> None:
    asked = edition(policy("p0", ["income_per_head_fen + cost_fen >= 14"]))
    known = with_values(asked, household(income_per_head_fen=2, cost_fen=1))
    change = smallest_change(asked, asked.policies[0], known).change
    assert change is not None and set(change.to) == {"income_per_head_fen", "cost_fen"}
    assert change.cost == cheapest(asked, known)


def test_a_rate_that_nobody_entered_is_waited_for() -> None:
    asked = edition(policy("p0", ["income_per_head_fen < unset_fen", "has_light"]))
    change = smallest_change(
        asked, asked.policies[0], with_values(asked, household(income_per_head_fen=2, has_light=False))
    )
    assert change.change is not None
    assert (dict(change.change.to), change.change.waits_for) == ({"has_light": True}, ("unset_fen",))


def test_none_within_three_facts_is_said() -> None:
    asked = edition(policy("p0", ["has_car", "has_light", "grade = 'a'", "days > 4"]))
    known = with_values(asked, household(has_car=False, has_light=False, grade="b", days=1))
    found = smallest_change(asked, asked.policies[0], known)
    assert (found.change, found.gave_up) == (None, False)
    impossible = edition(policy("p0", ["days > 4 AND days < 3"]))
    assert (
        smallest_change(impossible, impossible.policies[0], with_values(impossible, household(days=1))).change is None
    )


def test_too_much_work_is_given_up_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "MOST_LOOKS", 3)
    asked = edition(policy("p0", ["has_car AND NOT has_car", "days > 1", "people > 2"]))
    found = smallest_change(asked, asked.policies[0], with_values(asked, household(has_car=False, days=1, people=1)))
    assert (found.change, found.gave_up) == (None, True)
