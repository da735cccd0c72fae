"""One household's file on the desk: what it shows, who may see and change it, and what every change leaves behind."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from apps.conftest import NOON
from apps.pages.desk_fixtures import desk, exported_rows  # noqa: F401
from xinlu.kernel import clock
from xinlu.kernel.ids import uuid7
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel, Grade
from xinlu.recognition.models import Card
from xinlu.recognition.services.cards import card_of_secret
from xinlu.records.models import LedgerEntry, Settlement
from xinlu.registry.models import CurrentFile, FileReading, HouseholdFile
from xinlu.registry.selectors.files import file_of, members_on
from xinlu.registry.services.households import write_file


@pytest.fixture
def file(desk):  # noqa: F811
    """The Yang household with its account gone through; its address at the desk."""
    desk.yang.reckon()
    desk.yang.goes_through_the_account()
    desk.home = f"/desk/household/{desk.yang.household.pk}/"
    return desk


FACTS = {
    "place": "522699101201",
    "said_by": "杨秀英",
    "number": "M-7",
    "members-TOTAL_FORMS": "2",
    "members-INITIAL_FORMS": "0",
}


def test_the_file_shows_both_versions_of_a_contested_line_and_who_said_which(file):
    page = file.client("shi").get(file.home).content.decode()
    section = page[page.index("子女给的：一笔账") : page.index("亲戚给的：一笔账")]
    assert "周建民" in section and "600" in section and "400" in section
    assert "E0 帮扶人自己说" in section and "E2 自家的卡，没用帮扶人的手机" in section


def test_every_page_of_the_file_asks_the_gate(file):
    household = file.yang.household
    member = members_on(household, file.yang.card.expires_on)[1].member
    writers = ("file/", "members/new/", f"members/{member}/")
    for username, seen in (("near", 404), ("far", 404), ("tian", 404), ("wu", 200), ("aud", 200), ("luo", 200)):
        assert file.client(username).get(file.home).status_code == seen
        assert file.client(username).get(f"{file.home}history/").status_code == seen
    for path in writers:
        assert file.client("wu").get(file.home + path).status_code == 200
        assert file.client("near").get(file.home + path).status_code == 404
        for refused in ("aud", "luo", "chen"):
            assert file.client(refused).get(file.home + path).status_code == 403


def test_an_auditor_reads_everything_and_writes_nothing(file):
    client = file.client("aud")
    page = client.get(file.home).content.decode()
    assert "改档案" not in page and "看全号" not in page and "<form" not in page[page.index("<main") :]
    before = LedgerEntry.objects.count()
    for path in ("file/", "settle/", "numbers/", "helper/", "status/", "inspect/", "card/revoke/", "card/hand-out/"):
        assert client.post(file.home + path, FACTS).status_code == 403
    for path in ("cards/issue/", "helpers/assign/", "households/enter/", "households/by-number/"):
        assert client.post(f"/desk/{path}", FACTS).status_code == 403
    assert LedgerEntry.objects.count() == before


def test_opening_the_file_is_written_down_and_shown(file):
    file.client("luo").get(file.home)
    assert FileReading.objects.filter(household=file.yang.household, reader=file.users["luo"]).count() == 1
    page = file.client("wu").get(file.home).content.decode()
    assert "罗敏，档案" in page[page.index("谁看过这户的档案") :]


def test_full_numbers_take_a_press_of_their_own_and_are_written_down(file):
    from xinlu.practice.idnumbers import check_digit
    from xinlu.registry.services.members import write_member

    number = "52269919430302004"
    number += check_digit(number)
    head = members_on(file.yang.household, file.yang.card.expires_on)[0].record
    write_member(file.yang.household, by=file.users["shi"], said_by="她", supersedes=head.pk, id_number=number)
    client = file.client("wu")
    for path in ("", "history/", "file/", f"members/{head.member}/"):
        assert number not in client.get(file.home + path).content.decode()
    response = client.post(f"{file.home}numbers/")
    assert number in response.content.decode() and "no-store" in response.headers["Cache-Control"]
    assert FileReading.objects.filter(reader=file.users["wu"], page="desk:numbers").exists()
    assert client.get(f"{file.home}numbers/").status_code == 405
    assert file.client("luo").post(f"{file.home}numbers/").status_code == 403


def test_the_exported_account_has_both_figures_of_each_line(file):
    rows = exported_rows(file.client("shi").get(f"{file.home}?format=xlsx"))
    line = next(row for row in rows if row[0] == "子女给的")
    assert line[1:4] == (600, 400, "不对")
    assert len(rows) == 13


def test_a_household_is_entered_by_hand_and_its_findings_follow(desk):  # noqa: F811
    typed = {
        **FACTS,
        "head-name": "石大山",
        "head-born_on": "1960-02-03",
        "members-0-name": "石小山",
        "members-0-relation": "son",
        "fuels": ["straw", "electricity"],
        "market_km": "4.2",
    }
    response = desk.client("wu").post("/desk/households/enter/", typed)
    row = CurrentFile.objects.get(head_name="石大山")
    assert response.headers["Location"] == f"/desk/household/{row.household_id}/#quality"
    assert row.people == 2 and row.file.market_distance_m == 4200 and row.file.fuels == ["straw", "electricity"]
    page = desk.client("wu").get(f"/desk/household/{row.household_id}/").content.decode()
    assert "档案好不好" in page and "缺" in page


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(desk):  # noqa: F811
    typed = {
        **FACTS,
        "head-name": "石大山",
        "head-id_number": "522699196002030001",
        "members-1-name": "石小山",
        "members-1-relation": "son",
        "members-1-born_on": "3026-01-01",
        "note": "路断了😀",
    }
    before = LedgerEntry.objects.count()
    page = desk.client("wu").post("/desk/households/enter/", typed).content.decode()
    assert 'id="id_head-id_number_error"' in page
    assert all(each in page for each in ("石大山", "石小山", "路断了😀", "M-7", "还没记下"))
    assert LedgerEntry.objects.count() == before
    page = desk.client("wu").post("/desk/households/enter/", {**typed, "head-id_number": ""}).content.decode()
    assert 'id="id_members-1-born_on_error"' in page


def test_more_people_are_asked_for_without_losing_what_was_typed(desk):  # noqa: F811
    typed = {**FACTS, "head-name": "石大山", "more": "1"}
    page = desk.client("wu").post("/desk/households/enter/", typed).content.decode()
    assert 'name="members-3-name"' in page and "石大山" in page and "还没记下" not in page


def test_a_household_is_entered_only_within_ones_own_area(desk):  # noqa: F811
    page = desk.client("near").post("/desk/households/enter/", {**FACTS, "head-name": "石大山"}).content.decode()
    assert 'id="id_place_error"' in page and not CurrentFile.objects.filter(head_name="石大山").exists()


def test_a_change_is_a_new_version_and_says_what_changed(file):
    version = file_of(file.yang.household).file
    typed = {"place": "522699101201", "said_by": "杨正明", "water": "tap", "supersedes": str(version.pk)}
    client = file.client("wu")
    page = client.post(f"{file.home}file/", typed, follow=True).content.decode()
    assert "饮水 — → 经过净化处理的自来水" in page
    assert HouseholdFile.objects.filter(household=file.yang.household).count() == 2
    history = client.get(f"{file.home}history/").content.decode()
    assert "吴春梅" in history and "改了户档案" in history


def test_a_member_is_born_and_another_leaves(file):
    client, household = file.client("wu"), file.yang.household
    client.post(
        f"{file.home}members/new/",
        {"name": "杨小妹", "relation": "sons_daughter", "born_on": "2026-11-01", "said_by": "杨正明"},
    )
    assert file_of(household).people == 4
    boy = next(each for each in file_of(household).members if each.name == "杨小军").member
    client.post(
        f"{file.home}members/{boy}/leaves/", {"left_on": "2026-11-20", "left_why": "moved", "said_by": "杨正明"}
    )
    assert {each.name for each in file_of(household).members} == {"杨秀英", "杨正明", "杨小妹"}
    head = file_of(household).head.member
    page = client.post(
        f"{file.home}members/{head}/leaves/", {"left_on": "2026-11-20", "left_why": "died", "said_by": "杨正明"}
    ).content.decode()
    assert "先定一个新户主" in page and file_of(household).people == 3


def test_a_fork_is_shown_with_its_fields_and_settled_by_a_person(file):
    household = file.yang.household
    first = file_of(household).file.pk
    mine = write_file(household, by=file.users["wu"], said_by="甲", supersedes=first, water="tap")
    with clock.standing_at(NOON + timedelta(minutes=1)):
        theirs = write_file(household, by=file.users["zhou"], said_by="乙", supersedes=first, water="river")
    page = file.client("wu").get(file.home).content.decode()
    assert "有两个版本" in page and "经过净化处理的自来水" in page and "江河湖泊水" in page
    assert file_of(household).file == mine
    assert file.client("luo").post(f"{file.home}settle/", {"kept": str(theirs.pk)}).status_code == 403
    file.client("wu").post(f"{file.home}settle/", {"kept": str(uuid7())})
    assert not Settlement.objects.exists()
    file.client("wu").post(f"{file.home}settle/", {"kept": str(theirs.pk), "reason": "问了杨秀英"})
    assert file_of(household).file == theirs and not CurrentFile.objects.get(household=household).forked
    assert "问了杨秀英" in file.client("wu").get(f"{file.home}history/").content.decode()


def test_households_without_helper_are_assigned_many_at_once_or_none(desk):  # noqa: F811
    one, two = desk.household("甲", desk.near), desk.household("乙", desk.near)
    foreign = desk.household("丙", desk.far)
    client, helper = desk.client("shi"), desk.users["zhou"]
    typed = {"helper": str(helper.pk), "since": "2026-11-20", "household": [str(one.pk), str(two.pk), str(foreign.pk)]}
    client.post("/desk/helpers/assign/", typed)
    assert {row.head_name for row in CurrentFile.objects.filter(helper=helper)} == {"杨秀英", "甲", "乙"}
    assert desk.client("wu").post("/desk/helpers/assign/", typed).status_code == 403


def test_a_hand_over_moves_the_households_ticked_and_keeps_the_history(desk):  # noqa: F811
    other = desk.household("甲", desk.near, helper=desk.users["zhou"])
    typed = {"helper": str(desk.users["tian"].pk), "since": "2026-11-20", "household": [str(other.pk)]}
    desk.client("shi").post(f"/desk/helpers/{desk.users['zhou'].pk}/", typed)
    assert CurrentFile.objects.get(household=other).helper == desk.users["tian"]
    assert CurrentFile.objects.get(household=desk.yang.household).helper == desk.users["zhou"]
    assert len(file_of(other).assignments) == 2


def test_only_the_county_decides_a_status(file):
    typed = {"status": "at_risk", "since": "2026-11-20", "decision": "县里第 3 次会"}
    assert file.client("shi").post(f"{file.home}status/", typed).status_code == 403
    file.client("chen").post(f"{file.home}status/", typed)
    assert CurrentFile.objects.get(household=file.yang.household).status == "at_risk"
    assert "还没问户里" in file.client("chen").get(file.home).content.decode()


def test_a_card_is_printed_once_in_the_answer_to_the_post(desk, caplog):  # noqa: F811
    household = desk.household("甲", desk.near)
    with caplog.at_level("DEBUG"):
        response = desk.client("shi").post("/desk/cards/issue/", {"household": [str(household.pk)]})
    assert response.status_code == 200 and "no-store" in response.headers["Cache-Control"]
    card = Card.objects.get(household=household)
    assert "/c/" not in caplog.text
    for path in ("/desk/cards/?show=all", f"/desk/household/{household.pk}/card/", f"/desk/household/{household.pk}/"):
        page = desk.client("shi").get(path).content.decode()
        assert card.secret_hash not in page and "/c/" not in page
    assert desk.client("zhou").get("/desk/cards/").status_code == 403
    assert desk.client("chen").post("/desk/cards/issue/", {"household": [str(household.pk)]}).status_code == 403


def test_a_township_prints_no_card_for_another_townships_household(desk):  # noqa: F811
    household = desk.household("甲", desk.far)
    desk.client("shi").post("/desk/cards/issue/", {"household": [str(household.pk)]})
    assert not Card.objects.filter(household=household).exists()


def test_a_village_gets_its_cards_at_once_and_only_where_there_is_none(desk):  # noqa: F811
    household = desk.household("甲", desk.yang.village)
    desk.client("shi").post("/desk/cards/issue/", {"whole_village": "1", "village": desk.yang.village.code})
    assert Card.objects.filter(household=household).count() == 1
    assert card_of_secret(desk.yang.secret) == desk.yang.card


def test_a_card_is_handed_out_and_revoked(desk):  # noqa: F811
    household = desk.household("甲", desk.near)
    client = desk.client("shi")
    client.post("/desk/cards/issue/", {"household": [str(household.pk)]})
    address = f"/desk/household/{household.pk}/card/"
    client.post(f"{address}hand-out/", {"handed_to": "甲", "handed_on": "2026-11-23"})
    assert Card.objects.get(household=household).handovers.get().handed_to == "甲"
    assert "这一格要填" in client.post(f"{address}revoke/", {"reason": ""}).content.decode()
    client.post(f"{address}revoke/", {"reason": "丢了"})
    assert Card.objects.get(household=household).revocations.get().reason == "丢了"


def inspection(desk, **said):  # noqa: F811
    views = desk.yang.line_views()
    typed = {f"digest-{view.record.pk}": view.record.digest for view in views.values()}
    for kind, (answer, own) in said.items():
        typed |= {f"answer-{views[kind].record.pk}": answer, f"own-{views[kind].record.pk}": own}
    return typed


def test_an_inspector_takes_answers_face_to_face_as_e3(file):
    typed = inspection(file, children=("contested", "350"), kin=("unsure", ""))
    typed["said_by"] = str(file.yang.member("杨秀英"))
    with clock.standing_at(NOON + timedelta(hours=1)):
        file.client("luo").post(f"{file.home}inspect/", typed)
    line = file.yang.line_views()["children"]
    assert line.answer.graded.grade is Grade.E3 and line.own_fen == 35_000
    assert line.answer.record.said_by_name == "杨秀英" and line.answer.record.channel == Channel.INSPECTOR
    assert file.yang.line_views()["kin"].answer.answer is Answer.UNSURE
    assert file.client("shi").post(f"{file.home}inspect/", typed).status_code == 403


def test_an_inspection_with_anything_wrong_writes_nothing_and_keeps_what_was_typed(file):
    before = LedgerEntry.objects.count()
    typed = inspection(file, children=("contested", "三百五"), rice=("recognised", ""))
    page = file.client("luo").post(f"{file.home}inspect/", typed).content.decode()
    assert "先选是家里谁说的" in page and "三百五" in page
    typed["said_by"] = str(file.yang.member("杨秀英"))
    page = file.client("luo").post(f"{file.home}inspect/", typed).content.decode()
    assert "“三百五”不是一个数" in page
    typed["said_by"] = str(file.yang.member("杨小军"))
    assert "要请大人来说" in file.client("luo").post(f"{file.home}inspect/", typed).content.decode()
    typed["said_by"] = str(uuid7())
    assert "只能家里人自己说" in file.client("luo").post(f"{file.home}inspect/", typed).content.decode()
    assert LedgerEntry.objects.count() == before


def test_no_answer_is_chosen_before_it_is_given(file):
    page = file.client("luo").get(f"{file.home}inspect/").content.decode()
    assert not re.search(r"<input[^>]*\bchecked", page)


def test_a_version_of_another_person_is_refused_and_nothing_is_written(file):
    yang = file.yang
    people = {each.member: each.record for each in members_on(yang.household, yang.card.expires_on)}
    head, other = yang.member("杨秀英"), yang.member("杨正明")
    typed = {"said_by": "她", "name": "杨秀英", "relation": "head", "supersedes": str(people[other].pk)}
    page = file.client("wu").post(f"{file.home}members/{head}/", typed)
    assert "找不到要改的这个人" in page.content.decode()
    assert {each.record for each in members_on(yang.household, yang.card.expires_on)} == set(people.values())


@pytest.mark.parametrize("total", ["9" * 5000, "many"])
@pytest.mark.parametrize("pressed", [{}, {"more": "1"}])
def test_a_torn_number_of_members_is_a_wrong_form(desk, total, pressed):  # noqa: F811
    typed = {**FACTS, "head-name": "石大山", "members-TOTAL_FORMS": total, **pressed}
    page = desk.client("wu").post("/desk/households/enter/", typed)
    assert page.status_code == 200 and 'role="alert"' in page.content.decode()
    assert not CurrentFile.objects.filter(head_name="石大山").exists()
