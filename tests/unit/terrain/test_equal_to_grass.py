"""The seconds against GRASS r.walk, an independent program, by its own formula: 8 and 16 neighbours, from and to."""

from __future__ import annotations

import subprocess

import numpy as np
import pytest

import parts
from unit.terrain.ground import hills
from xinlu.terrain.grid import Elevation, Grid
from xinlu.terrain.speeds import Model
from xinlu.terrain.surface import Direction, Terrain

GRID = Grid(rows=60, columns=77, cell_x_m=30, cell_y_m=25, left_m=500_000, top_m=3_000_000, crs="EPSG:32648")
# float32, as r.walk reads them, so that both programs walk over the very same heights.
HEIGHTS = (hills(7, GRID.shape) + 1500).astype(np.float32)
POINTS = GRID.centres_of(np.array([5 * 77 + 6, 31 * 77 + 70, 55 * 77 + 20]))
ALIKE = 1e-9
EDGES = (
    f"rows={GRID.rows} columns={GRID.columns} north={GRID.top_m} south={GRID.top_m - GRID.rows * GRID.cell_y_m} "
    f"west={GRID.left_m} east={GRID.left_m + GRID.columns * GRID.cell_x_m}\n"
)
# r.walk knows no "to": over the negated heights every step from a point costs what the real step to it would.
JOB = r"""set -e
g.region n=$north s=$south w=$west e=$east rows=$rows cols=$columns
r.in.bin -f input=heights.bin output=dem bytes=4 order=native north=$north south=$south west=$west east=$east \
  rows=$rows cols=$columns --q
r.mapcalc "free = 0.0" --q
r.mapcalc "negated = -dem" --q
v.in.ascii input=points.csv output=points separator=comma --q
for k in 8 16; do for way in from to; do
  flag=""; [ $k = 16 ] && flag="-k"; heights=dem; [ $way = to ] && heights=negated
  r.walk $flag --o --q elevation=$heights friction=free output=took start_points=points \
    walk_coeff=0.72,6.0,1.9998,-1.9998 lambda=1 slope_factor=-0.2125 memory=100
  r.out.bin input=took output=$k.$way.bin bytes=8 null=-1 --q --o
done; done
"""


@pytest.fixture(scope="module")
def by_grass(tmp_path_factory):
    if not parts.found("grass"):
        refuse = pytest.fail if parts.is_required() else pytest.skip
        refuse(parts.what_is_missing("grass"))
    folder = tmp_path_factory.mktemp("grass")
    HEIGHTS.tofile(folder / "heights.bin")
    np.savetxt(folder / "points.csv", POINTS, delimiter=",", fmt="%.3f")
    (folder / "job.sh").write_text(EDGES + JOB)
    for command in (("-c", "XY", "-e", "place"), ("place/PERMANENT", "--exec", "bash", "job.sh")):
        subprocess.run((parts.found("grass"), *command), cwd=folder, check=True, capture_output=True, timeout=120)
    return lambda neighbours, way: np.fromfile(folder / f"{neighbours}.{way}.bin").reshape(GRID.shape)


def apart(neighbours, way, theirs):
    """The largest share by which our seconds differ from theirs."""
    ground = Terrain(Elevation(GRID, HEIGHTS), model=Model.LANGMUIR, neighbours=neighbours)
    ours = ground.time_to(POINTS, direction=Direction(way)).seconds
    assert (theirs >= 0).all()
    return float((np.abs(ours - theirs) / np.maximum(theirs, 1)).max())


@pytest.mark.parametrize("way", ["from", "to"])
@pytest.mark.parametrize("neighbours", [8, 16])
def test_the_seconds_equal_those_of_r_walk(by_grass, neighbours, way):
    assert apart(neighbours, way, by_grass(neighbours, way)) < ALIKE


@pytest.mark.parametrize(("neighbours", "way"), [(8, "to"), (16, "from")])
def test_the_comparison_notices_the_other_direction(by_grass, neighbours, way):
    other = "from" if way == "to" else "to"
    assert apart(neighbours, way, by_grass(neighbours, other)) > 0.01


def test_the_comparison_notices_the_other_neighbourhood(by_grass):
    assert apart(16, "to", by_grass(8, "to")) > 0.01
