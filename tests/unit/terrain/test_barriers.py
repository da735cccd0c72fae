"""Rivers that do not leak, bridges that open one crossing, roads that are no row of cells."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from unit.terrain.ground import CELL_M, FLAT_M_PER_S, at, flat, hills, line, terrain
from xinlu.terrain.network import Way

N = 24
RIVERS = {
    "vertical, between cells": line((-3, 11.5), (30, 11.5)),
    "vertical, through the centres": line((-3, 11), (30, 11)),
    "diagonal, through the centres": line((-4, -4), (30, 30)),
    "diagonal, between": line((-4, -3.5), (30, 30.5)),
    "steep": line((-3, 6), (30, 17)),
    "staircase": line(*[(k // 2 * 3 - 3, (k + 1) // 2 * 3 - 3) for k in range(20)]),
    "bends": line((-3, 4), (8, 20), (9, 3), (16, 19), (30, 12)),
}


def banks(river):
    """Cells on either side of a line that goes through the map from end to end, by how often a ray to the far left crosses it."""
    rows, columns = np.mgrid[:N, :N]
    x, y = (columns + 0.5) * CELL_M, -(rows + 0.5) * CELL_M
    crossings = np.zeros((N, N), int)
    points = river + np.array([1.0e-6, 1.7e-6])
    for (x0, y0), (x1, y1) in pairwise(points):
        spans = (y0 > y) != (y1 > y)
        with np.errstate(divide="ignore", invalid="ignore"):
            meets = x0 + (y - y0) / (y1 - y0) * (x1 - x0)
        crossings += spans & (meets < x)
    return crossings % 2 == 1


@pytest.mark.parametrize("neighbours", [8, 16])
@pytest.mark.parametrize("name", RIVERS)
def test_nobody_comes_over_a_river(name, neighbours):
    ground = flat(N, neighbours=neighbours, rivers=[RIVERS[name]])
    right = banks(RIVERS[name])
    for side in (right, ~right):
        begin = np.argwhere(side)
        for row, column in (begin[0], begin[len(begin) // 2], begin[-1]):
            reached = np.isfinite(ground.time_to(at(row, column)[None]).seconds)
            assert not (reached & ~side).any()
    assert right.any() and (~right).any()


def test_the_oracle_sees_a_river_with_a_gap():
    reached = np.isfinite(
        flat(N, rivers=[line((-3, 11.5), (10, 11.5)), line((12, 11.5), (30, 11.5))]).time_to(at(3, 3)[None]).seconds
    )
    assert reached.all()


@pytest.mark.parametrize("neighbours", [8, 16])
def test_a_bridge_opens_one_crossing_and_no_other(neighbours):
    river = line((-3, 11.5), (30, 11.5))
    bridge = Way(line((6, 11), (6, 12)), FLAT_M_PER_S, "风雨桥")
    ground = flat(N, neighbours=neighbours, rivers=[river], bridges=[bridge])
    found = ground.time_to(at(6, 3)[None]).seconds
    assert np.isfinite(found).all()
    assert found[6, 20] == pytest.approx(17 * CELL_M / FLAT_M_PER_S, rel=0.01)
    # From one bank to the other there is no other way than over it.
    far = found[18, 12]
    assert far >= (np.hypot(12, 8) + 1) * CELL_M / FLAT_M_PER_S
    without = flat(N, neighbours=neighbours, rivers=[river], bridges=[Way(line((6, 11), (6, 11.4)), FLAT_M_PER_S)])
    assert np.isinf(without.time_to(at(6, 3)[None]).seconds[6, 20])


def test_a_road_along_the_river_is_not_stepped_upon_from_the_other_bank():
    river, road = line((-3, 11.3), (30, 11.3)), Way(line((0, 11.45), (23, 11.45)), 10.0)
    found = flat(N, rivers=[river], roads=[road]).time_to(at(5, 3)[None]).seconds
    assert np.isinf(found[:, 12:]).all()
    over = flat(N, rivers=[river], roads=[Way(line((5, 9), (5, 14)), 10.0)]).time_to(at(5, 3)[None]).seconds
    assert np.isfinite(over).all(), "a road crosses by its own bridge"


def test_side_by_side_bends_of_a_road_are_no_short_cut():
    """Hairpins half a cell apart: along the road 1,800 m at walking pace, straight up 300 m of rock nobody enters quickly."""
    bends = [(n * 1.0, 3.0 if (n + k) % 2 else 13.0) for n in range(10) for k in range(2)]
    cliff = np.repeat((np.arange(12) * 120.0)[:, None], 17, 1)
    road = Way(line(*bends), 8.0)
    along = np.hypot(*np.diff(road.line_m, axis=0).T).sum() / 8.0
    found = terrain(cliff, roads=[road]).time_to(at(9, 3 if bends[-1][1] == 3.0 else 13)[None]).seconds
    start = found[0, int(bends[0][1])]
    assert along < start < along + 60


def test_a_new_road_never_makes_a_way_longer():
    heights = hills(8)
    before = terrain(heights, rivers=[line((-3, 9), (30, 20))]).time_to(at(3, 3)[None]).seconds
    draw = np.random.default_rng(1)
    for _ in range(8):
        road = Way(line(*draw.uniform(-3, 30, (3, 2))), float(draw.uniform(0.2, 9)))
        after = terrain(heights, rivers=[line((-3, 9), (30, 20))], roads=[road]).time_to(at(3, 3)[None]).seconds
        assert (after <= before + 1e-9).all()


def test_a_road_through_ground_that_is_not_entered_is_gone_along_all_the_same():
    heights = np.zeros((5, 40))
    heights[:, 10:30] = np.nan
    ground = terrain(heights, roads=[Way(line((2, 2), (2, 37)), 10.0)])
    assert np.isfinite(ground.time_to(at(2, 5)[None]).seconds[2, 35])
    assert np.isinf(terrain(heights).time_to(at(2, 5)[None]).seconds[2, 35])


def test_a_road_is_gone_along_at_its_speed():
    found = flat(5, 60, roads=[Way(line((2, 2), (2, 52)), 10.0)]).time_to(at(2, 2)[None]).seconds
    assert found[2, 52] == pytest.approx(50 * CELL_M / 10.0, abs=2 * 0.05 * CELL_M / FLAT_M_PER_S + 1e-6)


def test_a_river_beyond_the_map_and_one_over_its_edge_do_no_harm():
    far = line((-500, -500), (-400, 900))
    assert np.isfinite(flat(6, rivers=[far]).time_to(at(1, 1)[None]).seconds).all()
    edge = line((-0.5, -900), (-0.5, 900))
    assert np.isfinite(flat(6, rivers=[edge]).time_to(at(1, 1)[None]).seconds).all()
