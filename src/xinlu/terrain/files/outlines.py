"""The outlines of areas of cells, for a map: as rings of points."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import shapes

from xinlu.terrain.files.rasters import affine_of
from xinlu.terrain.grid import Floats, Grid

LEAST_CELLS = 12
"""Islands and holes smaller than that are left out: on a map of a county they are dust."""


def outlines(is_in: NDArray[np.bool_], grid: Grid, *, within_m: float) -> list[Floats]:
    """The rings [n, 2] (x, y; metres; closed) around the cells [rows, columns] that are in, holes too; drawn with an even-odd
    rule they fill what is in. No point lies farther than `within_m` from the true outline."""
    drawn: Any = shapes(is_in.astype(np.uint8), mask=is_in, connectivity=4, transform=affine_of(grid))
    least = LEAST_CELLS * grid.cell_x_m * grid.cell_y_m
    rings = []
    for told, _ in drawn:
        for ring in told["coordinates"]:
            line = shapely.LinearRing(ring)
            if shapely.area(shapely.Polygon(line)) >= least:
                rings.append(np.asarray(shapely.simplify(line, within_m).coords))
    return rings
