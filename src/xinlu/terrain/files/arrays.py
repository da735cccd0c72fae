"""Heights in from a .npy, whose grid is told by a .json or .yaml of the same name beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import yaml
from pyproj import CRS
from pyproj.exceptions import CRSError

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.terrain.grid import Floats, Grid

_SIDES = (".json", ".yaml", ".yml")
_EXAMPLE = "crs: EPSG:32648, left_m: 500000, top_m: 2900000, cell_m: 30"
_NO_GRID = Words(
    "{file} 只是一片数，没说在哪里。旁边放一个 {side}，写上：{example}",
    "{file} is an array and does not say where it lies. Put a {side} beside it with: {example}",
)
_WRONG_GRID = Words(
    "{side} 的 {name} 不对（写的是“{here}”）。要这样写：{example}",
    "{name} of {side} is wrong (it says “{here}”). Write it like this: {example}",
)
_NOT_HEIGHTS = Words(
    "{file} 不是一张高程：要一个两维的数组（行从北往南），这个是 {here}",
    "{file} holds no heights: an array of two dimensions is wanted (rows from north to south), this is {here}",
)


def read_array_grid(file: Path) -> tuple[Grid, Floats, float | None]:
    """The grid told beside the file, its heights still on the disk [rows, columns], and the value that stands for none."""
    if not file.exists():
        raise FileNotFoundError(f"没有这个文件 / no such file: {file}")
    try:
        heights = np.load(file, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        told = _NOT_HEIGHTS.filled(file=file, here=str(error).splitlines()[0][:120])
        raise Refusal("terrain.array", told) from None
    if heights.ndim != 2 or heights.dtype.kind not in "iuf":
        raise Refusal("terrain.array", _NOT_HEIGHTS.filled(file=file, here=f"{heights.dtype} {heights.shape}"))
    side = next((file.with_suffix(end) for end in _SIDES if file.with_suffix(end).exists()), None)
    if side is None:
        told = _NO_GRID.filled(file=file, side=file.with_suffix(".yaml").name, example=_EXAMPLE)
        raise Refusal("terrain.array_grid", told)
    try:
        # JSON is YAML too.
        said = yaml.safe_load(side.read_text(encoding="utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError):
        said = None
    if not isinstance(said, dict):
        raise _wrong(side, side.suffix, said)
    nodata = None if said.get("nodata") is None else _number(said, "nodata", side)
    cell = _number(said, "cell_m", side) if "cell_m" in said else None
    grid = Grid(
        rows=heights.shape[0], columns=heights.shape[1], crs=_system(said, side),
        cell_x_m=cell or _number(said, "cell_x_m", side), cell_y_m=cell or _number(said, "cell_y_m", side),
        left_m=_number(said, "left_m", side), top_m=_number(said, "top_m", side),
    )  # fmt: skip
    return grid, heights, nodata


def _number(said: dict[str, Any], name: str, side: Path) -> float:
    here = said.get(name)
    if isinstance(here, bool) or not isinstance(here, int | float) or not np.isfinite(here):
        raise _wrong(side, name, here)
    return float(here)


def _system(said: dict[str, Any], side: Path) -> str:
    try:
        crs = CRS.from_user_input(said.get("crs"))
    except (CRSError, TypeError):
        raise _wrong(side, "crs", said.get("crs")) from None
    if not crs.is_projected or any(axis.unit_name != "metre" for axis in crs.axis_info[:2]):
        raise _wrong(side, "crs", said.get("crs"))
    return crs.to_wkt()


def _wrong(side: Path, name: str, here: object) -> Refusal:
    return Refusal(
        "terrain.array_grid",
        _WRONG_GRID.filled(side=side, name=name, here=str(here)[:60], example=_EXAMPLE),
        field=name,
    )
