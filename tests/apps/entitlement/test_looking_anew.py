"""What households are owed follows what is received about them, without anybody pressing a button."""

from __future__ import annotations

from datetime import timedelta

import pytest

from xinlu.entitlement.models import OwedPolicy
from xinlu.entitlement.services.looking import look_at_changed, look_through, rebuild_owed
from xinlu.kernel import clock
from xinlu.registry.services.households import write_file


@pytest.fixture
def looked(desk):
    look_through(desk.yang.county, by=None)
    return desk


def house(desk):
    return OwedPolicy.objects.get(household=desk.yang.household, policy="house_guarantee")


def later(minutes=2):
    return clock.standing_at(clock.now() + timedelta(minutes=minutes))


def test_a_changed_file_is_looked_at_with_the_next_minute_and_only_once(looked):
    assert house(looked).answer == "to_be_verified"
    with later():
        assert look_at_changed() == 0, "nothing was received since"
        with later():
            write_file(looked.yang.household, by=looked.users["shi"], said_by="杨", house_grade="c")
        with later(3):
            assert house(looked).answer == "to_be_verified", "the file knows nothing of policies"
            assert look_at_changed() == 1 and house(looked).answer == "not_secured"
        with later(4):
            assert look_at_changed() == 0


def test_what_was_looked_at_long_ago_is_looked_at_again(looked):
    before = house(looked).looked_on
    with later(minutes=8 * 24 * 60):
        assert look_at_changed() == 1
        assert house(looked).looked_on == before + timedelta(days=8)
        assert look_at_changed() == 0


def test_a_household_that_was_never_looked_at_waits_for_its_county(desk):
    with later(2):
        assert look_at_changed() == 0


def test_a_rebuild_writes_the_same_rows(looked):
    names = ("household", "policy", "answer", "amount_fen", "missing", "stands", "path", "looked_on")
    before = sorted(map(str, OwedPolicy.objects.values_list(*names)))
    assert rebuild_owed() == 1
    assert sorted(map(str, OwedPolicy.objects.values_list(*names))) == before
