"""The pages of the land: the map with its table, which road would help, the walk from one door, and saying where it lies."""

from __future__ import annotations

import re

import pytest

from apps.land.ground import degrees, lay
from apps.pages.desk_fixtures import desk, exported_rows  # noqa: F401
from xinlu.land.models import HomePlace
from xinlu.land.services.reckoning import reckon_land
from xinlu.records.selectors import heads


@pytest.fixture
def land(desk, tmp_path):  # noqa: F811
    return lay(desk, tmp_path)


def page(there, who, address, **more):
    client = there.client(who)
    client.cookies["django_language"] = "en"
    response = client.get(address, **more)
    return response, response.content.decode() if response.status_code == 200 else ""


def county_page(there, rest=""):
    return f"/desk/area/{there.yang.county.code}/{rest}"


def test_before_anything_is_set_the_page_says_what_to_do(desk):  # noqa: F811
    _, text = page(desk, "chen", county_page(desk, "land/"))
    assert "No land has been taken in" in text and f"xinlu land set --area {desk.yang.county.code}" in text
    _, text = page(desk, "chen", county_page(desk, "roads/"))
    assert "Nothing has been put forward to build" in text


def test_set_but_not_reckoned_it_says_so(land):
    _, text = page(land, "chen", county_page(land, "land/"))
    assert "the walks are not reckoned yet" in text


def test_the_map_and_the_list_behind_its_number(land):
    reckon_land(land.yang.county)
    response, text = page(land, "chen", county_page(land, "land/"))
    assert "1 lie over an hour" in text and text.count('class="map__home map__home--1"') == 1
    address = re.search(r'href="(/desk/households/\?[^"]*walk=clinic-hour[^"]*)"', text).group(1).replace("&amp;", "&")
    _, listed = page(land, "chen", address)
    assert "杨秀英" in listed and "石大山" not in listed
    picture = land.client("chen").get(county_page(land, f"land/{land.land.pk}.png"))
    assert picture.headers["Content-Type"] == "image/png" and picture.content.startswith(b"\x89PNG")
    rows = exported_rows(land.client("chen").get(county_page(land, "land/") + "?format=xlsx"))
    assert sum(row[3] for row in rows if isinstance(row[3], int)) == 1, "over an hour"
    assert "Nobody" not in text and response.status_code == 200


def test_a_desk_sees_no_homes_beyond_its_own_place(land):
    reckon_land(land.yang.county)
    township = land.yang.village.parent.code
    _, text = page(land, "shi", f"/desk/area/{township}/land/")
    assert text.count('class="map__home ') == 2
    assert land.client("tang").get(f"/desk/area/{township}/land/").status_code == 404
    assert land.client("tang").get(f"/desk/area/{township}/land/{land.land.pk}.png").status_code == 404
    assert land.client("shi").get(f"/desk/area/{township}/land/{land.land.pk}.png").status_code == 200


def test_which_road_would_help_most(land):
    reckon_land(land.yang.county)
    _, text = page(land, "chen", county_page(land, "roads/"))
    assert "1. 新桥" in text and "costs more than there is" in text and text.count('<svg class="map"') == 2
    assert text.count('class="map__built"') == 1, "built in the second map alone"


def test_the_walk_from_the_door_on_the_page_of_the_file(land):
    address = f"/desk/household/{land.yang.household.pk}/"
    assert "not reckoned yet" in page(land, "shi", address)[1]
    reckon_land(land.yang.county)
    _, text = page(land, "shi", address)
    assert "Two mountains can talk" in text and "乡卫生院" in text and "no way on foot" in text
    beside = land.household("新户", land.near)
    assert "nobody has said where the home lies" in page(land, "shi", f"/desk/household/{beside.pk}/")[1]


def test_saying_where_the_home_lies(land):
    address, where = f"/desk/household/{land.west.pk}/place/", degrees(3150, 3550)
    typed = {name: f"{value:.7f}" for name, value in where.items()} | {
        "how": "receiver",
        "said_by": "石大山",
        "accuracy_m": "6",
    }
    client = land.client("shi")
    assert client.post(address, typed).status_code == 302
    now = heads(HomePlace).get(household=land.west)
    assert now.longitude_e7 == round(where["longitude"] * 1e7) and now.accuracy_m == 6 and now.supersedes
    client.cookies["django_language"] = "en"
    wrong = client.post(address, {**typed, "longitude": "200"}).content.decode()
    assert "200" in wrong and 'value="石大山"' in wrong, "what was typed is still there"
    at_sea = client.post(address, {**typed, "longitude": "0", "latitude": "0"}).content.decode()
    assert "which is at sea" in at_sea
    assert land.client("luo").get(address).status_code == 403, "an inspector changes no file"
