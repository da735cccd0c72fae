"""Roads and bridges opened one by one: equal to a full run, taken back bit by bit; what is chosen against every set there is."""

from __future__ import annotations

from itertools import chain, combinations

import numpy as np
import pytest

from unit.terrain.ground import hills
from xinlu.kernel.errors import Refusal
from xinlu.terrain.grid import Elevation, Grid
from xinlu.terrain.improving import Openings
from xinlu.terrain.network import Way
from xinlu.terrain.roads import Candidate, Errand, Per, Weighed, rank_roads
from xinlu.terrain.solving import Solver
from xinlu.terrain.speeds import Cover, Model
from xinlu.terrain.surface import Direction, Terrain

N, CELL = 48, 30.0
GRID = Grid(rows=N, columns=N, cell_x_m=CELL, cell_y_m=CELL, top_m=N * CELL)
ROAD, FOOT = 25 / 3.6, 5 / 3.6


def at(x: float, y: float) -> list[float]:
    """The middle of a cell, columns from the west and rows from the south."""
    return [(x + 0.5) * CELL, (y + 0.5) * CELL]


def road(*places: tuple[float, float], cost: int = 1, name: str = "") -> Candidate:
    return Candidate(Way(np.array([at(*each) for each in places]), ROAD, name), cost)


def bridge(x: float, y: float, *, cost: int = 1, name: str = "") -> Candidate:
    return Candidate(Way(np.array([at(x - 1.5, y), at(x + 1.5, y)]), FOOT, name, is_open=False), cost)


def flat(**more) -> Terrain:
    return Terrain(Elevation(GRID, np.zeros((N, N))), **more)


def river(x: float) -> np.ndarray:
    """A line from the south edge to the north one."""
    return np.array([[x * CELL, -CELL], [x * CELL, (N + 1) * CELL]])


def once(surface: Terrain, homes, goals, candidates, ways) -> float:
    """Hours a year that these save, by two full runs; each home goes there and back once."""
    cells = surface.grid.cells_of(homes)

    def total(ground: Terrain) -> float:
        seconds = [
            ground.time_to(goals, direction=way).seconds.ravel()[cells] for way in (Direction.TO, Direction.FROM)
        ]
        return float(np.minimum(seconds, 8 * 3600).sum()) / 3600

    return total(surface) - total(surface.with_ways([candidates[each].way for each in ways]))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("neighbours", [8, 16])
def test_what_an_opened_way_saves_is_what_a_full_run_says(seed, neighbours):
    draw = np.random.default_rng(seed)
    cover = Cover(draw.integers(0, 3, (N, N)), {0: 1.0, 1: 0.6, 2: 0.3})
    surface = Terrain(
        Elevation(GRID, hills(seed, (N, N))), cover=cover, rivers=[river(20.3)], neighbours=neighbours,
        bridges=[Way(np.array([at(18, 40), at(22, 40)]), FOOT)], roads=[road((2, 2), (15, 9)).way],
    )  # fmt: skip
    places = draw.uniform(1, N - 1, (6, 2, 2))
    candidates = [road(*map(tuple, each)) for each in places] + [bridge(20, 12)]
    homes, goals = draw.uniform(0, N * CELL, (40, 2)), draw.uniform(0, N * CELL, (3, 2))
    weighed = Weighed(surface, candidates, homes, [Errand(goals, np.ones(40))])
    for ways in ([0], [6], [1, 6], [2, 3, 4], list(range(7))):
        assert weighed.gain(ways) == pytest.approx(once(surface, homes, goals, candidates, ways), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("solver", [Solver.HEAP, Solver.BUCKETS])
def test_a_way_opened_raises_no_time_and_shut_again_leaves_every_bit_as_it_was(solver, monkeypatch):
    if solver is Solver.HEAP:
        monkeypatch.setattr("xinlu.terrain.improving.quickest_s", lambda ground: 0.0)
    surface = Terrain(Elevation(GRID, hills(3, (N, N))))
    ways = [road((3, 3), (40, 30)).way, road((5, 40), (44, 6)).way]
    openings = Openings(surface, ways)
    goals = GRID.cells_of(np.array([at(30, 30), at(4, 9)]))
    for backwards in (True, False):
        best = [openings.solved(goals, backwards=backwards)]
        before = best[0].copy()
        first = openings.open(0, best, backwards=[backwards])
        between = best[0].copy()
        second = openings.open(1, best, backwards=[backwards])
        assert (best[0] <= between).all() and (between <= before).all() and (between < before).any()
        openings.shut(1, best, second)
        assert np.array_equal(best[0], between)
        openings.shut(0, best, first)
        assert np.array_equal(best[0], before)


def test_two_bridges_that_pay_only_together_are_found():
    surface = flat(rivers=[river(20.3), river(28.3)])
    goals, homes = np.array([at(6, 24)]), np.array([at(40, y) for y in range(10, 40, 3)])
    candidates = [bridge(20, 24, name="west"), bridge(28, 24, name="east"), road((6, 24), (12, 40))]
    plan = rank_roads(surface, candidates, homes, [Errand(goals, np.full(len(homes), 12.0))], budget_yuan=2)
    assert [each.candidate for each in plan.picks] == [0, 1] and plan.picks[0].with_next
    assert list(plan.alone) == [0, 0, 0], "nobody lives between the rivers, nor beside the road"
    assert plan.picks[0].hours == 0 and plan.picks[1].hours == plan.hours > 0
    assert plan.connected == len(homes) == plan.picks[1].homes
    alone = rank_roads(surface, candidates[:1], homes, [Errand(goals, np.full(len(homes), 12.0))])
    assert not alone.picks and alone.hours == 0


def test_bends_side_by_side_are_no_stair():
    # Up and down again beside itself: from the one end of the bend to the other is a long way by road, a short one on foot.
    surface = flat()
    bend = road((4, 10), (40, 10), (40, 12), (4, 12))
    homes, goals = np.array([at(4, 12)]), np.array([at(4, 10)])
    assert Weighed(surface, [bend], homes, [Errand(goals, np.ones(1))]).gain([0]) == pytest.approx(0, abs=1e-12)


def every_set(count: int):
    return chain.from_iterable(combinations(range(count), n) for n in range(count + 1))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("per", Per)
def test_the_plan_against_every_set_that_the_budget_allows(seed, per):
    draw = np.random.default_rng(100 + seed)
    surface = Terrain(Elevation(GRID, hills(seed, (N, N))), rivers=[river(24.3)], neighbours=8)
    candidates = [road(*map(tuple, draw.uniform(1, N - 2, (2, 2))), cost=int(draw.integers(1, 6))) for _ in range(5)]
    candidates += [bridge(24, 10, cost=3), bridge(24, 40, cost=2)]
    homes, goals = draw.uniform(0, N * CELL, (25, 2)), draw.uniform(0, N * CELL, (2, 2))
    errands = [Errand(goals, draw.integers(1, 60, 25).astype(float))]
    budget = 8
    plan = rank_roads(surface, candidates, homes, errands, budget_yuan=budget, per=per)
    weighed = Weighed(surface, candidates, homes, errands)
    costs = np.array([each.cost_yuan for each in candidates])
    most = max(weighed.gain(ways) for ways in every_set(len(candidates)) if costs[list(ways)].sum() <= budget)
    assert plan.cost_yuan <= budget and plan.hours <= most * (1 + 1e-9)
    assert plan.hours >= 0.95 * most
    assert plan.hours == pytest.approx(sum(plan.home_hours), rel=1e-9)
    assert plan.hours == pytest.approx(weighed.gain([each.candidate for each in plan.picks]), rel=1e-9)


def test_a_swap_mends_what_the_first_pick_spoilt():
    # The cheap one saves most for its yuan and leaves too little for the dear one, which saves more in all.
    surface = flat()
    goals = np.array([at(2, 24)])
    homes = np.array([at(x, y) for x in (30, 36, 42) for y in (22, 24, 26)])
    cheap, dear = road((22, 24), (34, 24), cost=2, name="cheap"), road((2, 24), (44, 24), cost=9, name="dear")
    plan = rank_roads(surface, [cheap, dear], homes, [Errand(goals, np.ones(len(homes)))], budget_yuan=10)
    assert plan.alone[0] / 2 > plan.alone[1] / 9, "the cheap one comes first by its yuan"
    assert [each.candidate for each in plan.picks] == [1] and plan.hours == pytest.approx(plan.alone[1])


def test_a_second_road_may_be_worth_more_after_the_first_or_less():
    surface = flat(rivers=[river(20.3)])
    goals, homes = np.array([at(6, 24)]), np.array([at(44, 24)])
    errand = Errand(goals, np.ones(1))
    over, beyond, beside = bridge(20, 24), road((23, 24), (44, 24)), road((23, 25), (44, 25))
    weighed = Weighed(surface, [over, beyond, beside], homes, [errand])
    assert weighed.gain([1]) == 0 and weighed.gain([0, 1]) > weighed.gain([0]) > 0
    assert weighed.gain([0, 1, 2]) - weighed.gain([0, 1]) < weighed.gain([0, 2]) - weighed.gain([0])


def test_what_cannot_be_counted_is_named():
    surface = flat()
    homes = np.array([at(5, 5), [-900.0, 5.0], at(9, 9)])
    candidates = [road((2, 2), (30, 30), cost=50), road((100, 100), (120, 120)), road((5, 5), (20, 20))]
    plan = rank_roads(surface, candidates, homes, [Errand(np.array([at(20, 20)]), np.ones(3))], budget_yuan=10)
    assert plan.left_out == (1,) and plan.nowhere == (1,) and plan.too_dear == (0,)
    assert plan.model is Model.TOBLER and plan.neighbours == 16 and plan.resolution_m == CELL
    assert plan.hours > 0 and plan.other_hours > 0 and plan.other_hours != plan.hours


@pytest.mark.parametrize("cost", [0, -1])
def test_a_candidate_costs_something(cost):
    with pytest.raises(Refusal, match="above zero"):
        road((1, 1), (2, 2), cost=cost, name="free")


def test_a_home_without_a_way_counts_as_a_day_away():
    surface = flat(rivers=[river(20.3)])
    goals, homes = np.array([at(6, 24)]), np.array([at(30, 24)])
    plan = rank_roads(surface, [bridge(20, 24)], homes, [Errand(goals, np.ones(1))], longest_h=3)
    walk = surface.with_ways([bridge(20, 24).way]).time_to(goals).seconds[N - 1 - 24, 30] / 3600
    assert plan.hours == pytest.approx(2 * (3 - walk), rel=1e-6) and plan.connected == 1
