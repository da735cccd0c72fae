"""The id ledger: one row a record, written first, in the same transaction. It outlives an erasure."""

from __future__ import annotations

from django.db import models


class LedgerEntry(models.Model):
    """That a record with this id, kind and digest was received at this moment."""

    id = models.UUIDField(primary_key=True, editable=False)
    kind = models.CharField(max_length=40)
    household = models.ForeignKey("records.Household", null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    received_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("household", "received_at"), name="ledger_household"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
