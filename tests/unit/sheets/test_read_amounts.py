"""Amounts: every writing of an office is read to the fen, and nothing else is."""

from fractions import Fraction

import pytest
from hypothesis import example, find, given, settings
from hypothesis import strategies as st

from unit.sheets import writings
from unit.sheets.reading_cells import ODD_CELLS, changed, how, reading, refusal
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import LARGEST_FEN, parse_fen
from xinlu.sheets import amounts
from xinlu.sheets.amounts import read_fen
from xinlu.sheets.reading import Read

WAN = 1_000_000

READ = {
    "600": 60_000, "0": 0, "12000.50": 1_200_050, "12,345": 1_234_500, "12,345元": 1_234_500, "１２，０００": 1_200_000,
    "12 345": 1_234_500, "￥600": 60_000, "¥ 600": 60_000, "600元整": 60_000, "600块钱": 60_000, " '600": 60_000,
    "1.2万": 1_200_000, "1.2万元": 1_200_000, "1.2 万 元": 1_200_000, "12万5千": 12_500_000, "1万2": 1_200_000,
    "1万500": 1_050_000, "3千5百": 350_000, "六百": 60_000, "一万二千": 1_200_000, "三千五": 350_000,
    "两千三百元": 230_000, "壹仟贰佰元整": 120_000, "一点二万": 1_200_000, "十二": 1_200, "一百零五": 10_500,
    "(600)": -60_000, "（1,234.50）": -123_450, "-600": -60_000, "−600": -60_000, "－600": -60_000, "负六百": -60_000,
    "600.00\u200b": 60_000, "\ufeff600\u00a0": 60_000, "600元5角": 60_050, "人民币六百元": 60_000, "10亿": LARGEST_FEN,
    "": None, "  ": None, "-": None, "—": None, "/": None, "不详": None, "待核实": None,
    600: 60_000, 12345.670000001: 1_234_567, 0.1 + 0.2: 30, -1.5: -150, 1e9: LARGEST_FEN,
}  # fmt: skip

REFUSED = {
    "1.2万左右": "vague", "约600": "vague", "若干": "vague", "六百多": "vague", "几百": "vague", "二三百": "vague",
    "+600": "vague", "600以上": "vague", "500-600": "range", "500~600": "range", "五百到六百": "range",
    "600/人": "rate", "每月600": "rate", "600元/月": "rate", "5%": "percent", "1.2E+05": "scientific",
    "6oo": "letters", "l00": "letters", "1,2345": "separators", "1.234,5": "separators", "600.": "separators",
    "6 00": "separators", "0600": "leading_zero", "2024年5月": "date", "2024-05-06": "date", "600+300": "several",
    "600、300": "several", "1200（含低保）": "remark", "无": "none", "600斤": "words", "欠着": "unreadable",
    "一百百": "unreadable", "1万50": "unreadable", "12²": "words", "①": "unreadable", "٦٠٠": "unreadable",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "fen"), READ.items())
def test_what_offices_write_is_read(cell, fen):
    assert reading(read_fen, cell) == fen


@pytest.mark.parametrize(("cell", "why"), REFUSED.items())
def test_what_is_no_amount_is_refused_with_its_reason(cell, why):
    assert reading(read_fen, cell) == f"number.{why}"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("600.555", "amount.too_fine"), (3333.333333, "amount.too_fine"), (0.001, "amount.too_fine"),
        ("100亿", "amount.too_large"), (1e300, "amount.too_large"), (10**300, "amount.too_large"),
        ("#REF!", "cell.error"), ("=A1+B1", "cell.formula"), ("######", "cell.too_narrow"), ("同上", "cell.as_above"),
        ("〃", "cell.as_above"), (True, "cell.kind"),
    ],
)  # fmt: skip
def test_other_refusals(cell, code):
    assert reading(read_fen, cell) == code


@pytest.mark.parametrize("cell", ODD_CELLS, ids=repr)
def test_dates_and_lost_cells_are_no_amounts(cell):
    assert refusal(read_fen, cell)


@pytest.mark.parametrize(
    ("cell", "fen"),
    [(1.2, 1_200_000), (1.234567, 1_234_567), ("1.2", 1_200_000), ("1.2万", 1_200_000), ("1.2万元", 1_200_000),
     ("600元", 60_000), ("六百元", 60_000), (0, 0), ("3,000元", 300_000)],
)  # fmt: skip
def test_in_a_column_of_ten_thousands_a_unit_in_the_cell_outranks_the_heading(cell, fen):
    assert reading(read_fen, cell, unit_fen=WAN) == fen


@pytest.mark.parametrize("cell", ["六百", "3千5", "一万二"])
def test_a_spoken_number_in_a_column_of_ten_thousands_is_asked_about(cell):
    assert reading(read_fen, cell, unit_fen=WAN) == "amount.unit"


def test_more_than_two_decimals_are_refused_also_behind_ten_thousands():
    assert reading(read_fen, 1.2345678, unit_fen=WAN) == "amount.too_fine"
    assert reading(read_fen, "1.2345678万") == "amount.too_fine"
    assert reading(read_fen, "1.234567万") == 1_234_567


def test_how_it_was_understood_is_told_where_it_does_not_stand_there():
    assert how(read_fen, "六百") == "“六百”读成 600 元"
    assert how(read_fen, "1.2万") == "“1.2万”读成 12,000 元"
    assert how(read_fen, "（600）") == "“(600)”读成 −600 元" or how(read_fen, "（600）") == "“（600）”读成 −600 元"
    assert how(read_fen, "600元", unit_fen=WAN) == "“600元”读成 600 元"
    assert how(read_fen, "—") == "“—”当作没填"
    assert [how(read_fen, cell) for cell in ("600", "12,345元", "￥600", "-600", 600.0, "")] == [None] * 6


def test_the_words_say_what_is_wrong_and_what_to_do():
    assert refusal(read_fen, "六百左右").words.zh == "“六百左右”不是一个准数。请当面算清楚，填一个数，比如 600"
    assert refusal(read_fen, "500-600").words.en == "“500-600” gives a range. Ask, and write one number, such as 600"


# From the amount to its writings, and back.

FEN = st.one_of(
    st.integers(0, 99_999_999),
    st.integers(0, 99_999).map(lambda yuan: yuan * 100),
    st.integers(1, 999).map(lambda wan: wan * 100_000),
)


@st.composite
def written(draw, fens=FEN):
    """An amount and one of its writings, as a number stands among currency signs, units, blanks and full width."""
    fen = draw(fens)
    ways = sorted(writings.numbers(Fraction(fen, 100), most=4))
    text = draw(st.sampled_from(ways))
    text = draw(st.sampled_from(("", "¥", "￥", "¥ ", "人民币"))) + text
    text += draw(st.sampled_from(("", "元", " 元", "元整", "块", "块钱", "圆整")))
    if draw(st.booleans()) and fen:
        text, fen = draw(st.sampled_from((f"-{text}", f"−{text}", f"({text})", f"（{text}）", f"负{text}"))), -fen
    if draw(st.booleans()):
        text = text.translate(writings.FULL_WIDTH)
    if draw(st.booleans()):
        text = text.translate(writings.FORMAL)
    return fen, draw(st.sampled_from(("", " ", "\u200b", "\ufeff", "'"))) + text + draw(
        st.sampled_from(("", " ", "\u3000", "\t"))
    )


def answers_to(reader, fen, text):
    return reading(reader, text) == fen


@given(written())
def test_every_writing_of_an_amount_is_read_as_that_amount(pair):
    assert answers_to(read_fen, *pair)


@given(st.integers(-LARGEST_FEN, LARGEST_FEN))
def test_an_amount_survives_the_floats_of_a_spreadsheet(fen):
    assert reading(read_fen, fen / 100) == fen
    assert reading(read_fen, fen / WAN, unit_fen=WAN) == fen


def is_sound(reader, text):
    """Whether what is read of a text, if anything, is an amount of which the text is a writing."""
    fen = reading(reader, text)
    return not isinstance(fen, int) or writings.is_amount(text, fen)


NUMERALS = "0123456789,. 一二三五十百千万亿零两元块角分整-−()负¥"


@settings(deadline=None)
@given(st.text(st.sampled_from(NUMERALS), max_size=9))
@example("1万零500")
@example("600元5角")
@example("一千零一十")
def test_nothing_is_read_that_is_not_a_writing_of_that_amount(text):
    assert is_sound(read_fen, text)


@settings(deadline=None)
@given(changed(written().map(lambda pair: pair[1]), NUMERALS + "约多点oO/~"))
def test_a_slip_of_the_finger_is_refused_or_is_itself_a_writing(text):
    if len(text) <= 20:
        assert is_sound(read_fen, text)


# Readers that are wrong, to show that the properties above would notice.


def reader_of(read):
    def reader(text):
        try:
            return Read(read(text))
        except (Refusal, ValueError, IndexError):
            raise Refusal("refused", amounts._TOO_FINE) from None

    return reader


def test_a_reader_that_ignores_where_commas_stand_is_noticed():
    lenient = reader_of(parse_fen)
    assert is_sound(lenient, "12,345") and not is_sound(lenient, "1,2345")
    assert find(changed(st.just("12,345")), lambda text: not is_sound(lenient, text))


def test_a_reader_that_adds_units_up_without_their_order_is_noticed(monkeypatch):
    monkeypatch.setattr("xinlu.sheets.numerals.in_chinese", lambda whole: Anything())
    monkeypatch.setattr(amounts, "_of_text", amounts._of_text.__wrapped__)
    assert reading(read_fen, "一百百") == 10_000 and not is_sound(read_fen, "一百百")


class Anything:
    def __eq__(self, other):
        return True

    __hash__ = None


def test_a_reader_that_overlooks_the_ten_thousands_is_noticed():
    blind = reader_of(lambda text: parse_fen(text.replace("万", "")))
    assert not answers_to(blind, *find(written(), lambda pair: "万" in pair[1] and not answers_to(blind, *pair)))
