"""How far homes go for water, on foot: minutes, metres and climb of the way, and whether that is near by the official criterion."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from xinlu.terrain.grid import OUTSIDE, Cells, Elevation, Floats
from xinlu.terrain.kernels import Ground, step_seconds
from xinlu.terrain.network import Way, network
from xinlu.terrain.solving import Solver, seconds

if TYPE_CHECKING:
    from xinlu.terrain.surface import Terrain

_NOBODYS = -1
_LEAST_M = 1e-6
"""No edge is shorter: where a line tells a point twice there is no slope to reckon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """Near enough, for those without a tap: one trip takes so many minutes at most, or is so long on the map, or so high a climb.

    Source: official criteria of safe drinking water in the countryside, text of 2022-23 ("单次取水时间20分钟以内，或取水水平距离800米及以内，
    或取水垂直距离80米及以内"). Read here: a trip is there and back (so the ministry's indicator system of 2004, 水农〔2004〕547号,
    has it), metres and climb are those of the way there; walking alone, without filling or queueing. Any of the three is enough.
    """

    minutes: float = 20.0
    metres: float = 800.0
    climb_m: float = 80.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    """Of each home [n]: the source that is quickest there and back (its number, -1: none is reached), and the way to it.

    Where none is reached the numbers are NaN. `climb_m`: between the lowest and the highest place on the way.
    """

    source: NDArray[np.int64]
    minutes: Floats
    minutes_there: Floats
    metres: Floats
    climb_m: Floats
    near: Near

    @property
    def by_minutes(self) -> NDArray[np.bool_]:
        """Near by the minutes of a trip."""
        return np.asarray(self.minutes <= self.near.minutes)

    @property
    def by_metres(self) -> NDArray[np.bool_]:
        """Near by the length of the way."""
        return np.asarray(self.metres <= self.near.metres)

    @property
    def by_climb(self) -> NDArray[np.bool_]:
        """Near by the climb."""
        return np.asarray(self.climb_m <= self.near.climb_m)

    @property
    def meets(self) -> tuple[bool | None, ...]:
        """Whether the water is near; None where no source is reached: there may be one that nobody told."""
        is_near = self.by_minutes | self.by_metres | self.by_climb
        return tuple(None if n < 0 else bool(near) for n, near in zip(self.source, is_near, strict=True))

    @property
    def by_climb_alone(self) -> NDArray[np.bool_]:
        """Near by the climb and by nothing else: a long way over flat ground passes so, and is worth a look on the spot."""
        return np.asarray(self.by_climb & ~self.by_minutes & ~self.by_metres)


def water(
    surface: Terrain, homes_m: Floats, sources_m: Floats, *, limit_h: float = 4.0, near: Near | None = None
) -> Fetching:
    """How far each of the homes [n, 2] goes to the nearest of the sources [m, 2] (x, y; metres), no farther than `limit_h` each way.

    Water is carried: roads are walked by their slope, as a path is, and only shorten the way where the cover is slow or a river
    is crossed.
    """
    paths = _Paths(surface)
    homes, sources = surface.grid.cells_of(homes_m), surface.grid.cells_of(sources_m)
    is_open = surface.is_open
    able = np.flatnonzero((homes != OUTSIDE) & is_open[homes])
    found = {name: np.full(len(homes), np.nan) for name in ("minutes", "minutes_there", "metres", "climb_m")}
    best, chosen = np.full(len(able), np.inf), np.full(len(homes), _NOBODYS, np.int64)
    for n, cell in enumerate(sources):
        if cell == OUTSIDE or not is_open[cell]:
            continue
        there = paths.seconds(cell, backwards=True, limit_s=limit_h * 3600.0)
        both = there[homes[able]] + paths.seconds(cell, backwards=False, limit_s=limit_h * 3600.0)[homes[able]]
        nearer = np.flatnonzero(both < best)
        best[nearer] = both[nearer]
        at = able[nearer]
        chosen[at] = n
        found["minutes"][at], found["minutes_there"][at] = both[nearer] / 60.0, there[homes[at]] / 60.0
        found["metres"][at], found["climb_m"][at] = paths.along(there, homes[at])
    return Fetching(source=chosen, near=near or Near(), **found)


class _Paths:
    """The ground with its roads as paths: every step and edge by its slope, and each way's length and heights."""

    def __init__(self, surface: Terrain) -> None:
        from xinlu.terrain.surface import Terrain, flat_m_per_s

        flat = flat_m_per_s(surface.model)
        ways = [Way(way.line_m, flat, way.name, way.is_open) for way in surface.ways]
        ground = Terrain(
            surface.elevation, cover=surface.cover, rivers=surface.rivers, roads=ways, model=surface.model,
            neighbours=surface.neighbours,
        ).ground  # fmt: skip
        cells = surface.grid.rows * surface.grid.columns
        nodes = _heights_at(surface.elevation, network(ways, surface.grid).points_m)
        self._heights = np.concatenate((np.asarray(ground.heights, np.float64), nodes))
        start = (
            np.repeat(np.arange(ground.places), np.diff(ground.edges_at)) if len(ground.edges_to) else ground.edges_to
        )
        cell = np.minimum(start, ground.edges_to)
        slow = np.where(cell < cells, ground.slowness[np.minimum(cell, cells - 1)], 1.0) if len(cell) else np.zeros(0)
        self._metres = np.maximum(ground.edges_s * flat / slow, _LEAST_M)
        rise = self._heights[ground.edges_to] - self._heights[start]
        # The solver goes backwards along an edge at what it tells, so that this is told for the way against it.
        self._from, self._to = (
            ground._replace(edges_s=_each(each, self._metres, ground.walking) * slow) for each in (rise, -rise)
        )

    def seconds(self, cell: int, *, backwards: bool, limit_s: float) -> Floats:
        ground = self._to if backwards else self._from
        return seconds(ground, np.array([cell]), backwards=backwards, limit_s=limit_s, solver=Solver.AUTO)

    def along(self, there: Floats, homes: Cells) -> tuple[Floats, Floats]:
        """Metres on the map and height between lowest and highest place of the ways to where `there` is 0."""
        ground: Ground = self._from
        told = _along(
            ground.rows, ground.columns, np.asarray(ground.heights), np.asarray(ground.slowness), ground.blocked,
            ground.edges_at, ground.edges_to, ground.edges_s, self._metres, ground.step_rows, ground.step_columns,
            ground.step_metres, ground.walking, self._heights, there, homes,
        )  # fmt: skip
        return told[0], told[1]


def _heights_at(elevation: Elevation, points_m: Floats) -> Floats:
    """Heights [n] between the four cells around each point; that of its own cell where one of them is not known."""
    grid = elevation.grid
    x = np.clip((points_m[:, 0] - grid.left_m) / grid.cell_x_m - 0.5, 0, grid.columns - 1)
    y = np.clip((grid.top_m - points_m[:, 1]) / grid.cell_y_m - 0.5, 0, grid.rows - 1)
    column, row = np.floor(x).astype(np.int64), np.floor(y).astype(np.int64)
    right, below = np.minimum(column + 1, grid.columns - 1), np.minimum(row + 1, grid.rows - 1)
    metres = np.asarray(elevation.metres, np.float64)
    upper = metres[row, column] * (1 - (x - column)) + metres[row, right] * (x - column)
    lower = metres[below, column] * (1 - (x - column)) + metres[below, right] * (x - column)
    found = upper * (1 - (y - row)) + lower * (y - row)
    own = metres[np.rint(y).astype(np.int64), np.rint(x).astype(np.int64)]
    return np.asarray(np.where(np.isfinite(found), found, own))


@njit(cache=True)
def _each(rise: Floats, metres: Floats, walking: Any) -> Any:
    took = np.empty(rise.size)
    for n in range(rise.size):
        took[n] = step_seconds(rise[n], metres[n], walking)
    return took


@njit(cache=True)
def _along(
    rows: int, columns: int, heights: Any, slowness: Any, blocked: Any, edges_at: Any, edges_to: Any, edges_s: Floats,
    edges_m: Floats, dr: Any, dc: Any, metres: Floats, walking: Any, every_height: Floats, there: Floats, homes: Cells,
) -> Any:  # fmt: skip
    """From each home always on to the place from which there is the least left."""
    cells = rows * columns
    length, climb = np.full(homes.size, np.nan), np.full(homes.size, np.nan)
    for n in range(homes.size):
        u, went = homes[n], 0.0
        low = high = every_height[u]
        for _ in range(there.size):
            if there[u] == 0.0:
                length[n], climb[n] = went, high - low
                break
            on, least, far = -1, np.inf, 0.0
            if u < cells:
                row, column = u // columns, u % columns
                for e in range(dr.size):
                    r, c = row + dr[e], column + dc[e]
                    if r < 0 or r >= rows or c < 0 or c >= columns:
                        continue
                    if blocked.size and (blocked[u] >> np.uint16(e)) & np.uint16(1):
                        continue
                    v = r * columns + c
                    if there[v] >= there[u]:
                        continue
                    took = step_seconds(every_height[v] - every_height[u], metres[e], walking)
                    left = took * 0.5 * (slowness[u] + slowness[v]) + there[v]
                    if left < least:
                        on, least, far = v, left, metres[e]
            if edges_at.size:
                for j in range(edges_at[u], edges_at[u + 1]):
                    v = edges_to[j]
                    if there[v] < there[u] and edges_s[j] + there[v] < least:
                        on, least, far = v, edges_s[j] + there[v], edges_m[j]
            if on < 0:
                break
            u, went = on, went + far
            low, high = min(low, every_height[u]), max(high, every_height[u])
    return length, climb
