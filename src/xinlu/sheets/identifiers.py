"""Numbers that name somebody or something: ID cards, telephones, household numbers. A digit is never guessed."""

from __future__ import annotations

import re
from typing import NoReturn

from xinlu.kernel.words import Words
from xinlu.practice.idnumbers import IdNumber, check_id_number
from xinlu.sheets.grid import Value
from xinlu.sheets.reading import NOTHING, Read, first_look, refuse, refuse_kind
from xinlu.sheets.tidying import EXACT_BELOW, plain, quoted

LONGEST_STORED = 40
"""Characters of a telephone or household number that a file keeps."""

_ID = Words("身份证号（18 位，文本）", "an ID number of 18 characters, as text")
_PHONE = Words("电话号码", "a telephone number")
_NUMBER = Words("户编号（文本）", "a household number, as text")
_HYPHENS = str.maketrans(dict.fromkeys("-‐‑‒–—− ", ""))
_TIDY_ID = re.compile("[0-9]{17}[0-9X]")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_CROSSES = "×✕ХхΧχ"

_LOST = Words(
    "身份证号存成了数，表格软件只留得住前 15 位，后面的已经丢了，猜不得。请把这一格设成文本，对着身份证再填一遍",
    "The ID number is stored as a number, of which spreadsheet programs keep fifteen digits; the rest are lost and must "
    "not be guessed. Format the cell as text and copy the number from the card again",
)
_MASKED = Words(
    "这里打了星号，不是完整的号码。请填没打星号的",
    "This is masked with asterisks and not the whole number. Write it in full",
)
_NO_ID = Words(
    "“{written}”不是身份证号。请对着身份证或户口簿写 18 位；还没有就空着",
    "“{written}” is no ID number. Copy the 18 digits from the card or the household register; leave it empty if there is none",
)
_ID_CHARACTER = Words(
    "身份证号第 {place} 位是“{character}”，这里只能是数字（最后一位可以是 X）。请对着证改过来",
    "Character {place} of the ID number is “{character}”; only digits stand there (the last may be X). Put it right from the card",
)
_CROSS_READ = Words(
    "最后的“{cross}”读成 X，和校验位对得上", "the “{cross}” at the end read as X, which agrees with the check digit"
)

_NOUGHTS = "000"
_ENDS_IN_NOUGHTS = Words(
    "末尾三位是 000：可能真是这样，也可能是存成数时丢了后三位。请对着证看一眼",
    "It ends in 000: it may be so, or the last three digits were lost when it was a number. Look at the card",
)
"""Of a number that lost its digits before the cell became text, one in eleven agrees with its check digit by chance."""


def read_id_number(value: Value) -> Read[IdNumber]:
    """A citizen ID number from a text cell. Refusal as in `check_id_number`, and whenever the cell is a number that lost digits.

    Blanks, hyphens, an apostrophe, invisible characters, full width and a small x are put right. No refusal repeats the
    whole number.
    """
    if value is None:
        return NOTHING
    if not isinstance(value, str):
        return _id_of_number(value)
    if _TIDY_ID.fullmatch(value):
        return Read(check_id_number(value), _ENDS_IN_NOUGHTS if value.endswith(_NOUGHTS) else None)
    text = plain(value)
    if (nothing := first_look(text, absent=True)) is not None:
        return nothing
    if _SCIENTIFIC.fullmatch(text):
        refuse("id.digits_lost", _LOST)
    if "*" in text:
        refuse("id.masked", _MASKED)
    if not any(character in "0123456789" for character in text):
        refuse("id.unreadable", _NO_ID, written=quoted(text))
    number = text.translate(_HYPHENS)
    cross = number[-1] if number[-1] in _CROSSES else ""
    if cross:
        number = number[:-1] + "X"
    for place, character in enumerate(number, start=1):
        if not character.isascii():
            refuse("id.character", _ID_CHARACTER, place=place, character=character)
    read = check_id_number(number)
    if cross:
        return Read(read, _CROSS_READ.filled(cross=cross))
    return Read(read, _ENDS_IN_NOUGHTS if number.endswith(_NOUGHTS) else None)


def _id_of_number(value: Value) -> Read[IdNumber]:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        refuse_kind(value, expected=_ID)
    if not abs(value) < EXACT_BELOW:
        refuse("id.digits_lost", _LOST)
    if value < 0 or value != int(value):
        refuse("id.unreadable", _NO_ID, written=quoted(value))
    return Read(check_id_number(str(int(value))))


_MOBILE = re.compile(r"(?:\+?86-?|0086-?)?(1[3-9][0-9]-?[0-9]{4}-?[0-9]{4})")
_LANDLINE = re.compile(
    r"\(?(010|02[0-9])\)?-?([2-9][0-9]{7})(?:(?:-|转|ext)([0-9]{1,5}))?"
    r"|\(?(0[3-9][0-9]{2})\)?-?([2-9][0-9]{6,7})(?:(?:-|转|ext)([0-9]{1,5}))?"
)
_BETWEEN = re.compile("[/、,;|]|或者?|和")
_SMALLEST_MOBILE = 13_000_000_000

_TWO_PHONES = Words("两个号码都留下：{phones}", "both numbers kept: {phones}")
_PHONE_LOST = Words(
    "电话只有 {count} 位，存成数的时候前面的 0 丢了。请把这一格设成文本，写上区号，比如 0855-8234567",
    "The telephone has {count} digits: its leading zero was lost when the cell became a number. Format it as text and "
    "write the area code, such as 0855-8234567",
)
_PHONE_LENGTH = Words(
    "手机号应该是 11 位，这里是 {count} 位。请打一下试试，再填对",
    "A mobile number has 11 digits, this has {count}. Try it, and write it right",
)
_PHONE_NO_AREA = Words(
    "座机“{written}”没写区号。请补上，比如 0855-8234567",
    "The landline “{written}” has no area code. Add it, such as 0855-8234567",
)
_NO_PHONE = Words(
    "“{written}”不是电话号码。请只写号码：11 位手机号，或带区号的座机；是谁的电话写到备注",
    "“{written}” is no telephone number. Write the number alone: a mobile of 11 digits, or a landline with its area "
    "code; whose it is belongs into the note",
)
_PHONES_TOO_LONG = Words(
    "电话写得太多，最多两三个。请留常打得通的", "Too many telephones; keep the two or three that are answered"
)


def read_phone(value: Value) -> Read[str]:
    """Telephone numbers: a mobile of 11 digits or a landline as 0855-8234567; several are joined by “、” with `how`."""
    if value is None:
        return NOTHING
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        refuse_kind(value, expected=_PHONE)
    if isinstance(value, (int, float)):
        return _phone_of_number(value)
    text = plain(value)
    if (nothing := first_look(text, absent=True)) is not None:
        return nothing
    if "*" in text:
        refuse("phone.masked", _MASKED)
    if (single := _phone(text)) is not None:
        return Read(single)
    pieces = [piece.strip() for piece in _BETWEEN.split(text)]
    phones = [phone for piece in pieces for phone in _phones(piece)]
    if None in phones or len(phones) < 2:
        _refuse_phone(text)
    joined = "、".join(dict.fromkeys(phone for phone in phones if phone))
    if len(joined) > LONGEST_STORED:
        refuse("phone.too_long", _PHONES_TOO_LONG)
    return Read(joined, _TWO_PHONES.filled(phones=joined))


def _phones(piece: str) -> list[str | None]:
    whole = _phone(piece)
    return [_phone(part) for part in piece.split(" ")] if whole is None and " " in piece else [whole]


def _phone(text: str) -> str | None:
    joined = text.replace(" ", "")
    if match := _MOBILE.fullmatch(joined):
        return match[1].replace("-", "")
    if match := _LANDLINE.fullmatch(joined):
        if joined.count("(") != joined.count(")"):
            return None
        return "-".join(part for part in match.groups() if part)
    return None


def _phone_of_number(value: float) -> Read[str]:
    if not 0 <= value < EXACT_BELOW or value != int(value):
        refuse("phone.unreadable", _NO_PHONE, written=quoted(value))
    digits = str(int(value))
    single = _phone(digits)
    if single is None:
        _refuse_phone_number(digits)
    return Read(single)


def _refuse_phone_number(digits: str) -> NoReturn:
    if digits[0] != "1" and _LANDLINE.fullmatch(f"0{digits}"):
        refuse("phone.digits_lost", _PHONE_LOST, count=len(digits))
    _refuse_phone(digits)


def _refuse_phone(text: str) -> NoReturn:
    digits = text.replace(" ", "").replace("-", "")
    if digits.isascii() and digits.isdigit():
        if digits[0] == "1" and 8 < len(digits) < 14:
            refuse("phone.length", _PHONE_LENGTH, count=len(digits))
        if 7 <= len(digits) <= 8:
            refuse("phone.no_area", _PHONE_NO_AREA, written=quoted(text))
    refuse("phone.unreadable", _NO_PHONE, written=quoted(text))


_CODE = re.compile(r"[0-9A-Za-z\u4e00-\u9fff〇()#_./-]+( [0-9A-Za-z\u4e00-\u9fff〇()#_./-]+)*")
_NUMBER_LOST = Words(
    "户编号存成了数，表格软件只留得住前 15 位，后面的已经丢了。请把这一列设成文本，再填一遍",
    "The household number is stored as a number, of which spreadsheet programs keep fifteen digits; the rest are lost. "
    "Format the column as text and write it again",
)
_NUMBER_AS_DATE = Words(
    "户编号被表格软件当成了日期（{written}）。请把这一列设成文本，再填一遍，比如 1-2",
    "The spreadsheet program took the household number for a date ({written}). Format the column as text and write it "
    "again, such as 1-2",
)
_NUMBER_DECIMAL = Words(
    "户编号“{written}”存成了小数，末尾的 0 可能丢了。请把这一列设成文本，再填一遍",
    "The household number “{written}” is stored as a decimal, of which a last zero may be lost. Format the column as "
    "text and write it again",
)
_NO_CODE = Words(
    "“{written}”不是户编号。编号只有数字、字母、汉字和 - . / _，最多 {most} 个字",
    "“{written}” is no household number: digits, letters, Chinese characters and - . / _ only, {most} at most",
)


def read_household_number(value: Value) -> Read[str]:
    """The office's number of a household as text, leading zeros kept. Refusal for numbers that lost digits or became dates."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        text = plain(value)
        if (nothing := first_look(text, absent=True)) is not None:
            return nothing
        if re.fullmatch(r"[0-9]\.[0-9]+[Ee]\+[0-9]+", text):
            refuse("household_number.digits_lost", _NUMBER_LOST)
        if len(text) > LONGEST_STORED or not _CODE.fullmatch(text):
            refuse("household_number.unreadable", _NO_CODE, written=quoted(text), most=LONGEST_STORED)
        return Read(text)
    if hasattr(value, "isoformat"):
        refuse("household_number.became_date", _NUMBER_AS_DATE, written=quoted(value))
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        refuse_kind(value, expected=_NUMBER)
    if not abs(value) < EXACT_BELOW:
        refuse("household_number.digits_lost", _NUMBER_LOST)
    if value < 0 or value != int(value):
        refuse("household_number.decimal", _NUMBER_DECIMAL, written=quoted(value))
    return Read(str(int(value)))
