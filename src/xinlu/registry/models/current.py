"""What is derived for lists and searches: one row a household, rebuilt by `xinlu rebuild`. And who read which file."""

from __future__ import annotations

from django.db import models


class CurrentFile(models.Model):
    """The newest file of a household, flattened for filters. Written only by registry.services.current."""

    household = models.OneToOneField(
        "records.Household", primary_key=True, on_delete=models.CASCADE, related_name="current"
    )
    file = models.ForeignKey("registry.HouseholdFile", null=True, on_delete=models.SET_NULL, related_name="+")
    head_name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=200, db_index=True)
    number = models.CharField(max_length=40, blank=True, db_index=True)
    people = models.PositiveIntegerField()
    place = models.ForeignKey("people.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=140, db_index=True)
    county = models.CharField(max_length=20, db_index=True)
    township = models.CharField(max_length=20, db_index=True)
    village = models.CharField(max_length=20, db_index=True)
    helper = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="households")
    helper_since = models.DateField(null=True)
    status = models.CharField(max_length=40, blank=True, db_index=True)
    forked = models.BooleanField(default=False)

    class Meta:
        ordering = ("pinyin", "household")

    def __str__(self) -> str:
        return self.head_name


class FileReading(models.Model):
    """That somebody opened a household's file, when, and for what page. The household sees this list."""

    household = models.ForeignKey("records.Household", on_delete=models.PROTECT, related_name="readings")
    reader = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()
    page = models.CharField(max_length=60)

    class Meta:
        indexes = (models.Index(fields=("household", "-read_at"), name="reading_household"),)

    def __str__(self) -> str:
        return f"{self.reader_id} {self.household_id} {self.read_at:%F}"
