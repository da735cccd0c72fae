"""Many households entered at once stand as if each had been entered by itself; where one cannot be, none is."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from apps.conftest import NOON
from apps.registry.drawn import id_number, several, stand
from apps.yang import area, login
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.people.roles import Level, Role
from xinlu.records.models import Household, LedgerEntry
from xinlu.records.selectors import kinds, verify
from xinlu.records.services import append, compose
from xinlu.registry.checks import check_facts
from xinlu.registry.models import CurrentFile, HouseholdFile, MemberVersion, StalePlace
from xinlu.registry.selectors.households import find_by_id_number, households_within
from xinlu.registry.services.current import rebuild_current, refresh_current
from xinlu.registry.services.entering import NewHousehold, enter_households
from xinlu.registry.services.households import enter_household, file_fields
from xinlu.registry.services.members import add_member_version

MADE = datetime(2026, 11, 20, 1, 2, 3, 456_789, tzinfo=UTC)
HERS = id_number(1)


class Office:
    """A clerk, a village and a group in another county."""

    def __init__(self):
        province = area("52", "贵州省", Level.PROVINCE)
        self.county = area("522699", "月岭县", Level.COUNTY, province)
        township = area("522699101", "望云乡", Level.TOWNSHIP, self.county)
        village = area("522699101201", "对门坡村", Level.VILLAGE, township)
        elsewhere = area("522698", "邻县", Level.COUNTY, province)
        group = area("52269820101", "一组", Level.GROUP, area("522698201", "外村", Level.VILLAGE, elsewhere))
        self.places = (village, group)
        self.clerk = login("shi", "石峰", Role.TOWNSHIP, township)

    def new(self, drawn) -> NewHousehold:
        place, said_by, facts, persons = drawn
        return NewHousehold(self.places[place], said_by, facts, persons)

    def at_once(self, new) -> list[Household]:
        return enter_households([self.new(each) for each in new], by=self.clerk, device="register", made_at=MADE)

    def one_by_one(self, new) -> list[Household]:
        return [self.alone(self.new(each)) for each in new]

    def alone(self, new: NewHousehold) -> Household:
        """By `enter_household`; where the first is no head, or somebody else spoke, by what that is made of."""
        said = {"by": self.clerk, "device": "register", "made_at": MADE}
        head, *others = new.persons
        if head["relation"] == "head" and not any("said_by" in each for each in new.persons):
            return enter_household(
                place=new.place, said_by=new.said_by, head=head, members=others, facts=new.facts, **said
            )
        household = Household.objects.create(entered_at=clock.now())
        fields = file_fields(new.facts, place=new.place, said_by=new.said_by, check=check_facts)
        envelope = {"author": self.clerk, "device": "register", "made_at": MADE}
        append(compose(HouseholdFile, household=household, **envelope, **fields))
        for nth, each in enumerate(new.persons):
            try:
                add_member_version(household, **said, **{"said_by": new.said_by, **each})
            except Refusal as refusal:
                place = f"members.{nth - 1}" if nth else "head"
                raise Refusal(refusal.code, refusal.words, field=f"{place}.{refusal.field}") from None
        refresh_current(household)
        return household


def counts() -> Counter:
    return Counter({model: model.objects.count() for model in (Household, LedgerEntry, *kinds().values(), CurrentFile)})


def undone(do):
    """What `do` returns, and afterwards nothing of what it wrote."""
    with transaction.atomic():
        found = do()
        transaction.set_rollback(True)
    return found


def wrong_in(drawn, place, changes):
    """The households drawn, with these changes to the facts of one, or to one of its persons."""
    household, person = place
    which, said_by, facts, persons = drawn[household % len(drawn)]
    if person is None:
        changed = (
            changes.get("place", which),
            changes.get("said_by", said_by),
            {**facts, **changes.get("facts", {})},
            persons,
        )
    else:
        nth = person % len(persons)
        changed = (which, said_by, facts, [*persons[:nth], {**persons[nth], **changes}, *persons[nth + 1 :]])
    return [*drawn[: household % len(drawn)], changed, *drawn[household % len(drawn) + 1 :]]


faults = st.one_of(
    st.tuples(
        st.tuples(st.integers(0, 3), st.integers(0, 3)),
        st.sampled_from(
            [
                {"name": ""}, {"name": "字" * 61}, {"name": "a\x00"}, {"name": "\ud83d"}, {"relation": ""},
                {"relation": "uncle"}, {"born_on": date(2027, 1, 1)}, {"born_on": date(1899, 1, 1)},
                {"born_on": date(2001, 1, 1), "left_on": date(2000, 1, 1)}, {"id_number": "522699197001010011"},
                {"id_number": "12"}, {"left_why": "unknown"}, {"said_by": " "}, {"said_by": "字" * 81},
                {"health": "fine"}, {"disability_number": "9" * 41}, {"joined_on": date(2027, 1, 1)},
                {"relation": "head", "left_on": None}, {"id_number": HERS, "left_on": None},
            ]
        ),
    ),
    st.tuples(
        st.tuples(st.integers(0, 3), st.none()),
        st.sampled_from(
            [
                {"said_by": ""}, {"facts": {"water": "beer"}}, {"facts": {"house_year": 1200}},
                {"facts": {"main_cause": "illness", "further_causes": ["illness"]}}, {"facts": {"fuels": ["coal", "coal"]}},
                {"facts": {"number": "9" * 41}}, {"facts": {"note": "\x00"}}, {"facts": {"phone": "9" * 41}},
                {"facts": {"address": "字" * 201}}, {"facts": {"place_since": date(2027, 1, 1)}},
            ]
        ),
    ),
)  # fmt: skip


class EnteredAtOnce(TestCase):
    """Each example lives in a transaction of its own."""

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(new=several)
    def test_they_stand_as_if_each_had_been_entered_by_itself(self, new):
        with clock.standing_at(NOON):
            office = Office()
            expected = undone(lambda: stand(office.one_by_one(new)))
            entered = office.at_once(new)
            assert stand(entered) == expected
        assert all(verify(record) for kind in (HouseholdFile, MemberVersion) for record in kind.objects.all())
        rows = list(CurrentFile.objects.order_by("household").values())
        CurrentFile.objects.all().delete()
        rebuild_current()
        assert list(CurrentFile.objects.order_by("household").values()) == rows

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(new=several, wrong=st.lists(faults, min_size=1, max_size=2))
    def test_what_one_by_one_would_be_refused_first_is_refused_and_leaves_nothing(self, new, wrong):
        for place, changes in wrong:
            new = wrong_in(new, place, changes)
        with clock.standing_at(NOON):
            office = Office()
            before, expected = counts(), ("", "", None)
            for nth, each in enumerate(new):
                try:
                    undone(lambda each=each: office.alone(office.new(each)))
                except Refusal as refusal:
                    expected = refusal.code, where(refusal, nth), refusal.words
                    break
            try:
                office.at_once(new)
                refused = ("", "", None)
            except Refusal as refusal:
                refused = refusal.code, refusal.field, refusal.words
                assert counts() == before
        assert refused == expected


def where(refusal: Refusal, nth: int) -> str:
    """The field of `enter_household` as it is named among many."""
    field = refusal.field.removeprefix("head.")
    if refusal.field.startswith("head."):
        return f"households.{nth}.persons.0.{field}"
    if field.startswith("members."):
        _, member, name = field.split(".")
        return f"households.{nth}.persons.{int(member) + 1}.{name}"
    return f"households.{nth}.{field}"


@pytest.fixture
def office(db, at_noon):
    return Office()


def plain(nth: int = 0, **head):
    return (
        0,
        "杨秀英",
        {"number": f"A-{nth}"},
        [{"name": "甲", "relation": "head", **head}, {"name": "乙", "relation": "son"}],
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": 9}, {"pinyin": "x"}, {"found_by": ""}, {"number": "B"}, {"forked": True}, {"county": ""}, {"file": None},
    ],
)  # fmt: skip
def test_a_row_that_is_not_as_it_should_be_is_seen_by_the_comparison(office, wrong):
    expected = undone(lambda: stand(office.one_by_one([plain()])))
    entered = office.at_once([plain()])
    assert stand(entered) == expected
    CurrentFile.objects.update(**wrong)
    assert stand(entered) != expected


@pytest.mark.parametrize("field", ["said_by", "number", "phone", "made_at", "device", "author"])
def test_a_file_said_otherwise_is_seen_by_the_comparison(office, field):
    expected = undone(lambda: stand(office.one_by_one([plain()])))
    changed = {
        "said_by": lambda: office.at_once([(0, "别人", *plain()[2:])]),
        "number": lambda: office.at_once([plain(1)]),
        "phone": lambda: office.at_once([(0, "杨秀英", {"number": "A-0", "phone": "1"}, plain()[3])]),
        "made_at": lambda: enter_households([office.new(plain())], by=office.clerk, device="register"),
        "device": lambda: enter_households([office.new(plain())], by=office.clerk, made_at=MADE),
        "author": lambda: enter_households(
            [office.new(plain())], by=login("li", "李", Role.TOWNSHIP, office.county), device="register", made_at=MADE
        ),
    }
    assert stand(changed[field]()) != expected


def test_two_people_of_one_household_cannot_share_an_id_number_but_one_who_left_may(office):
    twice = [
        {"name": "甲", "relation": "head", "id_number": HERS},
        {"name": "乙", "relation": "son", "id_number": HERS},
    ]
    with pytest.raises(Refusal) as refused:
        office.at_once([plain(), (0, "村里", {}, twice)])
    assert (refused.value.code, refused.value.field) == ("member.same_id", "households.1.persons.1.id_number")
    gone = {**twice[0], "left_on": date(2020, 1, 1), "left_why": "moved"}
    assert len(office.at_once([plain(), (0, "村里", {}, [gone, twice[1]])])) == 2


def test_the_same_person_in_two_households_is_entered_twice_and_found_in_both(office):
    entered = office.at_once([plain(0, id_number=HERS), plain(1, id_number=HERS)])
    found = find_by_id_number(households_within(office.county.path), HERS, county=office.county.code)
    assert {each.household_id for each in found} == {each.pk for each in entered}
    by_tail = find_by_id_number(households_within(office.county.path), HERS[-6:], county=office.county.code)
    assert len(by_tail) == 2


def test_a_household_of_nobody_is_refused(office):
    with pytest.raises(Refusal) as refused:
        office.at_once([plain(), (0, "村里", {}, [])])
    assert (refused.value.code, refused.value.field) == ("household.nobody", "households.1.persons")
    assert not Household.objects.exists()


@pytest.mark.parametrize(
    "unknown", [{"facts": {"colour": "red"}, "person": {}}, {"facts": {}, "person": {"colour": "red"}}]
)
def test_a_fact_that_there_is_not_is_an_error_of_the_program(office, unknown):
    with pytest.raises(TypeError, match="colour"):
        office.at_once([(0, "村里", unknown["facts"], [{"name": "甲", "relation": "head", **unknown["person"]}])])
    assert not Household.objects.exists()


def test_a_household_is_not_entered_into_a_county(office):
    new = NewHousehold(office.county, "村里", {}, [{"name": "甲", "relation": "head"}])
    with pytest.raises(Refusal) as refused:
        enter_households([new], by=office.clerk)
    assert (refused.value.code, refused.value.field) == ("file.place", "households.0.place")


def test_nothing_to_enter_enters_nothing(office):
    assert enter_households([], by=office.clerk) == []


def test_a_value_found_right_in_one_household_is_not_taken_for_another_fact_of_the_next(office):
    """Health "none" is no health, though schooling of another person may have been "none" before."""
    first = (0, "村里", {}, [{"name": "甲", "relation": "head", "education": "none"}])
    second = (0, "村里", {}, [{"name": "乙", "relation": "head", "health": "none"}])
    with pytest.raises(Refusal) as refused:
        office.at_once([first, second])
    assert (refused.value.code, refused.value.field) == ("file.code", "households.1.persons.0.health")


def test_the_number_of_queries_does_not_grow_with_the_households(office):
    def asked(many: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            office.at_once([plain(nth) for nth in range(many)])
        return len(queries)

    asked(1)
    assert asked(90) <= asked(2) + 4 <= 24  # a second statement where more rows than one holds go into a table


def test_their_places_are_marked_for_adding_up_anew(office):
    office.at_once([plain(0), (1, *plain(1)[1:]), plain(2)])
    assert set(StalePlace.objects.values_list("place", flat=True)) == {each.pk for each in office.places}


def test_what_was_entered_at_once_is_as_append_only_as_anything(office):
    (household,) = office.at_once([plain()])
    for kind in (HouseholdFile, MemberVersion):
        with pytest.raises(DatabaseError), transaction.atomic():
            kind.objects.filter(household=household).update(said_by="别人")
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {kind._meta.db_table}")


def test_a_failure_while_storing_leaves_nothing(office, monkeypatch):
    from xinlu.registry.services import entering

    before = counts()

    def torn(*_):
        raise DatabaseError("disk full")

    monkeypatch.setattr(entering, "insert_rows", torn)
    with pytest.raises(DatabaseError):
        office.at_once([plain()])
    assert counts() == before


def test_neither_what_is_sent_nor_what_the_database_says_holds_an_id_number(office, monkeypatch):
    from xinlu.registry.services import entering

    monkeypatch.setattr(entering, "check_person", lambda facts: None)
    wrong = {"born_on": date(2001, 1, 1), "left_on": date(2000, 1, 1), "id_number": HERS}
    with CaptureQueriesContext(connection) as queries, pytest.raises(IntegrityError) as refused:
        office.at_once([plain(0, **wrong)])
    said = str(refused.value) + str(queries.captured_queries)
    assert "member_left_after_birth" in said and "registry_memberversion" in said
    assert HERS not in said and HERS[-6:] not in said
