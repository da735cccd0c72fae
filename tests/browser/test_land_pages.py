"""The land in Chromium: the map and its table, roads, the door's walk, the day on the phone; and a position taken from the phone."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

WIDTHS = ((1280, 900), (360, 780))


@pytest.fixture
def land(site, settings, tmp_path):
    """The county of the desks with its land reckoned; Yang lives across the river."""
    from apps.land.ground import lay
    from apps.pages.desk_cast import make_desk
    from xinlu.land.services.reckoning import reckon_land

    settings.XINLU_DESK_MFA = False
    desk = lay(make_desk(), tmp_path)
    reckon_land(desk.yang.county)
    return desk


def addresses(land):
    home, area = f"/desk/household/{land.yang.household.pk}/", f"/desk/area/{land.yang.county.code}/"
    far = f"/desk/area/{land.far.code}/"
    return {
        "chen": [f"{area}land/", f"{area}land/?to=school", f"{area}roads/", f"{far}land/"],
        "shi": [home, f"{home}place/"],
        "zhou": ["/field/day/", "/field/"],
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_fits_and_axe_finds_nothing(land, phone, faults_of, overflow_of, language):
    found, errors = [], []
    for username, paths in addresses(land).items():
        page = phone(land.users[username], language=language)
        page.on("pageerror", lambda error: errors.append(str(error)))
        for path in paths:
            assert page.goto(path).status == 200
            found += faults_of(page)
            for width, height in WIDTHS:
                page.set_viewport_size({"width": width, "height": height})
                assert overflow_of(page) <= 0, (path, width)
    assert found == [] and errors == []


def test_the_map_shows_its_relief_and_a_home_leads_to_its_file(land, phone):
    page = phone(land.users["chen"])
    page.goto(f"/desk/area/{land.yang.county.code}/land/")
    loaded = page.evaluate(
        "async () => (await fetch(document.querySelector('.map image').getAttribute('href'))).headers.get('content-type')"
    )
    assert loaded == "image/png"
    page.get_by_role("link", name="杨秀英").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desk/household/{land.yang.household.pk}/")
    assert "隔山说得上话" in page.locator("#walk").inner_text()


def test_the_phone_fills_in_where_it_stands(land, phone):
    from xinlu.land.models import HomePlace

    page = phone(land.users["shi"], width=360)
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"longitude": 109.0123456, "latitude": 25.9876543, "accuracy": 7.4})
    page.goto(f"/desk/household/{land.west.pk}/place/")
    page.get_by_role("button", name="我站在家门口").click()
    page.get_by_text("取到了").wait_for()
    page.get_by_role("button", name="记下", exact=True).click()
    page.wait_for_url(f"**/desk/household/{land.west.pk}/")
    now = HomePlace.objects.get(longitude_e7=1_090_123_456)
    assert now.latitude_e7 == 259_876_543 and now.accuracy_m == 8 and now.how == "receiver"
