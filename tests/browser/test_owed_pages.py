"""What the household is owed, at its own door and on the helper's phone: judged by axe, large, and without JavaScript."""

from __future__ import annotations

from datetime import date

import pytest

from apps.pages import owed_cast as cast
from apps.pages.field_desk import at
from apps.yang import make_yang
from browser.test_household_loop import come_in
from xinlu.entitlement.models import BenefitStep, Explanation, StatedFact
from xinlu.entitlement.services.explaining import Understood
from xinlu.recognition.models import Recognition

pytestmark = pytest.mark.browser

LEAST_TEXT_PX, LEAST_TARGET_PX = 24, 60


@pytest.fixture
def yang(site):
    found = make_yang()
    found.reckon()
    cast.entitle(found)
    cast.explain(found, cast.PENSION, understood=Understood.YES, words="每个月打到存折上")
    return found


def too_small(page):
    """Main text below 18 pt and targets below 60 px, a line each; what stands within a sentence is no target."""
    said = []
    for paragraph in page.locator("main p:not(.soft):not(.marks):not(.note), main dd").all():
        size = paragraph.evaluate("each => parseFloat(getComputedStyle(each).fontSize)")
        if paragraph.is_visible() and size < LEAST_TEXT_PX:
            said.append(f"{size} px: {paragraph.inner_text()[:60]}")
    for target in page.locator("main a, main button, main summary").all():
        if target.is_visible() and target.bounding_box()["height"] < LEAST_TARGET_PX:
            said.append(f"{target.bounding_box()['height']} px high: {target.inner_text()[:60]}")
    return said


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 360), ("en", 320), ("zh-hans", 1280), ("en", 1280)])
def test_every_page_is_without_fault_and_large(yang, phone, faults_of, overflow_of, language, width):
    payment = cast.pay(yang)
    cast.say(yang, cast.pay(yang, policy=cast.PENSION, fen=16_000, on=date(2026, 11, 5)))
    page = phone(language=language, width=width)
    come_in(page, yang.secret)
    one = f"/home/owed/payment/{payment.pk}/"
    for address in (
        "/home/",
        "/home/owed/",
        f"/home/owed/{cast.ALLOWANCE}/",
        "/home/owed/house_repair/",
        one,
        f"{one}mine/",
    ):
        page.goto(address)
        assert faults_of(page) == [] and overflow_of(page) <= 0, address
        assert too_small(page) == [], address
    helper = phone(yang.helper, language=language, width=width)
    for address in (at(yang.household), at(yang.household, "policies/")):
        helper.goto(address)
        helper.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        assert faults_of(helper) == [] and overflow_of(helper) <= 0, address


def test_the_look_for_what_is_small_finds_it(yang, phone):
    page = phone()
    come_in(page, yang.secret)
    page.goto("/home/owed/")
    page.evaluate("document.querySelector('.policy .btn').style.cssText = 'min-height: 40px; padding: 0'")
    assert any("px high" in each for each in too_small(page))


def test_she_says_what_came_without_javascript_and_takes_it_back(yang, phone):
    payment = cast.pay(yang)
    page = phone(width=320, height=640, script=False)
    come_in(page, yang.secret)
    page.locator(".ask", has_text="这笔钱到了没有").get_by_role("link").click()
    page.click(".btn--no")
    page.fill("#own", "300")
    page.click("button[value=amount]")
    assert page.url.endswith("/home/owed/#paid") and "没到这么多" in page.inner_text("#paid + ul")
    given = Recognition.objects.get()
    assert (given.target, given.own_fen) == (payment.pk, 30_000)
    page.click("text=再说一次")
    page.click("text=这句话不算，收回来")
    assert page.is_visible("button[value=recognised]") and "您说过" not in page.inner_text("main")


def test_the_helper_fills_the_sheet_in_one_go_without_javascript(yang, phone):
    page = phone(yang.helper, script=False)
    page.goto(at(yang.household))
    page.click("text=样政策要讲")
    first = page.locator(".tell").first
    assert first.get_by_text("到乡镇民政办，走不动请村里代办。").is_hidden(), "the answer stands behind its fold"
    first.get_by_text("该怎么答").click()
    assert first.get_by_text("到乡镇民政办，走不动请村里代办。").is_visible()
    first.get_by_label("杨秀英").check()
    first.get_by_label("听懂了", exact=True).check()
    page.locator("input[name^=fact-has_own_means][value=yes]").first.check()
    page.click("text=记一步：申请了、批了、发了")
    page.select_option("#step-policy", cast.ALLOWANCE)
    page.locator("input[name=step][value=applied]").check()
    page.fill("#step-source", "民政办收据")
    page.locator("button", has_text="记下来").first.click()
    assert (
        page.get_by_role("alert").first.is_visible() and not Explanation.objects.filter(policy=cast.ALLOWANCE).exists()
    )
    assert page.locator("#step-source").input_value() == "民政办收据", "nothing typed is lost"
    page.fill("#said_by", "杨秀英")
    page.locator("button", has_text="记下来").first.click()
    assert "讲过的 1 样记下了" in page.inner_text("main")
    assert Explanation.objects.get(policy=cast.ALLOWANCE).understood == "yes"
    assert StatedFact.objects.filter(fact="has_own_means").count() == 1 and BenefitStep.objects.get().step == "applied"
