"""When somebody last had the files of an area searched for people who stand in them twice, and what came of it."""

from __future__ import annotations

from django.db import models

from xinlu.kernel import clock


class PeopleLook(models.Model):
    """One search; `done_at` is null while it goes on. `counts` are numbers alone."""

    area = models.ForeignKey("people.Area", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    began_at = models.DateTimeField(default=clock.now)
    done_at = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-began_at", "-id")

    def __str__(self) -> str:
        return f"{self.area_id} {self.began_at:%F}"
