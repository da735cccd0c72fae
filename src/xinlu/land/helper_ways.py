"""The ways between the homes of one helper, over the piece of land on which they lie. It stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from xinlu.land.kinds import Part
from xinlu.land.walks import MODEL, ground
from xinlu.terrain.grid import Elevation, Floats, Grid

if TYPE_CHECKING:
    from xinlu.terrain.files.features import Features

AROUND_M = 1_500.0
"""So far around the homes ways are looked for: one that leads farther away is not walked from home to home."""
LONGEST_H = 4.0


def ways_between(elevation: Elevation, parts: Mapping[Part, Features], homes_m: Floats) -> Floats:
    """Seconds [n, n] on foot from each home [n, 2] (x, y; metres) to each other; infinite where there is no way near by."""
    piece = _piece(elevation, homes_m)
    if piece is None:
        return np.full((len(homes_m), len(homes_m)), np.inf)
    near = {part: each.only(each.touching(piece.grid)) for part, each in parts.items() if part in _LINES}
    return ground(piece, near, model=MODEL).matrix(homes_m, limit_h=LONGEST_H)


_LINES = (Part.RIVERS, Part.BRIDGES, Part.ROADS)


def _piece(elevation: Elevation, homes_m: Floats) -> Elevation | None:
    """The land within AROUND_M of the homes; None where they lie beyond it."""
    grid = elevation.grid
    low, high = homes_m.min(0) - AROUND_M, homes_m.max(0) + AROUND_M
    first_column = max(0, int((low[0] - grid.left_m) // grid.cell_x_m))
    last_column = min(grid.columns, int((high[0] - grid.left_m) // grid.cell_x_m) + 1)
    first_row = max(0, int((grid.top_m - high[1]) // grid.cell_y_m))
    last_row = min(grid.rows, int((grid.top_m - low[1]) // grid.cell_y_m) + 1)
    if first_row >= last_row or first_column >= last_column:
        return None
    piece = Grid(
        rows=last_row - first_row, columns=last_column - first_column, cell_x_m=grid.cell_x_m, cell_y_m=grid.cell_y_m,
        left_m=grid.left_m + first_column * grid.cell_x_m, top_m=grid.top_m - first_row * grid.cell_y_m, crs=grid.crs,
    )  # fmt: skip
    return Elevation(piece, elevation.metres[first_row:last_row, first_column:last_column])
