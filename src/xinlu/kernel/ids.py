"""Identifiers made on the device that writes a record: UUID version 7 (RFC 9562), ordered by their time."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime, timedelta

from xinlu.kernel import clock

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def uuid7(at: datetime | None = None) -> uuid.UUID:
    """A new UUIDv7 whose first 48 bits are the milliseconds of `at` (default: the clock's now)."""
    milliseconds = ((at or clock.now()) - _EPOCH) // timedelta(milliseconds=1)
    value = (milliseconds & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)
