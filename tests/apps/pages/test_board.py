"""The public board and its desk page: anybody reads what was given out, the county desk alone gives it out."""

from __future__ import annotations

import re

import pytest

from apps.pages.desk_fixtures import desk  # noqa: F401
from apps.reports.boards import COUNTY, Home, make_county, read_page
from xinlu.reports.models import BoardRelease


@pytest.fixture
def made(db, at_noon):
    return make_county(1)


def english(client):
    client.cookies["django_language"] = "en"
    return client


def test_before_the_first_release_the_page_says_so(made, client):
    assert "has not given out its board yet" in english(client).get(f"/board/{COUNTY}/").content.decode()
    assert "No county has given out its board yet" in client.get("/board/").content.decode()
    assert client.get(f"/board/{COUNTY}.csv").content.decode().count("\n") == 1


def test_a_code_that_is_no_county_is_not_found(made, client):
    for code in ("123456", next(iter(made.homes))):
        assert client.get(f"/board/{code}/").status_code == client.get(f"/board/{code}.csv").status_code == 404


def test_anybody_reads_the_release_without_a_login(made, client):
    made.publish()
    text = english(client).get(f"/board/{COUNTY}/").content.decode()
    assert "Release 1, 23 Nov" in text and "“Recognised” counts only" in text
    assert text.count("Not published here, to protect households") == 1 and "not published" in text
    assert f'href="/board/{COUNTY}/"' in client.get("/board/").content.decode()


def test_the_page_tells_no_name_of_a_person_and_leads_into_no_desk(made, client):
    made.publish()
    client.force_login(made.desk, backend="django.contrib.auth.backends.ModelBackend")
    for address in ("/board/", f"/board/{COUNTY}/"):
        response = client.get(address)
        text = response.content.decode()
        assert made.desk.name not in text
        links = re.findall(r'(?:href|action)="(/[^"]*)"', text)
        assert {link.split("/")[1] for link in links} <= {"board", "language", "static"}
        assert "no-store" in response.headers["Cache-Control"]


def test_a_figure_of_an_earlier_release_stands_with_its_day(made, client):
    from datetime import UTC, datetime

    from xinlu.kernel import clock

    made.publish()
    village = next(iter(made.homes))
    made.live({**made.homes, village: [*made.homes[village], *[Home()] * 40]})
    with clock.standing_at(datetime(2026, 12, 23, 4, tzinfo=UTC)):
        made.publish()
        read = read_page(english(client), COUNTY)
    assert read[made.area.name, "households"][1] == "", "renewed"
    assert "23 Nov" in {day for _, day in read.values()}
    assert "Release 2" in client.get(f"/board/{COUNTY}/").content.decode()


def board_page(there, rest=""):
    return f"/desk/area/{there.yang.county.code}/board/{rest}"


def test_the_county_desk_prepares_looks_and_publishes(desk):  # noqa: F811
    client = english(desk.client("chen"))
    assert board_page(desk) in client.get(f"/desk/area/{desk.yang.county.code}/").content.decode()
    assert "not prepared yet" in client.get(board_page(desk)).content.decode()
    assert client.post(board_page(desk, "prepare/")).status_code == 302
    text = client.get(board_page(desk)).content.decode()
    assert "prepared on 23 Nov 12:00" in text and "①" in text
    digest = re.search(r'name="digest" value="(\w{64})"', text).group(1)
    text = client.post(board_page(desk, "publish/"), {"digest": digest}, follow=True).content.decode()
    assert "Published." in text and "Release 1, given out by 陈晓" in text
    assert BoardRelease.objects.get().author == desk.users["chen"]
    public = desk.client("chen").get(f"/board/{desk.yang.county.code}/").content.decode()
    assert "杨秀英" not in public and "陈晓" not in public


def test_without_the_preview_or_after_a_change_nothing_is_published(desk):  # noqa: F811
    client = english(desk.client("chen"))
    for typed in ({}, {"digest": "x"}):
        text = client.post(board_page(desk, "publish/"), typed, follow=True).content.decode()
        assert "moved after the preview" in text
    client.post(board_page(desk, "prepare/"))
    digest = re.search(r'name="digest" value="(\w{64})"', client.get(board_page(desk)).content.decode()).group(1)
    desk.household("新来的", desk.near)
    text = client.post(board_page(desk, "publish/"), {"digest": digest}, follow=True).content.decode()
    assert "moved after the preview" in text and not BoardRelease.objects.exists()


@pytest.mark.parametrize("who", ["shi", "wu", "luo", "aud", "zhou", "far"])
def test_nobody_else_prepares_or_publishes(desk, who):  # noqa: F811
    client = desk.client(who)
    refused = 404 if who == "far" else 403
    assert client.get(board_page(desk)).status_code == refused
    for rest in ("prepare/", "publish/"):
        assert client.post(board_page(desk, rest)).status_code == refused
    if who != "far":
        assert "/board/" not in client.get(f"/desk/area/{desk.yang.village.code}/").content.decode()


def test_below_the_county_its_desk_is_led_to_the_countys_board(desk):  # noqa: F811
    response = desk.client("chen").get(f"/desk/area/{desk.near.code}/board/")
    assert response.status_code == 302 and response["Location"] == board_page(desk)
