"""Bringing in a spreadsheet at a desk: sent, looked at, corrected, brought in; and who sees nothing of it."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase

from apps.exchange.offices import Office, id_number
from apps.pages import desk_fixtures
from apps.pages.desk_fixtures import taken
from xinlu.exchange.models import Intake, IntakeState, PeopleLook, Proposal, TaughtHeading
from xinlu.exchange.services import steps
from xinlu.kernel import clock
from xinlu.registry.models import CurrentFile

desk = desk_fixtures.desk

LIST = "/desk/import/"


@pytest.fixture
def office():
    return Office()


def sent(client, file, name="登记表.xlsx", **more):
    """The answer to a file that is handed in."""
    return client.post(LIST, {"file": SimpleUploadedFile(name, file), **more})


def preview(client, file, name="登记表.xlsx"):
    """The address of what a file says, and its page."""
    response = sent(client, file, name)
    assert response.status_code == 302, response.content.decode()
    return response["Location"], client.get(response["Location"]).content.decode()


def book(office, tmp_path):
    return office.written(tmp_path).read_bytes()


def of_sheets(**sheets):
    """A workbook of these sheets and rows."""
    written = io.BytesIO()
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    made.save(written)
    return written.getvalue()


def brought_in(client, file):
    address, _page = preview(client, file)
    assert client.post(address, {"do": "bring_in"}).status_code == 302
    return address


def numbered():
    return set(CurrentFile.objects.exclude(number="").values_list("number", flat=True))


def test_a_file_is_looked_at_first_and_then_its_households_stand(desk, office, tmp_path):
    client = desk.client("shi")
    address, page = preview(client, book(office, tmp_path))
    assert "现在还什么都没存" in page and numbered() == set()
    assert "先收这 3 户" in page and "杨秀英" in page and "农户" in page
    response = client.post(address, {"do": "bring_in"}, follow=True)
    assert "已经收进来了" in response.content.decode()
    assert numbered() == {"5226990001", "5226990002", "5226990003"}
    assert "吴老根" in client.get("/desk/households/").content.decode()


def test_the_same_file_again_changes_nothing_and_says_so(desk, office, tmp_path):
    client, file = desk.client("shi"), book(office, tmp_path)
    brought_in(client, file)
    _again, page = preview(client, file)
    assert "先收这" not in page and "档案里都有了" in page
    assert "这个文件" in page and "收进来过" in page
    assert CurrentFile.objects.exclude(number="").count() == 3


def test_no_id_number_stands_on_the_page_nor_in_its_address(desk, office, tmp_path):
    office.put_person("吴老根", 身份证号="522699195506060059X")  # a character too many
    address, page = preview(desk.client("shi"), book(office, tmp_path))
    assert "52••••••••" in page
    assert not re.search(r"\d{14,}", page.replace(address, "")), "a whole number stands on the page"
    assert not re.search(r"\d{14,}", address)


def test_a_column_is_corrected_and_remembered_for_this_office(desk):
    client = desk.client("shi")
    rows = [("户编号", "村", "户主姓名", "家里几口"), ("1", "对门坡村", "杨一", 2), ("2", "对门坡村", "杨二", 3)]
    address, page = preview(client, of_sheets(农户=rows))
    assert 'name="column:家里几口"' in page
    response = client.post(address, {"do": "again", "column:家里几口": "people"}, follow=True)
    assert TaughtHeading.objects.get().meaning == "people"
    assert '<option value="people" selected>' in response.content.decode()
    _again, page = preview(client, of_sheets(农户=rows), "下个月.xlsx")
    assert "上次您这样定的" in page


def test_what_was_corrected_is_read_again_before_it_is_brought_in(desk):
    """Whoever changes a column and presses the main button at once still looks first."""
    client = desk.client("shi")
    rows = [("户编号", "村", "户主姓名", "家里几口"), ("1", "对门坡村", "杨一", 2), ("2", "对门坡村", "杨二", 3)]
    address, _page = preview(client, of_sheets(农户=rows))
    response = client.post(address, {"do": "bring_in", "column:家里几口": "people"}, follow=True)
    assert "再看一眼" in response.content.decode()
    assert Intake.objects.get().state == IntakeState.READ and numbered() == set()


def test_a_meaning_that_is_none_is_refused_and_what_was_typed_stays(desk, office, tmp_path):
    client = desk.client("shi")
    address, page = preview(client, book(office, tmp_path))
    assert 'name="year"' in page
    response = client.post(address, {"do": "again", "column:家庭人口": "no-such-thing", "year": "2025"})
    assert response.status_code == 200 and 'value="2025"' in response.content.decode()
    response = client.post(address, {"do": "again", "column:家庭人口": "unused", "year": "二零二五"})
    assert response.status_code == 200 and 'value="二零二五"' in response.content.decode()
    assert "请写 2000 到 2026 的年份" in response.content.decode() and not TaughtHeading.objects.exists()


def test_the_year_of_the_incomes_is_said_by_a_person(desk, office, tmp_path):
    client = desk.client("shi")
    address, _page = preview(client, book(office, tmp_path))
    assert client.post(address, {"do": "again", "year": "2025"}).status_code == 302
    assert Intake.objects.get().year == 2025
    assert 'name="year" value="2025"' in client.get(address).content.decode()


def test_a_choice_is_decided_by_a_person_and_can_be_decided_otherwise(desk, office, tmp_path):
    """A household whose number fits no list of persons: is it the one whose head has the same name?"""
    client = desk.client("shi")
    for row in office.persons:
        row[0] = "9" if row[1] == "石明英" else row[0]
    office.put("5226990003", 户编号="")
    address, page = preview(client, book(office, tmp_path))
    code = re.search(r'name="(answer:[^"]+)"', page)
    assert code, page
    assert "先收这 2 户" in page
    assert client.post(address, {"do": "again", code[1]: "yes"}).status_code == 302
    page = client.get(address).content.decode()
    assert "先收这 3 户" in page and re.search(r'value="yes" checked', page)
    assert client.post(address, {"do": "again", code[1]: "no"}).status_code == 302
    assert "先收这 2 户" in client.get(address).content.decode()


def test_what_cannot_be_taken_is_shown_by_its_cell_and_comes_back_in_a_copy(desk, office, tmp_path):
    client = desk.client("shi")
    office.put("5226990002", 工资性收入="1.2万左右")
    address, page = preview(client, book(office, tmp_path))
    assert "先收这 2 户" in page and "1.2万左右" in page and 'class="is-no"' in page and "H3" in page
    response = client.get(f"{address}returned.xlsx")
    assert "no-store" in response["Cache-Control"]
    found = openpyxl.load_workbook(io.BytesIO(taken(response)))
    assert "1.2万左右" in [cell.value for sheet in found for row in sheet.iter_rows() for cell in row]
    client.post(address, {"do": "bring_in"})
    assert numbered() == {"5226990001", "5226990003"}


@pytest.mark.parametrize(
    ("name", "content"),
    [("照片.png", b"\x89PNG\r\n\x1a\n" + b"x" * 90), ("空.xlsx", b""), ("信.xlsx", b"PK\x03\x04 no zip")],
)
def test_a_file_that_cannot_be_read_says_why_and_what_to_do(desk, name, content):
    client = desk.client("shi")
    response = sent(client, content, name)
    if response.status_code == 302:
        page = client.get(response["Location"]).content.decode()
        assert "这个文件读不了" in page and "换一个文件" in page
    else:
        assert response.status_code == 200 and "文件是空的" in response.content.decode()
        assert not Intake.objects.exists()


def test_no_file_chosen_is_said_at_the_field(desk):
    response = desk.client("shi").post(LIST, {})
    assert "先选文件" in response.content.decode()


def test_a_file_that_is_not_wanted_leaves_nothing_but_that_it_came(desk, office, tmp_path):
    client = desk.client("shi")
    address, _page = preview(client, book(office, tmp_path))
    response = client.post(address, {"do": "drop"}, follow=True)
    found = Intake.objects.get()
    assert found.state == IntakeState.DROPPED and found.said == ""
    assert "不要了" in response.content.decode() and numbered() == set()
    assert "没有收" in client.get(address).content.decode()
    assert client.get(f"{address}returned.xlsx").status_code == 404


def test_whoever_answers_for_the_place_looks_and_only_who_sent_it_decides(desk, office, tmp_path):
    wu = desk.client("wu")
    office.households, office.persons = office.households[:2], office.persons[:5]
    address, _page = preview(wu, book(office, tmp_path))
    shi = desk.client("shi")
    page = shi.get(address).content.decode()
    assert "吴春梅" in page and "先收这" not in page
    for do in ("bring_in", "drop", "again"):
        assert "收不收由吴春梅定" in shi.post(address, {"do": do}).content.decode()
    assert Intake.objects.get().state == IntakeState.READ


def test_another_place_sees_nothing_of_it(desk, office, tmp_path):
    address, _page = preview(desk.client("wu"), of_sheets(农户=[("户编号", "户主姓名"), ("1", "杨一"), ("2", "杨二")]))
    for username in ("near", "tang", "far"):
        client = desk.client(username)
        assert "登记表" not in client.get(LIST).content.decode()
        for asked in (client.get(address), client.post(address, {"do": "drop"}), client.get(f"{address}returned.xlsx")):
            assert asked.status_code == 404
    for username in ("zhou", "luo", "aud"):
        assert desk.client(username).get(address).status_code == desk.client(username).get(LIST).status_code == 403
    assert Intake.objects.get().state == IntakeState.READ


def test_households_outside_the_area_of_the_desk_are_returned(desk, office, tmp_path):
    client = desk.client("wu")
    address, page = preview(client, book(office, tmp_path))
    assert "先收这 2 户" in page
    client.post(address, {"do": "bring_in"})
    assert numbered() == {"5226990001", "5226990002"}


def test_a_file_under_way_is_asked_about_again_and_shows_without_a_script_too(desk, office, tmp_path):
    client = desk.client("shi")
    address, _page = preview(client, book(office, tmp_path))
    for state in (IntakeState.READING, IntakeState.APPLYING):
        Intake.objects.update(state=state)
        page = client.get(address).content.decode()
        assert 'hx-trigger="every 2s"' in page and f'href="{address}">' in page
        part = client.get(address, headers={"HX-Request": "true"})
        assert "<html" not in part.content.decode() and "under-way" in part.content.decode()
    Intake.objects.update(state=IntakeState.READ)
    assert client.get(address, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_the_list_tells_each_file_with_its_state_and_is_paged(desk, office, tmp_path):
    client = desk.client("shi")
    brought_in(client, book(office, tmp_path))
    page = client.get(LIST).content.decode()
    assert "登记表.xlsx" in page and "收进来了" in page and "石峰" in page
    done = Intake.objects.get()
    later = done.received_at + timedelta(minutes=1)
    for n in range(24):
        of = {"by": done.by, "area": done.area, "received_at": later}
        Intake.objects.create(name=f"第{n}个.xlsx", sha256="", state=IntakeState.REFUSED, **of)
    assert "登记表.xlsx" not in client.get(LIST).content.decode()
    assert "登记表.xlsx" in client.get(f"{LIST}?page=2").content.decode()


def test_the_list_asks_the_same_queries_of_many_files_as_of_few(
    desk, office, tmp_path, django_assert_max_num_queries, django_assert_num_queries
):
    client = desk.client("shi")
    brought_in(client, book(office, tmp_path))
    with django_assert_max_num_queries(12) as few:
        client.get(LIST)
    done = Intake.objects.get()
    for n in range(15):
        Intake.objects.create(name=f"第{n}个.xlsx", sha256="", by=done.by, area=done.area, state=IntakeState.READ)
    with django_assert_num_queries(len(few)):
        client.get(LIST)


def test_a_preview_asks_the_same_queries_of_a_large_file_as_of_a_small_one(
    desk, office, tmp_path, django_assert_max_num_queries, django_assert_num_queries
):
    client = desk.client("shi")
    small, _page = preview(client, book(office, tmp_path))
    for n in range(10, 70):
        name = f"石{chr(0x4E00 + n)}"
        office.households.append([f"52269900{n}", "岩脚村", name, 1, *office.households[2][4:]])
        office.persons.append(
            [f"52269900{n}", name, "女", id_number("19620101", n), "1962-01-01", "户主", "健康", "是"]
        )
    large, page = preview(client, book(office, tmp_path))
    assert "先收这 63 户" in page
    with django_assert_max_num_queries(12) as few:
        client.get(small)
    with django_assert_num_queries(len(few)):
        client.get(large)


def test_the_households_page_leads_here_for_whoever_may(desk):
    assert LIST in desk.client("wu").get("/desk/households/").content.decode()
    assert LIST not in desk.client("aud").get("/desk/households/").content.decode()
    assert LIST in desk.client("tang").get("/desk/households/").content.decode(), "an empty list offers it too"


def test_what_is_left_to_decide_is_said_before_and_after(desk, office, tmp_path):
    client = desk.client("shi")
    brought_in(client, book(office, tmp_path))
    office.without_person("吴小妹")
    office.put("5226990002", 家庭人口=2)
    address, page = preview(client, book(office, tmp_path))
    assert "吴小妹在档案里，表上没有了" in page and "把这 1 件事摆上来定" in page
    page = client.post(address, {"do": "bring_in"}, follow=True).content.decode()
    assert f"/desk/proposals/?file={address.split('/')[-2]}" in page and Proposal.objects.count() == 1


def test_english_says_the_same(desk, office, tmp_path):
    client = desk.client("shi")
    client.cookies["django_language"] = "en"
    _address, page = preview(client, book(office, tmp_path))
    assert "Nothing is stored yet." in page and "Bring in these 3 households" in page


def test_a_file_whose_work_stopped_half_way_goes_on_at_a_button_and_one_at_work_does_not(
    desk, office, tmp_path, monkeypatch
):
    client = desk.client("shi")
    address, _page = preview(client, book(office, tmp_path))
    Intake.objects.update(state=IntakeState.APPLYING, stirred_at=clock.now())
    page = client.get(address).content.decode()
    assert 'value="go_on"' not in page
    refused = client.post(address, {"do": "go_on"})
    assert refused.status_code == 200 and Intake.objects.get().state == IntakeState.APPLYING
    Intake.objects.update(stirred_at=clock.now() - timedelta(minutes=11))
    page = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert 'value="go_on"' in page and "hx-trigger" not in page
    assert "<h1>半路停了</h1>" in client.get(address).content.decode()
    later = []
    monkeypatch.setattr(steps, "apply_later", type("Task", (), {"enqueue": staticmethod(later.append)}))
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(address, {"do": "go_on"})
    assert later == [str(Intake.objects.get().pk)]
    steps.apply_now(Intake.objects.get().pk)
    assert Intake.objects.get().state == IntakeState.DONE


def test_what_came_in_is_searched_for_people_who_are_on_file_twice(desk, office, tmp_path):
    brought_in(desk.client("shi"), book(office, tmp_path))
    assert PeopleLook.objects.filter(done_at__isnull=False).exists()
