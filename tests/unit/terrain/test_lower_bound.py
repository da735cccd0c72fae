"""The bound for claims of visits: never above what anybody can truly have taken, whichever model, grid or direction is the true one."""

from __future__ import annotations

import numpy as np
import pytest

from unit.terrain.ground import CELL_M, FLAT_M_PER_S, at, elevation, flat, hills, line, terrain
from xinlu.terrain import claims
from xinlu.terrain.claims import Fastest, LowerBounds, Sector, sector
from xinlu.terrain.grid import Grid
from xinlu.terrain.network import Way
from xinlu.terrain.speeds import Cover, Model
from xinlu.terrain.surface import Terrain

AS_MODELLED = Fastest(on_foot=1.0, on_roads=1.0, beyond_kmh=0.01)
EXACT = {"error_m": 0.0, "clock_s": 0.0}
FASTEST_DOWN_S_PER_M = 0.72 - 0.2125 * 1.9998
"""By Langmuir, on the slope that is gone down quickest."""


def pairs(n, rows, columns, seed=0, margin=3):
    draw = np.random.default_rng(seed)
    low, high = (margin, margin), (rows - margin, columns - margin)
    cells = draw.uniform(low, high, (2, n, 2))
    return [np.column_stack((each[:, 1] * CELL_M, -each[:, 0] * CELL_M)) for each in cells]


def pace(slope, model):
    """Seconds a metre on the map."""
    if model is Model.TOBLER:
        return np.exp(3.5 * np.abs(slope + 0.05)) * 3.6 / 6
    return np.where(
        slope >= 0, 0.72 + 6 * slope, np.where(slope < -0.2125, 0.72 - 1.9998 * slope, 0.72 + 1.9998 * slope)
    )


def tilted(rise_east, rise_north, side=60):
    row, column = np.mgrid[:side, :side]
    return (column * rise_east - row * rise_north) * CELL_M


@pytest.mark.parametrize("steep", [0.0, 0.12, 0.3, 0.55, 1.1])
@pytest.mark.parametrize("turned", [0.2, 1.1, 2.8])
def test_on_a_tilted_plane_it_is_below_every_straight_way_by_either_model(steep, turned):
    east, north = steep * np.cos(turned), steep * np.sin(turned)
    a, b = pairs(12, 60, 60, seed=3, margin=20)
    b = a + (b - a) * 2.0
    bound = terrain(tilted(east, north)).lower_bound(a, b, fastest=AS_MODELLED, **EXACT)
    away = b - a
    metres = np.hypot(*away.T)
    slope = (away @ np.array([east, north])) / metres
    for model in Model:
        assert (bound <= metres * pace(slope, model) + 1e-6).all()


def test_the_grids_overstatement_is_that_of_a_plane(monkeypatch):
    found = sector(Grid(rows=2, columns=2, cell_x_m=30, cell_y_m=30))
    assert found.longer == pytest.approx(1.0275, abs=1e-4) and found.cosine == pytest.approx(np.cos(np.arctan(0.5)))
    # The best direction lies between two of the grid's: were that not allowed for, the bound would be above the truth, far enough away.
    steep, turned = 0.55, 0.66
    ground = terrain(tilted(steep * np.cos(turned), steep * np.sin(turned), 120))
    start = np.array([[60 * CELL_M, -60 * CELL_M]])
    # Along the slope, a twentieth down: Tobler's quickest.
    ahead = np.arccos(-0.05 / steep) + turned
    away = 45 * CELL_M * np.array([[np.cos(ahead), np.sin(ahead)]])
    truly = 45 * CELL_M * pace(-0.05, Model.TOBLER)
    assert ground.lower_bound(start, start + away, fastest=AS_MODELLED, **EXACT)[0] <= truly
    monkeypatch.setattr(claims, "sector", lambda _: Sector(1.0, 0.0, 1.0))
    monkeypatch.setattr(claims, "LANGMUIR", claims.TOBLER)
    assert ground.lower_bound(start, start + away, fastest=AS_MODELLED, **EXACT)[0] > truly


@pytest.mark.parametrize(("seed", "rough_m", "share"), [(1, 25.0, 0.2), (2, 25.0, 0.2), (1, 4.0, 0.55), (2, 4.0, 0.55)])
def test_it_is_below_the_times_over_ground_thrice_as_fine_by_either_model(seed, rough_m, share):
    fine = hills(seed, (120, 120), rough_m=rough_m)
    fine = sum(np.roll(fine, (r, c), (0, 1)) for r in range(-2, 3) for c in range(-2, 3)) / 25
    coarse = fine.reshape(40, 3, 40, 3).mean((1, 3))
    a, b = pairs(15, 40, 40, seed=seed)
    bound = terrain(coarse).lower_bound(a, b, fastest=AS_MODELLED, **EXACT)
    for model in Model:
        truly = Terrain(elevation(fine, cell_m=CELL_M / 3), model=model)
        took = np.array([truly.matrix(x[None], to_m=y[None])[0, 0] for x, y in zip(a, b, strict=True)])
        assert (bound <= took).all()
        assert np.median(bound / took) > share, "and it is no idle bound"


def test_over_a_plane_it_is_below_the_straight_line_and_not_far_below():
    a, b = pairs(20, 80, 80, seed=5)
    metres = np.hypot(*(a - b).T)
    quickest = np.minimum(metres / FLAT_M_PER_S, metres * 0.72)
    bound = flat(80).lower_bound(a, b, fastest=AS_MODELLED, **EXACT)
    assert (bound <= quickest).all()
    far = metres > 40 * CELL_M
    assert far.sum() > 3 and (bound[far] > 0.85 * quickest[far]).all()


def test_far_away_over_a_plane_it_is_below_the_straight_line_in_the_direction_that_the_grid_overstates_most():
    a, b = at(5, 5)[None], at(5 + 49, 5 + 205)[None]
    truly = np.hypot(49, 205) * CELL_M * pace(0.0, Model.TOBLER)
    assert flat(60, 220).matrix(a, to_m=b)[0, 0] > 1.027 * truly
    assert 0.97 * truly < flat(60, 220).lower_bound(a, b, fastest=AS_MODELLED, **EXACT)[0] <= truly


def test_more_doubt_never_raises_it_and_it_is_never_negative():
    ground = LowerBounds(terrain(hills(4, (60, 60))))
    a, b = pairs(8, 60, 60, seed=2)
    before = ground.seconds(a, b, **EXACT)
    assert (before > 0).any()
    for error in (20.0, 60.0, 150.0, 400.0):
        after = ground.seconds(a, b, error_m=error, clock_s=0.0)
        assert (after <= before).all() and (after >= 0).all()
        before = after
    sooner = ground.seconds(a, b, error_m=0.0, clock_s=90.0)
    assert np.array_equal(sooner, np.maximum(0, ground.seconds(a, b, **EXACT) - 90))
    assert (ground.seconds(a, b, error_m=0.0, clock_s=1e6) == 0).all()
    assert (ground.seconds(a, a, **EXACT) == 0).all()


def test_who_may_go_faster_may_have_come_sooner():
    ground, (a, b) = terrain(hills(6, (50, 50))), pairs(6, 50, 50, seed=8)
    walked = ground.lower_bound(a, b, fastest=AS_MODELLED, **EXACT)
    trotted = ground.lower_bound(a, b, fastest=Fastest(on_foot=3.0, on_roads=1.0, beyond_kmh=0.01), **EXACT)
    assert np.allclose(trotted, walked / 3)
    for slower in ({"on_foot": 0.5}, {"on_roads": float("nan")}):
        with pytest.raises(ValueError, match="no slower"):
            Fastest(**slower)
    with pytest.raises(ValueError, match="below zero"):
        ground.lower_bound(a, b, error_m=-1.0)


def test_a_road_is_ridden_at_its_speed_and_not_past_it():
    road = line((20, 5), (20, 75))
    ground = flat(40, 80, roads=[Way(road, 40 / 3.6)])
    a, b = road[:1], road[1:]
    bound = ground.lower_bound(a, b, fastest=AS_MODELLED, **EXACT)[0]
    metres = 70 * CELL_M
    assert 0.9 * (metres - 4 * CELL_M) / (40 / 3.6) < bound <= metres / (40 / 3.6)
    assert bound < 0.5 * flat(40, 80).lower_bound(a, b, fastest=AS_MODELLED, **EXACT)[0]
    ridden = ground.lower_bound(a, b, fastest=Fastest(on_foot=2.0, on_roads=1.5, beyond_kmh=0.01), **EXACT)[0]
    assert ridden == pytest.approx(bound / 1.5, rel=0.1)


def island():
    """Two banks of a river, on a map around which nothing is known within reach of the limit."""
    return flat(41, 41, rivers=[line((-3, 20.5), (44, 20.5))])


def test_off_the_map_one_may_have_gone_as_fast_as_is_said():
    river = island()
    a, b = at(20, 16)[None], at(20, 25)[None]
    fast, slow = (
        river.lower_bound(a, b, fastest=Fastest(on_foot=1.0, on_roads=1.0, beyond_kmh=kmh), **EXACT)[0]
        for kmh in (1e9, 1.0)
    )
    # To the edge and back in from it, 15 cells each: the river ends somewhere beyond. What is allowed at a and b is two cells each.
    assert 2 * 13 * CELL_M * FASTEST_DOWN_S_PER_M < fast <= 2 * 17 * CELL_M * 0.72 and fast < slow < np.inf
    assert flat(41).lower_bound(a, b, fastest=AS_MODELLED, **EXACT)[0] < fast
    outside = np.array([[1e6, 0.0]])
    away = 1e6 - 41 * CELL_M
    assert 0.9 * away / (80 / 3.6) < river.lower_bound(a, outside, **EXACT)[0] <= 1e6 / (80 / 3.6) + 25 * CELL_M * 0.72
    assert river.lower_bound(np.array([[9e5, 0.0]]), outside, **EXACT)[0] == pytest.approx(1e5 / (80 / 3.6), rel=0.01)


def test_only_who_cannot_have_come_from_anywhere_near_cannot_have_come():
    ring = np.array([at(*cell) for cell in ((10.5, 10.5), (10.5, 30.5), (30.5, 30.5), (30.5, 10.5), (10.5, 10.5))])
    ground = flat(41, 41, rivers=[ring])
    a = at(20, 20)[None]
    assert np.isinf(ground.lower_bound(a, at(20, 37)[None], **EXACT)[0])
    assert ground.lower_bound(at(20, 28)[None], at(20, 33)[None], error_m=100.0)[0] == 0, "the phone may err by a bank"
    over = Terrain(ground.elevation, rivers=[ring], bridges=[Way(line((20, 29), (20, 33)), 1.4)])
    assert np.isfinite(over.lower_bound(a, at(20, 37)[None], **EXACT)[0])


def test_cover_slows_nobody_and_a_home_where_the_map_says_nobody_can_be_is_the_maps_fault():
    codes = np.ones((41, 41), np.int64)
    codes[:, 10:] = 2
    codes[15:26, 15:26] = 3
    a, b = at(5, 5)[None], at(36, 36)[None]
    slow = flat(41, cover=Cover(codes, {1: 1.0, 2: 0.2, 3: 0.0}))
    free = flat(41, cover=Cover(np.where(codes == 3, 3, 1), {1: 1.0, 3: 0.0}))
    assert slow.lower_bound(a, b, **EXACT)[0] == free.lower_bound(a, b, **EXACT)[0] > 0
    assert slow.lower_bound(a, at(20, 20)[None], **EXACT)[0] == 0


@pytest.mark.parametrize(("wide", "bars"), [(2, False), (6, True)])
def test_cover_that_nobody_enters_bars_only_where_it_is_more_than_its_edge(wide, bars):
    codes = np.ones((41, 41), np.int64)
    codes[:, 18 : 18 + wide] = 3
    a, b = at(20, 5)[None], at(20, 36)[None]
    bound = flat(41, cover=Cover(codes, {1: 1.0, 3: 0.0})).lower_bound(a, b, fastest=AS_MODELLED, **EXACT)[0]
    free = flat(41).lower_bound(a, b, fastest=AS_MODELLED, **EXACT)[0]
    assert (bound > 5 * free) == bars and (bound == free) != bars


def test_unknown_ground_between_is_crossed_at_full_speed():
    heights = np.zeros((30, 80))
    a, b = at(15, 8)[None], at(15, 70)[None]
    whole = terrain(heights).lower_bound(a, b, fastest=AS_MODELLED, **EXACT)[0] / 2
    heights[10:20, 20:60] = np.nan
    assert 0 < terrain(heights).lower_bound(a, b, **EXACT)[0] < 0.7 * whole


def test_no_farther_than_the_limit_is_looked():
    ground, (a, b) = LowerBounds(flat(60)), pairs(5, 60, 60, seed=1)
    whole = ground.seconds(a, b, **EXACT)
    limit = float(np.median(whole))
    assert np.allclose(ground.seconds(a, b, limit_s=limit, **EXACT), np.minimum(whole, limit))
