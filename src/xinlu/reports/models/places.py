"""The sums of a place where households live, added up beforehand: an area's figures are those of its places together."""

from __future__ import annotations

from django.db import models


class PlaceSums(models.Model):
    """What the households of one place come to, as reports.places last added them up. Written by reports.places alone.

    Names are those of reports.sums: `n_` counts households, `s_` adds up, `t_` is the earliest or the latest. It is
    stale while a registry.StalePlace names the place.
    """

    place = models.OneToOneField("people.Area", primary_key=True, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=140, db_index=True)
    county = models.CharField(max_length=20)
    township = models.CharField(max_length=20)
    village = models.CharField(max_length=20)
    n_households = models.PositiveIntegerField(default=0)
    n_account = models.PositiveIntegerField(default=0)
    n_looked = models.PositiveIntegerField(default=0)
    n_claimed_above = models.PositiveIntegerField(default=0)
    n_claimed_below = models.PositiveIntegerField(default=0)
    n_above = models.PositiveIntegerField(default=0)
    n_below = models.PositiveIntegerField(default=0)
    n_unanswered = models.PositiveIntegerField(default=0)
    n_fell = models.PositiveIntegerField(default=0)
    n_rose = models.PositiveIntegerField(default=0)
    n_helperless = models.PositiveIntegerField(default=0)
    n_never = models.PositiveIntegerField(default=0)
    n_method_recognised = models.PositiveIntegerField(default=0)
    n_method_unsettled = models.PositiveIntegerField(default=0)
    s_people = models.BigIntegerField(default=0)
    s_heads = models.BigIntegerField(default=0)
    s_claimed = models.BigIntegerField(default=0)
    s_low = models.BigIntegerField(default=0)
    s_high = models.BigIntegerField(default=0)
    s_lines = models.BigIntegerField(default=0)
    s_contested = models.BigIntegerField(default=0)
    s_unanswered = models.BigIntegerField(default=0)
    s_own = models.BigIntegerField(default=0)
    s_visits = models.BigIntegerField(default=0)
    s_visits_asked = models.BigIntegerField(default=0)
    s_visits_sat = models.BigIntegerField(default=0)
    s_visits_unsettled = models.BigIntegerField(default=0)
    t_oldest_visit = models.DateTimeField(null=True)
    t_latest_period = models.DateField(null=True)

    def __str__(self) -> str:
        return f"sums of {self.place_id}"
