"""Money in a cell: yuan or 万元, as numbers or in any of the writings of an office, to the fen or not at all."""

from __future__ import annotations

import re
from fractions import Fraction

from xinlu.kernel.money import LARGEST_FEN, yuan
from xinlu.kernel.words import Words
from xinlu.sheets.grid import Value
from xinlu.sheets.no_numbers import refuse_number
from xinlu.sheets.numerals import LONGEST, spoken, western
from xinlu.sheets.reading import NOTHING, Read, first_look, refuse, refuse_kind, remembered
from xinlu.sheets.tidying import bounded, plain, quoted

FEN_A_YUAN = 100
NOISE_FEN = 1e-4
"""What binary arithmetic may add to a number that a spreadsheet keeps: a millionth of a yuan."""

_EXPECTED = Words("一个数，比如 600", "one number, such as 600")
_BLANK_BY_A_UNIT = re.compile(r"(?<=[0-9]) (?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff¥]) (?=[0-9])")
_CURRENCY = re.compile(r"(?:¥|RMB ?|人民币)", re.IGNORECASE)
_ONE_TO_NINE = "[1-9一二三四五六七八九壹贰叁肆伍陆柒捌玖两]"
_YUAN = re.compile(rf"(.+?) ?(?:元|圆|块钱|块|yuan)(?:({_ONE_TO_NINE})[角毛])?(?:({_ONE_TO_NINE})分)?整?")
_CLEAN_YUAN = re.compile(r"([1-9][0-9]{0,8}|[1-9][0-9]{0,2}(?:,[0-9]{3}){1,2}|0)(?:\.([0-9]{1,2}))?元?")

_TOO_FINE = Words(
    "“{written}”小数太长，钱最多到分。请四舍五入到分再填，比如 600.50",
    "“{written}” has too many decimals for money. Round it to the fen, such as 600.50",
)
_TOO_LARGE = Words(
    "“{written}”太大了，看看是不是多打了几个零，或者单位不对",
    "“{written}” is too large; look whether there are zeros too many, or the unit is wrong",
)
_UNIT_UNSURE = Words(
    "这一列的单位不是元，“{written}”看不出说的是多少元。请写成{expected}",
    "This column is not in yuan, so it cannot be told how much “{written}” is. Write {expected}",
)
_WITH_UNIT = Words("带单位的数，比如 600元 或 1.2万元", "a number with its unit, such as 600元 or 1.2万元")
_READ_AS = Words("“{written}”读成 {yuan} 元", "“{written}” read as {yuan} yuan")


def read_fen(value: Value, *, unit_fen: int = FEN_A_YUAN) -> Read[int]:
    """Fen from a cell of a column in units of `unit_fen` (100 for yuan, 1 000 000 for 万元); a unit in the cell outranks it.

    Refusal for anything vague, ranges, rates, misplaced separators, parts of a fen, and beyond LARGEST_FEN.
    """
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return _of_text(bounded(value), unit_fen)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        refuse_kind(value, expected=_EXPECTED)
    if not abs(value) * unit_fen <= LARGEST_FEN:
        refuse("amount.too_large", _TOO_LARGE, written=quoted(value))
    scaled = value * unit_fen
    fen = round(scaled)
    if abs(scaled - fen) > NOISE_FEN:
        refuse("amount.too_fine", _TOO_FINE, written=quoted(value))
    return Read(fen)


@remembered
def _of_text(value: str, unit_fen: int) -> Read[int]:
    if unit_fen == FEN_A_YUAN and (clean := _CLEAN_YUAN.fullmatch(value)):
        return Read(int(clean[1].replace(",", "")) * 100 + int((clean[2] or "").ljust(2, "0")))
    text = _BLANK_BY_A_UNIT.sub("", plain(value))
    if (nothing := first_look(text)) is not None:
        return nothing
    if len(text) > LONGEST:
        refuse_number(text, expected=_EXPECTED)
    sign, unsigned, bracketed = _sign(text)
    body, parts = _without_currency(unsigned)
    amount, literal = _amount(body, unit_fen, written=value, in_yuan=parts is not None)
    if amount is None or (parts and amount % FEN_A_YUAN):
        refuse_number(text, expected=_EXPECTED)
    fen = sign * (amount + (parts or 0))
    if fen.denominator != 1:
        refuse("amount.too_fine", _TOO_FINE, written=quoted(value))
    if abs(fen) > LARGEST_FEN:
        refuse("amount.too_large", _TOO_LARGE, written=quoted(value))
    as_it_stands = literal and not parts and not bracketed
    if as_it_stands and (parts is None or unit_fen == FEN_A_YUAN):
        return Read(int(fen))
    return Read(int(fen), _READ_AS.filled(written=quoted(value), yuan=yuan(int(fen))))


def _sign(text: str) -> tuple[int, str, bool]:
    """The sign, the rest, and whether it was told otherwise than by a minus: accountants put a loss in brackets."""
    if len(text) > 2 and text[0] == "(" and text[-1] == ")":
        return -1, text[1:-1], True
    if text[0] in "-−":
        return -1, text[1:], False
    if text[0] == "负":
        return -1, text[1:], True
    return 1, text, False


def _without_currency(text: str) -> tuple[str, int | None]:
    """The number without its currency, and the fen of 角 and 分 beside it; None for them where no yuan are named."""
    named = _CURRENCY.match(text)
    body = text[named.end() :].lstrip() if named else text
    if yuan_named := _YUAN.fullmatch(body):
        parts = 10 * _digit(yuan_named[2]) + _digit(yuan_named[3])
        return yuan_named[1], parts
    return body, 0 if named else None


def _digit(sign: str | None) -> int:
    return int(spoken(sign) or western(sign) or 0) if sign else 0


def _amount(body: str, unit_fen: int, *, written: str, in_yuan: bool) -> tuple[Fraction | None, bool]:
    """The amount in fen, None where it cannot be read, and whether it stands there in digits alone."""
    if (found := western(body)) is not None:
        return found * (FEN_A_YUAN if in_yuan else unit_fen), True
    found = spoken(body)
    if found is None:
        return None, False
    if not in_yuan and unit_fen != FEN_A_YUAN and not (body.endswith("万") and body[0].isascii()):
        refuse("amount.unit", _UNIT_UNSURE, written=quoted(written), expected=_WITH_UNIT)
    return found * FEN_A_YUAN, False
