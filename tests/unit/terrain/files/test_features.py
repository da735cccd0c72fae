"""Points and lines: what offices really send, and in which months a way is open."""

from __future__ import annotations

import json

import numpy as np
import pytest
import shapely

from unit.terrain.files.making import UTM, features, refusal
from xinlu.terrain.files.datum import shifted, unshifted
from xinlu.terrain.files.features import Datum, outside, read_lines, read_points
from xinlu.terrain.files.seasons import is_open_in, is_seasonal
from xinlu.terrain.grid import Grid

GRID = Grid(rows=10, columns=10, cell_x_m=30, cell_y_m=30, left_m=500_000, top_m=2_900_000, crs=UTM)
INSIDE, BESIDE = (500_100, 2_899_900), (490_000, 2_899_900)


@pytest.mark.parametrize("encoding", ["GB18030", "UTF-8"])
def test_a_shapefile_without_a_word_on_its_letters_is_read_as_offices_write_it(tmp_path, encoding):
    file = features(tmp_path / "p.shp", [shapely.Point(1, 2)], encoding=encoding, 名称=["月岭村卫生室"])
    (tmp_path / "p.cpg").unlink()
    table = bytearray((tmp_path / "p.dbf").read_bytes())
    table[29] = 0
    (tmp_path / "p.dbf").write_bytes(bytes(table))
    assert read_points(file, UTM).names() == ("月岭村卫生室",)


def test_fields_are_found_whatever_their_capitals(tmp_path):
    found = read_points(features(tmp_path / "p.gpkg", [shapely.Point(1, 2)], NAME=["a"], Speed_KMH=["4"]), UTM)
    assert found.names() == ("a",) and found.field("speed_kmh") == ("4",) and found.field("none") is None


def test_a_file_of_several_layers_is_not_chosen_from(tmp_path):
    file = features(tmp_path / "p.gpkg", [shapely.Point(1, 2)], layer="clinics")
    features(file, [shapely.Point(1, 2)], layer="schools", append=True)
    found = refusal(read_points, file, UTM)
    assert found.code == "terrain.layers" and "clinics, schools" in found.words.zh and "ogr2ogr" in found.words.en


def test_coordinates_that_are_no_place_are_refused_by_their_feature(tmp_path):
    there = [{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": each}} for each in
             ([-103.7, 44.4], [-103.7, 1e300])]  # fmt: skip
    (tmp_path / "p.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": there}))
    found = refusal(read_points, tmp_path / "p.geojson", "EPSG:32613")
    assert found.code == "terrain.feature_nowhere" and found.field == "2"


def test_features_beyond_the_map_are_named_and_a_file_wholly_beyond_is_refused(tmp_path):
    some = features(tmp_path / "some.gpkg", [shapely.Point(INSIDE), shapely.Point(BESIDE), shapely.Point(BESIDE)])
    assert outside(read_points(some, UTM), some, GRID) == (2, 3)
    over = features(tmp_path / "over.gpkg", [shapely.LineString([INSIDE, BESIDE])], kind="LineString")
    assert outside(read_lines(over, UTM), over, GRID) == ()
    none = features(tmp_path / "none.gpkg", [shapely.Point(BESIDE)])
    found = refusal(outside, read_points(none, UTM), none, GRID)
    assert (
        found.code == "terrain.features_apart"
        and "490000 2899900" in found.words.zh
        and "500000 2899700" in found.words.en
    )


def test_lines_keep_their_points_in_order_and_a_multi_line_is_several(tmp_path):
    both = shapely.MultiLineString([[(0, 0), (1, 1), (2, 5)], [(7, 7), (8, 9)]])
    file = features(
        tmp_path / "l.gpkg",
        [both, shapely.MultiLineString([[(4, 4), (5, 6)]])],
        kind="MultiLineString",
        name=["a", "b"],
    )
    found = read_lines(file, UTM)
    assert [each.tolist() for each in found.shapes] == [[[0, 0], [1, 1], [2, 5]], [[7, 7], [8, 9]], [[4, 4], [5, 6]]]
    assert found.numbers == (1, 1, 2) and found.names() == ("a", "a", "b")
    assert found.only(np.array([False, True, True])).names() == ("a", "b")


def test_what_lies_in_other_lands_is_not_shifted_back():
    abroad, here = np.array([[-103.7, 44.4]]), np.array([[108.5, 26.0]])
    assert np.array_equal(unshifted(abroad), abroad)
    assert np.abs(unshifted(shifted(here)) - here).max() * 111_320 < 1e-4
    assert Datum("gcj02") is Datum.GCJ02


@pytest.mark.parametrize(
    ("told", "open_in"),
    [
        ("11-4", {11, 12, 1, 2, 3, 4}),
        ("1,2,12", {1, 2, 12}),
        ("5月至9月、12月", {5, 6, 7, 8, 9, 12}),
        (7, {7}),
        (7.0, {7}),
        (None, set(range(1, 13))),
        (" ", set(range(1, 13))),
    ],
)
def test_a_way_is_open_in_its_months(tmp_path, told, open_in):
    fords = features(tmp_path / "l.gpkg", [shapely.LineString([(0, 0), (1, 1)])], kind="LineString",
                     open_months=[None if told is None else str(told)])  # fmt: skip
    found = read_lines(fords, UTM)
    assert {month for month in range(1, 13) if is_open_in(month, found, fords)[0]} == open_in
    assert bool(is_seasonal(found)[0]) == (len(open_in) < 12)


@pytest.mark.parametrize("told", ["rains", "0-4", "3-13", "1,,2", "-5"])
def test_months_that_are_none_are_refused_by_their_feature(tmp_path, told):
    line = shapely.LineString([(0, 0), (1, 1)])
    file = features(tmp_path / "l.gpkg", [line, line], kind="LineString", open_months=["1", told])
    if told == "1,,2":
        assert is_open_in(2, read_lines(file, UTM), file).tolist() == [False, True]
        return
    found = refusal(is_open_in, 2, read_lines(file, UTM), file)
    assert found.code == "terrain.months" and found.field == "2" and told in found.words.zh
