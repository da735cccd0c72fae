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
from xinlu.people.roles import Level, Role
from xinlu.records.models import Household, LedgerEntry
from xinlu.registry.models import Assignment, CurrentFile, HouseholdFile
from xinlu.registry.selectors.files import file_of, file_quality_of
from xinlu.registry.selectors.households import (
    helpers_of,
    households_of_helper,
    households_within,
    households_without_helper,
    overloaded_helpers,
    search,
)
from xinlu.registry.services.assignments import assign_helper, hand_over
from xinlu.registry.services.households import enter_household, move_household, write_file
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


def test_a_household_that_moves_takes_its_history_with_it(yang):
    far = area("522699101202", "岩脚村", Level.VILLAGE, yang.village.parent)
    write_file(yang.household, by=yang.helper, said_by="杨秀英", water="tap")
    move_household(yang.household, by=yang.township, said_by="杨秀英", place=far)
    assert CurrentFile.objects.get(household=yang.household).village == far.code
    assert HouseholdFile.objects.filter(household=yang.household).count() == 3
    assert file_of(yang.household).file.water == "tap"


@pytest.mark.parametrize("typed", ["杨秀英", "秀英", "yangxiuying", "yangxiu", "yxy", "YXY", "017"])
def test_a_household_is_found_by_name_pinyin_initials_and_number(yang, typed):
    write_file(yang.household, by=yang.helper, said_by="杨秀英", number="0170001")
    enter(yang, "吴老根")
    assert [row.head_name for row in search(households_within(yang.county.path), typed)] == ["杨秀英"]


def test_what_matches_nobody_finds_nobody(yang):
    assert not search(households_within(yang.county.path), "%").exists()
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
    for n in range(3):
        enter(yang, f"户{n}")
    assert households_without_helper(yang.county).count() == 3
    set_parameter(
        by=yang.county_desk,
        area=yang.county,
        name="helper_households_max",
        value=0,
        effective_from=date(2026, 1, 1),
        source="试",
    )
    assert [load.helper.name for load in overloaded_helpers(yang.county)] == ["周建民"]
    assert {load.helper.name: load.households for load in helpers_of(yang.county)} == {"周建民": 1, "田春梅": 0}


def test_a_status_is_of_the_dated_list_and_by_a_decision(yang):
    with pytest.raises(Refusal, match=r"status\.unknown"):
        decide_status(yang.household, by=yang.county_desk, status="rich", since=date(2026, 1, 1), decision="会")
    with pytest.raises(Refusal, match=r"status\.decision"):
        decide_status(yang.household, by=yang.county_desk, status="ordinary", since=date(2026, 1, 1), decision=" ")
    decide_status(
        yang.household, by=yang.county_desk, status="borderline", since=date(2025, 5, 1), decision="县会 2025-05"
    )
    assert file_of(yang.household).status.code == "borderline"


def test_the_file_says_what_is_missing(yang):
    findings = file_quality_of(file_of(yang.household)).findings
    assert findings and all(each.what.zh and each.what.en and each.do.zh for each in findings)
