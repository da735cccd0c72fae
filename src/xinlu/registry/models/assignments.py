"""Who answers for a household: a chain of records, each from a day on. The end of one is the start of the next."""

from __future__ import annotations

from django.db import models

from xinlu.records.models import Record


class Assignment(Record):
    """From `since` on, `helper` answers for the household (null: nobody does, until the next)."""

    KIND = "assignment"
    BODY = {1: ("helper", "since", "reason")}

    helper = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="assignments")
    since = models.DateField()
    reason = models.TextField(blank=True)
