"""What can be asked about cards."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from xinlu.kernel import clock
from xinlu.recognition.models import Card, CardSecret
from xinlu.records.models import Household


def is_revoked(card: Card) -> bool:
    """Whether the card was revoked."""
    return card.revocations.exists()


def current_card(household: Household) -> Card | None:
    """The card that the household holds: issued, not revoked; it may have expired."""
    return Card.objects.filter(household=household, revocations__isnull=True).order_by("-received_at").first()


def open_card(card_id: UUID) -> Card | None:
    """The card with that id while it opens anything: not revoked, not expired."""
    card = Card.objects.select_related("household").filter(pk=card_id, revocations__isnull=True).first()
    return card if card is not None and card.expires_on >= clock.today() else None


def has_pictures(card: Card) -> bool:
    """Whether the household has chosen its three pictures."""
    return CardSecret.objects.filter(card=card).exists()


def cards_within(area_path: str) -> QuerySet[Card]:
    """Every card of the households whose current place lies within the area, newest first."""
    return (
        Card.objects.filter(household__current__path__startswith=area_path)
        .select_related("household__current", "household__current__place", "author")
        .prefetch_related("revocations", "handovers__handed_by")
        .order_by("-received_at")
    )
