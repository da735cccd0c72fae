"""Who came, who left, a new head, a move, a split: proposed with the evidence, decided by a person, dated."""

from __future__ import annotations

from datetime import date

import pytest

from apps.exchange.offices import bring_in, id_number
from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.casework.selectors.accounts import account_view
from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.answers import answer_line
from xinlu.exchange.models import Proposal, ProposalKind
from xinlu.exchange.services.decisions import Outcome, decide
from xinlu.exchange.services.intakes import desk_without_a_person
from xinlu.kernel.errors import Refusal
from xinlu.kernel.periods import campaign_year
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.records.models import Household, LedgerEntry
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.files import file_of, members_on

TODAY, DAY = date(2026, 11, 23), date(2026, 10, 1)


def household(number: str) -> Household:
    return CurrentFile.objects.select_related("household").get(number=number).household


def names(number: str) -> list[str]:
    return [each.name for each in members_on(household(number), TODAY)]


def only_proposal() -> Proposal:
    return Proposal.objects.get()


def accepted(**how: object) -> None:
    decide(only_proposal(), outcome=Outcome.ACCEPTED, by=desk_without_a_person(), **how)


def test_who_is_new_in_the_file_joins_on_the_day_that_a_person_gives(brought, tmp_path):
    brought.persons.append(
        ["5226990003", "石小花", "女", id_number("20260601", 2), "2026-06-01", "之孙女", "健康", "是"]
    )
    brought.put("5226990003", 家庭人口=2)
    bring_in(brought.written(tmp_path))
    assert names("5226990003") == ["石明英"]
    assert only_proposal().kind == ProposalKind.JOINED
    accepted(on=date(2026, 6, 1))
    assert names("5226990003") == ["石明英", "石小花"]
    assert bring_in(brought.written(tmp_path)).counts["same"] == 3


def test_who_is_missing_in_the_file_stays_until_somebody_says_when_they_left(brought, tmp_path):
    brought.without_person("吴小妹")
    brought.put("5226990002", 家庭人口=2)
    bring_in(brought.written(tmp_path))
    assert "吴小妹" in names("5226990002")
    assert only_proposal().kind == ProposalKind.LEFT
    with pytest.raises(Refusal, match=r"proposal\.on"):
        accepted()
    accepted(on=DAY, why_left="married")
    assert "吴小妹" not in names("5226990002")
    gone = file_of(household("5226990002")).gone[0].record
    assert (gone.left_on, gone.left_why) == (DAY, "married")


def test_what_was_refused_is_not_asked_again_by_the_same_file(brought, tmp_path):
    brought.without_person("吴小妹")
    bring_in(brought.written(tmp_path))
    decide(only_proposal(), outcome=Outcome.REFUSED, by=desk_without_a_person(), reason="户口还在")
    bring_in(brought.written(tmp_path))
    assert Proposal.objects.count() == 1
    assert "吴小妹" in names("5226990002")


def test_a_person_on_file_in_another_household_moves_with_both_households_told(brought, tmp_path):
    brought.put_person("吴小妹", 户编号="5226990003")
    bring_in(brought.written(tmp_path))
    assert {each.kind for each in Proposal.objects.all()} == {ProposalKind.MOVED_HERE, ProposalKind.LEFT}
    moved = Proposal.objects.get(kind=ProposalKind.MOVED_HERE)
    decide(moved, outcome=Outcome.ACCEPTED, by=desk_without_a_person(), on=DAY)
    assert "吴小妹" in names("5226990003")
    assert "吴小妹" not in names("5226990002")


def test_a_new_head_is_named_by_a_person(brought, tmp_path):
    brought.put("5226990001", 户主姓名="杨正明")
    brought.put_person("杨秀英", 与户主关系="之母")
    brought.put_person("杨正明", 与户主关系="户主")
    bring_in(brought.written(tmp_path))
    assert only_proposal().kind == ProposalKind.NEW_HEAD
    accepted()
    assert [(each.name, each.record.relation) for each in members_on(household("5226990001"), TODAY)] == [
        ("杨正明", "head"),
        ("杨秀英", "mother"),
    ]
    assert bring_in(brought.written(tmp_path)).counts["same"] == 3


def test_a_household_moves_on_a_day(brought, tmp_path):
    brought.put("5226990003", 村="对门坡村")
    bring_in(brought.written(tmp_path))
    assert only_proposal().kind == ProposalKind.MOVED
    accepted(on=DAY)
    file = file_of(household("5226990003")).file
    assert (file.place_id, file.place_since) == ("522699101200", DAY)


def test_a_household_under_another_number_is_asked_about_and_then_keeps_its_history(brought, tmp_path):
    before = household("5226990003")
    for row in (*brought.households, *brought.persons):
        row[0] = row[0].replace("5226990003", "5226999993")
    bring_in(brought.written(tmp_path))
    assert not CurrentFile.objects.filter(number="5226999993").exists()
    assert only_proposal().kind == ProposalKind.RENUMBERED
    accepted()
    assert household("5226999993") == before


def test_people_under_a_new_number_may_have_split_off(brought, tmp_path):
    brought.households.append(["5226990004", "对门坡村", "龙桂花", 1, "", "因病", "A级", 0, 0, 0, 0, 0, 0])
    brought.put_person("龙桂花", 户编号="5226990004", 与户主关系="户主")
    bring_in(brought.written(tmp_path))
    split = Proposal.objects.get(kind=ProposalKind.SPLIT)
    decide(split, outcome=Outcome.ACCEPTED, by=desk_without_a_person(), on=DAY)
    assert names("5226990004") == ["龙桂花"]
    assert "龙桂花" not in names("5226990002")


def test_the_same_number_with_other_people_is_not_taken_for_the_household_on_file(brought, tmp_path):
    brought.put("5226990003", 户主姓名="韦大山")
    brought.put_person("石明英", 姓名="韦大山", 身份证号=id_number("19600202", 3), 出生日期="1960-02-02", 性别="男")
    bring_in(brought.written(tmp_path))
    assert names("5226990003") == ["石明英"]
    assert only_proposal().kind == ProposalKind.SAME_HOUSEHOLD


def test_another_id_number_of_the_same_person_is_asked_about(brought, tmp_path):
    brought.put_person("杨正明", 身份证号=id_number("19700511", 5))
    bring_in(brought.written(tmp_path))
    assert only_proposal().kind == ProposalKind.OTHER_ID
    accepted()
    version = next(each.record for each in members_on(household("5226990001"), TODAY) if each.name == "杨正明")
    assert version.id_number == id_number("19700511", 5)


def test_an_account_reckoned_at_the_table_is_never_written_over(brought, tmp_path):
    yang = household("5226990001")
    before = account_view(yang).account
    line = DraftLine(key="1", kind="children", basis=Basis.SAID, amount_fen=60_000)
    by = desk_without_a_person()
    write_account(yang, by=by, draft=Draft(campaign_year(2026), 2, TODAY, (line,), based_on=before.pk))
    brought.put("5226990001", 转移性收入=9000, 家庭年纯收入=23810)
    bring_in(brought.written(tmp_path))
    assert account_view(yang).figures.claimed_fen == 60_000
    assert only_proposal().kind == ProposalKind.ACCOUNT


def test_a_contest_outlives_the_register_of_another_month(brought, tmp_path):
    yang = household("5226990001")
    line = next(each for each in account_view(yang).lines if each.record.kind == "transfer_whole")
    speaker = members_on(yang, TODAY)[0].member
    answer_line(
        yang,
        line=line.record.pk,
        shown_digest=line.record.digest,
        answer=Answer.CONTESTED,
        own_fen=500_000,
        channel=Channel.HELPER_DEVICE,
        device="phone",
        by=desk_without_a_person(),
        said_by=speaker,
    )
    brought.put("5226990001", 转移性收入=9000, 家庭年纯收入=23810)
    bring_in(brought.written(tmp_path))
    after = next(each for each in account_view(yang).lines if each.record.kind == "transfer_whole")
    assert after.record.income_fen == 900_000
    assert after.own_fen == 500_000


def test_what_was_decided_is_decided_once(brought, tmp_path):
    brought.put("5226990003", 村="对门坡村")
    bring_in(brought.written(tmp_path))
    accepted(on=DAY)
    before = LedgerEntry.objects.count()
    with pytest.raises(Refusal, match=r"proposal\.decided"):
        accepted(on=DAY)
    assert LedgerEntry.objects.count() == before
