"""A household's identity: an id and nothing else. What is said about it stands in records."""

from __future__ import annotations

from django.db import models

from xinlu.kernel.ids import uuid7


class Household(models.Model):
    """The thing that records are about. It is never deleted, so that what was said keeps its subject."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    entered_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.pk)
