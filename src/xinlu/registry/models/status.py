"""What a household counts as: a record like any other, claimed until the household recognises it."""

from __future__ import annotations

from django.db import models

from xinlu.records.models import Record


class Status(Record):
    """From `since` on the household counts as `status` (a dated code of standards), by this decision."""

    KIND = "status"
    BODY = {1: ("status", "since", "decision", "reason")}

    status = models.CharField(max_length=40)
    since = models.DateField()
    decision = models.CharField(max_length=120)
    reason = models.TextField(blank=True)

    class Meta(Record.Meta):
        abstract = False
        constraints = (models.CheckConstraint(condition=~models.Q(decision=""), name="status_decided_somewhere"),)
