"""Stretches of days, both ends included, and the two accounting periods that the field uses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `start` to `end`, both included. ValueError when it ends before it starts."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"a period cannot end ({self.end}) before it starts ({self.start})")

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end


def campaign_year(year: int) -> Period:
    """The campaign's accounting year: 1 October of the year before to 30 September of `year`.

    >>> campaign_year(2026).start
    datetime.date(2025, 10, 1)
    """
    return Period(date(year - 1, 10, 1), date(year, 9, 30))


def twelve_months_before(day: date) -> Period:
    """The twelve months that end on the eve of `day` (of an application or identification)."""
    end = day - timedelta(days=1)
    try:
        start = day.replace(year=day.year - 1)
    except ValueError:  # 29 February
        start = date(day.year - 1, 3, 1)
    return Period(start, end)
