"""The days of the demo county. They are fixed, so that the same seed makes the same county on any day."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from xinlu.kernel.clock import PLACE

EPOCH = date(2026, 11, 22)
"""The last day of the work."""

FIRST = date(2025, 5, 26)
"""The first day: some eighteen months before the last."""

CARDS_FROM = date(2026, 3, 2)
"""Cards are handed out from here on: answers to last year's accounts were given before there were any."""

NEW_LINE_FROM = date(2026, 1, 1)
SCHOOL_BEGINS = date(2026, 9, 1)
HANDED_OVER_ON = date(2026, 4, 1)


def at(day: date, hour: int = 10, minute: int = 0, second: int = 0) -> datetime:
    """That moment of the day, in China."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=PLACE)


def days_between(start: date, end: date) -> int:
    return (end - start).days


def shifted(day: date, days: int) -> date:
    return day + timedelta(days=days)


def age_on(born_on: date, day: date) -> int:
    """Whole years of life on a day."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
