"""A small land for the tests: four kilometres square, flat, a river down its middle, a clinic west of it, a bridge far in the north."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from pyproj import Transformer

from xinlu.land.kinds import Goal, How, Part
from xinlu.land.services.placing import place_home
from xinlu.land.services.setting import set_land
from xinlu.terrain.files.county import write_elevation, write_features
from xinlu.terrain.grid import Elevation, Grid

CRS, LEFT, TOP, SIDE, CELL = "EPSG:32649", 300_000.0, 2_880_000.0, 4_000.0, 100.0
CELLS = int(SIDE / CELL)
GRID = Grid(rows=CELLS, columns=CELLS, cell_x_m=CELL, cell_y_m=CELL, left_m=LEFT, top_m=TOP, crs=CRS)


def at(east_m: float, south_m: float) -> tuple[float, float]:
    """A point of the land, metres from its north-west corner."""
    return LEFT + east_m, TOP - south_m


def degrees(east_m: float, south_m: float) -> dict[str, float]:
    """The same as longitude and latitude."""
    turn = Transformer.from_crs(CRS, "EPSG:4326", always_xy=True)
    longitude, latitude = turn.transform(*at(east_m, south_m))
    return {"longitude": longitude, "latitude": latitude}


def line(*points: tuple[float, float]) -> np.ndarray:
    return np.array([at(*each) for each in points])


def land_files(folder: Path) -> dict[Part, Path]:
    """Every part as a file of its own."""
    write_elevation(folder / "dem.tif", Elevation(GRID, np.full((CELLS, CELLS), 700.0)))
    for part, shapes, fields in (
        (Part.RIVERS, [line((2030, -50), (2030, 4050))], {"name": ["清水河"]}),
        (Part.BRIDGES, [line((1800, 150), (2250, 150))], {"name": ["老桥"]}),
        (Part.ROADS, [line((450, 250), (450, 3850))], {"name": ["河西公路"], "speed_kmh": [30.0]}),
        (Part.CLINIC, [line((850, 3550))], {"name": ["乡卫生院"]}),
        (Part.WATER, [line((950, 3300))], {"name": ["老井"]}),
        (Part.CANDIDATES, [line((1800, 3550), (2250, 3550)), line((850, 3550), (850, 1050))],
         {"name": ["新桥", "新路"], "kind": ["bridge", "road"], "cost_yuan": [1_000_000, 9_000_000], "speed_kmh": [np.nan, 20.0]}),
    ):  # fmt: skip
        write_features(folder / f"{part}.gpkg", shapes, fields, CRS)
    return {
        part: folder / f"{part}.gpkg"
        for part in (Part.RIVERS, Part.BRIDGES, Part.ROADS, Part.CLINIC, Part.WATER, Part.CANDIDATES)
    } | {Part.DEM: folder / "dem.tif"}


def lay(desk, folder: Path):
    """Set the land of the desk's county, and place two homes upon it."""
    desk.west = desk.household("石大山", desk.near)
    desk.files = land_files(folder)
    trips = {Goal.CLINIC: 12}
    desk.land = set_land(
        desk.yang.county, desk.files, by=desk.users["chen"], source="县测绘队", trips=trips, budget_yuan=2_000_000
    )
    for household, where in ((desk.yang.household, degrees(3150, 3550)), (desk.west, degrees(950, 3550))):
        place_home(household, by=desk.users["zhou"], how=How.RECEIVER, said_by="本人", accuracy_m=8, **where)
    return desk
