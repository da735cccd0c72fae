"""What a place's value or rule would do before it is entered, and the parts of an area's gaps."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.entitlement.test_what_is_owed import LINE, RULE, TODAY, paid, said, state
from xinlu.entitlement.models import LookedThrough
from xinlu.entitlement.selectors.editions import (
    counting_value,
    edition_at,
    own_text,
    parameters_of,
    policy_names,
    values_set,
)
from xinlu.entitlement.selectors.gaps import GIVEN_UP_AFTER, gaps_of, households_of
from xinlu.entitlement.selectors.known import known_of
from xinlu.entitlement.services import rules
from xinlu.entitlement.services.looking import look_through
from xinlu.entitlement.services.rules import set_policy_value, set_rule, take_out_rule, try_rule, try_value
from xinlu.kernel import clock
from xinlu.policy.answers import State, answers
from xinlu.recognition.answers import Answer
from xinlu.registry.models import CurrentFile
from xinlu.registry.services.households import write_file

ALLOWANCE = "subsistence_allowance"


def set_value(desk, name, value, *, start=date(2026, 1, 1), source="县民政〔2026〕1号"):
    return set_policy_value(
        by=desk.users["chen"], area=desk.yang.county, name=name, value=value, effective_from=start, source=source
    )


@pytest.fixture
def entitled(desk):
    """The Yang household is entitled, by the difference to the line; of another nothing is known."""
    set_value(desk, LINE, 100_000)
    set_value(desk, "allowance_pays_difference", True)
    state(desk, "has_other_assets", False)
    desk.second = desk.household("没人问过", desk.yang.village)
    return desk


def all_answers(desk, **tried):
    """Every policy's answer of every household, by brute force."""
    rows = list(CurrentFile.objects.select_related("place", "file"))
    known = known_of(rows, on=TODAY)
    editions = rules.Editions((row.place.codes for row in rows), on=TODAY, **tried)
    return {
        (row.household_id, each.policy.id): (each.state, each.amount_fen)
        for row in rows
        for each in answers(editions.at(row.place.codes), known[row.household_id])
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [(LINE, 1_000), (LINE, 200_000), ("allowance_pays_difference", False), ("support_percent", 130)],
)
def test_trying_finds_what_comparing_every_policy_finds(entitled, monkeypatch, name, value):
    seen = {}
    editions = rules.Editions

    def noted(*args, **tried):
        seen.update(tried)
        return editions(*args, **tried)

    monkeypatch.setattr(rules, "Editions", noted)
    tried = try_value(entitled.yang.county, name=name, value=value, effective_from=TODAY)
    before, after = all_answers(entitled), all_answers(entitled, tried_value=seen["tried_value"])
    changed = {key for key in after if before[key] != after[key]}
    found = {
        (household, moved.policy)
        for moved in tried.moved
        for some in (*moved.households.values(), moved.more, moved.less)
        for household in some
    }
    assert found == changed
    if name == LINE:
        assert changed, "a line that moves nobody proves nothing"


def test_who_only_gets_less_or_more_is_told_and_money_is_of_a_year(entitled):
    yang = entitled.yang.household.pk
    (lower,) = try_value(entitled.yang.county, name=LINE, value=90_000, effective_from=TODAY).moved
    assert (lower.gain, lower.lose, lower.less, lower.more) == (0, 0, [yang], [])
    (higher,) = try_value(entitled.yang.county, name=LINE, value=110_000, effective_from=TODAY).moved
    assert higher.more == [yang] and higher.fen_before == lower.fen_before
    assert higher.fen_after - higher.fen_before == 3 * 12 * 10_000, "three people, twelve months"
    monthly = RULE.replace("per: year", "per: month").replace("water = 'river'", "people >= 1")
    (moved,) = try_rule(entitled.yang.county, monthly).moved
    assert moved.before is None and moved.after.id == "county_water_grant"
    assert (moved.gain, moved.fen_before, moved.fen_after) == (2, 0, 2 * 12 * 12_000)


def test_a_rule_that_begins_later_is_tried_on_its_first_day(entitled):
    later = RULE.replace("from: 2026-01-01", "from: 2027-03-01").replace("water = 'river'", "people >= 1")
    tried = try_rule(entitled.yang.county, later)
    assert tried.on == date(2027, 3, 1) and [each.gain for each in tried.moved] == [2]


def test_trying_asks_no_more_for_policies_that_the_change_cannot_touch(entitled, monkeypatch):
    asked = []
    answered = rules.answers

    def counted(edition, household):
        asked.append(len(edition.policies))
        return answered(edition, household)

    monkeypatch.setattr(rules, "answers", counted)
    try_value(entitled.yang.county, name=LINE, value=90_000, effective_from=TODAY)
    named = [each for each in edition_at(entitled.yang.county.codes, on=TODAY).policies if LINE in parameters_of(each)]
    assert named and set(asked) == {len(named)}


def test_the_value_that_counts_is_the_editions_with_its_source(entitled):
    set_value(entitled, LINE, 120_000, start=date(2027, 1, 1), source="明年的文")
    for day in (TODAY, date(2027, 1, 1)):
        edition = edition_at(entitled.yang.county.codes, on=day)
        own = values_set(edition.places)
        for name in edition.parameters:
            found = counting_value(edition, name, own)
            assert (found.value if found else None) == edition.values[name], name
    assert counting_value(edition, LINE, own).source.zh == "明年的文"


def test_a_rules_text_and_name_stay_known_by_its_id(entitled):
    county = {"by": entitled.users["chen"], "area": entitled.yang.county}
    set_rule(**county, text=RULE, reason="文")
    assert own_text("522699", "county_water_grant") == RULE and own_text("522699", ALLOWANCE) == ""
    take_out_rule(**county, policy="county_water_grant", reason="到期")
    assert own_text("522699", "county_water_grant") == ""
    assert policy_names(["county_water_grant"])["county_water_grant"].zh == "县里的水费补贴"
    with CaptureQueriesContext(connection) as asked:
        assert "nothing_of_the_kind" not in policy_names([ALLOWANCE])
    assert len(asked) == 0, "what is packaged needs no query"


def gaps(desk, area=None):
    area = area or desk.yang.county
    return gaps_of(area, edition_at(area.codes, on=TODAY))


def test_an_area_adds_up_what_does_not_arrive_and_the_guarantees(entitled):
    write_file(entitled.yang.household, by=entitled.users["shi"], said_by="杨", house_grade="a")
    look_through(entitled.yang.county, by=entitled.users["chen"])
    found = gaps(entitled)
    allowance = next(each for each in found.policies if each.policy.id == ALLOWANCE)
    owed = known_of([CurrentFile.objects.get(household=entitled.yang.household)], on=TODAY)
    income = owed[entitled.yang.household.pk].known["income_per_head_fen"]
    assert allowance.not_received_fen == 3 * (12 * 100_000 - income)
    house = next(each for each in found.guarantees if each.policy.id == "house_guarantee")
    assert (house.entitled, house.not_entitled, house.to_be_verified) == (1, 0, 1)
    said(entitled, paid(entitled), Answer.RECOGNISED)
    allowance = next(each for each in gaps(entitled).policies if each.policy.id == ALLOWANCE)
    assert allowance.not_received_fen == 0
    assert not households_of(entitled.yang.county, ALLOWANCE, not_receiving=True)
    assert households_of(entitled.yang.county, ALLOWANCE, answer=State.TO_BE_VERIFIED).count() == 1


def test_an_area_knows_whether_its_look_is_going_on_or_behind(entitled):
    look_through(entitled.yang.county, by=entitled.users["chen"])
    entitled.household("后来的", entitled.near)
    found = gaps(entitled)
    assert (found.households, found.all_households) == (2, 3)
    assert not found.is_under_way and not found.is_behind
    assert gaps(entitled, entitled.near).look == found.look, "the county's look went through its villages"
    later = clock.now() + timedelta(minutes=1)
    under_way = LookedThrough.objects.create(area=entitled.yang.county, began_at=later)
    assert gaps(entitled).is_under_way
    LookedThrough.objects.filter(pk=under_way.pk).update(began_at=clock.now() - GIVEN_UP_AFTER)
    LookedThrough.objects.exclude(pk=under_way.pk).delete()
    found = gaps(entitled)
    assert not found.is_under_way and found.is_behind, "stopped, and the county's line is newer"
    assert gaps(entitled, entitled.far).ruled_at == found.ruled_at
