"""`xinlu land`: a place's land taken in, homes placed from a list, walks reckoned."""

from __future__ import annotations

from pathlib import Path

import click

from xinlu.config.asked import area_coded, login_named, saying
from xinlu.config.ground import language
from xinlu.config.installing import make_ready
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SET = Words(
    "{place}的地形收好了：{n} 个文件。接着算：xinlu land reckon --area {code}",
    "The land of {place} is in: {n} files. Now reckon it: xinlu land reckon --area {code}",
)
_RECKONED = Words(
    "{place}算好了：{homes} 户量了路；{elsewhere} 户的位置在图外面，或者落在站不住的地方",
    "{place} is reckoned: the walk from {homes} homes; {elsewhere} lie outside the map, or where nobody can stand",
)
_PLACED = Words(
    "放好 {placed} 户；{same} 户和原来一样；{unknown} 户没有这个户编号",
    "{placed} homes placed; {same} as before; of {unknown} there is no such household number",
)
_UNKNOWN = Words("没有这些户编号：{numbers}", "No household has these numbers: {numbers}")
_NO_NUMBER = Words(
    "{file} 要有一列 number（户编号），好知道每个点是哪一户",
    "{file} needs a field number, to tell whose home each point is",
)
_TRIP = Words("--trips 要写成 clinic=12 这样，写的是 {here}", "--trips is written like clinic=12; this is {here}")


@click.group()
def land() -> None:
    """The land that households live on: elevation, rivers and roads; where homes lie; how long the walk is."""


_AREA = click.option("--area", required=True, help="Code of the place, such as the county's.")
_BY = click.option("--by", "login", default="", help="Login of whoever does it; the command line's own, left out.")
_LANGUAGE = click.option(
    "--language", "told_in", type=click.Choice(["zh", "en"]), default=language, help="Of what is said here."
)
_DATUM = click.option(
    "--datum", type=click.Choice(["wgs84", "gcj02"]), default=None, help="Of longitudes and latitudes."
)


@land.command("set")
@_AREA
@click.option("--dem", type=_FILE, required=True, help="Elevation (GeoTIFF in projected metres).")
@click.option(
    "--resolution",
    "resolution_m",
    type=click.FloatRange(0.0, min_open=True),
    default=None,
    help="Cells of so many metres.",
)
@click.option("--rivers", type=_FILE, default=None, help="Lines that nobody crosses.")
@click.option("--bridges", type=_FILE, default=None, help="Lines from bank to bank.")
@click.option("--roads", type=_FILE, default=None, help="Lines; speed_kmh says how fast.")
@click.option(
    "--road-kmh", type=click.FloatRange(0.0, min_open=True), default=None, help="On roads that say no speed, km/h."
)
@click.option("--clinic", type=_FILE, default=None, help="Points of clinics.")
@click.option("--school", type=_FILE, default=None, help="Points of schools.")
@click.option("--market", type=_FILE, default=None, help="Points of markets.")
@click.option("--water", type=_FILE, default=None, help="Points where water is fetched, by those without a tap.")
@click.option(
    "--candidates", type=_FILE, default=None, help="Roads and bridges that might be built (kind, cost_yuan, speed_kmh)."
)
@click.option("--trips", multiple=True, metavar="KIND=N", help="How often in a year a household goes there: clinic=12.")
@click.option("--budget", "budget_yuan", type=int, default=None, help="What may be spent on roads, yuan.")
@click.option("--source", required=True, help="Who gave the files, and from where.")
@_DATUM
@_BY
@_LANGUAGE
def set_(
    area: str, road_kmh: float | None, resolution_m: float | None, trips: tuple[str, ...], budget_yuan: int | None,
    source: str, datum: str | None, login: str, told_in: str, **files: Path | None,
) -> None:  # fmt: skip
    """Take in the files of a place's land; they are checked, and kept beside the database."""
    make_ready()
    from xinlu.land.kinds import Goal, Part
    from xinlu.land.services.setting import set_land
    from xinlu.terrain.files.features import Datum

    place = area_coded(area)
    assert place is not None
    given = {Part(name): file for name, file in files.items() if file is not None}
    often = {Goal(goal): number for goal, number in map(_trip, trips)}
    set_land(
        place, given, by=login_named(login), source=source, trips=often, budget_yuan=budget_yuan,
        datum=Datum(datum) if datum else None, resolution_m=resolution_m, road_kmh=road_kmh,
    )  # fmt: skip
    _tell(_SET.filled(place=place.name, n=len(given), code=place.code), told_in)


@land.command()
@_AREA
@_LANGUAGE
def reckon(area: str, told_in: str) -> None:
    """Reckon the walk from every home of the place, and draw its map."""
    make_ready()
    from xinlu.land.services.reckoning import reckon_land

    place = area_coded(area)
    assert place is not None
    done = reckon_land(place)
    _tell(_RECKONED.filled(place=place.name, homes=done.homes, elsewhere=done.elsewhere), told_in)


@land.command()
@click.argument("file", type=_FILE)
@_AREA
@_DATUM
@click.option("--said-by", required=True, help="Whose list this is.")
@_BY
@_LANGUAGE
def homes(file: Path, area: str, datum: str | None, said_by: str, login: str, told_in: str) -> None:
    """Place homes from a file of points whose field `number` is the household's official number."""
    make_ready()
    from xinlu.land.services.lists import place_listed
    from xinlu.terrain.files.features import Datum, read_points

    place = area_coded(area)
    assert place is not None
    found = read_points(file, "EPSG:4326", datum=Datum(datum) if datum else None)
    numbers = found.field("number", "户编号", "household")
    if numbers is None:
        raise Refusal("land.no_number", _NO_NUMBER.filled(file=file), field="number")
    points = [(float(point[0]), float(point[1])) for point in found.points]
    done = place_listed(
        place, dict(zip(map(str, numbers), points, strict=True)), by=login_named(login), said_by=said_by
    )
    _tell(_PLACED.filled(placed=done.placed, same=done.same, unknown=len(done.unknown)), told_in)
    if done.unknown:
        _tell(_UNKNOWN.filled(numbers=", ".join(done.unknown[:20])), told_in)


def _trip(written: str) -> tuple[str, int]:
    from xinlu.land.kinds import Goal

    goal, _, number = written.partition("=")
    if goal not in set(Goal) or not number.strip().isdigit():
        raise Refusal("land.trip", _TRIP.filled(here=written), field="trips")
    return goal, int(number)


def _tell(words: Words, told_in: str) -> None:
    saying(told_in)(words.zh, words.en)
