"""What can be asked about cards."""

from __future__ import annotations

from typing import Any

from xinlu.kernel import clock
from xinlu.recognition.models import Card


def card_of_session(kept: Any) -> Card | None:
    """The card that a card session names, while the session and the card hold; else None.

    `kept` is what `recognition.services.cards.open_card` put into the session: the card's id and when it ends.
    """
    if not isinstance(kept, dict) or kept.get("until", 0) < clock.now().timestamp() or not kept.get("pictures"):
        return None
    card = Card.objects.select_related("household").filter(pk=str(kept.get("card"))).first()
    if card is None or is_revoked(card) or card.expires_on < clock.today():
        return None
    return card


def is_revoked(card: Card) -> bool:
    """Whether the card was revoked."""
    return card.revocations.exists()
