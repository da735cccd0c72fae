"""A register that goes out: everything that may leave, in cells that keep their digits, and who took it is written down."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, connections
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from apps.conftest import NOON
from apps.exchange.leaving import ID, exported, make_known_desk, said_anywhere, sheets_of
from apps.pages.desk_cast import make_desk
from apps.pages.growing_county import SMALL, make_growing
from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.casework.services.accounts import write_account
from xinlu.exchange.selectors import moments, register_sheets
from xinlu.exchange.services.exporting import export_register
from xinlu.kernel import clock
from xinlu.kernel.periods import campaign_year
from xinlu.people.models import Responsibility
from xinlu.people.roles import Role
from xinlu.registry.models import CurrentFile, FileReading
from xinlu.registry.selectors.files import members_on
from xinlu.registry.selectors.households import readings_of
from xinlu.registry.services.members import member_leaves, write_member

LONG = "阿" * 58 + "=1"


@pytest.fixture
def desk(db, at_noon):
    return make_known_desk()


def test_a_household_its_people_and_its_account_stand_on_three_sheets(desk):
    sheets, said = exported(desk.yang.county, user=desk.users["chen"])
    assert list(sheets) == ["农户", "家庭成员", "收入账"]
    (household,) = sheets["农户"]
    assert household["户编号"] == "52269910120100001"
    assert household["电话"] == "013885551234"
    assert household["备注"] == "=HYPERLINK(1)\n第二行"
    assert (household["县"], household["乡镇"], household["村"], household["组"]) == (
        "月岭县",
        "望云乡",
        "对门坡村",
        "—",
    )
    assert household["区划代码"] == "522699101201"
    assert (household["主要致贫原因"], household["其他致贫原因"], household["通电"]) == ("因病", "缺技术；缺劳力", "是")
    assert household["鉴定日期"].date() == date(2025, 3, 1)
    assert household["家庭人口"] == 3
    assert household["帮扶责任人"] == "周建民"
    persons = sheets["家庭成员"]
    assert [(each["姓名"], each["与户主关系"], each["性别"]) for each in persons] == [
        ("杨秀英", "户主", "女"),
        ("杨正明", "之子", "男"),
        ("杨小军", "之孙子", "男"),
    ]
    assert persons[0]["身份证号"] == ID
    assert all(each["户编号"] == household["户编号"] and each["户主姓名"] == "杨秀英" for each in persons)
    lines = {each["项目"]: each for each in sheets["收入账"]}
    assert len(lines) == 12
    assert (lines["稻谷"]["数量"], lines["稻谷"]["单价"], lines["稻谷"]["金额"]) == (900, 1.4, 1260)
    assert (lines["本钱"]["金额"], lines["本钱"]["成本"]) == (1430, None)
    assert lines["稻谷"]["年度"] == 2026
    assert (said.households, said.people, said.numbers, said.rows) == (1, 3, 1, 16)


def test_claimed_and_recognised_figures_stand_beside_each_other(desk):
    (before,) = exported(desk.yang.county)[0]["农户"]
    assert before["户里认的最少"] < before["账上纯收入"] < before["户里认的最多"]
    desk.yang.goes_through_the_account()
    (after,) = exported(desk.yang.county)[0]["农户"]
    assert after["账上纯收入"] == before["账上纯收入"]
    assert (after["户里认了几笔"], after["户里不认几笔"], after["户里没答几笔"]) == (8, 3, 1)
    assert after["户里认的最多"] < after["账上纯收入"]


def test_in_english_headings_and_codes_are_english(desk):
    sheets, _ = exported(desk.yang.county, language="en")
    assert list(sheets) == ["Households", "Members", "Income lines"]
    assert sheets["Households"][0]["Further causes"] == "lack of skills; lack of labour"
    assert sheets["Members"][0]["Relation to head"] == "head of household"
    assert {each["Kind of line"] for each in sheets["Income lines"]} >= {"Rice", "Pigs sold"}


def test_a_registers_whole_sums_stand_with_the_household_and_not_among_the_lines(desk):
    household = desk.household("石大山", desk.near)
    lines = (
        DraftLine(key="1", kind="wages_whole", basis=Basis.REGISTER, amount_fen=1_200_000),
        DraftLine(key="2", kind="production_cost_whole", basis=Basis.REGISTER, amount_fen=20_050),
        DraftLine(key="3", kind="casual_work", basis=Basis.REGISTER, amount_fen=100_000),
    )
    draft = Draft(period=campaign_year(2026), heads=1, reckoned_on=date(2026, 11, 8), lines=lines)
    write_account(household, by=desk.yang.helper, draft=draft)
    sheets, _ = exported(desk.near)
    (row,) = sheets["农户"]
    assert (row["工资性收入"], row["生产经营性支出"], row["家庭年纯收入"]) == (13000, 200.5, 12799.5)
    assert (row["财产性收入"], row["转移性收入"]) == (None, None)
    assert [each["项目"] for each in sheets["收入账"]] == ["打零工"]


def test_without_numbers_no_number_leaves(desk):
    sheets, said = exported(desk.yang.county, user=desk.users["chen"], with_numbers=False)
    assert said.numbers == 0
    assert "电话" not in sheets["农户"][0]
    assert not {"身份证号", "残疾证号"} & sheets["家庭成员"][0].keys()
    assert not said_anywhere(sheets, ID, "013885551234")


def test_who_may_not_read_numbers_gets_none(desk):
    sheets, said = exported(desk.yang.county, user=desk.users["luo"])
    assert (said.households, said.numbers) == (1, 0)
    assert not said_anywhere(sheets, ID, "013885551234")
    assert said_anywhere(exported(desk.yang.county, user=desk.users["chen"])[0], ID)  # the control


def test_numbers_are_told_household_by_household(desk):
    """A helper who also is an inspector reads the numbers of the own households alone."""
    other = desk.household("石大山", desk.near, facts={"phone": "13900001111"})
    write_member(
        other,
        by=desk.users["shi"],
        said_by="石",
        member=members_on(other, date(2026, 11, 23))[0].member,
        id_number="522699196001010020",
    )
    Responsibility.objects.create(
        user=desk.users["zhou"], role=Role.INSPECTOR, area=desk.yang.county, since=date(2024, 1, 1)
    )
    sheets, said = exported(desk.yang.county, user=desk.users["zhou"])
    assert (said.households, said.numbers) == (2, 1)
    assert said_anywhere(sheets, ID, "013885551234")
    assert not said_anywhere(sheets, "522699196001010020", "13900001111")
    assert {each["户主姓名"]: each["身份证号"] for each in sheets["家庭成员"] if each["与户主关系"] == "户主"} == {
        "杨秀英": ID,
        "石大山": None,
    }


@pytest.mark.parametrize("login", ["far", "tang", "near", "tian"])
def test_an_outsider_takes_nothing_out(desk, login):
    sheets, said = exported(desk.yang.county, user=desk.users[login])
    assert said.households == 0
    assert all(rows == [] for rows in sheets.values())
    assert not said_anywhere(sheets, "杨")
    assert not FileReading.objects.exists()


def test_only_what_lies_in_the_area_goes_out(desk):
    desk.household("石大山", desk.far)
    assert exported(desk.yang.village)[1].households == 1
    assert exported(desk.far)[0]["农户"][0]["户主姓名"] == "石大山"
    assert exported(desk.yang.county)[1].households == 2


def test_each_household_sees_who_took_its_file_out(desk):
    exported(desk.yang.county, user=desk.users["chen"])
    exported(desk.yang.county, user=desk.users["chen"])
    exported(desk.yang.county, user=desk.users["luo"])
    readings = [(each.reader.username, each.page) for each in readings_of(desk.yang.household)]
    assert sorted(readings) == [("chen", "export:numbers"), ("luo", "export")]


def test_who_left_is_not_listed(desk):
    member_leaves(
        desk.yang.household,
        by=desk.users["shi"],
        said_by="杨",
        member=desk.yang.member("杨正明"),
        left_on=date(2026, 11, 1),
        why="moved",
    )
    sheets, said = exported(desk.yang.county)
    assert [each["姓名"] for each in sheets["家庭成员"]] == ["杨秀英", "杨小军"]
    assert (said.people, sheets["农户"][0]["家庭人口"]) == (2, 2)


def test_of_two_versions_of_a_person_the_one_that_counts_goes_out(desk):
    member = desk.yang.member("杨正明")
    first = next(each.record for each in members_on(desk.yang.household, date(2026, 11, 23)) if each.member == member)
    for hours, health in ((1, "chronic"), (2, "grave")):
        with clock.standing_at(NOON + timedelta(hours=hours)):
            write_member(desk.yang.household, by=desk.users["shi"], said_by="杨", supersedes=first.pk, health=health)
    shown = next(
        each.record.health for each in members_on(desk.yang.household, date(2026, 11, 23)) if each.member == member
    )
    rows = exported(desk.yang.county)[0]["家庭成员"]
    assert len(rows) == 3
    assert (shown, rows[1]["健康状况"]) == ("chronic", "长期慢性病")


def test_a_long_name_and_a_name_like_a_formula_arrive_whole(desk):
    desk.household(LONG, desk.near)
    desk.household("=1+1", desk.near)
    file = BytesIO()
    export_register(desk.near, file, within=CurrentFile.objects.all(), language="zh", with_numbers=False)
    book = load_workbook(file)
    heads = {cell.value: cell.data_type for cell in book["农户"]["B"][1:]}
    assert heads == {LONG: "s", "=1+1": "s"}


def test_households_without_a_number_get_one_for_this_file_that_is_too_short_to_be_kept(desk):
    for name in ("甲", "乙"):
        desk.household(name, desk.near)
    desk.household("丙", desk.near, facts={"number": "1"})
    sheets, _ = exported(desk.near)
    numbers = {each["户主姓名"]: each["户编号"] for each in sheets["农户"]}
    assert numbers["丙"] == "1"
    assert sorted(numbers.values()) == ["1", "2", "3"]
    assert {each["户主姓名"]: each["户编号"] for each in sheets["家庭成员"]} == numbers


def test_an_empty_area_is_a_file_with_headings(desk):
    sheets, said = exported(desk.far)
    assert (said.households, said.rows) == (0, 0)
    assert list(sheets) == ["农户", "家庭成员", "收入账"]


def test_the_number_of_queries_does_not_grow_with_the_households(db, at_noon):
    county = make_growing()
    counts = []
    for size in (SMALL, replace(SMALL, households=30)):
        county.grow(size)
        with CaptureQueriesContext(connection) as asked:
            _, said = exported(county.county, user=county.logins[Role.COUNTY])
        counts.append((said.households, len(asked)))
    (few, first), (many, second) = counts
    assert many > few * 2
    assert first == second


def test_each_further_chunk_costs_the_same_few_queries(desk, monkeypatch):
    for n in range(6):
        desk.account(desk.household(f"户{n}", desk.near), 10_000)
    costs = {}
    for size in (100, 2, 1):
        monkeypatch.setattr(register_sheets, "HOUSEHOLDS_AT_ONCE", size)
        with CaptureQueriesContext(connection) as asked:
            export_register(desk.near, BytesIO(), within=CurrentFile.objects.all(), language="zh", with_numbers=True)
        costs[size] = len(asked)
    assert costs[2] - costs[100] == 2 * 5
    assert costs[1] - costs[100] == 5 * 5


@pytest.mark.django_db(transaction=True)
def test_what_is_written_meanwhile_waits_for_nothing_and_changes_nothing_of_the_export(at_noon):
    """A county takes half a minute: whoever saves meanwhile is not kept waiting, and the sheets still agree."""
    if connection.vendor == "sqlite":
        pytest.skip("the SQLite of tests lies in memory and knows no moments; on a file the next test shows it")
    found = make_desk()
    found.household("石大山", found.near)
    written = []

    def write_meanwhile(done, most):
        if not written:
            written.append(in_another_connection(lambda: found.household("后来的", found.near)))

    file = BytesIO()
    export_register(
        found.near, file, within=CurrentFile.objects.all(), language="zh", with_numbers=True, progress=write_meanwhile
    )
    sheets = sheets_of(file)
    assert (
        {each["户主姓名"] for each in sheets["农户"]} == {each["户主姓名"] for each in sheets["家庭成员"]} == {"石大山"}
    )
    assert written == [True]
    assert exported(found.near)[1].households == 2  # the control: it was written


def in_another_connection(write) -> bool:
    """Whether `write` came through in a thread, and so a connection, of its own."""

    def run():
        with clock.standing_at(NOON):
            write()
        connection.close()
        return True

    with ThreadPoolExecutor(1) as beside:
        return beside.submit(run).result(timeout=30)


def test_on_a_file_a_long_reading_sees_one_moment_and_keeps_nobody_waiting(db, tmp_path, monkeypatch):
    file = tmp_path / "one.sqlite3"
    described = {**connections.databases["default"], "ENGINE": "django.db.backends.sqlite3", "NAME": str(file)}
    described["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 1, "init_command": "PRAGMA journal_mode=WAL;"}
    reading, writing = SQLite(described, "reading"), SQLite(described, "writing")
    monkeypatch.setattr(moments, "connection", reading)
    try:
        with writing.cursor() as cursor:
            cursor.execute("CREATE TABLE said (what TEXT)")
        with moments.one_moment():
            assert count(reading) == 0
            with writing.cursor() as cursor:
                cursor.execute("INSERT INTO said VALUES ('meanwhile')")
            assert (count(reading), count(writing)) == (0, 1)
        assert count(reading) == 1
        with moments.one_moment(), pytest.raises(DatabaseError):
            reading.cursor().execute("INSERT INTO nowhere VALUES (1)")
        assert count(reading) == 1  # the block ended though something went wrong in it
    finally:
        reading.close()
        writing.close()


def count(database) -> int:
    with database.cursor() as cursor:
        return cursor.execute("SELECT count(*) FROM said").fetchone()[0]
