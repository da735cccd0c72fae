"""Times in AccessMod's conventions against its formulas as they are told, put together here by plain numpy and solved by scipy."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio.features
import shapely
from rasterio.transform import Affine
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from unit.terrain.ground import hills
from xinlu.kernel.errors import Refusal
from xinlu.terrain.accessmod import ByAccessMod, Rule, RuledSpeed, speeds_m_per_s
from xinlu.terrain.grid import Elevation, Grid
from xinlu.terrain.merging import NO_CODE, cells_along, merged
from xinlu.terrain.surface import Direction

X_M, Y_M = 30.0158, 29.9786
WALKING, BICYCLING, MOTORIZED = Rule.WALKING, Rule.BICYCLING, Rule.MOTORIZED
SPEEDS = {1: (2.0, WALKING), 2: (15.0, BICYCLING), 3: (0.0, WALKING), 4: (4.0, WALKING), 1001: (60.0, MOTORIZED)}


def cycled_kmh(kmh, slope):
    """By the text: power at the table's speed, forces at the slope, the smallest real root of the cubic."""
    rho = 1.225 * 373 / 293.15
    v = kmh / 3.6
    power = 1.09 * v * (0.2 * rho * v**2 + 902.52 * 0.008 + v + 0.2)
    beta = np.arctan(slope)
    force = 902.52 * (0.008 * np.cos(beta) + np.sin(beta))
    roots = np.roots([1, 0.2 * np.cos(beta) / (0.4 * rho), 2 * force / (0.4 * rho), -2 * power / (1.09 * 0.4 * rho)])
    return 3.6 * abs(min(roots[np.abs(roots.imag) < 1e-6].real))


def kmh_at(kmh, rule, slope):
    if rule is WALKING:
        return kmh * np.exp(-3.5 * abs(slope + 0.05)) / np.exp(-0.175)
    return cycled_kmh(kmh, slope) if rule is BICYCLING else kmh


def graph(heights, codes, speeds):
    """Seconds of every step from row to column: 8 neighbours, its length over the mean of both cells' speeds at its slope."""
    rows, columns = heights.shape
    is_open = np.isfinite(heights) & np.isin(codes, [code for code, (kmh, _) in speeds.items() if kmh > 0])
    start, end, took = [], [], []
    for r, c in np.argwhere(is_open):
        for dr in (-1, 0, 1):
            for dc in (-1, 0, 1):
                s, d = r + dr, c + dc
                if (dr or dc) and 0 <= s < rows and 0 <= d < columns and is_open[s, d]:
                    metres = np.hypot(dr * Y_M, dc * X_M)
                    slope = (heights[s, d] - heights[r, c]) / metres
                    mean = (kmh_at(*speeds[codes[r, c]], slope) + kmh_at(*speeds[codes[s, d]], slope)) / 2
                    start.append(r * columns + c)
                    end.append(s * columns + d)
                    took.append(metres / (mean / 3.6))
    return coo_matrix((took, (start, end)), shape=(heights.size, heights.size)).tocsr()


def ground(heights, codes, speeds=SPEEDS, **more):
    grid = Grid(rows=heights.shape[0], columns=heights.shape[1], cell_x_m=X_M, cell_y_m=Y_M)
    return ByAccessMod(
        Elevation(grid, heights), codes=codes, speeds={code: RuledSpeed(*told) for code, told in speeds.items()}, **more
    )


def centre(row, column):
    return np.array([(column + 0.5) * X_M, -(row + 0.5) * Y_M])


def mixed(seed, shape=(19, 23)):
    draw = np.random.default_rng(seed)
    heights = np.round(hills(seed, shape))
    codes = draw.choice([1, 2, 2, 3, 4, 255], shape)
    codes[7, :] = 1001
    heights[draw.random(shape) < 0.03] = np.nan
    heights[2, 2] = heights[15, 20] = 50.0
    codes[2, 2], codes[15, 20] = 4, 2
    return heights, codes


@pytest.mark.parametrize("seed", range(3))
def test_both_directions_equal_the_formulas_put_together_by_hand(seed):
    heights, codes = mixed(seed)
    whole, columns = graph(heights, codes, SPEEDS), heights.shape[1]
    ours, points = ground(heights, codes), np.array([centre(2, 2), centre(15, 20)])
    sources = [2 * columns + 2, 15 * columns + 20]
    for direction, matrix in ((Direction.FROM, whole), (Direction.TO, whole.T.tocsr())):
        each = dijkstra(matrix, indices=sources).reshape(2, *heights.shape)
        found = ours.time_to(points, direction=direction)
        reached = np.isfinite(each.min(0))
        assert np.array_equal(np.isfinite(found.seconds), reached) and 100 < reached.sum() < reached.size
        assert np.allclose(found.seconds[reached], each.min(0)[reached], rtol=1e-10, atol=1e-9)
        assert np.array_equal(found.nearest[reached], each.argmin(0)[reached])
    assert np.allclose(ours.matrix(points), dijkstra(whole, indices=sources)[:, sources], rtol=1e-10)
    turned = dijkstra(whole, indices=sources).reshape(2, *heights.shape).min(0)
    to = ours.time_to(points).seconds
    assert not np.allclose(to[reached], turned[reached], rtol=1e-3), "the wrong direction is noticed"


def test_there_and_back_is_the_sum_to_the_same_point():
    heights, codes = mixed(1)
    ours, points = ground(heights, codes), np.array([centre(2, 2), centre(15, 20)])
    both = [
        ours.time_to(each[None]).seconds + ours.time_to(each[None], direction=Direction.FROM).seconds for each in points
    ]
    assert np.array_equal(ours.time_to(points, direction=Direction.ROUND).seconds, np.minimum(*both))


@pytest.mark.parametrize("slope", [-0.9, -0.2, -0.05, -0.04, -0.0117, 0.0, 0.003, 0.1, 0.45, 1.3])
def test_a_cyclist_goes_as_the_smallest_root_says(slope):
    for kmh in (10.0, 12.0, 15.0):
        assert 3.6 * speeds_m_per_s(BICYCLING, kmh, [slope])[0] == pytest.approx(cycled_kmh(kmh, slope), rel=1e-9)


def test_fifteen_kilometres_an_hour_become_17_on_the_flat_and_84_down_a_fifth():
    flat, down = 3.6 * speeds_m_per_s(BICYCLING, 15.0, [0.0, -0.2])
    assert (round(flat, 1), round(down)) == (17.2, 84)


def test_single_steps_by_hand():
    """Up 6 m over 30 m (a fifth) at 4 km/h: 4 exp(-3.5 * 0.25) / exp(-0.175) = 1.98634 km/h, so 54.371 s; down 4 exp(-0.525 + 0.175)."""
    heights, speeds = np.array([[0.0, 6.0]]), {1: (4.0, WALKING), 1001: (60.0, MOTORIZED)}
    flat = Grid(rows=1, columns=2, cell_x_m=30, cell_y_m=30)
    ruled = {code: RuledSpeed(*told) for code, told in speeds.items()}
    points = np.array([[15.0, -15.0], [45.0, -15.0]])

    def took(*codes):
        return ByAccessMod(Elevation(flat, heights), codes=np.array([codes]), speeds=ruled).matrix(points)

    assert took(1, 1)[0, 1] == pytest.approx(54.371, abs=5e-3)
    assert took(1, 1)[1, 0] == pytest.approx(30 / (4 * np.exp(-0.35) / 3.6), rel=1e-12)
    assert took(1001, 1001)[0, 1] == pytest.approx(1.8), "a vehicle does not mind the slope"
    # The mean of the speeds, 30.99317 km/h: not of the times, which would be 28.1 s.
    assert took(1001, 1)[0, 1] == pytest.approx(30 / (30.99317 / 3.6), abs=1e-5)


def test_a_facility_where_nobody_can_stand_is_left_out_and_the_cap_cuts_beyond_it():
    codes = np.ones((3, 30), np.int64)
    codes[1, 0] = 255
    ours = ground(np.zeros((3, 30)), codes)
    found = ours.time_to(np.array([centre(1, 0), centre(1, 1), [1e7, 0]]))
    assert found.left_out == (0, 2) and found.nearest[1, 20] == 1 and np.isinf(found.seconds[1, 0])
    cap = found.seconds[1, 9]
    capped = ours.time_to(centre(1, 1)[None], limit_s=cap).seconds
    assert capped[1, 9] == cap and np.isinf(capped[1, 10])
    nobody = ours.time_to(centre(1, 0)[None])
    assert np.isinf(nobody.seconds).all() and (nobody.nearest == -1).all()


def test_diagonals_slip_between_barriers_as_they_do_there():
    codes = np.where(np.eye(9, dtype=bool), 255, 1)
    found = ground(np.zeros((9, 9)), codes).time_to(centre(8, 0)[None]).seconds
    assert np.isfinite(found[0, 8])


def test_another_number_of_neighbours_and_speeds_that_make_no_sense_are_refused():
    with pytest.raises(Refusal) as caught:
        ground(np.zeros((2, 2)), np.ones((2, 2), np.int64), neighbours=16)
    assert caught.value.code == "terrain.accessmod_neighbours" and "8" in caught.value.words.zh
    for kmh in (-1.0, float("nan"), 1000.0):
        with pytest.raises(Refusal) as caught:
            RuledSpeed(kmh, WALKING)
        assert caught.value.code == "terrain.ruled_speed"
    with pytest.raises(ValueError, match="no second model"):
        ground(np.zeros((2, 2)), np.ones((2, 2), np.int64)).time_to(centre(0, 0)[None], with_range=True)


GRID = Grid(rows=12, columns=17, cell_x_m=30, cell_y_m=20, left_m=1000, top_m=2000)


@pytest.mark.parametrize("seed", range(5))
def test_a_line_touches_the_cells_that_rasterio_says_it_touches(seed):
    line = np.random.default_rng(seed).uniform((900, 1700), (1600, 2050), (7, 2))
    theirs = rasterio.features.rasterize(
        [shapely.LineString(line)], GRID.shape, transform=Affine(30, 0, 1000, 0, -20, 2000), all_touched=True
    )
    ours = np.zeros(GRID.shape, np.uint8)
    ours.ravel()[cells_along(line, GRID)] = 1
    assert np.array_equal(ours, theirs) and 10 < theirs.sum() < 150


def test_roads_lie_over_barriers_over_the_cover_and_the_better_road_over_the_other():
    codes = np.full(GRID.shape, 4)
    centres = GRID.centres_of(np.arange(GRID.rows * GRID.columns)).reshape(*GRID.shape, 2)
    river, road, lane = centres[:, 8], centres[5, [0, 16]], centres[[0, 11], 3]
    found = merged(codes, GRID, roads=[road, lane], road_codes=[1002, 1005], barriers=[river])
    assert (found[:5, 8] == NO_CODE).all() and (found[6:, 8] == NO_CODE).all() and found[5, 8] == 1002
    assert found[5, 3] == 1002 and found[4, 3] == 1005 and (codes == 4).all()
    assert (found == 4).sum() == 12 * 17 - 17 - 11 - 11
