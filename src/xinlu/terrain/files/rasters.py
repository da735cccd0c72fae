"""Elevation and cover in from GeoTIFF. Projected metres are demanded; nothing is guessed about where a file lies."""

from __future__ import annotations

import math
import warnings
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import rasterio
from numpy.typing import NDArray
from rasterio.enums import Resampling
from rasterio.errors import CRSError, NotGeoreferencedWarning, RasterioError
from rasterio.transform import Affine
from rasterio.warp import reproject

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.terrain.files.arrays import read_array_grid
from xinlu.terrain.files.memory import refuse_what_does_not_fit
from xinlu.terrain.grid import Elevation, Floats, Grid

LOWEST_M, HIGHEST_M = -500.0, 9000.0
"""No land lies beyond these: such a height is a mark for "not known" that the file does not declare."""
NO_CODE = -1
_WARP_MB = 256
_UNREADABLE = Words(
    "{file} 读不出来：不是栅格文件，或者文件断了（{why}）。重新下一份再试",
    "{file} cannot be read: it is no raster, or it is torn ({why}). Fetch it anew",
)
_NO_SYSTEM = Words(
    "{file} 没写用的是什么坐标系。知道是哪一个就写上，比如：gdal_edit.py -a_srs EPSG:32648 {file}",
    "{file} does not say in which coordinate system it lies. Where you know it, write it in, such as: "
    "gdal_edit.py -a_srs EPSG:32648 {file}",
)
_DEGREES = Words(
    "{file} 的格子是经纬度的度，不是米，走路的远近没法算。先转成米：gdalwarp -t_srs EPSG:{epsg} -r bilinear {file} {out}",
    "The cells of {file} are degrees and not metres; no length can be told from them. Turn them into metres first: "
    "gdalwarp -t_srs EPSG:{epsg} -r bilinear {file} {out}",
)
_NOT_METRES = Words(
    "{file} 的坐标单位是“{unit}”，不是米。先转成米：gdalwarp -t_srs EPSG:代号 -r bilinear {file} {out}",
    "The unit of {file} is “{unit}” and not metres. Turn it into metres first: gdalwarp -t_srs EPSG:CODE -r bilinear {file} {out}",
)
_TURNED = Words(
    "{file} 是斜着放的，行列不朝正南正北。先摆正：gdalwarp -r bilinear {file} {out}",
    "{file} is turned: its rows do not run east. Straighten it first: gdalwarp -r bilinear {file} {out}",
)
_BANDS = Words(
    "{file} 有 {n} 个波段，这里只要一个。取第一个：gdal_translate -b 1 {file} {out}",
    "{file} has {n} bands where one is wanted. Take the first: gdal_translate -b 1 {file} {out}",
)
_NO_HEIGHT = Words("{file} 里一格高程也没有，全是空的", "{file} holds no height at all: every cell is empty")
_NO_LAND = Words(
    "{file} 里有 {height} 米的高程（{n} 格）：世上没有这样的地，多半是“没有数据”的记号没有写明。写明它：gdal_edit.py -a_nodata {height} {file}",
    "{file} has heights of {height} m ({n} cells), where no land lies: most likely a mark for “not known” that is not declared. "
    "Declare it: gdal_edit.py -a_nodata {height} {file}",
)
_ELSEWHERE = Words(
    "{file} 和高程不是同一张网格（高程 {there}，它是 {here}）。照高程裁：gdalwarp -t_srs {crs} -te {box} -ts {columns} {rows} -r near {file} {out}",
    "{file} does not lie on the elevation's grid (that is {there}, this is {here}). Cut it alike: "
    "gdalwarp -t_srs {crs} -te {box} -ts {columns} {rows} -r near {file} {out}",
)
_APART = Words(
    "{file} 和高程没有一格重在一起：不是同一个地方，或者坐标系写错了",
    "{file} and the elevation share not one cell: they show different places, or a coordinate system is written wrongly",
)
_NOT_CODES = Words(
    "{file} 里的数不是地类代码（有 {here}）：代码要是整数",
    "The numbers of {file} are no codes of cover ({here} is among them): a code is a whole number",
)


def read_elevation(file: Path, *, resolution_m: float | None = None) -> Elevation:
    """The heights of a GeoTIFF of one band, or of a .npy with its grid beside it; of cells `resolution_m` wide where that is given.

    Coarser cells are means of those that they cover, finer ones lie between. Refusal, with the command that mends it, for a
    file that cannot be reckoned with. Its size is looked at before a cell is read.
    """
    if file.suffix.lower() == ".npy":
        grid, heights, nodata = read_array_grid(file)
        wanted = _fitting(file, grid, resolution_m)
        metres: Floats = np.asarray(heights, np.float64)
        metres = np.where(metres == nodata, np.nan, metres)
        if wanted != grid:
            metres = _resampled(
                metres, wanted, _way(grid, wanted, _HEIGHTS), src_transform=affine_of(grid), here=grid.crs
            )
    else:
        with opened(file) as source:
            grid = _grid(source, file)
            wanted = _fitting(file, grid, resolution_m)
            scale, offset = source.scales[0], source.offsets[0]
            if wanted == grid:
                metres = _band(source, file).astype(np.float64).filled(np.nan)
            else:
                metres = _of_band(source, file, wanted, _way(grid, wanted, _HEIGHTS))
        if (scale, offset) != (1.0, 0.0):
            metres = metres * scale + offset
    return Elevation(wanted, _checked(metres, file))


def read_codes(file: Path, grid: Grid, *, is_exact: bool = False) -> NDArray[np.int64]:
    """The codes of a cover on this grid, NO_CODE where there is none.

    What lies on another grid is taken cell by cell from the nearest there, or from the commonest where this grid's cells are twice as
    wide; with `is_exact` it is refused. Refusal for what is no codes, and for a cover of another place.
    """
    with opened(file) as source:
        here = _grid(source, file)
        if _is_same(here, grid):
            band = _band(source, file)
            if band.dtype.kind == "f":
                band = np.ma.masked_invalid(band)
        elif is_exact:
            told = _ELSEWHERE.filled(
                file=file, out=_beside(file), there=_told(grid), here=_told(here), crs=_short(grid.crs),
                box=_box(grid), columns=grid.columns, rows=grid.rows,
            )  # fmt: skip
            raise Refusal("terrain.cover_grid", told)
        else:
            band = np.ma.masked_invalid(_of_band(source, file, grid, _way(here, grid, _CODES)))
    if not band.count():
        raise Refusal("terrain.cover_apart", _APART.filled(file=file))
    if band.dtype.kind == "f" and not (strange := band.compressed()[band.compressed() % 1 != 0]).size == 0:
        raise Refusal("terrain.codes", _NOT_CODES.filled(file=file, here=f"{strange[0]:g}"))
    return np.asarray(np.where(np.ma.getmaskarray(band), NO_CODE, band.filled(0).astype(np.int64)))


def is_on(file: Path, grid: Grid) -> bool:
    """Whether a raster lies cell on cell upon this grid."""
    with opened(file) as source:
        return _is_same(_grid(source, file), grid)


def opened(file: Path) -> Any:
    """The raster, to be closed; Refusal for what is none."""
    if not file.exists():
        raise FileNotFoundError(f"没有这个文件 / no such file: {file}")
    try:
        with warnings.catch_warnings():
            # It is told in words that mend it, below.
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            return rasterio.open(file)
    except RasterioError as error:
        raise Refusal("terrain.raster", _UNREADABLE.filled(file=file, why=_why(error))) from None


def _grid(source: Any, file: Path) -> Grid:
    crs, transform = source.crs, source.transform
    if crs is None:
        raise Refusal("terrain.no_crs", _NO_SYSTEM.filled(file=file))
    if crs.is_geographic:
        raise Refusal("terrain.degrees", _DEGREES.filled(file=file, out=_beside(file), epsg=_zone(source)))
    try:
        unit, factor = crs.linear_units_factor
    except CRSError:
        unit, factor = "?", 0.0
    if not crs.is_projected:
        raise Refusal("terrain.no_crs", _NO_SYSTEM.filled(file=file))
    if abs(factor - 1.0) > 1e-9:
        raise Refusal("terrain.unit", _NOT_METRES.filled(file=file, unit=unit, out=_beside(file)))
    if transform.b or transform.d or transform.a <= 0:
        raise Refusal("terrain.turned", _TURNED.filled(file=file, out=_beside(file)))
    if source.count != 1:
        raise Refusal("terrain.bands", _BANDS.filled(file=file, n=source.count, out=_beside(file)))
    top = transform.f if transform.e < 0 else transform.f + transform.e * source.height
    return Grid(
        rows=source.height, columns=source.width, cell_x_m=transform.a, cell_y_m=abs(transform.e), left_m=transform.c,
        top_m=top, crs=crs.to_wkt(),
    )  # fmt: skip


def _fitting(file: Path, grid: Grid, resolution_m: float | None) -> Grid:
    """The grid that is wanted, from the same corner; Refusal where it does not fit into memory."""
    if resolution_m is not None:
        rows = math.ceil(grid.rows * grid.cell_y_m / resolution_m - 1e-9)
        columns = math.ceil(grid.columns * grid.cell_x_m / resolution_m - 1e-9)
        grid = replace(grid, rows=rows, columns=columns, cell_x_m=resolution_m, cell_y_m=resolution_m)
    refuse_what_does_not_fit(file, grid)
    return grid


def _band(source: Any, file: Path) -> Any:
    try:
        band = source.read(1, masked=True)
    except RasterioError as error:
        raise Refusal("terrain.raster", _UNREADABLE.filled(file=file, why=_why(error))) from None
    return band[::-1] if source.transform.e > 0 else band


_HEIGHTS = (Resampling.average, Resampling.bilinear)
_CODES = (Resampling.mode, Resampling.nearest)


def _way(here: Grid, wanted: Grid, ways: tuple[Any, Any]) -> Any:
    """How to take cells of `wanted` from `here`: the first of `ways` where they are a good deal wider."""
    return ways[0] if wanted.resolution_m > (1.0 if ways is _HEIGHTS else 1.9) * here.resolution_m else ways[1]


def _of_band(source: Any, file: Path, wanted: Grid, way: Any) -> Floats:
    try:
        return _resampled(rasterio.band(source, 1), wanted, way)
    except RasterioError as error:
        raise Refusal("terrain.raster", _UNREADABLE.filled(file=file, why=_why(error))) from None


def _resampled(source: Any, wanted: Grid, way: Any, *, src_transform: Affine | None = None, here: str = "") -> Floats:
    found = np.full(wanted.shape, np.nan)
    told = {} if src_transform is None else {"src_transform": src_transform, "src_crs": here, "src_nodata": np.nan}
    reproject(
        source, found, dst_transform=affine_of(wanted), dst_crs=wanted.crs, dst_nodata=np.nan, resampling=way,
        warp_mem_limit=_WARP_MB, **told,
    )  # fmt: skip
    return found


def _checked(metres: Floats, file: Path) -> Floats:
    metres[~np.isfinite(metres)] = np.nan
    if np.isnan(metres).all():
        raise Refusal("terrain.no_height", _NO_HEIGHT.filled(file=file))
    for worst, is_beyond in ((np.nanmin(metres), metres < LOWEST_M), (np.nanmax(metres), metres > HIGHEST_M)):
        if count := int(is_beyond.sum()):
            raise Refusal("terrain.no_land", _NO_LAND.filled(file=file, height=f"{worst:g}", n=f"{count:,}"))
    return metres


def _is_same(here: Grid, grid: Grid) -> bool:
    return here.shape == grid.shape and bool(
        np.allclose(
            (here.left_m, here.top_m, here.cell_x_m * here.columns, here.cell_y_m * here.rows),
            (grid.left_m, grid.top_m, grid.cell_x_m * grid.columns, grid.cell_y_m * grid.rows),
            rtol=0, atol=grid.resolution_m / 100,
        )
        and (not grid.crs or rasterio.CRS.from_user_input(here.crs) == rasterio.CRS.from_user_input(grid.crs))
    )  # fmt: skip


def _zone(source: Any) -> int:
    """The code of the UTM zone in which the middle of the file lies (EPSG 326zz in the north, 327zz in the south)."""
    bounds = source.bounds
    zone = int(((bounds.left + bounds.right) / 2 + 180) // 6) % 60 + 1
    return (32600 if bounds.bottom + bounds.top >= 0 else 32700) + zone


def affine_of(grid: Grid) -> Affine:
    """How a raster tells where this grid lies."""
    return Affine(grid.cell_x_m, 0, grid.left_m, 0, -grid.cell_y_m, grid.top_m)


def _box(grid: Grid) -> str:
    right, bottom = grid.left_m + grid.columns * grid.cell_x_m, grid.top_m - grid.rows * grid.cell_y_m
    return f"{grid.left_m:.10g} {bottom:.10g} {right:.10g} {grid.top_m:.10g}"


def _short(crs: str) -> str:
    epsg = rasterio.CRS.from_user_input(crs).to_epsg() if crs else None
    return f"EPSG:{epsg}" if epsg else "…"


def _beside(file: Path) -> str:
    return f"{file.stem}_m.tif"


def _told(grid: Grid) -> str:
    return (
        f"{grid.rows} x {grid.columns}, {grid.cell_x_m:.6g} x {grid.cell_y_m:.6g} m, {grid.left_m:.3f} {grid.top_m:.3f}"
    )


def _why(error: Exception) -> str:
    return str(error).splitlines()[0][:160] if str(error) else type(error).__name__
