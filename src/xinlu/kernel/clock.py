"""The one clock. Everything asks it for the time, so that tests and the demo county can stand at any moment."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PLACE = ZoneInfo("Asia/Shanghai")
"""The day of a record is the day in China."""

_standing: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The present moment, UTC, timezone-aware."""
    return _standing.get() or datetime.now(UTC)


def today() -> date:
    """The present day in China."""
    return now().astimezone(PLACE).date()


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Within the block the clock stands at `moment` (timezone-aware, else ValueError)."""
    if moment.tzinfo is None:
        raise ValueError("the clock needs a timezone-aware moment")
    token = _standing.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _standing.reset(token)
