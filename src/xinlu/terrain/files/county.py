"""A made-up county out to files, as an office would bring its own: GeoTIFF and GeoPackages in projected metres."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import rasterio
import shapely
from numpy.typing import NDArray

from xinlu.terrain.files.rasters import affine_of
from xinlu.terrain.files.whole import whole
from xinlu.terrain.grid import Elevation, Floats
from xinlu.terrain.made_county import Line, MadeCounty, Spot

NODATA = -9999.0


def write_county(folder: Path, county: MadeCounty) -> list[Path]:
    """Every file of the county, in a folder that is there; their names. Refusal where one cannot be written."""
    crs = county.elevation.grid.crs
    write_elevation(folder / "dem.tif", county.elevation)
    for name, lines in (("rivers", county.rivers), ("bridges", county.bridges), ("roads", county.roads)):
        write_features(folder / f"{name}.gpkg", [each.line_m for each in lines], _line_fields(lines), crs)
    told = {**_line_fields(county.candidates), "kind": [each.kind for each in county.candidates]}
    told["cost_yuan"] = [each.cost_yuan for each in county.candidates]
    write_features(folder / "candidates.gpkg", [each.line_m for each in county.candidates], told, crs)
    kinds = dict.fromkeys(each.kind for each in county.facilities)
    for kind in kinds:
        some = [each for each in county.facilities if each.kind == kind]
        write_features(folder / f"{kind}.gpkg", _points(some), {"name": [each.name for each in some]}, crs)
    homes = county.homes
    told = {"name": [each.name for each in homes], "village": [each.village for each in homes]}
    told["people"] = [each.people for each in homes]
    write_features(folder / "homes.gpkg", _points(homes), told, crs)
    return sorted(each for each in folder.iterdir() if each.suffix in (".tif", ".gpkg"))


def write_elevation(file: Path, elevation: Elevation) -> None:
    """Heights as a GeoTIFF (float32); NODATA where nobody knows."""
    grid = elevation.grid
    profile: dict[str, Any] = {
        "driver": "GTiff", "height": grid.rows, "width": grid.columns, "count": 1, "dtype": "float32", "crs": grid.crs,
        "transform": affine_of(grid), "nodata": NODATA, "compress": "deflate", "predictor": 3, "tiled": True,
    }  # fmt: skip
    with whole(file) as part, rasterio.open(part, "w", **profile) as target:
        target.write(np.where(elevation.is_known, elevation.metres, NODATA).astype(np.float32), 1)


def write_features(file: Path, shapes: Sequence[Floats], fields: Mapping[str, Sequence[Any]], crs: str) -> None:
    """Points ([1, 2]) or lines ([n, 2]) with their fields as a GeoPackage."""
    drawn = [shapely.Point(each[0]) if len(each) == 1 else shapely.LineString(each) for each in shapes]
    made = io.BytesIO()
    pyogrio.raw.write(
        made, shapely.to_wkb(drawn), [_values(each) for each in fields.values()], list(fields),
        geometry_type=drawn[0].geom_type, crs=crs, driver="GPKG", layer=file.stem,
    )  # fmt: skip
    with whole(file) as part:
        part.write_bytes(made.getvalue())


def _values(values: Sequence[Any]) -> NDArray[Any]:
    if isinstance(values[0], str):
        return np.array(values, object)
    return np.array([np.nan if each is None else each for each in values])


def _line_fields(lines: Sequence[Line]) -> dict[str, list[Any]]:
    fields: dict[str, list[Any]] = {"name": [each.name for each in lines]}
    if any(each.kmh for each in lines):
        fields["speed_kmh"] = [each.kmh or None for each in lines]
    return fields


def _points(spots: Sequence[Spot]) -> list[Floats]:
    return [np.array([each.point_m]) for each in spots]
