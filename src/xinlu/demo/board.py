"""The demo county's public board: one release, given out by its desk."""

from __future__ import annotations

from xinlu.demo.calendar import EPOCH, at
from xinlu.demo.places import COUNTY
from xinlu.kernel import clock
from xinlu.people.models import Area, User
from xinlu.reports.board.services import prepare, publish
from xinlu.reports.models import BoardRelease


def hang_board() -> BoardRelease:
    """The board as the county stands, published."""
    county, desk = Area.objects.get(code=COUNTY), User.objects.get(username="county")
    with clock.standing_at(at(EPOCH, 18)):
        return publish(county, by=desk, device="", digest=prepare(county).digest)
