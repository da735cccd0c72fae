"""What is noted about browsers: that staff logged in there, and that a phone is declared as shared."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase

from xinlu.kernel import clock
from xinlu.recognition.models import StaffDevice

_NOTED = "device_noted"


def is_noted(device: str, *, session: SessionBase) -> bool:
    """Whether this session has noted this browser before."""
    return bool(session.get(_NOTED) == device)


def note_staff_device(device: str, *, session: SessionBase) -> bool:
    """Note that this browser holds a staff session; True the first time that it ever does."""
    session[_NOTED] = device
    _, created = StaffDevice.objects.get_or_create(device=device, defaults={"first_seen_at": clock.now()})
    return created
