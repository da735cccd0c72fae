"""Lists, what they disagree about, and the same person twice, in Chromium: at two widths, in both languages, judged by axe."""

from __future__ import annotations

import io

import pytest

pytestmark = pytest.mark.browser

WIDTHS = ((1280, 900), (360, 780))


@pytest.fixture
def desk(site, settings):
    """The cast with a list before the desk that disagrees in every way, one that was only looked at, and people twice."""
    from apps.exchange.offices import id_number
    from apps.pages.desk_cast import TODAY, make_desk
    from xinlu.registry.selectors.files import members_on
    from xinlu.registry.services.members import write_member

    settings.XINLU_DESK_MFA = False
    desk = make_desk()
    numbers = {"杨秀英": id_number("19430302", 2), "杨正明": id_number("19740501", 3)}
    for member in members_on(desk.yang.household, TODAY)[:2]:
        write_member(
            desk.yang.household,
            by=desk.users["shi"],
            said_by="杨秀英",
            member=member.member,
            id_number=numbers[member.name],
            health="chronic",
            medical_insurance=True,
        )
    homes = [desk.household("韦小芳", place) for place in (desk.near, desk.near, desk.yang.village)]
    for home in homes[1:]:
        head = members_on(home, TODAY)[0].member
        write_member(home, by=desk.users["wu"], said_by="韦", member=head, id_number=id_number("19600101", 4))
    desk.household("古丽娜尔·买买提明·阿不都热合曼", desk.near)
    desk.addresses = _lists(desk, numbers, id_number("19880808", 8))
    desk.client("shi").post("/desk/same-people/", {"look": "1"})
    return desk


def _lists(desk, numbers, stranger):
    insured = [
        ("村", "姓名", "身份证号", "出生日期", "参保状态", "缴费金额"),
        ("对门坡村", "杨正明", numbers["杨正明"], "", "停保", 400),
        ("对门坡村", "杨大秀", numbers["杨秀英"], "", "正常参保", 400),
        ("岩脚村", "韦小芳", "", "1960-01-01", "停保", 0),
        ("岩脚村", "韦大山", stranger, "", "正常参保", 400),
        ("岩脚村", "石小妹", "52269919880808", "", "待定中", 400),
    ]
    disabled = [
        ("姓名", "身份证号", "残疾证号", "残疾类别", "残疾等级"),
        ("杨正明", numbers["杨正明"], numbers["杨正明"] + "43", "肢体", "三级"),
    ]
    paid = [
        ("领取人", "身份证号", "发放金额", "发放日期", "补贴项目"),
        ("杨正明", numbers["杨正明"], 1500, "2026-11-10", "雨露计划"),
        ("杨秀英", numbers["杨秀英"], "460元", None, "农村低保金"),
        ("杨秀英", numbers["杨秀英"], 800, "2026-10", "国家助学金"),
        ("古丽娜尔·买买提明·阿不都热合曼", stranger, "约500", "2026-10", "临时救助"),
    ]
    found = []
    for rows, topic, laid in (
        (disabled, "disability", True),
        (insured, "insurance", True),
        (insured, "insurance", False),
        (paid, "payment", False),
        (paid, "payment", True),
    ):
        address = _sent(desk.client("shi"), rows, topic)
        if laid:
            desk.client("shi").post(address, {"do": "lay"})
        found.append(address)
    return found


def _sent(client, rows, topic):
    import openpyxl
    from django.core.files.uploadedfile import SimpleUploadedFile

    written, book = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(written)
    name = {"payment": "望云乡 2026 年 11 月惠民惠农一卡通发放明细表.xlsx"}.get(topic)
    file = SimpleUploadedFile(name or "望云乡 2026 年城乡居民医保参保名单（第三季度）.xlsx", written.getvalue())
    return client.post("/desk/lists/", {"file": file, "topic": topic, "complete": "on"})["Location"]


def addresses(desk):
    home = f"/desk/household/{desk.yang.household.pk}/to-check/"
    return {
        "shi": ["/desk/lists/", *desk.addresses, "/desk/findings/", "/desk/same-people/"],
        "chen": ["/desk/findings/", "/desk/same-people/", desk.addresses[2]],
        "wu": ["/desk/same-people/"],
        "zhou": [home],
        "tang": ["/desk/findings/", "/desk/lists/", "/desk/same-people/"],
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


def test_a_finding_is_settled_and_a_pair_decided_at_the_pages_themselves(desk, phone):
    page = phone(desk.users["shi"], width=1280, height=900)
    page.goto("/desk/findings/?kind=differs")
    waiting = page.locator("article").count()
    first = page.locator("article").first
    first.get_by_role("textbox").fill("问过本人")
    first.locator("button[value=list]").click()
    page.wait_for_load_state()
    assert page.locator("article").count() == waiting - 1
    assert page.locator("details").first.inner_text()
    page.goto("/desk/same-people/")
    pair = page.locator("section.block", has=page.locator("input[type=radio]")).first
    pairs = page.locator("section.block").count()
    pair.locator("input[type=radio]").last.check()
    pair.locator("input[type=date]").fill("2026-10-01")
    pair.locator("button[value=same]").click()
    page.wait_for_load_state()
    assert page.locator("section.block").count() < pairs


def test_payments_are_answered_for_and_recorded_at_the_page_itself(desk, phone):
    from xinlu.entitlement.models import BenefitStep

    before = BenefitStep.objects.count()
    page = phone(desk.users["shi"], width=1280, height=900)
    page.goto(desk.addresses[3])
    page.locator("input[name=when]").fill("2026-11")
    page.locator("select[name=purpose_0]").select_option("senior_grant")
    page.locator("button[value=answer]").click()
    page.wait_for_load_state()
    page.locator("button[value=lay]").click()
    page.wait_for_load_state()
    assert page.locator("button[value=lay]").count() == 0
    assert BenefitStep.objects.count() == before + 2, "one was on record before"
