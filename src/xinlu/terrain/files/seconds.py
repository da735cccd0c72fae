"""Seconds out to GeoTIFF, and back in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import rasterio

from xinlu.terrain.files.rasters import affine_of, opened
from xinlu.terrain.files.whole import whole
from xinlu.terrain.grid import Floats, Grid
from xinlu.terrain.surface import Times

KINDS = (".tif", ".tiff", ".geotiff")
NODATA = -9999.0


def write_seconds(file: Path, times: Times, grid: Grid, *, is_single: bool = False, conventions: str = "xinlu") -> None:
    """The seconds as GeoTIFF (float64, or float32 with `is_single`; NODATA where nobody comes).

    Model, direction, neighbours, resolution and conventions stand in its tags.
    """
    kind = "float32" if is_single else "float64"
    values = np.where(np.isfinite(times.seconds), times.seconds, NODATA).astype(kind)
    profile: dict[str, Any] = {
        "driver": "GTiff", "height": grid.rows, "width": grid.columns, "count": 1, "dtype": kind, "crs": grid.crs,
        "transform": affine_of(grid), "nodata": NODATA, "compress": "deflate", "predictor": 3, "tiled": True,
        "bigtiff": "if_safer",
    }  # fmt: skip
    with whole(file) as part, rasterio.open(part, "w", **profile) as target:
        target.write(values, 1)
        target.update_tags(
            unit="seconds", model=times.model.value, direction=times.direction.value, conventions=conventions,
            neighbours=str(times.neighbours), resolution_m=f"{times.resolution_m:g}",
        )  # fmt: skip


def read_seconds(file: Path) -> Floats:
    """The seconds of a file that `write_seconds` wrote, infinite where nobody comes."""
    with opened(file) as source:
        return np.asarray(source.read(1, masked=True).filled(np.inf))
