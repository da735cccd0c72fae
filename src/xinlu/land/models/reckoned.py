"""What was reckoned from places and land: derived rows, written anew by `reckon_land`."""

from __future__ import annotations

from django.db import models


class HomeWalk(models.Model):
    """How long the walk is from a home, seconds, to the nearest of each kind; null where there is no way, or none of it.

    `*_other_s` are by the second model, so that an interval can be told. `ratio_milli`: how many thousandths of a straight
    walk over flat ground, to the clinic nearest as the crow flies, the way to a clinic takes. `x`, `y`: where it lies on the map drawn of `land`, in its units.
    `water_*`: to the nearest source and back (seconds), how long the way there is and how far up and down (metres), and whether that
    is near by the official criterion; null where no source is told or reached.
    `stands` is False where the home lies beyond the land, or where nobody can stand: then nothing is known.
    """

    household = models.OneToOneField(
        "records.Household", primary_key=True, on_delete=models.CASCADE, related_name="walk"
    )
    place = models.ForeignKey("land.HomePlace", on_delete=models.CASCADE, related_name="+")
    land = models.ForeignKey("land.LandFiles", on_delete=models.CASCADE, related_name="+")
    stands = models.BooleanField()
    x = models.IntegerField()
    y = models.IntegerField()
    clinic_s = models.PositiveIntegerField(null=True)
    clinic_other_s = models.PositiveIntegerField(null=True)
    clinic_name = models.CharField(max_length=80, blank=True)
    school_s = models.PositiveIntegerField(null=True)
    school_other_s = models.PositiveIntegerField(null=True)
    school_name = models.CharField(max_length=80, blank=True)
    market_s = models.PositiveIntegerField(null=True)
    market_other_s = models.PositiveIntegerField(null=True)
    market_name = models.CharField(max_length=80, blank=True)
    road_s = models.PositiveIntegerField(null=True)
    road_other_s = models.PositiveIntegerField(null=True)
    ratio_milli = models.PositiveIntegerField(null=True)
    water_s = models.PositiveIntegerField(null=True)
    water_m = models.PositiveIntegerField(null=True)
    water_climb_m = models.PositiveIntegerField(null=True)
    water_near = models.BooleanField(null=True)

    def __str__(self) -> str:
        return f"walk of {self.household_id}"


class HelperWays(models.Model):
    """The ways between the placed homes of one helper: seconds from each of `homes` (ids) to each other, and from the road to
    each; null where there is no way near by."""

    helper = models.OneToOneField("people.User", primary_key=True, on_delete=models.CASCADE, related_name="+")
    land = models.ForeignKey("land.LandFiles", on_delete=models.CASCADE, related_name="+")
    homes = models.JSONField()
    seconds = models.JSONField()
    from_road_s = models.JSONField()

    def __str__(self) -> str:
        return f"ways of {self.helper_id}"


class ReckonedLand(models.Model):
    """A place's land as it was reckoned last: by which files and model, what is drawn of it, and which roads help most."""

    area = models.OneToOneField("people.Area", primary_key=True, on_delete=models.CASCADE, related_name="+")
    land = models.ForeignKey("land.LandFiles", on_delete=models.CASCADE, related_name="+")
    reckoned_at = models.DateTimeField()
    model = models.CharField(max_length=20)
    neighbours = models.PositiveSmallIntegerField()
    cell_m = models.FloatField()
    drawn = models.JSONField()
    roads = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"land of {self.area_id}"
