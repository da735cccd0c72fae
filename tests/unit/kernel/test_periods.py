"""Periods: both ends included, the campaign's year, and the twelve months before a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinlu.kernel.periods import Period, campaign_year, twelve_months_before

ONE_DAY = timedelta(days=1)
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))


def test_both_ends_belong_to_a_period_and_their_neighbours_do_not():
    period = Period(date(2026, 1, 1), date(2026, 1, 31))
    assert period.start in period
    assert period.end in period
    assert date(2025, 12, 31) not in period
    assert date(2026, 2, 1) not in period


def test_a_period_of_one_day_is_a_period():
    assert date(2026, 1, 1) in Period(date(2026, 1, 1), date(2026, 1, 1))


def test_a_period_cannot_end_before_it_starts():
    with pytest.raises(ValueError, match="cannot end"):
        Period(date(2026, 1, 2), date(2026, 1, 1))


@given(st.integers(1990, 2100))
def test_campaign_years_follow_one_another_without_gap_or_overlap(year):
    assert campaign_year(year).end + ONE_DAY == campaign_year(year + 1).start


@given(days)
def test_twelve_months_end_on_the_eve_and_the_day_itself_is_out(day):
    period = twelve_months_before(day)
    assert period.end == day - ONE_DAY
    assert day not in period


@given(days)
def test_twelve_months_are_a_year_of_days(day):
    period = twelve_months_before(day)
    assert (period.end - period.start + ONE_DAY).days in (365, 366)


@pytest.mark.parametrize(
    ("day", "start"),
    [
        (date(2026, 11, 23), date(2025, 11, 23)),
        (date(2024, 2, 29), date(2023, 3, 1)),
        (date(2025, 3, 1), date(2024, 3, 1)),
        (date(2025, 2, 28), date(2024, 2, 28)),
    ],
)
def test_twelve_months_begin_on_the_same_day_of_the_year_before(day, start):
    assert twelve_months_before(day).start == start
