"""What is noted about browsers: that staff logged in there, and that a phone is declared as shared."""

from __future__ import annotations

from django.contrib.sessions.backends.base import SessionBase

from xinlu.kernel import clock
from xinlu.recognition.models import StaffDevice

_NOTED = "device_noted"


def note_staff_device(device: str, *, session: SessionBase) -> bool:
    """Note that this browser holds a staff session; True the first time that it ever does."""
    if session.get(_NOTED) == device:
        return False
    session[_NOTED] = device
    _, created = StaffDevice.objects.get_or_create(device=device, defaults={"first_seen_at": clock.now()})
    return created
