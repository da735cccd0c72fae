"""How many people, and how much of a thing: whole heads, and thousandths of a 斤, 亩 or 只."""

from __future__ import annotations

import re
from fractions import Fraction

from xinlu.kernel.words import Words
from xinlu.sheets.grid import Value
from xinlu.sheets.no_numbers import refuse_number
from xinlu.sheets.numerals import LONGEST, number
from xinlu.sheets.reading import NOTHING, Read, first_look, refuse, refuse_kind, remembered
from xinlu.sheets.tidying import bounded, plain, quoted

LARGEST_QUANTITY = 10_000_000
"""In whole units: of anything that a household grows, keeps or does, more is a slip of the finger."""
NOISE = 1e-6

_HEADS = Words("一个整数，比如 6", "a whole number, such as 6")
_QUANTITY = Words("一个数，比如 900", "one number, such as 900")
_OF_PEOPLE = re.compile(r"(.+?) ?(?:口人|个人|人|口|名|位|个)")
_WITH_TAIL = re.compile("(.+?)(半|[1-9一二三四五六七八九]分)?")

UNITS: dict[str, str] = {
    **dict.fromkeys(("斤", "市斤"), "斤"),
    **dict.fromkeys(("公斤", "千克", "kg"), "公斤"),
    **dict.fromkeys(("吨", "t"), "吨"),
    **dict.fromkeys(("亩", "市亩"), "亩"),
    **dict.fromkeys(("平方米", "平米", "平方", "㎡", "m²", "m2"), "平方米"),
    **dict.fromkeys(("头", "只", "羽", "匹", "条", "个", "枚", "张", "件", "口", "尾", "株", "棵"), "个"),
    **dict.fromkeys(("个月", "月"), "个月"),
    **dict.fromkeys(("天", "日", "个工", "工日"), "天"),
    "年": "年",
    "岁": "岁",
    "周岁": "岁",
}
"""Units as they are written, by the one that they mean. Animals and things are counted one by one, whatever the measure word."""

LONGEST_UNIT = max(map(len, UNITS))

_CONVERTED: dict[tuple[str, str], int] = {
    ("公斤", "斤"): 2,
    ("吨", "斤"): 2000,
    ("吨", "公斤"): 1000,
    ("年", "个月"): 12,
}
"""How many of the unit asked for make one of the unit written, where that is beyond doubt."""

_NOT_WHOLE = Words(
    "“{written}”不是整数。人要一个一个数，请填整数，比如 6",
    "“{written}” is not whole. People are counted one by one: write a whole number, such as 6",
)
_BOUNDS = Words(
    "“{written}”不对，这里应该在 {least} 到 {most} 之间。请再数一遍",
    "“{written}” cannot be; it lies between {least} and {most}. Count again",
)
_NEGATIVE = Words("“{written}”是负数。数量请填 0 或更大的数", "“{written}” is below zero. Write 0 or more")
_TOO_FINE = Words(
    "“{written}”小数太长，最多三位。请写短些，比如 3.5", "“{written}” has too many decimals; three at most, such as 3.5"
)
_TOO_LARGE = Words(
    "“{written}”太大了，看看是不是多打了几个零", "“{written}” is too large; look whether there are zeros too many"
)
_OTHER_UNIT = Words(
    "“{written}”的单位是“{seen}”，这里按“{asked}”算。请换算成{asked}再填",
    "“{written}” is in {seen}, while {asked} is asked here. Convert it and write it again",
)
_UNIT_SEEN = Words("“{written}”的单位是“{seen}”", "the unit of “{written}” is {seen}")
_READ_AS = Words("“{written}”读成 {number}", "“{written}” read as {number}")
_READ_AS_UNIT = Words("“{written}”读成 {number} {asked}", "“{written}” read as {number} {asked}")


def read_count(value: Value, *, least: int = 0, most: int) -> Read[int]:
    """How many people: 6, “6人”, “六口人”. Refusal unless whole and from `least` to `most`."""
    if value is None:
        return NOTHING
    if isinstance(value, str):
        read = _heads(bounded(value))
    elif isinstance(value, bool) or not isinstance(value, (int, float)):
        refuse_kind(value, expected=_HEADS)
    elif not abs(value) <= LARGEST_QUANTITY:
        refuse("count.bounds", _BOUNDS, written=quoted(value), least=least, most=most)
    elif abs(value - round(value)) > NOISE:
        refuse("count.not_whole", _NOT_WHOLE, written=quoted(value))
    else:
        read = Read(round(value))
    if read.value is not None and not least <= read.value <= most:
        refuse("count.bounds", _BOUNDS, written=quoted(value), least=least, most=most)
    return read


@remembered
def _heads(value: str) -> Read[int]:
    text = plain(value)
    if (nothing := first_look(text)) is not None:
        return nothing
    people = _OF_PEOPLE.fullmatch(text)
    body = people[1] if people else text
    unsigned = body[1:] if body[0] in "-−" else body
    found = number(unsigned) if len(text) <= LONGEST else None
    if found is None or (unsigned != body and not found):
        refuse_number(text, expected=_HEADS)
    if found.denominator != 1:
        refuse("count.not_whole", _NOT_WHOLE, written=quoted(value))
    whole = int(found) if unsigned == body else -int(found)
    return Read(whole) if unsigned.isascii() else Read(whole, _READ_AS.filled(written=quoted(value), number=whole))


def read_quantity_milli(value: Value, *, unit: str = "") -> Read[int]:
    """Thousandths of a unit: 900, “900斤”, “3.5亩”, “十二只”, “一亩半”, “3亩5分”.

    `unit` is the one asked for: another is converted where that is beyond doubt (公斤 to 斤, with `how`), else refused.
    Without it the number is taken as it stands, and `how` names the unit that was seen. Refusal below zero and for more
    than three decimals.
    """
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return _measured(bounded(value), unit)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        refuse_kind(value, expected=_QUANTITY)
    if not abs(value) <= LARGEST_QUANTITY:
        refuse("quantity.too_large", _TOO_LARGE, written=quoted(value))
    if value < 0:
        refuse("quantity.negative", _NEGATIVE, written=quoted(value))
    milli = round(value * 1000)
    if abs(value * 1000 - milli) > 1000 * NOISE:
        refuse("quantity.too_fine", _TOO_FINE, written=quoted(value))
    return Read(milli)


@remembered
def _measured(value: str, unit: str) -> Read[int]:
    text = plain(value)
    if (nothing := first_look(text)) is not None:
        return nothing
    if len(text) > LONGEST:
        refuse_number(text, expected=_QUANTITY)
    if text[0] in "-−" and _split(text[1:]) is not None:
        refuse("quantity.negative", _NEGATIVE, written=quoted(value))
    split = _split(text)
    if split is None:
        refuse_number(text, expected=_QUANTITY)
    found, seen, literal = split
    meant, asked = UNITS.get(seen.lower(), ""), UNITS.get(unit, unit)
    factor = 1 if not asked or meant in ("", asked) else _CONVERTED.get((meant, asked))
    if factor is None:
        refuse("quantity.unit", _OTHER_UNIT, written=quoted(value), seen=seen, asked=unit)
    milli = found * factor * 1000
    if milli.denominator != 1:
        refuse("quantity.too_fine", _TOO_FINE, written=quoted(value))
    if milli > LARGEST_QUANTITY * 1000:
        refuse("quantity.too_large", _TOO_LARGE, written=quoted(value))
    return Read(int(milli), _how(value, milli / 1000, seen=seen, asked=unit, literal=literal and factor == 1))


def _how(value: str, found: Fraction, *, seen: str, asked: str, literal: bool) -> Words | None:
    if literal and (asked or not seen):
        return None
    if literal:
        return _UNIT_SEEN.filled(written=quoted(value), seen=seen)
    number_read = f"{float(found):g}" if found.denominator != 1 else str(found)
    words = _READ_AS_UNIT if asked else _READ_AS
    return words.filled(written=quoted(value), number=number_read, asked=asked)


def _split(text: str) -> tuple[Fraction, str, bool] | None:
    """The number, the unit written behind it ("" for none), and whether it is written in digits alone; None for no number."""
    if (found := number(text)) is not None:
        return found, "", text.isascii()
    parts = _WITH_TAIL.fullmatch(text)
    body, tail = parts.groups() if parts else (text, None)
    for length in range(LONGEST_UNIT, 0, -1):
        seen, count = body[-length:], body[:-length].rstrip()
        found = Fraction(1, 2) if count == "半" and not tail else number(count)
        if seen.lower() not in UNITS or found is None:
            continue
        if not tail:
            return found, seen, count.isascii()
        if found and found.denominator == 1 and (tail == "半" or UNITS[seen] == "亩"):
            return found + (Fraction(1, 2) if tail == "半" else (number(tail[0]) or 0) / Fraction(10)), seen, False
    return None
