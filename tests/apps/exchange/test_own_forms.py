"""An office's own form filled from the files: every name has its value, and nobody sees more than on a page."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from apps.pages.desk_cast import make_desk
from xinlu.exchange.selectors import form_values as selector
from xinlu.exchange.services.own_forms import fill_for_household, fill_for_households
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.reach import reachable
from xinlu.people.access import Action
from xinlu.people.selectors import actor_of
from xinlu.registry.models import CurrentFile, FileReading
from xinlu.registry.selectors.households import readings_of
from xinlu.registry.services.households import write_file
from xinlu.registry.services.members import write_member
from xinlu.registry.services.status import decide_status
from xinlu.sheets.form_fields import Of, form_fields
from xinlu.standards import household_statuses

ID = "522699194303020022"


@pytest.fixture
def desk(db, at_noon):
    found = make_desk()
    by, yang = found.users["shi"], found.yang
    write_file(
        yang.household,
        by=by,
        said_by="杨秀英",
        number="52269910120100001",
        phone="013885551234",
        address="对门坡 3 号",
        main_cause="illness",
        further_causes=["skills"],
        house_area_m2=80,
        house_structure="earth",
        house_year=1978,
        house_grade="c",
        house_graded_on=date(2025, 3, 1),
        electricity=True,
        fuels=["straw"],
        water="tap",
        market_distance_m=6000,
        note="等人",
    )
    write_member(
        yang.household, by=by, said_by="杨", member=yang.member("杨秀英"), id_number=ID, ethnic_group="苗族",
        education="none", health="chronic", labour="weak", schooling="not_in_school", migrant_work=False,
        subsistence_allowance=True, medical_insurance=True, pension_insurance=True, disability_number=f"{ID}43",
        joined_on=date(1965, 1, 1),
    )  # fmt: skip
    yang.reckon()
    return found


def form(*rows: list[str]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def reads(desk, login: str):
    """What that login may read, as a page would pass it on."""
    user = desk.users[login]
    return reachable(actor_of(user), Action.READ_FILE), user


def one(desk, *rows: list[str], login: str = "shi", language: str = "zh"):
    households, user = reads(desk, login)
    filled = fill_for_household(
        form(*rows), households.filter(household=desk.yang.household), reader=user, language=language
    )
    sheet = load_workbook(BytesIO(filled.content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()], filled


def test_a_form_is_filled_from_the_file_its_people_and_its_account(desk):
    desk.yang.goes_through_the_account()
    rows, filled = one(
        desk,
        ["{户主姓名}", "{身份证号}", "{村}", "{主要致贫原因}", "{通电}", "{帮扶责任人}"],
        ["{成员.姓名}", "{成员.与户主关系}", "{成员.年龄}"],
        ["{账目.项目}", "{账目.金额·报的}", "{账目.户里认不认}", "{账目.净额·户里说的}"],
        ["{家庭纯收入·报的}", "{家庭纯收入·认同}", "{家庭纯收入·认同最少}", "{家庭纯收入·认同最多}"],
    )
    assert rows[0][:6] == ["杨秀英", ID, "对门坡村", "因病", "是", "周建民"]
    assert [row[:3] for row in rows[1:4]] == [["杨秀英", "户主", 83], ["杨正明", "之子", 52], ["杨小军", "之孙子", 11]]
    lines = {row[0]: row[1:4] for row in rows[4:16]}
    assert lines["稻谷"] == [1260, "对的", 1260]
    assert lines["卖鸡"] == [1200, "不对", 720]
    assert lines["种地补贴"] == [312, "还没看", None]
    assert lines["本钱"] == [1430, "对的", -1430]
    figures = CurrentFile.objects.get().household.figures
    assert rows[16][0] == figures.claimed_fen / 100
    assert (rows[16][2], rows[16][3]) == (figures.recognised_low_fen / 100, figures.recognised_high_fen / 100)
    assert "～" in rows[16][1]
    assert filled.unknown == []


def test_in_english_names_and_values_are_english(desk):
    rows, _ = one(
        desk, ["{head}", "{main cause of poverty}"], ["{member.relation to head}", "{member.name}"], language="en"
    )
    assert rows[0] == ["杨秀英", "illness"]
    assert rows[1] == ["head of household", "杨秀英"]


def test_every_name_has_a_value_where_everything_is_known(desk):
    """No name of the help is forgotten: of this household something is known under each."""
    desk.yang.goes_through_the_account()
    status = household_statuses(on=date(2026, 1, 1))[0].code
    decide_status(
        desk.yang.household, by=desk.users["chen"], status=status, since=date(2026, 1, 1), decision="村民代表会"
    )
    empty = {"title", "claimed.cost_fen", "group", "last_visit_on"}
    (told,) = selector.form_values(list(CurrentFile.objects.all()), shows_numbers=lambda row: True, language="zh")
    tables = {Of.HOUSEHOLD: [told.household], Of.EACH: [{**told.household, "nth": 1}]}
    tables[Of.MEMBER] = [{**each, "nth": 1} for each in told.members]
    tables[Of.LINE] = [{**each, "nth": 1} for each in told.lines]
    for each in form_fields():
        values = [row.get(each.key) for row in tables[each.of]]
        assert each.key in tables[each.of][0], each
        assert any(value not in (None, "") for value in values) or each.key in empty, each
    named = {each.key for each in form_fields() if each.of is Of.HOUSEHOLD}
    assert {"income.claimed", "income.recognised", "wages.recognised_low"} <= named


@pytest.mark.parametrize(("login", "shown"), [("shi", True), ("zhou", True), ("luo", False), ("aud", False)])
def test_numbers_are_masked_for_who_may_not_read_them(desk, login, shown):
    rows, _ = one(desk, ["{户主身份证号}", "{电话}"], ["{成员.身份证号}", "{成员.残疾证号}"], login=login)
    told = [cell for row in rows for cell in row if cell]
    assert (ID in told) is shown
    assert ("013885551234" in told) is shown
    if not shown:
        assert rows[0][0] == "522699********0022"
        assert not any(digits in str(cell) for cell in told for digits in ("19430302", "13885551234"))


@pytest.mark.parametrize("login", ["far", "tang", "near", "tian"])
def test_an_outsider_fills_nothing(desk, login):
    with pytest.raises(Refusal, match=r"form\.household"):
        one(desk, ["{户主姓名}"], login=login)
    households, user = reads(desk, login)
    with pytest.raises(Refusal, match=r"form\.no_households"):
        fill_for_households(form(["{户.户主姓名}"]), households, reader=user, language="zh")
    assert not FileReading.objects.exists()


def test_the_household_sees_that_its_file_went_into_a_form(desk):
    one(desk, ["{户主姓名}"], login="luo")
    one(desk, ["{户主姓名}"], login="shi")
    assert sorted((each.reader.username, each.page) for each in readings_of(desk.yang.household)) == [
        ("luo", "form"),
        ("shi", "form:numbers"),
    ]


def test_a_refused_form_is_no_reading(desk):
    with pytest.raises(Refusal, match=r"form\.no_names"):
        one(desk, ["没有名字"])
    assert not FileReading.objects.exists()


def test_a_village_is_listed_a_row_each_or_given_a_sheet_each(desk):
    for n in range(3):
        desk.account(desk.household(f"户{n}", desk.near), 10_000 * (n + 1))
    households, user = reads(desk, "near")
    filled = fill_for_households(
        form(["{村}"], ["{户.序号}", "{户.户主姓名}", "{户.家庭纯收入·报的}"]), households, reader=user, language="zh"
    )
    rows = list(load_workbook(BytesIO(filled.content)).active.iter_rows(values_only=True))
    assert rows == [("岩脚村", None, None), (1, "户0", 100), (2, "户1", 200), (3, "户2", 300)]
    filled = fill_for_households(form(["{户主姓名}"], ["{账目.项目}"]), households, reader=user, language="zh")
    assert load_workbook(BytesIO(filled.content)).sheetnames == ["1 户0", "2 户1", "3 户2"]


def test_a_household_about_which_little_is_known_is_filled_too(desk):
    desk.household("=1+1", desk.near)
    households, user = reads(desk, "near")
    filled = fill_for_household(
        form(["{户主姓名}", "{电话}", "{家庭纯收入·认同}", "{鉴定日期}"], ["{账目.项目}"]),
        households,
        reader=user,
        language="zh",
    )
    sheet = load_workbook(BytesIO(filled.content)).active
    assert [sheet.cell(1, column).value for column in range(1, 5)] == ["=1+1", None, None, None]
    assert sheet["A1"].data_type == "s"


def test_the_number_of_queries_does_not_grow_with_the_households(desk):
    households, user = reads(desk, "near")
    counts = []
    for n in range(1, 9):
        desk.account(desk.household(f"户{n}", desk.near), 10_000, 20_000)
        if n in (2, 8):
            with CaptureQueriesContext(connection) as asked:
                fill_for_households(form(["{户.户主姓名}"]), households.all(), reader=user, language="zh")
            counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] < 40
