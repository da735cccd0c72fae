"""From what is said at the table to one line."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import strategies as st

from unit.income.drawn_accounts import holds, notices
from xinlu.income.kinds import kind
from xinlu.income.lines import reckon_line
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import LARGEST_FEN


def is_the_product_rounded(rounding):
    def check(quantity_milli, price_fen):
        line = reckon_line(kind("rice"), quantity_milli=quantity_milli, price_fen=price_fen)
        exact = Decimal(quantity_milli) * price_fen / 1000
        assert line.income_fen == int(exact.quantize(Decimal(1), rounding=rounding))

    return check


DRAWN = (st.integers(0, 5_000_000), st.integers(0, 20_000) | st.sampled_from([1, 5, 50, 500]))


def test_quantity_times_price_is_rounded_half_up_to_the_fen():
    holds(is_the_product_rounded(ROUND_HALF_UP), *DRAWN)


def test_rounding_half_to_even_would_be_noticed():
    notices(is_the_product_rounded(ROUND_HALF_EVEN), st.integers(0, 5_000), st.sampled_from([100, 500]))


def test_the_net_figure_is_income_less_cost():
    line = reckon_line(kind("pig"), quantity_milli=240_000, price_fen=850, cost_fen=50_000)
    assert (line.income_fen, line.cost_fen, line.net_fen) == (204_000, 50_000, 154_000)


@pytest.mark.parametrize("code", ["cost", "medical"])
def test_money_spent_has_no_income_and_its_amount_as_cost(code):
    line = reckon_line(kind(code), amount_fen=143_000)
    assert (line.income_fen, line.cost_fen, line.net_fen) == (0, 143_000, -143_000)


def test_the_amount_may_be_written_beside_the_product_when_they_agree():
    assert reckon_line(kind("rice"), quantity_milli=900_000, price_fen=140, amount_fen=126_000).income_fen == 126_000


@pytest.mark.parametrize(
    ("code", "said", "refusal", "field"),
    [
        ("rice", {}, "line.no_amount", "amount"),
        ("rice", {"quantity_milli": 1000}, "line.no_price", "price"),
        ("rice", {"quantity_milli": 1000, "amount_fen": 500}, "line.no_price", "price"),
        ("rice", {"price_fen": 140}, "line.no_quantity", "quantity"),
        ("rice", {"quantity_milli": 1000, "price_fen": 140, "amount_fen": 141}, "line.disagrees", "amount"),
        ("rice", {"quantity_milli": -1, "price_fen": 140}, "line.negative_quantity", "quantity"),
        ("rice", {"quantity_milli": 1000, "price_fen": -1}, "line.negative_price", "price"),
        ("rice", {"amount_fen": -1}, "line.negative_amount", "amount"),
        ("rice", {"amount_fen": 100, "cost_fen": -1}, "line.negative_cost", "cost"),
        ("cost", {"amount_fen": 100, "cost_fen": 1}, "line.cost_of_a_cost", "cost"),
        ("rice", {"amount_fen": LARGEST_FEN + 1}, "line.too_large", "amount"),
        ("rice", {"amount_fen": 1, "cost_fen": LARGEST_FEN + 1}, "line.too_large", "amount"),
    ],
)
def test_what_does_not_make_a_line_is_refused_with_its_field_in_both_languages(code, said, refusal, field):
    with pytest.raises(Refusal) as refused:
        reckon_line(kind(code), **said)
    assert (refused.value.code, refused.value.field) == (refusal, field)
    assert "{" not in refused.value.words.zh + refused.value.words.en


def test_a_disagreement_names_both_sums():
    with pytest.raises(Refusal) as refused:
        reckon_line(kind("rice"), quantity_milli=900_000, price_fen=140, amount_fen=630_000)
    assert "1,260" in refused.value.words.zh
    assert "6,300" in refused.value.words.zh
