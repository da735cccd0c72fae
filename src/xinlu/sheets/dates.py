"""A day in a cell: every usual order and sign, and nothing invented where day, month or century is missing."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.sheets.grid import Value
from xinlu.sheets.numerals import spoken
from xinlu.sheets.reading import NOTHING, Read, first_look, refuse, refuse_kind, remembered
from xinlu.sheets.tidying import bounded, is_timed, plain, quoted

EARLIEST = date(1900, 1, 1)
"""Nobody on a register was born before it, and no spreadsheet program has a day before it."""
SERIAL_ZERO = date(1899, 12, 30)
SERIALS = range(2101, 60_001)
"""Numbers that may be a day whose format was lost: below they may as well be a year, and above the day is in the future."""

_EXPECTED = Words("日期，比如 1956-08-27", "a date, such as 1956-08-27")
_SEPARATOR = "[-/.、‐–—−]"
_BLANKS = re.compile(rf" *({_SEPARATOR}|[年月日号]) *")
_MIDNIGHT = re.compile(r"[T ]0?0:00(:00(\.0+)?)?$")
_WHOLE = re.compile(
    rf"([0-9]{{4}})(?:({_SEPARATOR})([0-9]{{1,2}})\2([0-9]{{1,2}})|年([0-9]{{1,2}})月([0-9]{{1,2}})[日号]?)"
)
_BLANK_BETWEEN = re.compile(r"([0-9]{4}) ([0-9]{1,2}) ([0-9]{1,2})")
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})({_SEPARATOR})([0-9]{{1,2}})\2([0-9]{{4}})")
_IN_CHINESE = re.compile(
    "([零〇○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})[日号]?"
)
_LUNAR = re.compile("农历|阴历|旧历|老历|正月|冬月|腊月|闰|初[一二三四五六七八九十]|廿|卅")
_VAGUE = re.compile("约|左右|大概|前后|上旬|中旬|下旬|月初|月底|年初|年底|春节")
_MONTH_ONLY = re.compile(rf"[0-9]{{4}}(年[0-9]{{1,2}}月?|{_SEPARATOR}[0-9]{{1,2}})|(18|19|20)[0-9]{{2}}(0[1-9]|1[0-2])")
_YEAR_ONLY = re.compile("(18|19|20)[0-9]{2}年?")
_SHORT_YEAR = re.compile(
    rf"'?[0-9]{{2}}(年|{_SEPARATOR})[0-9]{{1,2}}(月|{_SEPARATOR})[0-9]{{1,2}}日?|[0-9]{{6}}|[0-9]{{1,2}}{_SEPARATOR}[0-9]{{1,2}}{_SEPARATOR}[0-9]{{2}}"
)
_NO_YEAR = re.compile(rf"[0-9]{{1,2}}(月[0-9]{{1,2}}[日号]?|{_SEPARATOR}[0-9]{{1,2}})")
_TIMED = re.compile(r".*[0-9] ?[T ] ?[0-9]{1,2}[:时点].*")
_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_DIGITS = "零一二三四五六七八九"

_WORDS: dict[str, Words] = {
    "date.lunar": Words(
        "“{written}”是农历。请对着身份证或户口簿填公历，比如 1956-08-27",
        "“{written}” is a day of the farmers' calendar. Copy the civil date from the ID card, such as 1956-08-27",
    ),
    "date.vague": Words(
        "“{written}”不是准日子。请对着证件填，比如 1956-08-27；不知道就空着",
        "“{written}” is no exact day. Copy it from the papers, such as 1956-08-27, or leave it empty",
    ),
    "date.no_day": Words(
        "“{written}”只有年和月，缺哪一天。请补上，比如 1956-08-27；不知道就空着",
        "“{written}” has year and month, but no day. Add it, such as 1956-08-27, or leave it empty",
    ),
    "date.year_only": Words(
        "“{written}”只有年，缺月和日。请补上，比如 1956-08-27；不知道就空着",
        "“{written}” is a year without month and day. Add them, such as 1956-08-27, or leave it empty",
    ),
    "date.short_year": Words(
        "“{written}”的年份不是四位，看不出是 19 几几年还是 20 几几年。请写全，比如 1956-08-27",
        "The year of “{written}” has not four digits, and the century cannot be told. Write it in full, such as 1956-08-27",
    ),
    "date.no_year": Words(
        "“{written}”没有年。请写全，比如 1956-08-27",
        "“{written}” has no year. Write it in full, such as 1956-08-27",
    ),
    "date.order": Words(
        "“{written}”看不出哪个是月、哪个是日。请按年、月、日写，比如 1956-08-27",
        "In “{written}” it cannot be told which is the month. Write year, month, day, such as 1956-08-27",
    ),
    "date.timed": Words(
        "“{written}”带着钟点，不像一个日子。请只填日期，比如 1956-08-27",
        "“{written}” has a time of day. Write the date alone, such as 1956-08-27",
    ),
    "date.unreadable": Words(
        "“{written}”不是日期。请写全年、月、日，比如 1956-08-27",
        "“{written}” is no date. Write year, month and day, such as 1956-08-27",
    ),
    "date.no_month": Words(
        "“{written}”：没有 {month} 月。请对着证件改过来",
        "“{written}”: there is no month {month}. Put it right from the papers",
    ),
    "date.no_such_day": Words(
        "“{written}”：{year} 年 {month} 月没有 {day} 日。请对着证件改过来",
        "“{written}”: month {month} of {year} has no day {day}. Put it right from the papers",
    ),
    "date.too_early": Words(
        "“{written}”太早了，应该在 1900 年以后。请对着证件改过来",
        "“{written}” is too long ago; it must be after 1900. Put it right from the papers",
    ),
    "date.not_yet": Words(
        "“{written}”还没到（最晚到 {latest}）。请看看年份是不是写错了",
        "“{written}” has not come yet ({latest} at the latest). See whether the year is wrong",
    ),
    "date.number": Words(
        "“{written}”是个数，不是日期，可能是单元格格式丢了。请把这一列设成日期或文本，写成 1956-08-27",
        "“{written}” is a number and no date; perhaps the format was lost. Format the column as date or text, and write "
        "1956-08-27",
    ),
}
_READ_AS = Words("“{written}”读成 {day}", "“{written}” read as {day}")
_SERIAL_READ = Words(
    "“{written}”是丢了格式的日期，读成 {day}", "“{written}” is a date whose format was lost, read as {day}"
)


class _Doubt(NamedTuple):
    """Why a text is no day: a key of _WORDS, and what fills it."""

    code: str
    year: int = 0
    month: int = 0
    day: int = 0


def read_date(value: Value, *, latest: date, serial_ok: bool = False) -> Read[date]:
    """The day that a cell means, from 1900 to `latest`. Nothing is completed or guessed.

    `serial_ok`: the column has true dates beside it, so that a bare number may be one whose format was lost.
    """
    if value is None:
        return NOTHING
    if isinstance(value, str):
        read = _of_text(bounded(value))
        found = read.value
    elif isinstance(value, datetime):
        if is_timed(value):
            raise _refusal(_Doubt("date.timed"), value)
        found, read = value.date(), NOTHING
    elif isinstance(value, date):
        found, read = value, NOTHING
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        read = _of_number(value, serial_ok=serial_ok)
        found = read.value
    else:
        refuse_kind(value, expected=_EXPECTED)
    if found is None:
        return read
    if found < EARLIEST:
        raise _refusal(_Doubt("date.too_early"), value)
    if found > latest:
        refuse("date.not_yet", _WORDS["date.not_yet"], written=quoted(value), latest=latest)
    return read if read.value is not None else Read(found)


@remembered
def _of_text(value: str) -> Read[date]:
    text = plain(value)
    if (nothing := first_look(text)) is not None:
        return nothing
    text = _BLANKS.sub(r"\1", _MIDNIGHT.sub("", text))
    text = re.sub("(?<=[0-9日号一二三四五六七八九十])(出生|生)$", "", text)
    found = _day(text)
    if isinstance(found, _Doubt):
        raise _refusal(found, value)
    literal = not _DAY_FIRST.fullmatch(text)
    return Read(found) if literal else Read(found, _READ_AS.filled(written=quoted(value), day=found))


def _day(text: str) -> date | _Doubt:
    if match := _WHOLE.fullmatch(text):
        year, _, month, day, spelled_month, spelled_day = match.groups()
        return _made(int(year), int(month or spelled_month), int(day or spelled_day))
    if match := _BLANK_BETWEEN.fullmatch(text):
        return _made(*map(int, match.groups()))
    if re.fullmatch("[0-9]{8}", text):
        return _made(int(text[:4]), int(text[4:6]), int(text[6:]))
    if match := _IN_CHINESE.fullmatch(text):
        year = int("".join(str(_DIGITS.index(sign)) for sign in match[1].replace("〇", "零").replace("○", "零")))
        month, day = spoken(match[2]), spoken(match[3])
        return _made(year, int(month), int(day)) if month and day else _Doubt("date.unreadable")
    if match := _DAY_FIRST.fullmatch(text):
        return _in_either_order(int(match[1]), int(match[3]), int(match[4]))
    return _why_none(text)


def _in_either_order(first: int, second: int, year: int) -> date | _Doubt:
    """8/27/1956 and 27/8/1956 can be only one day; 8/9/1956 could be two."""
    readings = [_made(year, first, second), _made(year, second, first)]
    days = {reading for reading in readings if isinstance(reading, date)}
    if len(days) == 1:
        return days.pop()
    return _Doubt("date.order") if days else _Doubt("date.no_such_day", year, first, second)


def _made(year: int, month: int, day: int) -> date | _Doubt:
    try:
        return date(year, month, day)
    except ValueError:
        if not 1 <= month <= 12:
            return _Doubt("date.no_month", year, month, day)
        return _Doubt("date.no_such_day", year, month, day) if year else _Doubt("date.too_early")


def _why_none(text: str) -> _Doubt:
    for code, pattern in (("date.lunar", _LUNAR), ("date.vague", _VAGUE)):
        if pattern.search(text):
            return _Doubt(code)
    for code, pattern in (
        ("date.year_only", _YEAR_ONLY),
        ("date.no_day", _MONTH_ONLY),
        ("date.short_year", _SHORT_YEAR),
        ("date.no_year", _NO_YEAR),
        ("date.timed", _TIMED),
        ("date.number", _NUMBER),
    ):
        if pattern.fullmatch(text):
            return _Doubt(code)
    return _Doubt("date.unreadable")


def _of_number(value: float, *, serial_ok: bool) -> Read[date]:
    text = plain(value)
    if re.fullmatch("[0-9]{8}", text):
        found = _day(text)
        if isinstance(found, date):
            return Read(found)
        raise _refusal(found, value)
    if serial_ok and value == value and value in SERIALS:
        day = SERIAL_ZERO + timedelta(days=int(value))
        return Read(day, _SERIAL_READ.filled(written=text, day=day))
    doubt = _why_none(text)
    raise _refusal(doubt if doubt.code in ("date.year_only", "date.no_day") else _Doubt("date.number"), value)


def _refusal(doubt: _Doubt, value: Value) -> Refusal:
    words = _WORDS[doubt.code]
    filled = words.filled(written=quoted(value), year=doubt.year, month=doubt.month, day=doubt.day)
    return Refusal(doubt.code, filled)
