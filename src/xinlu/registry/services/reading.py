"""Who read whose file: written down once an hour a reader and page, and shown to the household."""

from __future__ import annotations

from datetime import timedelta

from xinlu.kernel import clock
from xinlu.people.models import User
from xinlu.records.models import Household
from xinlu.registry.models import FileReading


def note_reading(household: Household, *, reader: User, page: str) -> None:
    """Write down that `reader` opened the household's `page`; a second look within the hour is the same reading."""
    now = clock.now()
    recent = FileReading.objects.filter(
        household=household, reader=reader, page=page, read_at__gt=now - timedelta(hours=1)
    )
    if not recent.exists():
        FileReading.objects.create(household=household, reader=reader, page=page, read_at=now)
