"""Heads and quantities: whole people, thousandths of a unit, and no unit passed over in silence."""

import re
from fractions import Fraction

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from unit.sheets.reading_cells import ODD_CELLS, changed, how, reading, refusal
from unit.sheets.writings import in_digits, numbers, same_hand, spelled
from xinlu.sheets.quantities import LARGEST_QUANTITY, UNITS, read_count, read_quantity_milli

HEADS = {
    6: 6, 6.0000000001: 6, "6": 6, "6.0": 6, "６": 6, "6人": 6, "6 人": 6, "6口": 6, "6口人": 6, "6名": 6, "6个人": 6,
    "六": 6, "六口人": 6, "两人": 2, "十二个人": 12, "二十人": 20, "'6": 6, "6\u200b": 6, "0": 0, "零": 0, "40人": 40,
    "": None, "—": None, "不详": None,
}  # fmt: skip
NO_HEADS = {
    2.5: "count.not_whole", "2.5": "count.not_whole", "-3": "count.bounds", 41: "count.bounds", "99": "count.bounds",
    -1: "count.bounds", 1e300: "count.bounds", "4（含外嫁1）": "number.remark", "5-6": "number.range",
    "五六人": "number.vague", "6左右": "number.vague", "几人": "number.vague", "06": "number.leading_zero",
    "6+1": "number.several", "6户": "number.words", "无": "number.none", "6月": "number.date", "O": "number.letters",
    "同上": "cell.as_above", "#N/A": "cell.error", True: "cell.kind", "人": "number.unreadable", "半": "number.unreadable",
    "百人": "number.unreadable", "-0": "number.separators", "1,2人": "number.words",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "heads"), HEADS.items())
def test_heads_are_counted(cell, heads):
    assert reading(read_count, cell, most=40) == heads


@pytest.mark.parametrize(("cell", "code"), NO_HEADS.items())
def test_what_is_no_number_of_heads_is_refused(cell, code):
    assert reading(read_count, cell, most=40) == code


@pytest.mark.parametrize("cell", ODD_CELLS, ids=repr)
def test_dates_and_lost_cells_are_no_numbers(cell):
    assert refusal(read_count, cell, most=40) and refusal(read_quantity_milli, cell)


def test_heads_keep_within_the_bounds_that_were_asked():
    assert reading(read_count, "0", least=1, most=40) == "count.bounds"
    assert refusal(read_count, "41人", most=40).words.zh == "“41人”不对，这里应该在 0 到 40 之间。请再数一遍"


def test_spoken_heads_are_told():
    assert how(read_count, "六口人", most=40) == "“六口人”读成 6"
    assert how(read_count, "6口人", most=40) is None


@given(st.integers(0, 40), st.sampled_from(["", "人", "口", "口人", " 人", "个人", "名"]), st.booleans())
def test_every_writing_of_heads_is_read(heads, unit, in_words):
    assert reading(read_count, (spelled(heads) if in_words else str(heads)) + unit, most=40) == heads


def is_sound_count(text):
    heads = reading(read_count, text, most=10**6)
    body = re.sub("(口人|个人|人|口|名|位|个)$", "", same_hand(text))
    return not isinstance(heads, int) or body in numbers(heads) or body in {same_hand(way) for way in numbers(heads)}


@settings(deadline=None)
@given(st.text(st.sampled_from("0123456789,.一二三五十百千万零两半 口人名个-+约（）"), max_size=8))
@example("1万2人")
def test_no_heads_are_read_that_are_not_written(text):
    assert is_sound_count(text)


QUANTITIES = {
    900: 900_000, 900.5: 900_500, 0.1 + 0.2: 300, "900": 900_000, "900斤": 900_000, "900 斤": 900_000, "3.5亩": 3_500,
    "1,200斤": 1_200_000, "十二只": 12_000, "两百斤": 200_000, "5千克": 5_000, "5千斤": 5_000_000, "1.2万斤": 12_000_000,
    "半亩": 500, "一亩半": 1_500, "3亩5分": 3_500, "两亩三分": 2_300, "12头": 12_000, "120平方米": 120_000, "120㎡": 120_000,
    "72岁": 72_000, "6个月": 6_000, "一年半": 1_500, "３００斤": 300_000, "0.125": 125, "": None, "-": None, "未知": None,
}  # fmt: skip
NO_QUANTITIES = {
    "0.1234": "quantity.too_fine", 0.1234: "quantity.too_fine", "0.1234亩": "quantity.too_fine", -1: "quantity.negative",
    "-5斤": "quantity.negative", 1e9: "quantity.too_large", "2000万斤": "quantity.too_large", 1e300: "quantity.too_large",
    "900多斤": "number.vague", "约900斤": "number.vague", "百来斤": "number.vague", "3-4亩": "number.range",
    "三四亩": "number.vague", "2斤/天": "number.rate", "900袋": "number.words", "2两": "number.words",
    "3斤5分": "number.unreadable", "3.5亩半": "number.words", "0亩半": "number.words", "0900": "number.leading_zero", "9oo": "number.letters",
    "1,2345": "number.separators", "300+200": "number.several", "无": "number.none", "同上": "cell.as_above",
    "=G5*2": "cell.formula", False: "cell.kind",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "milli"), QUANTITIES.items())
def test_quantities_are_read_in_thousandths(cell, milli):
    assert reading(read_quantity_milli, cell) == milli


@pytest.mark.parametrize(("cell", "code"), NO_QUANTITIES.items())
def test_what_is_no_quantity_is_refused(cell, code):
    assert reading(read_quantity_milli, cell) == code


@pytest.mark.parametrize(
    ("cell", "unit", "milli"),
    [
        ("900斤", "斤", 900_000), ("900", "斤", 900_000), ("450公斤", "斤", 900_000), ("450 KG", "斤", 900_000),
        ("1.5吨", "斤", 3_000_000), ("1吨", "公斤", 1_000_000), ("1年", "个月", 12_000), ("半年", "个月", 6_000),
        ("6月", "个月", 6_000), ("12只", "头", 12_000), ("3亩", "亩", 3_000),
    ],
)  # fmt: skip
def test_a_unit_is_converted_only_into_the_one_that_was_asked(cell, unit, milli):
    assert reading(read_quantity_milli, cell, unit=unit) == milli


@pytest.mark.parametrize(
    ("cell", "unit"),
    [("900斤", "公斤"), ("3亩", "斤"), ("3天", "个月"), ("2个月", "天"), ("12斤", "个"), ("5亩", "天")],
)
def test_a_unit_that_does_not_fit_is_refused(cell, unit):
    assert reading(read_quantity_milli, cell, unit=unit) == "quantity.unit"
    assert unit in refusal(read_quantity_milli, cell, unit=unit).words.zh


def test_units_and_conversions_are_told():
    assert how(read_quantity_milli, "900公斤") == "“900公斤”的单位是“公斤”"
    assert how(read_quantity_milli, "450公斤", unit="斤") == "“450公斤”读成 900 斤"
    assert how(read_quantity_milli, "一亩半", unit="亩") == "“一亩半”读成 1.5 亩"
    assert [how(read_quantity_milli, cell, unit="斤") for cell in ("900斤", "900", 900)] == [None] * 3


@given(st.integers(0, LARGEST_QUANTITY * 1000), st.sampled_from(["", *UNITS]), st.data())
def test_every_writing_of_a_quantity_is_read(milli, unit, data):
    text = data.draw(st.sampled_from(sorted(in_digits(Fraction(milli, 1000), 4)))) + unit
    assert reading(read_quantity_milli, text) == milli


def is_sound_quantity(read, text):
    milli = reading(read, text)
    return not isinstance(milli, int) or is_quantity(same_hand(text).lower(), Fraction(milli, 1000))


def is_quantity(body, value):
    """Whether a text is a number with or without a unit, half a unit, or so many 亩 and tenths."""
    cut = [body] + [body.removesuffix(unit) for unit in UNITS if body.endswith(unit)]
    halved = [body.removesuffix(f"{unit}半") for unit in UNITS if body.endswith(f"{unit}半")]
    tenths = [body.removesuffix(f"亩{n}分").removesuffix("市") for n in _tenth(value) if body.endswith(f"亩{n}分")]
    if "半" in cut:
        return value == Fraction(1, 2)
    return (
        any(way in _numbers(value) for way in cut)
        or any(way in _numbers(value - Fraction(1, 2)) for way in halved if value >= 1)
        or any(way in _numbers(Fraction(int(value))) for way in tenths)
    )


def _numbers(value):
    return {same_hand(way) for way in numbers(value, most=6)}


def _tenth(value):
    tenth = value % 1 * 10
    return (str(tenth), spelled(int(tenth))) if tenth and tenth.denominator == 1 else ()


QUANTITY_SIGNS = "0123456789.,一二三五十百千万零两半斤亩分只公个月年约多-/（）"


@settings(deadline=None)
@given(changed(st.sampled_from([cell for cell in QUANTITIES if isinstance(cell, str)]), QUANTITY_SIGNS))
def test_a_slip_of_the_finger_is_refused_or_is_itself_a_quantity(text):
    assert is_sound_quantity(read_quantity_milli, text)


def test_a_reader_that_takes_the_first_number_it_sees_is_noticed():
    def hasty(text):
        found = re.search("[0-9]+", text)
        return read_quantity_milli(found[0] if found else text)

    assert not is_sound_quantity(hasty, "900多斤") and not is_sound_quantity(hasty, "3-4亩")
