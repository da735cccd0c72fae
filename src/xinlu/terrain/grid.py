"""Where cells lie: a north-up grid in projected metres, and the heights upon it. It reads no file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

OUTSIDE = -1
"""In place of a cell, for a point that lies beyond the grid."""

Floats = NDArray[np.floating[Any]]
Cells = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Cells of equal size, row 0 in the north; `left_m`, `top_m` are the outer corner of the first cell, `crs` says of what system.

    A cell is told by its number, row * columns + column.
    """

    rows: int
    columns: int
    cell_x_m: float
    cell_y_m: float
    left_m: float = 0.0
    top_m: float = 0.0
    crs: str = ""

    def __post_init__(self) -> None:
        if min(self.rows, self.columns) < 1 or not (self.cell_x_m > 0 and self.cell_y_m > 0):
            words = Words(
                "这块地形有 {rows} 行 {columns} 列，一格 {x} × {y} 米：行列和格子都要大于零",
                "This terrain has {rows} rows, {columns} columns, cells of {x} x {y} m: all must be above zero",
            )
            told = words.filled(rows=self.rows, columns=self.columns, x=self.cell_x_m, y=self.cell_y_m)
            raise Refusal("terrain.grid", told)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.rows, self.columns

    @property
    def resolution_m(self) -> float:
        """The longer side of a cell, metres."""
        return max(self.cell_x_m, self.cell_y_m)

    def cells_of(self, points_m: Floats) -> Cells:
        """The cells in which points [n, 2] (x, y; metres) lie, OUTSIDE where they lie in none. A point on an edge lies south-east of it."""
        points = np.asarray(points_m, np.float64).reshape(-1, 2)
        columns = np.floor((points[:, 0] - self.left_m) / self.cell_x_m)
        rows = np.floor((self.top_m - points[:, 1]) / self.cell_y_m)
        inside = (rows >= 0) & (rows < self.rows) & (columns >= 0) & (columns < self.columns)
        cells = np.where(inside, rows, 0) * self.columns + np.where(inside, columns, 0)
        return np.where(inside, cells, OUTSIDE).astype(np.int64)

    def centres_of(self, cells: Cells) -> Floats:
        """The centres [n, 2] of cells (x, y; metres)."""
        rows, columns = np.divmod(np.asarray(cells, np.int64), self.columns)
        return np.column_stack(
            (self.left_m + (columns + 0.5) * self.cell_x_m, self.top_m - (rows + 0.5) * self.cell_y_m)
        )


@dataclass(frozen=True, slots=True)
class Elevation:
    """Heights [rows, columns] in metres over a grid; NaN where nobody knows: such a cell is not entered."""

    grid: Grid
    metres: Floats

    def __post_init__(self) -> None:
        if self.metres.shape != self.grid.shape:
            words = Words(
                "高程有 {here} 格，网格说是 {there} 格：对不上", "There are {here} heights on a grid of {there} cells"
            )
            raise Refusal("terrain.shape", words.filled(here=str(self.metres.shape), there=str(self.grid.shape)))

    @property
    def is_known(self) -> NDArray[np.bool_]:
        """Where there is a height."""
        return np.isfinite(self.metres)
