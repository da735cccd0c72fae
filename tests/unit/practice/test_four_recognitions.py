"""The four recognitions: counts with their denominators, silence never counted as a yes, nothing blended."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinlu.practice.four_recognitions import (
    DEFINITIONS,
    AccountAnswers,
    BenefitAnswer,
    GoalAnswer,
    Respect,
    Tally,
    VisitAnswer,
    add,
    emotion,
    goal,
    interest,
    method,
    small_numbers,
)


def counts(tally):
    return (tally.recognised, tally.asked, tally.possible, tally.unsettled)


@st.composite
def account_answers(draw):
    recognised, contested, unanswered = (draw(st.integers(0, 20)) for _ in range(3))
    lines = recognised + contested + unanswered
    return AccountAnswers(lines=lines or 1, recognised=recognised, contested=contested)


tallies = st.builds(
    lambda name, recognised, unsettled, contested, silent: Tally(
        name=name,
        recognised=recognised,
        unsettled=unsettled,
        asked=recognised + unsettled + contested,
        possible=recognised + unsettled + contested + silent,
    ),
    st.sampled_from(Respect),
    *[st.integers(0, 50)] * 4,
)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (AccountAnswers(lines=12), (0, 0, 1, 0)),
        (AccountAnswers(lines=12, recognised=11), (0, 1, 1, 1)),
        (AccountAnswers(lines=12, recognised=12), (1, 1, 1, 0)),
        (AccountAnswers(lines=12, recognised=11, contested=1), (0, 1, 1, 0)),
        (AccountAnswers(lines=12, contested=1), (0, 1, 1, 0)),
    ],
)
def test_an_account_is_recognised_only_whole(answers, expected):
    assert counts(method([answers])) == expected


@given(account_answers())
def test_one_more_contested_line_never_adds_a_recognition(answers):
    worse = AccountAnswers(lines=answers.lines + 1, recognised=answers.recognised, contested=answers.contested + 1)
    assert method([worse]).recognised == 0


@given(account_answers())
def test_one_more_unanswered_line_never_adds_a_recognition(answers):
    longer = AccountAnswers(lines=answers.lines + 1, recognised=answers.recognised, contested=answers.contested)
    assert method([longer]).recognised == 0


@pytest.mark.parametrize(
    "impossible",
    [
        {"lines": 0},
        {"lines": 2, "recognised": 3},
        {"lines": 2, "recognised": 2, "contested": 1},
        {"lines": 1, "contested": -1},
    ],
)
def test_impossible_answers_are_no_answers(impossible):
    with pytest.raises(ValueError, match="impossible"):
        AccountAnswers(**impossible)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (VisitAnswer(), (0, 0, 1, 0)),
        (VisitAnswer(came=False), (0, 1, 1, 0)),
        (VisitAnswer(came=True), (0, 1, 1, 1)),
        (VisitAnswer(came=True, sat_with_us=False), (0, 1, 1, 0)),
        (VisitAnswer(came=True, sat_with_us=True), (1, 1, 1, 0)),
    ],
)
def test_a_visit_is_recognised_when_they_came_and_sat_down(answer, expected):
    assert counts(emotion([answer])) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (BenefitAnswer(), (0, 0, 1, 0)),
        (BenefitAnswer(received=False), (0, 1, 1, 0)),
        (BenefitAnswer(received=True), (0, 1, 1, 1)),
        (BenefitAnswer(received=True, helped=False), (0, 1, 1, 0)),
        (BenefitAnswer(received=True, helped=True), (1, 1, 1, 0)),
    ],
)
def test_a_benefit_is_recognised_when_it_came_and_helped(answer, expected):
    assert counts(interest([answer])) == expected


def test_goals_are_counted_by_whose_they_are():
    assert counts(goal([GoalAnswer(own=True), GoalAnswer(own=False), GoalAnswer()])) == (1, 2, 3, 0)


def test_not_asked_is_shown_as_not_asked():
    assert method([AccountAnswers(lines=3)]).said().zh == "还没问过"
    assert goal([]).said().zh == "还没有可问的"


def test_counts_are_said_with_their_denominators():
    seen = [AccountAnswers(lines=1, recognised=1)] * 3 + [AccountAnswers(lines=2, recognised=1)]
    assert method([*seen, AccountAnswers(lines=1)]).said().zh == "5 个里问过 4 个，认 3 个，1 个还没说完"
    assert method(seen[:3]).said().en == "3 of 3 asked, 3 recognised"


@pytest.mark.parametrize(
    "impossible",
    [
        {"recognised": 1},
        {"asked": 2, "possible": 1},
        {"recognised": 1, "unsettled": 1, "asked": 1, "possible": 1},
        {"recognised": -1, "asked": 1, "possible": 1},
    ],
)
def test_a_tally_that_cannot_be_is_refused(impossible):
    with pytest.raises(ValueError, match="impossible"):
        Tally(name=Respect.GOAL, **impossible)


@given(st.lists(tallies))
def test_an_area_shows_all_four_and_adds_each_only_to_itself(some):
    sums = add(some)
    assert list(sums) == list(Respect)
    for name, total in sums.items():
        of_name = [tally for tally in some if tally.name is name]
        assert counts(total) == tuple(sum(column) for column in zip((0, 0, 0, 0), *map(counts, of_name), strict=True))
        assert total.contested == sum(tally.contested for tally in of_name)


@given(st.lists(tallies), st.integers(0, 20))
def test_villages_added_are_the_county(some, cut):
    parts = [*add(some[:cut]).values(), *add(some[cut:]).values()]
    assert add(parts) == add(some)


def test_under_ten_asked_no_rate_is_shown():
    assert Tally(name=Respect.GOAL, recognised=9, asked=9, possible=30).rate_percent() is None
    assert Tally(name=Respect.GOAL, recognised=9, asked=10, possible=30).rate_percent() == Decimal("90.0")
    assert "10" in small_numbers().zh
    assert "10" in small_numbers().en


def test_a_rate_never_rounds_up_to_all():
    assert Tally(name=Respect.GOAL, recognised=1999, asked=2000, possible=2000).rate_percent() == Decimal("99.9")


def test_nobody_asked_has_no_rate_however_low_the_bound():
    assert Tally(name=Respect.GOAL, possible=3).rate_percent(least_asked=0) is None


def test_each_respect_is_defined_in_both_languages():
    assert set(DEFINITIONS) == set(Respect)
    assert all(words.zh and words.en for words in DEFINITIONS.values())
