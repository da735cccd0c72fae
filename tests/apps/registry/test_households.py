"""The file as versions, forks, moves; search; who answers for whom."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test.utils import CaptureQueriesContext

from apps.conftest import NOON
from apps.yang import area, login
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.parameters.services import set_parameter
from xinlu.people.models import Area, Responsibility
from xinlu.people.roles import Level, Role
from xinlu.records.models import Household, LedgerEntry
from xinlu.records.services import settle_fork, withdraw
from xinlu.registry.models import Assignment, CurrentFile, HouseholdFile
from xinlu.registry.selectors.files import file_of, file_quality_of
from xinlu.registry.selectors.households import (
    helpers_of,
    households_of_helper,
    households_of_helpers_gone,
    households_within,
    households_without_helper,
    overloaded_helpers,
    search,
)
from xinlu.registry.services.assignments import assign_helper, hand_over
from xinlu.registry.services.current import refresh_current, refresh_current_many
from xinlu.registry.services.households import enter_household, move_household, write_file
from xinlu.registry.services.members import write_member
from xinlu.registry.services.status import decide_status


def enter(yang, name: str, **more) -> Household:
    return enter_household(by=yang.township, place=yang.village, said_by="村里", head={"name": name}, **more)


def test_a_household_is_entered_whole_or_not_at_all(yang):
    before = (Household.objects.count(), LedgerEntry.objects.count())
    with pytest.raises(Refusal) as refused:
        enter(yang, "甲", members=[{"name": "乙", "relation": "son"}, {"name": "", "relation": "son"}])
    assert refused.value.field == "members.1.name"
    assert (Household.objects.count(), LedgerEntry.objects.count()) == before


def test_a_household_lives_in_a_village_or_a_group(yang):
    with pytest.raises(Refusal, match=r"file\.place"):
        enter_household(by=yang.township, place=yang.county, said_by="村里", head={"name": "甲"})


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"main_cause": "bad_luck"}, "main_cause"),
        ({"further_causes": ["illness", "water", "skills"]}, "further_causes"),
        ({"main_cause": "illness", "further_causes": ["illness"]}, "further_causes"),
        ({"fuels": ["coal", "coal"]}, "fuels"),
        ({"house_area_m2": -1}, "house_area_m2"),
        ({"house_year": 2027}, "house_year"),
        ({"market_distance_m": 500_001}, "market_distance_m"),
        ({"phone": "1" * 41}, "phone"),
        ({"note": "长" * 20_001}, "note"),
        ({"house_graded_on": date(2027, 1, 1)}, "house_graded_on"),
    ],
)
def test_facts_that_cannot_be_are_refused_at_their_field(yang, facts, field):
    with pytest.raises(Refusal) as refused:
        write_file(yang.household, by=yang.helper, said_by="杨秀英", **facts)
    assert refused.value.field == field


def test_two_versions_of_one_are_a_fork_and_the_first_counts(yang):
    first = file_of(yang.household).file
    mine = write_file(yang.household, by=yang.helper, said_by="杨秀英", supersedes=first.pk, water="tap")
    with clock.standing_at(NOON + timedelta(minutes=1)):
        write_file(yang.household, by=yang.township, said_by="村会计", supersedes=first.pk, water="river")
    view = file_of(yang.household)
    assert view.file == mine and view.current.forked
    assert [each.water for each in view.rivals[0]] == ["tap", "river"]


def test_the_branch_that_came_first_goes_on_counting_when_somebody_writes_on_it(yang):
    first = file_of(yang.household).file
    said = {"by": yang.helper, "said_by": "杨秀英"}
    write_file(yang.household, **said, supersedes=first.pk, water="tap")
    for minute, facts in enumerate(({"supersedes": first.pk, "water": "river"}, {"note": "又去看过"}), start=1):
        with clock.standing_at(NOON + timedelta(minutes=minute)):
            last = write_file(yang.household, **said, **facts)
    view = file_of(yang.household)
    assert view.file == last and (last.water, last.note) == ("tap", "又去看过")
    assert [each.water for each in view.rivals[0]] == ["tap", "river"] and view.current.forked


def test_a_settled_fork_counts_as_it_was_settled(yang):
    first = file_of(yang.household).file
    said = {"by": yang.helper, "said_by": "杨秀英", "supersedes": first.pk}
    one = write_file(yang.household, **said, water="tap")
    with clock.standing_at(NOON + timedelta(minutes=1)):
        two = write_file(yang.household, **said, water="river")
    settle_fork(two, set_aside=one, author=yang.township, reason="问过她了")
    refresh_current(yang.household)
    view = file_of(yang.household)
    assert view.file == two and not view.rivals and not view.current.forked


def test_two_who_write_the_same_from_one_version_agree_and_leave_no_fork(yang):
    first = file_of(yang.household).file
    mine = write_file(yang.household, by=yang.helper, said_by="杨秀英", supersedes=first.pk, water="tap")
    with clock.standing_at(NOON + timedelta(minutes=1)):
        theirs = write_file(yang.household, by=yang.township, said_by="村会计", supersedes=first.pk, water="tap")
    assert theirs == mine and not file_of(yang.household).current.forked


def test_a_household_whose_only_file_is_taken_back_leaves_the_lists(yang):
    other = enter(yang, "记错的一户")
    withdraw(file_of(other).file, author=yang.township, reason="重复了")
    refresh_current(other)
    assert file_of(other) is None
    assert [row.head_name for row in households_within(yang.county.path)] == ["杨秀英"]


def test_a_household_that_moves_takes_its_history_with_it(yang):
    far = area("522699101202", "岩脚村", Level.VILLAGE, yang.village.parent)
    write_file(yang.household, by=yang.helper, said_by="杨秀英", water="tap")
    moving = {"by": yang.township, "said_by": "杨秀英"}
    move_household(yang.household, **moving, place=far, on=date(2026, 11, 1))
    assert CurrentFile.objects.get(household=yang.household).village == far.code
    assert HouseholdFile.objects.filter(household=yang.household).count() == 3
    assert file_of(yang.household).file.water == "tap"
    assert file_of(yang.household).file.place_since == date(2026, 11, 1)
    with pytest.raises(Refusal, match="day_to_come"):
        move_household(yang.household, **moving, place=yang.village, on=date(2026, 11, 24))
    with pytest.raises(Refusal, match="moved_before"):
        move_household(yang.household, **moving, place=yang.village, on=date(2026, 10, 31))
    back = write_file(yang.household, **moving, place=yang.village)
    assert back.place_since is None, "a move on a day that nobody named does not keep the day of the last one"


@pytest.mark.parametrize("typed", ["zeng", "zxm", "cengxiao", "CXM", "ｚｅｎｇ xiaomei", "曾"])
def test_a_surname_is_found_by_its_own_reading_and_by_the_words(yang, typed):
    enter(yang, "曾小妹")
    assert [row.head_name for row in search(households_within(yang.county.path), typed)] == ["曾小妹"]


@pytest.mark.parametrize("typed", ["杨秀英", "秀英", "yangxiuying", "yangxiu", "yxy", "YXY", "017"])
def test_a_household_is_found_by_name_pinyin_initials_and_number(yang, typed):
    write_file(yang.household, by=yang.helper, said_by="杨秀英", number="0170001")
    enter(yang, "吴老根")
    assert [row.head_name for row in search(households_within(yang.county.path), typed)] == ["杨秀英"]


def test_what_matches_nobody_finds_nobody(yang):
    for typed in ("%", "_", "\x00杨秀", "iuying", "杨\x00x", "👵"):
        found = search(households_within(yang.county.path), typed)
        assert found.exists() is (typed == "\x00杨秀"), typed
    assert not search(households_within(yang.county.path), "王").exists()


def test_the_list_takes_the_same_number_of_queries_for_six_and_for_sixty(yang, connection_queries):
    counts = []
    for upto in (6, 60):
        for n in range(households_within(yang.county.path).count(), upto):
            assign_helper(enter(yang, f"户{n}"), by=yang.township, helper=yang.helper, since=date(2026, 1, 1))
        counts.append(
            connection_queries(
                lambda: [(row.place.name, row.helper.name) for row in households_within(yang.county.path)]
            )
        )
    assert counts[0] == counts[1] == 1


def test_one_file_takes_the_same_number_of_queries_whatever_its_history(yang, connection_queries):
    said = {"by": yang.helper, "said_by": "杨秀英"}
    before = connection_queries(lambda: _looked_at(yang.household))
    for n in range(8):
        with clock.standing_at(NOON + timedelta(minutes=n)):
            write_file(yang.household, **said, note=f"第 {n} 次")
            write_member(yang.household, **said, name=f"娃{n}", relation="sons_son")
    assert connection_queries(lambda: _looked_at(yang.household)) == before


def test_a_rebuild_takes_the_same_number_of_queries_for_three_and_for_thirty(yang, connection_queries):
    """Thirty: of more, SQLite takes the rows in several statements."""
    counts = []
    for upto in (3, 30):
        for n in range(CurrentFile.objects.count(), upto):
            enter(yang, f"户{n}", members=[{"name": "娃", "relation": "son"}])
        ids = list(Household.objects.values_list("pk", flat=True))
        counts.append(connection_queries(lambda ids=ids: refresh_current_many(ids)))
    assert counts[0] == counts[1]


def _looked_at(household: Household) -> list[str]:
    view = file_of(household)
    return [view.file.author.name, view.helper.name, *(each.helper.name for each in view.assignments)]


@pytest.fixture
def connection_queries():
    from django.db import connection

    def count(do) -> int:
        with CaptureQueriesContext(connection) as captured:
            do()
        return len(captured)

    return count


def test_a_hand_over_keeps_the_history_and_leaves_no_gap(yang):
    second = enter(yang, "吴老根")
    assign_helper(second, by=yang.township, helper=yang.helper, since=date(2025, 1, 1))
    made = hand_over(by=yang.township, from_helper=yang.helper, to_helper=yang.other_helper, since=date(2026, 11, 1))
    assert len(made) == 2 and not households_of_helper(yang.helper).exists()
    chain = Assignment.objects.filter(household=yang.household).order_by("since")
    assert [(each.helper.name, each.since) for each in chain] == [
        ("周建民", date(2024, 3, 1)),
        ("田春梅", date(2026, 11, 1)),
    ]


def test_a_hand_over_of_somebody_elses_household_hands_over_none(yang):
    strange = enter(yang, "吴老根")
    handing = {"by": yang.township, "from_helper": yang.helper, "since": date(2026, 11, 1)}
    with pytest.raises(Refusal, match="not_theirs") as refused:
        hand_over(**handing, to_helper=yang.other_helper, households=[yang.household, strange])
    assert "吴老根" in refused.value.words.zh and "杨秀英" not in refused.value.words.zh
    assert list(households_of_helper(yang.helper)) == [CurrentFile.objects.get(household=yang.household)]
    with pytest.raises(Refusal, match=r"hand_over\.none"):
        hand_over(**{**handing, "from_helper": yang.other_helper}, to_helper=yang.helper)
    assert hand_over(**handing, to_helper=yang.other_helper, households=[yang.household])


def test_a_helper_whose_post_has_ended_is_not_assigned_for_the_past_and_is_shown_as_gone(yang):
    assert not households_of_helpers_gone(yang.county).exists()
    Responsibility.objects.filter(user=yang.helper).update(until=date(2026, 10, 31))
    Responsibility.objects.filter(user=yang.other_helper).update(until=date(2026, 10, 31))
    assert [row.head_name for row in households_of_helpers_gone(yang.county)] == ["杨秀英"]
    with pytest.raises(Refusal, match="not_helper"):
        assign_helper(yang.household, by=yang.township, helper=yang.other_helper, since=date(2026, 10, 1))


def test_a_household_that_moved_away_from_its_helper_is_shown(yang):
    far = area("522698101", "邻县某村", Level.VILLAGE, Area.objects.get(code="522698"))
    move_household(yang.household, by=yang.township, said_by="杨秀英", place=far, on=date(2026, 11, 1))
    assert [row.helper for row in households_of_helpers_gone(Area.objects.get(code="522698"))] == [yang.helper]


def test_nobody_may_answer_from_a_day_on(yang):
    assign_helper(yang.household, by=yang.township, helper=None, since=date(2026, 11, 1), reason="调走了")
    row = CurrentFile.objects.get(household=yang.household)
    assert row.helper is None and row.helper_since is None
    assert [each.helper for each in file_of(yang.household).assignments] == [None, yang.helper]


def test_an_assignment_taken_back_stands_in_no_history_of_helpers(yang):
    made = assign_helper(yang.household, by=yang.township, helper=yang.other_helper, since=date(2026, 11, 1))
    withdraw(made, author=yang.township, reason="点错了")
    refresh_current(yang.household)
    assert file_of(yang.household).assignments == ()
    assert households_without_helper(yang.county).count() == 1


def test_assignments_that_cannot_be_are_refused(yang):
    stranger = login("elsewhere", "邻乡的人", Role.HELPER, area("522699102", "石门镇", Level.TOWNSHIP, yang.county))
    for helper, since, code in (
        (yang.other_helper, date(2026, 11, 24), "to_come"),
        (yang.other_helper, date(2024, 2, 1), "before"),
        (yang.helper, date(2026, 1, 1), "same"),
        (stranger, date(2026, 1, 1), "not_helper"),
        (yang.township, date(2026, 1, 1), "not_helper"),
    ):
        with pytest.raises(Refusal, match=code):
            assign_helper(yang.household, by=yang.township, helper=helper, since=since)


def test_the_township_sees_who_has_no_helper_and_who_has_too_many(yang):
    second = enter(yang, "吴老根")
    for n in range(3):
        enter(yang, f"户{n}")
    assign_helper(second, by=yang.township, helper=yang.helper, since=date(2026, 1, 1))
    assert households_without_helper(yang.county).count() == 3
    set_parameter(
        by=yang.county_desk,
        area=yang.county,
        name="helper_households_max",
        value=1,
        effective_from=date(2026, 1, 1),
        source="试",
    )
    assert [load.helper.name for load in overloaded_helpers(yang.county)] == ["周建民"]
    assert {load.helper.name: load.households for load in helpers_of(yang.county)} == {"周建民": 2, "田春梅": 0}


def test_a_status_is_of_the_dated_list_and_by_a_decision(yang):
    with pytest.raises(Refusal, match=r"status\.unknown"):
        decide_status(yang.household, by=yang.county_desk, status="rich", since=date(2026, 1, 1), decision="会")
    with pytest.raises(Refusal, match=r"status\.decision"):
        decide_status(yang.household, by=yang.county_desk, status="ordinary", since=date(2026, 1, 1), decision=" ")
    decide_status(
        yang.household, by=yang.county_desk, status="borderline", since=date(2025, 5, 1), decision="县会 2025-05"
    )
    assert file_of(yang.household).status.code == "borderline"
    again = {"by": yang.county_desk, "status": "borderline", "decision": "县会 2025-05"}
    assert decide_status(yang.household, **again, since=date(2025, 5, 1)) == file_of(yang.household).statuses[0]
    with pytest.raises(Refusal, match=r"status\.before"):
        decide_status(yang.household, **again, since=date(2025, 4, 30))
    with pytest.raises(Refusal, match=r"status\.to_come"):
        decide_status(yang.household, **{**again, "status": "exited"}, since=date(2026, 11, 24))


def test_the_file_says_what_is_missing(yang):
    findings = file_quality_of(file_of(yang.household)).findings
    assert findings and all(each.what.zh and each.what.en and each.do.zh for each in findings)
