"""How a day is said at a desk and on the helper's phone."""

from datetime import UTC, date, datetime

from xinlu.kernel.money import whole_yuan, yuan
from xinlu.pages.days import day_said

TODAY = date(2026, 11, 23)


def test_a_day_of_this_year_is_said_without_its_year_and_another_with_it():
    assert day_said(date(2026, 11, 8), today=TODAY).zh == "11 月 8 日"
    assert day_said(date(2025, 11, 8), today=TODAY).zh == "2025 年 11 月 8 日"
    assert day_said(date(2025, 11, 8), today=TODAY).en == "8 Nov 2025"


def test_a_moment_is_said_as_its_day_in_china():
    assert day_said(datetime(2026, 11, 8, 17, tzinfo=UTC), today=TODAY).zh == "11 月 9 日"
    assert day_said(datetime(2026, 11, 8, 15, tzinfo=UTC), today=TODAY).zh == "11 月 8 日"


def test_figures_per_head_are_rounded_to_whole_yuan_away_from_zero():
    assert [yuan(whole_yuan(fen)) for fen in (800_150, 800_149, -50, 766_333)] == ["8,002", "8,001", "−1", "7,663"]
