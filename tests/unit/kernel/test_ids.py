"""UUID version 7: version, variant, order by time, and no two alike."""

import uuid
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from xinlu.kernel import clock
from xinlu.kernel.ids import uuid7

moments = st.datetimes(datetime(1971, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def milliseconds(moment):
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


@given(moments)
def test_version_and_variant_are_those_of_rfc_9562(moment):
    made = uuid7(moment)
    assert made.version == 7
    assert made.variant == uuid.RFC_4122


@given(moments)
def test_the_first_48_bits_are_the_milliseconds(moment):
    assert abs((uuid7(moment).int >> 80) - milliseconds(moment)) <= 1


@given(moments, st.integers(2, 10**11))
def test_a_later_moment_sorts_later_also_as_text(moment, later_by):
    earlier, later = uuid7(moment), uuid7(moment + timedelta(milliseconds=later_by))
    assert earlier < later
    assert str(earlier) < str(later)


def test_random_ids_would_fail_that_order():
    made = [uuid.uuid4() for _ in range(50)]
    assert made != sorted(made)


def test_a_thousand_of_one_moment_are_all_different():
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    assert len({uuid7(moment) for _ in range(1000)}) == 1000


def test_without_a_moment_the_clock_is_asked():
    moment = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)
    with clock.standing_at(moment):
        assert uuid7().int >> 80 == milliseconds(moment)
