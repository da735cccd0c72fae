"""Roads and barriers drawn into the cover's cells, as AccessMod merges them; our own conventions keep both as lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from xinlu.terrain.grid import OUTSIDE, Cells, Floats, Grid

NO_CODE = -1
"""In a merged cover, for a cell that a barrier takes: it is not entered."""


def merged(
    codes: NDArray[np.int64],
    grid: Grid,
    *,
    roads: Sequence[Floats] = (),
    road_codes: Sequence[int] = (),
    barriers: Sequence[Floats] = (),
) -> NDArray[np.int64]:
    """The cover [rows, columns] with every cell that a line touches: a barrier's taken out, then a road's given its code.

    So a road is a bridge over every barrier that it crosses, and the cells of two roads that touch are joined, as AccessMod has it
    when its roads are stacked above its barriers. Of two roads in one cell the smaller code stays, which is the better road in tables
    that go down from the best; AccessMod asks for their order. Its cleaning of bridges that meet at a corner alone is not done.
    """
    found = codes.ravel().copy()
    for line in barriers:
        found[cells_along(line, grid)] = NO_CODE
    numbers = np.asarray(road_codes, np.int64)
    for n in np.argsort(-numbers, kind="stable"):
        found[cells_along(roads[n], grid)] = numbers[n]
    return found.reshape(codes.shape)


def cells_along(line_m: Floats, grid: Grid) -> Cells:
    """Every cell that a line [n, 2] (x, y; metres) runs through, in its order; a line along an edge runs south-east of it."""
    line = np.asarray(line_m, np.float64)
    along = np.column_stack(((line[:, 0] - grid.left_m) / grid.cell_x_m, (grid.top_m - line[:, 1]) / grid.cell_y_m))
    begin, way = along[:-1], np.diff(along, axis=0)
    piece = [np.arange(len(way)), np.arange(len(way))]
    share = [np.zeros(len(way)), np.ones(len(way))]
    for axis in (0, 1):
        # Where the pieces pass from one column (row) into the next.
        low, high = np.minimum(along[:-1, axis], along[1:, axis]), np.maximum(along[:-1, axis], along[1:, axis])
        first = np.floor(low).astype(np.int64) + 1
        passed = np.maximum(0, np.ceil(high).astype(np.int64) - first)
        of = np.repeat(np.arange(len(way)), passed)
        at = first[of] + np.arange(len(of)) - np.repeat(np.cumsum(passed) - passed, passed)
        piece.append(of)
        share.append((at - begin[of, axis]) / way[of, axis])
    of, at_share = np.concatenate(piece), np.concatenate(share)
    order = np.lexsort((at_share, of))
    of, at_share = of[order], at_share[order]
    inner = of[1:] == of[:-1]
    middle = (at_share[1:][inner] + at_share[:-1][inner]) / 2
    of = of[1:][inner]
    points = begin[of] + middle[:, None] * way[of]
    cells = grid.cells_of(
        np.column_stack((grid.left_m + points[:, 0] * grid.cell_x_m, grid.top_m - points[:, 1] * grid.cell_y_m))
    )
    return np.asarray(cells[cells != OUTSIDE])
