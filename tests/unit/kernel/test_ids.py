"""UUID version 7: version, variant, order by time, and no two alike."""

import pickle
import uuid
from datetime import UTC, datetime, timedelta
from itertools import islice, pairwise

from hypothesis import given
from hypothesis import strategies as st

from xinlu.kernel import clock
from xinlu.kernel.ids import uuid7, uuid7s

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


def in_a_row(moment, many):
    return list(islice(uuid7s(moment), many))


@given(moments)
def test_ids_made_in_a_row_are_of_their_moment_and_each_sorts_after_the_one_before(moment):
    made = in_a_row(moment, 600)
    assert made == sorted(set(made)) and sorted(map(str, made)) == list(map(str, made))
    for each in made:
        assert (each.version, each.variant, each.int >> 80) == (7, uuid.RFC_4122, milliseconds(moment))


def test_ids_made_in_a_row_are_like_any_other():
    for each in in_a_row(datetime(2026, 11, 23, tzinfo=UTC), 20):
        again = pickle.loads(pickle.dumps(each))
        assert again == each == uuid.UUID(str(each)) and hash(again) == hash(each)
        assert (again.bytes, again.is_safe, again.hex) == (each.bytes, each.is_safe, each.hex)


def test_they_go_on_over_the_bits_of_the_variant(monkeypatch):
    monkeypatch.setattr("secrets.randbits", lambda bits: (1 << 62) - 1 - (3 << 47))
    made = in_a_row(datetime(2026, 11, 23, tzinfo=UTC), 50)
    assert len({each.int >> 64 & 0xFFF for each in made}) == 2
    assert made == sorted(set(made)) and all(each.variant == uuid.RFC_4122 and each.version == 7 for each in made)


def test_two_rows_of_one_moment_do_not_meet_and_no_step_can_be_guessed():
    moment = datetime(2026, 11, 23, tzinfo=UTC)
    one, other = in_a_row(moment, 500), in_a_row(moment, 500)
    assert not set(one) & set(other)
    steps = {later.int - earlier.int for earlier, later in pairwise(one)}
    assert len(steps) == 499
