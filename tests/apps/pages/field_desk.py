"""What the tests of the helper's phone share: a logged-in helper, addresses, and reading a page's forms."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client

from apps.conftest import NOON
from xinlu.kernel import clock


def logged_in(user, language="zh-hans"):
    """A browser in which that person is logged in."""
    client = Client(headers={"accept-language": language})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def at(household, path=""):
    """The address of a household's page on the helper's phone."""
    return f"/field/household/{household.pk}/{path}"


def text_of(response):
    return response.content.decode()


def hidden(response, name):
    """The value of the page's first field of that name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text_of(response))
    assert found, f"no field {name} in the page"
    return found[1]


def wrong_at(response, name):
    """The sentence that stands at the field of that name; empty where none does."""
    found = re.search(rf'id="{name}-wrong" role="alert">.*?<span>(.*?)</span>', text_of(response), re.S)
    return found[1] if found else ""


def later(minutes=1):
    """Within the block it is some minutes past noon."""
    return clock.standing_at(NOON + timedelta(minutes=minutes))
