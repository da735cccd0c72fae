"""Areas from province to group under their official codes."""

from __future__ import annotations

from django.db import models

from xinlu.people.roles import Level


class Area(models.Model):
    """One area. `path` joins the codes from the top ("52/5226/522632/"), so that "lies within" is a prefix."""

    code = models.CharField(max_length=20, primary_key=True)
    name = models.CharField(max_length=80)
    level = models.CharField(max_length=12, choices=[(level.value, level.value) for level in Level])
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    path = models.CharField(max_length=140, unique=True)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes from the top down to this area."""
        return tuple(self.path.strip("/").split("/"))
