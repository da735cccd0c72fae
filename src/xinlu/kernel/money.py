"""Money is integer fen (1 yuan = 100 fen). No float ever holds an amount."""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

LONGEST_TYPED = 40
"""Characters: no number that a person means is longer, and decimal arithmetic overflows on some that are."""

LARGEST_FEN = 100_000_000_000
"""One thousand million yuan: beyond it a household's amount is a slip of the finger."""


_TOO_LARGE = Words(
    "“{typed}”太大了，看看是不是多打了几个零", "“{typed}” is too large; look whether there are zeros too many"
)


def parse_fen(text: str, *, field: str = "") -> int:
    """Fen from what a person typed in yuan: "1,234.5", "１２３４．５", "¥600", "600元".

    Raises Refusal when it is empty, not a number, has more than two decimals, or is beyond LARGEST_FEN.

    >>> parse_fen("1,234.5")
    123450
    """
    typed = unicodedata.normalize("NFKC", text).strip()
    plain = typed.replace(",", "").replace("，", "").replace(" ", "").lstrip("¥￥").removesuffix("元")
    plain = plain.replace("−", "-")
    if not plain:
        raise Refusal(
            "amount.empty", Words("这里要写一个数，比如 600", "Write a number here, such as 600"), field=field
        )
    if is_too_long(plain):
        raise Refusal("amount.too_large", _TOO_LARGE.filled(typed=typed[:40]), field=field)
    try:
        if len(plain) > LONGEST_TYPED:
            raise InvalidOperation
        yuan = Decimal(plain)
        if not yuan.is_finite() or "e" in plain.lower() or "_" in plain:
            raise InvalidOperation
    except InvalidOperation:
        words = Words(
            "“{typed}”不是一个数，请只写数字，比如 600 或 600.50",
            "“{typed}” is not a number; write digits only, such as 600 or 600.50",
        )
        raise Refusal("amount.not_a_number", words.filled(typed=typed[:40]), field=field) from None
    fen = yuan * 100
    if fen != fen.to_integral_value():
        words = Words(
            "“{typed}”小数太长，最多写到分，比如 600.50", "“{typed}” has too many decimals; two at most, such as 600.50"
        )
        raise Refusal("amount.too_fine", words.filled(typed=typed[:40]), field=field)
    if abs(fen) > LARGEST_FEN:
        raise Refusal("amount.too_large", _TOO_LARGE.filled(typed=typed[:40]), field=field)
    return int(fen)


def is_too_long(typed: str) -> bool:
    """Whether it is digits only, and more of them than any number that is meant."""
    return len(typed) > LONGEST_TYPED and typed.lstrip("+-").replace(".", "", 1).isdecimal()


def yuan(fen: int, *, cents: bool = False) -> str:
    """Fen written in yuan with thousands commas and a real minus; decimals only where there are any, or `cents`.

    >>> yuan(-143000), yuan(60050), yuan(60000, cents=True)
    ('−1,430', '600.50', '600.00')
    """
    whole, rest = divmod(abs(fen), 100)
    text = f"{whole:,}" + (f".{rest:02d}" if rest or cents else "")
    return f"−{text}" if fen < 0 else text


def whole_yuan(fen: int) -> int:
    """Fen rounded to whole yuan, half away from zero, and still fen: figures per head are shown so.

    >>> whole_yuan(800150)
    800200
    """
    return divided(fen, 100) * 100


def divided(fen: int, by: int) -> int:
    """`fen` divided by a positive whole number, rounded half away from zero to the fen; ValueError when by < 1."""
    if by < 1:
        raise ValueError("money is divided among at least one")
    return int((Decimal(fen) / by).quantize(Decimal(1), rounding=ROUND_HALF_UP))
