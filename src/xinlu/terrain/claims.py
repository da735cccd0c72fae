"""A bound below every credible time between two places, for claims of visits. It protects honest helpers: where it doubts, it gives way.

Never say "this was impossible" by an ordinary walking time: somebody may trot, ride, know a path, or stand beside where the phone says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.ndimage import binary_dilation

from xinlu.terrain.grid import OUTSIDE, Cells, Elevation, Floats, Grid
from xinlu.terrain.kernels import Ground, step_seconds
from xinlu.terrain.neighbours import steps
from xinlu.terrain.network import Way
from xinlu.terrain.solving import Solver, seconds
from xinlu.terrain.speeds import Cover, Model

if TYPE_CHECKING:
    from xinlu.terrain.surface import Terrain

NEIGHBOURS = 16
STEEPNESS = np.concatenate((np.arange(0.0, 1.0, 0.05), np.arange(1.0, 4.01, 0.25)))
"""The slopes for which the grid's overstatement is worked out; ground steeper than the last (76 degrees) is taken as that."""
_ASPECTS, _DIRECTIONS = np.radians(np.arange(0.0, 91.0, 2.0)), np.radians(np.arange(0.0, 360.0, 1.0))
_MARGIN = 1.01
"""The overstatement between the directions that are looked at is a little more than at them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fastest:
    """How much faster than the models, and than the roads' own speeds, anybody can credibly go.

    Twice Tobler is 10 km/h on the flat and 1,000 m of climb an hour on a fifth: a trained runner's day.
    """

    on_foot: float = 2.0
    on_roads: float = 1.5

    def __post_init__(self) -> None:
        if not (self.on_foot >= 1.0 and self.on_roads >= 1.0):
            raise ValueError("the fastest is not slower than the models and the roads")


class LowerBounds:
    """The ground made ready for lower bounds: both models, each step as cheap as it can be, what is not known free."""

    def __init__(self, surface: Terrain, fastest: Fastest | None = None) -> None:
        """Off the roads everybody is taken to know a path: cover slows nobody, and bars only where it is not entered."""
        told = fastest or Fastest()
        self.grid = surface.grid
        self._on_foot = told.on_foot
        model = surface if surface.neighbours == NEIGHBOURS else None
        is_entered = np.ones(self.grid.shape, bool) if surface.cover is None else np.isfinite(surface.cover.slowness())
        self._is_open = (is_entered & surface.elevation.is_known).ravel()
        self._rim = _rim(surface.elevation, self._is_open)
        cover = Cover(np.where(is_entered, 1, 0), {1: 1.0})
        del model
        self._grounds = [
            _favourable(surface, each, told, cover) for each in (Model.TOBLER, Model.LANGMUIR)
        ]

    def seconds(
        self, a_m: Floats, b_m: Floats, *, error_m: float = 100.0, clock_s: float = 120.0, limit_s: float = np.inf
    ) -> Floats:
        """Seconds [n] below which nobody can credibly have gone from `a_m` [n, 2] to `b_m` [n, 2] (x, y; metres).

        Each place may lie `error_m` off, the clocks together `clock_s`. What exceeds `limit_s` is told as that: still below the truth.
        Infinite only where no way leads from anywhere near the one to anywhere near the other, nor off the map; 0 where neither
        model nor map knows the ground.
        """
        if not (error_m >= 0 and clock_s >= 0):
            raise ValueError("errors are not negative")
        starts, ends = np.atleast_2d(np.asarray(a_m, np.float64)), np.atleast_2d(np.asarray(b_m, np.float64))
        found = [
            min(self._between(ground, start, end, error_m, limit_s) for ground in self._grounds)
            for start, end in zip(starts, ends, strict=True)
        ]
        return np.maximum(0.0, np.minimum(found, limit_s) - clock_s)

    def _between(self, ground: Ground, start_m: Floats, end_m: Floats, error_m: float, limit_s: float) -> float:
        here, is_known_here = self._around(start_m, error_m)
        there, is_known_there = self._around(end_m, error_m)
        if np.intersect1d(here, there).size or not (is_known_here or is_known_there):
            return 0.0
        limit = limit_s * self._on_foot
        went = self._solved(ground, here, backwards=False, limit_s=limit)
        inside = float(np.min(went[there], initial=np.inf))
        # Off the map, or over ground of which nothing is known, one may have gone as fast as one likes.
        out = 0.0 if not is_known_here else float(np.min(went[self._rim], initial=np.inf))
        if out < inside:
            came = self._solved(ground, there, backwards=True, limit_s=limit)
            back = 0.0 if not is_known_there else float(np.min(came[self._rim], initial=np.inf))
            inside = min(inside, out + back)
        return inside / self._on_foot

    def _solved(self, ground: Ground, cells: Cells, *, backwards: bool, limit_s: float) -> Floats:
        if not len(cells):
            return np.full(ground.places, np.inf)
        return seconds(ground, cells, backwards=backwards, limit_s=limit_s, solver=Solver.HEAP)

    def _around(self, point_m: Floats, error_m: float) -> tuple[Cells, bool]:
        """The open cells where somebody told at this point may have stood, and whether all the ground there is known.

        A cell more than the error on each side: then the way from wherever one truly stood is not shorter than that from a centre.
        """
        grid = self.grid
        reach = error_m + float(np.hypot(grid.cell_x_m, grid.cell_y_m))
        x = np.arange(np.floor((point_m[0] - reach - grid.left_m) / grid.cell_x_m),
                      np.ceil((point_m[0] + reach - grid.left_m) / grid.cell_x_m) + 1)  # fmt: skip
        y = np.arange(np.floor((grid.top_m - point_m[1] - reach) / grid.cell_y_m),
                      np.ceil((grid.top_m - point_m[1] + reach) / grid.cell_y_m) + 1)  # fmt: skip
        centres = np.stack(
            np.meshgrid(grid.left_m + (x + 0.5) * grid.cell_x_m, grid.top_m - (y + 0.5) * grid.cell_y_m), axis=-1
        ).reshape(-1, 2)
        centres = centres[np.hypot(*(centres - point_m).T) <= reach]
        cells = grid.cells_of(centres)
        inside = cells[cells != OUTSIDE]
        return inside[self._is_open[inside]], bool((cells != OUTSIDE).all())
