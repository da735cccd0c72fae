"""A made-up mountain county: relief, two rivers side by side, a road in the valley, villages on slopes, roads that might be built.

Nobody's land. It is drawn so that one road is plainly worth building, and so that two bridges pay only together: the villages
between them and the road lie beyond both rivers, and nobody lives on the strip between the rivers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import distance_transform_edt, gaussian_filter1d

from xinlu.terrain.grid import Elevation, Floats, Grid
from xinlu.terrain.made import fractal

CRS = "EPSG:32649"
"""UTM 49 north: what lies in it here, does not."""
LEFT_M, TOP_M = 250_000.0, 2_890_000.0
HIGHEST_RELIEF_M, VALLEY_M, VALLEY_FALLS_M = 1_400.0, 620.0, 90.0
ROAD_KMH, CANDIDATE_KMH = 30.0, 20.0
ROAD_YUAN_A_KM, BRIDGE_YUAN = 650_000, 1_800_000
PEOPLE = (1, 2, 3, 3, 4, 4, 5, 6)
WIDE = 0.042
"""A village's homes lie so far from its middle at most, as a share of the county's side."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """A village: how far east of the rivers (west: below 0) and how far north, as shares of the side; its share of the homes."""

    name: str
    east: float
    north: float
    share: float


VILLAGES = (
    Settlement("上寨村", -0.06, 0.86, 0.07),
    Settlement("雾山村", -0.34, 0.74, 0.07),
    Settlement("云岭村", 0.26, 0.70, 0.04),
    Settlement("橘香村", -0.06, 0.68, 0.08),
    Settlement("茶坪村", -0.30, 0.55, 0.18),
    Settlement("新桥村", -0.06, 0.52, 0.08),
    Settlement("对门坡村", 0.09, 0.47, 0.16),
    Settlement("柳树屯村", -0.07, 0.42, 0.07),
    Settlement("岩脚村", 0.10, 0.37, 0.06),
    Settlement("水井湾村", -0.14, 0.33, 0.06),
    Settlement("半坡村", -0.22, 0.24, 0.08),
    Settlement("大塘村", -0.06, 0.13, 0.05),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line [n, 2] (x, y; metres) with its name; of roads the speed, of what might be built its kind and cost."""

    name: str
    line_m: Floats
    kmh: float = 0.0
    kind: str = ""
    cost_yuan: int = 0


@dataclass(frozen=True, slots=True)
class Spot:
    """A point (x, y; metres): a facility of a kind, or a home with so many people, of a village."""

    name: str
    point_m: tuple[float, float]
    kind: str
    people: int = 0
    village: str = ""


@dataclass(frozen=True, slots=True)
class MadeCounty:
    """The land, what lies upon it, and what might be built."""

    elevation: Elevation
    rivers: tuple[Line, ...]
    bridges: tuple[Line, ...]
    roads: tuple[Line, ...]
    candidates: tuple[Line, ...]
    facilities: tuple[Spot, ...]
    homes: tuple[Spot, ...]
    middles: dict[str, tuple[float, float]]
    wide_m: float

    def about(self, village: str, count: int, draw: np.random.Generator) -> list[tuple[float, float]]:
        """So many homes about a village (x, y; metres): closer together towards its middle, none so far that it lay beyond a river."""
        away = np.array(self.middles[village]) + draw.triangular(-1, 0, 1, (count, 2)) * self.wide_m
        return [(float(x), float(y)) for x, y in away]


def made_county(*, seed: int = 2026, side_km: float = 20.0, cell_m: float = 50.0, homes: int = 600) -> MadeCounty:
    """The county of this seed, `side_km` square. The same seed gives the same county."""
    cells = round(side_km * 1000 / cell_m)
    grid = Grid(rows=cells, columns=cells, cell_x_m=cell_m, cell_y_m=cell_m, left_m=LEFT_M, top_m=TOP_M, crs=CRS)
    draw = np.random.default_rng(seed)
    land = _Land(grid, draw, seed)
    middles = {each.name: _pair(land.at(*land.village(each.name))) for each in VILLAGES}
    empty = MadeCounty(
        land.elevation, land.rivers(), land.bridges(), land.roads(), land.candidates(), land.facilities(), (), middles,
        WIDE * side_km * 1000,
    )  # fmt: skip
    return replace(empty, homes=tuple(_homes(empty, homes, draw)))


def _homes(county: MadeCounty, count: int, draw: np.random.Generator) -> Iterator[Spot]:
    for village in VILLAGES:
        for nth, point in enumerate(county.about(village.name, round(count * village.share), draw)):
            yield Spot(f"{village.name} {nth + 1} 户", point, "home", int(draw.choice(PEOPLE)), village.name)


def _pair(points: Floats) -> tuple[float, float]:
    return float(points[0, 0]), float(points[0, 1])


class _Land:
    """Shares of the county's side in, metres out: 0 is west and south, 1 east and north."""

    def __init__(self, grid: Grid, draw: np.random.Generator, seed: int) -> None:
        self.grid, self._side = grid, grid.columns * grid.cell_x_m
        self.north = np.linspace(1.02, -0.02, 261)  # both rivers leave the map at either end
        wander = gaussian_filter1d(draw.standard_normal(len(self.north)), 18)
        self.west_river = 0.50 + 0.035 * wander / np.abs(wander).max()
        apart = 0.045 + 0.006 * np.sin(self.north * 9)
        # They come in side by side from the north and join in the far south, beyond the last village.
        self.east_river = self.west_river + apart * np.clip((self.north - 0.03) / 0.08, 0, 1)
        self.elevation = Elevation(grid, self._heights(seed))

    def at(self, east: Floats | float, north: Floats | float) -> Floats:
        """Points [n, 2] in metres."""
        south_m = self.grid.top_m - self._side
        return np.column_stack(
            (self.grid.left_m + np.atleast_1d(east) * self._side, south_m + np.atleast_1d(north) * self._side)
        )

    def _heights(self, seed: int) -> NDArray[np.float32]:
        """A valley along the rivers that falls to the south, and mountains that rise on either side of it."""
        shape = self.grid.shape
        is_valley = np.zeros(shape, bool)
        for river in (self.west_river, self.east_river):
            cells = self.grid.cells_of(self.at(np.interp(self._rows(), self.north[::-1], river[::-1]), self._rows()))
            is_valley.ravel()[cells[cells >= 0]] = True
        away = distance_transform_edt(~is_valley) * self.grid.cell_x_m / self._side
        rises = np.clip((away - 0.012) / 0.30, 0, 1) ** 0.85
        rough = fractal(*shape, seed=seed, spread_m=1.0, middle_m=0.0)
        floor = VALLEY_M - VALLEY_FALLS_M * np.linspace(0, 1, shape[0])[:, None]
        heights = floor + HIGHEST_RELIEF_M * rises * (0.5 + 0.2 * np.clip(rough, -2.4, 2.4))
        return np.asarray(np.maximum(heights, floor), np.float32)

    def _rows(self) -> Floats:
        return np.linspace(1.0, 0.0, 4 * self.grid.rows)

    def _along(self, east: Floats, begin: float, end: float, *, beside: float = 0.0) -> Floats:
        """A piece of what runs along the valley, from one place north to another, so far beside it."""
        north = np.linspace(begin, end, 120)
        return self.at(np.interp(north, self.north[::-1], east[::-1]) + beside, north)

    def _west(self, north: float) -> float:
        return float(np.interp(north, self.north[::-1], self.west_river[::-1]))

    def _east(self, north: float) -> float:
        return float(np.interp(north, self.north[::-1], self.east_river[::-1]))

    def rivers(self) -> tuple[Line, ...]:
        """Both, from edge to edge."""
        return (
            Line("清水河", self.at(self.west_river, self.north)),
            Line("平江", self.at(self.east_river, self.north)),
        )

    def bridges(self) -> tuple[Line, ...]:
        """Those that stand: one over each river, in the far north."""
        return (self._bridge("上寨桥", self._west(0.95), 0.95), self._bridge("上寨东桥", self._east(0.95), 0.95))

    def _bridge(self, name: str, east: float, north: float, *, kind: str = "", cost_yuan: int = 0) -> Line:
        reach = 2.2 * self.grid.cell_x_m / self._side
        line = self.at(np.array([east - reach, east + reach]), np.array([north, north]))
        return Line(name, line, kind=kind, cost_yuan=cost_yuan)

    def roads(self) -> tuple[Line, ...]:
        """One down the valley on the west bank, one on the east bank of both rivers that nothing joins but the north."""
        return (
            Line("河西公路", self._along(self.west_river, 0.98, 0.05, beside=-0.016), kmh=ROAD_KMH),
            Line("河东村道", self._along(self.east_river, 0.62, 0.30, beside=0.018), kmh=CANDIDATE_KMH),
        )

    def facilities(self) -> tuple[Spot, ...]:
        """Clinics, schools and markets, all on the west bank's road; a school on the east bank, and a well for every village."""
        found = []
        for name, north in (("上寨", 0.88), ("石门", 0.47), ("大塘", 0.14)):
            east = self._west(north) - 0.019
            for kind, word, away in (("clinic", "卫生院", 0.0), ("school", "小学", 0.004), ("market", "集市", -0.004)):
                if kind == "market" and name == "大塘":
                    continue
                found.append(Spot(f"{name}{word}", _pair(self.at(east, north + away)), kind))
        found.append(Spot("望云小学", _pair(self.at(self._east(0.5) + 0.03, 0.5)), "school"))
        for each in VILLAGES:
            east, north = self.village(each.name)
            found.append(Spot(f"{each.name}水井", _pair(self.at(east + 0.01, north - 0.008)), "water"))
        return tuple(found)

    def candidates(self) -> tuple[Line, ...]:
        """A road to the large village in the hills, roads that help few or nobody, and the two bridges at one place."""
        built = []
        for name, village, joins in (
            ("茶坪公路", "茶坪村", 0.50),
            ("半坡公路", "半坡村", 0.22),
            ("雾山公路", "雾山村", 0.66),
        ):
            east, north = self.village(village)
            built.append(self._road(name, (self._west(joins) - 0.016, joins), (east, north)))
        built.append(self._road("云岭公路", (self._east(0.60) + 0.02, 0.60), self.village("云岭村")))
        built.append(self._road("河西复线", (self._west(0.80) - 0.03, 0.80), (self._west(0.55) - 0.03, 0.55)))
        crossing = 0.46
        for name, east in (("清水河桥", self._west(crossing)), ("平江桥", self._east(crossing))):
            built.append(self._bridge(name, east, crossing, kind="bridge", cost_yuan=BRIDGE_YUAN))
        return tuple(built)

    def _road(self, name: str, begin: tuple[float, float], end: tuple[float, float]) -> Line:
        """A road with bends, as roads up slopes have them."""
        share = np.linspace(0, 1, 60)
        start, stop = np.array(begin), np.array(end)
        across = np.array([-(stop - start)[1], (stop - start)[0]])
        places = start + share[:, None] * (stop - start) + (0.06 * np.sin(share * 6 * np.pi))[:, None] * across
        line = self.at(places[:, 0], places[:, 1])
        km = float(np.hypot(*np.diff(line, axis=0).T).sum()) / 1000
        return Line(name, line, kmh=CANDIDATE_KMH, kind="road", cost_yuan=round(km * ROAD_YUAN_A_KM / 1000) * 1000)

    def village(self, name: str) -> tuple[float, float]:
        """The middle of a village, as shares of the side."""
        east, north = next((each.east, each.north) for each in VILLAGES if each.name == name)
        beside = self._east(north) if east > 0 else self._west(north)
        return beside + east, north
