"""Records that undo: a withdrawal, the settlement of a fork, an erasure. The undone id and digest stay in the ledger."""

from __future__ import annotations

from django.db import models

from xinlu.records.models.record import Record


class Withdrawal(Record):
    """Takes back a record that was entered in error, or an answer that the household no longer gives."""

    KIND = "withdrawal"
    BODY = {1: ("target", "target_digest", "reason", "channel")}

    target = models.UUIDField(db_index=True)
    target_digest = models.CharField(max_length=64)
    reason = models.TextField(blank=True)
    channel = models.CharField(max_length=16, default="staff")


class Settlement(Record):
    """A person settles a fork: of two versions that supersede the same one, `kept` counts, `set_aside` stays to be read."""

    KIND = "settlement"
    BODY = {1: ("kept", "set_aside", "reason")}

    kept = models.UUIDField(db_index=True)
    set_aside = models.UUIDField(db_index=True)
    reason = models.TextField(blank=True)


class Erasure(Record):
    """The one door of deletion: who ordered it, when, on which legal ground. Triggers let a row go only through it."""

    KIND = "erasure"
    BODY = {1: ("target", "target_kind", "legal_ground")}

    target = models.UUIDField(unique=True)
    target_kind = models.CharField(max_length=40)
    legal_ground = models.TextField()
