"""What is derived for lists and searches: one row a household, rebuilt by `xinlu rebuild`. And who read which file."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from xinlu.registry.readings import FOUND_BY_LONGEST


class CurrentFile(models.Model):
    """The newest file of a household with its figures beside it: all that a list is narrowed and sorted by.

    Written only by registry.services.current; the columns OF_FIGURES by casework.services.listing, from the household's
    row of figures, so that a list of ninety thousand is one table. `shown_low_fen` and `away_fen` are null until the
    household has answered a line; `helper_name` exactly where there is no helper. `found_by` is what registry.readings makes of
    name and number.
    """

    OF_FIGURES: ClassVar[tuple[str, ...]] = (
        "has_account", "has_looked", "is_contested", "account_forked", "claimed_standing", "recognised_standing",
        "claimed_head_fen", "shown_low_fen", "away_fen", "last_visit_at",
    )  # fmt: skip

    household = models.OneToOneField(
        "records.Household", primary_key=True, on_delete=models.CASCADE, related_name="current"
    )
    file = models.ForeignKey("registry.HouseholdFile", null=True, on_delete=models.SET_NULL, related_name="+")
    head_name = models.CharField(max_length=60)
    pinyin = models.CharField(max_length=200)
    found_by = models.CharField(max_length=FOUND_BY_LONGEST, default="")
    number = models.CharField(max_length=40, blank=True, db_index=True)
    people = models.PositiveIntegerField()
    place = models.ForeignKey("people.Area", on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=140, db_index=True)
    county = models.CharField(max_length=20)
    township = models.CharField(max_length=20)
    village = models.CharField(max_length=20)
    helper = models.ForeignKey(
        "people.User", null=True, on_delete=models.PROTECT, related_name="households", db_index=False
    )
    helper_since = models.DateField(null=True)
    helper_name = models.CharField(max_length=60, null=True)
    status = models.CharField(max_length=40, blank=True)
    forked = models.BooleanField(default=False)

    has_account = models.BooleanField(default=False)
    has_looked = models.BooleanField(default=False)
    is_contested = models.BooleanField(default=False)
    account_forked = models.BooleanField(default=False)
    claimed_standing = models.CharField(max_length=12, blank=True, default="")
    recognised_standing = models.CharField(max_length=12, blank=True, default="")
    claimed_head_fen = models.BigIntegerField(null=True)
    shown_low_fen = models.BigIntegerField(null=True)
    away_fen = models.BigIntegerField(null=True)
    last_visit_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("pinyin", "household")
        indexes = (
            # A county's list is read from this index alone, whatever it is narrowed, sorted and searched by.
            models.Index(
                fields=(
                    "county", "pinyin", "household", "found_by", "village", "people", "helper_name", "status", "forked",
                    "has_account", "has_looked", "is_contested", "account_forked", "claimed_standing",
                    "recognised_standing", "claimed_head_fen", "shown_low_fen", "away_fen", "last_visit_at",
                ),
                name="list_of_county",
            ),
            models.Index(fields=("township", "pinyin", "household"), name="list_of_township"),
            models.Index(fields=("village", "pinyin", "household"), name="list_of_village"),
            models.Index(fields=("helper", "pinyin", "household"), name="list_of_helper"),
            models.Index(fields=("county", "last_visit_at", "township"), name="visits_of_county"),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.head_name


class StalePlace(models.Model):
    """A mark that households of a place have changed since its sums were last added up. Marks are only ever added, so
    that two who change something at once never wait for each other; who adds up anew takes away the marks it saw.
    """

    place = models.ForeignKey("people.Area", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return self.place_id


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
