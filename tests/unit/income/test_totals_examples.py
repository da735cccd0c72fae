"""Accounts whose figures were reckoned by hand."""

import pytest

from unit.income.yang_account import HEADS, contested, line, recognised, unanswered, yang_account
from xinlu.income.answers import Answer, AnsweredLine, own_net_fen
from xinlu.income.kinds import Source, kind
from xinlu.income.totals import Side, reckon, standing
from xinlu.kernel.errors import Refusal


def test_grandmother_yang_has_24882_claimed_and_at_least_22990_recognised():
    figures = reckon(yang_account(), heads=HEADS, rules={})
    assert figures.lines == 12
    assert figures.claimed_fen == 2_488_200
    assert figures.claimed_head_fen == 829_400
    assert figures.recognised_low_fen == 2_299_000
    assert figures.recognised_low_head_fen == 766_333
    assert figures.recognised_high_fen == 2_299_000 + 31_200
    assert (figures.lines_recognised, figures.lines_contested, figures.lines_unanswered) == (8, 3, 1)


def test_her_sources_stand_apart_with_what_each_claims_and_what_she_recognises():
    figures = reckon(yang_account(), heads=HEADS, rules={})
    by_source = {each.source: (each.claimed_fen, each.recognised_low_fen) for each in figures.sources}
    assert by_source == {
        Source.WAGES: (1_200_000, 1_200_000),
        Source.PRODUCTION: (450_000, 402_000),
        Source.PROPERTY: (56_000, 56_000),
        Source.TRANSFER: (925_200, 784_000),
        Source.PRODUCTION_COST: (-143_000, -143_000),
        Source.UNSPLIT: (0, 0),
    }


def test_where_pensions_do_not_count_her_pension_is_named_among_what_is_left_out():
    figures = reckon(yang_account(), heads=HEADS, rules={"pension": False})
    assert figures.claimed_fen == 2_488_200 - 192_000
    assert [(out.line.kind.code, out.claimed_fen) for out in figures.left_out] == [("pension", 192_000)]
    assert figures.lines_recognised == 8


def test_a_cost_not_yet_answered_is_off_the_low_bound_and_not_off_the_high_one():
    figures = reckon([recognised("rice", amount_fen=100_00), unanswered("cost", amount_fen=30_00)], heads=1, rules={})
    assert (figures.recognised_low_fen, figures.recognised_high_fen) == (70_00, 100_00)


def test_not_so_without_a_figure_leaves_the_bounds_of_a_line_not_answered_but_is_counted_as_contested():
    figures = reckon([contested("pig", None, amount_fen=500_00, cost_fen=200_00)], heads=1, rules={})
    assert (figures.recognised_low_fen, figures.recognised_high_fen) == (-200_00, 500_00)
    assert (figures.lines_contested, figures.lines_unanswered) == (1, 0)


def test_her_own_figure_for_a_cost_is_taken_off():
    figures = reckon(
        [contested("cost", own_net_fen(kind("cost"), said_fen=90_00), amount_fen=30_00)], heads=1, rules={}
    )
    assert figures.claimed_fen == -30_00
    assert (figures.recognised_low_fen, figures.recognised_high_fen) == (-90_00, -90_00)


def test_spending_on_illness_and_school_stands_apart_from_income():
    account = [
        recognised("rice", amount_fen=100_00),
        unanswered("medical", amount_fen=70_00),
        contested("schooling", -20_00, amount_fen=10_00),
    ]
    figures = reckon(account, heads=1, rules={})
    assert (figures.claimed_fen, figures.recognised_low_fen, figures.recognised_high_fen) == (100_00, 100_00, 100_00)
    assert (figures.rigid_claimed_fen, figures.rigid_low_fen, figures.rigid_high_fen) == (80_00, 20_00, 90_00)
    assert all(each.source is not Source.RIGID_SPENDING for each in figures.sources)


def test_an_account_without_a_line_is_refused():
    with pytest.raises(Refusal) as refused:
        reckon([], heads=3, rules={})
    assert refused.value.code == "account.no_lines"


@pytest.mark.parametrize("heads", [0, -1])
def test_an_account_for_nobody_is_refused_and_says_how_many_were_written(heads):
    with pytest.raises(Refusal) as refused:
        reckon(yang_account(), heads=heads, rules={})
    assert refused.value.field == "heads"
    assert str(heads) in refused.value.words.zh
    assert str(heads) in refused.value.words.en


@pytest.mark.parametrize("state", [Answer.RECOGNISED, Answer.UNANSWERED])
def test_only_a_contested_line_can_carry_a_figure_of_her_own(state):
    with pytest.raises(ValueError, match="no figure"):
        AnsweredLine(line("children", amount_fen=600_00), state, 400_00)


def test_a_figure_of_her_own_below_zero_is_refused():
    with pytest.raises(Refusal) as refused:
        own_net_fen(kind("children"), said_fen=-1)
    assert refused.value.field == "own"


@pytest.mark.parametrize(
    ("line_fen", "claimed", "recognised_side"),
    [
        (766_333, Side.ABOVE, Side.ABOVE),
        (766_334, Side.ABOVE, Side.UNANSWERED),
        (776_733, Side.ABOVE, Side.UNANSWERED),
        (776_734, Side.ABOVE, Side.BELOW),
        (829_400, Side.ABOVE, Side.BELOW),
        (829_401, Side.BELOW, Side.BELOW),
    ],
)
def test_she_stands_on_a_side_only_when_every_answer_still_open_leaves_her_there(line_fen, claimed, recognised_side):
    against = standing(reckon(yang_account(), heads=HEADS, rules={}), line_fen=line_fen)
    assert (against.claimed, against.recognised) == (claimed, recognised_side)
