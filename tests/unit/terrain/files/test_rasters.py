"""Elevation and cover: other cells than the file's, arrays with their grid beside them, and files that say what cannot be."""

from __future__ import annotations

import json

import numpy as np
import pytest
import rasterio

from unit.terrain.files.making import HEIGHTS, NORTH_UP, UTM, from_origin, raster, refusal
from xinlu.terrain.files import memory
from xinlu.terrain.files.rasters import read_codes, read_elevation
from xinlu.terrain.grid import Grid

SQUARE = from_origin(500_000, 2_900_000, 10, 10)
SIDE = {"crs": UTM, "left_m": 500_000, "top_m": 2_900_000, "cell_x_m": 30, "cell_y_m": 20}


def array(folder, data=HEIGHTS, side=SIDE, end=".json"):
    np.save(folder / "dem.npy", data)
    if side is not None:
        (folder / f"dem{end}").write_text(json.dumps(side))
    return folder / "dem.npy"


@pytest.mark.parametrize("end", [".json", ".yaml", ".yml"])
def test_an_array_with_its_grid_beside_it_is_the_same_ground_as_the_raster(tmp_path, end):
    by_raster = read_elevation(raster(tmp_path / "dem.tif", nodata=7))
    by_array = read_elevation(array(tmp_path, side={**SIDE, "nodata": 7}, end=end))
    assert np.array_equal(by_array.metres, by_raster.metres, equal_nan=True) and np.isnan(by_array.metres[0, 7])
    told = ("rows", "columns", "cell_x_m", "cell_y_m", "left_m", "top_m")
    assert [getattr(by_array.grid, each) for each in told] == [getattr(by_raster.grid, each) for each in told]
    assert rasterio.CRS.from_user_input(by_array.grid.crs) == rasterio.CRS.from_user_input(by_raster.grid.crs)
    coarse = read_elevation(tmp_path / "dem.npy", resolution_m=60).metres
    assert np.allclose(coarse, read_elevation(tmp_path / "dem.tif", resolution_m=60).metres, equal_nan=True)


@pytest.mark.parametrize(
    ("side", "field"),
    [
        (None, ""),
        ({**SIDE, "crs": "EPSG:4326"}, "crs"),
        ({**SIDE, "crs": "EPSG:2263"}, "crs"),
        ({**SIDE, "crs": None}, "crs"),
        ({**SIDE, "left_m": "west"}, "left_m"),
        ({**SIDE, "cell_x_m": True}, "cell_x_m"),
        ({name: each for name, each in SIDE.items() if name != "top_m"}, "top_m"),
        ([1, 2], ".json"),
    ],
)
def test_an_array_that_does_not_say_where_it_lies_is_refused(tmp_path, side, field):
    found = refusal(read_elevation, array(tmp_path, side=side))
    assert found.code == "terrain.array_grid" and found.field == field and "cell_m: 30" in found.words.zh


@pytest.mark.parametrize("data", [np.zeros((2, 3, 4)), np.array([["a", "b"]]), np.zeros((2, 2), complex)])
def test_an_array_of_anything_but_heights_is_refused(tmp_path, data):
    assert refusal(read_elevation, array(tmp_path, data)).code == "terrain.array"


def test_an_array_that_would_run_code_or_is_torn_is_refused(tmp_path):
    np.save(tmp_path / "dem.npy", np.array([[{}]], dtype=object), allow_pickle=True)
    assert refusal(read_elevation, tmp_path / "dem.npy").code == "terrain.array"
    whole = array(tmp_path).read_bytes()
    (tmp_path / "dem.npy").write_bytes(whole[:100])
    assert refusal(read_elevation, tmp_path / "dem.npy").code == "terrain.array"


@pytest.mark.parametrize("is_south_up", [False, True])
def test_coarser_cells_are_the_means_of_the_heights_that_are_known(tmp_path, is_south_up):
    heights = np.random.default_rng(5).uniform(100, 900, (30, 42)).astype(np.float32)
    heights[:3, :3] = -1
    heights[3, 0] = -1
    if is_south_up:
        file = raster(
            tmp_path / "dem.tif", heights[::-1].copy(), nodata=-1, transform=from_origin(500_000, 2_899_700, 10, -10)
        )
    else:
        file = raster(tmp_path / "dem.tif", heights, nodata=-1, transform=SQUARE)
    found = read_elevation(file, resolution_m=30)
    known = np.where(heights < 0, np.nan, heights).reshape(10, 3, 14, 3)
    assert found.grid.shape == (10, 14) and found.grid.cell_x_m == found.grid.cell_y_m == 30
    assert np.isnan(found.metres[0, 0])
    wanted = np.nanmean(known[1:], axis=(1, 3))
    assert np.allclose(found.metres[1:], wanted, rtol=1e-6)
    assert not np.allclose(wanted, known[1:, 1, :, 1], rtol=1e-6, equal_nan=True), "means differ from the middle cells"


def test_a_border_that_is_not_whole_makes_one_cell_more(tmp_path):
    found = read_elevation(raster(tmp_path / "dem.tif", transform=SQUARE), resolution_m=25)
    assert found.grid.shape == (3, 4)
    assert (found.grid.left_m, found.grid.top_m) == (500_000, 2_900_000) and np.isfinite(found.metres).all()


def test_finer_cells_lie_on_a_plane_where_the_heights_do(tmp_path):
    rows, columns = np.mgrid[:20, :20]
    plane = (rows * 7.0 + columns * 3.0 + 50).astype(np.float64)
    found = read_elevation(raster(tmp_path / "dem.tif", plane, transform=SQUARE), resolution_m=5).metres
    rows, columns = np.mgrid[:40, :40]
    wanted = (rows / 2 - 0.25) * 7 + (columns / 2 - 0.25) * 3 + 50
    assert found.shape == (40, 40) and np.allclose(found[2:-2, 2:-2], wanted[2:-2, 2:-2])


def test_scale_and_offset_of_the_file_are_reckoned_in(tmp_path):
    file = raster(tmp_path / "dem.tif", (HEIGHTS * 10).astype(np.int16), scale=(0.1, 100.0))
    assert np.allclose(read_elevation(file).metres, HEIGHTS + 100)


@pytest.mark.parametrize("mark", [-32768, 32767])
def test_a_mark_for_not_known_that_is_not_declared_is_no_mountain(tmp_path, mark):
    heights = HEIGHTS.astype(np.int16)
    heights[2, 2:4] = mark
    found = refusal(read_elevation, raster(tmp_path / "dem.tif", heights))
    assert (
        found.code == "terrain.no_land"
        and f"gdal_edit.py -a_nodata {mark} " in found.words.zh
        and "2 cells" in found.words.en
    )
    assert np.isnan(read_elevation(raster(tmp_path / "dem.tif", heights, nodata=mark)).metres[2, 2])


def test_an_elevation_without_a_single_height_is_refused(tmp_path):
    assert refusal(read_elevation, raster(tmp_path / "dem.tif", HEIGHTS * 0, nodata=0)).code == "terrain.no_height"
    endless = np.where(HEIGHTS == 3, np.inf, HEIGHTS)
    assert np.isnan(read_elevation(raster(tmp_path / "dem.tif", endless)).metres[0, 3])


def test_a_picture_and_a_plan_in_metres_of_nowhere_are_refused(tmp_path):
    file = tmp_path / "dem.png"
    with rasterio.open(
        file, "w", driver="PNG", width=8, height=6, count=1, dtype="uint8", transform=NORTH_UP
    ) as target:
        target.write(HEIGHTS.astype(np.uint8), 1)
    (tmp_path / "dem.png.aux.xml").unlink(missing_ok=True)
    assert refusal(read_elevation, file).code == "terrain.no_crs"
    plan = 'LOCAL_CS["site",UNIT["metre",1],AXIS["X",EAST],AXIS["Y",NORTH]]'
    assert refusal(read_elevation, raster(tmp_path / "dem.tif", crs=plan)).code == "terrain.no_crs"


def test_a_torn_file_is_refused_also_where_it_is_made_coarser(tmp_path):
    whole = raster(tmp_path / "dem.tif", np.random.default_rng(1).random((400, 400)), compress="deflate").read_bytes()
    (tmp_path / "torn.tif").write_bytes(whole[: len(whole) // 2])
    assert refusal(read_elevation, tmp_path / "torn.tif", resolution_m=100).code == "terrain.raster"


def test_what_does_not_fit_as_it_is_may_fit_with_coarser_cells(tmp_path, monkeypatch):
    file = raster(tmp_path / "dem.tif", np.zeros((300, 400), np.int16), transform=SQUARE)
    monkeypatch.setattr(memory, "memory_bytes", lambda: 300 * 400 * memory.BYTES_A_CELL)
    found = refusal(read_elevation, file)
    assert found.code == "terrain.too_large" and "--resolution 20" in found.words.en
    assert read_elevation(file, resolution_m=20).grid.shape == (150, 200)


def test_free_memory_is_what_the_system_and_the_container_grant(tmp_path, monkeypatch):
    (tmp_path / "meminfo").write_text("MemTotal:  24000000 kB\nMemFree: 1000 kB\nMemAvailable:   2000000 kB\n")
    assert memory._available(tmp_path / "meminfo") == 2_000_000 * 1024
    assert memory._available(tmp_path / "none") is None
    (tmp_path / "memory.max").write_text("max\n")
    (tmp_path / "memory.current").write_text("4096\n")
    assert memory._left_in(tmp_path) is None
    (tmp_path / "memory.max").write_text("10000\n")
    assert memory._left_in(tmp_path) == 10000 - 4096
    monkeypatch.setattr(memory, "_left_in", lambda _: 12345)
    assert memory.memory_bytes() == 12345


def test_a_cover_of_finer_cells_gives_the_commonest_code(tmp_path):
    codes = np.ones((60, 80), np.uint8)
    codes[::3, ::3] = 9
    file = raster(tmp_path / "cover.tif", codes, transform=SQUARE)
    grid = Grid(rows=20, columns=26, cell_x_m=30, cell_y_m=30, left_m=500_000, top_m=2_900_000, crs=UTM)
    assert (read_codes(file, grid) == 1).all()


def test_a_cover_of_another_system_is_moved(tmp_path):
    grid = Grid(rows=6, columns=8, cell_x_m=30, cell_y_m=20, left_m=500_000, top_m=2_900_000, crs=UTM)
    wide = raster(tmp_path / "cover.tif", np.full((50, 50), 4, np.uint8), crs="EPSG:3857",
                  transform=from_origin(11_688_000, 3_027_000, 100, 100))  # fmt: skip
    assert set(np.unique(read_codes(wide, grid))) <= {4, -1}


def test_numbers_that_are_no_codes_are_refused(tmp_path):
    grid = read_elevation(raster(tmp_path / "dem.tif")).grid
    assert refusal(read_codes, raster(tmp_path / "ndvi.tif", HEIGHTS + 0.25), grid).code == "terrain.codes"
    holed = np.where(HEIGHTS == 2, np.nan, HEIGHTS)
    assert read_codes(raster(tmp_path / "float.tif", holed), grid)[0].tolist() == [0, 1, -1, 3, 4, 5, 6, 7]
