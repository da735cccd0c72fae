"""`xinlu terrain`: from files to files, in words of both languages; and once over a real county where its data is at hand."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
import rasterio
import shapely
from click.testing import CliRunner

from unit.terrain.files.making import features, from_origin, raster
from xinlu.config.terrain import terrain
from xinlu.kernel.errors import Refusal
from xinlu.terrain.files.seconds import read_seconds

LEFT, TOP = 500_000, 2_900_000
REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "terrain"


def at(row, column):
    return shapely.Point(LEFT + 30 * (column + 0.5), TOP - 30 * (row + 0.5))


def line(*cells):
    return shapely.LineString([at(*cell) for cell in cells])


@pytest.fixture
def folder(tmp_path):
    """A plane of 20 x 30 cells, a clinic in the west and one beyond the map, a river through the middle and a bridge over it."""
    raster(tmp_path / "dem.tif", np.zeros((20, 30), np.float32), transform=from_origin(LEFT, TOP, 30, 30))
    features(tmp_path / "clinics.gpkg", [at(5, 3), at(5, 300)], name=["坪上卫生室", "邻县卫生院"])
    features(tmp_path / "homes.gpkg", [at(5, 20), at(15, 3)], name=["杨家", "石家"])
    features(tmp_path / "rivers.gpkg", [line((-3, 14.5), (25, 14.5))], kind="LineString")
    features(tmp_path / "bridges.gpkg", [line((18, 14), (18, 15))], kind="LineString", name=["风雨桥"])
    features(tmp_path / "roads.gpkg", [line((5, 3), (5, 13))], kind="LineString", speed_kmh=[30.0])
    return tmp_path


def run(folder, command, *options):
    files = ("--dem", "--to", "--from", "--rivers", "--bridges", "--roads", "--cover", "--speeds", "--out")
    told = [
        str(folder / value) if before in files else value
        for before, value in zip(("", *options), options, strict=False)
    ]
    return CliRunner().invoke(terrain, [command, *told], catch_exceptions=False)


TIMES = ("--dem", "dem.tif", "--to", "clinics.gpkg", "--out", "out.tif")


def test_times_are_written_and_said_with_their_model_their_range_and_what_was_left_out(folder):
    done = run(folder, "times", *TIMES, "--language", "zh")
    assert done.exit_code == 0
    seconds = read_seconds(folder / "out.tif")
    assert seconds.shape == (20, 30) and seconds[5, 3] == 0 and np.isfinite(seconds).all()
    assert "没算进来的点：邻县卫生院" in done.output and "16 邻格" in done.output and "600（100.0%）" in done.output
    assert "Points left out: 邻县卫生院" in run(folder, "times", *TIMES, "--language", "en").output


def test_a_river_cuts_off_what_lies_beyond_and_a_bridge_joins_it_again(folder):
    run(folder, "times", *TIMES, "--rivers", "rivers.gpkg")
    cut = read_seconds(folder / "out.tif")
    assert np.isfinite(cut[:, :15]).all() and np.isinf(cut[:, 15:]).all()
    run(folder, "times", *TIMES, "--rivers", "rivers.gpkg", "--bridges", "bridges.gpkg")
    assert np.isfinite(read_seconds(folder / "out.tif")).all()


def test_what_came_of_it_as_json(folder):
    done = run(folder, "times", *TIMES, "--rivers", "rivers.gpkg", "--json", "--limit", "0.05", "--model", "langmuir")
    told = json.loads(done.stdout)
    assert (told["cells"], told["model"], told["left_out"]) == (600, "langmuir", ["邻县卫生院"])
    assert 0 < told["reached"] < 300 and told["most_s"] <= 180
    with rasterio.open(folder / "out.tif") as written:
        assert written.tags()["model"] == "langmuir"


def test_a_road_is_as_fast_as_its_field_says(folder):
    run(folder, "times", *TIMES)
    without = read_seconds(folder / "out.tif")[5, 13]
    run(folder, "times", *TIMES, "--roads", "roads.gpkg")
    assert read_seconds(folder / "out.tif")[5, 13] == pytest.approx(300 / (30 / 3.6), rel=0.1) and without > 200


def test_the_matrix_tells_every_pair_with_its_ratio_and_leaves_empty_where_there_is_no_way(folder):
    done = run(folder, "matrix", "--dem", "dem.tif", "--from", "homes.gpkg", "--to", "clinics.gpkg", "--out", "pairs.csv",
               "--rivers", "rivers.gpkg")  # fmt: skip
    assert done.exit_code == 0 and "邻县卫生院" in done.output
    rows = list(csv.DictReader((folder / "pairs.csv").read_text(encoding="utf-8").splitlines()))
    assert [(row["from"], row["to"]) for row in rows][:2] == [("杨家", "坪上卫生室"), ("杨家", "邻县卫生院")]
    assert rows[0]["seconds"] == "" and float(rows[2]["talk_walk_ratio"]) == pytest.approx(1.0)
    run(folder, "matrix", "--dem", "dem.tif", "--from", "homes.gpkg", "--out", "pairs.parquet")
    assert pq.read_table(folder / "pairs.parquet").num_rows == 4


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--roads", "rivers.gpkg"), "terrain.road_speed"),
        (("--rivers", "homes.gpkg"), "terrain.feature_kind"),
        (("--cover", "dem.tif"), "terrain.no_shares"),
    ],
)
def test_what_cannot_be_reckoned_is_refused_and_nothing_is_written(folder, options, code):
    with pytest.raises(Refusal) as caught:
        run(folder, "times", *TIMES, *options)
    assert caught.value.code == code and not (folder / "out.tif").exists()


def test_a_road_of_no_speed_is_refused_by_its_number(folder):
    features(
        folder / "slow.gpkg", [line((5, 3), (5, 13)), line((6, 3), (6, 9))], kind="LineString", speed_kmh=[30.0, -4.0]
    )
    with pytest.raises(Refusal) as caught:
        run(folder, "times", *TIMES, "--roads", "slow.gpkg")
    assert caught.value.field == "2"


@pytest.mark.skipif(not REAL.exists(), reason="the demo data of AccessMod is not beside the project")
def test_a_real_county_is_reckoned_as_its_files_lie():
    import tempfile

    with tempfile.TemporaryDirectory() as out:
        told = [
            "--dem", REAL / "DEM/dem__dem.GeoTIFF", "--to", REAL / "health_facilities__demo/health_facilities__demo.shp",
            "--rivers", REAL / "barrier__demo_river/barrier__demo_river.shp", "--roads", REAL / "road__demo/road__demo.shp",
            "--road-kmh", "40", "--cover", REAL / "land_cover__demo/land_cover__demo.GeoTIFF", "--speeds",
            REAL / "table_model__demo/table_model__demo.xlsx", "--out", Path(out) / "out.tif", "--json",
        ]  # fmt: skip
        done = CliRunner().invoke(terrain, ["times", *map(str, told)], catch_exceptions=False)
        found = json.loads(done.stdout)
    assert found["cells"] == 467 * 633 and found["left_out"] == [] and found["reached"] > 0.9 * found["cells"]
