"""The ground that people walk over, and how long they take upon it: elevation, cover, rivers, roads and bridges put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.terrain.barriers import blocked_steps, crosses, pieces
from xinlu.terrain.grid import OUTSIDE, Cells, Elevation, Floats, Grid
from xinlu.terrain.kernels import Ground
from xinlu.terrain.neighbours import steps
from xinlu.terrain.network import NONE, Network, Way, network
from xinlu.terrain.solving import Solver, seconds, with_nearest
from xinlu.terrain.speeds import LANGMUIR, TOBLER, Cover, Model, Walking

if TYPE_CHECKING:
    from xinlu.terrain.claims import Fastest
    from xinlu.terrain.day import Day
    from xinlu.terrain.roads import Candidate, Errand, Plan
    from xinlu.terrain.water import Fetching

_MODELS = {Model.TOBLER: TOBLER, Model.LANGMUIR: LANGMUIR}
_OTHER = {Model.TOBLER: Model.LANGMUIR, Model.LANGMUIR: Model.TOBLER}


class Direction(StrEnum):
    """To the points, from them, or there and back."""

    TO = "to"
    FROM = "from"
    ROUND = "round"


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Seconds [rows, columns], infinite where nobody comes; the number of the nearest point, -1 where none is reached.

    Points that lie outside, or where nobody can stand, are in `left_out` by their number. `other_seconds` are those of the
    other model where a range was asked for: a time without its model and interval says little.
    """

    seconds: Floats
    nearest: NDArray[np.int32]
    left_out: tuple[int, ...]
    direction: Direction
    model: Model
    neighbours: int
    resolution_m: float
    other_seconds: Floats | None = None


class Terrain:
    """Ground with everything upon it, ready to be asked. Lengths in metres, times in seconds.

    Costs of a step are the mean of what both cells would take; 16 neighbours overstate a straight way over a plane by 2.75 %
    at most, 8 by 8.24 %.
    """

    def __init__(
        self,
        elevation: Elevation,
        *,
        cover: Cover | None = None,
        rivers: Sequence[Floats] = (),
        bridges: Sequence[Way] = (),
        roads: Sequence[Way] = (),
        model: Model = Model.TOBLER,
        neighbours: int = 16,
        solver: Solver = Solver.AUTO,
        walking: Walking | None = None,
    ) -> None:
        """`walking` takes the place of the model's own numbers. A road may cross a river, as roads do by bridges; on foot
        nobody steps over it to reach a road."""
        self.elevation, self.cover, self.model, self.neighbours, self.solver = (
            elevation,
            cover,
            model,
            neighbours,
            solver,
        )
        self._rivers, self.ways = tuple(rivers), (*roads, *(replace(each, is_open=False) for each in bridges))
        self._walking = walking or _MODELS[model]
        self._flat_m_per_s = _flat(self._walking)
        if cover is not None and cover.codes.shape != elevation.grid.shape:
            words = Words(
                "地类图是 {cover} 格，高程是 {here} 格：要裁成一样大",
                "The cover has {cover} cells and the elevation {here}: cut them alike",
            )
            told = words.filled(cover=str(cover.codes.shape), here=str(elevation.grid.shape))
            raise Refusal("terrain.cover_shape", told)
        self.ground = self._ground()

    @classmethod
    def from_geotiff(cls, file: Path, *, resolution_m: float | None = None, **more: Any) -> Terrain:
        """The ground of a GeoTIFF in projected metres, of cells `resolution_m` wide where that is given; `more` as for Terrain itself.

        Refusal as `terrain.files.rasters.read_elevation` gives it.
        """
        # Whoever brings arrays needs no reader of files.
        from xinlu.terrain.files.rasters import read_elevation

        return cls(read_elevation(file, resolution_m=resolution_m), **more)

    def with_ways(self, ways: Sequence[Way]) -> Terrain:
        """The same ground with these roads and bridges as well (a bridge: `is_open` False)."""
        return Terrain(
            self.elevation, cover=self.cover, rivers=self._rivers, roads=(*self.ways, *ways), model=self.model,
            neighbours=self.neighbours, solver=self.solver, walking=self._walking,
        )  # fmt: skip

    def by_other_model(self) -> Terrain:
        """The same ground walked over as the other model says."""
        return Terrain(
            self.elevation, cover=self.cover, rivers=self._rivers, roads=self.ways, model=_OTHER[self.model],
            neighbours=self.neighbours, solver=self.solver,
        )  # fmt: skip

    @property
    def grid(self) -> Grid:
        """The grid of the elevation."""
        return self.elevation.grid

    @property
    def rivers(self) -> tuple[Floats, ...]:
        """The lines that no step crosses."""
        return self._rivers

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Cells [rows * columns] that can be entered."""
        return np.isfinite(self.ground.slowness)

    def time_to(
        self,
        points_m: Floats,
        *,
        direction: Direction = Direction.TO,
        limit_s: float = np.inf,
        with_range: bool = False,
    ) -> Times:
        """How long it takes to the nearest of the points [n, 2], or from it; exactly at the limit is still within it."""
        direction = Direction(direction)  # "to" as a plain word too
        cells, left_out = self._cells_of(points_m)
        kept = np.flatnonzero(~np.isin(np.arange(len(np.atleast_2d(points_m))), left_out))
        found, nearest = self._seconds(cells, direction, limit_s)
        other = None
        if with_range:
            other = self.by_other_model().time_to(points_m, direction=direction, limit_s=limit_s).seconds
        named = np.append(kept, OUTSIDE).astype(np.int32)[nearest]  # the last for -1: none is reached
        return Times(
            seconds=found.reshape(self.grid.shape),
            nearest=named.reshape(self.grid.shape),
            left_out=tuple(int(each) for each in left_out),
            direction=direction,
            model=self.model,
            neighbours=self.neighbours,
            resolution_m=self.grid.resolution_m,
            other_seconds=other,
        )

    def matrix(self, points_m: Floats, *, to_m: Floats | None = None, limit_h: float = np.inf) -> Floats:
        """Seconds [n, m] from each point to each of `to_m` (default: the same points); infinite where unreachable or beyond the limit."""
        ends = points_m if to_m is None else to_m
        starts, targets = self.grid.cells_of(points_m), self.grid.cells_of(ends)
        found = np.full((len(starts), len(targets)), np.inf)
        stands = (targets != OUTSIDE) & self.is_open[targets]
        for n, cell in enumerate(starts):
            if cell != OUTSIDE and self.is_open[cell]:
                went = self._solved(np.array([cell]), backwards=False, limit_s=limit_h * 3600.0)
                found[n, stands] = went[targets[stands]]
        return found

    def talk_walk_ratio(self, start_m: Floats, end_m: Floats) -> Floats:
        """For each pair of points [n, 2] how many times as long the walk takes as a straight one over flat ground would.

        "Two mountains can talk, walking takes half a day". Infinite where there is no way, NaN for a point and itself.
        """
        walked = np.array(
            [
                self.matrix(a[None], to_m=b[None])[0, 0]
                for a, b in zip(np.atleast_2d(start_m), np.atleast_2d(end_m), strict=True)
            ]
        )
        straight = np.diagonal(self.straight_seconds(start_m, end_m))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(straight > 0, walked / straight, np.nan)

    def rank_roads(
        self, candidates: Sequence[Candidate], homes_m: Floats, errands: Sequence[Errand], **more: Any
    ) -> Plan:
        """Which roads and bridges save the most hours; as `terrain.roads.rank_roads`, which says what `more` may be."""
        from xinlu.terrain.roads import rank_roads

        return rank_roads(self, candidates, homes_m, errands, **more)

    def straight_seconds(self, start_m: Floats, end_m: Floats) -> Floats:
        """Seconds [n, m] of a straight walk over flat ground from each point to each other."""
        apart = np.atleast_2d(start_m)[:, None, :] - np.atleast_2d(end_m)[None, :, :]
        return np.asarray(np.hypot(apart[..., 0], apart[..., 1]) / self._flat_m_per_s)

    def cannot_stand(self, points_m: Floats) -> tuple[int, ...]:
        """The numbers of those points [n, 2] that lie outside, or where nobody can stand."""
        return tuple(int(each) for each in self._cells_of(points_m)[1])

    def day_route(
        self,
        points_m: Floats,
        *,
        hours: float,
        start_m: Floats,
        minutes_at_each: float | Sequence[float] = 40.0,
        weights: Sequence[float] | Floats | None = None,
    ) -> Day:
        """The order of a day's visits to points [n, 2], from the start and back within so many hours; as `terrain.day.plan_day` says."""
        from xinlu.terrain.day import plan_day

        stops = np.vstack((np.reshape(start_m, (1, 2)), np.reshape(points_m, (-1, 2))))
        stay_s = np.broadcast_to(np.asarray(minutes_at_each, np.float64) * 60.0, len(stops) - 1)
        took = self.matrix(stops, limit_h=hours)
        # From the start, and back to it, without a limit: too far is not the same as unreachable.
        cells = self.grid.cells_of(stops)
        for direction in (Direction.FROM, Direction.TO):
            whole = self.time_to(stops[:1], direction=direction).seconds.ravel()
            ends = np.where(cells == OUTSIDE, np.inf, whole[cells])
            took[(0, ...) if direction is Direction.FROM else (..., 0)] = ends
        return plan_day(took, hours=hours, stay_s=stay_s, weights=weights)

    def water(self, homes_m: Floats, sources_m: Floats, **more: Any) -> Fetching:
        """How far each home [n, 2] goes for water, on foot; as `terrain.water.water`, which says what `more` may be."""
        from xinlu.terrain.water import water

        return water(self, homes_m, sources_m, **more)

    def lower_bound(self, a_m: Floats, b_m: Floats, *, fastest: Fastest | None = None, **allowed: float) -> Floats:
        """Seconds [n] below which nobody can credibly have gone from `a_m` [n, 2] to `b_m`; `allowed` as `LowerBounds.seconds` says."""
        from xinlu.terrain.claims import LowerBounds

        return LowerBounds(self, fastest).seconds(a_m, b_m, **allowed)

    def _seconds(self, cells: Cells, direction: Direction, limit_s: float) -> tuple[Floats, NDArray[np.int32]]:
        size = self.grid.rows * self.grid.columns
        if not len(cells):
            return np.full(size, np.inf), np.full(size, -1, np.int32)
        if direction is not Direction.ROUND:
            found, nearest = with_nearest(
                self.ground, cells, backwards=direction is Direction.TO, limit_s=limit_s, solver=self.solver
            )
            return found[:size], nearest[:size]
        # There and back to the same point: the nearest there need not be the nearest there and back.
        best, which = np.full(size, np.inf), np.full(size, -1, np.int32)
        for n, cell in enumerate(cells):
            one = np.array([cell])
            both = self._solved(one, backwards=True) + self._solved(one, backwards=False)
            nearer = (both < best) & (both <= limit_s)
            best[nearer], which[nearer] = both[nearer], n
        return best, which

    def _solved(self, cells: Cells, *, backwards: bool, limit_s: float = np.inf) -> Floats:
        found = seconds(self.ground, cells, backwards=backwards, limit_s=limit_s, solver=self.solver)
        return found[: self.grid.rows * self.grid.columns]

    def _cells_of(self, points_m: Floats) -> tuple[Cells, NDArray[np.int64]]:
        cells = self.grid.cells_of(points_m)
        stands = (cells != OUTSIDE) & self.is_open[cells]
        return cells[stands], np.flatnonzero(~stands)

    def _ground(self) -> Ground:
        grid = self.grid
        slowness = np.ones(grid.shape, np.float32) if self.cover is None else self.cover.slowness()
        slowness = np.where(self.elevation.is_known, slowness, np.inf).astype(np.float32).ravel()
        heights = self.elevation.metres.ravel()
        side_by_side = np.empty((len(slowness), 2), _narrowest(heights))
        side_by_side[:, 0], side_by_side[:, 1] = heights, slowness
        around = steps(grid, self.neighbours)
        river = pieces(self._rivers, grid)
        at, to, took = self._edges(network(self.ways, grid), river, slowness)
        return Ground(
            grid.rows, grid.columns, side_by_side[:, 0], side_by_side[:, 1], blocked_steps(river, grid, around), at, to, took, around.rows,
            around.columns, around.metres, self._walking.numbers(),
        )  # fmt: skip

    def _edges(self, ways: Network, river: Floats, slowness: Floats) -> tuple[Cells, Cells, Floats]:
        if ways is NONE:
            return np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
        cells = self.grid.rows * self.grid.columns
        on_foot = ways.access_m > 0
        cell = np.minimum(ways.start, ways.end)
        took = ways.seconds.copy()
        took[on_foot] = ways.access_m[on_foot] / self._flat_m_per_s * slowness[cell[on_foot]]
        is_kept = np.isfinite(took)
        node = np.maximum(ways.start, ways.end) - cells
        over = np.zeros(len(took), bool)
        over[on_foot] = crosses(self.grid.centres_of(cell[on_foot]), ways.points_m[node[on_foot]], river, self.grid)
        is_kept &= ~over
        order = np.argsort(ways.start[is_kept], kind="stable")
        start, to = ways.start[is_kept][order], ways.end[is_kept][order]
        at = np.searchsorted(start, np.arange(cells + ways.nodes + 1)).astype(np.int64)
        return at, to, took[is_kept][order]


def _narrowest(heights: Floats) -> Any:
    """Half the memory where no height loses by it, as none of a GeoTIFF does."""
    if heights.dtype.itemsize < 8:
        return np.float32
    with np.errstate(invalid="ignore", over="ignore"):
        return np.float32 if np.array_equal(heights.astype(np.float32), heights, equal_nan=True) else np.float64


def flat_m_per_s(model: Model) -> float:
    """How fast one walks on a flat path by this model, metres a second."""
    return _flat(_MODELS[model])


def _flat(walking: Walking) -> float:
    if walking.model is Model.LANGMUIR:
        return 1.0 / walking.flat_s_per_m
    return float(walking.fastest_m_per_s * np.exp(-3.5 * 0.05))
