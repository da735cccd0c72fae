"""Identifiers made on the device that writes a record: UUID version 7 (RFC 9562), ordered by their time."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from xinlu.kernel import clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_RANDOM = (1 << 80) - 1 & ~(0xF << 76 | 0x3 << 62)
_VERSION_AND_VARIANT = 0x7 << 76 | 0x2 << 62
_LOW = (1 << 62) - 1
_DRAWN_AT_ONCE = 256


def uuid7(at: datetime | None = None) -> uuid.UUID:
    """A new UUIDv7 whose first 48 bits are the milliseconds of `at` (default: the clock's now)."""
    return uuid.UUID(int=_of_moment(at or clock.now()) | secrets.randbits(80) & _RANDOM)


def uuid7s(at: datetime) -> Iterator[uuid.UUID]:
    """New UUIDv7s of one moment without end, each greater than the one before, so that an index only grows at its end.

    Each lies a random step of 48 bits beyond the last (RFC 9562, section 6.2, method 2).
    """
    moment = _of_moment(at)
    reached = secrets.randbits(73)  # the half of 74 bits above it is room for some 30 million steps
    while True:
        drawn = secrets.token_bytes(6 * _DRAWN_AT_ONCE)
        for start in range(0, len(drawn), 6):
            reached += 1 + int.from_bytes(drawn[start : start + 6], "big")
            # As unpickling makes one: __init__ looks at six ways of giving it first, which takes four times as long.
            made = object.__new__(uuid.UUID)
            object.__setattr__(made, "int", moment | reached >> 62 << 64 | reached & _LOW)
            object.__setattr__(made, "is_safe", uuid.SafeUUID.unknown)
            yield made


def _of_moment(at: datetime) -> int:
    milliseconds = (at - _EPOCH) // _MILLISECOND
    return (milliseconds & (1 << 48) - 1) << 80 | _VERSION_AND_VARIANT
