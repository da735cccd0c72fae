"""The desks in Chromium: every page at two widths and in both languages, quick filters, and the same without a script."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

WIDTHS = ((1280, 900), (360, 780))


@pytest.fixture
def desk(site, settings):
    """The cast with the Yang household gone through, a fork in its file, and a household without helper."""
    from apps.pages.desk_cast import make_desk
    from xinlu.registry.selectors.files import file_of
    from xinlu.registry.services.households import write_file

    settings.XINLU_DESK_MFA = False
    desk = make_desk()
    desk.yang.reckon()
    desk.yang.goes_through_the_account()
    first = file_of(desk.yang.household).file.pk
    write_file(desk.yang.household, by=desk.users["wu"], said_by="甲", supersedes=first, water="tap")
    write_file(desk.yang.household, by=desk.users["zhou"], said_by="乙", supersedes=first, water="river")
    desk.household("古丽娜尔·买买提明·阿不都热合曼", desk.near)
    return desk


def addresses(desk):
    from xinlu.registry.selectors.files import file_of

    home = f"/desk/household/{desk.yang.household.pk}/"
    boy = file_of(desk.yang.household).members[1].member
    return {
        "chen": ["/desk/area/522699/", "/desk/households/?only=contested", f"{home}status/", f"{home}helper/"],
        "tang": [f"/desk/area/{desk.far.code}/", "/desk/households/"],
        "wu": [f"/desk/area/{desk.yang.village.code}/", home, f"{home}history/", f"{home}file/"],
        "shi": [
            "/desk/households/enter/",
            "/desk/helpers/",
            "/desk/cards/?show=all",
            f"{home}card/",
            f"{home}members/{boy}/",
            f"/desk/helpers/{desk.users['zhou'].pk}/",
        ],
        "luo": [f"{home}inspect/"],
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_fits_and_axe_finds_nothing(desk, phone, faults_of, overflow_of, language):
    found, errors = [], []
    for username, paths in addresses(desk).items():
        page = phone(desk.users[username], language=language)
        page.on("pageerror", lambda error: errors.append(str(error)))
        for path in paths:
            assert page.goto(path).status == 200
            found += faults_of(page)
            for width, height in WIDTHS:
                page.set_viewport_size({"width": width, "height": height})
                assert overflow_of(page) <= 0, (path, width)
    assert found == [] and errors == []


def test_a_filter_changes_the_list_at_once_and_stands_in_the_address(desk, phone):
    said = []
    page = phone(desk.users["shi"], width=1280, height=900)
    page.on("console", lambda message: said.append(message.text))
    page.goto("/desk/households/")
    page.locator("summary").first.click()
    page.check("input[value=contested]")
    page.wait_for_url("**only=contested**")
    page.locator("#list h2", has_text="1 户").wait_for()
    assert page.locator("#list tbody tr").count() == 1
    page.go_back()
    page.locator("#list h2", has_text="2 户").wait_for()
    assert page.evaluate("localStorage.length") == 0, "no list of households stays in the browser"
    assert said == []


def test_without_a_script_the_same_form_does_the_same(desk, phone):
    page = phone(desk.users["shi"], width=1280, height=900, script=False)
    page.goto("/desk/households/?only=no_helper")
    assert page.locator("#list tbody tr").count() == 1
    page.uncheck("input[value=no_helper]")
    page.check("input[value=contested]")
    page.locator("details button").first.click()
    assert "only=contested" in page.url and page.locator("#list tbody tr").count() == 1


def test_an_id_number_typed_into_the_search_does_not_leave_in_an_address(desk, phone):
    page = phone(desk.users["shi"], width=1280, height=900)
    asked = []
    page.goto("/desk/households/")
    page.on("request", lambda request: asked.append(request.url))
    page.fill("input[name=text]", "522699194303020012")
    page.locator(".search button").first.click()
    page.wait_for_timeout(300)
    assert not any("522699194303020012" in url for url in asked)
    page.fill("input[name=text]", "yang")
    page.locator(".search button").first.click()
    page.wait_for_url("**text=yang**")


def test_a_contested_line_is_seen_by_the_inspector_and_asked_anew(desk, phone):
    page = phone(desk.users["luo"], width=1280, height=900)
    page.goto(f"/desk/household/{desk.yang.household.pk}/inspect/")
    page.get_by_label("杨秀英").check()
    line = page.locator(".asked", has_text="子女给的")
    line.get_by_label("不对", exact=True).check()
    line.locator("input[name^=own-]").fill("350")
    page.get_by_role("button", name="把回答记下").click()
    page.wait_for_url(f"**/desk/household/{desk.yang.household.pk}/")
    assert "E3 外来人当面问" in page.locator("section", has_text="子女给的：一笔账").inner_text()
