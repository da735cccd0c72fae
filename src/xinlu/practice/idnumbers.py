"""Citizen ID numbers (GB 11643-1999): the check digit, and the birth date and sex that a number carries."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from operator import mul
from typing import NoReturn

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.practice.vocabulary import Sex

LENGTH = 18
OLD_LENGTH = 15
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS = "10X98765432"
"""The check digit by the weighted sum modulo 11: ISO 7064 MOD 11-2, as GB 11643-1999 prescribes."""
_ZEROES = sum(WEIGHTS) * ord("0")
EARLIEST_YEAR = 1900
"""Nobody who was born before it is alive."""


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A number whose form and check digit are right (which does not prove that it was ever issued)."""

    number: str
    birth_date: date
    sex: Sex

    def __str__(self) -> str:
        return masked(self.number)


def check_digit(first_seventeen: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    if len(first_seventeen) != len(WEIGHTS) or not (first_seventeen.isascii() and first_seventeen.isdigit()):
        raise ValueError("a check digit belongs to seventeen digits")
    return CHECK_DIGITS[(sum(map(mul, WEIGHTS, first_seventeen.encode())) - _ZEROES) % 11]


def check_id_number(text: str, *, field: str = "") -> IdNumber:
    """The number read from what a person typed; full-width digits, blanks and a small x are accepted.

    Raises Refusal, with what is wrong and where, when length, characters, birth date or check digit are not right.
    """
    return _checked(text, clock.today(), field)


@lru_cache(maxsize=256)
def _checked(text: str, today: date, field: str) -> IdNumber:
    """Several rules look at one person in turn: the last numbers are remembered for the day, and no more of them."""
    if len(text) == LENGTH and text.isascii() and text[:-1].isdigit() and text[-1] in CHECK_DIGITS:
        number = text  # as nearly every number of a register stands there
    else:
        number = "".join(unicodedata.normalize("NFKC", text).split()).upper()
        _check_length(number, field)
        _check_characters(number, field)
    birth_date = _birth_date(number[6:14], today)
    if birth_date is None:
        written = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
        words = Words(
            "身份证号第 7 到 14 位是出生日期，写的是 {written}，{why}。请对着证再看一遍",
            "Digits 7 to 14 of the ID number are the birth date; {written} {why}. Read it from the card once more",
        )
        _refuse("id.birth_date", words.filled(written=written, why=_why_no_birth(number[6:14], today)), field)
    if check_digit(number[:17]) != number[17]:
        # The right digit is not told: it would be typed over the last one, while any of the eighteen may be the slip.
        words = Words(
            "身份证号和最后一位校验码对不上：18 位里至少有一位抄错了。请对着证一位一位再念一遍",
            "The ID number does not agree with its last, checking digit: at least one of the 18 was copied wrongly. "
            "Read them out from the card one by one",
        )
        _refuse("id.check_digit", words, field)
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return IdNumber(number, birth_date, sex)


def birth_and_sex(number: str) -> tuple[date, Sex]:
    """What a number that was checked says of its holder.

    >>> birth_and_sex("522699195608277763")
    (datetime.date(1956, 8, 27), <Sex.FEMALE: 'female'>)
    """
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return born, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE


def masked(number: str) -> str:
    """The number as screens show it, "522699********1234"; anything that is not 18 characters is hidden whole."""
    if len(number) != LENGTH:
        return "*" * len(number)
    return f"{number[:6]}********{number[14:]}"


def _check_length(number: str, field: str) -> None:
    if not number:
        words = Words(
            "身份证号没写。请照着身份证或户口簿写 18 位", "The ID number is empty. Copy the 18 digits from the card"
        )
        _refuse("id.empty", words, field)
    if len(number) == OLD_LENGTH and number.isascii() and number.isdigit():
        words = Words(
            "这是 15 位的老身份证号，2013 年起不能用了。请照着现在的身份证或户口簿写 18 位",
            "This is an old ID number of 15 digits, out of use since 2013. Copy the 18 digits of the present card "
            "or the household register",
        )
        _refuse("id.old", words, field)
    if len(number) == LENGTH - 1 and number.isascii() and number[:16].isdigit():
        words = Words(
            "身份证号只有 17 位，少了一位，看着像是{part}。请对着证补上",
            "The ID number has only 17 digits; the missing one seems to be {part}. Add it from the card",
        )
        _refuse("id.length", words.filled(part=_part_that_is_short(number)), field)
    if len(number) < LENGTH:
        words = Words(
            "身份证号只有 {count} 位，少了 {missing} 位，应该是 18 位。请对着证再写一遍",
            "The ID number has only {count} characters, {missing} too few: it should be 18. Copy it from the card again",
        )
        _refuse("id.length", words.filled(count=len(number), missing=LENGTH - len(number)), field)
    if len(number) > LENGTH:
        words = Words(
            "身份证号写了 {count} 位，多了 {extra} 位，应该是 18 位。请对着证再写一遍",
            "The ID number has {count} characters, {extra} too many: it should be 18. Copy it from the card again",
        )
        _refuse("id.length", words.filled(count=len(number), extra=len(number) - LENGTH), field)


def _check_characters(number: str, field: str) -> None:
    if number.isascii() and number[:-1].isdigit() and number[-1] in CHECK_DIGITS:
        return
    for place, character in enumerate(number, start=1):
        digit = character.isascii() and character.isdigit()
        if digit or (place == LENGTH and character == "X"):
            continue
        words = Words(
            "身份证号第 {place} 位是“{character}”，这里只能是数字（最后一位可以是 X）。请对着证改过来",
            "Character {place} of the ID number is “{character}”; only digits stand there (the last may be X). "
            "Put it right from the card",
        )
        _refuse("id.character", words.filled(place=place, character=character), field)


def _part_that_is_short(seventeen: str) -> Words:
    """Where the birth date can be read tells on which side of it a digit was left out."""
    if _birth_date(seventeen[6:14], clock.today()) is not None:
        return Words("最后 4 位里少的", "among the last four")
    if _birth_date(seventeen[5:13], clock.today()) is not None:
        return Words("开头 6 位里少的", "among the first six")
    return Words("中间的出生日期里少的", "in the birth date in the middle")


def _birth_date(eight: str, today: date) -> date | None:
    if not eight.isdigit():
        return None
    try:
        born = date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return None
    return born if born.year >= EARLIEST_YEAR and born <= today else None


def _why_no_birth(eight: str, today: date) -> Words:
    try:
        born = date(int(eight[:4]), int(eight[4:6]), int(eight[6:]))
    except ValueError:
        return Words("没有这一天", "is no day of the calendar")
    if born > today:
        return Words("这一天还没到", "has not come yet")
    return Words("太早了", "is too long ago")


def _refuse(code: str, words: Words, field: str) -> NoReturn:
    raise Refusal(code, words, field=field)
