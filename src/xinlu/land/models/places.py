"""Where a home lies, and the files that tell of a county's land."""

from __future__ import annotations

from django.db import models

from xinlu.records.models import Record

E7 = 10_000_000
"""Degrees are kept as whole ten-millionths: a centimetre."""


class HomePlace(Record):
    """Where a household's home lies, in WGS-84 degrees; `how` it was found (receiver, map or list) and who said so."""

    KIND = "home_place"
    BODY = {1: ("longitude_e7", "latitude_e7", "accuracy_m", "how", "said_by")}

    longitude_e7 = models.BigIntegerField()
    latitude_e7 = models.BigIntegerField()
    accuracy_m = models.PositiveIntegerField(null=True)
    how = models.CharField(max_length=12)
    said_by = models.CharField(max_length=80)

    class Meta(Record.Meta):
        abstract = False
        constraints = (
            models.CheckConstraint(
                condition=models.Q(longitude_e7__range=(-180 * E7, 180 * E7), latitude_e7__range=(-90 * E7, 90 * E7)),
                name="home_on_earth",
            ),
            models.CheckConstraint(condition=~models.Q(said_by=""), name="home_place_said_by_somebody"),
        )


class LandFiles(Record):
    """The files of a place's land, each [role, name, SHA-256], kept beside the database under their digests.

    `trips` say how often in a year a household goes where, [[kind, number]], and `budget_yuan` what may be spent on roads;
    `source` is who gave all this, and from where.
    """

    KIND = "land_files"
    BODY = {1: ("files", "trips", "budget_yuan", "source")}

    files = models.JSONField(default=list)
    trips = models.JSONField(default=list)
    budget_yuan = models.BigIntegerField(null=True)
    source = models.CharField(max_length=200)

    class Meta(Record.Meta):
        abstract = False
        constraints = (models.CheckConstraint(condition=~models.Q(source=""), name="land_files_have_a_source"),)
