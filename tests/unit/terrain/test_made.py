"""Made-up mountains: the same for the same seed; one road worth building, two bridges that pay only together."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from xinlu.terrain.grid import Elevation, Grid
from xinlu.terrain.made import ROUGHNESS, fractal
from xinlu.terrain.made_county import made_county
from xinlu.terrain.network import Way
from xinlu.terrain.relief import hillshade
from xinlu.terrain.surface import Terrain

SEEDS = (2026, 7)


def test_the_same_seed_gives_the_same_mountains_and_another_others():
    one, again, other = fractal(40, 60, seed=1), fractal(40, 60, seed=1), fractal(40, 60, seed=2)
    assert one.shape == (40, 60) and np.array_equal(one, again) and not np.array_equal(one, other)
    assert one.std() == pytest.approx(400, rel=1e-4) and one.mean() == pytest.approx(900, rel=1e-4)


def test_copies_laid_side_by_side_have_no_step_between_them():
    heights = fractal(200, 200, seed=3)
    within = np.abs(np.diff(heights, axis=1)).max()
    assert np.abs(heights[:, 0] - heights[:, -1]).max() <= within


def test_the_spectrum_of_a_profile_falls_off_as_it_is_said_to():
    power = np.zeros(257)
    for seed in range(12):
        power += (np.abs(np.fft.rfft(fractal(512, 512, seed=seed), axis=1)) ** 2).mean(0)
    waves = np.arange(4, 100)
    slope = np.polyfit(np.log(waves), np.log(power[4:100]), 1)[0]
    # Over a plane the power falls off by 2 * ROUGHNESS; along a line through it, by one less.
    assert slope == pytest.approx(-(2 * ROUGHNESS - 1), abs=0.15)


def slope_towards(east: float, south: float):
    grid = Grid(rows=5, columns=5, cell_x_m=10.0, cell_y_m=10.0)
    rows, columns = np.mgrid[0:5, 0:5]
    return hillshade(Elevation(grid, -(columns * east + rows * south) * 10.0))[2, 2]


def test_light_comes_from_the_north_west_half_way_up():
    # Down by one metre in one, to the north-west, the ground faces the light; to the south-east it lies along it.
    one = 1 / np.sqrt(2)
    assert slope_towards(0, 0) == pytest.approx(np.sin(np.pi / 4))
    assert slope_towards(-one, -one) == pytest.approx(1.0)
    assert slope_towards(one, one) == pytest.approx(0.0, abs=1e-6)
    assert slope_towards(-one, one) == pytest.approx(slope_towards(one, -one)) == pytest.approx(0.5)


def test_where_nobody_knows_the_height_there_is_no_light():
    heights = np.zeros((5, 5))
    heights[2, 2] = np.nan
    assert np.isnan(hillshade(Elevation(Grid(rows=5, columns=5, cell_x_m=1.0, cell_y_m=1.0), heights))[2, 2])


@cache
def county(seed: int):
    return made_county(seed=seed, cell_m=100.0)


@cache
def hours_to_a_clinic(seed: int, built: frozenset[str] = frozenset()):
    """From each home, with what is named built."""
    made = county(seed)
    extra = [each for each in made.candidates if each.name in built]
    foot = 5 / 3.6
    bridges = [Way(each.line_m, foot) for each in (*made.bridges, *(e for e in extra if e.kind == "bridge"))]
    roads = [Way(each.line_m, each.kmh / 3.6) for each in (*made.roads, *(e for e in extra if e.kind == "road"))]
    ground = Terrain(made.elevation, rivers=[each.line_m for each in made.rivers], bridges=bridges, roads=roads)
    clinics = np.array([each.point_m for each in made.facilities if each.kind == "clinic"])
    homes = np.array([each.point_m for each in made.homes])
    return ground.time_to(clinics).seconds.ravel()[ground.grid.cells_of(homes)] / 3600


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_is_cut_off_and_somebody_walks_for_hours(seed):
    hours = hours_to_a_clinic(seed)
    assert np.isfinite(hours).all() and np.quantile(hours, 0.9) > 1.5 and np.median(hours) < 1.5


@pytest.mark.parametrize("seed", SEEDS)
def test_two_bridges_pay_only_together(seed):
    people = np.array([each.people for each in county(seed).homes])

    def saved(*built: str) -> float:
        return float(((hours_to_a_clinic(seed) - hours_to_a_clinic(seed, frozenset(built))) * people).sum())

    assert saved("清水河桥") == saved("平江桥") == 0.0
    assert saved("清水河桥", "平江桥") > 300


@pytest.mark.parametrize("seed", SEEDS)
def test_one_road_saves_the_most_hours_per_yuan(seed):
    people = np.array([each.people for each in county(seed).homes])
    per_yuan = {
        each.name: ((hours_to_a_clinic(seed) - hours_to_a_clinic(seed, frozenset([each.name]))) * people).sum()
        / each.cost_yuan
        for each in county(seed).candidates
        if each.kind == "road"
    }
    assert max(per_yuan, key=per_yuan.__getitem__) == "茶坪公路"
    assert min(per_yuan.values()) >= 0


def test_a_candidate_costs_what_its_length_says():
    for each in county(2026).candidates:
        if each.kind == "road":
            km = np.hypot(*np.diff(each.line_m, axis=0).T).sum() / 1000
            assert each.cost_yuan == pytest.approx(km * 650_000, abs=500)
