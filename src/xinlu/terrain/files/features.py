"""Points and lines in from GeoJSON, GeoPackage and Shapefile, moved into the elevation's coordinate system."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.terrain.files.datum import may_be_shifted, unshifted
from xinlu.terrain.grid import Floats, Grid


class Datum(StrEnum):
    """In what longitudes and latitudes are told."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"


NAMES = ("name", "名称", "名字", "label")
"""The fields that say what a feature is called, the first that is there."""
_UNREADABLE = Words(
    "{file} 读不出来（{why}）。要 GeoJSON、GeoPackage 或者 Shapefile（.shp 要和 .dbf、.shx、.prj 放在一起）",
    "{file} cannot be read ({why}). It should be GeoJSON, GeoPackage or Shapefile (a .shp needs .dbf, .shx and .prj beside it)",
)
_LAYERS = Words(
    "{file} 里有几层：{layers}。要哪一层，先取出来：ogr2ogr {out} {file} {one}",
    "{file} has several layers: {layers}. Take out the one that is meant: ogr2ogr {out} {file} {one}",
)
_NO_SYSTEM = Words(
    "{file} 没写用的是什么坐标系（Shapefile 的写在 .prj 里）。知道是哪一个就写上：ogr2ogr -a_srs EPSG:代号 {out} {file}",
    "{file} does not say in which coordinate system it lies (a Shapefile tells in its .prj). Where you know it, write it in: "
    "ogr2ogr -a_srs EPSG:CODE {out} {file}",
)
_SHIFTED = Words(
    "{file} 是经纬度，落在中国。国内地图上取的点多半是 GCJ-02，和卫星定位的差几百米，两样不能猜：请用 --datum 说明是 wgs84 还是 gcj02",
    "{file} holds longitudes and latitudes in China. Points taken from Chinese maps are mostly GCJ-02, hundreds of metres off "
    "from what receivers measure, and this cannot be guessed: say by --datum whether they are wgs84 or gcj02",
)
_NONE = Words("{file} 里没有一个{kind}", "there is no {kind} in {file}")
_WRONG = Words(
    "{file} 第 {n} 个图形是{here}，这里要的是{kind}", "Feature {n} of {file} is a {here}; a {kind} is wanted here"
)
_NOWHERE = Words(
    "{file} 第 {n} 个图形的坐标不是数，或者在它的坐标系里没有这个地方",
    "The coordinates of feature {n} of {file} are no numbers, or there is no such place in its coordinate system",
)
_APART = Words(
    "{file} 里 {count} 个图形全在高程外面：它的范围是 {here}，高程是 {there}（米）。多半是坐标系写错了",
    "All {count} features of {file} lie outside the elevation: they span {here}, the elevation {there} (metres). Most likely a "
    "coordinate system is written wrongly",
)
_POINT, _LINE = Words("点", "point"), Words("线", "line")
_EMPTY = Words("空的", "nothing")


@dataclass(frozen=True, slots=True)
class Features:
    """Shapes [n] of points each (x, y; metres), the number of the feature of each (from 1), and its fields by name."""

    shapes: tuple[Floats, ...]
    numbers: tuple[int, ...]
    fields: dict[str, tuple[Any, ...]]

    @property
    def points(self) -> Floats:
        """All points [n, 2] together."""
        return np.concatenate(self.shapes) if self.shapes else np.zeros((0, 2))

    def field(self, *names: str) -> tuple[Any, ...] | None:
        """What the first of these fields says of each shape, whatever its capitals; None where there is none of them."""
        lower = {name.lower(): told for name, told in self.fields.items()}
        return next((lower[name] for name in names if name in lower), None)

    def names(self) -> tuple[str, ...]:
        """What each shape is called: its field "name" (or another of NAMES), else its number."""
        told = self.field(*NAMES)
        return tuple(str(told[n]) if told and told[n] else str(number) for n, number in enumerate(self.numbers))

    def only(self, kept: NDArray[np.bool_]) -> Features:
        """Those of the shapes that are kept."""
        at = np.flatnonzero(kept)
        fields = {name: tuple(told[n] for n in at) for name, told in self.fields.items()}
        return Features(tuple(self.shapes[n] for n in at), tuple(self.numbers[n] for n in at), fields)

    def touching(self, grid: Grid) -> NDArray[np.bool_]:
        """Whether the box around each shape meets the grid."""
        right, bottom = grid.left_m + grid.columns * grid.cell_x_m, grid.top_m - grid.rows * grid.cell_y_m
        low = np.array([each.min(0) for each in self.shapes]).reshape(-1, 2)
        high = np.array([each.max(0) for each in self.shapes]).reshape(-1, 2)
        return np.asarray(
            (high[:, 0] >= grid.left_m) & (low[:, 0] <= right) & (high[:, 1] >= bottom) & (low[:, 1] <= grid.top_m)
        )


def read_points(file: Path, crs: str, *, datum: Datum | None = None) -> Features:
    """The points of a file in the system `crs`; a multi-point is several. Refusal for anything else."""
    return _read(file, crs, datum, is_line=False)


def read_lines(file: Path, crs: str, *, datum: Datum | None = None) -> Features:
    """The lines of a file in the system `crs`; a multi-line is several. Refusal for anything else."""
    return _read(file, crs, datum, is_line=True)


def outside(features: Features, file: Path, grid: Grid) -> tuple[int, ...]:
    """The numbers of the features that lie beyond the grid; Refusal, with both extents, where all of them do."""
    beyond = ~features.touching(grid)
    if beyond.all():
        points = features.points
        here = " ".join(f"{each:.0f}" for each in (*points.min(0), *points.max(0)))
        right, bottom = grid.left_m + grid.columns * grid.cell_x_m, grid.top_m - grid.rows * grid.cell_y_m
        there = " ".join(f"{each:.0f}" for each in (grid.left_m, bottom, right, grid.top_m))
        raise Refusal(
            "terrain.features_apart", _APART.filled(file=file, count=len(set(features.numbers)), here=here, there=there)
        )
    return tuple(sorted({features.numbers[n] for n in np.flatnonzero(beyond)}))


def _read(file: Path, crs: str, datum: Datum | None, *, is_line: bool) -> Features:
    meta, geometries, columns = _opened(file)
    kind = _LINE if is_line else _POINT
    wanted = ("LineString", "MultiLineString") if is_line else ("Point", "MultiPoint")
    for n, each in enumerate(geometries, start=1):
        if each is None or each.geom_type not in wanted or each.is_empty:
            here = _EMPTY if each is None or each.is_empty else Words(each.geom_type, each.geom_type)
            raise Refusal("terrain.feature_kind", _WRONG.filled(file=file, n=n, here=here, kind=kind), field=str(n))
    if not len(geometries):
        raise Refusal("terrain.no_feature", _NONE.filled(file=file, kind=kind))
    parts, of = shapely.get_parts(geometries, return_index=True)
    move = _mover(file, meta["crs"], crs, datum, shapely.get_coordinates(geometries))
    every, owner = shapely.get_coordinates(parts, return_index=True)
    moved = move(every)
    if not np.isfinite(moved).all():
        n = int(of[owner[np.flatnonzero(~np.isfinite(moved).all(1))[0]]]) + 1
        raise Refusal("terrain.feature_nowhere", _NOWHERE.filled(file=file, n=n), field=str(n))
    shapes = tuple(np.split(moved, np.flatnonzero(np.diff(owner)) + 1))
    fields = {str(name): tuple(values[of]) for name, values in zip(meta["fields"], columns, strict=True)}
    return Features(shapes, tuple(int(each) + 1 for each in of), fields)


def _opened(file: Path) -> tuple[dict[str, Any], Any, Any]:
    if not file.exists():
        raise FileNotFoundError(f"没有这个文件 / no such file: {file}")
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(file) if kind is not None]
        if len(layers) > 1:
            told = _LAYERS.filled(
                file=file, layers=", ".join(layers), one=layers[0], out=f"{file.stem}_{layers[0]}.gpkg"
            )
            raise Refusal("terrain.layers", told)
        if not layers:
            raise ValueError("no geometry")
        meta, _, written, columns = pyogrio.raw.read(file, layer=layers[0], encoding=_encoding(file))
        return meta, shapely.force_2d(shapely.from_wkb(written)), columns
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        pyogrio.errors.FieldError,
        shapely.errors.ShapelyError,
        ValueError,
    ) as error:
        why = str(error).splitlines()[0][:160] if str(error) else type(error).__name__
        raise Refusal("terrain.features", _UNREADABLE.filled(file=file, why=why)) from None


def _encoding(file: Path) -> str | None:
    """In what a Shapefile's fields are written where neither a .cpg nor the .dbf says so: UTF-8, or else GB18030, as offices here write."""
    table = file.with_suffix(".dbf")
    if file.suffix.lower() != ".shp" or file.with_suffix(".cpg").exists() or not table.exists():
        return None
    written = table.read_bytes()
    # Byte 29 of a .dbf names its code page; 0 and 0x57 (ANSI) name none.
    if len(written) < 32 or written[29] not in (0, 0x57):
        return None
    try:
        written[32:].decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _mover(
    file: Path, told: str | None, wanted: str, datum: Datum | None, coordinates: Floats
) -> Callable[[Floats], Floats]:
    if not told:
        raise Refusal("terrain.no_crs", _NO_SYSTEM.filled(file=file, out=f"{file.stem}_with_crs.gpkg"))
    try:
        here, there = CRS.from_user_input(told), CRS.from_user_input(wanted)
    except CRSError:
        raise Refusal("terrain.no_crs", _NO_SYSTEM.filled(file=file, out=f"{file.stem}_with_crs.gpkg")) from None
    is_degrees = here.is_geographic
    if is_degrees and datum is None and may_be_shifted(coordinates):
        raise Refusal("terrain.datum", _SHIFTED.filled(file=file), field="datum")
    transformer = Transformer.from_crs(here, there, always_xy=True)

    def move(points: Floats) -> Floats:
        degrees = unshifted(points) if is_degrees and datum is Datum.GCJ02 else points
        return np.column_stack(transformer.transform(degrees[:, 0], degrees[:, 1]))

    return move
