"""No page asks more queries of a large county than of a small one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import include, path

from apps.pages.growing_county import LARGE, SMALL, make_growing
from apps.pages.routes import routes
from xinlu.people.roles import Role

pytestmark = pytest.mark.usefixtures("without_second_factor")

ASKED = {
    "desk/": ("", "?format=xlsx"),
    "desk/households/": ("", "?format=xlsx", "?sort=-away&only=contested"),
    "field/household/<uuid:household>/account/": ("", "?kind=kin", "?line=1"),
    "paper/": ("?as=html",),
    "home/account/": ("", "?change"),
}
"""What is asked for beside the bare address: of the routes that begin so, the longest beginning."""


def one_query_a_household(request):
    from xinlu.registry.models import CurrentFile

    return HttpResponse([each.place.name for each in CurrentFile.objects.all()])


urlpatterns = [path("", include("xinlu.config.urls")), path("looping/", one_query_a_household)]


@pytest.fixture
def county(db, at_noon):
    return make_growing()


def staff_counts(county, roles=tuple(Role)):
    """Role, pattern, area and home -> queries, of every page of ours that answers the role."""
    from xinlu.pages.gate import OUTSIDE_ROWS, row_of

    found, own = {}, [route for route in routes() if row_of(route.view) not in OUTSIDE_ROWS.values()]
    for role in roles:
        client = _client(county.logins[role])
        for route in own:
            homes = county.homes if "household" in route.arguments else county.homes[:1]
            for n, home in enumerate(homes):
                address = route.address({**home, "household": home["household"].pk})
                for code in (home["code"], "522699101", "522699") if "code" in route.arguments else (home["code"],):
                    there = address.replace(f"/{home['code']}/", f"/{code}/")
                    for asked in _asked(route.pattern):
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
                for asked in _asked(route.pattern):
                    queries = _queries(client, route.address(home) + asked)
                    if queries is not None:
                        found["card", route.pattern + asked, "", n] = queries
    return found


def grown(before, after):
    """A sentence for each page that does not ask as many queries as before; those that answer only once are told too."""
    said = []
    for page in sorted({*before, *after}):
        few, many = before.get(page), after.get(page)
        if few is None or many is None:
            said.append(f"{page}: answers only in the {'small' if many is None else 'large'} county")
        elif len(few) != len(many):
            more = [sql for sql in set(many) if many.count(sql) > few.count(sql)]
            said.append(f"{page}: {len(few)} queries, then {len(many)}: " + " | ".join(sql[:400] for sql in more[:2]))
    return said


def _asked(pattern):
    fitting = [beginning for beginning in ASKED if pattern.startswith(beginning)]
    best = max(fitting, key=len, default="")
    return ASKED[best] if best and (best.count("/") == 1 or best == pattern) else ("",)


def _queries(client, address):
    """The statements of a page that is open already, their values left out; None where it does not answer."""
    if _opened(client, address) != 200:
        return None
    with CaptureQueriesContext(connection) as queries:
        assert _opened(client, address) == 200
        asked = [each["sql"] for each in queries.captured_queries]
    return [sql.split(" WHERE ")[0] for sql in asked]


def _opened(client, address):
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    response.close()
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
    import time; t=time.time()
    county.grow(SMALL)
    before = {**staff_counts(county), **card_counts(county)}
    print("small", time.time()-t); t=time.time()
    county.grow(LARGE); print("grow", time.time()-t); t=time.time()
    after = {**staff_counts(county), **card_counts(county)}
    assert len(before) > 150, "the walk opened too few pages to be true"
    print("walk", time.time()-t, len(before)); from collections import defaultdict; d=defaultdict(list)
    for x in grown(before, after): d[x.split("): ")[1]].append(x.split("): ")[0])
    for k,v in d.items(): print(v[:4], len(v), k)
    assert grown(before, after) == []
