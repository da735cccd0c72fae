"""The household's card: issued, handed out and revoked as records; its picture secret and lock apart, as they change."""

from __future__ import annotations

from django.db import models

from xinlu.records.models import Record


class Card(Record):
    """A card issued by the township. Only a hash of its secret is stored; `supersedes` names the card it replaces."""

    KIND = "card"
    BODY = {1: ("serial", "secret_hash", "expires_on")}

    serial = models.CharField(max_length=20, unique=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    expires_on = models.DateField()


class CardHandover(Record):
    """That a card was put into the household's hands: by whom, into whose, on which day."""

    KIND = "card_handover"
    BODY = {1: ("card", "handed_by", "handed_to", "handed_on")}

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="handovers")
    handed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    handed_to = models.CharField(max_length=60)
    handed_on = models.DateField()


class CardRevocation(Record):
    """That a card no longer opens anything, and why."""

    KIND = "card_revocation"
    BODY = {1: ("card", "reason")}

    card = models.ForeignKey(Card, on_delete=models.PROTECT, related_name="revocations")
    reason = models.TextField()


class CardSecret(models.Model):
    """The three pictures that the household chose (hashed), and the lock after wrong tries. Not a record: it changes.

    `locks` counts the locks since the pictures were last shown right: each lasts twice as long as the one before.
    """

    card = models.OneToOneField(Card, primary_key=True, on_delete=models.CASCADE, related_name="pictures")
    pictures_hash = models.CharField(max_length=200)
    wrong_tries = models.PositiveIntegerField(default=0)
    locks = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"pictures of card {self.card_id}"
