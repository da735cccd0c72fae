"""Money is fen: read from what people type, written in yuan, divided to the fen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import LARGEST_FEN, divided, parse_fen, yuan

amounts = st.integers(-LARGEST_FEN, LARGEST_FEN)


def refused(text):
    with pytest.raises(Refusal) as caught:
        parse_fen(text, field="amount")
    assert caught.value.field == "amount"
    return caught.value


@given(amounts, st.booleans())
def test_what_is_written_is_read_back(fen, cents):
    assert parse_fen(yuan(fen, cents=cents)) == fen


def test_a_writer_that_loses_the_fen_would_be_noticed():
    assert parse_fen(yuan(60050).split(".")[0]) != 60050


@pytest.mark.parametrize(
    ("typed", "fen"),
    [
        ("600", 60000),
        (" 600元 ", 60000),
        ("¥1,234.5", 123450),
        ("￥６００．５０", 60050),
        ("1，234", 123400),
        ("1 234", 123400),
        ("−30", -3000),
        ("-30", -3000),
        ("0", 0),
        ("600.", 60000),
        (".5", 50),
        ("12.340", 1234),
    ],
)
def test_amounts_are_read_as_people_type_them(typed, fen):
    assert parse_fen(typed) == fen


@pytest.mark.parametrize("typed", ["", "   ", "元", "¥"])
def test_nothing_typed_is_told(typed):
    assert refused(typed).code == "amount.empty"


@pytest.mark.parametrize("typed", ["1.2万左右", "1e3", "NaN", "inf", "1_000", "--3", "1.2.3", "😀", "六百"])
def test_what_is_no_number_is_told_with_what_was_typed(typed):
    refusal = refused(typed)
    assert refusal.code == "amount.not_a_number"
    assert typed in refusal.words.zh
    assert typed in refusal.words.en


def test_more_than_two_decimals_are_refused():
    assert refused("600.505").code == "amount.too_fine"


def test_the_largest_amount_is_read_and_one_fen_more_refused():
    assert parse_fen("1000000000") == LARGEST_FEN
    assert refused("1000000000.01").code == "amount.too_large"
    assert refused("-1000000000.01").code == "amount.too_large"


def test_a_very_long_note_in_an_amount_is_refused_in_a_short_sentence():
    assert len(refused("九" * 40_000).words.zh) < 100


@pytest.mark.parametrize(
    ("fen", "by", "each"), [(100, 3, 33), (200, 3, 67), (5, 2, 3), (-5, 2, -3), (0, 4, 0), (829_400 * 3, 3, 829_400)]
)
def test_division_rounds_half_away_from_zero(fen, by, each):
    assert divided(fen, by) == each


@given(amounts, st.integers(1, 30))
def test_a_share_is_never_more_than_half_a_fen_off(fen, by):
    assert abs(divided(fen, by) * by - fen) * 2 <= by


@pytest.mark.parametrize("by", [0, -1])
def test_money_is_divided_among_at_least_one(by):
    with pytest.raises(ValueError, match="at least one"):
        divided(100, by)


@pytest.mark.parametrize("typed", ["9" * 41, "9" * 1_000_001, "-" + "9" * 50, "0." + "1" * 50])
def test_more_digits_than_any_amount_has_are_too_large(typed):
    assert refused(typed).code == "amount.too_large"


def test_a_long_text_is_not_a_number():
    assert refused("1e" + "9" * 50).code == "amount.not_a_number"
