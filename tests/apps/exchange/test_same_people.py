"""The same person twice: by ID number, by likeness; decided by a person, and never raised again once it was."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.exchange.offices import id_number
from xinlu.exchange.models import PeopleLook, SamePerson
from xinlu.exchange.selectors.same_people import entries_of, pairs_within, waiting
from xinlu.exchange.services import same_people
from xinlu.exchange.services.intakes import desk_without_a_person
from xinlu.exchange.services.same_people import SameOutcome, begin_look, decide_same, look_for_same_people
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.people.models import Area
from xinlu.records.models import Household, LedgerEntry
from xinlu.registry.selectors.files import file_of, members_on
from xinlu.registry.services.households import enter_household
from xinlu.registry.services.members import member_leaves, write_member

TODAY, DAY = date(2026, 11, 23), date(2026, 10, 1)
HERE, NEAR, ELSEWHERE = "522699101200", "522699101201", "522698101200"


@pytest.fixture
def county(areas):
    """Two villages of one township with a few people who are nobody's double, and a village of another county."""
    for n, (name, place) in enumerate((("石明英", HERE), ("龙桂花", HERE), ("吴老根", NEAR), ("陆阿妹", NEAR))):
        enter(name, place, born_on=date(1950 + 7 * n, 3, 2 + n), sex="female" if n % 2 else "male")
    return areas


def enter(name: str, place: str, *, members=(), **facts) -> Household:
    by = desk_without_a_person()
    head = {"name": name, "sex": "female", "born_on": date(1970, 5, 11), **facts}
    return enter_household(by=by, place=Area.objects.get(code=place), said_by=name, head=head, members=members)


def head_of(household: Household) -> UUID:
    return members_on(household, TODAY)[0].member


def look(code: str = "522699") -> dict[str, int]:
    return look_for_same_people(Area.objects.get(code=code), by=desk_without_a_person())


def names(household: Household) -> list[str]:
    return [each.name for each in members_on(household, TODAY)]


def decide(pair: SamePerson | None = None, outcome: SameOutcome = SameOutcome.SAME, **how) -> None:
    decide_same(pair or SamePerson.objects.get(), outcome=outcome, by=desk_without_a_person(), **how)


def twice_by_id(place: str = NEAR) -> tuple[Household, Household]:
    number = id_number("19700511", 3)
    return enter("杨正明", HERE, id_number=number, sex="male"), enter("杨正明", place, id_number=number, sex="male")


def test_nobody_is_twice_where_nobody_is_alike(county):
    counts = look()
    assert (counts["people"], counts["new"], counts["open"]) == (4, 0, 0)
    assert SamePerson.objects.count() == 0


def test_one_id_number_in_two_households_is_a_pair_whatever_the_names(county):
    number = id_number("19700511", 3)
    one, two = enter("杨正明", HERE, id_number=number), enter("杨大毛", NEAR, id_number=number)
    assert look()["same_id"] == 1
    pair = SamePerson.objects.get()
    assert pair.same_id and pair.left < pair.right
    assert {pair.left, pair.right} == {head_of(one), head_of(two)}
    assert {pair.left_household, pair.right_household} == {one, two}
    assert any(each["zh"] == "身份证号一样" and each["for"] for each in pair.evidence)


def test_without_numbers_name_birth_and_village_make_a_pair_and_kin_do_not(county):
    for name in ("韦大山", "韦小山"):
        enter(name, NEAR, born_on=date(1988, 8, 8), sex="male")
    assert look()["likely"] == 0, "brothers born on one day are two"
    enter("韦大山", NEAR, born_on=date(1988, 8, 8), sex="male", relation="head")
    assert look()["likely"] > 0
    pair = waiting(pairs_within(["522699/"])).first()
    assert names(pair.left_household) == names(pair.right_household) == ["韦大山"]
    assert not pair.same_id and pair.likeness_percent >= 50
    assert {each["zh"] for each in pair.evidence if each["for"]} >= {"姓名一样", "生日一样", "同一个村"}


def test_evidence_holds_no_name_and_no_number(county):
    twice_by_id()
    look()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM exchange_sameperson")
        row = str(cursor.fetchall())
    assert "same ID number" in row and "杨正明" not in row and id_number("19700511", 3) not in row


def test_the_same_search_again_raises_nothing_twice_and_nothing_that_was_decided(county):
    twice_by_id()
    assert look()["new"] == 1
    assert (look()["new"], SamePerson.objects.count()) == (0, 1)
    decide(outcome=SameOutcome.DIFFERENT, reason="号码登错了一个")
    counts = look()
    assert (counts["new"], counts["open"], SamePerson.objects.count()) == (0, 0, 1)
    assert SamePerson.objects.get().outcome == "different"


def test_deciding_that_they_are_one_lets_the_chosen_entry_leave_on_its_day(county):
    one, two = twice_by_id()
    look()
    decide(leaves=head_of(two), on=DAY, why="moved", reason="搬到对门坡了")
    assert names(one) == ["杨正明"] and names(two) == []
    gone = file_of(two).gone[0].record
    assert (gone.left_on, gone.left_why) == (DAY, "moved")
    pair = SamePerson.objects.get()
    assert (pair.outcome, pair.reason, pair.decided_by.username) == ("same", "搬到对门坡了", "xinlu-import")
    assert look()["open"] == 0


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"on": DAY}, "same_person.leaves"),
        ({"leaves": UUID(int=7), "on": DAY}, "same_person.leaves"),
        ({"leaves": True}, "same_person.on"),
        ({"leaves": True, "on": date(2027, 1, 1)}, "same_person.on"),
        ({"leaves": True, "on": DAY, "why": "died"}, "same_person.why"),
        ({"leaves": True, "on": date(1960, 1, 1)}, "member.before_birth"),
    ],
)
def test_what_is_missing_or_cannot_be_is_refused_and_nothing_written(county, how, code):
    _one, two = twice_by_id()
    look()
    before = LedgerEntry.objects.count()
    with pytest.raises(Refusal) as refused:
        decide(**{**how, **({"leaves": head_of(two)} if how.get("leaves") is True else {})})
    assert refused.value.code == code
    assert LedgerEntry.objects.count() == before and SamePerson.objects.get().outcome == ""


def test_the_head_of_others_cannot_go_before_another_is_named(county):
    number = id_number("19700511", 3)
    enter("杨正明", HERE, id_number=number)
    two = enter("杨正明", NEAR, id_number=number, members=[{"name": "杨小军", "relation": "son"}])
    look()
    with pytest.raises(Refusal, match=r"member\.head_leaves"):
        decide(leaves=head_of(two), on=DAY)


def test_two_people_of_one_number_need_a_reason_and_two_alike_do_not(county):
    twice_by_id()
    look()
    with pytest.raises(Refusal, match=r"same_person\.reason"):
        decide(outcome=SameOutcome.DIFFERENT)
    decide(outcome=SameOutcome.DIFFERENT, reason="韦家那个的号错了")
    for _ in range(2):
        enter("陆小妹", HERE, born_on=date(1991, 1, 9))
    look()
    decide(SamePerson.objects.get(outcome=""), SameOutcome.DIFFERENT)


def test_nothing_is_decided_twice(county):
    _one, two = twice_by_id()
    look()
    pair = SamePerson.objects.get()
    decide(pair, SameOutcome.DIFFERENT, reason="两个人")
    with pytest.raises(Refusal, match=r"same_person\.decided"):
        decide(pair, leaves=head_of(two), on=DAY)
    assert names(two) == ["杨正明"]


def test_a_pair_of_whom_one_left_is_dropped_unless_it_was_decided(county):
    _one, two = twice_by_id()
    look()
    member_leaves(two, by=desk_without_a_person(), said_by="杨正明", member=head_of(two), left_on=DAY, why="died")
    assert waiting(pairs_within(["522699/"])).count() == 0, "nobody is asked about it even before the next search"
    counts = look()
    assert (counts["dropped"], SamePerson.objects.count()) == (1, 0)


def test_a_decided_pair_stays_written_down_after_one_left(county):
    _one, two = twice_by_id()
    look()
    decide(leaves=head_of(two), on=DAY)
    assert look()["dropped"] == 0 and SamePerson.objects.count() == 1


def test_a_pair_that_is_alike_no_longer_since_an_entry_was_put_right_is_dropped(county):
    for _ in range(2):
        last = enter("陆小妹", HERE, born_on=date(1991, 1, 9))
    look()
    assert SamePerson.objects.count() == 1
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert look()["dropped"] == 0, "what was not touched stays"
        by = desk_without_a_person()
        write_member(
            last, by=by, said_by="陆", member=head_of(last), name="韦大山", born_on=date(1962, 7, 4), sex="male"
        )
        assert look()["dropped"] == 1


def test_three_entries_of_one_person_are_settled_one_by_one(county):
    one, two = twice_by_id()
    three = enter("杨正明", HERE, id_number=id_number("19700511", 3), sex="male")
    assert look()["same_id"] == 3
    pair = next(each for each in SamePerson.objects.all() if head_of(two) in (each.left, each.right))
    decide(pair, leaves=head_of(two), on=DAY)
    (left,) = SamePerson.objects.filter(outcome="")
    assert {left.left, left.right} == {head_of(one), head_of(three)}, "pairs with the one that went are dropped"


def test_somebody_entered_twice_in_one_household_is_a_pair_too(county):
    boy = {"name": "陆小宝", "relation": "son", "sex": "male", "born_on": date(2012, 12, 12)}
    household = enter("陆大姐", HERE, members=[boy, dict(boy)])
    look()
    pair = SamePerson.objects.get()
    assert pair.left_household == pair.right_household == household
    decide(leaves=pair.right, on=DAY)
    assert names(household) == ["陆大姐", "陆小宝"]


def test_a_number_that_stands_outside_the_area_too_is_found_and_likeness_is_not(county):
    _one, _two = twice_by_id(ELSEWHERE)
    for place in (HERE, ELSEWHERE):
        enter("陆小妹", place, born_on=date(1991, 1, 9))
    counts = look()
    assert (counts["same_id"], counts["likely"]) == (1, 0)
    assert waiting(pairs_within(["522699/"])).count() == waiting(pairs_within(["522698/"])).count() == 1
    assert waiting(pairs_within(["522699/522699101/522699101201/"])).count() == 0, (
        "a village without either sees nothing"
    )
    assert look()["new"] == 0


def test_a_fork_counts_by_the_version_that_stands(county):
    one, two = twice_by_id()
    first = members_on(two, TODAY)[0].record
    by = desk_without_a_person()
    write_member(two, by=by, said_by="甲", supersedes=first.pk, id_number=id_number("19700511", 5))
    with clock.standing_at(clock.now() + timedelta(hours=1)):
        write_member(two, by=by, said_by="乙", supersedes=first.pk, health="chronic")
        counts = look()
    assert counts["same_id"] == 0, "the branch received first has another number"
    assert counts["people"] == 6 and names(one) == ["杨正明"]


def test_both_entries_are_fetched_in_a_fixed_number_of_queries(county):
    def queries() -> int:
        look()
        pairs = list(waiting(pairs_within(["522699/"])))
        with CaptureQueriesContext(connection) as asked:
            found = entries_of(pairs)
            assert all(all(found.of(pair)) for pair in pairs)
        return len(asked)

    twice_by_id()
    before = queries()
    for n in range(12):
        number = id_number("19800105", n)
        for place in (HERE, NEAR):
            enter(f"韦{n}", place, id_number=number)
    assert queries() == before
    assert SamePerson.objects.count() >= 13


def test_a_desk_searches_few_people_at_once_and_many_in_the_background(county, monkeypatch, settings):
    township, by = county["522699101"], desk_without_a_person()
    twice_by_id()
    assert begin_look(township, by=by).done_at is not None and SamePerson.objects.count() == 1
    SamePerson.objects.all().delete()
    monkeypatch.setattr(same_people, "AT_ONCE_PEOPLE", 3)
    later = []
    monkeypatch.setattr(same_people, "look_later", type("Task", (), {"enqueue": staticmethod(later.append)}))
    monkeypatch.setattr(same_people.transaction, "on_commit", lambda do: do())
    waiting_look = begin_look(township, by=by)
    assert later == [waiting_look.pk] and waiting_look.done_at is None and SamePerson.objects.count() == 0
    with pytest.raises(Refusal, match=r"same_people\.under_way"):
        begin_look(township, by=by)
    monkeypatch.undo()
    same_people.look_later.func(waiting_look.pk)
    assert SamePerson.objects.count() == 1 and PeopleLook.objects.get(pk=waiting_look.pk).counts["new"] == 1
