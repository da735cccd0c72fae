"""Names and text: tidied where nothing can be meant by it, and a remark beside a name never dropped."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unit.sheets.reading_cells import CELLS, ODD_CELLS, how, reading, refusal
from xinlu.sheets.texts import LONGEST_NAME, read_name, read_place, read_text
from xinlu.sheets.tidying import bounded, plain, quoted, sentence

NAMES = {
    "杨秀英": "杨秀英", "杨 秀 英": "杨秀英", "杨　秀英": "杨秀英", " 杨秀英 ": "杨秀英", "杨秀英\u200b": "杨秀英", "\ufeff杨秀英": "杨秀英",
    "杨\u00a0军": "杨军", "杨\n军": "杨军", "'杨秀英": "杨秀英", "买买提·艾力": "买买提·艾力", "买买提•艾力": "买买提·艾力",
    "买买提・艾力": "买买提·艾力", "买买提.艾力": "买买提·艾力", "买买提．艾力": "买买提·艾力", "买买提 · 艾力": "买买提·艾力",
    "欧阳 秀英": "欧阳秀英", "和志强": "和志强", "刘〇": "刘〇", "𠮷田": "𠮷田", "\U00030000秀": "\U00030000秀", "杨": "杨",
    "Maimaiti Aili": "Maimaiti Aili", "O'Neil": "O'Neil", "ཚེ་རིང": "ཚེ་རིང", "⼈人": "人人", "户主": "name.none",
    "杨秀英（户主）": "杨秀英", "杨秀英 (本人)": "杨秀英",
}  # fmt: skip
NO_NAMES = {
    "杨秀英（已故）": "name.remark", "杨秀英(外嫁)": "name.remark", "杨秀英（小花）": "name.remark", "杨秀英已故": "name.remark",
    "户主杨秀英": "name.remark", "杨军户主": "name.remark", "123": "name.digits", "杨秀英1": "name.digits", "杨秀英②": "name.digits",
    "522699197407190014": "name.digits", "杨秀英、杨正明": "name.several", "杨秀英/杨正明": "name.several",
    "杨秀英 杨正明": "name.several", "杨军 杨明": "name.several", "杨秀英和杨正明": "name.several", "杨*英": "name.masked",
    "杨××": "name.masked", "杨?英": "name.garbled", "杨\ufffd英": "name.garbled", "杨\ue001": "name.garbled", "\ud800杨": "name.garbled",
    "杨秀英。": "name.sign", "杨秀英·": "name.sign", "（杨）": "name.remark", "杨@英": "name.sign", "-杨": "name.sign", "合计": "name.none",
    "男": "name.none", "杨" * 61: "name.too_long", "=A2": "cell.formula", "#REF!": "cell.error", "同上": "cell.as_above",
    12: "cell.kind", 12.5: "cell.kind", True: "cell.kind", date(2026, 1, 2): "cell.kind",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "name"), NAMES.items(), ids=repr)
def test_names(cell, name):
    assert reading(read_name, cell) == name


@pytest.mark.parametrize(("cell", "code"), NO_NAMES.items(), ids=repr)
def test_what_is_no_name_is_refused(cell, code):
    assert reading(read_name, cell) == code


@pytest.mark.parametrize("cell", [None, "", "  ", "\u200b", "—", "/", "无", "不详", "N/A", " " * 40_000], ids=repr)
def test_where_no_name_stands_there_is_none(cell):
    assert reading(read_name, cell) is None
    assert reading(read_text, cell) is None


def test_a_remark_is_told_or_refused_and_never_dropped():
    assert how(read_name, "杨秀英（户主）") == "“杨秀英（户主）”读成“杨秀英”，是户主"
    assert (
        "已故" in refusal(read_name, "杨秀英（已故）").words.zh and "已故" in refusal(read_name, "杨秀英已故").words.en
    )
    assert "写到备注" in refusal(read_name, "杨秀英（小花）").words.zh
    assert how(read_name, "杨 秀 英") is None


@pytest.mark.parametrize("cell", ODD_CELLS, ids=repr)
def test_lost_cells_and_days_are_no_names(cell):
    assert refusal(read_name, cell)


han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=4)


@given(han, st.sampled_from([" ", "\u3000", "\u00a0", "  ", "\u200b", ""]))
def test_characters_drawn_apart_are_the_same_name(name, blank):
    if reading(read_name, name) == name:
        assert reading(read_name, blank.join(name)) == name


@given(st.lists(han, min_size=2, max_size=4), st.sampled_from("·•・.． ・"))
def test_the_dots_of_long_names_are_one_dot(parts, dot):
    expected = "·".join(parts)
    if reading(read_name, expected) == expected and dot != " ":
        assert reading(read_name, dot.join(parts)) == expected


@given(CELLS)
def test_a_name_that_is_read_keeps_every_letter_of_its_cell(cell):
    name = reading(read_name, cell)
    if isinstance(name, str) and not name.startswith(("name.", "cell.")):
        assert 0 < len(name) <= LONGEST_NAME
        assert [sign for sign in plain(cell) if sign.isalpha()][: len(name)] == [
            sign for sign in name if sign.isalpha()
        ] or "(" in plain(cell)


def test_a_reader_that_drops_what_stands_in_brackets_is_noticed():
    assert plain("杨秀英（已故）").split("(")[0] == "杨秀英" != reading(read_name, "杨秀英（已故）")


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("家里有老人，腿脚不便。", "家里有老人，腿脚不便。"), ("加车镇３组１２号", "加车镇3组12号"), ("a\nb\tc", "a b c"), (12.0, "12"),
        (0.1 + 0.2, "0.3"), (date(2026, 1, 2), "2026-01-02"), ("'00123", "00123"), (5.2e17, "text.digits_lost"), ("x" * 41, "text.too_long"),
        ("乱\ufffd码", "text.garbled"), ("=B1&C1", "cell.formula"), ("#VALUE!", "cell.error"), ("同上", "cell.as_above"),
    ],
    ids=repr,
)  # fmt: skip
def test_free_text_keeps_its_own_punctuation(cell, text):
    assert reading(read_text, cell, longest=40) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("１２，０００．５", "12,000.5"), ("Ａ级", "A级"), ("（600）", "(600)"), ("12²", "12²"), ("½", "½"), ("①", "①"), ("￥600", "¥600"),
        ("12 345", "12 345"), ("3.5 亩", "3.5 亩"), ("女 儿", "女儿"), (6.0, "6"), (-0.0, "0"), (1e15, "1E+15"), (5.22635e17, "5.22635E+17"),
        (0.1 + 0.2, "0.3"), (True, "TRUE"), (None, ""), ("’123", "123"), ("''", "''"), ("'", ""), ("\u200b \ufeff", ""), ("﨑", "﨑"),
    ],
    ids=repr,
)  # fmt: skip
def test_cells_in_their_plain_form(cell, text):
    assert plain(cell) == text


@given(CELLS)
def test_plain_is_plain_already(cell):
    assert plain(plain(cell)) == plain(cell)
    assert sentence(sentence(cell)) == sentence(cell)


@given(CELLS)
def test_what_a_sentence_quotes_is_short(cell):
    assert len(quoted(cell)) <= 40


@given(st.text(max_size=300))
def test_only_a_text_that_is_too_long_to_be_read_is_cut(text):
    assert bounded(text) == text or len(bounded(text)) == 80 or bounded(text) == plain(text)


def test_no_place_is_called_by_a_day():
    assert reading(read_place, "加车镇") == "加车镇" and reading(read_place, 6) == "6"
    assert "地名" in refusal(read_place, date(1956, 11, 23)).words.zh
