"""The order of a helper's day, against every order there is; and the hours of light, against a finer formula."""

from __future__ import annotations

import itertools
import math
import time
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from unit.terrain.ground import at, flat, hills, line, terrain
from xinlu.terrain import day as days
from xinlu.terrain.day import Why, plan_day
from xinlu.terrain.daylight import CHINA, daylight


def asymmetric(n, seed):
    """Ways over a plane that tilts: up takes longer than down, so that no order is as long as its reverse."""
    draw = np.random.default_rng(seed)
    places, heights = draw.uniform(0, 3000, (n + 1, 2)), draw.uniform(0, 600, n + 1)
    apart = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1))
    ways = apart / 1.4 + 6 * np.maximum(0, heights[None] - heights[:, None]) + draw.uniform(0, 900, apart.shape)
    np.fill_diagonal(ways, 0.0)
    for middle in range(n + 1):
        ways = np.minimum(ways, ways[:, [middle]] + ways[[middle]])
    return ways, draw.integers(5, 50, n) * 60.0, draw.integers(1, 4, n).astype(float)


def by_trying_all(ways, hours, stay, weights):
    """The weight and the seconds of the best day, out of every order of every choice."""
    best = (0.0, 0.0)
    for size in range(1, len(stay) + 1):
        for order in itertools.permutations(range(len(stay)), size):
            stops = [0, *(n + 1 for n in order), 0]
            took = sum(ways[a, b] for a, b in itertools.pairwise(stops)) + sum(stay[n] for n in order)
            if took <= hours * 3600:
                best = max(best, (sum(weights[n] for n in order), -took))
    return best


def lasts(day, ways, stay):
    stops = [0, *(n + 1 for n in day.order), 0]
    return sum(ways[a, b] for a, b in itertools.pairwise(stops)) + sum(stay[n] for n in day.order)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("hours", [1.5, 3.0, 9.0])
def test_no_order_of_any_choice_is_better(seed, hours):
    ways, stay, weights = asymmetric(6, seed)
    found = plan_day(ways, hours=hours, stay_s=stay, weights=weights)
    weight, took = by_trying_all(ways, hours, stay, weights)
    assert found.is_exact and sum(weights[n] for n in found.order) == weight
    assert found.back_s == pytest.approx(-took) == pytest.approx(lasts(found, ways, stay))
    assert {*found.order, *(n for n, _ in found.left_out)} == set(range(6))


def test_the_oracle_notices_ways_taken_backwards():
    ways, stay, weights = asymmetric(6, 3)
    turned = plan_day(ways.T, hours=9.0, stay_s=stay, weights=weights)
    assert lasts(turned, ways, stay) > -by_trying_all(ways, 9.0, stay, weights)[1] + 1


def test_when_each_is_reached_and_when_one_is_back():
    ways = np.array([[0, 600, 900], [1300, 0, 300], [1200, 9000, 0.0]])
    found = plan_day(ways, hours=2, stay_s=[1800, 2400])
    assert found.order == (0, 1) and found.walk_s == (600, 300) and found.arrive_s == (600, 600 + 1800 + 300)
    assert (found.back_s, found.walked_s) == (600 + 1800 + 300 + 2400 + 1200, 600 + 300 + 1200)


def test_what_does_not_fit_is_left_out_with_the_reason():
    ways = np.array(
        [[0, 600, 600, 20_000, np.inf], [600, 0, 60, 20_000, np.inf], [600, 60, 0, 20_000, np.inf],
         [20_000, 20_000, 20_000, 0, np.inf], [600, 600, 600, 600, 0]]
    )  # fmt: skip
    stay = [3600.0] * 4
    found = plan_day(ways, hours=1.5, stay_s=stay, weights=[1, 2, 9, 9])
    assert found.order == (1,) and found.left_out == ((0, Why.NO_TIME), (2, Why.TOO_FAR), (3, Why.UNREACHABLE))
    assert plan_day(ways, hours=2.36, stay_s=stay).order in ((0, 1), (1, 0)), "600 + 60 + 600 + 7200 s are 2.35 h"
    assert plan_day(ways, hours=2.34, stay_s=stay).order in ((0,), (1,))
    nothing = plan_day(ways, hours=0.0, stay_s=stay)
    assert nothing.order == () and nothing.back_s == 0.0 and len(nothing.left_out) == 4


def test_what_must_be_seen_outweighs_two_that_lie_nearer():
    ways = np.array([[0, 100, 100, 3000], [100, 0, 10, 3000], [100, 10, 0, 3000], [3000, 3000, 3000, 0.0]])
    stay = [600.0] * 3
    assert set(plan_day(ways, hours=1.9, stay_s=stay).order) == {0, 1}
    assert plan_day(ways, hours=1.9, stay_s=stay, weights=[1, 1, 3]).order == (2,)


@pytest.mark.parametrize("seed", range(4))
def test_many_visits_are_nearly_as_well_ordered_as_by_trying_all(seed, monkeypatch):
    ways, stay, weights = asymmetric(11, seed)
    exact = plan_day(ways, hours=4.0, stay_s=stay, weights=weights)
    monkeypatch.setattr(days, "EXACT_UP_TO", 5)
    found = plan_day(ways, hours=4.0, stay_s=stay, weights=weights)
    assert exact.is_exact and not found.is_exact and found.back_s <= 4.0 * 3600
    most = sum(weights[n] for n in exact.order)
    assert 0.93 * most <= sum(weights[n] for n in found.order) <= most
    both = plan_day(ways, hours=24.0, stay_s=stay)
    monkeypatch.undo()
    assert len(both.order) == 11 and both.walked_s <= 1.05 * plan_day(ways, hours=24.0, stay_s=stay).walked_s


def test_forty_visits_are_ordered_while_one_waits():
    ways, stay, weights = asymmetric(40, 1)
    began = time.process_time()
    found = plan_day(ways, hours=10.0, stay_s=stay, weights=weights)
    assert time.process_time() - began < 20 and not found.is_exact
    assert found.back_s == pytest.approx(lasts(found, ways, stay)) and found.back_s <= 36_000
    assert len(set(found.order)) == len(found.order) > 8


def test_the_day_goes_over_the_terrain_and_what_is_beyond_a_river_is_left_out():
    ground = terrain(hills(2, (40, 40)), rivers=[line((-3, 30.5), (44, 30.5))])
    start, homes = at(20, 5), np.array([at(5, 8), at(35, 20), at(20, 35), at(12, 25)])
    found = ground.day_route(homes, hours=8, start_m=start, minutes_at_each=40)
    assert found.left_out == ((2, Why.UNREACHABLE),) and set(found.order) == {0, 1, 3} and found.is_exact
    stops = np.array([start, *homes[list(found.order)], start])
    legs = [ground.matrix(a[None], to_m=b[None])[0, 0] for a, b in itertools.pairwise(stops)]
    assert found.walked_s == pytest.approx(sum(legs)) and found.arrive_s[0] == pytest.approx(legs[0])
    assert ground.day_route(homes[:1], hours=0.1, start_m=start).left_out == ((0, Why.TOO_FAR),)
    short = ground.day_route(homes, hours=1.2, start_m=start, minutes_at_each=[40, 10, 40, 40], weights=[5, 1, 1, 1])
    assert short.order[0] == 0 and len(short.order) < 3


def test_a_start_where_nobody_can_stand_reaches_nobody():
    river = flat(9, 9)
    found = river.day_route(np.array([at(2, 2)]), hours=8, start_m=np.array([1e6, 0.0]), minutes_at_each=40)
    assert found.left_out == ((0, Why.UNREACHABLE),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": -1.0}, {"hours": float("nan")}, {"stay_s": [60.0]}, {"stay_s": [-1.0, 60.0]}, {"weights": [0.0, 1.0]},
        {"weights": [1.0]}, {"took_s": np.full((3, 3), np.nan)}, {"took_s": np.zeros((3, 2))},
    ],
)  # fmt: skip
def test_numbers_that_make_no_sense_are_the_programmers_fault(wrong):
    told = {"took_s": np.zeros((3, 3)), "hours": 8.0, "stay_s": [60.0, 60.0], **wrong}
    with pytest.raises(ValueError, match=r"fit together|not negative|has hours"):
        plan_day(told.pop("took_s"), **told)


def sun(moment):
    """Declination (radians) and equation of time (minutes) by Meeus, as NOAA's solar calculator reckons them: to a few seconds."""
    t = (moment - datetime(2000, 1, 1, 12, tzinfo=UTC)) / timedelta(days=36525)
    mean = math.radians((280.46646 + t * (36000.76983 + 0.0003032 * t)) % 360)
    anomaly = math.radians(357.52911 + t * (35999.05029 - 0.0001537 * t))
    e = 0.016708634 - t * (0.000042037 + 0.0000001267 * t)
    centre = (1.914602 - t * (0.004817 + 0.000014 * t)) * math.sin(anomaly)
    centre += (0.019993 - 0.000101 * t) * math.sin(2 * anomaly) + 0.000289 * math.sin(3 * anomaly)
    node = math.radians(125.04 - 1934.136 * t)
    apparent = math.radians(math.degrees(mean) + centre - 0.00569 - 0.00478 * math.sin(node))
    tilt = math.radians(23.0 + (26.0 + (21.448 - 46.815 * t) / 60) / 60 + 0.00256 * math.cos(node))
    y = math.tan(tilt / 2) ** 2
    time_of = y * math.sin(2 * mean) - 2 * e * math.sin(anomaly) + 4 * e * y * math.sin(anomaly) * math.cos(2 * mean)
    time_of -= 0.5 * y * y * math.sin(4 * mean) + 1.25 * e * e * math.sin(2 * anomaly)
    return math.asin(math.sin(tilt) * math.sin(apparent)), 4 * math.degrees(time_of)


def finer(day, latitude, longitude, sign):
    """Sunrise (-1) or sunset (1), approached by asking for the sun at the very moment."""
    moment = datetime(day.year, day.month, day.day, 12, tzinfo=UTC) - timedelta(hours=longitude / 15)
    for _ in range(5):
        declination, minutes = sun(moment)
        north = math.radians(latitude)
        part = math.cos(math.radians(90.833)) / (math.cos(north) * math.cos(declination))
        angle = math.degrees(math.acos(part - math.tan(north) * math.tan(declination)))
        noon = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=720 - 4 * longitude - minutes)
        moment = noon + sign * timedelta(minutes=4 * angle)
    return moment


@pytest.mark.parametrize("latitude", [-35.0, 0.0, 18.2, 26.6, 39.9, 53.5, 60.0])
def test_sunrise_and_sunset_are_within_half_a_minute_of_a_finer_formula(latitude):
    for number in range(0, 366, 9):
        for year in (1999, 2026, 2040):
            day = date(year, 1, 1) + timedelta(days=number)
            found = daylight(day, latitude, 106.7)
            for ours, sign in ((found.sunrise, -1), (found.sunset, 1)):
                assert abs(ours - finer(day, latitude, 106.7, sign)) < timedelta(seconds=30)


def test_the_longest_and_the_shortest_day_in_beijing():
    """Published by Beijing's observatory for 2024: 4:45 to 19:46 on 21 June; 7:32 to 16:52 on 21 December (within a minute or two)."""
    for day, rise, falls in ((date(2024, 6, 21), (4, 45), (19, 46)), (date(2024, 12, 21), (7, 32), (16, 52))):
        found = daylight(day, 39.9, 116.4)
        for ours, theirs in ((found.sunrise, rise), (found.sunset, falls)):
            assert abs(ours - datetime(day.year, day.month, day.day, *theirs, tzinfo=CHINA)) < timedelta(minutes=3)
    assert daylight(date(2024, 6, 21), 39.9, 116.4).hours == pytest.approx(15.0, abs=0.05)


def test_where_the_sun_stays_up_or_down_the_day_has_24_hours_or_none():
    assert daylight(date(2026, 6, 21), 75.0, 100.0).hours == 24
    assert daylight(date(2026, 12, 21), 75.0, 100.0).hours == 0
    with pytest.raises(ValueError, match="no place"):
        daylight(date(2026, 6, 21), 95.0, 100.0)
