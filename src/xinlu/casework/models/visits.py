"""A visit: who was there, when, where, what was heard and explained, and the questions that the essay asks."""

from __future__ import annotations

from django.db import models

from xinlu.records.models import Record


class Visit(Record):
    """One visit as its helper records it; a claim until the household says that it took place.

    `present` lists the names of the household's members who were there. Each of the five questions holds "fine",
    "trouble" or "" (not asked), with the household's words beside it.
    """

    KIND = "visit"
    BODY = {
        1: (
            "began_at", "minutes", "place", "present", "others_present", "heard", "explained",
            "house", "house_words", "harvest", "harvest_words", "school", "school_words",
            "hospital", "hospital_words", "water", "water_words", "pictures",
        )
    }  # fmt: skip

    began_at = models.DateTimeField()
    minutes = models.PositiveIntegerField()
    place = models.CharField(max_length=16)
    present = models.JSONField(default=list)
    others_present = models.CharField(max_length=200, blank=True)
    heard = models.TextField(blank=True)
    explained = models.TextField(blank=True)
    house = models.CharField(max_length=8, blank=True)
    house_words = models.TextField(blank=True)
    harvest = models.CharField(max_length=8, blank=True)
    harvest_words = models.TextField(blank=True)
    school = models.CharField(max_length=8, blank=True)
    school_words = models.TextField(blank=True)
    hospital = models.CharField(max_length=8, blank=True)
    hospital_words = models.TextField(blank=True)
    water = models.CharField(max_length=8, blank=True)
    water_words = models.TextField(blank=True)
    pictures = models.JSONField(default=list)
