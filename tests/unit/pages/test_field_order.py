"""The order of a helper's day: by what is to be done, and said in words."""

from __future__ import annotations

import random
from uuid import UUID

import pytest

from xinlu.pages.field.order import Sides, Standing, Why, in_order, reasons

QUIET = {"days_away": 9, "coverage_days": 31, "has_account": True}


def standing(name="甲", number=1, **changes):
    return Standing(household=UUID(int=number), name=name, **{**QUIET, **changes})


ONE_OF_EACH = {
    Why.CONTESTED: {"contested": 2},
    Why.FORKED: {"forked": True},
    Why.UNANSWERED: {"unanswered": 3},
    Why.NEVER_VISITED: {"days_away": None},
    Why.LONG_AGO: {"days_away": 32},
    Why.NO_ACCOUNT: {"has_account": False},
}


@pytest.mark.parametrize("why", list(Why))
def test_each_reason_is_found_by_itself(why):
    assert reasons(standing(**ONE_OF_EACH[why])) == [why]


def test_a_household_that_waits_for_nothing_has_no_reason():
    assert reasons(standing()) == []


def test_the_households_stand_in_the_order_of_their_first_reason_and_the_quiet_one_last():
    standings = [standing(number=n, **changes) for n, changes in enumerate([*ONE_OF_EACH.values(), {}], 1)]
    random.Random(3).shuffle(standings)
    assert [need.why for need in in_order(standings)] == [*Why, None]


def test_several_reasons_are_kept_and_the_most_pressing_gives_the_place():
    need = in_order([standing(has_account=False, contested=1, days_away=60)])[0]
    assert need.whys == (Why.CONTESTED, Why.LONG_AGO, Why.NO_ACCOUNT)


def test_a_line_asked_about_face_to_face_since_presses_no_more():
    assert reasons(standing(contested=1, asked_since=True)) == []


def test_the_last_day_of_the_limit_is_still_in_time():
    assert reasons(standing(days_away=31)) == [] and reasons(standing(days_away=32)) == [Why.LONG_AGO]


def test_among_equals_the_one_not_visited_for_longest_comes_first_and_never_visited_before_all():
    days = [40, None, 90]
    needs = in_order(standing(number=n, contested=1, days_away=away) for n, away in enumerate(days, 1))
    assert [need.standing.days_away for need in needs] == [None, 90, 40]


def test_the_order_does_not_depend_on_the_order_of_asking():
    standings = [standing(name=f"户{n}", number=n, contested=n % 3, days_away=n % 5 * 20) for n in range(1, 13)]
    wanted = [need.standing.name for need in in_order(standings)]
    for seed in range(5):
        shuffled = random.Random(seed).sample(standings, len(standings))
        assert [need.standing.name for need in in_order(shuffled)] == wanted


def test_a_contested_account_says_both_figures_and_on_which_side_of_the_line_each_stands():
    sides = Sides(claimed_fen=829_400, claimed_above=True, recognised_fen=766_300, recognised_above=False)
    words = in_order([standing(contested=3, sides=sides)])[0].words
    assert (
        words.zh.startswith("收入账有 3 笔")
        and "人均 8,294 元，过了线" in words.zh
        and "至少 7,663 元，没过线" in words.zh
    )
    assert "8,294 yuan a head, over the line" in words.en and "at least 7,663, under it" in words.en


@pytest.mark.parametrize(("days", "zh"), [(None, "还没去过"), (0, "今天去过"), (9, "9 天前去过")])
def test_the_last_visit_is_said_in_days(days, zh):
    assert in_order([standing(days_away=days)])[0].last_visit.zh == zh
