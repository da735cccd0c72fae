"""Lists compared at a desk, and what they disagree about: seen with both values by whoever answers for the place, settled by
whoever may write, and by nobody else."""

from __future__ import annotations

import io
import json
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.exchange.offices import id_number
from apps.pages import desk_fixtures
from apps.pages.desk_cast import TODAY
from xinlu.exchange.models import Finding, FindingKind, Intake, IntakeState
from xinlu.exchange.services import list_steps
from xinlu.registry.models import FileReading
from xinlu.registry.selectors.files import members_on
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.members import write_member

desk = desk_fixtures.desk

LISTS, PAGE = "/desk/lists/", "/desk/findings/"
HEAD = ("村", "姓名", "身份证号", "参保状态")
GIVEN = "一二三四五六七八九十百千万亿甲乙丙丁戊己庚辛壬癸春"
YANG, SON, STRANGER = id_number("19430302", 2), id_number("19740501", 3), id_number("19880808", 8)


@pytest.fixture
def numbered(desk):
    """The Yang household with numbers, the son insured as far as the file knows."""
    for member in members_on(desk.yang.household, TODAY):
        number = {"杨秀英": YANG, "杨正明": SON}.get(member.name)
        if number:
            write_member(
                desk.yang.household,
                by=desk.users["shi"],
                said_by="杨秀英",
                member=member.member,
                id_number=number,
                medical_insurance=True,
            )
    return desk


def workbook(*rows):
    written, book = io.BytesIO(), openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    book.save(written)
    return written.getvalue()


def sent(client, *rows, topic="insurance", name="医保名单.xlsx", **more):
    """The answer to a list that is handed in."""
    file = SimpleUploadedFile(name, workbook(*(rows or (HEAD, ("对门坡村", "杨正明", SON, "停保")))))
    return client.post(LISTS, {"file": file, "topic": topic, **more})


def laid(client, *rows, **more):
    """The address of a list whose findings lie before the desk."""
    address = sent(client, *rows, **more)["Location"]
    assert client.post(address, {"do": "lay"}).status_code == 302
    return address


def text(response):
    return response.content.decode()


def settle(client, finding, outcome, *, to=PAGE, **typed):
    fields = {f"{finding.pk}-{name}": value for name, value in typed.items()}
    return client.post(to, {"finding": finding.pk, "outcome": outcome, **fields})


def son(desk):
    """The version that counts."""
    found = members_on(desk.yang.household, TODAY)
    return next(each.record for each in found if each.name == "杨正明")


def test_a_list_is_looked_at_first_and_nothing_is_stored(numbered):
    client = numbered.client("shi")
    response = sent(client)
    page = text(client.get(response["Location"]))
    assert Finding.objects.count() == 0 and Intake.objects.get().state == IntakeState.READ
    assert "杨正明" in page and "现在还什么都没存" in page
    assert client.post(response["Location"], {"do": "lay"}).status_code == 302
    assert Finding.objects.count() == 1
    assert "file=" in text(client.get(response["Location"])), "the way to what waits"
    assert client.post(response["Location"], {"do": "lay"}).status_code == 200, "a second time is refused in words"
    assert Finding.objects.count() == 1


def test_both_values_the_source_and_who_may_settle_stand_on_the_page(numbered):
    client = numbered.client("shi")
    laid(client)
    page = text(client.get(PAGE))
    assert "杨正明" in page and "医保名单.xlsx" in page and re.search(r"Sheet.{0,12}2", page)
    sides = re.findall(r"<dd>([^<]+)</dd>", page)
    assert sides[:2] == ["是", "否"]
    assert text(client.get(PAGE)).count('name="outcome"') == 3


def test_taking_the_list_writes_the_file_and_the_next_look_is_empty(numbered):
    client = numbered.client("shi")
    laid(client)
    assert settle(client, Finding.objects.get(), "list", reason="问过本人，今年没交").status_code == 302
    assert son(numbered).medical_insurance is False and son(numbered).author.username == "shi"
    page = text(client.get(PAGE))
    assert "问过本人，今年没交" in page and 'name="outcome"' not in page


def test_something_else_needs_words_and_what_was_typed_stays(numbered):
    client = numbered.client("shi")
    laid(client)
    finding = Finding.objects.get()
    response = settle(client, finding, "asked", reason="")
    assert response.status_code == 200 and "要写一句" in text(response)
    assert settle(client, finding, "asked", reason="在外省参保").status_code == 302
    assert Finding.objects.get().outcome == "asked"


def test_an_outcome_that_is_none_and_a_finding_that_is_not_there_change_nothing(numbered):
    client = numbered.client("shi")
    laid(client)
    finding = Finding.objects.get()
    assert settle(client, finding, "no-such-thing").status_code == 200
    assert client.post(PAGE, {"finding": "x", "outcome": "file"}, follow=True).status_code == 200
    assert Finding.objects.get().outcome == ""


def test_no_number_of_a_person_stands_whole_on_any_page(numbered):
    client = numbered.client("shi")
    address = laid(client, HEAD, ("对门坡村", "韦大山", STRANGER, "是"), ("对门坡村", "杨老大", SON, "是"))
    for where in (address, PAGE):
        page = text(client.get(where)).replace(address, "")
        assert not re.search(r"(?<![\w-])\d{17}[\dX](?![\w-])", page), where
    assert "韦大山" in text(client.get(PAGE))


def test_who_is_on_no_file_can_be_answered_and_not_entered_by_itself(numbered):
    client = numbered.client("shi")
    laid(client, HEAD, ("对门坡村", "韦大山", STRANGER, "是"))
    finding = Finding.objects.get()
    page = text(client.get(PAGE))
    assert finding.kind == FindingKind.NOBODY and 'value="list"' not in page and 'value="file"' in page
    assert settle(client, finding, "list").status_code == 200
    assert settle(client, finding, "file").status_code == 302


def test_of_several_one_is_chosen_among_the_entries_with_their_evidence(numbered):
    for _ in range(2):
        numbered.household("韦小芳", numbered.near)
    client = numbered.client("shi")
    laid(client, ("村", "姓名", "出生日期", "参保状态"), ("岩脚村", "韦小芳", "1960-01-01", "停保"))
    which = Finding.objects.get()
    page = text(client.get(PAGE))
    assert page.count('type="radio"') == 2 and "姓名一样" in page
    response = settle(client, which, "list")
    assert response.status_code == 200 and "选一选" in text(response)
    member = json.loads(which.body)["candidates"][0]["member"]
    assert settle(client, which, "list", chosen=member).status_code == 302
    assert Finding.objects.filter(outcome="").get().kind == FindingKind.ADDS


@pytest.mark.parametrize("username", ["tang", "far", "near"])
def test_desks_of_other_places_see_and_settle_nothing(numbered, username):
    address = laid(numbered.client("shi"))
    finding, client = Finding.objects.get(), numbered.client(username)
    for where in (PAGE, LISTS):
        assert "杨正明" not in text(client.get(where)) and "医保名单" not in text(client.get(where))
    assert client.get(address).status_code == 404
    settle(client, finding, "list", reason="x")
    assert client.get(f"/desk/household/{numbered.yang.household.pk}/to-check/").status_code in (403, 404)
    assert Finding.objects.get().outcome == "" and son(numbered).medical_insurance is True


@pytest.mark.parametrize("username", ["luo", "aud", "zhou"])
def test_inspectors_auditors_and_helpers_bring_in_no_lists(numbered, username):
    laid(numbered.client("shi"))
    client = numbered.client(username)
    assert client.get(PAGE).status_code == client.get(LISTS).status_code == 403


def test_the_county_sees_the_finding_and_may_not_write_the_file(numbered):
    laid(numbered.client("shi"))
    client = numbered.client("chen")
    page = text(client.get(PAGE))
    assert "杨正明" in page and 'name="outcome"' not in page
    response = settle(client, Finding.objects.get(), "list")
    assert response.status_code == 200 and Finding.objects.get().outcome == ""


def test_the_helper_settles_what_is_about_their_own_household(numbered):
    laid(numbered.client("shi"), HEAD, ("对门坡村", "杨正明", SON, "停保"), ("对门坡村", "韦大山", STRANGER, "是"))
    client, address = numbered.client("zhou"), f"/desk/household/{numbered.yang.household.pk}/to-check/"
    page = text(client.get(address))
    assert "杨正明" in page and "韦大山" not in page
    settle(client, Finding.objects.get(kind=FindingKind.NOBODY), "file", to=address)
    assert settle(client, Finding.objects.get(kind=FindingKind.DIFFERS), "list", to=address).status_code == 302
    assert [each.outcome for each in Finding.objects.order_by("kind")] == ["list", ""]
    assign_helper(numbered.yang.household, by=numbered.users["shi"], helper=numbered.users["tian"], since=TODAY)
    assert client.get(address).status_code == 404


def test_only_who_handed_a_list_in_lays_it_before_the_desk(numbered):
    address = sent(numbered.client("shi"))["Location"]
    client = numbered.client("chen")
    assert 'value="lay"' not in text(client.get(address))
    client.post(address, {"do": "lay"})
    assert Finding.objects.count() == 0
    numbered.client("shi").post(address, {"do": "drop"})
    assert Intake.objects.get().state == IntakeState.DROPPED


def test_a_register_is_no_list_and_its_address_leads_nowhere_here(numbered):
    client = numbered.client("shi")
    file = SimpleUploadedFile("登记表.xlsx", workbook(("户编号", "村", "户主姓名"), ("5226990001", "对门坡村", "杨一")))
    register = client.post("/desk/import/", {"file": file})["Location"].rstrip("/").rpartition("/")[2]
    assert client.get(f"{LISTS}{register}/").status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_file_that_is_no_list_says_why_in_either_language(numbered, language):
    client = numbered.client("shi")
    response = sent(client, ("村", "金额"), ("对门坡村", 3))
    page = text(client.get(response["Location"], headers={"accept-language": language}))
    assert ("没有找到名单" if language == "zh-hans" else "No list was found") in page


def test_a_list_without_its_kind_or_file_is_asked_for(numbered):
    client = numbered.client("shi")
    assert sent(client, topic="").status_code == 200
    assert sent(client, topic="tax").status_code == 200
    assert Intake.objects.count() == 0


def test_a_complete_list_asks_about_who_is_missing(numbered):
    client = numbered.client("shi")
    row = ("对门坡村", "杨秀英", YANG, "是")
    laid(client, HEAD, row)
    assert Finding.objects.count() == 0
    laid(client, HEAD, row, complete="on")
    assert Finding.objects.get().kind == FindingKind.UNLISTED
    assert "名单上没有" in text(client.get(PAGE))


def test_beside_many_people_the_work_goes_to_the_background(numbered, monkeypatch):
    monkeypatch.setattr(list_steps, "AT_ONCE_PEOPLE", 1)
    later = []
    monkeypatch.setattr(list_steps, "compare_later", type("Task", (), {"enqueue": staticmethod(later.append)}))
    monkeypatch.setattr(list_steps.transaction, "on_commit", lambda do: do())
    client = numbered.client("shi")
    response = sent(client)
    intake = Intake.objects.get()
    assert later == [str(intake.pk)] and intake.state == IntakeState.READING
    assert "hx-get" in text(client.get(response["Location"]))
    polled = client.get(response["Location"], headers={"HX-Request": "true"})
    assert polled.status_code == 200 and "under-way" in text(polled)
    list_steps.compare_now(intake.pk)
    assert client.get(response["Location"], headers={"HX-Request": "true"})["HX-Refresh"] == "true"


def test_reading_the_findings_is_written_down_for_each_household(numbered):
    client = numbered.client("shi")
    laid(client)
    client.get(PAGE)
    assert FileReading.objects.filter(page="desk:findings", household=numbered.yang.household).count() == 1


def test_what_changed_on_file_since_the_list_came_is_told(numbered):
    client = numbered.client("shi")
    laid(client)
    assert "名单来了以后改过" not in text(client.get(PAGE))
    write_member(
        numbered.yang.household,
        by=numbered.users["shi"],
        said_by="杨",
        member=son(numbered).member,
        medical_insurance=None,
    )
    assert "名单来了以后改过" in text(client.get(PAGE))


def test_the_list_is_narrowed_by_kind_by_topic_and_by_file(numbered):
    client = numbered.client("shi")
    laid(client, HEAD, ("对门坡村", "杨正明", SON, "停保"), ("对门坡村", "韦大山", STRANGER, "是"))
    laid(client, ("姓名", "身份证号", "残疾证号"), ("杨秀英", YANG, YANG + "43"), topic="disability", name="残联.xlsx")
    file = Intake.objects.get(name="残联.xlsx").pk
    for query, there, away in (
        ("?kind=nobody", "韦大山", "残联"),
        ("?topic=disability", "残联", "韦大山"),
        (f"?file={file}", "残联", "韦大山"),
    ):
        articles = "".join(re.findall(r"<article.*?</article>", text(client.get(PAGE + query)), re.DOTALL))
        assert there in articles and away not in articles, query
    assert text(client.get(PAGE + "?file=x&kind=y")).count("<article") == 3, "what is none narrows nothing"


def test_nothing_waiting_is_said_with_the_way_on(numbered):
    page = text(numbered.client("shi").get(PAGE))
    assert 'class="empty"' in page and LISTS in page


def test_more_findings_take_no_more_queries(numbered):
    client = numbered.client("shi")

    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert client.get(PAGE).status_code == 200
        return len(asked)

    laid(client, HEAD, ("对门坡村", "杨正明", SON, "停保"), ("对门坡村", "韦大山", STRANGER, "是"))
    queries()
    before = queries()
    homes = [numbered.household(f"石{GIVEN[n]}", numbered.near) for n in range(25)]
    rows = []
    for n, home in enumerate(homes):
        number = id_number("19600101", n)
        head = members_on(home, TODAY)[0]
        write_member(home, by=numbered.users["shi"], said_by="x", member=head.member, id_number=number)
        rows.append(("岩脚村", f"石{GIVEN[n]}", number, "是"))
    laid(client, HEAD, *rows)
    queries()
    assert queries() <= before
    assert text(client.get(PAGE)).count("<article") > 20, "the counted page shows them"
