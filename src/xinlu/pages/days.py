"""How a day is said on the helper's phone and at a desk."""

from __future__ import annotations

from datetime import date, datetime

from xinlu.kernel import clock
from xinlu.kernel.words import Words

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_said(moment: date, *, today: date) -> Words:
    """A day, or a moment's day in China; with its year where that is not this one.

    >>> day_said(date(2026, 11, 8), today=date(2026, 11, 23)).zh
    '11 月 8 日'
    """
    day = moment.astimezone(clock.PLACE).date() if isinstance(moment, datetime) else moment
    zh, en = f"{day.month} 月 {day.day} 日", f"{day.day} {_MONTHS[day.month - 1]}"
    return Words(zh, en) if day.year == today.year else Words(f"{day.year} 年 {zh}", f"{en} {day.year}")
