"""`xinlu terrain` as a person calls it: from files to files, in both languages, on ground that bars and opens."""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
import pytest
import rasterio
import shapely
from click.testing import CliRunner
from pyarrow import csv, parquet

from unit.terrain.files.making import features, from_origin, raster
from unit.terrain.ground import FLAT_M_PER_S, hills
from xinlu.config.command import xinlu
from xinlu.terrain.files.rasters import read_elevation
from xinlu.terrain.files.seconds import read_seconds
from xinlu.terrain.network import Way
from xinlu.terrain.speeds import Model
from xinlu.terrain.surface import Direction, Terrain

N = 24
LEFT, TOP, CELL = 500_000, 2_900_000, 30


def at(row, column):
    return LEFT + (column + 0.5) * CELL, TOP - (row + 0.5) * CELL


def called(*arguments):
    return CliRunner().invoke(xinlu, ["terrain", *(str(each) for each in arguments)], catch_exceptions=False)


@pytest.fixture
def files(tmp_path):
    """A hilly map, a river down its middle with a ford that the rains close, a road, and two clinics, one beyond the map."""
    raster(
        tmp_path / "dem.tif", (hills(2, (N, N)) + 500).astype(np.float32), transform=from_origin(LEFT, TOP, CELL, CELL)
    )
    features(tmp_path / "clinics.gpkg", [shapely.Point(at(6, 3)), shapely.Point(at(6, 300))], name=["卫生院", "远处"])
    features(tmp_path / "homes.gpkg", [shapely.Point(at(20, 2)), shapely.Point(at(6, 20))], name=["山上", "对岸"])
    line = {"kind": "LineString"}
    features(tmp_path / "river.gpkg", [shapely.LineString([at(-3, 11.5), at(30, 11.5)])], **line)
    features(tmp_path / "ford.gpkg", [shapely.LineString([at(6, 11), at(6, 12)])], open_months=["11-4"], **line)
    features(tmp_path / "roads.gpkg", [shapely.LineString([at(20, 2), at(6, 3)])], **{"class": ["1002"]}, **line)
    (tmp_path / "speeds.csv").write_text("class,speed,mode\n1,3,WALKING\n1002,40,MOTORIZED\n")
    return tmp_path


def on(files, *more):
    return ("--dem", files / "dem.tif", "--language", "en", *more)


@pytest.mark.parametrize(("flag", "direction"), [((), "to"), (("--from",), "from"), (("--round",), "round")])
def test_times_are_those_of_the_ground(files, flag, direction):
    said = called("times", *on(files), "--to", files / "clinics.gpkg", "--out", files / "out.tif", *flag)
    assert said.exit_code == 0 and "576 cells are reached (100.0%)" in said.stdout and "远处" in said.stdout
    assert "The other model gives" in said.stdout and f"Written to {files / 'out.tif'}" in said.stdout
    ground = Terrain(read_elevation(files / "dem.tif"))
    wanted = ground.time_to(np.array([at(6, 3)]), direction=Direction(direction)).seconds
    assert np.array_equal(read_seconds(files / "out.tif"), wanted)
    with rasterio.open(files / "out.tif") as written:
        assert written.tags()["direction"] == direction and written.tags()["resolution_m"] == "30"


def test_model_neighbours_limit_and_resolution_are_heeded(files):
    more = ("--model", "langmuir", "--neighbours", 8, "--limit", 0.2, "--resolution", 60)
    called("times", *on(files), "--to", files / "clinics.gpkg", "--out", files / "out.tif", *more)
    ground = Terrain(read_elevation(files / "dem.tif", resolution_m=60), model=Model.LANGMUIR, neighbours=8)
    wanted = ground.time_to(np.array([at(6, 3)]), limit_s=720).seconds
    assert np.array_equal(read_seconds(files / "out.tif"), wanted) and np.isinf(wanted).any()


def test_json_says_the_same_and_nothing_else(files):
    said = called("times", *on(files), "--to", files / "clinics.gpkg", "--out", files / "out.tif", "--json")
    told = json.loads(said.stdout)
    seconds = read_seconds(files / "out.tif")
    assert told["reached"] == 576 and told["left_out"] == ["远处"] and told["model"] == "tobler"
    assert told["most_s"] == pytest.approx(seconds.max()) and told["median_s"] == pytest.approx(np.median(seconds))


@pytest.mark.parametrize(("month", "is_over"), [(1, True), (7, False), (None, True)])
def test_a_ford_is_there_in_its_months(files, month, is_over):
    more = ("--rivers", files / "river.gpkg", "--bridges", files / "ford.gpkg", *(("--month", month) if month else ()))
    said = called("times", *on(files, *more), "--to", files / "clinics.gpkg", "--out", files / "out.tif")
    assert np.isfinite(read_seconds(files / "out.tif")[6, 20]) == is_over
    assert ("without --month" in said.stderr) == (month is None)


def test_a_river_waded_in_the_dry_months_bars_in_the_others(files):
    features(
        files / "dry.gpkg", [shapely.LineString([at(-3, 11.5), at(30, 11.5)])], kind="LineString", open_months=["1-3"]
    )
    for month, is_over in ((2, True), (8, False)):
        more = ("--rivers", files / "dry.gpkg", "--month", month)
        called("times", *on(files, *more), "--to", files / "clinics.gpkg", "--out", files / "out.tif")
        assert np.isfinite(read_seconds(files / "out.tif")[6, 20]) == is_over


@pytest.mark.parametrize("told", [("--speeds", "speeds.csv"), ("--road-kmh", 40)])
def test_a_road_goes_as_fast_as_its_class_or_as_is_said(files, told):
    name, value = told
    more = ("--roads", files / "roads.gpkg", name, files / value if name == "--speeds" else value)
    called("times", *on(files, *more), "--to", files / "clinics.gpkg", "--out", files / "out.tif")
    way = Way(np.array([at(20, 2), at(6, 3)]), 40 / 3.6)
    wanted = Terrain(read_elevation(files / "dem.tif"), roads=[way]).time_to(np.array([at(6, 3)])).seconds
    assert np.array_equal(read_seconds(files / "out.tif"), wanted)
    assert wanted[20, 2] < 14 * CELL / FLAT_M_PER_S, "the road is taken"


def test_a_cover_slows_and_what_it_holds_is_said(files):
    cover = np.ones((N, N), np.uint8)
    cover[0, 0] = 77
    raster(files / "cover.tif", cover, transform=from_origin(LEFT, TOP, CELL, CELL))
    more = ("--cover", files / "cover.tif", "--speeds", files / "speeds.csv")
    said = called("times", *on(files, *more), "--to", files / "clinics.gpkg", "--out", files / "out.tif")
    assert "impassable: 77" in said.stderr
    slow = read_seconds(files / "out.tif")
    plain = Terrain(read_elevation(files / "dem.tif")).time_to(np.array([at(6, 3)])).seconds
    assert np.isinf(slow[0, 0]) and np.median(slow[6, 4:20] / plain[6, 4:20]) == pytest.approx(
        3.6 * FLAT_M_PER_S / 3, rel=0.02
    )
    (files / "ridden.csv").write_text("class,speed,mode\n1,15,BICYCLING\n77,1,WALKING\n")
    more = ("--cover", files / "cover.tif", "--speeds", files / "ridden.csv")
    said = called("times", *on(files, *more), "--to", files / "clinics.gpkg", "--out", files / "out.tif")
    assert "taken as that of walking: 1\n" in said.stderr, "and 77, which is walked, is not named"


def test_a_matrix_is_written_in_every_kind(files):
    ground = Terrain(read_elevation(files / "dem.tif"))
    begin, goal = np.array([at(20, 2), at(6, 20)]), np.array([at(6, 3), at(6, 300)])
    wanted = ground.matrix(begin, to_m=goal)
    for kind in ("csv", "parquet", "geojson"):
        said = called("matrix", *on(files), "--from", files / "homes.gpkg", "--to", files / "clinics.gpkg",
                      "--out", files / f"m.{kind}")  # fmt: skip
        assert said.exit_code == 0 and "2 of 4 pairs have a way" in said.stdout and "远处" in said.stdout
    rows = parquet.read_table(files / "m.parquet").to_pydict()
    assert rows == csv.read_csv(files / "m.csv").to_pydict()
    assert rows["from"] == ["山上", "山上", "对岸", "对岸"] and rows["to"] == ["卫生院", "远处"] * 2
    assert rows["seconds"] == [pytest.approx(wanted[0, 0]), None, pytest.approx(wanted[1, 0]), None]
    drawn = json.loads((files / "m.geojson").read_text())["features"]
    assert len(drawn) == 4 and drawn[0]["geometry"]["type"] == "LineString"


def test_the_ratio_is_that_of_the_walk_to_the_quickest_place(files):
    said = called("ratio", *on(files), "--from", files / "homes.gpkg", "--to", files / "clinics.gpkg",
                  "--out", files / "r.csv", "--json")  # fmt: skip
    rows = csv.read_csv(files / "r.csv").to_pydict()
    ground = Terrain(read_elevation(files / "dem.tif"))
    begin, goal = np.array([at(20, 2), at(6, 20)]), np.array([at(6, 3)] * 2)
    assert rows["to"] == ["卫生院"] * 2
    assert rows["talk_walk_ratio"] == pytest.approx(ground.talk_walk_ratio(begin, goal))
    assert rows["straight_m"] == pytest.approx(np.hypot(*(begin - goal).T))
    other = Terrain(read_elevation(files / "dem.tif"), model=Model.LANGMUIR).matrix(begin, to_m=goal[:1])[:, 0]
    assert rows["seconds_by_the_other_model"] == pytest.approx(other)
    told = json.loads(said.stdout)
    assert told["with_a_way"] == 2 and told["most"] == pytest.approx(max(rows["talk_walk_ratio"]))
    assert told["left_out"] == ["远处"]


def test_chinese_is_said_where_it_is_asked_for(files):
    said = called("ratio", "--dem", files / "dem.tif", "--language", "zh", "--from", files / "homes.gpkg",
                  "--to", files / "clinics.gpkg", "--out", files / "r.csv")  # fmt: skip
    assert "2 处里走得到的有 2 处" in said.stdout and "没算进来的点：远处" in said.stdout
    assert "在读文件" in said.stderr


def test_nobody_reached_is_no_error(files):
    more = ("--rivers", files / "river.gpkg", "--from", files / "clinics.gpkg", "--out", files / "m.csv")
    features(files / "over.gpkg", [shapely.Point(at(9, 20))])
    said = called("matrix", *on(files, *more), "--to", files / "over.gpkg")
    assert said.exit_code == 0 and "0 of 2 pairs" in said.stdout
    said = called("ratio", *on(files, *more), "--to", files / "over.gpkg")
    assert said.exit_code == 0 and "none has a way" in said.stdout


def test_a_refusal_is_told_in_both_languages_with_exit_code_1(files):
    command = [sys.executable, "-m", "xinlu.config.command", "terrain", "times", "--dem", str(files / "none.tif"),
               "--to", str(files / "clinics.gpkg"), "--out", str(files / "o.tif")]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "没有这个文件 / no such file" in done.stderr and "Traceback" not in done.stderr


def test_other_commands_load_nothing_heavy():
    told = "import sys, xinlu.config.command; print(sorted({'numba','rasterio','pyogrio','scipy','numpy'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
