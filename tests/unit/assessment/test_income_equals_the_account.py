"""What the measures reckon of thousands of households at once is what xinlu.income reckons of each at the table."""

import random
from datetime import date, timedelta

import pytest

from unit.assessment.small_country import DAY, KINDS, NUMBER_OF, account, assessed, household, line
from xinlu.assessment.measures import income
from xinlu.assessment.places import Area, PlaceValue
from xinlu.income.answers import Answer, AnsweredLine
from xinlu.income.kinds import kind, kinds
from xinlu.income.lines import Line
from xinlu.income.rules import counting_rules
from xinlu.income.totals import reckon, standing
from xinlu.kernel.words import Words
from xinlu.standards import CountingRule, Standing
from xinlu.standards import line as line_of

HOUSEHOLDS = 400
ANSWERS = {0: Answer.UNANSWERED, 1: Answer.RECOGNISED, 2: Answer.CONTESTED}
PLACES = tuple(Area(f"9{number:03}", "county", "") for number in range(12))


def drawn_country(seed):
    """Random households with an account each, at places that set counting rules for themselves."""
    luck = random.Random(seed)
    codes = [each.code for each in kinds()]
    values = [
        PlaceValue(f"counts.{luck.choice(codes)}", luck.choice(PLACES).code, luck.randrange(2), day(luck))
        for _ in range(60)
    ]
    tables = {"households": [], "accounts": [], "income_lines": []}
    for number in range(HOUSEHOLDS):
        tables["households"].append(household(number, area_code=luck.choice(PLACES).code))
        reckoned = day(luck)
        tables["accounts"].append(
            account(number, heads=luck.randint(1, 9), reckoned_on=reckoned, period_end=reckoned - timedelta(days=20))
        )
        tables["income_lines"] += [drawn_line(luck, number, line_no) for line_no in range(1, luck.randint(1, 12) + 1)]
    return tables, values


def day(luck):
    return date(2014, 1, 1) + timedelta(days=luck.randrange(4_600))


def drawn_line(luck, number, line_no):
    of_kind = luck.choice(kinds())
    amount = luck.choice((0, 1, luck.randrange(3_000_000)))
    answer = luck.randrange(3)
    own = luck.choice((None, luck.randint(-4_000_000, 4_000_000))) if answer == 2 else None
    return line(
        number,
        line_no,
        kind_no=NUMBER_OF[of_kind.code],
        income_fen=0 if of_kind.source.spends else amount,
        cost_fen=amount if of_kind.source.spends else luck.choice((0, luck.randrange(3_000_000))),
        answer=answer,
        own_fen=own,
        grade=luck.randint(1, 3) if answer else 0,
        answered_on=luck.choice((None, DAY, DAY, DAY + timedelta(days=1))) if answer else None,
    )


def reckoned_one_by_one(tables, values, *, least_grade):
    """The figures and standing of each household by xinlu.income; answers below the grade count as unanswered."""
    area_of = {each["household_no"]: each["area_code"] for each in tables["households"]}
    lines_of = {}
    for each in tables["income_lines"]:
        lines_of.setdefault(each["household_no"], []).append(each)
    found = {}
    for each in tables["accounts"]:
        number = each["household_no"]
        own = [rule_of(value) for value in values if value.place == area_of[number]]
        rules = counting_rules(on=each["reckoned_on"], place_codes=[area_of[number]], own=own).counts
        lines = [answered(one, least_grade) for one in lines_of[number]]
        figures = reckon(lines, heads=each["heads"], rules=rules)
        against = standing(figures, line_fen=line_of(on=each["period_end"], places=[area_of[number]]).fen)
        found[number] = figures, against
    return found


def rule_of(value):
    said = Words("", "")
    code = value.name.removeprefix("counts.")
    return CountingRule(
        kind=code, counts=bool(value.value), start=value.from_day, end=None, place=value.place, source=said, standing=Standing.OWN
    )  # fmt: skip


def answered(said, least_grade):
    of_kind = kind(KINDS[said["kind_no"]])
    stands = Line(
        kind=of_kind, quantity_milli=None, price_fen=None, cost_fen=said["cost_fen"], income_fen=said["income_fen"]
    )
    is_said = said["answered_on"] is None or said["answered_on"] <= DAY
    if not is_said or said["grade"] < least_grade:
        return AnsweredLine(stands, Answer.UNANSWERED)
    return AnsweredLine(stands, ANSWERS[said["answer"]], said["own_fen"])


def are_equal(seed, *, is_anew=False):
    tables, values = drawn_country(seed)
    rows = assessed(tables, values=values, areas=PLACES, is_anew=is_anew)
    any_grade = reckoned_one_by_one(tables, values, least_grade=0)
    own_word = reckoned_one_by_one(tables, values, least_grade=2)
    assert len(rows) == HOUSEHOLDS
    for number, row in rows.items():
        figures, against = any_grade[number]
        told = (
            row["claimed_fen"], row["low_fen"], row["high_fen"],
            row["claimed_head_fen"], row["low_head_fen"], row["high_head_fen"],
            row["rigid_claimed_fen"],
            row["lines"], row["lines_recognised"], row["lines_contested"],
            row["claimed_side"], row["recognised_side"],
        )  # fmt: skip
        assert told == (
            figures.claimed_fen, figures.recognised_low_fen, figures.recognised_high_fen,
            figures.claimed_head_fen, figures.recognised_low_head_fen, figures.recognised_high_head_fen,
            figures.rigid_claimed_fen,
            figures.lines, figures.lines_recognised, figures.lines_contested,
            against.claimed, against.recognised,
        )  # fmt: skip
        own_figures, own_against = own_word[number]
        assert (row["own_low_fen"], row["own_high_fen"]) == (
            own_figures.recognised_low_fen,
            own_figures.recognised_high_fen,
        )
        assert row["own_side"] == own_against.recognised


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_totals_bounds_and_sides_are_those_of_the_account(seed):
    are_equal(seed)


@pytest.mark.parametrize(
    ("name", "value"),
    [("CONTESTED", 9), ("RECOGNISED", 9), ("OWN_WORD", 9), ("divided", lambda fen, by: fen // by)],
    ids=["deaf to contests", "deaf to recognition", "no own word", "rounds down"],
)
def test_a_measure_that_is_broken_is_noticed(monkeypatch, name, value):
    monkeypatch.setattr(income, name, value)
    with pytest.raises(AssertionError):
        are_equal(1, is_anew=True)


def test_the_latest_account_reckoned_by_the_day_counts_and_an_older_one_does_not_fill_it():
    tables = {
        "households": [household(0), household(1), household(2)],
        "accounts": [
            account(0, account_no=0, reckoned_on=date(2025, 11, 1)),
            account(0, account_no=1),
            account(1, account_no=2),
            account(1, account_no=3, reckoned_on=date(2027, 1, 1)),
        ],
        "income_lines": [
            line(0, account_no=0, income_fen=8_000_000), line(0, account_no=1), line(1, account_no=2), line(1, account_no=3, income_fen=9)
        ],
    }  # fmt: skip
    rows = assessed(tables)
    assert (rows[0]["account_no"], rows[0]["claimed_fen"], rows[0]["before_head_fen"]) == (1, 4_000_000, 2_000_000)
    assert (rows[1]["account_no"], rows[1]["claimed_fen"], rows[1]["before_head_fen"]) == (2, 4_000_000, None)
    assert (rows[2]["account_no"], rows[2]["claimed_fen"], rows[2]["claimed_side"], rows[2]["own_side"]) == (None,) * 4


def test_what_was_said_after_the_day_was_not_said_yet():
    tables = {
        "households": [household()],
        "accounts": [account()],
        "income_lines": [
            line(line_no=1, answered_on=date(2026, 11, 10)),
            line(line_no=2, answered_on=date(2026, 11, 20)),
            line(line_no=3, answer=2, own_fen=1_000_000, answered_on=date(2026, 11, 22)),
            line(line_no=4),
        ],
    }
    told = {day: assessed(tables, as_of=date(2026, 11, day))[0] for day in (9, 10, 21, 22)}
    assert {day: (row["lines_recognised"], row["lines_contested"]) for day, row in told.items()} == {
        9: (1, 0), 10: (2, 0), 21: (3, 0), 22: (3, 1)
    }  # fmt: skip
    assert {row["claimed_fen"] for row in told.values()} == {16_000_000}
    assert [row["low_fen"] for row in told.values()] == [4_000_000, 8_000_000, 12_000_000, 13_000_000]
    assert [row["high_fen"] for row in told.values()] == [16_000_000, 16_000_000, 16_000_000, 13_000_000]
    assert told[10]["own_low_fen"] == 8_000_000 and told[9]["method_asked"] == 1


def test_gaps_are_what_is_missing_to_the_line_and_nothing_above_it():
    tables = {
        "households": [household(0), household(1)],
        "accounts": [account(0), account(1)],
        "income_lines": [line(0, income_fen=880_000 * 4), line(1, income_fen=880_000 * 4 - 8, answer=0, grade=0)],
    }
    rows = assessed(tables)
    assert (rows[0]["line_fen"], rows[0]["claimed_side"], rows[0]["claimed_gap_fen"]) == (880_000, "above", 0)
    assert (rows[1]["claimed_side"], rows[1]["recognised_side"], rows[1]["claimed_gap_fen"]) == ("below", "below", 2)
    assert (rows[1]["low_gap_fen"], rows[1]["high_gap_fen"]) == (880_000, 2)
