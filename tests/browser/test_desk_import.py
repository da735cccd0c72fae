"""A spreadsheet at a desk in Chromium: handed in, looked at, brought in, what it left decided; in both languages and widths."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

WIDTHS = ((1280, 900), (390, 844))
MAIN = {"zh-hans": ("先收这 2 户", "已经收进来了"), "en": ("Bring in these 2 households", "It is in")}


@pytest.fixture
def desk(site, settings):
    from apps.pages.desk_cast import make_desk

    settings.XINLU_DESK_MFA = False
    return make_desk()


@pytest.fixture
def office():
    """A register with a cell that cannot be taken."""
    from apps.exchange.offices import Office

    found = Office()
    found.put("5226990003", 工资性收入="1.2万左右")
    return found


def hand_in(page, office, folder):
    page.goto("/desk/import/")
    page.set_input_files(
        "input[type=file]", office.written(folder, "望云乡2026年农村低收入人口家庭收入台账（最终版2）.xlsx")
    )
    page.locator("main .btn--main").click()
    page.wait_for_url("**/desk/import/*-*/")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_file_goes_in_and_what_it_leaves_is_decided(desk, office, phone, faults_of, overflow_of, language, tmp_path):
    page, found, said = phone(desk.users["shi"], language=language), [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    def judged(name):
        found.extend(faults_of(page))
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            if overflow_of(page) > 0:
                found.append(f"{name} is wider than {width}")

    page.goto("/desk/import/")
    judged("the empty list")
    hand_in(page, office, tmp_path)
    judged("the preview")
    assert page.locator(".grid .is-no").count() == 1
    with page.expect_download() as copy:
        page.locator("a[href$='returned.xlsx']").click()
    assert copy.value.suggested_filename.endswith(".xlsx")
    button, done = MAIN[language]
    page.get_by_role("button", name=button).click()
    page.get_by_role("heading", name=done).wait_for()
    judged("what came in")
    office.without_person("吴小妹")
    office.put("5226990002", 家庭人口=2)
    hand_in(page, office, tmp_path)
    judged("the same file with somebody left out")
    page.locator("button[value=bring_in]").click()
    page.locator("main a[href*='proposals']").click()
    judged("what is left to decide")
    left = page.locator(".proposal", has_text="吴小妹")
    left.locator("button[value=accepted]").click()
    page.locator(".field__wrong").first.wait_for()
    judged("a decision without its day")
    left.locator("input[type=date]").fill("2026-10-01")
    left.locator("select").select_option("married")
    left.locator("button[value=accepted]").click()
    page.locator("summary").last.click()
    page.locator(".history", has_text="吴小妹").wait_for()
    judged("what was decided")
    assert found == [] and said == []


def test_a_column_is_corrected_without_a_script(desk, phone, tmp_path):
    from apps.exchange.offices import write

    rows = [("户编号", "村", "户主姓名", "家里几口"), ("1", "对门坡村", "杨一", 2), ("2", "对门坡村", "杨二", 3)]
    page = phone(desk.users["shi"], width=1280, height=900, script=False)
    page.goto("/desk/import/")
    page.set_input_files("input[type=file]", write(tmp_path / "花名册.xlsx", {"农户": rows}))
    page.locator("main .btn--main").click()
    page.locator("select[name='column:家里几口']").select_option("people")
    page.get_by_role("button", name="照这样重看一遍").click()
    assert page.locator("select[name='column:家里几口']").input_value() == "people"
    assert "上次您这样定的" in page.locator("main").inner_text()
    page.get_by_role("button", name="先收这 2 户").click()
    assert "已经收进来了" in page.locator("h1").inner_text()


def test_a_page_of_a_file_under_way_turns_by_itself(desk, office, phone, tmp_path):
    from xinlu.exchange.models import Intake

    page = phone(desk.users["shi"], width=1280, height=900)
    hand_in(page, office, tmp_path)
    Intake.objects.update(state="reading")
    page.reload()
    assert "正在看这个文件" in page.locator("h1").inner_text()
    Intake.objects.update(state="read")
    page.locator(".scores").wait_for()
