"""A register comes in as claims: whole households, in the office's own words, and twice is the same as once."""

from __future__ import annotations

from datetime import date

import pytest

from apps.exchange.offices import HOUSEHOLD_HEADS, PERSON_HEADS, bring_in, id_number, write
from xinlu.casework.selectors.accounts import account_view
from xinlu.exchange.models import Proposal
from xinlu.exchange.services.intakes import desk_without_a_person, teach
from xinlu.income.answers import Answer
from xinlu.records.models import Household, LedgerEntry
from xinlu.records.selectors import kinds, verify
from xinlu.registry.models import CurrentFile, HouseholdFile, MemberVersion
from xinlu.registry.selectors.files import file_of, members_on
from xinlu.registry.services.households import write_file

TODAY = date(2026, 11, 23)


def household(number: str) -> Household:
    return CurrentFile.objects.select_related("household").get(number=number).household


def test_every_household_comes_in_with_its_people_its_place_and_a_claimed_account(brought):
    assert CurrentFile.objects.count() == 3
    yang = household("5226990001")
    assert [(each.name, each.record.relation) for each in members_on(yang, TODAY)] == [
        ("杨秀英", "head"),
        ("杨正明", "son"),
    ]
    view = file_of(yang)
    assert (view.current.village, view.file.main_cause, view.file.house_grade) == ("522699101200", "illness", "b")
    account = account_view(yang)
    assert account.figures.claimed_fen == 2_281_000
    assert account.account.heads == 2


def test_nothing_of_a_register_is_recognised(brought):
    account = account_view(household("5226990001"))
    assert {each.state for each in account.lines} == {Answer.UNANSWERED}
    assert {each.record.basis for each in account.lines} == {"register"}
    assert account.figures.recognised_low_fen < account.figures.claimed_fen


def test_the_file_and_the_row_stand_as_who_said_it(brought):
    file = file_of(household("5226990002")).file
    assert file.said_by == "登记表.xlsx 第 3 行"


def test_every_record_that_came_in_yields_its_digest(brought):
    records = [record for kind in kinds().values() for record in kind.objects.all()]
    assert len(records) > 20
    assert all(verify(each) for each in records)


def test_the_same_file_twice_changes_nothing(brought, tmp_path):
    before = LedgerEntry.objects.count()
    outcome = bring_in(brought.written(tmp_path, "再来一次.xlsx"))
    assert outcome.counts["same"] == 3
    assert LedgerEntry.objects.count() == before
    assert not Proposal.objects.exists()


def test_a_changed_file_changes_only_what_changed(brought, tmp_path):
    brought.put("5226990001", 主要致贫原因="因学")
    brought.put_person("龙桂花", 是否参加医保="是")
    before = LedgerEntry.objects.count()
    shown = bring_in(brought.written(tmp_path), dry_run=True)
    assert LedgerEntry.objects.count() == before
    assert [words.zh for _, _, found in shown.changed for words in found] == [
        "主要致贫原因：因病 → 因学",
        "参加医保：否 → 是",
    ]
    outcome = bring_in(brought.written(tmp_path))
    assert (outcome.counts["changed"], outcome.counts["same"]) == (2, 1)
    assert LedgerEntry.objects.count() == before + 2
    assert file_of(household("5226990001")).file.main_cause == "schooling"


def test_a_changed_total_makes_a_new_version_and_leaves_the_other_lines_alone(brought, tmp_path):
    yang = household("5226990001")
    before = {each.record.kind: each.record.pk for each in account_view(yang).lines}
    brought.put("5226990001", 转移性收入=9000, 家庭年纯收入=23810)
    bring_in(brought.written(tmp_path))
    view = account_view(yang)
    after = {each.record.kind: each.record.pk for each in view.lines}
    assert {name for name in after if after[name] != before[name]} == {"transfer_whole"}
    assert view.figures.claimed_fen == 2_381_000


def test_what_a_helper_has_put_right_meanwhile_is_not_written_over(brought, tmp_path):
    yang = household("5226990001")
    write_file(yang, by=desk_without_a_person(), said_by="杨秀英", phone="13900000009")
    outcome = bring_in(brought.written(tmp_path))
    assert outcome.counts["same"] == 3
    assert file_of(yang).file.phone == "13900000009"


def test_what_changed_on_both_sides_waits_for_a_person(brought, tmp_path):
    yang = household("5226990001")
    write_file(yang, by=desk_without_a_person(), said_by="杨秀英", phone="13900000009")
    brought.put("5226990001", 联系电话="13700000007")
    bring_in(brought.written(tmp_path))
    assert file_of(yang).file.phone == "13900000009"
    assert [each.kind for each in Proposal.objects.all()] == ["differs"]
    bring_in(brought.written(tmp_path))
    assert Proposal.objects.count() == 1


def test_a_bad_row_returns_its_household_whole_and_no_other(office, tmp_path):
    office.put("5226990002", 主要致贫原因="懒")
    outcome = bring_in(office.written(tmp_path))
    assert sorted(CurrentFile.objects.values_list("number", flat=True)) == ["5226990001", "5226990003"]
    assert [(str(each.spot), each.written) for each in outcome.all_faults] == [("农户!F3", "懒")]
    assert not MemberVersion.objects.filter(name="吴老根").exists()


def test_an_id_number_that_lost_its_digits_is_returned_and_not_guessed(office, tmp_path):
    office.put_person("杨正明", 身份证号=float(id_number("19700511", 3)[:-1] + "0"))
    outcome = bring_in(office.written(tmp_path))
    assert [(str(each.spot), each.code) for each in outcome.all_faults] == [("家庭成员!D3", "id.digits_lost")]
    assert not CurrentFile.objects.filter(number="5226990001").exists()


def test_an_unknown_village_is_told_with_the_nearest_name(office, tmp_path):
    office.put("5226990003", 村="岩角村")
    outcome = bring_in(office.written(tmp_path))
    fault = outcome.all_faults[0]
    assert (str(fault.spot), fault.written) == ("农户!B4", "岩角村")
    assert "岩脚村" in fault.words.zh


def test_a_desk_writes_in_its_own_area_alone(office, areas, tmp_path):
    outcome = bring_in(office.written(tmp_path), area=areas["522699101201"])
    assert list(CurrentFile.objects.values_list("number", flat=True)) == ["5226990003"]
    assert outcome.as_json()["counts"]["returned"] == 2


def test_a_household_on_file_outside_the_area_is_not_touched(brought, areas, tmp_path):
    brought.put("5226990003", 村="对门坡村")
    before = LedgerEntry.objects.count()
    outcome = bring_in(brought.written(tmp_path), area=areas["522699101200"])
    assert [each.code for each in outcome.all_faults] == ["household.elsewhere"]
    assert LedgerEntry.objects.count() == before


def test_a_heading_that_was_taught_is_known_the_next_time_in_that_office_and_no_other(areas, tmp_path):
    heads = [("户口号码" if each == "户编号" else each) for each in HOUSEHOLD_HEADS]
    rows = [("5226990009", "岩脚村", "石阿妹", 1, "", "因病", "A级", 100, 0, 0, 0, 0, 100)]
    file = write(tmp_path / "他们的表.xlsx", {"表": [heads, *rows]})
    county, other = areas["522699"], areas["522698"]
    assert bring_in(file, dry_run=True, area=county).register.packed[0].entries()[0].number == ""
    teach(county, plain="户口号码", meaning="number", by=desk_without_a_person())
    known = bring_in(file, dry_run=True, area=areas["522699101"])
    assert known.register.packed[0].entries()[0].number == "5226990009"
    assert "上次" in next(each.why.zh for each in known.register.columns if each.heading == "户口号码")
    assert bring_in(file, dry_run=True, area=other).register.returned == [] and not other.path.startswith(county.path)


def test_a_list_of_persons_alone_makes_households(areas, tmp_path):
    rows = [
        ["村", *PERSON_HEADS],
        ["岩脚村", "5226990010", "石阿公", "男", id_number("19500101", 1), "", "户主", "健康", "是"],
    ]
    bring_in(write(tmp_path / "人.xlsx", {"人": rows}))
    person = members_on(household("5226990010"), TODAY)[0]
    assert person.record.born_on == date(1950, 1, 1)


def test_a_dry_run_stores_nothing_of_any_household(office, tmp_path):
    outcome = bring_in(office.written(tmp_path), dry_run=True)
    assert outcome.counts["new"] == 3
    assert not LedgerEntry.objects.exists()
    assert not HouseholdFile.objects.exists()


@pytest.mark.parametrize("name", ["登记表.xlsx", "一个很长很长的文件名" * 8 + ".xlsx"])
def test_however_long_its_name_a_file_can_stand_as_who_said_it(office, tmp_path, name):
    bring_in(office.written(tmp_path, name))
    assert all(len(each.said_by) <= 80 and "第" in each.said_by for each in HouseholdFile.objects.all())
