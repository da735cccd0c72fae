"""Policies at the desk in Chromium: every page at two widths and in both languages, and a value entered with two presses."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

WIDTHS = ((1280, 900), (360, 780))
ALLOWANCE = "subsistence_allowance"


@pytest.fixture
def desk(site, settings):
    """The Yang household is owed the allowance, of which one payment came only in part; the county was looked through."""
    from apps.pages import owed_cast
    from apps.pages.desk_cast import make_desk
    from xinlu.entitlement.services.explaining import Understood
    from xinlu.entitlement.services.looking import look_through
    from xinlu.entitlement.services.rules import set_rule
    from xinlu.pages.desk.rule_example import example
    from xinlu.recognition.answers import Answer

    settings.XINLU_DESK_MFA = False
    desk = make_desk()
    desk.yang.reckon()
    owed_cast.entitle(desk.yang)
    owed_cast.set_value(desk.yang, "allowance_pays_difference", True)
    set_rule(by=desk.users["chen"], area=desk.yang.county, text=example("522699", "zh"), reason="县政府办〔2026〕3号")
    owed_cast.explain(desk.yang, understood=Understood.YES, words="到乡里民政办去问，走不动就请村里代办")
    owed_cast.say(desk.yang, owed_cast.pay(desk.yang), Answer.CONTESTED, own_fen=30_000, words="只来了三百")
    desk.household("古丽娜尔·买买提明·阿不都热合曼", desk.near)
    look_through(desk.yang.county, by=desk.users["chen"])
    return desk


def addresses(desk):
    home = f"/desk/household/{desk.yang.household.pk}/"
    rule = f"/desk/policies/{ALLOWANCE}/"
    return {
        "chen": [
            "/desk/policies/",
            rule,
            f"{rule}?answer=to_be_verified",
            f"{rule}?stands=received",
            "/desk/policies/river_water_aid/",
            "/desk/policies/new/",
        ],
        "shi": [home, f"{home}policies/?policy={ALLOWANCE}", f"{home}history/"],
        "tang": ["/desk/policies/"],
        "aud": [f"{home}policies/", rule],
    }


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_fits_and_axe_finds_nothing(desk, phone, faults_of, overflow_of, language):
    found, errors = [], []
    for username, paths in addresses(desk).items():
        page = phone(desk.users[username], language=language)
        page.on("pageerror", lambda error: errors.append(str(error)))
        for path in paths:
            assert page.goto(path).status == 200
            page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
            found += faults_of(page)
            for width, height in WIDTHS:
                page.set_viewport_size({"width": width, "height": height})
                assert overflow_of(page) <= 0, (path, width)
    assert found == [] and errors == []


def test_a_value_is_looked_at_changed_and_entered_without_a_script(desk, phone, overflow_of):
    from xinlu.parameters.models import Parameter

    page = phone(desk.users["chen"], width=360, script=False)
    page.goto(f"/desk/policies/{ALLOWANCE}/")
    value = page.locator("#v-allowance_line_month_fen")

    def press(name):
        page.get_by_role("button", name=name).click()

    value.get_by_text("填月岭县的数").click()
    value.locator("input[name$=-value]").fill("三百")
    value.locator("input[name$=-source]").fill("县民政〔2026〕9号")
    value.get_by_role("button").click()
    assert "不是一个数" in value.inner_text() and value.locator("input[name$=-value]").input_value() == "三百"
    value.locator("input[name$=-value]").fill("30")
    value.get_by_role("button").click()
    assert "杨秀英" in page.locator("main").inner_text() and overflow_of(page) <= 0
    press("先改一改")
    assert value.locator("input[name$=-value]").input_value() == "30"
    value.locator("input[name$=-value]").fill("35")
    value.get_by_role("button").click()
    assert not Parameter.objects.filter(value=3_500).exists()
    press("就填这个")
    assert Parameter.objects.get(value=3_500).source == "县民政〔2026〕9号"
    assert "35元" in value.inner_text()


def test_a_rule_is_mended_looked_at_and_entered(desk, phone, faults_of, overflow_of):
    from xinlu.entitlement.models import PlacePolicy

    page = phone(desk.users["chen"], width=360)
    page.goto("/desk/policies/new/")
    text = page.locator("textarea")
    rule = text.input_value().replace("river_water_aid", "well_water_aid")
    text.fill(rule.replace("'river'", "'rivver'"))
    page.locator("input[name=reason]").fill("县政府办〔2026〕4号")
    page.get_by_role("button", name="先看会怎样").click()
    faults = page.locator("[role=alert]")
    assert "'rivver'" in faults.inner_text() and faults_of(page) == [] and overflow_of(page) <= 0
    text.fill(rule)
    page.get_by_role("button", name="先看会怎样").click()
    page.get_by_role("button", name="就立这条").wait_for()
    assert faults_of(page) == [] and overflow_of(page) <= 0
    assert not PlacePolicy.objects.filter(policy="well_water_aid").exists()
    page.get_by_role("button", name="就立这条").click()
    page.wait_for_url("**/desk/policies/well_water_aid/**")
    assert PlacePolicy.objects.get(policy="well_water_aid").reason == "县政府办〔2026〕4号"


def test_a_step_is_written_down_beside_the_policy_that_it_is_about(desk, phone):
    page = phone(desk.users["shi"], width=1280, height=900)
    page.goto(f"/desk/household/{desk.yang.household.pk}/policies/")
    part = page.locator("#p-residents_pension")
    part.get_by_text("记一步").click()
    assert page.locator("select[name=policy]").input_value() == "residents_pension"
    page.locator("select[name=step]").select_option("applied")
    page.locator("input[name=source]").fill("乡里登记本")
    page.get_by_role("button", name="记下").click()
    page.wait_for_url("**#p-residents_pension")
    assert "乡里登记本" in part.inner_text() and "申请了，还没批" in part.inner_text()
