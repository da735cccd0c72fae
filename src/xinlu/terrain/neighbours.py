"""The steps from a cell to those around it: 8 (to sides and corners) or 16 (and as a knight goes at chess)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xinlu.terrain.grid import Floats, Grid

_EIGHT = ((-1, 0), (1, 0), (0, -1), (0, 1), (-1, -1), (1, 1), (-1, 1), (1, -1))
_KNIGHT = ((-2, -1), (2, 1), (-2, 1), (2, -1), (-1, -2), (1, 2), (-1, 2), (1, -2))
"""Each is followed by its opposite: step ^ 1 goes back."""


@dataclass(frozen=True, slots=True)
class Steps:
    """Row and column of each step, and how long it is on the map, metres."""

    rows: NDArray[np.int64]
    columns: NDArray[np.int64]
    metres: Floats

    @property
    def count(self) -> int:
        return len(self.rows)


def steps(grid: Grid, neighbours: int) -> Steps:
    """The steps on this grid; ValueError for a number that is neither 8 nor 16."""
    if neighbours not in (8, 16):
        raise ValueError(f"a cell has 8 or 16 neighbours here, not {neighbours}")
    both = np.array(_EIGHT if neighbours == 8 else _EIGHT + _KNIGHT, np.int64)
    metres = np.hypot(both[:, 0] * grid.cell_y_m, both[:, 1] * grid.cell_x_m)
    return Steps(both[:, 0].copy(), both[:, 1].copy(), metres)
