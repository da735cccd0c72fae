"""Small pieces of ground for the tests, in metres."""

from __future__ import annotations

import numpy as np

from xinlu.terrain.grid import Elevation, Grid
from xinlu.terrain.surface import Terrain

CELL_M = 30.0
FLAT_M_PER_S = 6 / 3.6 * np.exp(-3.5 * 0.05)


def elevation(metres, *, cell_m=CELL_M):
    rows, columns = np.shape(metres)
    return Elevation(Grid(rows=rows, columns=columns, cell_x_m=cell_m, cell_y_m=cell_m), np.asarray(metres, np.float64))


def terrain(metres, **more):
    return Terrain(elevation(metres), **more)


def flat(rows, columns=None, **more):
    return terrain(np.zeros((rows, columns or rows)), **more)


def at(row, column, *, cell_m=CELL_M):
    """The centre of a cell."""
    return np.array([(column + 0.5) * cell_m, -(row + 0.5) * cell_m])


def line(*cells):
    """A line through the centres of cells, given as (row, column), halves allowed."""
    return np.array([at(*cell) for cell in cells])


def hills(seed, shape=(24, 31), *, rough_m=60.0):
    draw = np.random.default_rng(seed)
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    waves = sum(
        np.sin(rows * draw.uniform(0.05, 0.6) + draw.uniform(0, 6)) * np.cos(columns * draw.uniform(0.05, 0.6))
        for _ in range(4)
    )
    return waves * rough_m + draw.normal(0, 3, shape)
