"""Elevation, points, lines and speeds from files: read as they lie, or refused with the sentence that mends it."""

from __future__ import annotations

import json

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import Affine

from unit.terrain.files.making import HEIGHTS, NORTH_UP, UTM, features, from_origin, raster, refusal
from xinlu.terrain.files import memory, rasters
from xinlu.terrain.files.datum import may_be_shifted, shifted, unshifted
from xinlu.terrain.files.features import Datum, read_lines, read_points
from xinlu.terrain.files.rasters import is_on, read_codes, read_elevation
from xinlu.terrain.files.seconds import read_seconds, write_seconds
from xinlu.terrain.files.shares import ON_A_PATH_KMH, read_shares
from xinlu.terrain.surface import Terrain


def test_heights_come_with_their_grid_and_what_is_not_known_is_not_a_number(tmp_path):
    found = read_elevation(raster(tmp_path / "dem.tif", HEIGHTS.astype(np.int16), nodata=7))
    assert np.isnan(found.metres[0, 7]) and np.array_equal(found.metres[1], np.arange(8, 16))
    grid = found.grid
    assert (grid.cell_x_m, grid.cell_y_m, grid.left_m, grid.top_m) == (30, 20, 500_000, 2_900_000)


def test_a_file_that_lies_south_up_is_turned(tmp_path):
    south_up = Affine(30, 0, 500_000, 0, 20, 2_900_000 - 120)
    found = read_elevation(raster(tmp_path / "dem.tif", HEIGHTS[::-1].copy(), transform=south_up))
    assert np.array_equal(found.metres, HEIGHTS) and found.grid.top_m == 2_900_000


@pytest.mark.parametrize(
    ("made", "code", "mends"),
    [
        ({"crs": None}, "terrain.no_crs", "gdal_edit.py -a_srs"),
        ({"crs": "EPSG:4326", "transform": from_origin(108.5, 26.2, 0.001, 0.001)}, "terrain.degrees", "EPSG:32649"),
        ({"crs": "EPSG:4326", "transform": from_origin(-69, -16, 0.001, 0.001)}, "terrain.degrees", "EPSG:32719"),
        ({"crs": "EPSG:2263"}, "terrain.unit", "gdalwarp"),
        ({"transform": NORTH_UP @ Affine.rotation(10)}, "terrain.turned", "gdalwarp"),
        ({"bands": 3}, "terrain.bands", "gdal_translate -b 1"),
    ],
)
def test_an_elevation_that_cannot_be_reckoned_with_is_refused_with_what_mends_it(tmp_path, made, code, mends):
    found = refusal(read_elevation, raster(tmp_path / "dem.tif", **made))
    assert found.code == code and mends in found.words.zh and mends in found.words.en and "dem.tif" in found.words.zh


def test_a_torn_file_and_one_of_another_kind_are_refused(tmp_path):
    whole = raster(tmp_path / "dem.tif", np.random.default_rng(1).random((400, 400)), compress="deflate").read_bytes()
    torn = tmp_path / "torn.tif"
    torn.write_bytes(whole[: len(whole) // 2])
    assert refusal(read_elevation, torn).code == "terrain.raster"
    other = tmp_path / "other.tif"
    other.write_text("地形")
    assert refusal(read_elevation, other).code == "terrain.raster"
    with pytest.raises(FileNotFoundError):
        read_elevation(tmp_path / "none.tif")


def test_what_does_not_fit_into_memory_is_refused_before_a_cell_is_read(tmp_path, monkeypatch):
    file = tmp_path / "huge.tif"
    profile = {"driver": "GTiff", "height": 100_000, "width": 100_000, "count": 1, "dtype": "float32", "tiled": True}
    with rasterio.open(file, "w", crs=UTM, transform=NORTH_UP, sparse_ok=True, bigtiff="yes", **profile):
        pass
    monkeypatch.setattr(rasters, "_band", lambda *_: pytest.fail("it was read"))
    monkeypatch.setattr(memory, "memory_bytes", lambda: 24 << 30)
    found = refusal(read_elevation, file)
    assert found.code == "terrain.too_large" and "596.0 GB" in found.words.en and "24.0 GB" in found.words.zh
    assert "--resolution 170" in found.words.zh


def test_a_cover_on_another_grid_is_taken_from_the_nearest_there_or_refused_where_it_must_be_the_same(tmp_path):
    grid = read_elevation(raster(tmp_path / "dem.tif")).grid
    codes = np.full((6, 8), 3, np.uint8)
    codes[0, 0] = 255
    found = read_codes(raster(tmp_path / "cover.tif", codes, nodata=255), grid)
    assert found[0, 0] == -1 and (found.ravel()[1:] == 3).all()
    aside = raster(tmp_path / "aside.tif", codes, nodata=255, transform=from_origin(500_030, 2_900_000, 30, 20))
    assert is_on(tmp_path / "cover.tif", grid) and not is_on(aside, grid)
    shifted_by_a_cell = read_codes(aside, grid)
    assert (shifted_by_a_cell[:, 0] == -1).all() and shifted_by_a_cell[0, 1] == -1
    assert (shifted_by_a_cell[1:, 1:] == 3).all()
    found = refusal(read_codes, aside, grid, is_exact=True)
    assert found.code == "terrain.cover_grid" and "-te 500000 2899880 500240 2900000 -ts 8 6" in found.words.zh
    far = raster(tmp_path / "far.tif", codes, nodata=255, transform=from_origin(900_000, 2_900_000, 30, 20))
    assert refusal(read_codes, far, grid).code == "terrain.cover_apart"


def test_times_come_back_from_their_file_with_model_and_resolution(tmp_path):
    elevation = read_elevation(raster(tmp_path / "dem.tif", nodata=20))
    times = Terrain(elevation).time_to(elevation.grid.centres_of(np.array([0])))
    write_seconds(tmp_path / "out.tif", times, elevation.grid)
    assert np.array_equal(read_seconds(tmp_path / "out.tif"), times.seconds)
    assert np.isinf(times.seconds[2, 4])
    with rasterio.open(tmp_path / "out.tif") as written:
        assert written.tags()["model"] == "tobler" and written.tags()["direction"] == "to"
        assert written.crs.to_epsg() == 32648 and written.transform == NORTH_UP


@pytest.mark.parametrize("name", ["p.geojson", "p.gpkg", "p.shp"])
def test_points_come_from_every_kind_of_file_with_their_names(tmp_path, name):
    there = features(
        tmp_path / name, [shapely.MultiPoint([(1, 2), (3, 4)]), shapely.MultiPoint([(5, 6)])], kind="MultiPoint",
        name=["卫生室", None],
    )  # fmt: skip
    found = read_points(there, UTM)
    assert np.allclose(found.points, [[1, 2], [3, 4], [5, 6]]) and found.numbers == (1, 1, 2)
    assert found.names() == ("卫生室", "卫生室", "2")


def test_points_of_another_system_are_moved(tmp_path):
    far = features(tmp_path / "p.gpkg", [shapely.Point(105.0, 0.0)], crs="EPSG:4258")
    assert np.allclose(read_points(far, UTM, datum=Datum.WGS84).points, [[500_000, 0]], atol=1.5)


def test_longitudes_in_china_must_say_whether_they_are_shifted(tmp_path):
    point = shapely.Point(108.5, 26.0)
    file = features(tmp_path / "p.geojson", [point], crs="EPSG:4326")
    assert refusal(read_points, file, UTM).code == "terrain.datum"
    plain = read_points(file, UTM, datum=Datum.WGS84).points
    from_map = read_points(file, UTM, datum=Datum.GCJ02).points
    assert 100 < np.hypot(*(plain - from_map)[0]) < 1000
    abroad = features(tmp_path / "abroad.geojson", [shapely.Point(-103.7, 44.4)], crs="EPSG:4326")
    assert len(read_points(abroad, "EPSG:32613").points) == 1


def test_the_shift_and_its_way_back():
    draw = np.random.default_rng(4)
    points = np.column_stack((draw.uniform(80, 130, 500), draw.uniform(18, 50, 500)))
    assert np.abs(unshifted(shifted(points)) - points).max() < 1e-9
    moved_m = np.hypot(*((shifted(points) - points) * [111_320 * 0.8, 111_320]).T)
    assert np.median(moved_m) > 200 and moved_m.max() < 1000
    # Published pair: the Shanghai example of eviltransform.
    assert np.allclose(shifted(np.array([[121.3319454, 31.0842415]]))[0], [121.336, 31.082], atol=0.002)
    assert may_be_shifted(points) and not may_be_shifted(np.array([[-103.7, 44.4], [2.3, 48.8]]))


@pytest.mark.parametrize(
    ("geometry", "kind", "read", "code"),
    [
        (shapely.LineString([(0, 0), (1, 1)]), "LineString", read_points, "terrain.feature_kind"),
        (shapely.Point(0, 0), "Point", read_lines, "terrain.feature_kind"),
        (shapely.Polygon([(0, 0), (1, 0), (1, 1)]), "Polygon", read_lines, "terrain.feature_kind"),
    ],
)
def test_the_wrong_kind_of_shape_is_refused_by_its_number(tmp_path, geometry, kind, read, code):
    found = refusal(read, features(tmp_path / "f.gpkg", [geometry], kind=kind), UTM)
    assert found.code == code and found.field == "1"


def test_a_feature_without_a_shape_and_a_file_without_features_are_refused(tmp_path):
    empty = tmp_path / "none.geojson"
    empty.write_text(json.dumps({"type": "FeatureCollection", "features": []}))
    assert refusal(read_points, empty, UTM).code in {"terrain.no_feature", "terrain.features"}
    shapeless = tmp_path / "null.geojson"
    whole = {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [2, 3]}}
    collection = {"type": "FeatureCollection", "features": [whole, {**whole, "geometry": None}]}
    shapeless.write_text(json.dumps(collection))
    found = refusal(read_points, shapeless, UTM)
    assert found.code == "terrain.feature_kind" and found.field == "2"


def test_a_shapefile_alone_or_without_its_system_is_refused(tmp_path):
    features(tmp_path / "p.shp", [shapely.Point(1, 2)])
    (tmp_path / "p.prj").unlink()
    assert refusal(read_points, tmp_path / "p.shp", UTM).code == "terrain.no_crs"
    (tmp_path / "text.geojson").write_text("不是")
    assert refusal(read_points, tmp_path / "text.geojson", UTM).code == "terrain.features"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_speeds_become_shares_of_that_on_a_path(tmp_path, encoding):
    file = tmp_path / "speeds.csv"
    file.write_bytes(f"代码,名字,速度\n1,草地,{ON_A_PATH_KMH}\n2,水,0\n\n7,林地,2.5\n".encode(encoding))
    assert read_shares(file) == {1: 1.0, 2: 0.0, 7: 2.5 / ON_A_PATH_KMH}


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("class,speed\n1,-3\n", "terrain.share", "2"),
        ("class,speed\n1,3\nx,3\n", "terrain.share", "3"),
        ("class,speed\n1,nan\n", "terrain.share", "2"),
        ("class,speed\n1,3\n1,4\n", "terrain.share_twice", "3"),
        ("class,label\n1,草\n", "terrain.shares", ""),
        ("", "terrain.shares", ""),
    ],
)
def test_a_table_of_speeds_that_makes_no_sense_is_refused_by_its_row(tmp_path, text, code, field):
    file = tmp_path / "speeds.csv"
    file.write_text(text)
    found = refusal(read_shares, file)
    assert found.code == code and (found.field or "") == field
