"""Departments' lists beside the files: what disagrees is asked about, nothing is overwritten, nothing is asked twice."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.exchange.offices import id_number, write
from xinlu.exchange.list_findings import Settled
from xinlu.exchange.list_outcome import ListOutcome
from xinlu.exchange.models import Finding, FindingKind, IntakeKind
from xinlu.exchange.services.intakes import begin, desk_without_a_person
from xinlu.exchange.services.lists import compare_list, finish_list
from xinlu.exchange.services.registers import Bringing
from xinlu.exchange.services.settling import settle_finding
from xinlu.exchange.topics import topic_of
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.people.models import Area
from xinlu.records.models import LedgerEntry
from xinlu.registry.models import CurrentFile, HouseholdFile, MemberVersion
from xinlu.registry.selectors.members import standing_members
from xinlu.registry.selectors.standing import standing
from xinlu.registry.services.households import enter_household, write_file
from xinlu.registry.services.members import member_leaves, write_member

YANG, SON = id_number("19430302", 2), id_number("19700511", 3)
WU, LONG, GIRL = id_number("19550606", 5), id_number("19570912", 6), id_number("20140101", 8)
SHI = id_number("19621224", 2)
EVERYBODY = (("杨秀英", YANG), ("杨正明", SON), ("吴老根", WU), ("龙桂花", LONG), ("吴小妹", GIRL), ("石明英", SHI))


class Lists:
    """Lists written out and compared, as the command does it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def compare(self, topic: str, *rows: tuple[Any, ...], area: Area | None = None, **how: Any) -> ListOutcome:
        file = write(self._folder / how.pop("name", "名单.xlsx"), {"Sheet1": rows})
        by = desk_without_a_person()
        intake = begin(name=file.name, sha256="", by=by, area=area, kind=IntakeKind.LIST, topic=topic)
        bringing = Bringing(intake, by, reach=(area.path,) if area else ())
        outcome = compare_list(file, bringing, topic=topic_of(topic), **{"dry_run": False, **how})
        finish_list(intake, outcome)
        return outcome

    def insured(self, *rows: tuple[Any, ...], **how: Any) -> ListOutcome:
        return self.compare("insurance", ("村", "姓名", "身份证号", "参保状态"), *rows, **how)


@pytest.fixture
def lists(brought, tmp_path):
    """The office's register is in."""
    return Lists(tmp_path)


def findings() -> list[tuple[str, str, Any, Any]]:
    """Kind, field, here and there of everything raised, in the order of the rows."""
    found = [(each, body(each)) for each in Finding.objects.all()]
    return [
        (str(each.kind), each.field, told.get("here"), told.get("there"))
        for each, told in sorted(found, key=lambda pair: (pair[1]["row"], pair[0].field))
    ]


def body(finding: Finding) -> dict[str, Any]:
    return json.loads(finding.body)


def person(name: str) -> MemberVersion:
    found = MemberVersion.objects.filter(name=name).order_by("received_at", "pk").last()
    return next(
        each for each in standing_members(standing(MemberVersion, found.household)) if each.member == found.member
    )


def settle(finding: Finding | None = None, outcome: Settled = Settled.LIST, **how: Any) -> None:
    settle_finding(finding or Finding.objects.get(outcome=""), outcome=outcome, by=desk_without_a_person(), **how)


def test_what_agrees_with_the_file_raises_nothing(lists):
    outcome = lists.insured(*((None, name, number, "正常参保") for name, number in EVERYBODY if name != "龙桂花"))
    assert findings() == []
    assert (outcome.counts["by_id"], outcome.counts["agree"], outcome.counts["findings"]) == (5, 5, 0)


def test_what_disagrees_is_a_finding_with_both_values_and_the_source_and_the_file_stays(lists):
    before = LedgerEntry.objects.count()
    outcome = lists.insured((None, "龙桂花", LONG, "正常参保"), (None, "杨正明", SON, "停保"), name="医保名单.xlsx")
    assert findings() == [
        ("differs", "medical_insurance", False, True),
        ("differs", "medical_insurance", True, False),
    ]
    first = Finding.objects.get(member=person("龙桂花").member)
    assert (body(first)["source"], body(first)["row"], body(first)["name"]) == ("医保名单.xlsx", 2, "龙桂花")
    assert first.household == person("龙桂花").household and first.place_id == "522699101200"
    assert (person("龙桂花").medical_insurance, person("杨正明").medical_insurance) == (False, True)
    assert LedgerEntry.objects.count() == before, "a list writes no record by itself"
    assert outcome.counts["findings"] == outcome.counts["differs"] == 2


def test_a_dry_run_says_the_same_and_stores_nothing(lists):
    outcome = lists.insured((None, "龙桂花", LONG, "是"), dry_run=True)
    assert outcome.counts["findings"] == 1 and Finding.objects.count() == 0
    (told,) = outcome.as_json()["findings"]
    assert "龙桂花" in told["zh"] and "否" in told["zh"] and "是" in told["zh"]


def test_the_same_list_twice_raises_nothing_twice_and_a_settled_one_is_not_raised_again(lists):
    row = (None, "龙桂花", LONG, "是")
    lists.insured(row)
    again = lists.insured(row, name="下个月.xlsx")
    assert (again.counts["findings"], again.counts["known"], Finding.objects.count()) == (0, 1, 1)
    settle(outcome=Settled.FILE, reason="问过本人，没交")
    lists.insured(row)
    assert Finding.objects.filter(outcome="").count() == 0
    lists.insured((None, "杨正明", SON, "否"))
    assert Finding.objects.filter(outcome="").count() == 1, "another disagreement is raised all the same"


def test_taking_the_lists_value_writes_a_new_version_said_by_the_list(lists):
    lists.insured((None, "龙桂花", LONG, "是"), name="医保名单.xlsx")
    before = person("龙桂花")
    settle()
    after = person("龙桂花")
    assert after.medical_insurance is True and after.supersedes == before.pk
    assert (after.said_by, after.device.partition(":")[0]) == ("医保名单.xlsx 第 2 行", "list")
    assert after.name == before.name and after.health == before.health
    assert lists.insured((None, "龙桂花", LONG, "是")).counts["agree"] == 1


def test_what_a_list_said_is_not_what_the_next_register_is_compared_with(lists, brought, tmp_path):
    """The register still says no: it said so before, so it does not undo what was settled since."""
    from apps.exchange.offices import bring_in

    lists.insured((None, "龙桂花", LONG, "是"))
    settle()
    outcome = bring_in(brought.written(tmp_path))
    assert outcome.counts["changed"] == 0 and person("龙桂花").medical_insurance is True


def test_leaving_the_file_writes_nothing(lists):
    lists.insured((None, "龙桂花", LONG, "是"))
    before = LedgerEntry.objects.count()
    settle(outcome=Settled.FILE)
    assert LedgerEntry.objects.count() == before
    finding = Finding.objects.get()
    assert (finding.outcome, finding.decided_by.username) == ("file", "xinlu-import") and finding.decided_at


def test_what_was_found_by_asking_needs_words(lists):
    lists.insured((None, "龙桂花", LONG, "是"))
    with pytest.raises(Refusal, match=r"finding\.reason"):
        settle(outcome=Settled.ASKED, reason="  ")
    settle(outcome=Settled.ASKED, reason="在外省参保")
    assert Finding.objects.get().reason == "在外省参保"


def test_nothing_is_settled_twice(lists):
    lists.insured((None, "龙桂花", LONG, "是"))
    finding = Finding.objects.get()
    settle(finding, Settled.FILE)
    with pytest.raises(Refusal, match=r"finding\.settled"):
        settle(finding, Settled.LIST)
    assert person("龙桂花").medical_insurance is False


def test_who_left_meanwhile_gets_no_new_version(lists):
    lists.insured((None, "龙桂花", LONG, "是"))
    gone = person("龙桂花")

    member_leaves(
        gone.household,
        by=desk_without_a_person(),
        said_by="吴老根",
        member=gone.member,
        left_on=date(2026, 10, 1),
        why="died",
    )
    with pytest.raises(Refusal, match=r"finding\.gone"):
        settle()
    assert Finding.objects.get().outcome == ""


def test_being_on_the_disability_register_says_so_and_its_certificate_goes_along(lists):
    rows = (
        ("姓名", "身份证号", "残疾证号", "残疾等级"),
        ("杨正明", SON, SON + "43", "三级"),
        ("石明英", SHI, SHI + "12", "二级"),
    )
    lists.compare("disability", *rows)
    assert findings() == [
        ("differs", "health", "healthy", "disabled"),
        ("adds", "disability_number", "", SHI + "12"),
    ]
    son = Finding.objects.get(member=person("杨正明").member)
    assert body(son)["also"] == {"disability_number": SON + "43"} and body(son)["details"] == ["残疾等级：三级"]
    settle(son)
    assert (person("杨正明").health, person("杨正明").disability_number) == ("disabled", SON + "43")


def test_a_withdrawn_certificate_says_nothing(lists):
    rows = (("姓名", "身份证号", "证件状态"), ("杨正明", SON, "注销"))
    assert lists.compare("disability", *rows).counts["findings"] == 0
    assert lists.compare("disability", rows[0], ("杨正明", SON, "有效")).counts["findings"] == 1


def test_a_house_is_the_households_and_its_day_goes_with_its_grade(lists):
    rows = (
        ("户主姓名", "身份证号", "鉴定等级", "鉴定日期"),
        ("杨秀英", YANG, "C级", "2026-09-01"),
        ("吴老根", WU, "A级", "2026-09-02"),
    )
    lists.compare("house", *rows)
    assert findings() == [
        ("differs", "house_grade", "b", "c"),
        ("adds", "house_graded_on", None, "2026-09-02"),
    ]
    settle(Finding.objects.get(field="house_grade"))
    file = standing(HouseholdFile, person("杨秀英").household)[0]
    assert (file.house_grade, str(file.house_graded_on), file.said_by) == ("c", "2026-09-01", "名单.xlsx 第 2 行")
    assert Finding.objects.get(field="house_grade").member is None


def test_a_school_roll_that_only_says_at_school_agrees_with_every_school(lists):
    girl = person("吴小妹")
    rows = (("学生姓名", "身份证号"), ("吴小妹", GIRL))
    lists.compare("school", *rows)
    assert findings() == [("adds", "schooling", "", "in_school")]
    write_member(girl.household, by=desk_without_a_person(), said_by="吴老根", member=girl.member, schooling="junior")
    assert lists.compare("school", *rows).counts["agree"] == 1
    told = lists.compare("school", (*rows[0], "年级"), (*rows[1], "五年级"))
    assert told.new[0].body["there"] == "primary", "a roll that tells the school does not agree with another"


def test_a_payment_asks_only_after_who_is_not_on_file_and_keeps_what_was_paid(lists):
    head = ("村", "姓名", "身份证号", "金额", "发放日期", "补贴项目")
    stranger = id_number("19880808", 8)
    lists.compare(
        "payment",
        head,
        ("岩脚村", "龙桂花", LONG, 300, "2026-10-12", "地力补贴"),
        ("岩脚村", "韦大山", stranger, 300, "2026-10-12", "地力补贴"),
    )
    (nobody,) = Finding.objects.all()
    assert (nobody.kind, nobody.household, nobody.place_id) == (FindingKind.NOBODY, None, "522699101201")
    told = body(nobody)
    assert told["details"] == ["金额：300", "发放日期：2026-10-12", "补贴项目：地力补贴"]
    assert stranger not in nobody.body and told["id_number"] == f"522699********{stranger[-4:]}"
    with pytest.raises(Refusal, match=r"finding\.outcome"):
        settle(nobody, Settled.LIST)
    settle(nobody, Settled.ASKED, reason="是邻县的，发错了")
    lists.insured(("岩脚村", "韦大山", stranger, "是"))
    assert stranger not in Finding.objects.get(outcome="").body, "whoever is on no file is kept without the number"


def test_the_id_number_of_somebody_of_another_name_is_asked_about_before_anything_else(lists):
    lists.insured((None, "韦大山", LONG, "是"))
    assert findings() == [("other_name", "name", "龙桂花", "韦大山")]
    settle(outcome=Settled.FILE, reason="名单上写错了人")
    assert findings()[0] == ("differs", "medical_insurance", False, True), "now its facts are compared"
    assert person("龙桂花").name == "龙桂花"
    later = lists.insured((None, "韦大山", LONG, "停保"))
    assert later.counts["agree"] == 1, "the next list of this person needs no second answer"


def test_another_person_with_that_number_is_not_compared(lists):
    lists.insured((None, "韦大山", LONG, "是"))
    settle(outcome=Settled.ASKED, reason="号码登错了人")
    assert len(findings()) == 1
    assert lists.insured((None, "韦大山", LONG, "是")).counts["findings"] == 0


def test_a_name_spelt_otherwise_is_a_finding_beside_the_facts(lists):
    lists.insured((None, "杨秀瑛", YANG, "停保"))
    assert findings() == [("differs", "medical_insurance", True, False), ("differs", "name", "杨秀英", "杨秀瑛")]
    settle(Finding.objects.get(field="name"), Settled.LIST)
    assert person("杨秀瑛").member


def test_without_a_number_name_birth_and_village_find_a_person_and_the_number_is_offered(lists):
    son = person("杨正明")
    write_member(son.household, by=desk_without_a_person(), said_by="杨秀英", member=son.member, id_number="")
    lists.insured(("对门坡村", "杨正明", SON, "是"))
    assert findings() == [("adds", "id_number", None, SON)]
    settle()
    assert person("杨正明").id_number == SON
    head = ("村", "姓名", "出生日期", "参保状态")
    sure = lists.compare("insurance", head, ("对门坡村", "杨正明", "1970-05-11", "停保"))
    assert (sure.counts["by_name"], sure.counts["differs"]) == (1, 1)
    elsewhere = lists.compare("insurance", head, ("岩脚村", "杨正明", "1970-05-11", "停保"))
    assert elsewhere.counts["by_name"] == 0, "another village is not enough to be sure"


def twice_on_file(lists) -> list[CurrentFile]:
    """Two of one name and birthday in one village, neither with a number."""
    place, by = Area.objects.get(code="522699101200"), desk_without_a_person()
    for number in ("A", "B"):
        enter_household(
            by=by,
            place=place,
            said_by="韦小芳",
            head={"name": "韦小芳", "sex": "female", "born_on": date(1980, 1, 5)},
            facts={"number": number},
        )
    return list(CurrentFile.objects.filter(head_name="韦小芳").order_by("number"))


def test_where_several_fit_a_person_chooses_and_then_the_facts_are_compared(lists):
    homes = twice_on_file(lists)
    head, row = ("村", "姓名", "出生日期", "参保状态"), ("对门坡村", "韦小芳", "1980-01-05", "停保")
    lists.compare("insurance", head, row)
    (which,) = Finding.objects.all()
    assert which.kind == FindingKind.WHICH and which.household is None and which.place_id == "522699101200"
    candidates = {each["household"]: each["member"] for each in body(which)["candidates"]}
    assert set(candidates) == {home.household_id.hex for home in homes}
    with pytest.raises(Refusal, match=r"finding\.chosen"):
        settle(which, Settled.LIST)
    with pytest.raises(Refusal, match=r"finding\.chosen"):
        settle(which, Settled.LIST, chosen=person("龙桂花").member)
    settle(which, Settled.LIST, chosen=UUID(candidates[homes[1].household_id.hex]))
    raised = Finding.objects.get(outcome="")
    assert (raised.kind, raised.household_id) == (FindingKind.ADDS, homes[1].household_id)
    again = lists.compare("insurance", head, (*row[:3], "是"))
    assert again.new[0].household == homes[1].household_id, "the answer holds for the next list too"


def test_none_of_those_who_fit_is_an_answer_too(lists):
    twice_on_file(lists)
    head, row = ("村", "姓名", "出生日期", "参保状态"), ("对门坡村", "韦小芳", "1980-01-05", "停保")
    lists.compare("insurance", head, row)
    settle(outcome=Settled.FILE)
    assert Finding.objects.count() == 1
    assert lists.compare("insurance", head, row).counts["findings"] == 0


def test_only_a_complete_list_asks_about_who_is_missing_and_only_where_it_names_anybody(lists):
    rows = (("对门坡村", "杨秀英", YANG, "是"), ("对门坡村", "吴老根", WU, "是"))
    assert lists.insured(*rows).counts["findings"] == 0
    outcome = lists.insured(*rows, complete=True)
    assert outcome.counts["unlisted"] == 2
    assert {body(each)["of"] for each in Finding.objects.all()} == {"杨正明", "吴小妹"}, "of the other village nobody"
    gone = Finding.objects.get(member=person("杨正明").member)
    assert (body(gone)["here"], body(gone)["there"], body(gone)["row"]) == (True, False, 0)
    settle(gone)
    assert person("杨正明").medical_insurance is False and person("杨正明").said_by == "名单.xlsx"


def test_who_stands_in_a_row_that_was_left_out_is_not_missing(lists):
    rows = [("对门坡村", name, number, "是") for name, number in EVERYBODY[:5] if name != "杨正明"]
    assert {each.body["of"] for each in lists.insured(*rows, complete=True, dry_run=True).new} == {"杨正明", "龙桂花"}
    bad = ("对门坡村", "杨正明", SON[:17] + "?", "是")
    assert [each.body["of"] for each in lists.insured(*rows, bad, complete=True, dry_run=True).new] == ["龙桂花"]


def test_missing_from_a_register_of_the_disabled_tells_no_value(lists):
    lists.compare(
        "disability", ("村", "姓名", "身份证号"), ("岩脚村", "韦大山", id_number("19880808", 8)), complete=True
    )
    finding = Finding.objects.get(kind=FindingKind.UNLISTED)
    assert body(finding)["of"] == "石明英" and body(finding)["there"] is None
    with pytest.raises(Refusal, match=r"finding\.outcome"):
        settle(finding)


def test_an_allowance_list_that_names_one_a_household_speaks_for_the_others(lists):
    for name in ("杨秀英", "杨正明", "吴老根"):
        one = person(name)
        write_member(
            one.household, by=desk_without_a_person(), said_by=name, member=one.member, subsistence_allowance=True
        )
    head = ("村", "户主姓名", "身份证号")
    outcome = lists.compare("allowance", head, ("对门坡村", "杨秀英", YANG), complete=True, dry_run=True)
    assert [each.body["of"] for each in outcome.new] == ["吴老根"]
    both = (head, ("对门坡村", "杨秀英", YANG), ("对门坡村", "吴老根", WU), ("对门坡村", "吴小妹", GIRL))
    outcome = lists.compare("allowance", *both, complete=True, dry_run=True)
    missing = [each.body["of"] for each in outcome.new if each.kind == FindingKind.UNLISTED]
    assert missing == ["杨正明"], "a list that names several of a household names everybody"


def test_houses_missing_from_a_complete_appraisal_are_asked_about_once_a_household(lists):
    outcome = lists.compare(
        "house", ("村", "户主姓名", "身份证号", "鉴定等级"), ("对门坡村", "杨秀英", YANG, "B级"), complete=True
    )
    assert [(str(each.kind), each.body["of"], each.member) for each in outcome.new] == [("unlisted", "吴老根", None)]


def test_nobody_outside_the_reach_is_found_or_told(lists, areas):
    beside = areas["522698101"]
    outcome = lists.insured(("翠鸟村", "龙桂花", LONG, "是"), (None, "杨正明", SON, "否"), area=beside)
    assert {each.kind for each in outcome.new} == {FindingKind.NOBODY}
    assert {each.place for each in outcome.new} == {"522698101200"}, "the only village there"
    assert lists.insured((None, "龙桂花", LONG, "是"), area=areas["522699101"]).counts["differs"] == 1


def test_who_is_not_on_file_stands_under_the_area_of_the_list_where_no_village_is_told(lists, areas):
    outcome = lists.insured((None, "韦大山", id_number("19880808", 8), "是"), area=areas["522699101"])
    assert outcome.new[0].place == "522699101"
    outcome = lists.insured(("没有的村", "韦大山", id_number("19880808", 8), "是"), area=areas["522699101"])
    assert [each.code for each in outcome.read.asked] == ["place.village"]


def test_rows_that_contradict_each_other_are_asked_about_and_not_compared(lists):
    outcome = lists.insured((None, "龙桂花", LONG, "是"), (None, "龙桂花", LONG, "停保"))
    assert outcome.counts["findings"] == 0 and outcome.counts["persons"] == 1
    assert [each.code for each in outcome.read.asked] == ["list.rows_differ"]
    assert lists.insured((None, "龙桂花", LONG, "是"), (None, "龙桂花", LONG, "是")).counts["findings"] == 1


def test_a_faulty_row_is_left_out_and_told_and_the_others_are_compared(lists):
    outcome = lists.insured((None, "杨正明", SON[:17] + "?", "否"), (None, "龙桂花", LONG, "是"))
    assert outcome.counts["findings"] == 1 and outcome.as_json()["counts"]["faults"] == 1


def test_no_number_of_a_person_stands_readable_in_the_report_or_the_database(lists):
    outcome = lists.compare("disability", ("姓名", "身份证号", "残疾证号"), ("石明英", SHI, SHI + "12"))
    assert SHI not in json.dumps(outcome.as_json(), ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, key FROM exchange_finding")
        assert not any(SHI in str(cell) for row in cursor.fetchall() for cell in row)
    assert SHI in Finding.objects.get().body, "the search sees bodies in the clear"


def test_of_people_whose_file_is_forked_the_version_that_counts_is_compared(lists):
    first = person("龙桂花")
    by = desk_without_a_person()
    write_member(first.household, by=by, said_by="甲", member=first.member, health="chronic")
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        write_member(first.household, by=by, said_by="乙", supersedes=first.pk, medical_insurance=True)
    assert lists.insured((None, "龙桂花", LONG, "停保")).counts["agree"] == 1, "the branch received first says no"


def test_ten_times_the_people_take_no_more_queries(lists, areas):
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            lists.insured(*((None, name, number, "停保") for name, number in EVERYBODY), dry_run=True)
        return len(asked)

    before = queries()
    place, by = areas["522699101200"], desk_without_a_person()
    for n in range(60):
        enter_household(
            by=by, place=place, said_by="户主", head={"name": f"韦{n}", "sex": "male", "born_on": date(1980, 1, 5)}
        )
    assert queries() == before


def test_an_unknown_topic_is_refused_with_those_there_are():
    with pytest.raises(Refusal) as refused:
        topic_of("tax")
    assert "insurance" in refused.value.words.en and refused.value.field == "topic"


def test_the_file_changed_since_is_asked_about_anew(lists):
    """The list says no, the file yes; settled. Then the file says nothing of it any more: that was not asked before."""
    lists.compare("house", ("户主姓名", "身份证号", "鉴定等级"), ("杨秀英", YANG, "D级"))
    settle(outcome=Settled.FILE)
    write_file(person("杨秀英").household, by=desk_without_a_person(), said_by="杨秀英", house_grade="a")
    again = lists.compare("house", ("户主姓名", "身份证号", "鉴定等级"), ("杨秀英", YANG, "D级"))
    assert again.counts["findings"] == 1
