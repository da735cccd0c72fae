"""A place's land as files of this installation: checked when they come in, kept under their digests, read when it is reckoned."""

from __future__ import annotations

import hashlib
import math
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.land.kinds import Part

if TYPE_CHECKING:
    from xinlu.terrain.files.features import Datum, Features
    from xinlu.terrain.grid import Elevation

LINES = frozenset({Part.RIVERS, Part.BRIDGES, Part.ROADS, Part.CANDIDATES})
_FIELDS: Mapping[Part, Sequence[tuple[str, ...]]] = {
    Part.ROADS: (("speed_kmh", "时速"),),
    Part.CANDIDATES: (("speed_kmh", "时速"), ("kind", "种类"), ("cost_yuan", "造价")),
}
_NO_DEM = Words("地形要有高程，用 --dem 给一个 GeoTIFF", "Land needs its elevation: give a GeoTIFF by --dem")
_NO_SPEED = Words(
    "{file} 第 {n} 条（{name}）没有写时速：加一列 speed_kmh，或者用 --road-kmh 说明路上每小时走几公里",
    "Line {n} of {file} ({name}) does not say how fast one goes: add a field speed_kmh, or say by --road-kmh how fast on roads",
)
_GONE = Words(
    "{place}的{part}文件不在了（{digest}）。从备份里放回来，或者再用 xinlu land set 收一次",
    "The file of {part} of {place} is gone ({digest}). Put it back from a backup, or take it in again by xinlu land set",
)


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file of the land: what it tells, under which name it came, and its digest."""

    part: Part
    name: str
    sha256: str


def keep_land(
    files: Mapping[Part, Path],
    *,
    datum: Datum | None = None,
    resolution_m: float | None = None,
    road_kmh: float | None = None,
) -> list[KeptFile]:
    """Read and check every file, and keep it as the terrain's own readers write it: one grid, one coordinate system.

    Roads that tell no speed take `road_kmh`. Refusals are those of `terrain.files`, and where there is no elevation or no
    speed. Nothing is kept unless all are right.
    """
    from xinlu.land.building import candidates_of
    from xinlu.terrain.files.county import write_elevation, write_features
    from xinlu.terrain.files.features import outside, read_lines, read_points
    from xinlu.terrain.files.rasters import read_elevation

    if Part.DEM not in files:
        raise Refusal("land.no_dem", _NO_DEM, field="dem")
    elevation = read_elevation(files[Part.DEM], resolution_m=resolution_m)
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=folder) as apart:
        made: list[tuple[Part, Path]] = [(Part.DEM, Path(apart) / "dem.tif")]
        write_elevation(made[0][1], elevation)
        for part, file in files.items():
            if part is Part.DEM:
                continue
            read = read_lines if part in LINES else read_points
            found = read(file, elevation.grid.crs, datum=datum)
            outside(found, file, elevation.grid)
            if part is Part.CANDIDATES:
                candidates_of(found)
            target = Path(apart) / f"{part}.gpkg"
            told = _told(found, part)
            if part is Part.ROADS:
                told["speed_kmh"] = _speeds(told, file, road_kmh)
            write_features(target, found.shapes, told, elevation.grid.crs)
            made.append((part, target))
        kept = []
        for part, target in made:
            digest = hashlib.sha256(target.read_bytes()).hexdigest()
            target.replace(_path(digest, part))
            kept.append(KeptFile(part, files[part].name, digest))
    return kept


def read_land(kept: Sequence[KeptFile], *, place: str) -> tuple[Elevation, dict[Part, Features]]:
    """The elevation and the features of each part; Refusal where a file is no longer there."""
    from xinlu.terrain.files.features import read_lines, read_points
    from xinlu.terrain.files.rasters import read_elevation

    paths = {each.part: _path(each.sha256, each.part) for each in kept}
    for each in kept:
        if not paths[each.part].exists():
            from xinlu.land.kinds import PARTS

            raise Refusal("land.gone", _GONE.filled(place=place, part=PARTS[each.part], digest=each.sha256[:12]))
    elevation = read_elevation(paths.pop(Part.DEM))
    crs = elevation.grid.crs
    return elevation, {part: (read_lines if part in LINES else read_points)(path, crs) for part, path in paths.items()}


def drawing_path(land: object) -> Path:
    """Where the relief drawn of some land (the id of its record) is kept as PNG."""
    return _folder() / f"{land}.png"


def _told(found: Features, part: Part) -> dict[str, list[Any]]:
    told: dict[str, list[Any]] = {"name": list(found.names())}
    for names in _FIELDS.get(part, ()):
        values = found.field(*names)
        if values is not None:
            told[names[0]] = list(values)
    return told


def _speeds(told: Mapping[str, list[Any]], file: Path, road_kmh: float | None) -> list[float]:
    speeds = []
    for n, (name, here) in enumerate(
        zip(told["name"], told.get("speed_kmh") or [None] * len(told["name"]), strict=True)
    ):
        kmh = road_kmh if here is None or math.isnan(float(here)) else float(here)
        if kmh is None:
            raise Refusal("land.road_speed", _NO_SPEED.filled(file=file, n=n + 1, name=name), field="roads")
        speeds.append(kmh)
    return speeds


def _path(sha256: str, part: Part) -> Path:
    return _folder() / f"{sha256}{'.tif' if part is Part.DEM else '.gpkg'}"


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "land"  # as pictures are: it goes into every backup
