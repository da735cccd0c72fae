"""The map of a place's land: its relief as a small PNG, and all that lies upon it as paths of an SVG in the same units."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from xinlu.land.kinds import GOALS, Goal, Part
from xinlu.terrain.relief import hillshade

if TYPE_CHECKING:
    from xinlu.terrain.files.features import Features
    from xinlu.terrain.grid import Elevation, Floats, Grid

WIDE = 1000
"""The map is so many units wide; its height follows from the land's."""
PICTURE_MOST = 900
"""Pixels of the picture's longer side: what a phone shows, at some 150 KB."""
PAPER, SHADE = (251, 249, 243), (158, 150, 132)
"""The lightest and the darkest that ground is drawn in: paper, and pencil upon it."""
UNKNOWN = (236, 233, 226)
BANDS_S = (3600, 7200)
"""Times to which outlines are drawn, seconds: an hour and two."""


def relief_png(elevation: Elevation) -> bytes:
    """The relief in the colours of paper, PICTURE_MOST pixels at most."""
    light = hillshade(elevation, steepened=1.4)
    level = np.sin(np.pi / 4)
    share = np.clip(0.5 + (light - level) / level, 0, 1)[..., None]
    colours = np.array(SHADE) + share * (np.array(PAPER) - np.array(SHADE))
    colours = np.where(np.isfinite(share), colours, np.array(UNKNOWN))
    picture = Image.fromarray(np.nan_to_num(colours).round().astype(np.uint8), "RGB")
    picture.thumbnail((PICTURE_MOST, PICTURE_MOST), Image.Resampling.LANCZOS)
    out = BytesIO()
    picture.quantize(48).save(out, "PNG", optimize=True)
    return out.getvalue()


class Sheet:
    """Metres of a grid turned into the map's units, y downward."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._a_metre = WIDE / (grid.columns * grid.cell_x_m)
        self.high = round(grid.rows * grid.cell_y_m * self._a_metre)

    def at(self, points_m: Floats) -> Floats:
        """Points [n, 2] in the map's units."""
        points = np.asarray(points_m, np.float64).reshape(-1, 2)
        east, south = points[:, 0] - self._grid.left_m, self._grid.top_m - points[:, 1]
        return np.column_stack((east, south)) * self._a_metre

    def path(self, line_m: Floats) -> str:
        """A line as the path of an SVG."""
        places = self.at(line_m).round(1)
        kept = np.r_[True, np.any(np.abs(np.diff(places, axis=0)) > 0, axis=1)]
        return "M" + "L".join(f"{x:g} {y:g}" for x, y in places[kept])


def drawn(elevation: Elevation, parts: Mapping[Part, Features], seconds: Mapping[Goal, Floats]) -> dict[str, Any]:
    """What a page draws over the relief, as plain values: size, lines with their names, goals, outlines of an hour and two."""
    sheet = Sheet(elevation.grid)
    lines = {
        str(part): [
            [name, sheet.path(line)] for name, line in zip(parts[part].names(), parts[part].shapes, strict=True)
        ]
        for part in (Part.RIVERS, Part.ROADS, Part.BRIDGES, Part.CANDIDATES)
        if part in parts
    }
    goals = [
        [str(goal), name, *(int(each) for each in sheet.at(point)[0].round())]
        for goal in GOALS
        if (part := _part_of(goal)) in parts
        for name, point in zip(parts[part].names(), parts[part].shapes, strict=True)
        if goal is not Goal.ROAD
    ]
    return {"wide": WIDE, "high": sheet.high, "lines": lines, "goals": goals, "bands": bands(elevation, seconds)}


def bands(elevation: Elevation, seconds: Mapping[Goal, Floats]) -> dict[str, list[str]]:
    """For each goal the outlines of an hour and of two, as paths."""
    from xinlu.terrain.files.outlines import outlines

    sheet, within_m = Sheet(elevation.grid), 1.2 * elevation.grid.resolution_m
    return {
        str(goal): [
            "".join(sheet.path(ring) + "Z" for ring in outlines(found <= limit, elevation.grid, within_m=within_m))
            for limit in BANDS_S
        ]
        for goal, found in seconds.items()
    }


def _part_of(goal: Goal) -> Part:
    return Part.ROADS if goal is Goal.ROAD else Part(str(goal))
