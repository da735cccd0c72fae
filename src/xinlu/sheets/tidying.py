"""What a cell shows, in one form: half-width, without invisible characters, and short enough to be quoted."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime

from xinlu.sheets.grid import Value

QUOTED_MOST = 40
"""Characters of a cell that a sentence quotes."""
BOUND = 80
EXACT_BELOW = 10**15
"""Spreadsheet programs keep fifteen digits of a number; from here on the last ones are made up."""
EXACT_BITS = 64

HAN = "〇\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003134f"
"""Chinese characters, for a class of a regular expression."""

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_APOSTROPHES = "'‘’`´ "
_TIDY = re.compile(r"[!-&(-_a-~]*|[!-&(-,\-/-_a-~\u4e00-\u9fff]*")
"""Plain already: ASCII without blank or apostrophe, or with Chinese and then without a dot, which may stand in a name."""
_DOT_OF_A_NAME = re.compile(rf"(?<=[{HAN}]) ?[.·] ?(?=[{HAN}])")
_BLANK_WITHIN = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")


def _halves(*codes: range) -> dict[int, str]:
    return {code: unicodedata.normalize("NFKC", chr(code)) for span in codes for code in span}


# Not all of NFKC: it would make 12² into 122 and ½ into 1⁄2.
_NOT_UNICODE = {**dict.fromkeys(range(0xD800, 0xE000), "\ufffd"), 0xFFFE: "\ufffd", 0xFFFF: "\ufffd"}
_RADICALS = _halves(range(0x2E80, 0x2FE0), range(0xF900, 0xFB00), range(0x2F800, 0x2FA20))
_LETTERS = _NOT_UNICODE | _RADICALS | _halves(range(0xFF10, 0xFF1A), range(0xFF21, 0xFF3B), range(0xFF41, 0xFF5B))
_ALL = _LETTERS | _halves(range(0xFF01, 0xFF5F), range(0xFFE5, 0xFFE6)) | dict.fromkeys(map(ord, "•‧∙⋅・･⸱ꞏᐧ"), "·")


def plain(value: Value) -> str:
    """The cell as names, numbers and codes are compared: half-width, no invisible characters, no blanks within Chinese.

    >>> plain("\\u200b杨 秀 英 "), plain("１２，０００"), plain(6.0)
    ('杨秀英', '12,000', '6')
    """
    if isinstance(value, str):
        if _TIDY.fullmatch(value):
            return value
        return _plain_text(value)
    return shown(value)


def _plain_text(text: str) -> str:
    half = unicodedata.normalize("NFC", _INVISIBLE.sub("", text).translate(_ALL))
    joined = _without_apostrophe(" ".join(half.split()))
    return _BLANK_WITHIN.sub("", _DOT_OF_A_NAME.sub("·", joined))


def sentence(value: Value) -> str:
    """The cell as free text: its own punctuation, single blanks, digits and letters half-width."""
    if not isinstance(value, str):
        return shown(value)
    half = unicodedata.normalize("NFC", _INVISIBLE.sub("", value).translate(_LETTERS))
    return _without_apostrophe(" ".join(half.split()))


def _without_apostrophe(text: str) -> str:
    """Without the apostrophe that made a number a text; two of them alone are a ditto mark."""
    return text.lstrip(_APOSTROPHES) or ("''" if len(text) > 1 else "")


def shown(value: Value) -> str:
    """A value that is no text, as a spreadsheet program shows it: a number without needless zeros, a day as 1956-08-27."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int):
        # Python refuses to print numbers of thousands of digits.
        return (
            str(value) if value.bit_length() <= EXACT_BITS else f"{'-' * (value < 0)}1E+{value.bit_length() * 3 // 10}"
        )
    if isinstance(value, float):
        if value.is_integer() and abs(value) < EXACT_BELOW:
            return str(int(value))
        return format(value, ".15g").upper()
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if is_timed(value) else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def is_timed(value: datetime) -> bool:
    """Whether it stands at another time of day than midnight."""
    return bool(value.hour or value.minute or value.second or value.microsecond)


def bounded(text: str) -> str:
    """The text to be remembered by: itself, or of a long one its plain beginning, which is too long for any number or day."""
    return text if len(text) <= BOUND else plain(text)[:BOUND]


def quoted(value: Value) -> str:
    """The cell as a sentence quotes it, cut short where it is long.

    >>> quoted(" 约 600 ")
    '约 600'
    """
    text = sentence(value) if isinstance(value, str) and len(value) <= QUOTED_MOST else _cut(value)
    return text if len(text) <= QUOTED_MOST else text[: QUOTED_MOST - 1] + "…"


def _cut(value: Value) -> str:
    return sentence(value[: 4 * QUOTED_MOST]) if isinstance(value, str) else shown(value)
