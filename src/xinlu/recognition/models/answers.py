"""The household's own record that names another record, or one line of it, by id and digest."""

from __future__ import annotations

from django.db import models

from xinlu.records.models import Record


class Recognition(Record):
    """The household says of one claim: recognised, contested (with its own version beside it), or cannot remember.

    `target` and `target_digest` name exactly what was shown. `own_fen` is the household's own NET figure of a line
    (a cost is negative), null where it gave none. `said_by` is the member who spoke. `sat_down` belongs to visits.
    """

    KIND = "recognition"
    BODY = {
        1: (
            "target", "target_kind", "target_digest", "answer", "own_fen", "words", "sat_down",
            "said_by", "said_by_name", "channel", "card",
        )
    }  # fmt: skip

    target = models.UUIDField(db_index=True)
    target_kind = models.CharField(max_length=40)
    target_digest = models.CharField(max_length=64)
    answer = models.CharField(max_length=12)
    own_fen = models.BigIntegerField(null=True)
    words = models.TextField(blank=True)
    sat_down = models.BooleanField(null=True)
    said_by = models.UUIDField(null=True)
    said_by_name = models.CharField(max_length=60, blank=True)
    channel = models.CharField(max_length=16)
    card = models.ForeignKey("recognition.Card", null=True, on_delete=models.PROTECT, related_name="answers")

    class Meta(Record.Meta):
        abstract = False
        indexes = (
            models.Index(fields=("device", "channel"), name="recognition_device"),
            models.Index(fields=("received_at",), name="recognition_received"),
        )
