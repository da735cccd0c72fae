"""The options that say over which ground one goes, alike in every `xinlu terrain` command, and the ground that they name."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from xinlu.terrain.files.features import Datum, Features
    from xinlu.terrain.grid import Elevation
    from xinlu.terrain.network import Way
    from xinlu.terrain.speeds import Cover
    from xinlu.terrain.surface import Terrain

FILE = click.Path(dir_okay=False, path_type=Path)
OWN, ACCESSMOD = "own", "accessmod"
ROAD_SPEEDS, ROAD_CLASSES = ("speed_kmh", "时速"), ("class", "code", "等级")
_READING = Words("在读文件……", "Reading the files ...")
NO_SHARES = Words(
    "给了地类图 --cover，也要给快慢表 --speeds",
    "With a cover map (--cover) its table of speeds is needed too (--speeds)",
)
NO_SHARE = Words(
    "这些地类在快慢表里没有，当作过不去：{codes}", "Covers without a speed are taken as impassable: {codes}"
)
TURNED = Words(
    "{file} 和高程的格子不一样，每格取了它最近的地类",
    "{file} lies on other cells than the elevation: each takes the nearest cover",
)
_ON_FOOT = Words(
    "快慢表里这些地类写的不是走路，这里照它的时速当走路算：{codes}",
    "The table has these covers gone over otherwise than on foot; here its speed is taken as that of walking: {codes}",
)
_NO_ROAD_SPEED = Words(
    "{file} 里没有 speed_kmh 这一列，也没有能在 --speeds 里查到的 class，请用 --road-kmh 说明路上每小时走几公里",
    "{file} has no field speed_kmh, and no class that stands in --speeds: say by --road-kmh how fast one goes on these roads",
)
_ROAD_SPEED = Words(
    "{file} 第 {n} 条路的时速是“{here}”：要大于零，小于 1000",
    "Road {n} of {file} has a speed of “{here}” km/h: it must be above zero and below 1000",
)
_BEYOND = Words("{file} 里这些在高程外面，没算：{numbers}", "Outside the elevation, and left out, of {file}: {numbers}")
_SEASONAL = Words(
    "{file} 里有 {n} 个只在有些月份通行；没说 --month，路和桥当作通的，河当作过不去",
    "{n} features of {file} are open in some months alone; without --month ways count as open and rivers as not to be crossed",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """The options that every command of the group takes."""

    dem: Path
    resolution_m: float | None
    rivers: Path | None
    bridges: Path | None
    roads: Path | None
    road_kmh: float | None
    cover: Path | None
    speeds: Path | None
    month: int | None
    model: str
    neighbours: str
    datum: str | None
    language: str
    conventions: str = OWN

    @property
    def read(self) -> tuple[Path | None, ...]:
        """The files that are read, none of which may be written over."""
        return self.dem, self.rivers, self.bridges, self.roads, self.cover, self.speeds

    def told_datum(self) -> Datum | None:
        """In what longitudes and latitudes are told, where it was said."""
        from xinlu.terrain.files.features import Datum

        return Datum(self.datum) if self.datum else None

    def say(self, words: Words, *, err: bool = False) -> None:
        """Print a sentence in the language asked for."""
        click.echo(words.said(self.language), err=err)


def language() -> str:
    """The language of the terminal."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if told.lower().startswith("zh") else "en"


_OPTIONS = (
    click.option("--dem", type=FILE, required=True, help="Elevation, metres (GeoTIFF, or .npy with its grid beside it)."),
    click.option(
        "--resolution", "resolution_m", type=click.FloatRange(0.0, min_open=True), default=None,
        help="Cells of so many metres; those of the elevation, left out.",
    ),
    click.option("--rivers", type=FILE, default=None, help="Lines that nobody crosses."),
    click.option("--bridges", type=FILE, default=None, help="Lines from bank to bank (fords too), crossed on foot."),
    click.option("--roads", type=FILE, default=None, help="Lines; speed_kmh says how fast, or class with --speeds."),
    click.option("--road-kmh", type=click.FloatRange(0.0, min_open=True), default=None, help="On roads, km/h."),
    click.option("--cover", type=FILE, default=None, help="Land cover (GeoTIFF of codes)."),
    click.option("--speeds", type=FILE, default=None, help="Its table: code, speed in km/h (.csv, .xlsx)."),
    click.option("--month", type=click.IntRange(1, 12), default=None, help="What its field open_months closes is closed."),
    click.option("--model", type=click.Choice(["tobler", "langmuir"]), default="tobler", show_default=True),
    click.option("--neighbours", type=click.Choice(["8", "16"]), default="16", show_default=True),
    click.option("--datum", type=click.Choice(["wgs84", "gcj02"]), default=None, help="Of longitudes and latitudes."),
    click.option("--language", type=click.Choice(["zh", "en"]), default=language, help="Of what is said here."),
)  # fmt: skip


def on_ground(command: Callable[..., None]) -> Callable[..., None]:
    """The command with these options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


with_conventions = click.option(
    "--conventions", type=click.Choice([OWN, ACCESSMOD]), default=OWN, show_default=True,
    help="accessmod: its 8 neighbours and rules of speed; --cover is the merged cover, --speeds its table with modes.",
)  # fmt: skip
"""For the commands that can go by AccessMod's conventions as well."""


def is_told(name: str) -> bool:
    """Whether the person gave this option, or it stands at its default."""
    context = click.get_current_context(silent=True)
    return context is not None and context.get_parameter_source(name) is not ParameterSource.DEFAULT


def surface_of(asked: Ground) -> Terrain:
    """The ground that the options name; what lies outside it, or is taken otherwise than one might think, is said on stderr."""
    from xinlu.terrain.files.rasters import read_elevation
    from xinlu.terrain.network import Way
    from xinlu.terrain.speeds import Model
    from xinlu.terrain.surface import Terrain, flat_m_per_s

    asked.say(_READING, err=True)
    elevation = read_elevation(asked.dem, resolution_m=asked.resolution_m)
    if asked.conventions == ACCESSMOD:
        from xinlu.config.accessmod import by_accessmod

        return by_accessmod(asked, elevation)
    model = Model(asked.model)
    rivers = lines_of(asked, asked.rivers, elevation, is_barrier=True)
    bridges = lines_of(asked, asked.bridges, elevation)
    roads = lines_of(asked, asked.roads, elevation)
    foot = flat_m_per_s(model)
    return Terrain(
        elevation,
        cover=_cover(asked, elevation),
        rivers=rivers.shapes if rivers else (),
        bridges=[Way(line, foot, name) for line, name in zip(bridges.shapes, bridges.names(), strict=True)]
        if bridges
        else (),
        roads=ways_of(roads, asked.roads, asked) if roads and asked.roads else (),
        model=model,
        neighbours=int(asked.neighbours),
    )


def points_of(asked: Ground, file: Path, surface: Terrain) -> Features:
    """The points of a file on this ground; Refusal where all lie outside."""
    from xinlu.terrain.files.features import outside, read_points

    found = read_points(file, surface.grid.crs, datum=asked.told_datum())
    outside(found, file, surface.grid)
    return found


def ways_of(roads: Features, file: Path, asked: Ground) -> list[Way]:
    """Roads with their speeds: by field, by class in the table, or by --road-kmh; Refusal with the road's number for one without."""
    from xinlu.terrain.files.shares import read_speeds
    from xinlu.terrain.network import Way

    told, classes = roads.field(*ROAD_SPEEDS), roads.field(*ROAD_CLASSES)
    table = read_speeds(asked.speeds) if asked.speeds and classes else {}
    by_class = [table[each].kmh if each in table else None for each in map(whole_number, classes or ())]
    if told is None and asked.road_kmh is None and not any(by_class):
        raise Refusal("terrain.road_speed", _NO_ROAD_SPEED.filled(file=file), field="road_kmh")
    found = []
    for n, (line, name) in enumerate(zip(roads.shapes, roads.names(), strict=True)):
        here = told[n] if told else None
        if here is None:
            here = by_class[n] if by_class and by_class[n] is not None else asked.road_kmh
        try:
            kmh = float(here)  # type: ignore[arg-type]
        except (TypeError, ValueError):
            kmh = 0.0
        if not 0.0 < kmh < 1000.0:
            words = _ROAD_SPEED.filled(file=file, n=roads.numbers[n], here=str(here))
            raise Refusal("terrain.road_speed", words, field=str(roads.numbers[n]))
        found.append(Way(line, kmh / 3.6, name))
    return found


@contextmanager
def bar(words: Words, asked: Ground, *, total: int | None = None) -> Iterator[Callable[[], None]]:
    """A bar on a terminal, and nothing elsewhere; called after each of the `total` parts."""
    from rich.progress import Progress

    with Progress(transient=True, disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task(words.said(asked.language), total=total)
        yield lambda: progress.advance(task)


def lines_of(asked: Ground, file: Path | None, elevation: Elevation, *, is_barrier: bool = False) -> Features | None:
    """The lines of a file that are there in the month asked for, None without a file; what lies outside is said on stderr."""
    from xinlu.terrain.files.features import outside, read_lines
    from xinlu.terrain.files.seasons import is_open_in, is_seasonal

    if file is None:
        return None
    found = read_lines(file, elevation.grid.crs, datum=asked.told_datum())
    if beyond := outside(found, file, elevation.grid):
        asked.say(_BEYOND.filled(file=file, numbers=few([str(each) for each in beyond])), err=True)
    seasonal = is_seasonal(found)
    if asked.month is None:
        if seasonal.any():
            asked.say(_SEASONAL.filled(file=file, n=int(seasonal.sum())), err=True)
        return found
    is_open = is_open_in(asked.month, found, file)
    # A river that is waded in some months bars in the others; a way is there in its own.
    return found.only(~(is_open & seasonal) if is_barrier else is_open)


def _cover(asked: Ground, elevation: Elevation) -> Cover | None:
    if asked.cover is None:
        return None
    if asked.speeds is None:
        raise Refusal("terrain.no_shares", NO_SHARES, field="speeds")
    from xinlu.terrain.files.rasters import is_on, read_codes
    from xinlu.terrain.files.shares import ON_A_PATH_KMH, Mode, read_speeds
    from xinlu.terrain.speeds import Cover

    speeds = read_speeds(asked.speeds)
    cover = Cover(
        read_codes(asked.cover, elevation.grid), {code: each.kmh / ON_A_PATH_KMH for code, each in speeds.items()}
    )
    if asked.resolution_m is None and not is_on(asked.cover, elevation.grid):
        asked.say(TURNED.filled(file=asked.cover), err=True)
    here = {int(code) for code in _codes(cover)}
    if missing := sorted(code for code in here if code >= 0 and code not in speeds):
        asked.say(NO_SHARE.filled(codes=few([str(code) for code in missing])), err=True)
    ridden = sorted(code for code in here & speeds.keys() if speeds[code].mode not in (None, Mode.WALKING))
    if ridden:
        asked.say(_ON_FOOT.filled(codes=few([str(code) for code in ridden])), err=True)
    return cover


def _codes(cover: Cover) -> Any:
    import numpy as np

    return np.unique(cover.codes)


def whole_number(told: object) -> int | None:
    """A whole number out of a field of any kind; None where it holds none."""
    try:
        return int(float(str(told)))
    except (ValueError, OverflowError):
        return None


def few(names: Sequence[str], most: int = 20) -> str:
    """The first names, and how many there are in all."""
    return ", ".join(names[:most]) + (f" … ({len(names)})" if len(names) > most else "")
