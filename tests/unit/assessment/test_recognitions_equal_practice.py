"""The four recognitions of thousands of households are counted as xinlu.practice counts those of one."""

import random

import pytest

from unit.assessment.small_country import DAY, account, assessed, household, line
from xinlu.assessment.measures import happenings, packing, recognitions
from xinlu.practice import four_recognitions as practice
from xinlu.practice.four_recognitions import AccountAnswers, BenefitAnswer, GoalAnswer, VisitAnswer

HOUSEHOLDS = 200
TRUTHS = (None, True, False)


def drawn(seed):
    luck = random.Random(seed)
    tables = {name: [] for name in ("households", "accounts", "income_lines", "goals", "visits", "benefits")}
    for number in range(HOUSEHOLDS):
        tables["households"].append(household(number))
        if luck.random() < 0.9:
            tables["accounts"].append(account(number))
            for line_no in range(1, luck.randint(1, 4) + 1):
                answer = luck.choice((0, 1, 1, 2))
                grade = luck.randint(1, 3) if answer else 0
                tables["income_lines"].append(line(number, line_no, answer=answer, grade=grade))
        for each in range(luck.randrange(4)):
            known = {"household_no": number, "grade": luck.randrange(4)}
            first, second = luck.choice(TRUTHS), luck.choice(TRUTHS)
            tables["goals"].append(known | {"goal_no": each + 1, "written_on": DAY, "own": first})
            tables["visits"].append(known | {"visit_no": each + 1, "began_on": DAY, "came": first, "sat_down": second})
            tables["benefits"].append(
                known | {"benefit_no": each + 1, "policy": "pension", "received": first, "helped": second}
            )
    return tables


def of(rows, number, least_grade=0):
    return [each for each in rows if each["household_no"] == number and each["grade"] >= least_grade]


def tallies(tables, number, least_grade):
    lines = [each["answer"] if each["grade"] >= least_grade else 0 for each in of(tables["income_lines"], number)]
    accounts = [AccountAnswers(lines=len(lines), recognised=lines.count(1), contested=lines.count(2))] if lines else []
    visits = [
        VisitAnswer(came=each["came"], sat_with_us=each["sat_down"])
        for each in of(tables["visits"], number, least_grade)
    ]
    benefits = [
        BenefitAnswer(received=each["received"], helped=each["helped"])
        for each in of(tables["benefits"], number, least_grade)
    ]
    goals = [GoalAnswer(own=each["own"]) for each in of(tables["goals"], number, least_grade)]
    return (practice.goal(goals), practice.method(accounts), practice.emotion(visits), practice.interest(benefits))


def are_equal(*, is_anew=False):
    tables = drawn(4)
    rows = assessed(tables, is_anew=is_anew)
    for number, row in rows.items():
        for all_, own in zip(tallies(tables, number, 0), tallies(tables, number, 2), strict=True):
            told = [row[f"{all_.name}_{count}"] for count in recognitions.COUNTS]
            assert told == [
                all_.possible, all_.asked, all_.recognised, all_.unsettled, own.asked, own.recognised
            ], (number, all_.name)  # fmt: skip


def test_each_respect_is_counted_as_practice_counts_it():
    are_equal()


def counts_a_no_as_a_yes(*, first, second, grade, counting=recognitions.tally):
    return counting(first=first.notnull(), second=second, grade=grade)


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [(recognitions, "OWN_WORD", 1), (happenings, "tally", counts_a_no_as_a_yes), (packing, "BITS", 1)],
    ids=["takes the helper's phone for the household's word", "counts a no as a yes", "counts overflow into another"],
)
def test_a_count_that_is_broken_is_noticed(monkeypatch, module, name, value):
    monkeypatch.setattr(module, name, value)
    with pytest.raises(AssertionError):
        are_equal(is_anew=True)


def test_where_nobody_was_asked_every_count_is_nought_and_none_is_missing():
    row = assessed({"households": [household(0)]})[0]
    assert {row[name] for name in recognitions.tally_columns()} == {0}
