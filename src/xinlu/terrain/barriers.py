"""Rivers as lines that no step may cross. A step is blocked where it crosses a line, not where it meets a river-coloured cell.

So nothing leaks: a way from one bank to the other has to cross the line somewhere, whatever its steps.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from xinlu.terrain.grid import Cells, Floats, Grid
from xinlu.terrain.neighbours import Steps

NUDGE_M = (1.0e-6, 1.7e-6)
"""Lines are moved so far: then none runs exactly through a cell's centre, and every centre lies on one bank."""


def pieces(lines_m: Sequence[Floats], grid: Grid) -> Floats:
    """The lines as straight pieces [n, 4] (x, y, x, y; metres), none longer than half a cell; those beyond the grid are left out."""
    half = 0.5 * min(grid.cell_x_m, grid.cell_y_m)
    found = []
    for line in lines_m:
        points = np.asarray(line, np.float64) + np.array(NUDGE_M)
        lengths = np.hypot(*np.diff(points, axis=0).T)
        parts = np.maximum(1, np.ceil(lengths / half)).astype(np.int64)
        at = np.repeat(np.arange(len(parts)), parts)
        share = np.concatenate([np.arange(count) / count for count in parts]) if len(parts) else np.zeros(0)
        cut = np.vstack((points[at] + share[:, None] * (points[at + 1] - points[at]), points[-1:]))
        found.append(np.hstack((cut[:-1], cut[1:])))
    if not found:
        return np.zeros((0, 4))
    every = np.concatenate(found)
    margin = 3 * max(grid.cell_x_m, grid.cell_y_m)
    right, bottom = grid.left_m + grid.columns * grid.cell_x_m, grid.top_m - grid.rows * grid.cell_y_m
    near = (every[:, [0, 2]].max(1) >= grid.left_m - margin) & (every[:, [0, 2]].min(1) <= right + margin)
    near &= (every[:, [1, 3]].max(1) >= bottom - margin) & (every[:, [1, 3]].min(1) <= grid.top_m + margin)
    return np.asarray(every[near])


def blocked_steps(river_pieces: Floats, grid: Grid, around: Steps) -> NDArray[np.uint16]:
    """A bit for each step [rows * columns] that crosses a river; length 0 where there is no river."""
    if not len(river_pieces):
        return np.zeros(0, np.uint16)
    return np.asarray(
        _blocked(
            river_pieces, grid.rows, grid.columns, grid.cell_x_m, grid.cell_y_m, grid.left_m, grid.top_m, around.rows,
            around.columns,
        )
    )  # fmt: skip


def crosses(start_m: Floats, end_m: Floats, river_pieces: Floats, grid: Grid) -> NDArray[np.bool_]:
    """Whether the straight ways [n, 2] to [n, 2], each within one cell, cross a river."""
    if not len(river_pieces) or not len(start_m):
        return np.zeros(len(start_m), bool)
    middle = (river_pieces[:, :2] + river_pieces[:, 2:]) / 2
    rows = np.floor((grid.top_m - middle[:, 1]) / grid.cell_y_m).astype(np.int64)
    columns = np.floor((middle[:, 0] - grid.left_m) / grid.cell_x_m).astype(np.int64)
    # A frame of two cells around the grid, so that a piece just beyond it is found as well.
    wide = grid.columns + 4
    keys = np.clip(rows + 2, 0, grid.rows + 3) * wide + np.clip(columns + 2, 0, wide - 1)
    order = np.argsort(keys, kind="stable")
    at = np.searchsorted(keys[order], np.arange((grid.rows + 4) * wide + 1))
    places = (start_m + end_m) / 2
    own_rows = np.floor((grid.top_m - places[:, 1]) / grid.cell_y_m).astype(np.int64) + 2
    own_columns = np.floor((places[:, 0] - grid.left_m) / grid.cell_x_m).astype(np.int64) + 2
    return np.asarray(_crossing(start_m, end_m, river_pieces[order], at, own_rows * wide + own_columns, wide))


@njit(inline="always")
def _cross(ax: float, ay: float, bx: float, by: float, px: float, py: float, qx: float, qy: float) -> bool:
    """Whether a-b and p-q cross; touching counts once and to one side (0 is taken as left)."""
    a = (qx - px) * (ay - py) - (qy - py) * (ax - px) >= 0.0
    b = (qx - px) * (by - py) - (qy - py) * (bx - px) >= 0.0
    if a == b:
        return False
    p = (bx - ax) * (py - ay) - (by - ay) * (px - ax) >= 0.0
    q = (bx - ax) * (qy - ay) - (by - ay) * (qx - ax) >= 0.0
    return p != q


@njit(cache=True, nogil=True)
def _blocked(
    pieces: Any, rows: int, columns: int, dx: float, dy: float, left: float, top: float, dr: Any, dc: Any
) -> Any:
    mask = np.zeros(rows * columns, np.uint16)
    for i in range(pieces.shape[0]):
        x0, y0, x1, y1 = pieces[i]
        first_row = max(0, int(np.floor((top - max(y0, y1)) / dy)) - 2)
        last_row = min(rows - 1, int(np.floor((top - min(y0, y1)) / dy)) + 2)
        first_column = max(0, int(np.floor((min(x0, x1) - left) / dx)) - 2)
        last_column = min(columns - 1, int(np.floor((max(x0, x1) - left) / dx)) + 2)
        for row in range(first_row, last_row + 1):
            y = top - (row + 0.5) * dy
            for column in range(first_column, last_column + 1):
                x = left + (column + 0.5) * dx
                # A step and its opposite are looked at once, so that they are blocked alike.
                for e in range(0, dr.size, 2):
                    r, c = row + dr[e], column + dc[e]
                    if r < 0 or r >= rows or c < 0 or c >= columns:
                        continue
                    if _cross(x, y, x + dc[e] * dx, y - dr[e] * dy, x0, y0, x1, y1):
                        mask[row * columns + column] |= np.uint16(1) << np.uint16(e)
                        mask[r * columns + c] |= np.uint16(1) << np.uint16(e + 1)
    return mask


@njit(cache=True, nogil=True)
def _crossing(start: Any, end: Any, pieces: Any, at: Any, keys: Cells, wide: int) -> Any:
    found = np.zeros(start.shape[0], np.bool_)
    for i in range(start.shape[0]):
        for shift in range(-1, 2):
            for key in range(keys[i] + shift * wide - 1, keys[i] + shift * wide + 2):
                for j in range(at[key], at[key + 1]):
                    if _cross(
                        start[i, 0], start[i, 1], end[i, 0], end[i, 1],
                        pieces[j, 0], pieces[j, 1], pieces[j, 2], pieces[j, 3],
                    ):  # fmt: skip
                        found[i] = True
    return found
