"""Pictures by content hash, re-encoded, without EXIF; the bytes lie in the media folder under their hash."""

from __future__ import annotations

from django.db import models


class Picture(models.Model):
    """One picture as it is kept: the SHA-256 of the re-encoded bytes is its name."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    original_sha256 = models.CharField(max_length=64, db_index=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    household = models.ForeignKey("records.Household", null=True, on_delete=models.PROTECT, related_name="pictures")
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256
