"""No page asks more queries of a large county than of a small one."""

from __future__ import annotations

import re
from functools import partial

import pytest
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from apps.demo.conftest import QUICK
from apps.pages.desk_fixtures import taken
from apps.pages.growing_county import LARGE, SMALL, make_growing
from apps.pages.routes import routes
from xinlu.people.roles import Role

pytestmark = pytest.mark.usefixtures("without_second_factor")

FURTHER = {
    "desk/households/": ("?sort=-away&only=contested",),
    "desk/household/<uuid:household>/": ("?format=xlsx",),
    "desk/policies/<str:policy>/": ("?answer=to_be_verified", "?missing=status"),
    "field/household/<uuid:household>/account/": ("?kind=kin", "?line=1"),
    "home/account/": ("?change",),
}
"""What is asked for beside a route's bare address, and the table of every desk page that is not about a household."""

TELLS_HISTORY = ("desk/household/<uuid:household>/", "desk/household/<uuid:household>/history/")
OF_HISTORY = 3
"""A history asks a few times for each kind of record that stands on it, so another kind may bring so many of its queries."""


CONDITIONS = re.compile(r" WHERE | VALUES | SELECT \* FROM UNNEST")
"""From here on a statement says of what it asks, or how many rows it writes at once (PostgreSQL: one, or several)."""

SAVEPOINT = re.compile(r' "s\d+_x\d+"$')
"""The name of a savepoint, each time another."""

EMPTY_LIST = 3
"""Of thirty households a list such as that of households without a card may be empty, and go without these queries."""


def one_query_a_household(request):
    from xinlu.registry.models import CurrentFile

    return HttpResponse([each.place.name for each in CurrentFile.objects.all()])


urlpatterns = [path("", include("xinlu.config.urls")), path("looping/", one_query_a_household)]


@pytest.fixture
def county(db, at_noon):
    return make_growing()


def staff_counts(county, roles=tuple(Role)):
    """Role, pattern, area and home -> queries, of every page of ours that answers the role."""
    found = {}
    for role in roles:
        client = _client(county.logins[role])
        for route in filter(partial(_is_ours_for, role), routes()):
            homes = county.homes if "household" in route.arguments else county.homes[:1]
            for n, home in enumerate(homes):
                address = route.address({**home, "household": home["household"].pk})
                for code in (home["code"], "522699101", "522699") if "code" in route.arguments else (home["code"],):
                    there = address.replace(f"/{home['code']}/", f"/{code}/")
                    for asked in _asked(route):
                        queries = _queries(client, there + asked)
                        if queries is not None:
                            found[role.value, route.pattern + asked, code, n] = queries
    return found


def card_counts(county):
    """Pattern and home -> queries, of every page behind a household's card."""
    found = {}
    for n, (home, card) in enumerate(zip(county.homes, county.cards, strict=True)):
        client = _phone(card)
        for route in routes():
            if route.pattern.startswith("home/"):
                for asked in _asked(route):
                    queries = _queries(client, route.address(home) + asked)
                    if queries is not None:
                        found["card", route.pattern + asked, "", n] = queries
    return found


def grown(before, after, *, spared=0):
    """A sentence for each page that asks more often for something than before, or that answers only once.

    `spared` are the queries that a list which was empty before may have gone without.
    """
    said = []
    for page in sorted({*before, *after}):
        few, many = before.get(page), after.get(page)
        if few is None or many is None:
            said.append(f"{page}: answers only in the {'small' if many is None else 'large'} county")
            continue
        most = OF_HISTORY if page[1].partition("?")[0] in TELLS_HISTORY else spared
        more = sorted(sql for sql in set(many) if many.count(sql) > few.count(sql) + most)
        if more or len(many) > len(few) + most:
            said.append(f"{page}: {len(few)} queries, then {len(many)}: {' | '.join(sql[:300] for sql in more[:2])}")
    return said


def _is_ours_for(role, route):
    from xinlu.pages.gate import OUTSIDE_ROWS, row_of
    from xinlu.people.access import TABLE

    row = row_of(route.view)
    return row not in OUTSIDE_ROWS.values() and not row.card and (row.action is None or role in TABLE[row.action])


def _asked(route):
    is_list = route.pattern.startswith("desk/") and "household" not in route.arguments
    if route.pattern.startswith("paper/"):
        return ["?as=html"]  # the same queries as the PDF, without drawing it
    return ["", *(["?format=xlsx"] if is_list else []), *FURTHER.get(route.pattern, ())]


def _queries(client, address):
    """The statements of a page, their conditions left out; None where it does not answer."""
    asked = []

    def noted(execute, sql, *rest):
        asked.append(SAVEPOINT.sub("", CONDITIONS.split(sql)[0]))
        return execute(sql, *rest)

    with connection.execute_wrapper(noted):
        return asked if _opened(client, address) == 200 else None


def _opened(client, address):
    response = client.get(address)
    taken(response)
    return response.status_code


def _client(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _phone(card):
    """A phone on which the card's page is open."""
    from xinlu.pages import card_session
    from xinlu.pages.gate import DEVICE_COOKIE

    client, request, response = Client(), RequestFactory().get("/home/"), HttpResponse()
    request.device = client.cookies[DEVICE_COOKIE] = "a-phone-of-the-household"
    card_session.keep(request, response, card_session.begun(card.pk, has_pictures=True).opened())
    client.cookies.update(response.cookies)
    return client


def test_no_page_asks_more_queries_of_ten_times_as_much(county):
    county.grow(SMALL)
    before = {**staff_counts(county), **card_counts(county)}
    county.grow(LARGE)
    after = {**staff_counts(county), **card_counts(county)}
    assert len(before) > 150, "the walk opened too few pages to be true"
    assert grown(before, after) == []


def test_a_page_that_asks_once_a_household_is_seen(county, settings):
    from xinlu.pages.gate import open_to_all

    settings.ROOT_URLCONF = __name__
    open_to_all("a test looks at it")(one_query_a_household)
    county.grow(SMALL)
    before = staff_counts(county, roles=[Role.AUDITOR])
    for _ in range(5):
        county.enter(county.villages[0])
    found = grown(before, staff_counts(county, roles=[Role.AUDITOR]))
    assert len(found) == 1 and "looping/" in found[0], found


def test_no_list_asks_more_queries_for_200_households_than_for_30(db):
    """On the demo county; what a page says of one household is tested above."""
    with override_settings(**QUICK), transaction.atomic():
        before = demo_counts(30)
        transaction.set_rollback(True)
    with override_settings(**QUICK):
        assert grown(before, demo_counts(200), spared=EMPTY_LIST) == []
    assert len(before) > 20, "the walk opened too few pages to be true"


def demo_counts(households):
    """As `staff_counts`, of the demo county's pages that are about no single household."""
    from xinlu.demo.county import make_county
    from xinlu.demo.places import COUNTY
    from xinlu.people.models import User

    make_county(households=households)
    found = {}
    for login in ("helper", "village", "township", "county", "inspector", "auditor"):
        client = _client(User.objects.get(username=login))
        for route in routes():
            if route.pattern.startswith(("desk/", "field/")) and "household" not in route.arguments:
                for asked in _asked(route):
                    address = route.address({"code": COUNTY, "helper": User.objects.get(username="helper").pk}) + asked
                    queries = _queries(client, address)
                    if queries is not None:
                        found[login, route.pattern + asked] = queries
    return found
