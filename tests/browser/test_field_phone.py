"""The helper's phone in Chromium: an account by taps, with and without JavaScript; the turned screen; axe; widths."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from apps.pages.field_desk import at
from apps.yang import LINES, make_yang
from xinlu.casework.models import HouseholdFigures
from xinlu.casework.selectors.accounts import current_account, draft_of
from xinlu.casework.services.accounts import keep_draft, write_account
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Place
from xinlu.kernel import clock
from xinlu.kernel.periods import campaign_year
from xinlu.pages.field import drafting

pytestmark = pytest.mark.browser

SIZES = [("zh-hans", 360), ("en", 360)]


@pytest.fixture
def yang(site):
    return make_yang()


@pytest.fixture
def lived_in(yang):
    """The household with last year's account, this year's contested one, and a visit long ago."""
    last_year = campaign_year(2025)
    earlier = yang.draft(period=last_year, reckoned_on=date(2025, 11, 8))
    write_account(yang.household, by=yang.helper, draft=replace(earlier, lines=earlier.lines[:9]))
    yang.reckon()
    yang.goes_through_the_account()
    record_visit(
        yang.household,
        by=yang.helper,
        began_at=clock.now() - timedelta(days=40),
        minutes=45,
        place=Place.HOME,
        present=["杨秀英"],
        heard="鸡卖了十二只，没有二十只。",
    )
    return yang


def pages(yang):
    """Every page of the helper's phone by a word for it."""
    member = yang.member("杨秀英")
    home = at(yang.household)
    return {
        "today": "/field/",
        "households": "/field/households/",
        "write": "/field/write/",
        "home": home,
        "visit": f"{home}visit/",
        "start": f"{home}account/",
        "read": f"{home}account/read/",
        "who": f"{home}turned/",
        "line": f"{home}turned/{member}/9/",
        "mine": f"{home}turned/{member}/9/mine/",
        "end": f"{home}turned/{member}/",
        "file": f"{home}file/",
        "facts": f"{home}file/facts/",
        "member": f"{home}file/member/{member}/",
        "new": f"{home}file/member/",
    }


def begin_correction(yang):
    draft = drafting.correcting(current_account(yang.household))
    keep_draft(yang.household, by=yang.helper, draft=draft)
    return draft


def fork(yang):
    account = current_account(yang.household)
    theirs, ours = yang.correction(account, children=40_000), yang.correction(account, chicken=72_000)
    write_account(yang.household, by=yang.township, draft=theirs)
    write_account(yang.household, by=yang.helper, draft=replace(ours, heads=4))


@pytest.mark.parametrize("script", [True, False])
def test_an_account_of_twelve_lines_is_reckoned_by_taps(yang, phone, script):
    page = phone(yang.helper, script=script)
    page.goto(at(yang.household))
    page.get_by_role("link", name="一起算账").click()
    page.get_by_role("button", name="开始算").click()
    for kind, quantity, price, amount in LINES:
        if not page.locator(f'a.chip[href="?kind={kind}#entry"]').first.is_visible():
            page.get_by_text("别的", exact=True).click()
        page.locator(f'a.chip[href="?kind={kind}#entry"] >> visible=true').first.click()
        if quantity is None:
            page.locator("#amount").fill(str(amount // 100))
        else:
            page.locator("#quantity").fill(f"{quantity / 1000:g}")
            page.locator("#price").fill(f"{price / 100:g}")
            expect(page.locator("#amount")).to_have_value(f"{quantity * price // 100_000}" if script else "")
        page.get_by_role("button", name="记上这一笔").click()
    assert "8,294" in page.locator(".total").inner_text()
    page.get_by_role("button", name="算完了").click()
    assert page.get_by_role("heading", name="念给家里人听").is_visible()
    figures = HouseholdFigures.objects.get(household=yang.household)
    assert (figures.lines, figures.claimed_head_fen) == (12, 829_400)


def test_a_line_stands_there_after_three_taps_and_its_figure(lived_in, phone):
    begin_correction(lived_in)
    page = phone(lived_in.helper)
    page.goto(at(lived_in.household, "account/"))
    page.locator("a.chip", has_text="打零工").first.click()
    page.locator("#amount").fill("100")
    page.get_by_role("button", name="记上这一笔").click()
    assert len(draft_of(lived_in.household, lived_in.helper).lines) == 13


def test_the_list_of_kinds_narrows_while_one_writes(yang, phone):
    keep_draft(yang.household, by=yang.helper, draft=drafting.begun(yang.household, period=campaign_year(2026)))
    page = phone(yang.helper)
    page.goto(at(yang.household, "account/"))
    page.get_by_text("别的", exact=True).click()
    page.get_by_label("找一种账").fill("蜂")
    assert page.locator("#kinds .chip >> visible=true").all_inner_texts() == ["蜂蜜"]
    page.get_by_label("找一种账").fill("龙")
    assert page.get_by_text("没有叫这个的账").is_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_visit_is_written_down_with_a_thumb(yang, phone, script):
    page = phone(yang.helper, script=script)
    page.goto(at(yang.household, "visit/"))
    page.get_by_label("坐了几分钟").fill("40")
    page.get_by_label("在家里").check()
    page.get_by_label("杨秀英").check()
    page.locator('input[name="harvest"][value="trouble"]').check()
    page.locator('input[name="harvest_words"]').fill("谷子倒了一半")
    page.get_by_role("button", name="记下这次走访").click()
    assert page.get_by_text("走访记下了。").is_visible() and "40 分钟" in page.locator(".visits").inner_text()


def test_the_words_of_a_question_appear_with_its_answer(yang, phone):
    page = phone(yang.helper)
    page.goto(at(yang.household, "visit/"))
    words = page.locator('input[name="house_words"]')
    assert not words.is_visible()
    page.locator('input[name="house"][value="trouble"]').check()
    assert words.is_visible()


def test_a_form_pressed_twice_on_a_slow_line_is_sent_once(yang, phone):
    page = phone(yang.helper)
    page.goto(at(yang.household, "visit/"))
    page.get_by_label("坐了几分钟").fill("40")
    page.get_by_label("在家里").check()
    page.get_by_label("杨秀英").check()
    page.evaluate("for (const n of [1, 2]) document.querySelector('form[data-once]').requestSubmit()")
    page.get_by_text("走访记下了。").wait_for()
    assert HouseholdFigures.objects.get(household=yang.household).visits == 1


@pytest.mark.parametrize("script", [True, False])
def test_the_screen_is_turned_and_she_answers_line_by_line(yang, phone, script):
    yang.reckon()
    page = phone(yang.helper, script=script)
    page.goto(at(yang.household))
    page.get_by_role("link", name="手机转给户里看").click()
    page.get_by_role("button", name="都不在，我替他们点").click()
    assert "只能家里人自己说" in page.get_by_role("alert").inner_text()
    page.get_by_role("button", name="杨秀英").click()
    for kind, *_ in LINES:
        if kind != "chicken":
            page.get_by_role("button", name="对的").click()
            continue
        page.get_by_role("link", name="不对").click()
        if script:
            for key in "720":
                page.get_by_role("button", name=key, exact=True).click()
        else:
            page.locator("#own").fill("720")
        page.get_by_role("button", name="记下").first.click()
    assert page.get_by_role("heading", name="我家的收入账").is_visible()
    page.get_by_role("link", name="还给干部").first.click()
    assert page.get_by_role("heading", name="杨秀英家").is_visible()
    figures = HouseholdFigures.objects.get(household=yang.household)
    assert (figures.lines_recognised, figures.lines_contested, figures.lines_e1) == (11, 1, 12)


def test_the_turned_pages_are_large(yang, phone):
    yang.reckon()
    page = phone(yang.helper)
    page.goto(at(yang.household, f"turned/{yang.member('杨秀英')}/1/"))
    for button in page.locator("main .btn, .turned .btn").all():
        assert button.bounding_box()["height"] >= 60
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main')).fontSize)") >= 24


@pytest.mark.parametrize(("language", "width"), SIZES)
def test_axe_finds_nothing_and_no_page_is_wider_than_the_phone(
    lived_in, phone, faults_of, overflow_of, language, width
):
    page, narrow = (
        phone(lived_in.helper, language=language, width=width),
        phone(lived_in.helper, language=language, width=320),
    )
    found = []

    def look(address):
        assert page.goto(address).status < 500 and narrow.goto(address)
        found.extend(faults_of(page))
        for each in (page, narrow):
            if overflow_of(each) > 0:
                found.append(f"{address} is {overflow_of(each)} px too wide in {language}")

    for address in pages(lived_in).values():
        look(address)
    account = at(lived_in.household, "account/")
    look(account)
    draft = begin_correction(lived_in)
    look(account)
    look(f"{account}?line={draft.lines[2].key}")
    look(f"{account}?kind=migrant_work")
    look(f"{account}?kind=dragon")
    fork(lived_in)
    look(f"{account}fork/")
    look(at(lived_in.household))
    assert found == []


def test_axe_would_notice_a_fault(yang, phone, faults_of):
    page = phone(yang.helper)
    page.goto("/field/")
    assert faults_of(page) == []
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<input><img src=\"x\">')")
    assert any("label" in fault for fault in faults_of(page)) and any("image-alt" in fault for fault in faults_of(page))


def test_a_page_too_wide_would_be_noticed(yang, phone, overflow_of):
    page = phone(yang.helper, width=320)
    page.goto("/field/")
    assert overflow_of(page) <= 0
    page.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<pre>' + 'x'.repeat(200) + '</pre>')"
    )
    assert overflow_of(page) > 0
