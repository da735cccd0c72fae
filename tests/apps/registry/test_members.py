"""Who belongs to a household, version by version; and what cannot be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from apps.conftest import NOON
from apps.yang import area
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.ids import uuid7
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.practice.idnumbers import check_digit
from xinlu.practice.vocabulary import Relation
from xinlu.records.models import LedgerEntry
from xinlu.records.services import append, compose
from xinlu.registry.models import CurrentFile, MemberVersion
from xinlu.registry.selectors.files import file_of, members_on
from xinlu.registry.selectors.households import find_by_id_number, households_within, same_id_elsewhere
from xinlu.registry.services.households import enter_household
from xinlu.registry.services.members import member_leaves, name_head, write_member


def number(seventeen: str) -> str:
    return seventeen + check_digit(seventeen)


HERS = number("52269919430302002")
HIS = number("52269919740501003")


def standing(yang, name: str) -> MemberVersion:
    return next(each.record for each in members_on(yang.household, date(2026, 11, 23)) if each.name == name)


def write(yang, name: str, **facts) -> MemberVersion:
    before = standing(yang, name)
    return write_member(yang.household, by=yang.helper, said_by="杨秀英", supersedes=before.pk, **facts)


def test_a_correction_is_a_new_version_and_the_old_one_stays(yang):
    before = standing(yang, "杨正明")
    after = write(yang, "杨正明", labour="weak", health="chronic")
    assert after.supersedes == before.pk and after.member == before.member
    assert MemberVersion.objects.get(pk=before.pk).labour == ""
    assert standing(yang, "杨正明").labour == "weak" and standing(yang, "杨正明").born_on == before.born_on


def test_what_changes_nothing_writes_nothing(yang):
    ledger = LedgerEntry.objects.count()
    assert write(yang, "杨正明", relation="son") == standing(yang, "杨正明")
    assert LedgerEntry.objects.count() == ledger


def test_heads_are_counted_on_a_day(yang):
    write_member(
        yang.household,
        by=yang.helper,
        said_by="杨秀英",
        name="杨小妹",
        relation="sons_daughter",
        joined_on=date(2026, 6, 1),
    )
    member_leaves(
        yang.household,
        by=yang.helper,
        said_by="杨秀英",
        member=yang.member("杨正明"),
        left_on=date(2026, 9, 1),
        why="moved",
    )
    on = {day: len(members_on(yang.household, day)) for day in (date(2026, 5, 31), date(2026, 6, 1), date(2026, 9, 1))}
    assert list(on.values()) == [3, 4, 3]
    assert CurrentFile.objects.get(household=yang.household).people == 3


@pytest.mark.parametrize(
    ("facts", "code", "field"),
    [
        ({"name": "  "}, "member.name", "name"),
        ({"name": "甲", "relation": ""}, "member.relation", "relation"),
        ({"name": "甲", "relation": "cousin"}, "file.code", "relation"),
        ({"name": "甲", "relation": "son", "born_on": date(1899, 12, 31)}, "member.born_on", "born_on"),
        ({"name": "甲", "relation": "son", "born_on": date(2027, 1, 1)}, "file.day_to_come", "born_on"),
        (
            {"name": "甲", "relation": "son", "born_on": date(2020, 1, 1), "joined_on": date(2019, 1, 1)},
            "member.before_birth",
            "joined_on",
        ),
        (
            {"name": "甲", "relation": "son", "joined_on": date(2020, 1, 1), "left_on": date(2019, 1, 1)},
            "member.left_before_joined",
            "left_on",
        ),
    ],
)
def test_a_person_who_cannot_be_is_refused_at_the_field_and_nothing_is_written(yang, facts, code, field):
    ledger = LedgerEntry.objects.count()
    with pytest.raises(Refusal) as refused:
        write_member(yang.household, by=yang.helper, said_by="杨秀英", **facts)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert LedgerEntry.objects.count() == ledger


def test_nobody_is_entered_without_saying_who_said_it(yang):
    with pytest.raises(Refusal, match=r"file\.said_by"):
        write_member(yang.household, by=yang.helper, said_by=" ", name="甲", relation="son")


def test_an_id_number_is_found_by_its_whole_or_its_tail_and_never_lies_in_the_database_in_plain(
    yang, django_db_blocker
):
    from django.db import connection

    write(yang, "杨秀英", id_number=HERS.lower())
    rows = households_within(yang.county.path)
    assert find_by_id_number(rows, HERS, county=yang.county.code).count() == 1
    assert find_by_id_number(rows, HERS[-6:], county=yang.county.code).count() == 1
    assert find_by_id_number(rows, HERS[-6:], county="522698").count() == 0, "a tail is good within its county only"
    assert find_by_id_number(rows, HIS, county=yang.county.code).count() == 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, id_index, id_tail_index FROM registry_memberversion")
        stored = " ".join(str(value) for row in cursor.fetchall() for value in row)
    assert HERS not in stored and HERS[-6:] not in stored
    assert standing(yang, "杨秀英").id_number == HERS
    assert HERS not in repr(standing(yang, "杨秀英")) + str(standing(yang, "杨秀英"))


def test_the_screen_shows_an_id_number_masked(yang):
    write(yang, "杨秀英", id_number=HERS)
    view = file_of(yang.household)
    assert view.head.masked_id != HERS and view.head.masked_id.endswith(HERS[-4:])
    assert HERS[6:14] not in view.head.masked_id


def test_one_household_does_not_hold_one_id_number_twice_and_two_households_are_reported(yang):
    write(yang, "杨秀英", id_number=HERS)
    with pytest.raises(Refusal, match="same_id") as refused:
        write(yang, "杨正明", id_number=HERS)
    assert HERS not in str(refused.value)
    other = enter_household(
        by=yang.township, place=yang.village, said_by="村里", head={"name": "甲", "id_number": HERS}
    )
    found = same_id_elsewhere(standing(yang, "杨秀英"), within=[yang.county.path])
    assert [each.household for each in found.households] == [other] and not found.outside
    assert "甲" in found.words.zh


def test_where_else_an_id_number_stands_is_told_only_within_ones_own_area(yang):
    write(yang, "杨秀英", id_number=HERS)
    far = area("522698000000", "邻县某村", Level.VILLAGE, Area.objects.get(code="522698"))
    enter_household(by=yang.county_desk, place=far, said_by="村里", head={"name": "远处的人", "id_number": HERS})
    found = same_id_elsewhere(standing(yang, "杨秀英"), within=[yang.county.path])
    assert found and found.outside and not found.households
    assert "远处的人" not in repr(found) + found.words.zh + found.words.en
    assert not same_id_elsewhere(standing(yang, "杨正明"), within=[yang.county.path])


def test_who_left_takes_the_id_number_along(yang):
    write(yang, "杨正明", id_number=HIS)
    member_leaves(
        yang.household,
        by=yang.helper,
        said_by="杨秀英",
        member=yang.member("杨正明"),
        left_on=date(2026, 11, 10),
        why="moved",
    )
    other = enter_household(
        by=yang.township, place=yang.village, said_by="他", head={"name": "杨正明", "id_number": HIS}
    )
    there = MemberVersion.objects.get(household=other)
    assert not same_id_elsewhere(there, within=[yang.county.path])
    found = find_by_id_number(households_within(yang.county.path), HIS, county=yang.county.code)
    assert [row.household for row in found] == [other]


def test_a_person_named_without_a_version_goes_on_from_the_one_that_counts(yang):
    before = standing(yang, "杨正明")
    after = write_member(yang.household, by=yang.helper, said_by="他", member=before.member, health="chronic")
    assert (after.supersedes, after.name, after.relation) == (before.pk, "杨正明", "son")
    with pytest.raises(Refusal, match=r"member\.unknown"):
        write_member(yang.household, by=yang.helper, said_by="他", member=uuid7(), health="chronic")


def test_two_who_correct_alike_from_one_version_agree_and_leave_no_fork(yang):
    before = standing(yang, "杨正明")
    first = write(yang, "杨正明", health="chronic")
    with clock.standing_at(NOON + timedelta(minutes=1)):
        again = write_member(yang.household, by=yang.township, said_by="他", supersedes=before.pk, health="chronic")
    assert again == first and not CurrentFile.objects.get(household=yang.household).forked


def test_who_left_does_not_leave_again_and_does_not_become_head(yang):
    leaving = {"by": yang.helper, "said_by": "杨秀英", "member": yang.member("杨正明")}
    member_leaves(yang.household, **leaving, left_on=date(2026, 11, 1), why="moved")
    with pytest.raises(Refusal, match=r"member\.gone"):
        member_leaves(yang.household, **leaving, left_on=date(2026, 11, 2), why="died")
    with pytest.raises(Refusal, match=r"member\.gone"):
        name_head(yang.household, **leaving, former_is=Relation.MOTHER)


@pytest.mark.parametrize("why", ["", "bored"])
def test_nobody_leaves_without_a_known_reason(yang, why):
    with pytest.raises(Refusal) as refused:
        member_leaves(
            yang.household,
            by=yang.helper,
            said_by="杨秀英",
            member=yang.member("杨正明"),
            left_on=date(2026, 11, 1),
            why=why,
        )
    assert refused.value.field == "left_why"


def test_there_is_one_head_only(yang):
    with pytest.raises(Refusal, match="two_heads") as refused:
        write(yang, "杨正明", relation="head")
    assert "杨秀英" in refused.value.words.zh
    with pytest.raises(Refusal, match=r"member\.former_is"):
        name_head(yang.household, by=yang.helper, said_by="他", member=yang.member("杨正明"), former_is=Relation.HEAD)


def test_the_database_itself_refuses_somebody_who_left_before_birth(yang):
    before = standing(yang, "杨正明")
    impossible = compose(
        MemberVersion,
        household=yang.household,
        author=yang.helper,
        member=before.member,
        said_by="他",
        name="杨正明",
        relation="son",
        born_on=date(1974, 5, 1),
        left_on=date(1974, 4, 30),
    )
    with pytest.raises(IntegrityError, match="member_left_after_birth"), transaction.atomic():
        append(impossible)


def test_a_wrong_check_digit_is_refused_in_words(yang):
    wrong = HERS[:-1] + ("0" if HERS[-1] != "0" else "1")
    with pytest.raises(Refusal) as refused:
        write(yang, "杨秀英", id_number=wrong)
    assert refused.value.field == "id_number" and wrong not in str(refused.value)


def test_the_head_leaves_only_after_another_is_named(yang):
    with pytest.raises(Refusal, match="head_leaves"):
        member_leaves(
            yang.household,
            by=yang.helper,
            said_by="杨正明",
            member=yang.member("杨秀英"),
            left_on=date(2026, 11, 1),
            why="died",
        )
    name_head(yang.household, by=yang.helper, said_by="杨正明", member=yang.member("杨正明"), former_is=Relation.MOTHER)
    member_leaves(
        yang.household,
        by=yang.helper,
        said_by="杨正明",
        member=yang.member("杨秀英"),
        left_on=date(2026, 11, 1),
        why="died",
    )
    row = CurrentFile.objects.get(household=yang.household)
    assert (row.head_name, row.people, row.pinyin.split()[0]) == ("杨正明", 2, "yangzhengming")
