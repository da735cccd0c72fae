"""The Record base: what every claim, answer and decision has in common. It decides nothing."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime
from typing import Any, ClassVar

from django.db import models

from xinlu.records.digest import Json


class Record(models.Model):
    """Something said, at a moment, by somebody, about a household or (where it is about none) an area.

    Appended by `records.services.append` and never changed. `author` is null when the household itself speaks through
    its card. `digest` covers the envelope and the body's fields of `schema` (see `frozen`).
    """

    KIND: ClassVar[str] = ""
    SCHEMA: ClassVar[int] = 1
    BODY: ClassVar[dict[int, tuple[str, ...]]] = {}

    id = models.UUIDField(primary_key=True, editable=False)
    household = models.ForeignKey("records.Household", null=True, on_delete=models.PROTECT, related_name="%(class)ss")
    area = models.ForeignKey("people.Area", null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    received_at = models.DateTimeField()
    device = models.CharField(max_length=64, default="", blank=True)
    supersedes = models.UUIDField(null=True, db_index=True)
    schema = models.PositiveSmallIntegerField()
    salt = models.BinaryField(max_length=16)
    digest = models.CharField(max_length=64)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.KIND} {self.pk}"

    def body(self) -> dict[str, Json]:
        """The fields that this record's schema freezes, in plaintext integers, strings, lists and nulls."""
        return {name: _plain(getattr(self, self._meta.get_field(name).attname)) for name in self.BODY[self.schema]}  # type: ignore[union-attr]

    def frozen(self) -> dict[str, Json]:
        """All that the digest covers: the envelope and the body. Times are UTC to the millisecond."""
        return {
            "kind": self.KIND,
            "schema": self.schema,
            "id": str(self.pk),
            "household": _plain(self.household_id),
            "area": self.area_id,
            "author": _plain(self.author_id),
            "made_at": _plain(self.made_at),
            "device": self.device,
            "supersedes": _plain(self.supersedes),
            "body": self.body(),
        }


def _plain(value: Any) -> Json:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a record's moments are timezone-aware")
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {str(name): _plain(each) for name, each in value.items()}
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise TypeError(f"a record's body holds no {type(value).__name__}: integers and strings only")
