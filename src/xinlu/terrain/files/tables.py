"""Rows out to .csv, .parquet or .geojson: times between pairs of points, and what else is told of points."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv, parquet
from pyproj import Transformer

from xinlu.terrain.files.features import Features
from xinlu.terrain.files.whole import whole
from xinlu.terrain.grid import Floats

KINDS = (".csv", ".parquet", ".geojson")
_DEGREES = "EPSG:4326"
_DECIMALS = 7
"""Of a degree: a centimetre."""


def pair_columns(starts: Features, ends: Features, seconds: Floats, straight: Floats) -> dict[str, pa.Array]:
    """A row a pair: from, to, seconds [n, m] (empty where there is no way), and how many times the `straight` walk that is."""
    there, back = (np.array(each.names(), dtype=object) for each in (starts, ends))
    return {
        "from": pa.array(np.repeat(there, len(back)), pa.string()),
        "to": pa.array(np.tile(back, len(there)), pa.string()),
        "seconds": column(seconds.ravel()),
        "talk_walk_ratio": column(ratio(seconds, straight).ravel()),
    }


def pair_lines(starts: Features, ends: Features) -> NDArray[np.float64]:
    """The straight line [n * m, 2, 2] of each pair."""
    there, back = starts.points, ends.points
    return np.stack((np.repeat(there, len(back), axis=0), np.tile(back, (len(there), 1))), axis=1)


def ratio(seconds: Floats, straight: Floats) -> Floats:
    """How many times as long as a straight walk over flat ground; NaN where there is no way, or no distance."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.isfinite(seconds) & (straight > 0), seconds / straight, np.nan)


def column(values: Floats) -> pa.Array:
    """Numbers as a column, empty where they are not finite."""
    return pa.array(values, pa.float64(), mask=~np.isfinite(values))


def write_rows(file: Path, columns: Mapping[str, pa.Array], shapes: Sequence[Floats] | Floats, crs: str) -> None:
    """The columns as .csv or .parquet; as .geojson with the shape of each row (points [k, 2] in `crs`; one or two and more).

    GeoJSON is told in WGS-84 degrees, as RFC 7946 demands. Refusal where it cannot be written.
    """
    table = pa.table(dict(columns))
    with whole(file) as part:
        if file.suffix.lower() == ".parquet":
            parquet.write_table(table, part)
        elif file.suffix.lower() == ".csv":
            csv.write_csv(table, part)
        else:
            _write_geojson(part, table, shapes, crs)


def _write_geojson(part: Path, table: pa.Table, shapes: Sequence[Floats] | Floats, crs: str) -> None:
    turn = Transformer.from_crs(crs, _DEGREES, always_xy=True)
    with part.open("w", encoding="utf-8") as out:
        out.write('{"type": "FeatureCollection", "features": [')
        for n, (row, shape) in enumerate(zip(table.to_pylist(), shapes, strict=True)):
            degrees = np.column_stack(turn.transform(shape[:, 0], shape[:, 1])).round(_DECIMALS).tolist()
            geometry: dict[str, Any] = (
                {"type": "Point", "coordinates": degrees[0]}
                if len(degrees) == 1
                else {"type": "LineString", "coordinates": degrees}
            )
            feature = {"type": "Feature", "properties": row, "geometry": geometry}
            out.write((",\n" if n else "\n") + json.dumps(feature, ensure_ascii=False, allow_nan=False))
        out.write("\n]}\n")
