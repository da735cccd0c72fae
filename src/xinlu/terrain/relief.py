"""How the land looks with light upon it: the shade of every cell, for a map that needs no tiles from anywhere."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xinlu.terrain.grid import Elevation

LIGHT_FROM_DEGREES, LIGHT_ABOVE_DEGREES = 315.0, 45.0
"""From the north-west, half-way up, as on printed maps; lit from the south hills look like hollows."""


def hillshade(elevation: Elevation, *, steepened: float = 1.0) -> NDArray[np.float32]:
    """Light on each cell [rows, columns], 0 (none) to 1; NaN where there is no height. Heights are taken `steepened` times.

    Slopes by the eight cells around (Horn 1981, "Hill shading and the reflectance map").
    """
    grid = elevation.grid
    heights = np.asarray(elevation.metres, np.float32) * np.float32(steepened)
    around = np.pad(heights, 1, mode="edge")
    rows, columns = grid.shape

    def beside(south: int, east: int) -> NDArray[np.float32]:
        there = around[1 + south : 1 + south + rows, 1 + east : 1 + east + columns]
        return np.where(np.isnan(there), heights, there)  # beside the unknown the ground is taken as level

    diagonals = beside(1, 1) - beside(-1, -1), beside(-1, 1) - beside(1, -1)
    east_up = diagonals[0] + diagonals[1] + 2 * (beside(0, 1) - beside(0, -1))
    south_up = diagonals[0] - diagonals[1] + 2 * (beside(1, 0) - beside(-1, 0))
    rises_east, rises_south = east_up / (8 * grid.cell_x_m), south_up / (8 * grid.cell_y_m)
    turn, above = np.radians(LIGHT_FROM_DEGREES), np.radians(LIGHT_ABOVE_DEGREES)
    # The ground's normal against the light's direction (x east, y north).
    towards = -rises_east * np.sin(turn) * np.cos(above) + rises_south * np.cos(turn) * np.cos(above) + np.sin(above)
    light = np.clip(towards / np.sqrt(1 + rises_east**2 + rises_south**2), 0, 1)
    return np.where(elevation.is_known, light, np.nan).astype(np.float32)
