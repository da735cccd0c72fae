"""ID numbers: the check digit against its mathematical definition, and refusals in exact words."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.practice import idnumbers
from xinlu.practice.idnumbers import check_digit, check_id_number, masked
from xinlu.practice.vocabulary import Sex

# The example printed in GB 11643-1999 itself.
OF_THE_STANDARD = "11010519491231002X"

DIGITS = "0123456789"


@pytest.fixture(autouse=True)
def _clock():
    with clock.standing_at(datetime(2026, 11, 23, 4, tzinfo=UTC)):
        yield


def agrees_with_iso_7064(number):
    """ISO 7064 MOD 11-2 by its recursion, knowing nothing of weights."""
    rest = 0
    for character in number[:17]:
        rest = (rest + int(character)) * 2 % 11
    last = 10 if number[17] == "X" else int(number[17])
    return (rest + last) % 11 == 1


def refused(text):
    with pytest.raises(Refusal) as caught:
        check_id_number(text, field="id_number")
    assert caught.value.field == "id_number"
    return caught.value


seventeen = st.builds(
    lambda born, order: f"522699{born:%Y%m%d}{order:03d}",
    st.dates(date(1900, 1, 1), date(2026, 11, 23)),
    st.integers(0, 999),
)


def test_the_example_of_the_standard_is_read():
    read = check_id_number(OF_THE_STANDARD)
    assert (read.birth_date, read.sex) == (date(1949, 12, 31), Sex.FEMALE)


@given(seventeen)
def test_the_check_digit_is_that_of_iso_7064(first):
    assert agrees_with_iso_7064(first + check_digit(first))


def test_the_oracle_refutes_a_broken_checksum(monkeypatch):
    monkeypatch.setattr(idnumbers, "WEIGHTS", idnumbers.WEIGHTS[::-1])
    first = "52269919740719001"
    assert not agrees_with_iso_7064(first + check_digit(first))


@given(seventeen)
def test_birth_date_and_sex_are_those_written_in_the_number(first):
    read = check_id_number(first + check_digit(first))
    assert f"{read.birth_date:%Y%m%d}" == first[6:14]
    assert read.sex is (Sex.MALE if first[16] in "13579" else Sex.FEMALE)


@given(seventeen, st.integers(0, 16), st.sampled_from(DIGITS))
def test_any_single_changed_digit_is_caught(first, place, digit):
    number = first + check_digit(first)
    changed = number[:place] + digit + number[place + 1 :]
    if changed != number:
        assert refused(changed).code in ("id.check_digit", "id.birth_date")


@given(seventeen, st.integers(0, 15))
def test_two_neighbouring_digits_exchanged_are_caught(first, place):
    number = first + check_digit(first)
    changed = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if changed != number:
        assert refused(changed).code in ("id.check_digit", "id.birth_date")


@pytest.mark.parametrize(
    "typed",
    [
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        " 110105 19491231 002X ",
        "110105\u300019491231\t002ｘ",
    ],
)
def test_small_x_full_width_and_blanks_are_accepted(typed):
    assert check_id_number(typed).number == OF_THE_STANDARD


def test_nothing_written():
    assert refused("   ").code == "id.empty"


def test_the_old_number_of_fifteen_digits_is_told_as_such():
    refusal = refused("110105491231002")
    assert refusal.code == "id.old"
    assert refusal.words.zh == "这是 15 位的老身份证号，2013 年起不能用了。请照着现在的身份证或户口簿写 18 位"


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ("11010519491231002", "最后 4 位里少的"),
        ("1101051949123102X", "最后 4 位里少的"),
        ("1010519491231002X", "开头 6 位里少的"),
        ("1101051949131002X", "中间的出生日期里少的"),
    ],
)
def test_of_seventeen_digits_it_is_told_where_one_is_missing(typed, part):
    refusal = refused(typed)
    assert refusal.code == "id.length"
    assert refusal.words.zh == f"身份证号只有 17 位，少了一位，看着像是{part}。请对着证补上"


@pytest.mark.parametrize(
    ("typed", "said"), [("1101051949", "少了 8 位"), (OF_THE_STANDARD + "1", "多了 1 位"), ("一" * 17, "少了 1 位")]
)
def test_other_lengths_are_counted(typed, said):
    refusal = refused(typed)
    assert refusal.code == "id.length"
    assert said in refusal.words.zh


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("11O10519491231002X", "第 3 位是“O”"),
        ("1101051949123X0022", "第 14 位是“X”"),
        ("11010519491231002Y", "第 18 位是“Y”"),
        ("11010519491231002²", ""),
        ("1101051949123100٢X", "第 17 位是“٢”"),
        ("😀10105194912310023", "第 1 位是“😀”"),
    ],
)
def test_a_sign_that_is_no_digit_is_told_with_its_place(typed, said):
    refusal = refused(typed)
    assert refusal.code in ("id.character", "id.check_digit")
    assert said in refusal.words.zh


@pytest.mark.parametrize(
    ("birth", "why"),
    [
        ("19900230", "没有这一天"),
        ("19901301", "没有这一天"),
        ("20261124", "这一天还没到"),
        ("18991231", "太早了"),
        ("00000000", "没有这一天"),
    ],
)
def test_an_impossible_birth_date_is_told(birth, why):
    first = f"522699{birth}001"
    refusal = refused(first + check_digit(first))
    assert refusal.code == "id.birth_date"
    assert why in refusal.words.zh
    assert f"{birth[:4]}-{birth[4:6]}-{birth[6:]}" in refusal.words.en


def test_a_wrong_check_digit_is_told_without_giving_the_right_one_away():
    refusal = refused(OF_THE_STANDARD[:17] + "1")
    assert refusal.code == "id.check_digit"
    assert "X" not in refusal.words.zh


def test_no_refusal_repeats_the_whole_number():
    for typed in (OF_THE_STANDARD[:17] + "1", OF_THE_STANDARD[:17], OF_THE_STANDARD + "1"):
        assert typed not in refused(typed).words.zh + refused(typed).words.en + str(refused(typed))


def test_screens_show_the_number_masked():
    assert masked("522699197407190014") == "522699********0014"
    assert str(check_id_number(OF_THE_STANDARD)) == "110105********002X"
    assert OF_THE_STANDARD not in f"{check_id_number(OF_THE_STANDARD)}"


def test_a_malformed_number_is_hidden_whole():
    assert masked("12345") == "*****"
    assert masked("") == ""
