"""How days and spans are said to a helper, in both languages."""

from __future__ import annotations

from datetime import date

from xinlu.kernel.periods import Period
from xinlu.kernel.words import Words

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS_ZH = ("一", "二", "三", "四", "五", "六", "日")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def said_date(day: date) -> Words:
    """A day with its year.

    >>> said_date(date(2026, 11, 8)).zh
    '2026 年 11 月 8 日'
    """
    return Words(f"{day.year} 年 {day.month} 月 {day.day} 日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def said_today(day: date) -> Words:
    """A day with its weekday, as the head of the day's list."""
    return Words(
        f"{day.month} 月 {day.day} 日，星期{_DAYS_ZH[day.weekday()]}",
        f"{_DAYS_EN[day.weekday()]}, {day.day} {_MONTHS[day.month - 1]}",
    )


def said_span(period: Period) -> Words:
    """An accounting period: months where it is made of whole ones, else days.

    >>> said_span(Period(date(2025, 10, 1), date(2026, 9, 30))).zh
    '2025 年 10 月到 2026 年 9 月'
    """
    start, end = period.start, period.end
    if start.day == 1 and end.month != date.fromordinal(end.toordinal() + 1).month:
        return Words(
            f"{start.year} 年 {start.month} 月到 {end.year} 年 {end.month} 月",
            f"{_MONTHS[start.month - 1]} {start.year} to {_MONTHS[end.month - 1]} {end.year}",
        )
    zh, en = said_date(start), said_date(end)
    return Words(f"{zh.zh}到 {en.zh}", f"{zh.en} to {en.en}")
