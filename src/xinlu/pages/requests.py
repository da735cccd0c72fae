"""The request as views see it after the gate: who asks, what about, and the household that is meant."""

from __future__ import annotations

from django.http import HttpRequest

from xinlu.people.access import Actor, Subject
from xinlu.people.models import Area, User
from xinlu.recognition.models import Card
from xinlu.records.models import Household


class StaffRequest(HttpRequest):
    """A request from a login that the gate let through. `device` is the browser's own random name."""

    user: User
    actor: Actor
    subject: Subject
    device: str
    household: Household
    area: Area


class CardRequest(HttpRequest):
    """A request from the household's own page: its card session is valid and its pictures were shown."""

    card: Card
    household: Household
    device: str
