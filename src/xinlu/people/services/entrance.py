"""What the operator does for somebody who cannot get in: a lock lifted, a lost second factor taken off."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from axes.utils import reset
from django.db.models import Max

from xinlu.people.models import User


def failed_tries(user: User) -> int:
    """The most failed tries since the last success that any one address made with this login."""
    return AccessAttempt.objects.filter(username=user.username).aggregate(most=Max("failures_since_start"))["most"] or 0


def unlock(user: User) -> None:
    """Forget the failed tries made with this login."""
    reset(username=user.username)


def has_second_factor(user: User) -> bool:
    """Whether the login has set up a second factor."""
    return bool(Authenticator.objects.filter(user=user).exists())


def forget_second_factor(user: User) -> None:
    """Take the second factor and its recovery codes off the login."""
    Authenticator.objects.filter(user=user).delete()
