"""What is lost as income rises, against walking every fen of a small domain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.policy.small_world import DAY, Written, edition, facts, household, policy
from xinlu.policy import cliffs as module
from xinlu.policy.answers import amount_fen, holds, with_values
from xinlu.policy.cliffs import MOST_CLIFFS, cliffs
from xinlu.policy.households import Household
from xinlu.policy.terms import Edition, Per

CLAUSE = st.tuples(
    st.sampled_from(("<", "<=", ">", ">=")), st.sampled_from(("3", "7", "line_fen", "line_fen * percent", "unset_fen"))
)
CLAUSES = CLAUSE.map(lambda each: f"income_per_head_fen {each[0]} {each[1]}")
EACH = st.sampled_from(("2", "1", "line_fen * pupils", "(line_fen - income_per_head_fen) * people", "unset_fen"))


@st.composite
def written(draw: st.DrawFn) -> Written:
    """An amount that may fall as income rises."""
    tiers: list[tuple[str | None, str]] = [(draw(CLAUSES), draw(EACH)) for _ in range(draw(st.integers(0, 2)))]
    return Written((*tiers, (None, draw(EACH))), per=draw(st.sampled_from((Per.YEAR, Per.MONTH, Per.ONCE))))


POLICIES = st.lists(
    st.tuples(st.lists(CLAUSES | st.just("has_car"), min_size=1, max_size=2), written()), min_size=1, max_size=3
)


def with_income(told: Household, income: int) -> Household:
    return Household({**told.known, "income_per_head_fen": income})


def means(asked: Edition, told: Household, income: int) -> int:
    """Income and yearly benefits of the whole household, added up plainly."""
    known = with_values(asked, with_income(told, income))
    people = known["people"]
    assert isinstance(people, int)
    times = {Per.YEAR: 1, Per.MONTH: 12, Per.ONCE: 0}
    given_fen = [
        times[each.amount.per] * (amount_fen(each, holds(each, known), known) or 0)
        for each in asked.policies
        if each.amount
    ]
    return income * people + sum(given_fen)


def lost_at(asked: Edition, told: Household, income: int) -> set[str]:
    """The policies whose clauses hold one fen below and no more."""
    below, above = (with_values(asked, with_income(told, each)) for each in (income - 1, income))
    return {each.id for each in asked.policies if holds(each, below) and not holds(each, above)}


@given(POLICIES, st.integers(-2, 8), st.integers(1, 4), st.integers(0, 2))
@settings(max_examples=250, deadline=None)
def test_every_loss_is_found_and_what_makes_up_for_it(
    drawn: list[tuple[list[str], Written]], income: int, people: int, pupils: int
) -> None:
    asked = edition(*(policy(f"p{number}", *each) for number, each in enumerate(drawn)))
    told = household(income_per_head_fen=income, people=people, has_car=True, pupils=_exactly(pupils))
    found = cliffs(asked, told)
    most = facts().household["income_per_head_fen"].most
    for cliff in found:
        assert {loss.policy.id for loss in cliff.losses if loss.is_lost} == lost_at(asked, told, cliff.at_fen)
        assert {loss.policy.id for loss in cliff.losses if not loss.is_lost}.isdisjoint(
            lost_at(asked, told, cliff.at_fen)
        )
        wanted = means(asked, told, cliff.at_fen - 1)
        reached = [each for each in range(cliff.at_fen, most + 1) if means(asked, told, each) >= wanted]
        assert cliff.made_up_at_fen == (cliff.at_fen if not cliff.lost_fen else reached[0] if reached else None)
    plain = [each for each in range(income + 1, most + 1) if lost_at(asked, told, each)]
    if len(found) < MOST_CLIFFS:
        assert set(plain) <= {cliff.at_fen for cliff in found}


def _exactly(number: int) -> object:
    from xinlu.policy.terms import Bounds

    return Bounds(number, number)


def test_a_walk_that_skips_a_boundary_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = edition(policy("p0", ["income_per_head_fen < line_fen"], Written(((None, "2"),))))
    told = household(income_per_head_fen=1, people=1)
    assert [(each.at_fen, each.lost_fen, each.made_up_at_fen) for each in cliffs(asked, told)] == [(5, 2, 6)]
    monkeypatch.setattr(module, "edges", lambda *given: [])
    assert cliffs(asked, told) == () and lost_at(asked, told, 5)


def test_an_amount_that_runs_down_with_income_is_no_cliff() -> None:
    asked = edition(policy("p0", ["has_car"], Written(((None, "(line_fen - income_per_head_fen) * people"),))))
    assert cliffs(asked, household(income_per_head_fen=1, people=2, has_car=True)) == ()


def test_without_income_or_people_nothing_is_made_up() -> None:
    asked = edition(policy("p0", ["income_per_head_fen < line_fen"], Written(((None, "2"),))))
    assert cliffs(asked, household(people=1)) == ()
    (cliff,) = cliffs(asked, household(income_per_head_fen=1))
    assert (cliff.lost_fen, cliff.made_up_at_fen) == (2, None)


def test_what_is_not_in_force_is_not_lost() -> None:
    lapsed = replace(policy("p0", ["income_per_head_fen < line_fen"]), end=DAY.replace(month=10))
    assert cliffs(edition(lapsed), household(income_per_head_fen=1, people=1)) == ()
