"""Results and the public board in Chromium: they fit, axe finds nothing, drawings are drawn, a count leads to its households."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

WIDTHS = ((1280, 900), (360, 780))


@pytest.fixture
def reckoned_county(site, settings, tmp_path):
    """The county of the desks with its results reckoned and a board published."""
    from apps.reports.extracted import make_hamlets
    from apps.reports.test_results import reckoned
    from xinlu.reports.board.services import prepare, publish

    settings.XINLU_DESK_MFA = False
    county = make_hamlets()
    reckoned(tmp_path, quarters=1)
    publish(county.yang.county, by=county.users["chen"], device="", digest=prepare(county.yang.county).digest)
    return county


def addresses(county):
    area, home = f"/desk/area/{county.yang.county.code}/", f"/desk/household/{county.yang.household.pk}/"
    return {
        "chen": [f"{area}results/", f"{area}board/", f"/desk/area/{county.far.code}/results/"],
        "wu": [home, f"/desk/households/?area={county.yang.village.code}&result=house_guarantee:unknown"],
        None: ["/board/", f"/board/{county.yang.county.code}/"],
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_fits_and_axe_finds_nothing(reckoned_county, phone, faults_of, overflow_of, language):
    found, errors = [], []
    for username, paths in addresses(reckoned_county).items():
        page = phone(reckoned_county.users.get(username), language=language)
        page.on("pageerror", lambda error: errors.append(str(error)))
        for path in paths:
            assert page.goto(path).status == 200, path
            found += faults_of(page)
            for width, height in WIDTHS:
                page.set_viewport_size({"width": width, "height": height})
                assert overflow_of(page) <= 0, (path, width)
    assert found == [] and errors == []


def test_drawings_are_drawn_and_a_count_leads_to_its_households(reckoned_county, phone):
    page = phone(reckoned_county.users["chen"], width=1280)
    page.goto(f"/desk/area/{reckoned_county.yang.county.code}/results/")
    drawings = page.locator(".chart img")
    assert drawings.count() >= 3
    for number in range(drawings.count()):
        drawings.nth(number).scroll_into_view_if_needed()
        page.wait_for_function(
            "n => { const it = document.querySelectorAll('.chart img')[n]; return it.complete && it.naturalWidth > 0 }",
            arg=number,
        )
    row = page.get_by_role("row", name="没过线").first
    count = int(row.get_by_role("link").nth(0).inner_text())
    row.get_by_role("link").nth(0).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/households/**")
    assert page.locator("#list h2").inner_text().startswith(f"{count} 户")
    page.locator("#list tbody a").first.click()
    page.wait_for_url("**/desk/household/**")
    assert page.locator("#result").count() == 1
