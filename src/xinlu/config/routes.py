"""`xinlu terrain route`: the order of a day's visits within its hours; `xinlu terrain water`: how far homes go for water."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xinlu.config.ground import FILE, Ground, bar, on_ground, points_of, surface_of, with_conventions
from xinlu.kernel import clock as kernel_clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from xinlu.terrain.day import Day
    from xinlu.terrain.daylight import Daylight
    from xinlu.terrain.files.features import Features
    from xinlu.terrain.surface import Terrain
    from xinlu.terrain.water import Fetching

STAYS, WEIGHTS = ("minutes", "分钟"), ("weight", "要紧")
_ORDERING = Words("在排 {n} 户的次序……", "Putting {n} visits in order ...")
_WALKING = Words("在算 {n} 处水源……", "Reckoning {n} sources ...")
_WRITTEN = Words("写进了 {file}", "Written to {file}")
_ONE_START = Words("{file} 里有 {n} 个点：出发的地方只能有一个", "{file} holds {n} points: one sets out from one place")
_NO_HOURS = Words(
    "没说这天有多长：用 --hours 说几个小时，或者用 --date 说哪一天（按日出日落算）",
    "It was not said how long the day is: say hours (--hours), or which day (--date), whose light is reckoned",
)
_LEAVE = Words("--leave 写的是“{here}”：要写成 08:30 这样", "--leave says “{here}”: write it like 08:30")
_DARK = Words(
    "{leave} 出发时天已经黑了：这天日出 {rise}，日落 {set}",
    "At {leave} it is dark: that day the sun rises at {rise} and sets at {set}",
)
_NO_NUMBER = Words(
    "{file} 第 {n} 个点的 {field} 写的是“{here}”：要是{least}的数",
    "Point {n} of {file} has “{here}” as its {field}: it must be a number {least}",
)
_ABOVE_ZERO, _NOT_BELOW = Words("大于零", "above zero"), Words("零或者零以上", "of zero or more")
_LIGHT = Words(
    "这天日出 {rise}，日落 {set}（平地上看；山沟里更短）",
    "The sun rises at {rise} and sets at {set} that day (over flat land; in a gorge there is less)",
)
_DAY = Words(
    "去 {n} 户，路上 {walk}，一共 {whole}{back}。{exact}",
    "{n} visits, {walk} on the way, {whole} in all{back}. {exact}",
)
_BACK = Words("，{clock} 回到", ", back at {clock}")
_EXACT = Words("没有更好的排法", "There is no better order")
_NEARLY = Words(
    "户数多，这是找到的最好的排法，不保证没有更好的",
    "With so many this is the best that was found; there may be a better one",
)
_STOP = Words("  {nth}. {name}：走 {minutes} 分钟，{at} 到", "  {nth}. {name}: {minutes} minutes' walk, there at {at}")
_REASONS = {
    "unreachable": Words("走不到：{names}", "No way there and back: {names}"),
    "too_far": Words("一天里来不及，单去也不行：{names}", "Too far for the day, even alone: {names}"),
    "no_time": Words("这天排不下：{names}", "No room left in the day: {names}"),
}
_WATER = Words(
    "{n} 户里取水方便的 {yes} 户，不方便的 {no} 户，走不到水源、说不清的 {unknown} 户。按一趟来回 {minutes} 分钟以内，或者去的路 {metres} 米以内，"
    "或者高低差 {climb} 米以内算，只算走路",
    "Of {n} homes {yes} have water near, {no} have not, and of {unknown} nobody knows: they reach no source. Near is a trip there and back "
    "within {minutes} minutes, or a way within {metres} m, or a climb within {climb} m; walking alone is counted",
)
_CLIMB_ALONE = Words(
    "其中只因为不用爬坡才算方便的：{names}。路远，最好去看看",
    "Near only because there is little to climb: {names}. The way is long; better have a look",
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Say what came of it as JSON.")


@click.command()
@on_ground
@with_conventions
@click.option("--start", type=FILE, required=True, help="One point, from which one sets out and to which one returns.")
@click.option("--visits", type=FILE, required=True, help="Points; fields minutes (of the visit) and weight, if any.")
@click.option("--hours", type=click.FloatRange(0.0, min_open=True), default=None, help="How long the day is.")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), default=None, help="Within the light of this day.")
@click.option("--leave", default=None, help="When one sets out (08:30); at sunrise, left out.")
@click.option("--minutes", type=click.FloatRange(0.0), default=40.0, show_default=True, help="Of each visit.")
@click.option("--out", type=FILE, required=True, help="A row a visit (.csv, .parquet, .geojson in WGS-84).")
@_JSON
def route(
    start: Path, visits: Path, hours: float | None, day: datetime | None, leave: str | None, minutes: float, out: Path,
    as_json: bool, **ground: Any,
) -> None:  # fmt: skip
    """The order of a day's visits: the most of them (by weight), and of those the shortest day, there and back."""
    from xinlu.terrain.daylight import CHINA
    from xinlu.terrain.files.tables import KINDS, write_rows
    from xinlu.terrain.files.whole import check_target

    asked = Ground(**ground)
    check_target(out, kinds=KINDS, read=(*asked.read, start, visits))
    if hours is None and day is None:
        raise Refusal("terrain.no_hours", _NO_HOURS, field="hours")
    clock = _clock(leave)
    surface = surface_of(asked)
    begin, homes = points_of(asked, start, surface), points_of(asked, visits, surface)
    if len(begin.points) != 1:
        raise Refusal("terrain.one_start", _ONE_START.filled(file=start, n=len(begin.points)), field="start")
    stays = _numbers(homes, visits, STAYS, minutes, is_above_zero=False)
    weights = _numbers(homes, visits, WEIGHTS, 1.0, is_above_zero=True)
    light = _light(day, begin.points[0], surface) if day else None
    sets_out = None if clock is None else datetime.combine(day or kernel_clock.today(), clock, tzinfo=CHINA)
    if light:
        sets_out = sets_out or light.sunrise
        hours = min(hours or 24.0, _until_dark(light, sets_out))
    words = _ORDERING.filled(n=len(homes.points))
    asked.say(words, err=True)
    with bar(words, asked):
        found = surface.day_route(
            homes.points, hours=hours or 0.0, start_m=begin.points[0], minutes_at_each=stays, weights=weights
        )
    rows = [*found.order, *(n for n, _ in found.left_out)]
    write_rows(out, _stops(found, homes, sets_out), [homes.points[n][None] for n in rows], surface.grid.crs)
    if as_json:
        click.echo(json.dumps(_told(found, homes, light, sets_out), ensure_ascii=False, indent=1))
        return
    if light:
        asked.say(_LIGHT.filled(rise=f"{light.sunrise:%H:%M}", set=f"{light.sunset:%H:%M}"))
    _tell(found, homes, sets_out, asked)
    asked.say(_WRITTEN.filled(file=out))


@click.command()
@on_ground
@click.option("--homes", type=FILE, required=True, help="Points of homes without a tap.")
@click.option("--sources", type=FILE, required=True, help="Points of wells, springs and public taps.")
@click.option(
    "--limit", "limit_h", type=click.FloatRange(0.0, min_open=True), default=4.0, show_default=True,
    help="No farther each way, hours.",
)  # fmt: skip
@click.option("--out", type=FILE, required=True, help="A row a home (.csv, .parquet, .geojson in WGS-84).")
@_JSON
def water(homes: Path, sources: Path, limit_h: float, out: Path, as_json: bool, **ground: Any) -> None:
    """How far homes go for water on foot: minutes there and back, metres and climb, and whether that is near."""
    from xinlu.terrain.files.tables import KINDS, write_rows
    from xinlu.terrain.files.whole import check_target

    asked = Ground(**ground)
    check_target(out, kinds=KINDS, read=(*asked.read, homes, sources))
    surface = surface_of(asked)
    people, wells = points_of(asked, homes, surface), points_of(asked, sources, surface)
    words = _WALKING.filled(n=len(wells.points))
    asked.say(words, err=True)
    with bar(words, asked):
        found = surface.water(people.points, wells.points, limit_h=limit_h)
    write_rows(out, _fetched(found, people, wells), [point[None] for point in people.points], surface.grid.crs)
    meets, names = found.meets, people.names()
    count = {"yes": meets.count(True), "no": meets.count(False), "unknown": meets.count(None)}
    flat = [name for name, is_flat in zip(names, found.by_climb_alone, strict=True) if is_flat]
    if as_json:
        click.echo(json.dumps({"homes": len(names), **count, "by_climb_alone": flat}, ensure_ascii=False, indent=1))
        return
    near = found.near
    bounds = {"minutes": f"{near.minutes:g}", "metres": f"{near.metres:g}", "climb": f"{near.climb_m:g}"}
    asked.say(_WATER.filled(n=len(names), **count, **bounds))
    if flat:
        asked.say(_CLIMB_ALONE.filled(names=", ".join(flat)))
    asked.say(_WRITTEN.filled(file=out))


def _clock(told: str | None) -> time | None:
    if told is None:
        return None
    try:
        return datetime.strptime(told.strip().replace("：", ":"), "%H:%M").time()  # noqa: DTZ007
    except ValueError:
        raise Refusal("terrain.leave", _LEAVE.filled(here=told[:40]), field="leave") from None


def _light(day: datetime, start_m: Any, surface: Terrain) -> Daylight:
    from pyproj import Transformer

    from xinlu.terrain.daylight import daylight

    turn = Transformer.from_crs(surface.grid.crs, "EPSG:4326", always_xy=True)
    longitude, latitude = turn.transform(*start_m)
    return daylight(day.date(), latitude, longitude)


def _until_dark(light: Daylight, sets_out: datetime) -> float:
    left = (light.sunset - sets_out) / timedelta(hours=1)
    if left <= 0.0 or sets_out < light.sunrise:
        told = {"leave": f"{sets_out:%H:%M}", "rise": f"{light.sunrise:%H:%M}", "set": f"{light.sunset:%H:%M}"}
        raise Refusal("terrain.dark", _DARK.filled(**told), field="leave")
    return left


def _numbers(points: Features, file: Path, names: tuple[str, ...], usual: float, *, is_above_zero: bool) -> list[float]:
    """What a field tells of each point, the usual where it is empty; Refusal with the point's number for what is none."""
    found = []
    for number, here in zip(points.numbers, points.field(*names) or (None,) * len(points.points), strict=True):
        try:
            value = usual if here is None or here != here or here == "" else float(here)
        except (TypeError, ValueError):
            value = -1.0
        if not (value > 0.0 if is_above_zero else value >= 0.0) or value > 1e6:
            least = _ABOVE_ZERO if is_above_zero else _NOT_BELOW
            words = _NO_NUMBER.filled(file=file, n=number, field=names[0], here=str(here)[:40], least=least)
            raise Refusal("terrain.visit_number", words, field=str(number))
        found.append(value)
    return found


def _stops(found: Day, homes: Features, sets_out: datetime | None) -> dict[str, Any]:
    import pyarrow as pa

    names, left = homes.names(), [None] * len(found.left_out)
    clock = [_at(each, sets_out) if sets_out else None for each in found.arrive_s]
    return {
        "order": pa.array([*range(1, len(found.order) + 1), *left], pa.int64()),
        "visit": pa.array([names[n] for n in found.order] + [names[n] for n, _ in found.left_out], pa.string()),
        "walk_s": pa.array([*found.walk_s, *left], pa.float64()),
        "arrive_s": pa.array([*found.arrive_s, *left], pa.float64()),
        "arrive": pa.array([*clock, *left], pa.string()),
        "left_out": pa.array([None] * len(found.order) + [why.value for _, why in found.left_out], pa.string()),
    }


def _fetched(found: Fetching, homes: Features, sources: Features) -> dict[str, Any]:
    import pyarrow as pa

    from xinlu.terrain.files.tables import column

    wells = sources.names()
    return {
        "home": pa.array(homes.names(), pa.string()),
        "source": pa.array([wells[n] if n >= 0 else None for n in found.source], pa.string()),
        "minutes_there_and_back": column(found.minutes),
        "minutes_there": column(found.minutes_there),
        "metres": column(found.metres),
        "climb_m": column(found.climb_m),
        "is_near": pa.array(found.meets, pa.bool_()),
        "is_near_by_climb_alone": pa.array(found.by_climb_alone, pa.bool_()),
    }


def _told(found: Day, homes: Features, light: Daylight | None, sets_out: datetime | None) -> dict[str, Any]:
    names = homes.names()
    return {
        "order": [names[n] for n in found.order], "walked_s": found.walked_s, "back_s": found.back_s,
        "back": _at(found.back_s, sets_out) if sets_out else None, "is_exact": found.is_exact,
        "left_out": {names[n]: why.value for n, why in found.left_out},
        "sunrise": f"{light.sunrise:%H:%M}" if light else None, "sunset": f"{light.sunset:%H:%M}" if light else None,
    }  # fmt: skip


def _tell(found: Day, homes: Features, sets_out: datetime | None, asked: Ground) -> None:
    names = homes.names()
    back = _BACK.filled(clock=_at(found.back_s, sets_out)) if sets_out else ""
    exact = _EXACT if found.is_exact else _NEARLY
    told = {"walk": _long(found.walked_s), "whole": _long(found.back_s), "back": back, "exact": exact}
    asked.say(_DAY.filled(n=len(found.order), **told))
    for nth, (n, walk_s, arrive_s) in enumerate(zip(found.order, found.walk_s, found.arrive_s, strict=True), start=1):
        at = _at(arrive_s, sets_out) if sets_out else f"+{_long(arrive_s)}"
        asked.say(_STOP.filled(nth=nth, name=names[n], minutes=f"{walk_s / 60:.0f}", at=at))
    for reason, words in _REASONS.items():
        if those := [names[n] for n, why in found.left_out if why.value == reason]:
            asked.say(words.filled(names=", ".join(those)))


def _at(seconds: float, sets_out: datetime) -> str:
    return f"{sets_out + timedelta(seconds=seconds):%H:%M}"


def _long(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02d}"
