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
    ],
)
def test_what_nothing_reads_or_cannot_be_is_refused(yang, name, value, code):
    with pytest.raises(Refusal, match=code):
        put(yang, name, value)


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
