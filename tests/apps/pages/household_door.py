"""How a household's phone comes in: it scans the card, presses the button, shows its three pictures, and reads forms."""

from __future__ import annotations

import re
from datetime import timedelta

from apps.conftest import NOON
from xinlu.kernel import clock

HOME = "/home/"
HERS = ["secret-sun", "secret-fish", "secret-boat"]
WRONG = ["secret-sun", "secret-fish", "secret-bell"]


def scan(client, secret):
    """Open the card's address and press its one button; the answer to the press."""
    page = client.get(f"/c/{secret}")
    return client.post(f"/c/{secret}", {"browser": hidden(page, "browser")})


def come_in(client, yang):
    """Scan the card and show (the first time, choose) the three pictures: the page is open."""
    scan(client, yang.secret)
    opened = client.post(f"{HOME}pictures/", {"picture": HERS, "sure": "1"})
    assert opened.status_code == 302 and opened["Location"] == "/home/", opened.content.decode()
    return client


def hidden(page, name):
    """The value of the page's hidden field of that name."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, f"no field {name} in the page"
    return found[1]


def shown(page):
    """What a question's form says that it showed."""
    return {"shown": hidden(page, "shown"), "digest": hidden(page, "digest")}


def minutes_later(minutes=1):
    """Within the block it is some minutes past noon: of two answers of one moment neither would be the later."""
    return clock.standing_at(NOON + timedelta(minutes=minutes))
