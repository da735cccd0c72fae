"""The people who work in the demo county: their logins, names and posts, made through the services."""

from __future__ import annotations

from datetime import date
from random import Random

from xinlu.demo.calendar import FIRST, HANDED_OVER_ON, shifted
from xinlu.demo.layout import HANDS_OVER, TAKES_OVER, ZHOU, helper_posts
from xinlu.demo.names import given_name, surname
from xinlu.demo.places import COUNTY, TOWNSHIPS, VILLAGES, Village
from xinlu.pages.entry.demo import LOGINS
from xinlu.people.models import Area, User
from xinlu.people.roles import Role
from xinlu.people.services.users import create_user, give_responsibility

SINCE = date(2024, 1, 1)
COUNTY_DESK, INSPECTOR = "county", "inspector"
_NAMED = {"helper2": "田春梅", "helper5": "石明贵", "helper11": "吴世平"}


def desk_of(village: Village, *, township: bool = False) -> str:
    """The login of the village's own desk, or of its township's."""
    if township:
        nth = next(n for n, each in enumerate(TOWNSHIPS, 1) if village in each.villages)
        return "township" if nth == 1 else f"township{nth}"
    nth = VILLAGES.index(village) + 1
    return "village" if nth == 1 else f"village{nth}"


def appoint_staff(*, seed: int, households: int) -> dict[str, User]:
    """Every login of the county. Only those that the demo page names have a password; nobody logs in as the others."""
    draw = Random(f"{seed}/staff")
    shown = {each.login: each for each in LOGINS}
    staff: dict[str, User] = {}

    def appoint(login: str, role: Role, area: str | None, *, since: date = SINCE, until: date | None = None) -> None:
        name = shown[login].name if login in shown else _NAMED.get(login) or _name(draw)
        user = create_user(username=login, name=name, password=shown[login].password if login in shown else None)
        give_responsibility(
            user, role=role, area=Area.objects.get(code=area) if area else None, since=since, until=until
        )
        staff[login] = user

    appoint(COUNTY_DESK, Role.COUNTY, COUNTY)
    for township in TOWNSHIPS:
        appoint(desk_of(township.villages[0], township=True), Role.TOWNSHIP, township.code)
    for village in VILLAGES:
        appoint(desk_of(village), Role.VILLAGE, village.code)
    for post in helper_posts(households):
        since = HANDED_OVER_ON if post.login == TAKES_OVER else SINCE
        until = shifted(HANDED_OVER_ON, 30) if post.login == HANDS_OVER else None
        appoint(post.login, Role.HELPER, post.village.code, since=since, until=until)
    appoint(INSPECTOR, Role.INSPECTOR, COUNTY, since=FIRST)
    appoint("auditor", Role.AUDITOR, COUNTY)
    appoint("operator", Role.OPERATOR, None)
    assert ZHOU in staff
    return staff


def _name(draw: Random) -> str:
    female = draw.random() < 0.4
    return surname(draw) + given_name(draw, female=female, born_on=date(draw.randint(1968, 1999), 6, 1))
