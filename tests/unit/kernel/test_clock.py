"""The clock stands where it is told, only there, and its day is the day in China."""

from contextvars import copy_context
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from xinlu.kernel import clock

MOMENT = datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC)


def test_the_clock_runs_when_nobody_holds_it():
    assert clock.now().tzinfo is UTC
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_within_the_block_it_stands_and_after_it_runs_again():
    with clock.standing_at(MOMENT):
        assert clock.now() == clock.now() == MOMENT
    assert clock.now() != MOMENT


def test_a_block_within_a_block_gives_the_outer_moment_back():
    with clock.standing_at(MOMENT):
        with clock.standing_at(MOMENT + timedelta(days=1)):
            assert clock.now() == MOMENT + timedelta(days=1)
        assert clock.now() == MOMENT


def test_an_error_inside_lets_the_clock_go():
    with pytest.raises(RuntimeError), clock.standing_at(MOMENT):
        raise RuntimeError
    assert clock.now() != MOMENT


def test_a_moment_without_timezone_is_refused():
    with pytest.raises(ValueError, match="timezone-aware"), clock.standing_at(MOMENT.replace(tzinfo=None)):
        pass


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 11, 22, 15, 59, 59, tzinfo=UTC), date(2026, 11, 22)),
        (datetime(2026, 11, 22, 16, 0, tzinfo=UTC), date(2026, 11, 23)),
    ],
)
def test_the_day_turns_at_midnight_in_china(moment, day):
    with clock.standing_at(moment):
        assert clock.today() == day


def test_a_moment_told_in_another_zone_is_kept_as_utc():
    with clock.standing_at(datetime(2026, 11, 23, 9, 2, 3, tzinfo=timezone(timedelta(hours=8)))):
        assert clock.now() == MOMENT
        assert clock.now().utcoffset() == timedelta(0)


def test_another_context_does_not_see_a_standing_clock():
    outside = copy_context()
    with clock.standing_at(MOMENT):
        assert outside.run(clock.now) != MOMENT
