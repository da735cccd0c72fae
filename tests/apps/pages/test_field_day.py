"""The helper's day in the order of the way, on the phone."""

from __future__ import annotations

from apps.land.ground import lay
from apps.pages.desk_fixtures import desk  # noqa: F401
from xinlu.land.services.reckoning import reckon_land
from xinlu.registry.services.assignments import assign_helper


def shown(there, minutes=""):
    client = there.client("zhou")
    client.cookies["django_language"] = "en"
    return client.get(f"/field/day/{minutes}").content.decode()


def test_before_the_land_is_reckoned_the_page_says_what_is_missing(desk):  # noqa: F811
    assert "The ways are not known yet" in shown(desk)


def test_the_day_says_when_one_is_where_and_who_is_not_in_it(desk, tmp_path):  # noqa: F811
    lay(desk, tmp_path)
    assign_helper(
        desk.west, by=desk.users["shi"], helper=desk.users["zhou"], since=desk.yang.household.entered_at.date()
    )
    third = desk.household("没测点", desk.near, helper=desk.users["zhou"])
    reckon_land(desk.yang.county)
    page = shown(desk)
    assert page.count('<li class="need">') == 2 and "there at" in page and "it gets dark at" in page
    assert "nobody has said where the home lies" in page and str(third.pk) in page
    assert 'aria-current="true" href="?minutes=40"' in page
    assert 'aria-current="true" href="?minutes=60"' in shown(desk, "?minutes=60")
    assert 'aria-current="true" href="?minutes=40"' in shown(desk, "?minutes=7000"), "an odd number is not taken"
