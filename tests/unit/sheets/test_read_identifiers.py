"""Numbers that name somebody: no digit is guessed, none is lost in silence."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from unit.sheets.reading_cells import ODD_CELLS, TODAY, how, reading, refusal
from unit.sheets.writings import FULL_WIDTH
from xinlu.kernel.errors import Refusal
from xinlu.practice.idnumbers import IdNumber, check_digit
from xinlu.sheets.identifiers import read_household_number, read_id_number, read_phone
from xinlu.sheets.reading import Read

# The example printed in GB 11643-1999 itself.
OF_THE_STANDARD = "11010519491231002X"


def number(cell):
    """The number that is read; the code of the refusal where none is."""
    read = reading(read_id_number, cell)
    return read.number if isinstance(read, IdNumber) else read


@pytest.mark.parametrize(
    "cell",
    [
        OF_THE_STANDARD, OF_THE_STANDARD.lower(), f"'{OF_THE_STANDARD}", f"’{OF_THE_STANDARD}", f"`{OF_THE_STANDARD}",
        f" {OF_THE_STANDARD} ", f"{OF_THE_STANDARD}\t", f"\ufeff{OF_THE_STANDARD}", f"{OF_THE_STANDARD}\u200b",
        f"{OF_THE_STANDARD[:9]}\u200b{OF_THE_STANDARD[9:]}", f"{OF_THE_STANDARD}\u00a0", "110105 19491231 002X",
        "110105-19491231-002X", "110105—19491231—002X", "１１０１０５１９４９１２３１００２Ｘ", "11010519491231002ｘ",
        "11010519491231002×", "11010519491231002Х", "1101051949123100２X", "110105\u300019491231\n002X",
    ],
    ids=repr,
)  # fmt: skip
def test_what_sticks_to_a_number_on_its_way_is_taken_off(cell):
    assert number(cell) == OF_THE_STANDARD


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (1.1010519491231e17, "id.digits_lost"), (110105194912310023, "id.digits_lost"), (5.22635197408270e17, "id.digits_lost"),
        (11010519491231002, "id.digits_lost"), (1.1010519491231002e16, "id.digits_lost"), (1e300, "id.digits_lost"),
        ("1.10105E+17", "id.digits_lost"), ("5.2264E+17", "id.digits_lost"), ("5E17", "id.digits_lost"),
        (110105491231002, "id.old"), ("110105491231002", "id.old"), (12, "id.length"), ("11010519491231002", "id.length"),
        (f"{OF_THE_STANDARD}1", "id.length"), (f"O{OF_THE_STANDARD[1:]}", "id.character"), (OF_THE_STANDARD[:17] + "²", "id.character"),
        ("1101051949123X0023", "id.character"), (OF_THE_STANDARD[:17] + "1", "id.check_digit"), ("110105194913310020", "id.birth_date"),
        ("110105********002X", "id.masked"), ("未上户", "id.unreadable"), (-5, "id.unreadable"), (1.5, "id.unreadable"),
        ("同上", "cell.as_above"), ("#REF!", "cell.error"), ("=B2", "cell.formula"), (True, "cell.kind"), (TODAY, "cell.kind"),
        (None, None), ("", None), ("无", None), ("—", None), ("不详", None),
    ],
    ids=repr,
)  # fmt: skip
def test_what_is_no_number_of_a_card_is_refused(cell, code):
    assert number(cell) == code


def test_lost_digits_are_explained_and_not_guessed():
    words = refusal(read_id_number, float(OF_THE_STANDARD[:17] + "0")).words
    assert "前 15 位" in words.zh and "设成文本" in words.zh and "对着身份证" in words.zh
    assert number(1.1010519491231002e17) == "id.digits_lost"


def test_how_a_doubtful_number_was_read_is_told():
    assert how(read_id_number, OF_THE_STANDARD[:17] + "×") == "最后的“×”读成 X，和校验位对得上"
    assert how(read_id_number, f"'{OF_THE_STANDARD}") is None
    first = next(
        text for text in (f"52269919900101{order:03d}" for order in range(0, 1000, 100)) if check_digit(text) == "0"
    )
    assert "末尾三位是 000" in how(read_id_number, first + "0") and number(first + "0") == first + "0"


seventeen = st.builds(
    lambda born, order: f"522699{born:%Y%m%d}{order:03d}", st.dates(date(1900, 1, 1), TODAY), st.integers(0, 999)
)
numbers = seventeen.map(lambda first: first + check_digit(first))


@given(numbers, st.sampled_from(["{}", " {} ", "'{}", "\u200b{}", "{}\t", "‘{}"]), st.booleans(), st.booleans())
def test_a_number_comes_back_from_any_cell_it_was_written_into(text, cell, full, small):
    written = text.lower() if small else text
    assert number(cell.format(written.translate(FULL_WIDTH) if full else written)) == text


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_a_wrong_digit_is_never_read(text, place, digit):
    assume(text[place] != digit)
    assert (
        isinstance(number(text[:place] + digit + text[place + 1 :]), str)
        and number(text[:place] + digit + text[place + 1 :])[:3] == "id."
    )


@given(numbers, st.integers(0, 16))
def test_two_digits_exchanged_are_never_read(text, place):
    exchanged = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    assume(exchanged != text)
    assert number(exchanged).startswith("id.")


@given(numbers, st.integers(0, 18), st.sampled_from("0123456789Xx- '\u200b*"))
def test_a_sign_too_many_or_too_few_is_never_another_number(text, place, sign):
    assert number(text[:place] + sign + text[place:]) in (text, "id.length", "id.masked", "id.character")
    assert number(text[:place] + text[place + 1 :]) in (text, "id.length")


@given(numbers)
def test_a_number_cell_is_never_read_and_no_refusal_repeats_the_number(text):
    digits = text[:17] + "0"
    for cell in (int(digits), float(digits), f"{float(digits):.5E}", digits[:16], f"{text}9"):
        refused = refusal(read_id_number, cell)
        assert text not in refused.words.zh + refused.words.en + str(refused)


def test_a_reader_that_takes_number_cells_is_noticed():
    def trusting(cell):
        return Read(f"{cell:.0f}" if isinstance(cell, float) else cell)

    lost = float("522699197407190011")
    assert reading(trusting, lost) != "522699197407190011" and number(lost) == "id.digits_lost"


PHONES = {
    "13812345678": "13812345678", 13812345678: "13812345678", 13812345678.5: "phone.unreadable", "138 1234 5678": "13812345678",
    "138-1234-5678": "13812345678", "+86 13812345678": "13812345678", "86-13812345678": "13812345678",
    "１３８１２３４５６７８": "13812345678", "'13812345678": "13812345678", "19912345678\u200b": "19912345678",
    "0855-8234567": "0855-8234567", "08558234567": "0855-8234567", "（0855）8234567": "0855-8234567", "010-62345678": "010-62345678",
    "02162345678": "021-62345678", "0855-8234567-801": "0855-8234567-801", "0855 8234567转801": "0855-8234567-801",
    "13812345678/13987654321": "13812345678、13987654321", "13812345678 13987654321": "13812345678、13987654321",
    "13812345678、0855-8234567": "13812345678、0855-8234567", "13812345678，13812345678": "13812345678",
    "": None, "无": None, "—": None, "不详": None, "暂无": None,
    8558234567: "phone.digits_lost", 85582345678: "phone.digits_lost", 1062345678: "phone.length",
    "8234567": "phone.no_area", "1381234567": "phone.length", "138123456789": "phone.length", 1.38123456789e15: "phone.unreadable",
    "138****5678": "phone.masked", "13812345678（儿子）": "phone.unreadable", "儿子13812345678": "phone.unreadable",
    "12812345678": "phone.length", "13812345678/139": "phone.unreadable", "1.38E+10": "phone.unreadable", "0": "phone.unreadable",
    "13812345678/13987654321/13712345678/13612345678": "phone.too_long", "同上": "cell.as_above", True: "cell.kind",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "phone"), PHONES.items(), ids=repr)
def test_telephones(cell, phone):
    assert reading(read_phone, cell) == phone


def test_two_telephones_are_kept_and_told():
    assert how(read_phone, "13812345678/13987654321") == "两个号码都留下：13812345678、13987654321"
    assert "前面的 0 丢了" in refusal(read_phone, 8558234567).words.zh


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.integers(0, 10), st.sampled_from("0123456789 -*o"))
def test_a_changed_telephone_is_itself_one_or_refused(phone, place, sign):
    changed = phone[:place] + sign + phone[place + 1 :]
    read = reading(read_phone, changed)
    assert read.startswith("phone.") or read.replace("-", "") == changed
    assert reading(read_phone, phone[:place] + phone[place + 1 :]).startswith(("phone.", "0"))


NUMBERS = {
    "522699-03-0017": "522699-03-0017", "00017": "00017", "17": "17", 17: "17", 522699010170002: "522699010170002",
    "第3户": "第3户", "３－17": "3-17", " 17 ": "17", "3组17号": "3组17号", "A/17": "A/17", "": None, "—": None, "无": None,
    5.22699e17: "household_number.digits_lost", 10**15: "household_number.digits_lost", "5.22699E+17": "household_number.digits_lost",
    1.1: "household_number.decimal", -3: "household_number.decimal", date(2026, 1, 2): "household_number.became_date",
    "17*": "household_number.unreadable", "1" * 41: "household_number.unreadable", "同上": "cell.as_above", "#N/A": "cell.error",
    "=A1": "cell.formula", True: "cell.kind",
}  # fmt: skip


@pytest.mark.parametrize(("cell", "outcome"), NUMBERS.items(), ids=repr)
def test_household_numbers(cell, outcome):
    assert reading(read_household_number, cell) == outcome


@given(st.integers(0, 10**15 - 1))
def test_a_household_number_that_a_spreadsheet_can_hold_comes_back(whole):
    assert reading(read_household_number, float(whole)) == reading(read_household_number, whole) == str(whole)


@given(st.from_regex(r"[0-9]{1,20}", fullmatch=True))
def test_leading_zeros_of_text_are_kept(text):
    assert reading(read_household_number, text) == text


@pytest.mark.parametrize("cell", ODD_CELLS, ids=repr)
@pytest.mark.parametrize("reader", [read_id_number, read_phone, read_household_number])
def test_odd_cells_are_refused(reader, cell):
    with pytest.raises(Refusal):
        reader(cell)
