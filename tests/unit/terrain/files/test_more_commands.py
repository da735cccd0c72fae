"""`xinlu terrain` in AccessMod's conventions, the order of a day, and the way to the water, as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from click.testing import CliRunner
from pyarrow import csv, parquet

from unit.terrain.files.making import features, from_origin, raster, refusal
from unit.terrain.ground import hills
from xinlu.config.command import xinlu
from xinlu.terrain.accessmod import ByAccessMod, Rule, RuledSpeed
from xinlu.terrain.files.rasters import read_elevation
from xinlu.terrain.files.seconds import read_seconds
from xinlu.terrain.merging import merged
from xinlu.terrain.surface import Direction, Terrain

REAL = Path(__file__).resolve().parents[5] / "shared" / "data" / "terrain"
N, LEFT, TOP, CELL = 24, 500_000, 2_900_000, 30
SPEEDS = {1: RuledSpeed(4, Rule.WALKING), 2: RuledSpeed(12, Rule.BICYCLING), 1002: RuledSpeed(40, Rule.MOTORIZED)}


def at(row, column):
    return LEFT + (column + 0.5) * CELL, TOP - (row + 0.5) * CELL


def called(*arguments):
    return CliRunner().invoke(xinlu, ["terrain", *(str(each) for each in arguments)], catch_exceptions=False)


@pytest.fixture
def files(tmp_path):
    """A hilly map of two covers, its merged form, a river with a road over it, and homes on either bank."""
    here = from_origin(LEFT, TOP, CELL, CELL)
    raster(tmp_path / "dem.tif", (hills(2, (N, N), rough_m=20.0) + 500).astype(np.float32), transform=here)
    cover = np.ones((N, N), np.uint16)
    cover[:, 15:] = 2
    cover[0, 0] = 77
    raster(tmp_path / "cover.tif", cover, transform=here)
    cover[12, :] = 1002
    cover[3, 5] = 999
    raster(tmp_path / "merged.tif", cover, transform=here, nodata=999)
    (tmp_path / "speeds.csv").write_text("class,speed,mode\n1,4,WALKING\n2,12,BICYCLING\n1002,40,MOTORIZED\n")
    clinics = [shapely.Point(at(6, 3)), shapely.Point(at(6, 300))]
    features(tmp_path / "clinics.gpkg", clinics, name=["卫生院", "远处"])
    features(tmp_path / "start.gpkg", [shapely.Point(at(6, 3))], name=["村委会"])
    homes = [shapely.Point(at(*cell)) for cell in ((20, 2), (2, 20), (22, 9), (5, 5))]
    features(tmp_path / "homes.gpkg", homes, name=["杨家", "对岸", "石家", "吴家"], minutes=[30.0, None, 45.0, 20.0])
    river, road = [at(-3, 11.5), at(30, 11.5)], [at(12, 2), at(12, 20)]
    features(tmp_path / "river.gpkg", [shapely.LineString(river)], kind="LineString")
    features(tmp_path / "roads.gpkg", [shapely.LineString(road)], kind="LineString", **{"class": ["1002"]})
    return tmp_path


def on(files, *more):
    return ("--dem", files / "dem.tif", "--language", "en", *more)


def by_accessmod(files, *more):
    return on(files, "--conventions", "accessmod", "--speeds", files / "speeds.csv", *more)


def codes(file):
    with rasterio.open(file) as source:
        return source.read(1, masked=True).filled(60_000).astype(np.int64)


@pytest.mark.parametrize("way", [(), ("--from",), ("--round",)])
def test_a_merged_cover_is_taken_as_it_lies(files, way):
    more = ("--cover", files / "merged.tif", "--to", files / "clinics.gpkg", "--out", files / "out.tif", *way)
    said = called("times", *by_accessmod(files, *more))
    assert said.exit_code == 0 and "By AccessMod's conventions: 8 neighbours" in said.stdout and "远处" in said.stdout
    assert "The other model" not in said.stdout and "impassable: 77" in said.stderr
    ground = ByAccessMod(read_elevation(files / "dem.tif"), codes=codes(files / "merged.tif"), speeds=SPEEDS)
    direction = {"--from": "from", "--round": "round"}.get("".join(way), "to")
    wanted = ground.time_to(np.array([at(6, 3)]), direction=Direction(direction)).seconds
    assert np.array_equal(read_seconds(files / "out.tif"), wanted)
    assert np.isinf(wanted[3, 5]) and np.isinf(wanted[0, 0]) and np.isfinite(wanted).sum() == N * N - 2
    with rasterio.open(files / "out.tif") as written:
        assert (written.tags()["conventions"], written.tags()["neighbours"]) == ("accessmod", "8")


def test_a_cover_with_roads_and_rivers_apart_is_merged_as_accessmod_does_it(files):
    lines = ("--roads", files / "roads.gpkg", "--rivers", files / "river.gpkg")
    more = ("--cover", files / "cover.tif", "--to", files / "clinics.gpkg", "--out", files / "out.tif", *lines)
    said = called("times", *by_accessmod(files, *more))
    assert "1 roads, 1 rivers" in said.stderr
    elevation = read_elevation(files / "dem.tif")
    whole = merged(
        codes(files / "cover.tif"), elevation.grid, roads=[np.array([at(12, 2), at(12, 20)])], road_codes=[1002],
        barriers=[np.array([at(-3, 11.5), at(30, 11.5)])],
    )  # fmt: skip
    wanted = ByAccessMod(elevation, codes=whole, speeds=SPEEDS).time_to(np.array([at(6, 3)])).seconds
    assert np.array_equal(read_seconds(files / "out.tif"), wanted)
    assert np.isfinite(wanted[6, 20]) and np.isinf(wanted[:12, 12]).all(), "over the river by the road alone"


def test_matrix_and_ratio_go_by_them_too_and_json_says_so(files):
    ends = ("--from", files / "homes.gpkg", "--to", files / "start.gpkg", "--cover", files / "merged.tif", "--json")
    told = json.loads(called("matrix", *by_accessmod(files, *ends), "--out", files / "m.parquet").stdout)
    assert (told["model"], told["neighbours"]) == ("accessmod", 8)
    told = json.loads(called("ratio", *by_accessmod(files, *ends), "--out", files / "r.parquet").stdout)
    pairs, nearest = (parquet.read_table(files / f"{name}.parquet").to_pydict() for name in "mr")
    assert told["model"] == "accessmod" and "seconds_by_the_other_model" not in nearest
    assert nearest["seconds"] == pytest.approx(pairs["seconds"])
    ground = ByAccessMod(read_elevation(files / "dem.tif"), codes=codes(files / "merged.tif"), speeds=SPEEDS)
    homes = np.array([at(*cell) for cell in ((20, 2), (2, 20), (22, 9), (5, 5))])
    assert pairs["seconds"] == pytest.approx(ground.matrix(homes, to_m=np.array([at(6, 3)]))[:, 0])


@pytest.mark.parametrize(
    ("more", "code"),
    [
        (("--cover", "merged.tif", "--neighbours", "16"), "terrain.accessmod_neighbours"),
        (("--cover", "merged.tif", "--bridges", "river.gpkg"), "terrain.accessmod_option"),
        (("--cover", "merged.tif", "--road-kmh", "30"), "terrain.accessmod_option"),
        (("--cover", "merged.tif", "--model", "langmuir"), "terrain.accessmod_option"),
        (("--cover", "merged.tif", "--roads", "river.gpkg"), "terrain.accessmod_class"),
        (("--cover", "merged.tif", "--speeds", "without.csv"), "terrain.accessmod_mode"),
        ((), "terrain.accessmod_cover"),
    ],
)
def test_what_accessmods_conventions_do_not_have_is_refused(files, more, code):
    (files / "without.csv").write_text("class,speed\n1,4\n2,12\n")
    told = [files / each if "." in each else each for each in more]
    command = by_accessmod(files, *told, "--to", files / "clinics.gpkg", "--out", files / "out.tif")
    caught = refusal(called, "times", *command)
    assert caught.code == code and not (files / "out.tif").exists()
    called("times", *by_accessmod(files, "--cover", files / "merged.tif", "--neighbours", 8, *command[-4:]))
    assert (files / "out.tif").exists(), "8 neighbours may be said"


def test_the_day_is_written_said_and_left_out_with_its_reason(files):
    more = ("--start", files / "start.gpkg", "--visits", files / "homes.gpkg", "--rivers", files / "river.gpkg")
    said = called("route", *on(files, *more), "--hours", 3, "--out", files / "day.csv")
    assert said.exit_code == 0 and "3 visits" in said.stdout and "There is no better order" in said.stdout
    assert "No way there and back: 对岸" in said.stdout
    rows = csv.read_csv(files / "day.csv").to_pydict()
    ground = Terrain(read_elevation(files / "dem.tif"), rivers=[np.array([at(-3, 11.5), at(30, 11.5)])])
    homes = np.array([at(*cell) for cell in ((20, 2), (2, 20), (22, 9), (5, 5))])
    wanted = ground.day_route(homes, hours=3, start_m=np.array(at(6, 3)), minutes_at_each=[30, 40, 45, 20])
    names = ["杨家", "对岸", "石家", "吴家"]
    assert rows["visit"] == [*(names[n] for n in wanted.order), "对岸"] and rows["order"] == [1, 2, 3, None]
    assert rows["arrive_s"] == [*map(pytest.approx, wanted.arrive_s), None]
    assert rows["left_out"] == ["", "", "", "unreachable"] and set(rows["arrive"]) == {None}
    short = json.loads(called("route", *on(files, *more), "--hours", 1, "--out", files / "day.csv", "--json").stdout)
    assert short["back_s"] <= 3600 and "no_time" in short["left_out"].values()


def test_the_day_ends_with_its_light_and_times_are_those_of_the_clock(files):
    more = ("--start", files / "start.gpkg", "--visits", files / "homes.gpkg", "--date", "2026-12-21")
    said = called("route", *on(files, *more), "--out", files / "day.geojson", "--json")
    told = json.loads(said.stdout)
    # At 26.2 degrees north and 105 east the shortest day: about 7:46 to 18:15 by China's clock, which is an hour ahead of the sun.
    assert told["sunrise"] in {f"07:{m}" for m in range(43, 50)} and told["sunset"] in {
        f"18:{m}" for m in range(12, 19)
    }
    drawn = json.loads((files / "day.geojson").read_text())["features"]
    first = drawn[0]["properties"]
    rose = int(told["sunrise"][3:]) * 60 + 7 * 3600
    shown = int(first["arrive"][:2]) * 3600 + int(first["arrive"][3:]) * 60
    assert abs(rose + first["arrive_s"] - shown) <= 60 and drawn[0]["geometry"]["type"] == "Point"
    late = called("route", *on(files, *more), "--leave", "16:30", "--out", files / "day.csv")
    assert "The sun rises at 07:" in late.stdout and "No room left in the day" in late.stdout
    dark = refusal(called, "route", *on(files, *more), "--leave", "19:00", "--out", files / "day.csv")
    assert dark.code == "terrain.dark" and "18:1" in dark.words.zh
    chinese = called("route", "--dem", files / "dem.tif", "--language", "zh", *more, "--out", files / "day.csv")
    assert "去 4 户" in chinese.stdout and "没有更好的排法" in chinese.stdout


def test_what_a_day_cannot_be_reckoned_from_is_refused(files):
    def route(*more, start="start.gpkg", visits="homes.gpkg"):
        given = ("--start", files / start, "--visits", files / visits, "--out", files / "day.csv")
        return refusal(called, "route", *on(files, *given, *more))

    assert route().code == "terrain.no_hours"
    assert route("--hours", 8, start="homes.gpkg").code == "terrain.one_start"
    assert route("--hours", 8, "--leave", "half past").code == "terrain.leave"
    features(files / "odd.gpkg", [shapely.Point(at(5, 5)), shapely.Point(at(6, 6))], weight=["1", "-3"])
    odd = route("--hours", 8, visits="odd.gpkg")
    assert (odd.code, odd.field) == ("terrain.visit_number", "2") and "大于零" in odd.words.zh


def test_the_way_to_the_water_is_written_and_nobody_is_called_far_who_is_not_known(files):
    features(files / "wells.gpkg", [shapely.Point(at(18, 4)), shapely.Point(at(6, 300))], name=["老井", "远处"])
    more = ("--homes", files / "homes.gpkg", "--sources", files / "wells.gpkg", "--rivers", files / "river.gpkg")
    said = called("water", *on(files, *more), "--out", files / "water.parquet")
    assert said.exit_code == 0 and "Of 4 homes 3 have water near, 0 have not, and of 1 nobody knows" in said.stdout
    rows = parquet.read_table(files / "water.parquet").to_pydict()
    assert rows["home"] == ["杨家", "对岸", "石家", "吴家"] and rows["is_near"] == [True, None, True, True]
    assert rows["source"] == ["老井", None, "老井", "老井"] and rows["metres"][1] is None
    ground = Terrain(read_elevation(files / "dem.tif"), rivers=[np.array([at(-3, 11.5), at(30, 11.5)])])
    wanted = ground.water(np.array([at(20, 2), at(22, 9), at(5, 5)]), np.array([at(18, 4)]))
    assert [each for each in rows["minutes_there_and_back"] if each] == pytest.approx(wanted.minutes)
    told = json.loads(called("water", *on(files, *more), "--out", files / "water.csv", "--json").stdout)
    assert (told["homes"], told["yes"], told["no"], told["unknown"]) == (4, 3, 0, 1)


def test_a_long_flat_way_is_named_when_only_the_climb_makes_it_near(files):
    raster(files / "plain.tif", np.zeros((5, 100), np.float32), transform=from_origin(LEFT, TOP, CELL, CELL))
    features(files / "far.gpkg", [shapely.Point(at(2, 95))], name=["平坝"])
    features(files / "well.gpkg", [shapely.Point(at(2, 1))])
    more = ("--homes", files / "far.gpkg", "--sources", files / "well.gpkg", "--out", files / "water.csv")
    said = called("water", "--dem", files / "plain.tif", "--language", "zh", *more)
    assert "取水方便的 1 户" in said.stdout and "只因为不用爬坡才算方便的：平坝" in said.stdout


@pytest.mark.skipif(not REAL.exists(), reason="the demo data of AccessMod is not beside the project")
def test_a_real_county_is_reckoned_by_accessmods_conventions_as_its_files_lie(tmp_path):
    files = {
        "--dem": "DEM/dem__dem.GeoTIFF", "--to": "health_facilities__demo/health_facilities__demo.shp",
        "--roads": "road__demo/road__demo.shp", "--cover": "land_cover__demo/land_cover__demo.GeoTIFF",
        "--speeds": "table_model__demo/table_model__demo.xlsx",
    }  # fmt: skip
    told = [part for option, name in files.items() for part in (option, REAL / name)]
    said = called("times", *told, "--conventions", "accessmod", "--out", tmp_path / "out.tif", "--json")
    found = json.loads(said.stdout)
    assert found["cells"] == 467 * 633 and found["left_out"] == [] and found["reached"] == 295_611 - 3294
    assert found["resolution_m"] == pytest.approx(30.0158, abs=1e-4) and "825 roads" in said.stderr
