"""What is written: whole or not at all, in the kinds that others read."""

from __future__ import annotations

import json

import numpy as np
import pyarrow as pa
import pyogrio
import pytest
import rasterio
from pyarrow import csv, parquet
from pyproj import Transformer

from unit.terrain.files.making import UTM, raster, refusal
from xinlu.kernel.errors import Refusal
from xinlu.terrain.files.rasters import read_elevation
from xinlu.terrain.files.seconds import NODATA, read_seconds, write_seconds
from xinlu.terrain.files.shares import Mode, Speed, read_speeds
from xinlu.terrain.files.tables import column, ratio, write_rows
from xinlu.terrain.files.whole import check_target, whole
from xinlu.terrain.surface import Terrain

ROWS = {"name": pa.array(["甲", "乙"]), "seconds": column(np.array([60.5, np.inf]))}
SHAPES = [np.array([[500_000.0, 2_900_000.0]]), np.array([[500_000.0, 2_900_000.0], [500_300.0, 2_900_400.0]])]


def test_single_numbers_take_half_and_stay_within_a_tenth_of_a_second(tmp_path):
    elevation = read_elevation(raster(tmp_path / "dem.tif", nodata=20))
    times = Terrain(elevation).time_to(elevation.grid.centres_of(np.array([0])))
    write_seconds(tmp_path / "one.tif", times, elevation.grid, is_single=True)
    found = read_seconds(tmp_path / "one.tif")
    assert np.array_equal(np.isinf(found), np.isinf(times.seconds))
    known = np.isfinite(found)
    assert np.abs(found[known] - times.seconds[known]).max() < 0.1
    with rasterio.open(tmp_path / "one.tif") as written:
        assert written.dtypes == ("float32",) and written.nodata == NODATA
        assert written.tags()["unit"] == "seconds" and written.tags()["conventions"] == "xinlu"


def test_geojson_is_told_in_degrees_and_read_by_others(tmp_path):
    write_rows(tmp_path / "r.geojson", ROWS, SHAPES, UTM)
    told = json.loads((tmp_path / "r.geojson").read_text())
    assert "crs" not in told and [each["geometry"]["type"] for each in told["features"]] == ["Point", "LineString"]
    assert told["features"][1]["properties"] == {"name": "乙", "seconds": None}
    degrees = np.array(told["features"][1]["geometry"]["coordinates"])
    back = np.column_stack(Transformer.from_crs("EPSG:4326", UTM, always_xy=True).transform(*degrees.T))
    assert np.allclose(back, SHAPES[1], atol=0.02)
    assert pyogrio.raw.read(tmp_path / "r.geojson")[0]["crs"] == "EPSG:4326"


def test_csv_and_parquet_hold_the_same_rows(tmp_path):
    for kind in ("csv", "parquet"):
        write_rows(tmp_path / f"r.{kind}", ROWS, SHAPES, UTM)
    assert parquet.read_table(tmp_path / "r.parquet").to_pydict() == {"name": ["甲", "乙"], "seconds": [60.5, None]}
    assert csv.read_csv(tmp_path / "r.csv").to_pydict() == {"name": ["甲", "乙"], "seconds": [60.5, None]}


def test_a_ratio_is_told_only_where_there_is_a_way_and_a_distance():
    assert np.array_equal(
        ratio(np.array([6.0, np.inf, 0.0]), np.array([2.0, 2.0, 0.0])), [3, np.nan, np.nan], equal_nan=True
    )


def test_what_is_not_written_whole_leaves_what_was_there(tmp_path):
    out = tmp_path / "out.csv"
    out.write_text("before")

    def torn():
        with whole(out) as part:
            part.write_text("half")
            raise OSError(28, "No space left on device")

    found = refusal(torn)
    assert found.code == "terrain.unwritten" and "No space left" in found.words.zh
    assert out.read_text() == "before" and list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("name", "code"),
    [("times.png", "terrain.kind"), ("dem.tif", "terrain.over"), ("../x/dem.tif", "terrain.folder"), ("ok.tif", None)],
)
def test_where_nothing_may_be_written_is_said_before_anything_is_reckoned(tmp_path, name, code):
    dem = raster(tmp_path / "dem.tif")
    if code is None:
        check_target(tmp_path / name, kinds=(".tif",), read=(dem, None))
        return
    with pytest.raises(Refusal) as caught:
        check_target(tmp_path / name, kinds=(".tif",), read=(dem, None))
    assert caught.value.code == code and caught.value.field == "out"


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_the_table_of_another_program_is_read_as_it_lies(tmp_path, separator, encoding):
    rows = [("class", "label", "speed", "mode"), ("1", "草地", "2", "WALKING"), ("1001", "公路", "80", "motorized"),
            ("6", "x", "4.5", "")]  # fmt: skip
    file = tmp_path / "speeds.csv"
    file.write_bytes("\r\n".join(separator.join(row) for row in rows).encode(encoding))
    assert read_speeds(file) == {1: Speed(2, Mode.WALKING), 1001: Speed(80, Mode.MOTORIZED), 6: Speed(4.5, None)}


def test_a_mode_that_is_none_is_refused_by_its_row(tmp_path):
    file = tmp_path / "speeds.csv"
    file.write_text("class,speed,mode\n1,2,WALKING\n2,3,FLYING\n")
    found = refusal(read_speeds, file)
    assert found.code == "terrain.share_mode" and found.field == "3" and "FLYING" in found.words.zh
