"""What is known of the browsers that answers come from: whether staff ever logged in there, and declared shared phones."""

from __future__ import annotations

from django.db import models

from xinlu.records.models import Record


class StaffDevice(models.Model):
    """A browser that has held a staff session. Its card answers are grade E1."""

    device = models.CharField(max_length=64, primary_key=True)
    first_seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.device


class SharedDevice(Record):
    """A phone declared as shared (kin, village shop): its answers keep grade E2 and are shown apart."""

    KIND = "shared_device"
    BODY = {1: ("shared", "whose", "reason")}

    shared = models.CharField(max_length=64, db_index=True)
    whose = models.CharField(max_length=80)
    reason = models.TextField(blank=True)
