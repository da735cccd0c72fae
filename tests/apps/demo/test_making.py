"""Making the county: the same again for the same seed, as the services would, whole or not at all, only in a demo."""

from collections import Counter
from functools import cache

import pytest
from django.db import transaction
from django.test import override_settings

from apps.demo.by_services import live
from apps.demo.tables import stored
from xinlu.demo.county import draw_lives, found_county, is_made, make_county
from xinlu.demo.layout import (
    HELPER_MAX,
    LEAST_HOUSEHOLDS,
    OVERLOADED_HELPER,
    Story,
    helper_posts,
    numbers_of,
    slots,
)
from xinlu.demo.places import TOWNSHIPS
from xinlu.demo.writing import Writer, write_lives
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.people.models import Area, User
from xinlu.records.models import Household, LedgerEntry

pytestmark = pytest.mark.django_db


def made_and_gone(make):
    """What `make` stores; afterwards it is gone again."""
    with transaction.atomic():
        make()
        tables = stored()
        transaction.set_rollback(True)
    return tables


def differing(one, other):
    """The tables in which two makings differ, with the first row that does."""
    return {
        name: next(iter(set(one[name]) ^ set(other[name])), "in number") for name in one if one[name] != other[name]
    }


COMPARED = (
    Story.WU,
    Story.NO_HELPER,
    Story.ONE_PHONE,
    Story.OWN_HELPERS_CARD,
    Story.HALF_ANSWERED,
    Story.UNSURE,
    Story.INSPECTED,
)
"""Stories that between them use every kind of deed; one service call after the other they take their time."""


@cache
def first_making(seed):
    return made_and_gone(lambda: make_county(seed=seed, households=LEAST_HOUSEHOLDS))


@pytest.mark.usefixtures("in_a_demo")
class TestInADemo:
    def test_the_same_seed_gives_equal_figures_and_texts(self):
        again = made_and_gone(lambda: make_county(seed=7, households=LEAST_HOUSEHOLDS))
        assert differing(first_making(7), again) == {}

    def test_another_seed_gives_another_county(self):
        other = made_and_gone(lambda: make_county(seed=8, households=LEAST_HOUSEHOLDS))
        assert {"MemberVersion", "IncomeLine", "HouseholdFigures"} <= differing(first_making(7), other).keys()

    def test_lives_written_in_bulk_are_what_the_services_would_have_written(self):
        def in_bulk():
            staff = found_county(seed=7, households=LEAST_HOUSEHOLDS)
            write_lives(lives, staff=staff, seed=7, progress=lambda done: None)

        def by_services():
            staff = found_county(seed=7, households=LEAST_HOUSEHOLDS)
            for life in lives:
                live(life, staff=staff)

        numbers = {numbers_of(story)[0] for story in COMPARED}
        lives = [life for life in draw_lives(seed=7, households=LEAST_HOUSEHOLDS) if life.number in numbers]
        assert len(lives) == len(COMPARED)
        bulk = made_and_gone(in_bulk)
        assert len(bulk["Recognition"]) > 50 and len(bulk["Visit"]) > 30
        assert differing(bulk, made_and_gone(by_services)) == {}

    def test_interrupted_it_leaves_nothing_and_a_second_start_makes_it_whole(self):
        def interrupt(done, total):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            make_county(households=LEAST_HOUSEHOLDS, progress=interrupt)
        assert not is_made()
        assert not any(model.objects.exists() for model in (Household, User, Area, LedgerEntry))
        told = []
        make_county(households=LEAST_HOUSEHOLDS, progress=lambda done, total: told.append((done, total)))
        assert is_made()
        assert told == sorted(told) and told[-1] == (LEAST_HOUSEHOLDS, LEAST_HOUSEHOLDS)

    def test_where_there_is_a_household_already_nothing_is_made(self):
        Household.objects.create(entered_at=clock.now())
        with pytest.raises(Refusal, match="already"):
            make_county(households=LEAST_HOUSEHOLDS)
        assert not Area.objects.exists()

    def test_a_county_too_small_for_its_stories_is_refused(self):
        with pytest.raises(Refusal, match=str(LEAST_HOUSEHOLDS)):
            make_county(households=LEAST_HOUSEHOLDS - 1)


def test_ids_of_households_follow_from_the_seed_so_that_their_addresses_stay():
    def ids(seed):
        lives = draw_lives(seed=seed, households=LEAST_HOUSEHOLDS)
        return [Writer(life, staff={}, places={}, seed=seed).household.pk for life in lives]

    assert ids(7) == ids(7)
    assert not set(ids(7)) & set(ids(8))


@pytest.mark.parametrize("households", [30, 31, 300, 600, 1250])
def test_every_household_has_a_place_and_no_helper_but_one_has_too_many(households):
    dealt = slots(households)
    assert [slot.order for slot in dealt] == list(range(households))
    loads = Counter(slot.helper for slot in dealt if slot.helper)
    assert {helper for helper, many in loads.items() if many > HELPER_MAX} == {OVERLOADED_HELPER}
    assert loads.keys() <= {post.login for post in helper_posts(households)}


def test_six_hundred_households_have_forty_helpers_in_twelve_villages_of_three_townships():
    assert len(helper_posts(600)) == 40
    assert len({slot.village.code for slot in slots(600)}) == 12
    assert len(TOWNSHIPS) == 3


def test_outside_a_demo_nothing_is_made():
    with override_settings(XINLU_DEMO=False), pytest.raises(Refusal, match="xinlu demo"):
        make_county(households=LEAST_HOUSEHOLDS)
    assert not Area.objects.exists() and not is_made()
