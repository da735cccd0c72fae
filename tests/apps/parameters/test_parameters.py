"""A place's own value goes before the packaged one, from its day on, and only where it holds."""

from __future__ import annotations

from datetime import date

import pytest

from xinlu.casework.models import HouseholdFigures
from xinlu.casework.services.figures import rebuild_figures
from xinlu.kernel.errors import Refusal
from xinlu.parameters.selectors import counting_rules_at, parameter, poverty_line_at
from xinlu.parameters.services import set_parameter


def put(yang, name: str, value: int, *, since: date = date(2026, 1, 1), place=None):
    return set_parameter(
        by=yang.county_desk, area=place or yang.county, name=name, value=value, effective_from=since, source="县里的文"
    )


def test_the_nearest_place_wins_from_its_day_on(yang):
    codes = yang.village.codes
    default = parameter("card_days", area_codes=codes, on=date(2026, 5, 1)).value
    put(yang, "card_days", 200)
    put(yang, "card_days", 100, place=yang.village, since=date(2026, 6, 1))
    assert parameter("card_days", area_codes=codes, on=date(2025, 12, 31)).value == default
    assert parameter("card_days", area_codes=codes, on=date(2026, 5, 31)).value == 200
    assert parameter("card_days", area_codes=codes, on=date(2026, 6, 1)).value == 100
    assert parameter("card_days", area_codes=(), on=date(2026, 6, 1)).value == default


def test_a_value_set_again_for_the_same_day_takes_the_place_of_the_first(yang):
    put(yang, "card_days", 200)
    put(yang, "card_days", 300)
    found = parameter("card_days", area_codes=yang.county.codes, on=date(2026, 6, 1))
    assert found.value == 300 and found.source.zh == "县里的文"


def test_a_county_may_leave_pensions_out_and_the_figures_follow(yang):
    yang.reckon()
    yang.says("pension")
    put(yang, "counts.pension", 0)
    rules = counting_rules_at(yang.village.codes, on=date(2026, 11, 8))
    assert rules.counts["pension"] is False
    rebuild_figures()
    row = HouseholdFigures.objects.get(household=yang.household)
    assert row.claimed_fen == 2_488_200 - 192_000


def test_the_countys_line_is_the_one_that_households_are_held_against(yang):
    assert poverty_line_at(yang.village.codes, on=date(2026, 9, 30)).fen == 820_000
    assert poverty_line_at(("52",), on=date(2026, 9, 30)).fen != 820_000


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("colour", 1, "unknown"),
        ("counts.gold", 1, "unknown"),
        ("counts.pension", 2, "bounds"),
        ("card_days", -1, "bounds"),
        ("card_days", 0, "bounds"),
        ("poverty_line_fen", 0, "bounds"),
        ("counts.medical", 0, "unknown"),
    ],
)
def test_what_nothing_reads_or_cannot_be_is_refused(yang, name, value, code):
    with pytest.raises(Refusal, match=code):
        put(yang, name, value)


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2062, 1, 1)])
def test_a_day_that_is_a_slip_is_refused(yang, day):
    with pytest.raises(Refusal) as refused:
        put(yang, "card_days", 9, since=day)
    assert refused.value.field == "effective_from"


def test_the_same_value_again_writes_nothing_and_two_values_of_one_day_leave_one_that_counts(yang):
    first = put(yang, "card_days", 9)
    assert put(yang, "card_days", 9) == first
    other = put(yang, "card_days", 8)
    assert other.supersedes == first.pk


def test_what_a_place_set_does_not_reach_its_neighbour(yang):
    put(yang, "card_days", 9)
    default = parameter("card_days", area_codes=(), on=date(2026, 6, 1)).value
    assert parameter("card_days", area_codes=("52", "522698"), on=date(2026, 6, 1)).value == default


def test_all_rules_of_a_place_are_read_in_one_query(yang, django_assert_num_queries):
    put(yang, "counts.pension", 0)
    put(yang, "counts.children", 0, place=yang.village)
    with django_assert_num_queries(1):
        counts = counting_rules_at(yang.village.codes, on=date(2026, 6, 1)).counts
    assert (counts["pension"], counts["children"], counts["kin"]) == (False, False, True)


def test_no_value_without_its_source(yang):
    with pytest.raises(Refusal, match="source"):
        set_parameter(
            by=yang.county_desk,
            area=yang.county,
            name="card_days",
            value=9,
            effective_from=date(2026, 1, 1),
            source=" ",
        )
