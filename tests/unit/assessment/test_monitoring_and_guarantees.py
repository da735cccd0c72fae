"""Guarantees and monitoring: three values, kinds of monitored household by date, and what stands against elimination."""

from datetime import date, timedelta

import pytest

from unit.assessment.small_country import DAY, account, assessed, household, line
from xinlu import standards
from xinlu.assessment.measures import monitoring
from xinlu.assessment.measures.criteria import guarantees_on, monitoring_on, packaged_criteria
from xinlu.assessment.tables import table
from xinlu.policy.compiling import used_columns

SECURED = {
    "household_no": 0, "house_grade": "b", "children_out_of_school__least": 0, "children_out_of_school__most": 0,
    "uninsured_people__least": 0, "uninsured_people__most": 0, "treated_near": True, "grave_patients__least": 0,
    "grave_patients__most": 0, "water_litres_per_head": 40, "water_is_clean": True, "water_piped_in": True,
    "water_days_short": 0, "lives_in_dry_area": False, "food_enough": True, "clothing_enough": True, "can_work": True,
}  # fmt: skip
GUARANTEES = ("food_and_clothing", "house", "school", "medical", "water")


def one(said=None, *, as_of=DAY, tables=None, **of_household):
    known = {"households": [household(0, **of_household)], "circumstances": [SECURED | (said or {})]}
    known |= {"accounts": [account(0)], "income_lines": [line(0)]}
    return assessed(known | (tables or {}), as_of=as_of)[0]


def test_a_household_of_which_all_is_known_and_well_is_secured_in_all_five():
    row = one()
    assert [row[f"{name}_guarantee"] for name in GUARANTEES] == [True] * 5
    assert (row["guarantees_open"], row["guarantees_unknown"]) == (0, 0)


@pytest.mark.parametrize(
    ("said", "guarantee", "clause"),
    [
        ({"house_grade": "c"}, "house", "safe_house"),
        ({"children_out_of_school__least": 1, "children_out_of_school__most": 1}, "school", "nobody_out_of_school"),
        ({"uninsured_people__least": 1, "uninsured_people__most": None}, "medical", "all_insured"),
        ({"water_litres_per_head": 34}, "water", "enough"),
        ({"water_days_short": 37}, "water", "seldom_short"),
        ({"clothing_enough": False}, "food_and_clothing", "clothed"),
    ],
)
def test_one_thing_that_is_not_so_opens_its_guarantee_and_no_other(said, guarantee, clause):
    row = one(said)
    # Where a criterion has one clause, the clause is not told again.
    assert row[f"{guarantee}_guarantee"] is False and row.get(f"{guarantee}_guarantee__{clause}", False) is False
    assert (row["guarantees_open"], row["guarantees_unknown"]) == (1, 0)


def test_what_nobody_entered_is_to_be_verified_and_never_secured():
    row = one({"house_grade": None})
    assert row["house_guarantee"] is None
    assert (row["guarantees_open"], row["guarantees_unknown"]) == (0, 1)
    nothing = assessed({"households": [household(0)]})[0]
    assert [nothing[f"{name}_guarantee"] for name in GUARANTEES] == [None] * 5


@pytest.mark.parametrize("on", [date(2021, 1, 1), date(2025, 12, 31), date(2026, 1, 1), DAY])
def test_kinds_of_monitored_household_are_those_of_the_standards_on_that_day(on):
    codes = [each.code for each in standards.household_statuses(on=on) if each.monitored]
    assert codes and list(monitoring.monitored_kinds(monitoring_on(on))) == codes


def test_before_2026_three_kinds_are_told_apart_and_after_it_one():
    assert monitoring.monitored_kinds(monitoring_on(date(2025, 12, 31))) == ("unstable", "borderline", "sudden")
    assert monitoring.monitored_kinds(monitoring_on(date(2026, 1, 1))) == ("at_risk",)
    in_2025 = {"accounts": [account(0, reckoned_on=date(2025, 6, 1), period_end=date(2025, 5, 1))]}
    poor = in_2025 | {"income_lines": [line(0, income_fen=400)]}
    row = one(as_of=date(2025, 12, 1), status="exited", tables=poor)
    assert (row["unstable"], row["borderline"], row["sudden"]) == (True, False, False)


def test_only_what_the_household_recognises_takes_it_out_of_risk():
    poor, open_ = {"income_lines": [line(0, income_fen=400)]}, {"income_lines": [line(0, answer=0, grade=0)]}
    assert one(tables=poor)["at_risk"] is True
    assert one(tables=open_)["at_risk"] is None
    twice = {
        "accounts": [account(0, account_no=0, reckoned_on=date(2025, 11, 1)), account(0, account_no=1)],
        "income_lines": [line(0, account_no=0), line(0, account_no=1)],
    }
    assert one(tables=twice)["at_risk"] is False


def test_an_income_of_which_half_is_gone_within_a_year_is_seen_in_the_data():
    fallen = {
        "accounts": [account(0, account_no=0, reckoned_on=date(2025, 11, 1)), account(0, account_no=1)],
        "income_lines": [line(0, account_no=0, income_fen=10_000_000), line(0, account_no=1)],
    }
    row = one(tables=fallen)
    assert (row["channel_data"], row["at_risk"], row["recognised_side"]) == (True, True, "above")


@pytest.mark.parametrize(
    ("name", "row", "channel"),
    [
        ("calls", {"call_no": 1, "kind": "declaration", "made_on": DAY}, "channel_household"),
        ("visits", {"visit_no": 1, "began_on": DAY, "troubles": 1, "grade": 0}, "channel_visits"),
        ("needs", {"need_no": 1, "kind": "house", "raised_on": DAY}, "channel_visits"),
        ("findings", {"finding_no": 1, "topic": "insurance", "found_on": DAY}, "channel_data"),
    ],
)
def test_each_channel_brings_a_household_up_by_what_it_hears_of(name, row, channel):
    heard = one(tables={name: [row | {"household_no": 0}]})
    assert heard[channel] is True
    assert one()[channel] is not True
    tomorrow = {key: value + timedelta(days=1) if isinstance(value, date) else value for key, value in row.items()}
    assert one(tables={name: [tomorrow | {"household_no": 0}]})[channel] is not True


def test_a_visit_that_the_household_denies_and_an_answered_need_that_it_denies():
    never = {"visits": [{"household_no": 0, "visit_no": 1, "began_on": DAY, "troubles": 2, "came": False, "grade": 2}]}
    row = one(tables=never)
    assert (row["last_visit_on"], row["trouble_told"]) == (None, False)
    denied = {
        "household_no": 0,
        "need_no": 1,
        "kind": "house",
        "raised_on": DAY,
        "settled_on": DAY,
        "settled_recognised": False,
    }
    assert one(tables={"needs": [denied]})["need_open"] is True


MONITORED = {"status": "at_risk", "status_since": date(2026, 3, 1)}


def test_a_risk_may_be_marked_eliminated_only_when_nothing_stands_against_it():
    assert one(**MONITORED)["elimination"] is True


@pytest.mark.parametrize(
    ("said", "of_household", "tables", "clause"),
    [
        ({}, {"status": "ordinary"}, {}, "monitored_now"),
        ({}, {}, {"income_lines": [line(0, income_fen=400)]}, "income_above"),
        ({}, {"status_since": date(2026, 10, 1)}, {}, "income_stable"),
        ({"house_grade": "d"}, {}, {}, "guarantees_secured"),
        ({"can_work": False}, {}, {}, "can_stand"),
        ({}, {}, {"findings": [{"household_no": 0, "finding_no": 1, "topic": "car", "found_on": DAY}]}, "risk_gone"),
    ],
)
def test_what_stands_against_elimination_is_named(said, of_household, tables, clause):
    row = one(said, tables=tables, **{**MONITORED, **of_household})
    assert row["elimination"] is False and row[f"elimination__{clause}"] is False


def test_the_criteria_read_only_what_is_declared_or_reckoned():
    given = {*table("circumstances").schema, *table("households").schema, *monitoring.FACTS}
    for on in (date(2021, 1, 1), DAY):
        for edition in (guarantees_on(on), monitoring_on(on)):
            assert set(used_columns(edition)) <= given


def test_every_criterion_has_a_source_and_days():
    for policy in packaged_criteria().policies:
        assert policy.source.zh and policy.source.en and policy.start
