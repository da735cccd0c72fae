"""How far homes go for water, over ground whose answer is known; and that the criterion is the one of the policy catalogue."""

from __future__ import annotations

import numpy as np
import pytest
import yaml

import xinlu.policy
from unit.terrain.ground import CELL_M, FLAT_M_PER_S, at, flat, hills, line, terrain
from xinlu.terrain.network import Way
from xinlu.terrain.speeds import Cover, Model
from xinlu.terrain.surface import Direction
from xinlu.terrain.water import Near


def test_over_a_plane_the_way_is_straight_and_the_trip_there_and_back():
    found = flat(9, 60).water(np.array([at(4, 10), at(4, 50)]), np.array([at(4, 2), at(4, 20)]))
    assert list(found.source) == [0, 1]
    assert found.metres == pytest.approx([8 * CELL_M, 30 * CELL_M]) and list(found.climb_m) == [0, 0]
    assert found.minutes_there == pytest.approx(found.metres / FLAT_M_PER_S / 60)
    assert found.minutes == pytest.approx(2 * found.minutes_there)


@pytest.mark.parametrize("model", list(Model))
def test_the_minutes_are_those_of_the_ground_there_and_back_to_the_same_source(model):
    ground = terrain(hills(3, (40, 40)), model=model, rivers=[line((-3, 18.5), (30, 18.5))])
    draw = np.random.default_rng(1)
    homes, sources = (np.array([at(*draw.integers(0, 40, 2)) for _ in range(n)]) for n in (25, 4))
    found = ground.water(homes, sources)
    cells = ground.grid.cells_of(homes)
    whole = ground.time_to(sources, direction=Direction.ROUND)
    there = [ground.time_to(each[None]).seconds.ravel()[cells] for each in sources]
    assert found.minutes * 60 == pytest.approx(whole.seconds.ravel()[cells])
    assert np.array_equal(found.source, whole.nearest.ravel()[cells])
    assert found.minutes_there * 60 == pytest.approx(np.choose(found.source, there))


def test_metres_and_climb_are_those_of_the_way_and_not_of_the_straight_line():
    ridge = np.zeros((21, 41))
    ridge[:, 19:22] = 60.0
    over = terrain(ridge).water(at(10, 15)[None], at(10, 25)[None])
    # The wall is climbed obliquely, by a knight's step on either side.
    assert over.climb_m == pytest.approx([60.0]) and over.metres == pytest.approx([(6 + 2 * 5**0.5) * CELL_M])
    gorge = flat(41, 21, rivers=[line((-3, 10.5), (35, 10.5))])
    around = gorge.water(at(20, 8)[None], at(20, 13)[None])
    # Down to where the river ends, 15 rows, and up again; 5 columns over.
    least = 2 * np.hypot(15, 2.5) * CELL_M
    assert least - 2 * CELL_M < around.metres[0] < 1.06 * least + 2 * CELL_M
    assert around.metres[0] == pytest.approx(around.minutes_there[0] * 60 * FLAT_M_PER_S)


def test_each_of_the_three_is_enough_and_that_the_climb_alone_was_is_told():
    slope = np.repeat((np.arange(80) * CELL_M * 0.25)[:, None], 5, 1)
    # 240 m away and 60 m up; 600 m and 150 m; 1,800 m and 450 m.
    steep = terrain(slope).water(np.array([at(8, 2), at(20, 2), at(60, 2)]), at(0, 2)[None])
    assert list(steep.by_minutes) == [True, False, False]
    assert list(steep.by_metres) == [True, True, False] and list(steep.by_climb) == [True, False, False]
    assert steep.meets == (True, True, False) and not steep.by_climb_alone.any()
    far = flat(5, 100).water(at(2, 95)[None], at(2, 0)[None])
    assert far.meets == (True,) and far.by_climb_alone[0] and far.metres[0] > 2800
    strict = flat(5, 100).water(at(2, 95)[None], at(2, 0)[None], near=Near(climb_m=-1.0))
    assert strict.meets == (False,)


def test_exactly_at_the_bound_is_near():
    ground = flat(5, 100)
    found = ground.water(at(2, 40)[None], at(2, 0)[None], near=Near(minutes=0, metres=40 * CELL_M, climb_m=-1))
    assert found.meets == (True,)
    below = ground.water(at(2, 40)[None], at(2, 0)[None], near=Near(minutes=0, metres=40 * CELL_M - 0.01, climb_m=-1))
    assert below.meets == (False,)


def test_where_no_source_is_reached_nobody_knows():
    ground = flat(21, rivers=[line((-3, 10.5), (24, 10.5))])
    homes = np.array([at(5, 2), at(5, 18), [1e6, 0.0]])
    found = ground.water(homes, np.array([at(9, 4), [2e6, 0.0]]))
    assert list(found.source) == [0, -1, -1] and found.meets == (True, None, None)
    assert np.isnan(found.minutes[1:]).all() and np.isnan(found.metres[1:]).all() and not found.by_minutes[1:].any()
    assert ground.water(homes, np.array([[2e6, 0.0]])).meets == (None, None, None)
    assert flat(5, 100).water(at(2, 95)[None], at(2, 0)[None], limit_h=0.5).meets == (None,)


def test_a_road_is_walked_and_not_ridden_and_crosses_the_river():
    river = [line((-3, 30.5), (24, 30.5))]
    road = Way(line((10, 5), (10, 55)), 60 / 3.6)
    ground = flat(21, 61, rivers=river, roads=[road])
    found = ground.water(at(10, 5)[None], at(10, 55)[None])
    assert found.meets == (True,) and found.metres == pytest.approx([50 * CELL_M], abs=2 * CELL_M)
    assert found.minutes_there[0] * 60 == pytest.approx(50 * CELL_M / FLAT_M_PER_S, rel=0.02)
    ridden = ground.matrix(np.array([at(10, 5), at(10, 55)]))[0, 1]
    assert ridden < 0.2 * found.minutes_there[0] * 60


@pytest.mark.parametrize("model", list(Model))
def test_a_road_up_a_slope_takes_a_walker_as_long_as_the_slope_does(model):
    slope = np.repeat((np.arange(60) * CELL_M * 0.2)[None, :], 21, 0)
    slow = Cover(np.ones((21, 60), np.int64), {1: 0.2})
    road = Way(line((10, 5), (10, 55)), 60 / 3.6)
    top, foot = at(10, 55)[None], at(10, 5)[None]
    path = terrain(slope, model=model)
    up = terrain(slope, model=model, cover=slow, roads=[road]).water(foot, top)
    # But for stepping on and off the road, within a cell at a fifth of the speed.
    assert up.minutes_there[0] * 60 == pytest.approx(path.time_to(top).seconds[10, 5], abs=12)
    back = path.time_to(foot).seconds[10, 55]
    assert (up.minutes - up.minutes_there)[0] * 60 == pytest.approx(back, abs=12)
    assert up.climb_m == pytest.approx([50 * CELL_M * 0.2]) and up.metres == pytest.approx([1500], rel=0.01)
    assert not up.by_minutes[0] and abs(back - path.time_to(top).seconds[10, 5]) > 200


def test_a_line_that_tells_a_point_twice_is_no_fault():
    road = Way(np.vstack((line((5, 2), (5, 9)), line((5, 9), (5, 20)))), 5.0)
    found = flat(11, 30, roads=[road]).water(at(5, 2)[None], at(5, 20)[None])
    assert found.metres == pytest.approx([18 * CELL_M])


def test_the_bounds_are_those_of_the_policy_catalogue():
    from importlib.resources import files

    told = yaml.safe_load(files(xinlu.policy).joinpath("catalogue/guarantees.yaml").read_text(encoding="utf-8"))
    values = {each["name"]: each["values"][-1]["value"] for each in told["parameters"]}
    near = Near()
    assert (near.minutes, near.metres, near.climb_m) == tuple(
        values[name] for name in ("water_most_minutes", "water_most_metres", "water_most_metres_up")
    )
