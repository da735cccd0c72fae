"""The household's card in the size of a bank card, and the sheet on which several are printed, folded and cut.

The secret comes in as an argument and goes out as a drawing. It is written nowhere else.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xinlu.paper import drawings
from xinlu.paper.addresses import Address, addresses_of
from xinlu.paper.printing import Printed, django_language, printed
from xinlu.recognition.services.cards import IssuedCard

CARDS_A_SHEET = 4
_NAME_SIZES = ((12, "l"), (30, "m"), (60, "s"))


@dataclass(frozen=True, slots=True)
class CardFace:
    """What stands on one card."""

    name: str
    name_size: str
    place: str
    serial: str
    qr: SafeString


@dataclass(frozen=True, slots=True)
class CardSheet:
    """The printed cards and the name under which a browser keeps them, which names no household."""

    printed: Printed
    filename: str


def card_sheet(issued: Sequence[IssuedCard], *, language: str, as_page: bool = False) -> CardSheet:
    """The cards on sheets of A4 in the order given, four a sheet, each with its back beside it, to be folded and cut."""
    language = django_language(language)
    with translation.override(language):
        addresses = addresses_of({each.card.household_id for each in issued if each.card.household_id})
        faces = [_face(each, addresses) for each in issued]
        filename = _("Household cards.pdf")
    sheets = [faces[start : start + CARDS_A_SHEET] for start in range(0, len(faces), CARDS_A_SHEET)]
    return CardSheet(
        printed("paper/cards.html", {"sheets": sheets}, language=language, as_page=as_page),
        filename,
    )


def card_address(secret: str) -> str:
    """The address that the card's code opens."""
    return f"{settings.XINLU_SITE.rstrip('/')}/c/{secret}"


def _face(issued: IssuedCard, addresses: dict[UUID, Address]) -> CardFace:
    card = issued.card
    address = addresses.get(card.household_id) if card.household_id else None
    name = _("%(name)s's household") % {"name": address.head} if address else ""
    return CardFace(
        name=name,
        name_size=_name_size(name),
        place=address.place if address else "",
        serial=card.serial,
        qr=drawings.qr_code(card_address(issued.secret), label=_("Opens the household's own page")),
    )


def _name_size(name: str) -> str:
    """A smaller type for a longer name, so that no name is cut: a Chinese character is as wide as two letters."""
    width = sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in name)
    return next((size for widest, size in _NAME_SIZES if width <= widest), "xs")
