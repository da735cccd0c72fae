"""This year beside last year."""

import pytest

from unit.income.yang_account import line
from xinlu.income.comparison import compare


def chilli(yuan):
    return line("chilli", amount_fen=yuan * 100)


@pytest.mark.parametrize(("now", "asked"), [(14_999, 0), (15_000, 1), (40_000, 1)])
def test_what_grew_five_fold_or_more_is_asked_about(now, asked):
    assert len(compare([chilli(3_000)], [chilli(now)]).grown) == asked


def test_the_question_says_both_years_and_how_many_times():
    (grown,) = compare([chilli(3_000)], [chilli(15_000)]).grown
    assert grown.question.zh == "辣椒去年 3,000 元，今年 15,000 元，翻到 5 倍了。再问一句：多出来的是怎么来的？"
    assert "5 times" in grown.question.en


def test_several_lines_of_one_kind_are_taken_together():
    assert compare([chilli(3_000)], [chilli(8_000), chilli(7_000)]).grown
    assert not compare([chilli(1_000), chilli(2_000)], [chilli(8_000)]).grown


def test_what_was_there_last_year_and_is_not_asked_yet_is_named_with_its_amount():
    (vanished,) = compare([line("children", amount_fen=400_00)], [chilli(100)]).vanished
    assert (vanished.kind.code, vanished.previous_fen) == ("children", 400_00)
    assert "今年还没问" in vanished.question.zh


def test_what_was_asked_and_came_to_nothing_has_not_vanished():
    assert compare([chilli(3_000)], [chilli(0)]).vanished == ()


def test_what_is_new_is_named_and_is_not_called_grown():
    comparison = compare([chilli(0)], [chilli(100), line("pig", amount_fen=200_00)])
    assert [each.kind.code for each in comparison.new] == ["chilli", "pig"]
    assert comparison.grown == ()


def test_costs_are_compared_by_what_was_spent():
    before, now = line("cost", amount_fen=100_00), line("cost", amount_fen=500_00)
    assert [each.kind.code for each in compare([before], [now]).grown] == ["cost"]


def test_two_equal_accounts_raise_no_question():
    comparison = compare([chilli(3_000)], [chilli(3_000)])
    assert comparison.grown == comparison.vanished == comparison.new == ()
