"""That files left in bulk is written down for every household, as if each had been opened."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from xinlu.kernel import clock
from xinlu.people.models import User
from xinlu.registry.models import FileReading

EXPORT, EXPORT_NUMBERS = "export", "export:numbers"
"""How a reading is kept of a file that left without and with the full numbers."""
AT_ONCE = 2000


@transaction.atomic
def note_readings(households: Sequence[UUID], *, reader: User, page: str) -> int:
    """Write down that `reader` read these households' files in bulk; how many were noted.

    A second time within the hour is the same reading, as where a file is opened on its own.
    """
    now = clock.now()
    noted = 0
    for start in range(0, len(households), AT_ONCE):
        some = households[start : start + AT_ONCE]
        lately = FileReading.objects.filter(
            household__in=some, reader=reader, page=page, read_at__gt=now - timedelta(hours=1)
        )
        known = set(lately.values_list("household_id", flat=True))
        readings = [
            FileReading(household_id=household, reader=reader, page=page, read_at=now)
            for household in some
            if household not in known
        ]
        FileReading.objects.bulk_create(readings)
        noted += len(readings)
    return noted
