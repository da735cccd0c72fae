"""Numbers as people write them, exact or not at all: 12,345.6 and 一万二千 and 三千五 and 1.2万. Nothing is rounded."""

from __future__ import annotations

import re
from fractions import Fraction

LONGEST = 40
"""Characters: no number that a person means is longer."""

_DIGITS = "零一二三四五六七八九"
_PLAIN_SIGNS = str.maketrans("〇○两壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億", "零零二一二二三三四五六六七八九十百千万亿")
_UNITS = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_BELOW = {"百": "十", "千": "百", "万": "千"}
_GROUPED = r"[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,3}(?: [0-9]{3})+|[0-9]+"
_WESTERN = re.compile(rf"({_GROUPED})(?:\.([0-9]+))?")
_MIXED = re.compile(rf"((?:{_GROUPED})(?:\.[0-9]+)?)([百千万亿])(.*)")
_SPOKEN = re.compile(r"[零一二三四五六七八九十百千万亿]+")
_SPOKEN_DECIMAL = re.compile(r"([零一二三四五六七八九十百千]+)点([零一二三四五六七八九]{1,6})([百千万亿]?)")


def western(text: str) -> Fraction | None:
    """The number in ASCII digits, with thousands set apart by commas or blanks, or None.

    Every group must be whole and no zero lead: “1,2345” and “0600” are slips or codes and no numbers.

    >>> western("12,345.6"), western("1,2345"), western("0600")
    (Fraction(61728, 5), None, None)
    """
    match = _WESTERN.fullmatch(text)
    if match is None:
        return None
    whole, decimals = match[1].replace(",", "").replace(" ", ""), match[2] or ""
    if whole[0] == "0" and match[1] != "0":
        return None
    return Fraction(int(whole + decimals), 10 ** len(decimals))


def spoken(text: str) -> Fraction | None:
    """The number in Chinese numerals, or in digits with 百 千 万 亿, or None.

    A last bare digit stands for the unit below the one before it, as it is said: “三千五” is 3500.

    >>> spoken("一万二千"), spoken("三千五"), spoken("1.2万"), spoken("二三百")
    (Fraction(12000, 1), Fraction(3500, 1), Fraction(12000, 1), None)
    """
    folded = text.translate(_PLAIN_SIGNS)
    if _SPOKEN.fullmatch(folded):
        whole = _spoken_whole(folded)
        return None if whole is None else Fraction(whole)
    if decimal := _SPOKEN_DECIMAL.fullmatch(folded):
        whole = _spoken_whole(decimal[1])
        if whole is None:
            return None
        digits = "".join(str(_DIGITS.index(digit)) for digit in decimal[2])
        return Fraction(int(f"{whole}{digits}"), 10 ** len(digits)) * _UNITS.get(decimal[3], 1)
    return _mixed(folded, below=None)


def number(text: str) -> Fraction | None:
    """The number in whichever way it is written, or None."""
    found = western(text)
    return spoken(text) if found is None else found


def in_chinese(whole: int) -> str:
    """A whole number from 0 below 10^12 in Chinese numerals, in full.

    >>> in_chinese(10_500), in_chinese(12)
    ('一万零五百', '一十二')
    """
    text = ""
    for unit, sign in ((100_000_000, "亿"), (10_000, "万"), (1, "")):
        section = whole // unit % 10_000
        if section:
            gap = "零" if text and section < 1000 else ""
            text += gap + _section(section) + sign
        elif text and not text.endswith("零") and whole % unit:
            text += "零"
    return text.replace("零零", "零") or "零"


def _section(section: int) -> str:
    text = ""
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = section // unit % 10
        if digit:
            text += _DIGITS[digit] + sign
        elif text and not text.endswith("零") and section % unit:
            text += "零"
    return text


def _spoken_whole(text: str) -> int | None:
    """Read, then written anew: only what is written in full, or with its last unit left out, is that number."""
    full = re.sub(r"(?<![一二三四五六七八九])十", "一十", text)
    if len(full) > 2 and full[-1] in _DIGITS and full[-2] in _BELOW:
        full += _BELOW[full[-2]]
    whole = _sum(full)
    return whole if whole < 10**12 and in_chinese(whole) == full else None


def _sum(text: str) -> int:
    total = section = digit = 0
    for sign in text:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign == "万":
            total += (section + digit) * 10_000
            section = digit = 0
        elif sign == "亿":
            total = (total + section + digit) * 100_000_000
            section = digit = 0
        else:
            section += digit * (10 if sign == "十" else _UNITS[sign])
            digit = 0
    return total + section + digit


def _mixed(text: str, *, below: int | None) -> Fraction | None:
    match = _MIXED.fullmatch(text)
    if match is None:
        return None
    head, unit, rest = western(match[1]), _UNITS[match[2]], match[3]
    if head is None or (below is not None and (unit >= below or len(match[1]) > 1)):
        return None
    if not rest:
        return head * unit
    tail = _tail(rest, unit=unit)
    if not head or "." in match[1] or tail is None or not 0 < tail < unit:
        return None
    return head * unit + tail


def _tail(rest: str, *, unit: int) -> Fraction | None:
    """What follows a unit: 1万2, 1万2000, 1万500, 1万零50, 1万2千. Of 1万50 nobody knows what it is."""
    zeros = len(str(unit)) - 1
    if re.fullmatch(r"[1-9]", rest) and unit <= 10_000:
        return Fraction(int(rest) * unit // 10)
    if re.fullmatch(r"[1-9][0-9]*", rest):
        return Fraction(int(rest)) if len(rest) == zeros or (zeros == 4 and len(rest) == 3) else None
    if match := re.fullmatch(r"零([1-9][0-9]*)", rest):
        return Fraction(int(match[1])) if len(match[1]) < zeros else None
    return _mixed(rest, below=unit)
