"""Walking times over ground whose answer is known beforehand."""

from __future__ import annotations

import numpy as np
import pytest

from unit.terrain.ground import CELL_M, FLAT_M_PER_S, at, elevation, flat, hills, line, terrain
from xinlu.kernel.errors import Refusal
from xinlu.terrain.grid import Grid
from xinlu.terrain.network import Way
from xinlu.terrain.solving import Solver, seconds, with_nearest
from xinlu.terrain.speeds import Cover, Model
from xinlu.terrain.surface import Direction, Terrain


def straight(rows, columns, centre):
    row, column = np.mgrid[:rows, :columns]
    return np.hypot(row - centre[0], column - centre[1]) * CELL_M / FLAT_M_PER_S


@pytest.mark.parametrize(("neighbours", "most"), [(8, 0.0824), (16, 0.0275)])
def test_over_a_plane_axes_and_diagonals_are_exact_and_the_rest_within_its_bound(neighbours, most):
    n = 61
    found = flat(n, neighbours=neighbours).time_to(at(30, 30)[None]).seconds
    over = found / np.maximum(straight(n, n, (30, 30)), 1e-9) - 1
    over[30, 30] = 0
    for exact in (over[30, :], over[:, 30], np.diagonal(over), np.diagonal(over[:, ::-1])):
        assert np.allclose(exact, 0, atol=1e-12)
    assert over.min() > -1e-12
    assert most - 0.0015 < over.max() <= most + 1e-4


def test_three_kilometres_on_a_fifth_take_3042_8_seconds_down_and_4318_up():
    slope = np.repeat((np.arange(151) * CELL_M * 0.2)[:, None], 41, 1)
    ground = terrain(slope, neighbours=8)
    foot, top = at(20, 20), at(120, 20)
    down = ground.time_to(foot[None]).seconds[120, 20]
    up = ground.time_to(foot[None], direction=Direction.FROM).seconds[120, 20]
    assert down == pytest.approx(3042.8, abs=0.05)
    assert up == pytest.approx(4318.0, abs=0.05)
    assert ground.matrix(np.array([foot, top]))[[1, 0], [0, 1]] == pytest.approx([down, up])
    both = ground.time_to(foot[None], direction=Direction.ROUND).seconds[120, 20]
    assert both == pytest.approx(down + up)


@pytest.mark.parametrize("model", list(Model))
def test_the_negated_ground_swaps_to_and_from(model):
    heights = hills(3)
    point = at(10, 12)[None]
    to = terrain(heights, model=model).time_to(point).seconds
    away = terrain(-heights, model=model).time_to(point, direction=Direction.FROM).seconds
    assert np.allclose(to, away, rtol=1e-12)
    assert not np.allclose(to, terrain(heights, model=model).time_to(point, direction=Direction.FROM).seconds)


def test_a_mirrored_ridge_mirrors_the_times():
    heights = hills(5)
    found = terrain(heights).time_to(at(7, 4)[None]).seconds
    mirrored = terrain(heights[:, ::-1]).time_to(at(7, heights.shape[1] - 1 - 4)[None]).seconds
    assert np.allclose(found, mirrored[:, ::-1], rtol=1e-12)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("neighbours", [8, 16])
@pytest.mark.parametrize("model", list(Model))
def test_three_solvers_come_to_the_same_numbers(seed, neighbours, model):
    draw = np.random.default_rng(seed)
    heights = hills(seed, rough_m=12.0)
    heights[draw.random(heights.shape) < 0.05] = np.nan
    cover = Cover(draw.integers(0, 4, heights.shape), {0: 1.0, 1: 0.5, 2: 1.2, 3: 0.0 if seed % 2 else 0.3})
    road = Way(line((2, 2), (9, 20), (20, 27)), 5.0)
    ground = terrain(
        heights,
        cover=cover,
        neighbours=neighbours,
        model=model,
        roads=[road],
        rivers=[line((-3, 9), (12, 14), (30, 8))],
    ).ground
    sources = np.flatnonzero(np.isfinite(ground.slowness))[[5, 100, 100, 300]]
    for backwards in (True, False):
        heap, buckets, third = (
            seconds(ground, sources, backwards=backwards, solver=each)
            for each in (Solver.HEAP, Solver.BUCKETS, Solver.SCIPY)
        )
        assert np.isfinite(heap).sum() > 100
        for other in (buckets, third):
            assert np.array_equal(np.isfinite(heap), np.isfinite(other))
            assert np.allclose(heap, other, rtol=1e-11)
        named = [
            with_nearest(ground, sources, backwards=backwards, solver=each) for each in (Solver.HEAP, Solver.BUCKETS)
        ]
        assert np.array_equal(named[0][0], heap) and np.allclose(named[1][0], heap, rtol=1e-11)
        assert (named[0][1] == named[1][1]).mean() > 0.99, "only where two are as near may they differ"


def test_buckets_are_not_taken_where_a_step_reaches_beyond_the_last_of_them():
    wall = np.zeros((9, 9))
    wall[:, 5:] = 150.0
    whole = terrain(wall, neighbours=8)
    ground = whole.ground
    with pytest.raises(ValueError, match="unlike"):
        seconds(ground, np.array([40]), backwards=False, solver=Solver.BUCKETS)
    fallen_back = seconds(ground, np.array([40]), backwards=False)
    assert np.array_equal(fallen_back, seconds(ground, np.array([40]), backwards=False, solver=Solver.HEAP))
    found = whole.time_to(at(4, 4)[None])
    assert (found.nearest == 0).all() and np.isfinite(found.seconds).all()


def test_the_nearest_point_is_named_by_its_number_and_one_that_cannot_be_stood_on_is_left_out():
    heights = np.zeros((9, 21))
    heights[4, 10] = np.nan
    points = np.array([at(4, 10), at(4, 2), [1e6, 0], at(4, 18), at(4, 18)])
    found = terrain(heights).time_to(points)
    assert found.left_out == (0, 2)
    assert found.nearest[4, 0] == 1 and found.nearest[4, 20] in (3, 4)
    assert np.isinf(found.seconds[4, 10]) and found.nearest[4, 10] == -1
    nobody = terrain(heights).time_to(at(4, 10)[None])
    assert np.isinf(nobody.seconds).all() and (nobody.nearest == -1).all()


def test_exactly_at_the_limit_is_within_it():
    ground = flat(3, 30)
    free = ground.time_to(at(1, 0)[None]).seconds
    limit = free[1, 7]
    found = ground.time_to(at(1, 0)[None], limit_s=limit)
    assert found.seconds[1, 7] == limit and np.isinf(found.seconds[1, 8]) and found.nearest[1, 8] == -1
    assert np.isinf(ground.time_to(at(1, 0)[None], limit_s=np.nextafter(limit, 0)).seconds[1, 7])


def test_ways_in_turn_take_no_longer_than_one_may_go_at_once():
    ground = terrain(hills(9))
    points = np.array([at(r, c) for r in (2, 11, 20) for c in (3, 15, 28)])
    times = ground.matrix(points)
    assert np.isfinite(times).all() and not np.allclose(times, times.T)
    for middle in range(len(points)):
        assert (times <= times[:, [middle]] + times[[middle], :] + 1e-9).all()


def test_the_other_model_gives_the_range():
    found = terrain(hills(4)).time_to(at(4, 4)[None], with_range=True)
    langmuir = terrain(hills(4), model=Model.LANGMUIR).time_to(at(4, 4)[None]).seconds
    assert found.model is Model.TOBLER and np.array_equal(found.other_seconds, langmuir)
    assert found.resolution_m == CELL_M and found.neighbours == 16


def test_on_a_plane_one_walks_as_one_talks_and_around_a_gorge_far_longer():
    assert flat(5, 40).talk_walk_ratio(at(2, 2)[None], at(2, 30)[None]) == pytest.approx([1.0])
    gorge = flat(41, 9, rivers=[line((-3, 4.5), (37, 4.5))])
    ratio = gorge.talk_walk_ratio(at(10, 2)[None], at(10, 7)[None])
    assert ratio > 10
    assert np.isinf(flat(9, rivers=[line((-3, 4.5), (12, 4.5))]).talk_walk_ratio(at(1, 1)[None], at(1, 8)[None]))
    assert np.isnan(gorge.talk_walk_ratio(at(1, 1)[None], at(1, 1)[None]))


def test_ground_twice_as_slow_takes_twice_as_long_and_what_has_no_share_is_not_entered():
    codes = np.zeros((5, 40), np.int64)
    codes[:, 20:] = 7
    half = flat(5, 40, cover=Cover(codes, {0: 1.0, 7: 0.5})).time_to(at(2, 39)[None]).seconds
    assert half[2, 29] == pytest.approx(2 * 10 * CELL_M / FLAT_M_PER_S)
    none = flat(5, 40, cover=Cover(codes, {0: 1.0})).time_to(at(2, 0)[None]).seconds
    assert np.isfinite(none[:, :20]).all() and np.isinf(none[:, 20:]).all()
    assert Cover(codes, {0: 1.0}).codes_without_share() == [7]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (lambda: Cover(np.zeros((2, 2), np.int64), {3: -1.0}), "terrain.cover"),
        (lambda: Cover(np.zeros((2, 2), np.int64), {3: float("nan")}), "terrain.cover"),
        (lambda: Way(line((0, 0), (1, 1)), -2.0, "村道"), "terrain.way_speed"),
        (lambda: Way(line((0, 0)), 2.0), "terrain.way_line"),
        (lambda: Grid(rows=0, columns=3, cell_x_m=30, cell_y_m=30), "terrain.grid"),
        (lambda: Grid(rows=3, columns=3, cell_x_m=-30, cell_y_m=30), "terrain.grid"),
        (lambda: flat(3, cover=Cover(np.zeros((2, 2), np.int64), {0: 1.0})), "terrain.cover_shape"),
    ],
)
def test_what_makes_no_sense_is_refused_in_both_languages(wrong, code):
    with pytest.raises(Refusal) as caught:
        wrong()
    assert caught.value.code == code and caught.value.words.zh and caught.value.words.en


def test_cells_and_their_centres_belong_together():
    grid = Grid(rows=4, columns=6, cell_x_m=20, cell_y_m=30, left_m=1000, top_m=5000)
    cells = np.arange(24)
    assert np.array_equal(grid.cells_of(grid.centres_of(cells)), cells)
    assert list(grid.cells_of(np.array([[1000, 5000], [999, 4990], [1120, 4990], [1119, 4881]]))) == [0, -1, -1, 23]


def test_neighbours_are_eight_or_sixteen():
    with pytest.raises(ValueError, match="8 or 16"):
        Terrain(elevation(np.zeros((3, 3))), neighbours=4)


def test_a_direction_may_be_a_plain_word():
    slope = terrain(np.arange(12.0)[None] * 6)
    words = {way: slope.time_to(at(0, 5)[None], direction=way.value).seconds for way in (Direction.TO, Direction.FROM)}
    for way, took in words.items():
        assert np.array_equal(took, slope.time_to(at(0, 5)[None], direction=way).seconds)
    assert not np.array_equal(words[Direction.TO], words[Direction.FROM])
    with pytest.raises(ValueError, match="towards"):
        slope.time_to(at(0, 5)[None], direction="towards")
