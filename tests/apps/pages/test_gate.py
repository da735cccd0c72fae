"""Every route has a policy row, and answers each role exactly as people.access says."""

from __future__ import annotations

import io
import re
import zipfile
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import include, path

from apps.cast import HOME, OTHER_COUNTY, POSTS
from apps.pages.routes import Route, complaints, routes
from xinlu.people.roles import Role

pytestmark = pytest.mark.usefixtures("without_second_factor")

NEXT_VILLAGE = "522698100201"  # in the township, not the helper's and not the village's
SECOND_HOME = "522698101200"  # in the county, not in the township, not the helper's
LOOSE = {
    "land",
    "member",
    "visit",
    "account",
    "line",
    "card",
    "helper",
    "login",
    "responsibility",
    "number",
    "key",
    "intake",
    "listing",
    "chart",
}
"""Arguments beside the household: a view may answer 404 when the thing that they name is not there."""


def bare(request, **kwargs):
    return HttpResponse("anything")


urlpatterns = [path("enter/", include("xinlu.pages.entry.urls")), path("bare/", include([path("deep/", bare)]))]


def test_every_route_has_a_policy_row_about_what_its_address_names():
    found = routes()
    assert len(found) > 30, "the walk found too few routes to be true"
    assert complaints(found) == []


def test_a_bare_view_is_reported_by_the_walk_and_refused_by_the_gate(client, db, settings):
    settings.ROOT_URLCONF = __name__
    assert any("bare/deep/: no policy row" in said for said in complaints(routes()))
    assert client.get("/bare/deep/").status_code == 403


def test_a_row_about_something_else_than_the_address_is_reported():
    from xinlu.pages.gate import may
    from xinlu.people.access import Action

    view = may(Action.READ_AREA, about="area")(lambda request: HttpResponse())
    assert complaints([Route("x/<uuid:household>/", view, ("household",))])


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("code", [HOME, SECOND_HOME, OTHER_COUNTY])
def test_every_route_answers_the_role_as_the_table_says(county, as_login, role, code):
    from xinlu.pages.gate import row_of
    from xinlu.people.access import TABLE, decide
    from xinlu.people.selectors import actor_of
    from xinlu.registry.selectors.access import subject_of

    client, home = as_login(county.logins[role]), county.homes[code]
    actor, wrong = actor_of(county.logins[role]), []
    for route in routes():
        row = row_of(route.view)
        status = client.get(route.address(home.arguments)).status_code
        if row.card:
            right = status == 302
        elif row.action is None:
            right = status < 500
        elif role not in TABLE[row.action]:
            right = status == 403
        else:
            subjects = {"household": subject_of(home.household), "area": _area_subject(home)}
            about = subjects.get(row.about)
            allowed = about is None or decide(actor, row.action, about).allowed
            gone = {404} if LOOSE & set(route.arguments) else set()
            right = status in ({200, 302, 405} | gone if allowed else {404})
        if not right:
            wrong.append(f"{route.pattern}: {status} for {role.value}")
    assert wrong == []


def _area_subject(home):
    from xinlu.people.access import Subject

    return Subject(area_path=home.area.path)


def test_nobody_logged_in_is_asked_for_a_login_everywhere(county, client):
    from xinlu.pages.gate import row_of

    home = county.homes[HOME]
    for route in routes():
        row = row_of(route.view)
        if row.action is not None:
            response = client.get(route.address(home.arguments))
            assert response.status_code == 302, route.pattern
            assert response["Location"].startswith("/enter/login/?next="), route.pattern


@pytest.mark.parametrize("role", [*POSTS, Role.OPERATOR])
def test_no_canary_of_an_area_outside_ever_shows(county, as_login, role):
    client, outside, seen = as_login(county.logins[role]), county.canaries_outside(role), 0
    assert outside
    for page, body in _pages(client, county):
        seen += 1
        shown = [name for name in outside if name in body]
        assert shown == [], f"{page} shows {shown} to {role.value}"
    assert seen > 3


def test_the_search_for_canaries_finds_one_where_it_may_show(county, as_login):
    found = dict(_pages(as_login(county.logins[Role.VILLAGE]), county))
    with_own = [address for address, body in found.items() if "翠鸟" in body]
    assert with_own and any(address.endswith("format=xlsx") for address in with_own), "the search sees no names"


def _pages(client, county):
    """Every page and table that the client can open: its own, any household's and area's, each with another's things too."""
    for address in _addresses(county):
        response = client.get(address)
        if response.status_code == 200 and response.get("Content-Type") != "application/pdf":
            yield address, _text(b"".join(response.streaming_content) if response.streaming else response.content)


def _addresses(county):
    """A household elsewhere under its own address is refused by the gate (tested above): here its things are mixed in."""
    own, found = county.homes[HOME].arguments, {}
    for route in routes():
        about = {"household", "code"} & set(route.arguments)
        for code in (HOME, NEXT_VILLAGE, OTHER_COUNTY):
            elsewhere = county.homes[code]
            address = route.address({**elsewhere.arguments, "household": own["household"], "code": own["code"]})
            found[address] = True
            if route.pattern.startswith("desk/") and LOOSE.isdisjoint(route.arguments):
                found[f"{address}?format=xlsx"] = True
            if route.pattern.startswith("desk/") and not about and code != HOME:
                found[f"{address}?area={code}"] = found[f"{address}?area={code}&format=xlsx"] = True
    return [address for address in found if not address.startswith(("/enter/second/", "/c/", "/paper/"))]


def _text(content):
    """What a reader can find in the answer; a spreadsheet is a zip of XML."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode() for name in archive.namelist())


def test_a_household_that_is_nowhere_and_one_elsewhere_look_the_same(county, as_login):
    route = next(each for each in routes() if each.arguments == ("household",))
    for role in (Role.HELPER, Role.VILLAGE, Role.OPERATOR):
        client = as_login(county.logins[role])
        nowhere = client.get(route.address({"household": uuid4()}))
        elsewhere = client.get(route.address(county.homes[OTHER_COUNTY].arguments))
        assert nowhere.status_code == elsewhere.status_code != 200
        assert _without_tokens(nowhere) == _without_tokens(elsewhere)


def _without_tokens(response):
    return re.sub(r'name="(csrfmiddlewaretoken|next)" value="[^"]*"', "", response.content.decode())


def test_reading_a_file_is_written_down_once_an_hour(county, as_login):
    from xinlu.registry.models import FileReading

    route = next(each for each in routes() if each.pattern == "field/household/<uuid:household>/")
    home = county.homes[HOME]
    before = FileReading.objects.filter(household=home.household).count()
    client = as_login(county.logins[Role.HELPER])
    for _ in range(2):
        assert client.get(route.address(home.arguments)).status_code == 200
    assert FileReading.objects.filter(household=home.household).count() == before + 1


def test_a_browser_keeps_one_random_name_and_a_forged_one_is_replaced(client, db):
    first = client.get("/enter/login/").cookies["xinlu_device"]
    assert len(first.value) >= 22 and first["httponly"] and first["samesite"] == "Lax"
    assert "xinlu_device" not in client.get("/enter/login/").cookies
    client.cookies["xinlu_device"] = "x"
    assert client.get("/enter/login/").cookies["xinlu_device"].value != "x"


def test_a_browser_with_a_staff_session_is_remembered_as_one(county, as_login):
    from xinlu.recognition.models import StaffDevice

    client = as_login(county.logins[Role.HELPER])
    client.get("/enter/mine/")
    assert StaffDevice.objects.filter(pk=client.cookies["xinlu_device"].value).exists()


def test_a_second_post_opens_what_it_opens_whichever_was_given_first(county, as_login):
    """An operator who is a township's clerk as well reaches the list of households by the second post."""
    from xinlu.people.services.users import give_responsibility

    operator = county.logins[Role.OPERATOR]
    give_responsibility(operator, role=Role.TOWNSHIP, area=county.areas[POSTS[Role.TOWNSHIP]])
    assert as_login(operator).get("/desk/households/").status_code == 200


def test_the_gate_needs_no_request_to_know_a_library_view():
    from allauth.account.views import login

    from xinlu.pages.gate import row_of

    assert row_of(login).open_because
    assert row_of(bare) is None
    assert RequestFactory().get("/").path == "/"
