"""A bound below every credible time between two places, for claims of visits. It protects honest helpers: where it doubts, it gives way.

What it takes for granted: rivers are crossed by the bridges and roads that are told; ground is as the elevation shows it, and plane
over the span of a step; a passage between two rivers is wider than a cell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from xinlu.terrain.grid import OUTSIDE, Cells, Elevation, Floats, Grid
from xinlu.terrain.kernels import Ground, pop, push, step_seconds
from xinlu.terrain.neighbours import steps
from xinlu.terrain.speeds import LANGMUIR, TOBLER, Cover

if TYPE_CHECKING:
    from xinlu.terrain.surface import Terrain

NEIGHBOURS = 16
_AROUND = np.ones((3, 3), bool)
BLOCKS = 1000
"""About into so many the cells along the map's edge are put together where there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fastest:
    """How many times as fast as the models, and as the roads' own speeds, anybody can credibly go; and how fast off the map.

    Twice Tobler is 10 km/h on the flat and a climb of 1,000 m an hour up a fifth: a trained runner.
    """

    on_foot: float = 2.0
    on_roads: float = 1.5
    beyond_kmh: float = 80.0

    def __post_init__(self) -> None:
        if not (self.on_foot >= 1.0 and self.on_roads >= 1.0):
            raise ValueError("the fastest are no slower than the models and the roads")
        if not self.beyond_kmh > 0.0:
            raise ValueError("a speed off the map is above zero")


class Boxes(NamedTuple):
    """Upright boxes [n] (metres), each with the least seconds in which it is reached."""

    left: Floats
    right: Floats
    bottom: Floats
    top: Floats
    seconds: Floats


class LowerBounds:
    """Ground made ready for lower bounds: each step as cheap as it can be by either model, what nobody knows crossed at full speed."""

    def __init__(self, surface: Terrain, fastest: Fastest | None = None) -> None:
        """Off the roads everybody is taken to know a path: cover slows nobody, and bars only a cell and more within its edge."""
        self.grid, self._fastest = surface.grid, fastest or Fastest()
        is_entered = np.ones(self.grid.shape, bool) if surface.cover is None else np.isfinite(surface.cover.slowness())
        is_entered = binary_dilation(is_entered, _AROUND)
        self._is_known = surface.elevation.is_known.ravel()
        self._is_open = self._is_known & is_entered.ravel()
        self._rim = np.flatnonzero(self._is_open & _is_beside_unknown(surface.elevation).ravel())
        places = self.grid.centres_of(self._rim)
        rows, columns = np.divmod(self._rim, self.grid.columns)
        side = 1 + len(self._rim) // BLOCKS
        _, self._block_of = np.unique(rows // side * self.grid.columns + columns // side, return_inverse=True)
        blocks = int(self._block_of.max(initial=-1)) + 1
        half = np.array([self.grid.cell_x_m, self.grid.cell_y_m]) / 2
        low, high = np.full((blocks, 2), np.inf), np.full((blocks, 2), -np.inf)
        np.minimum.at(low, self._block_of, places - half)
        np.maximum.at(high, self._block_of, places + half)
        self._blocks = low[:, 0], high[:, 0], low[:, 1], high[:, 1]
        self._ground = self._on_wheels(surface, is_entered)
        self._sector = sector(self.grid)
        steepest = _steepest(self.grid.rows, self.grid.columns, *(self._ground[n] for n in (2, 8, 9, 10)))
        # The slope itself lies between two steps, and is that much steeper than either at most.
        self._steep = steepest * self._sector.longer

    def seconds(
        self, a_m: Floats, b_m: Floats, *, error_m: float = 100.0, clock_s: float = 120.0, limit_s: float = np.inf
    ) -> Floats:
        """Seconds [n] below which nobody can credibly have gone from `a_m` [n, 2] to `b_m` [n, 2] (x, y; metres).

        Each place may be `error_m` off, both clocks together `clock_s`. No farther than `limit_s` is looked: more is told as that,
        less the clocks. Infinite only where no way leads from anywhere near the one to anywhere near the other, nor off the map.
        """
        if not (error_m >= 0 and clock_s >= 0):
            raise ValueError("an error is not below zero")
        found = [
            min(self._between(walking.numbers(), start, end, error_m, limit_s) for walking in (TOBLER, LANGMUIR))
            for start, end in zip(_pairs(a_m), _pairs(b_m), strict=True)
        ]
        return np.asarray(np.maximum(0.0, np.minimum(np.array(found), limit_s) - clock_s))

    def _between(self, walking: Floats, start_m: Floats, end_m: Floats, error_m: float, limit_s: float) -> float:
        (here, knows_here), (there, knows_there) = self._around(start_m, error_m), self._around(end_m, error_m)
        if (not len(here) and knows_here) or (not len(there) and knows_there):
            return 0.0
        limit = limit_s * self._fastest.on_foot
        inside, went = self._quickest(walking, here, there, backwards=False, limit_s=limit)
        out = self._rim_boxes(went, None if knows_here else start_m, error_m)
        if np.min(out.seconds, initial=np.inf) < inside:
            _, came = self._quickest(walking, there, np.zeros(0, np.int64), backwards=True, limit_s=min(limit, inside))
            back = self._rim_boxes(came, None if knows_there else end_m, error_m)
            m_per_s = self._fastest.beyond_kmh / 3.6 / self._fastest.on_foot
            around = out.seconds[:, None] + _apart_m(out, back) / m_per_s + back.seconds[None, :]
            inside = min(inside, float(np.min(around, initial=np.inf)))
        return inside / self._fastest.on_foot

    def _quickest(
        self, walking: Floats, begin: Cells, end: Cells, *, backwards: bool, limit_s: float
    ) -> tuple[float, Floats]:
        """Seconds to the first of the cells `end`, infinite where none is reached; and to every place that is nearer than that."""
        is_end = np.zeros(self.grid.rows * self.grid.columns, np.bool_)
        is_end[end] = True
        took, best = _to_first(
            self._ground, self._is_open, self._steep, *self._sector, walking, begin, is_end, backwards, limit_s
        )
        return float(took), np.asarray(best)

    def _rim_boxes(self, took: Floats, point_m: Floats | None, error_m: float) -> Boxes:
        """Blocks of the cells by which one leaves what is known, each by its quickest; and where one stood, if that is not known."""
        quickest = np.full(len(self._blocks[0]), np.inf)
        np.minimum.at(quickest, self._block_of, took[self._rim])
        left, right, bottom, top = self._blocks
        if point_m is None:
            return Boxes(left, right, bottom, top, quickest)
        reach = self._reach_m(error_m)
        (x, y), own = point_m, np.append
        return Boxes(
            own(left, x - reach), own(right, x + reach), own(bottom, y - reach), own(top, y + reach), own(quickest, 0.0)
        )

    def _reach_m(self, error_m: float) -> float:
        """A cell's diagonal beyond the error: then no way is longer from the cells within than from where one truly stood."""
        return error_m + float(np.hypot(self.grid.cell_x_m, self.grid.cell_y_m))

    def _around(self, point_m: Floats, error_m: float) -> tuple[Cells, bool]:
        """The open cells from which somebody told to be at a point may have come, and whether all the ground there is known."""
        grid, reach = self.grid, self._reach_m(error_m)
        column, row = (point_m[0] - grid.left_m) / grid.cell_x_m, (grid.top_m - point_m[1]) / grid.cell_y_m
        wide, high = reach / grid.cell_x_m + 1, reach / grid.cell_y_m + 1
        rows, columns = (
            np.arange(np.floor(middle - most), np.ceil(middle + most) + 1)
            for middle, most in ((row, high), (column, wide))
        )
        x, y = np.meshgrid(grid.left_m + (columns + 0.5) * grid.cell_x_m, grid.top_m - (rows + 0.5) * grid.cell_y_m)
        is_near = np.hypot(x - point_m[0], y - point_m[1]) <= reach
        cells = grid.cells_of(np.column_stack((x[is_near], y[is_near])))
        inside = cells[cells != OUTSIDE]
        return inside[self._is_open[inside]], len(inside) == len(cells) and bool(self._is_known[inside].all())

    def _on_wheels(self, surface: Terrain, is_entered: NDArray[np.bool_]) -> Ground:
        from xinlu.terrain.surface import Terrain, flat_m_per_s

        # Divided by `on_foot` in the end; a bridge is ridden over as well as walked.
        share = self._fastest.on_roads / self._fastest.on_foot
        quickest = max((way.m_per_s for way in surface.ways), default=1.0) * share
        ways = [replace(way, m_per_s=way.m_per_s * share if way.is_open else quickest) for way in surface.ways]
        ground = Terrain(
            surface.elevation, cover=Cover(is_entered.astype(np.int64), {1: 1.0}), rivers=surface.rivers, roads=ways,
            neighbours=NEIGHBOURS,
        ).ground  # fmt: skip
        # From a cell's middle to a road within the cell one rides: whoever walked to it walked outside of the middle.
        start = np.repeat(np.arange(ground.places), np.diff(ground.edges_at)) if len(ground.edges_to) else np.zeros(0)
        is_access = np.minimum(start, ground.edges_to) < self.grid.rows * self.grid.columns
        ridden = ground.edges_s * flat_m_per_s(TOBLER.model) / quickest
        return ground._replace(edges_s=np.where(is_access, ridden, ground.edges_s))


class Sector(NamedTuple):
    """Cosine and sine of the widest angle between two neighbouring steps, and how much longer than a straight way that makes one."""

    cosine: float
    sine: float
    longer: float


def sector(grid: Grid) -> Sector:
    """The sector of the steps on this grid: 26.57 degrees and 1.0275 for 16 neighbours and square cells.

    A straight way between two steps goes along both of them, in all 1 / cos(half the angle) times as far at most; and each of them
    as cheaply as the cheapest direction within the angle. So no way over a plane, of whatever slope, is cheaper than over the grid.
    """
    around = steps(grid, NEIGHBOURS)
    turned = np.sort(np.arctan2(around.rows * grid.cell_y_m, around.columns * grid.cell_x_m))
    widest = float(np.max(np.diff(turned, append=turned[0] + 2 * np.pi)))
    return Sector(float(np.cos(widest)), float(np.sin(widest)), float(1 / np.cos(widest / 2)))


def _apart_m(some: Boxes, others: Boxes) -> Floats:
    """How far [n, m] the boxes are apart, metres: 0 where they meet."""

    def gap(low: Floats, high: Floats, other_low: Floats, other_high: Floats) -> Floats:
        return np.maximum(0.0, np.maximum(low[:, None] - other_high[None, :], other_low[None, :] - high[:, None]))

    return np.asarray(
        np.hypot(
            gap(some.left, some.right, others.left, others.right), gap(some.bottom, some.top, others.bottom, others.top)
        )
    )


def _pairs(points_m: Floats) -> Floats:
    return np.asarray(points_m, np.float64).reshape(-1, 2)


def _is_beside_unknown(elevation: Elevation) -> NDArray[np.bool_]:
    unknown = np.pad(~elevation.is_known, 1, constant_values=True)
    return np.asarray(binary_dilation(unknown, _AROUND)[1:-1, 1:-1])


@njit(cache=True)
def _steepest(rows: int, columns: int, heights: Any, dr: Any, dc: Any, metres: Any) -> Any:
    """The slope [rows * columns] of the steepest step from each cell, up or down."""
    found = np.zeros(rows * columns)
    for row in range(rows):
        for column in range(columns):
            here = np.float64(heights[row * columns + column])
            for e in range(dr.size):
                r, c = row + dr[e], column + dc[e]
                if 0 <= r < rows and 0 <= c < columns:
                    slope = abs(np.float64(heights[r * columns + c]) - here) / metres[e]
                    if slope > found[row * columns + column]:
                        found[row * columns + column] = slope
    return found


@njit(inline="always")
def _cheapest(slope: float, steep: float, cosine: float, sine: float, walking: Any) -> Any:
    """Seconds a metre in the cheapest direction within the sector's angle of a step with this slope, on a plane of slope `steep`."""
    if steep <= 0.0:
        return step_seconds(0.0, 1.0, walking)
    uphill = max(-1.0, min(1.0, slope / steep))
    across = np.sqrt(1.0 - uphill * uphill)
    low = -steep if uphill < -cosine else steep * (uphill * cosine - across * sine)
    high = steep if uphill > cosine else steep * (uphill * cosine + across * sine)
    # Both models are quickest at one slope, and slower the farther from it (Langmuir: on either side of a leap).
    best = -0.05 if walking[0] == 0.0 else walking[5]
    return step_seconds(max(low, min(high, best)), 1.0, walking)


@njit(cache=True, nogil=True)
def _to_first(
    ground: Any, is_open: Any, steep: Any, cosine: float, sine: float, longer: float, walking: Any, begin: Cells,
    is_end: Any, backwards: bool, limit_s: float,
) -> Any:  # fmt: skip
    """Least seconds to the first end (infinite: none within the limit), and best[places] as far as that took one."""
    rows, columns, heights, _, blocked, edges_at, edges_to, edges_s, dr, dc, metres, _ = ground
    cells = rows * columns
    best = np.full(max(cells, len(edges_at) - 1), np.inf)
    keys = np.empty(4096)
    held = np.empty(keys.size, np.int64)
    count = 0
    for u in begin:
        if best[u] > 0.0:
            best[u] = 0.0
            keys, held, count = push(keys, held, count, 0.0, u)
    while count > 0:
        key, u = keys[0], held[0]
        count = pop(keys, held, count)
        if key > best[u]:
            continue
        if key > limit_s:
            break
        if u < cells:
            if is_end[u]:
                return key, best
            row = u // columns
            column = u - row * columns
            mask = blocked[u] if blocked.size else np.uint16(0)
            for e in range(dr.size):
                r, c = row + dr[e], column + dc[e]
                if r < 0 or r >= rows or c < 0 or c >= columns or (mask >> np.uint16(e)) & np.uint16(1):
                    continue
                v = r * columns + c
                if not is_open[v] or best[v] <= key:
                    continue
                slope = (np.float64(heights[v]) - np.float64(heights[u])) / metres[e]
                if backwards:
                    slope = -slope
                pace = _cheapest(slope, max(steep[u], steep[v]), cosine, sine, walking)
                at = key + metres[e] * pace / longer
                if at < best[v]:
                    best[v] = at
                    keys, held, count = push(keys, held, count, at, v)
        if edges_at.size:
            for j in range(edges_at[u], edges_at[u + 1]):
                v = edges_to[j]
                at = key + edges_s[j]
                if at < best[v]:
                    best[v] = at
                    keys, held, count = push(keys, held, count, at, v)
    return np.inf, best
