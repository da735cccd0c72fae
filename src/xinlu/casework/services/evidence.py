"""What changes how strong an answer's evidence is, after it was given: the figures of whom it touches follow at once."""

from __future__ import annotations

from datetime import date

from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction

from xinlu.casework.services.figures import refresh_answered_by, refresh_figures
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.recognition.models import Card, CardHandover, SharedDevice
from xinlu.recognition.services import cards, devices
from xinlu.records.services import append, compose


def note_staff_session(device: str, *, session: SessionBase) -> None:
    """Note that this browser holds a staff session: its card answers, past ones too, are grade E1 from now on.

    Called on every request of a login: only a session's first one writes, and so takes the database's write lock.
    """
    if devices.is_noted(device, session=session):
        return
    with transaction.atomic():
        if devices.note_staff_device(device, session=session):
            refresh_answered_by(device)


@transaction.atomic
def hand_over_card(card: Card, *, by: User, handed_to: str, handed_on: date) -> CardHandover:
    """As `recognition.services.cards.hand_over_card`, with the household's figures after it."""
    handover = cards.hand_over_card(card, by=by, handed_to=handed_to, handed_on=handed_on)
    if card.household:
        refresh_figures(card.household)
    return handover


@transaction.atomic
def declare_shared_device(device: str, *, by: User, area: Area, whose: str, reason: str = "") -> SharedDevice:
    """A phone that several households use is declared: its answers keep their grade and are shown apart."""
    if not whose.strip():
        raise Refusal("device.whose", Words("是谁的手机，要写清楚", "Write whose phone it is"), field="whose")
    shared = compose(SharedDevice, area=area, author=by, shared=device, whose=whose.strip(), reason=reason.strip())
    append(shared)
    refresh_answered_by(device)
    return shared
