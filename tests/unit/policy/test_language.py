"""What the language takes, what it refuses, where, and what it says to write instead."""

from __future__ import annotations

import pytest

from unit.policy.small_world import household, scope
from xinlu.policy.language import can_be_a_name, condition, money
from xinlu.policy.scanning import DEEPEST, LONGEST_TEXT, LanguageFault
from xinlu.policy.truth import number, truth

KNOWN = {
    **household(days=3, people=2, income_per_head_fen=4, cost_fen=1, has_car=True, grade="b").known,
    "line_fen": 5,
    "rate_fen": 300,
    "percent": 133,
}

HOLDS = {
    "days >= 3": True,
    "days > 3": False,
    "NOT days > 3": True,
    "not days > 3": True,
    "days = 3 AND has_car": True,
    "days = 2 OR has_car AND people = 1": False,
    "(days = 3 OR has_car) AND people = 1": False,
    "days = 3 OR has_car AND people = 1": True,
    "days BETWEEN 1 AND 3 AND has_car": True,
    "days NOT IN (1, 2)": True,
    "grade IN ('a', 'b')": True,
    "grade <> 'b'": False,
    "'b' = grade": True,
    "has_car = TRUE": True,
    "has_car <> TRUE": False,
    "- income_per_head_fen < -3": True,
    "income_per_head_fen * people + cost_fen = 9": True,
    "2 * (income_per_head_fen - 1) = 6": True,
    "income_per_head_fen\n  < line_fen": True,
    "days != 4": True,
    "TRUE": True,
    "has_light": None,
    "has_light AND days = 2": False,
    "has_light OR days = 3": True,
}  # fmt: skip


@pytest.mark.parametrize("text", HOLDS)
def test_an_expression_means_what_sql_means(text: str) -> None:
    assert truth(condition(text, scope()), KNOWN) is HOLDS[text]


def test_a_share_is_rounded_to_the_fen_half_up() -> None:
    share = money("rate_fen * percent", scope())
    assert [number(share, {"rate_fen": rate, "percent": 133}) for rate in (300, 50, 51, 0, -50)] == [
        399,
        67,
        68,
        0,
        -66,
    ]


def test_nothing_times_something_unknown_is_nothing() -> None:
    tree = money("rate_fen * pupils", scope())
    assert number(tree, {"pupils": household(pupils=None).known["pupils"], "rate_fen": 0}) == 0
    assert number(tree, {"rate_fen": 3}) is None


REFUSED = {
    # text: (column, part of what is said, part of what to write instead)
    "": (1, "nothing is written", "people >= 1"),
    "days": (1, "yes or no is wanted", "days >= 1"),
    "days > 1 AND": (12, "cannot be read", "AND or OR"),
    "days > 1 has_car": (10, "cannot be read", "AND or OR"),
    "day > 1": (1, "no fact or parameter is called “day”", "days"),
    "has_car AND dyas > 1": (13, "“dyas”", "days"),
    "grade = 'd'": (1, "no code 'd'", "'a', 'b', 'c'"),
    "grade = 'A'": (9, "only a code", "lower-case"),
    "grade < 'b'": (1, "do not go together", "grade = 'a'"),
    "grade = days": (1, "do not go together", "grade = 'a'"),
    "has_car AND income_per_head_fen < days": (13, "money (fen)", "money with money"),
    "has_car < TRUE": (1, "do not go together", "yes or no stands alone"),
    "(days > 1) = has_car": (2, "do not go together", "yes or no stands alone"),
    "days > seen_on": (1, "do not go together", "money with money"),
    "pupils >= people": (1, "number of members", "pupils >= 1"),
    "pupils + 1 >= 2": (1, "number of members", "pupils >= 1"),
    "pupils = patients": (1, "number of members", "patients >= 1"),
    "pupils > line_fen": (1, "number of members", "pupils >= 1"),
    "income_per_head_fen * cost_fen > 1": (1, "do not go together", "money with money"),
    "days * percent > 1": (1, "do not go together", "money"),
    "days / 2 > 1": (6, "“/”", "no division"),
    "days % 2 = 1": (6, "“%”", "percent"),
    "days > 1; DROP TABLE households": (9, "“;”", "one condition a clause"),
    "days > 1 -- and so on": (10, "“--”", "`says`"),
    "days /* so */ > 1": (6, "“/*”", "no comments"),
    "days > (SELECT 1)": (9, "not written as names are", "select"),
    "days > (select 1)": (9, "“select”", "people fact"),
    "exists (select 1)": (1, "“exists”", "people fact"),
    "households.days > 1": (11, "“.”", "no table"),
    "days::int > 1": (5, "“:”", "nothing is cast"),
    "cast(days as int) > 1": (1, "“cast”", "no functions"),
    "abs(days) > 1": (1, "“abs”", "no functions"),
    "days(1) > 1": (1, "“days”", "no functions"),
    "grade like 'a'": (7, "“like”", "IN"),
    "grade ~ 'a'": (7, "“~”", "list the codes"),
    "days is null": (6, "“is”", "to be verified"),
    '"days" > 1': (1, "“\"”", "single quotes"),
    "grade = 'a": (9, "“'”", "closing quote"),
    "days > 1.5": (8, "number", "whole number"),
    "days > 1e9": (8, "number", "whole number"),
    "days > 0x10": (8, "number", "whole number"),
    "days > 1234567890123": (8, "number", "whole number"),
    "Days > 1": (1, "not written as names are", "days"),
    "days__least > 1": (1, "not written as names are", "days_least"),
    "dаys > 1": (2, "U+0430", "English keyboard"),
    "days ＞ 1": (6, "U+FF1E", "English keyboard"),
    "days > 1\x00": (9, "U+0000", "English keyboard"),
    "days >\u200b 1": (7, "U+200B", "English keyboard"),
    "(" * 13 + "has_car" + ")" * 13: (13, "too deep", "several clauses"),
    "(" * 10_000: (LONGEST_TEXT + 1, "too long", "several clauses"),
    "(has_car": (8, "do not match", "“(” needs"),
    "has_car)": (8, "do not match", "“(” needs"),
    "has_car" + " AND has_car" * 60: (LONGEST_TEXT + 1, "too long", "several clauses"),
    "(days, people) = (1, 2)": (2, "“tuple”", "only comparisons"),
    "days IN ()": (1, "cannot be read", "AND or OR"),
    "days IN days": (1, "cannot be read", "AND or OR"),
}  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_refused_is_told_with_its_column_and_what_to_write(text: str) -> None:
    column, said, instead = REFUSED[text]
    with pytest.raises(LanguageFault) as refused:
        condition(text, scope())
    assert refused.value.column == column
    assert said in refused.value.words.en
    assert instead in refused.value.instead.en
    assert refused.value.words.zh and refused.value.instead.zh


def test_brackets_may_go_as_deep_as_is_told() -> None:
    assert condition("(" * DEEPEST + "has_car" + ")" * DEEPEST, scope()) == condition("has_car", scope())


@pytest.mark.parametrize(
    ("text", "said"),
    [("days", "money (fen) is wanted"), ("3 * pupils", "unit fen"), ("has_car", "money"), ("rate_fen * rate_fen", "do not go together")],
)  # fmt: skip
def test_an_amount_must_come_to_money(text: str, said: str) -> None:
    with pytest.raises(LanguageFault, match=said.replace("(", r"\(").replace(")", r"\)")):
        money(text, scope())


def test_what_could_leave_the_range_of_the_engines_is_refused() -> None:
    with pytest.raises(LanguageFault, match="too large"):
        money("line_fen * 999999999999 * 999999999999", scope())


@pytest.mark.parametrize(
    "name", ["map", "current_date", "case", "and", "Days", "a__b", "_a", "a_", "1a", "", "a b", "días"]
)
def test_a_name_that_could_be_taken_for_something_else_is_none(name: str) -> None:
    assert not can_be_a_name(name)
    assert can_be_a_name("days_short")
