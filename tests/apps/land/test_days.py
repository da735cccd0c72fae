"""A helper's day over the land: in the order of the way, within the light, what presses more never given up for what presses less."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from apps.land.ground import degrees
from xinlu.land.kinds import How
from xinlu.land.models import HelperWays
from xinlu.land.selectors.days import day_of
from xinlu.land.services.placing import place_home
from xinlu.land.services.reckoning import reckon_land
from xinlu.terrain.day import Why

WINTER, SUMMER = date(2026, 12, 22), date(2026, 6, 21)


@pytest.fixture
def row(land):
    """Four homes round a field, 600 m apart, all of one helper; the first and the last lie nearest to the road."""
    helper = land.users["tian"]
    homes = [land.household(f"第{n}家", land.near, helper=helper) for n in range(4)]
    for household, where in zip(homes, ((750, 2000), (1350, 2000), (1350, 2600), (750, 2600)), strict=True):
        place_home(household, by=helper, how=How.RECEIVER, said_by="本人", **degrees(*where))
    land.lone = land.household("没测点", land.near, helper=helper)
    reckon_land(land.yang.county)
    land.homes, land.helper = homes, helper
    return land


def told(row, *order):
    return [row.homes[n].pk for n in order]


def test_homes_come_in_the_order_of_the_way_and_the_day_ends_before_dark(row):
    day = day_of(row.helper, told(row, 2, 0, 3, 1), on=WINTER, stay_minutes=40)
    walked = [each.household for each in day.stops]
    assert walked in (told(row, 0, 1, 2, 3), told(row, 3, 2, 1, 0)) and not day.left_out
    assert day.sets_out.hour == 8 and day.sets_out < day.back < day.dark
    first, second = day.stops[:2]
    assert second.arrives == first.arrives + timedelta(minutes=40, seconds=second.walk_s)
    ways = HelperWays.objects.get(helper=row.helper)
    assert day.stops[0].walk_s == ways.from_road_s[ways.homes.index(str(walked[0]))]


def test_in_winter_less_fits_and_the_most_pressing_stays(row):
    most = told(row, 3, 0, 1, 2)
    long = day_of(row.helper, most, on=SUMMER, stay_minutes=180)
    short = day_of(row.helper, most, on=WINTER, stay_minutes=240)
    assert len(short.stops) < len(long.stops) <= 4
    assert row.homes[3].pk in {each.household for each in short.stops}
    assert {why for _, why in short.left_out} == {Why.NO_TIME} and short.back <= short.dark


def test_who_was_not_placed_is_named_and_nobody_else_is_visited(row):
    day = day_of(row.helper, [row.lone.pk, row.homes[1].pk], on=WINTER, stay_minutes=40)
    assert [each.household for each in day.stops] == told(row, 1) and day.not_placed == (row.lone.pk,)


def test_across_the_river_there_is_no_way_near_by(row):
    place_home(row.homes[3], by=row.helper, how=How.RECEIVER, said_by="本人", **degrees(3000, 2000))
    reckon_land(row.yang.county)
    ways = HelperWays.objects.get(helper=row.helper)
    far = ways.homes.index(str(row.homes[3].pk))
    assert ways.seconds[far][(far + 1) % 4] is None and ways.seconds[far][far] == 0


def test_without_anything_reckoned_there_is_no_day(land):
    assert day_of(land.users["zhou"], [land.west.pk], on=WINTER, stay_minutes=40) is None
