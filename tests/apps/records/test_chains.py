from datetime import timedelta
from uuid import UUID

import pytest

from apps.records.kinds import MADE_AT
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.records.models import Household, Settlement
from xinlu.records.selectors import changed_fields, current, current_many, forks, heads, versions
from xinlu.records.services import append, settle_fork, withdraw
from xinlu.registry.models import HouseholdFile, MemberVersion

SECOND_MEMBER = UUID("01950000-0000-7000-8000-000000000004")


@pytest.fixture
def say(cast):
    """Appends one more version; each is received a minute after the one before."""
    received = iter(MADE_AT + timedelta(minutes=n) for n in range(1_000))

    def say_(older=None, *, kind="household_file", **changes):
        with clock.standing_at(next(received)):
            record = cast.record(kind, supersedes=older and older.pk, **changes)
            append(record)
        return record

    return say_


@pytest.fixture
def file_heads(cast):
    return lambda: current(HouseholdFile, cast.household)


def test_what_is_not_superseded_is_current(say, file_heads):
    first = say()
    assert file_heads() == [first]
    second = say(first)
    assert file_heads() == [second]


def test_two_that_supersede_the_same_one_are_a_fork_in_which_the_first_received_counts(cast, say, file_heads):
    first = say()
    one, two = say(first), say(first)
    assert file_heads() == [one, two]
    assert forks(HouseholdFile, cast.household) == [[one, two]]
    later = say(one)
    assert forks(HouseholdFile, cast.household) == [[two, later]]


def test_two_that_start_apart_are_a_fork_only_where_a_household_has_one_chain(cast, say):
    one, two = say(), say()
    assert forks(HouseholdFile, cast.household) == []
    assert forks(HouseholdFile, cast.household, by=()) == [[one, two]]


def test_members_are_chains_of_their_own(cast, say):
    one, two = say(kind="member"), say(kind="member", member=SECOND_MEMBER)
    assert current(MemberVersion, cast.household) == [one, two]
    assert forks(MemberVersion, cast.household, by=("member",)) == []
    again = say(kind="member")
    assert forks(MemberVersion, cast.household, by=("member",)) == [[one, again]]


def test_a_fork_is_seen_also_when_the_record_it_starts_from_is_not_here(cast, say):
    missing = cast.record("household_file")
    one, two = say(missing), say(missing)
    assert forks(HouseholdFile, cast.household) == [[one, two]]


def test_a_settled_fork_has_one_head_until_the_other_branch_goes_on(cast, say, file_heads):
    first = say()
    one, two = say(first), say(first)
    settle_fork(two, set_aside=one, author=cast.helper, reason="问过她了")
    assert file_heads() == [two] and forks(HouseholdFile, cast.household) == []
    later = say(one)
    assert forks(HouseholdFile, cast.household) == [[two, later]]


def test_a_settlement_can_be_turned_round_and_round_again(cast, say, file_heads):
    first = say()
    one, two = say(first), say(first)
    settle_fork(one, set_aside=two, author=cast.helper)
    settle_fork(two, set_aside=one, author=cast.helper)
    assert file_heads() == [two]
    settle_fork(one, set_aside=two, author=cast.helper)
    assert file_heads() == [one] and len(heads(Settlement)) == 1


def test_what_is_no_fork_is_not_settled(cast, say):
    first = say()
    one, two = say(first), say(first)
    member = say(kind="member")
    for kept, aside, code in [
        (one, one, "settlement.not_a_pair"),
        (one, member, "settlement.not_a_pair"),
        (one, first, "settlement.no_fork"),
        (first, one, "settlement.no_fork"),
    ]:
        with pytest.raises(Refusal) as raised:
            settle_fork(kept, set_aside=aside, author=cast.helper)
        assert raised.value.code == code
    settle_fork(one, set_aside=two, author=cast.helper)
    with pytest.raises(Refusal) as raised:
        settle_fork(one, set_aside=two, author=cast.helper)
    assert raised.value.code == "settlement.no_fork"


def test_what_is_withdrawn_is_not_current(cast, say, file_heads):
    first = say()
    withdraw(first, author=cast.helper, reason="记错了户")
    assert file_heads() == []
    assert say() in file_heads()


def test_a_record_of_another_household_supersedes_withdraws_and_sets_aside_nothing(cast, say, file_heads):
    stranger = Household.objects.create(entered_at=MADE_AT)
    first = say()
    say(first, household=stranger)
    say(kind="withdrawal", household=stranger, target=first.pk)
    say(kind="settlement", household=stranger, set_aside=first.pk)
    assert file_heads() == [first]
    say(kind="settlement", set_aside=first.pk)
    assert file_heads() == []


def test_many_households_are_read_in_as_many_queries_as_one(cast, say, django_assert_num_queries):
    others = [Household.objects.create(entered_at=MADE_AT) for _ in range(30)]
    said = {other.pk: [say(household=other)] for other in others[:20]}
    said |= {other.pk: [] for other in others[20:]}
    with django_assert_num_queries(1):
        assert current_many(HouseholdFile, [others[0].pk]) == {others[0].pk: said[others[0].pk]}
    with django_assert_num_queries(1):
        assert current_many(HouseholdFile, said) == said


def test_records_of_an_area_have_heads_too(cast, say):
    first = say(kind="parameter")
    second = say(first, kind="parameter", value=700_000)
    assert list(heads(type(first)).filter(area=cast.area)) == [second]


def test_versions_go_back_from_newest_to_first_along_one_branch(say):
    first = say()
    one, _two = say(first), say(first)
    last = say(one)
    assert versions(last) == [last, one, first]
    assert versions(first) == [first]


def test_versions_that_name_each_other_in_a_circle_come_to_an_end(cast, say):
    first = cast.record("household_file")
    second = say(first)
    circle = cast.record("household_file", id=first.pk, supersedes=second.pk)
    append(circle)
    assert versions(second) == [second, circle]
    assert forks(HouseholdFile, cast.household, by=()) == []


def test_changed_fields_are_those_whose_answers_differ(cast, say):
    first = say()
    second = say(first, house_grade="a", fuels=["gas"], author=None)
    assert changed_fields(first, second) == ("house_grade", "fuels")
    assert changed_fields(first, say(first)) == ()
