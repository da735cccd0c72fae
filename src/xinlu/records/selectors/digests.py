"""Whether what is stored is what was said."""

from __future__ import annotations

from xinlu.records.digest import digest_of
from xinlu.records.models import Record


def verify(record: Record) -> bool:
    """Whether the row still yields the digest under which it was received."""
    return digest_of(record.frozen(), salt=bytes(record.salt)) == record.digest
