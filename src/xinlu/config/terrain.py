"""`xinlu terrain`: walking times over real ground, from files to files. What is heavy is loaded only when it is asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from xinlu.config.ground import ACCESSMOD, FILE, OWN, Ground, bar, on_ground, points_of, surface_of, with_conventions
from xinlu.config.made_terrain import made
from xinlu.config.roads import roads
from xinlu.config.routes import route, water
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from xinlu.terrain.files.features import Features
    from xinlu.terrain.surface import Terrain, Times

_SOLVING = Words("在算 {n} 格……", "Reckoning {n} cells ...")
_WRITTEN = Words("写进了 {file}", "Written to {file}")
_REACHED = Words(
    "走得到的有 {reached}（{share}）；中间的一格走 {median} 分钟，最远的 {most} 分钟",
    "{reached} cells are reached ({share}); the middle one in {median} minutes, the farthest in {most}",
)
_NOBODY = Words("没有一格走得到", "no cell is reached")
_LEFT_OUT = Words(
    "没算进来的点：{names}。它们在图外面，或者落在进不去的格子里",
    "Points left out: {names}. They lie outside the map, or where nobody can stand",
)
_MODEL = Words(
    "走法：{model}，{n} 邻格，一格 {metres} 米。另一种走法算出来是这个的 {low} 到 {high} 倍（中间九成）",
    "Model: {model}, {n} neighbours, cells of {metres} m. The other model gives {low} to {high} times as much (the middle 90 %)",
)
_BY_ACCESSMOD = Words(
    "照 AccessMod 的算法：8 邻格，两格速度的平均，一格 {metres} 米",
    "By AccessMod's conventions: 8 neighbours, the mean of both cells' speeds, cells of {metres} m",
)
_PAIRS = Words(
    "{n} 对里走得到的有 {ways} 对；最久的走 {most} 分钟",
    "{ways} of {n} pairs have a way; the longest takes {most} minutes",
)
_RATIO = Words(
    "{n} 处里走得到的有 {ways} 处。走的时间是平地直走的几倍：中间的 {middle} 倍，最多的 {most} 倍（{name}，走 {minutes} 分钟）",
    "{ways} of {n} have a way. The walk takes, against a straight one over flat ground, {middle} times as long in the middle, and "
    "{most} times at most ({name}, {minutes} minutes)",
)
_NOWHERE = Words("没有一处走得到", "none has a way")


@click.group()
def terrain() -> None:
    """Walking times over real ground: GeoTIFF in projected metres, points and lines in any declared system."""


_LIMIT = click.option(
    "--limit", "limit_h", type=click.FloatRange(0.0, min_open=True), default=None, help="No farther, hours."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Say what came of it as JSON.")


@terrain.command()
@on_ground
@with_conventions
@click.option("--to", "points", type=FILE, required=True, help="Points to which one walks.")
@click.option("--from", "is_from", is_flag=True, help="From the points instead.")
@click.option("--round", "is_round", is_flag=True, help="There and back.")
@_LIMIT
@click.option("--out", type=FILE, required=True, help="The seconds (GeoTIFF).")
@click.option("--float32", "is_single", is_flag=True, help="Half as large a file, to a tenth of a second over a week.")
@_JSON
def times(
    points: Path,
    is_from: bool,
    is_round: bool,
    limit_h: float | None,
    out: Path,
    is_single: bool,
    as_json: bool,
    **ground: Any,
) -> None:
    """Seconds from every cell to the nearest point (or from it, or there and back), as a GeoTIFF."""
    import numpy as np

    from xinlu.terrain.files.seconds import KINDS, write_seconds
    from xinlu.terrain.files.whole import check_target
    from xinlu.terrain.surface import Direction

    asked = Ground(**ground)
    check_target(out, kinds=KINDS, read=(*asked.read, points))
    surface = surface_of(asked)
    ends = points_of(asked, points, surface)
    direction = Direction.ROUND if is_round else Direction.FROM if is_from else Direction.TO
    with _solving(asked, surface):
        found = surface.time_to(ends.points, direction=direction, limit_s=_seconds(limit_h), with_range=_is_own(asked))
    conventions = "xinlu" if _is_own(asked) else asked.conventions
    write_seconds(out, found, surface.grid, is_single=is_single, conventions=conventions)
    reached = found.seconds[np.isfinite(found.seconds)]
    spread = _range(found)
    names = ends.names()
    left_out = [names[n] for n in found.left_out]
    told = {
        "cells": int(found.seconds.size), "reached": len(reached), "median_s": _or_none(np.median, reached),
        "most_s": _or_none(np.max, reached), "model": _named(surface, asked), "direction": direction.value,
        "neighbours": found.neighbours, "resolution_m": found.resolution_m, "other_model_to_this": spread,
        "conventions": asked.conventions, "left_out": left_out,
    }  # fmt: skip
    if as_json:
        _tell_json(told)
        return
    if len(reached):
        share = f"{len(reached) / found.seconds.size:.1%}"
        median, most = f"{np.median(reached) / 60:.0f}", f"{np.max(reached) / 60:.0f}"
        asked.say(_REACHED.filled(reached=f"{len(reached):,}", share=share, median=median, most=most))
    else:
        asked.say(_NOBODY)
    metres = f"{found.resolution_m:.4g}"
    if spread:
        low, high = (f"{each:.2f}" for each in spread)
        asked.say(_MODEL.filled(model=asked.model, n=found.neighbours, metres=metres, low=low, high=high))
    else:
        asked.say(_BY_ACCESSMOD.filled(metres=metres))
    _tell_left_out(left_out, asked)
    asked.say(_WRITTEN.filled(file=out))


@terrain.command()
@on_ground
@with_conventions
@click.option("--from", "starts", type=FILE, required=True, help="Points from which one walks.")
@click.option("--to", "ends", type=FILE, default=None, help="Points to which; the same, left out.")
@_LIMIT
@click.option("--out", type=FILE, required=True, help="A row a pair (.csv, .parquet, .geojson in WGS-84).")
@_JSON
def matrix(starts: Path, ends: Path | None, limit_h: float | None, out: Path, as_json: bool, **ground: Any) -> None:
    """Seconds from every point to every other, and how many times as long as a straight walk over flat ground that is."""
    import numpy as np

    from xinlu.terrain.files.tables import KINDS, pair_columns, pair_lines, write_rows
    from xinlu.terrain.files.whole import check_target

    asked = Ground(**ground)
    check_target(out, kinds=KINDS, read=(*asked.read, starts, ends))
    surface = surface_of(asked)
    begin = points_of(asked, starts, surface)
    goal = begin if ends is None else points_of(asked, ends, surface)
    limit = np.inf if limit_h is None else limit_h
    rows = []
    with _solving(asked, surface, times=len(begin.points)) as done:
        for point in begin.points:
            rows.append(surface.matrix(point[None], to_m=goal.points, limit_h=limit))
            done()
    seconds = np.concatenate(rows)
    columns = pair_columns(begin, goal, seconds, surface.straight_seconds(begin.points, goal.points))
    write_rows(out, columns, pair_lines(begin, goal), surface.grid.crs)
    ways = seconds[np.isfinite(seconds)]
    left_out = [*_cannot_stand(begin, surface), *(_cannot_stand(goal, surface) if ends else ())]
    told = {"pairs": int(seconds.size), "with_a_way": len(ways), "most_s": _or_none(np.max, ways), "left_out": left_out}
    if as_json:
        _tell_json({**told, **_model(surface, asked)})
        return
    asked.say(_PAIRS.filled(n=seconds.size, ways=len(ways), most=f"{np.max(ways, initial=0) / 60:.0f}"))
    _tell_left_out(left_out, asked)
    asked.say(_WRITTEN.filled(file=out))


@terrain.command()
@on_ground
@with_conventions
@click.option("--from", "starts", type=FILE, required=True, help="Points from which one walks: homes, say.")
@click.option("--to", "ends", type=FILE, required=True, help="Points of which the quickest to reach counts.")
@_LIMIT
@click.option("--out", type=FILE, required=True, help="A row a start (.csv, .parquet, .geojson in WGS-84).")
@_JSON
def ratio(starts: Path, ends: Path, limit_h: float | None, out: Path, as_json: bool, **ground: Any) -> None:
    """From each start to the place quickest to reach: seconds, and how many times as long as a straight walk over flat ground.

    "Two mountains can talk, walking takes half a day."
    """
    import numpy as np

    from xinlu.terrain.files.tables import KINDS, write_rows
    from xinlu.terrain.files.whole import check_target

    asked = Ground(**ground)
    check_target(out, kinds=KINDS, read=(*asked.read, starts, ends))
    surface = surface_of(asked)
    begin, goal = points_of(asked, starts, surface), points_of(asked, ends, surface)
    with _solving(asked, surface):
        found = surface.time_to(goal.points, limit_s=_seconds(limit_h), with_range=_is_own(asked))
    columns, seconds, times = _nearest(begin, goal, found, surface)
    write_rows(out, columns, [point[None] for point in begin.points], surface.grid.crs)
    is_told = np.isfinite(times)
    names = begin.names()
    left_out = [*_cannot_stand(begin, surface), *_cannot_stand(goal, surface)]
    worst = int(np.nanargmax(np.where(is_told, times, -1.0)))
    told = {
        "starts": len(names), "with_a_way": int(np.isfinite(seconds).sum()), "median": _or_none(np.median, times[is_told]),
        "most": _or_none(np.max, times[is_told]), "most_at": names[worst] if is_told.any() else None, "left_out": left_out,
    }  # fmt: skip
    if as_json:
        _tell_json({**told, **_model(surface, asked)})
        return
    if is_told.any():
        words = _RATIO.filled(
            n=len(names), ways=told["with_a_way"], middle=f"{np.median(times[is_told]):.1f}", most=f"{times[worst]:.1f}",
            name=names[worst], minutes=f"{seconds[worst] / 60:.0f}",
        )  # fmt: skip
        asked.say(words)
    else:
        asked.say(_NOWHERE)
    _tell_left_out(left_out, asked)
    asked.say(_WRITTEN.filled(file=out))


def _nearest(begin: Features, goal: Features, found: Times, surface: Terrain) -> tuple[dict[str, Any], Any, Any]:
    """The columns of `ratio`, its seconds and its ratios, one of each a start; NaN where there is no way."""
    import numpy as np
    import pyarrow as pa

    from xinlu.terrain.files.tables import column
    from xinlu.terrain.files.tables import ratio as ratio_of
    from xinlu.terrain.grid import OUTSIDE

    cells = surface.grid.cells_of(begin.points)
    inside = cells != OUTSIDE

    def there(values: Any, beyond: float) -> Any:
        return np.where(inside, values.ravel()[cells], beyond)

    nearest = there(found.nearest, -1).astype(np.int64)
    seconds = there(found.seconds, np.inf)
    away = begin.points - goal.points[nearest]
    straight_m = np.hypot(away[:, 0], away[:, 1])
    straight = surface.straight_seconds(np.zeros((1, 2)), np.column_stack((straight_m, np.zeros(len(straight_m)))))[0]
    times = ratio_of(seconds, straight)
    names = goal.names()
    has_way = np.isfinite(seconds)
    other = {}
    if found.other_seconds is not None:
        other["seconds_by_the_other_model"] = column(there(found.other_seconds, np.inf))
    columns = {
        "from": pa.array(begin.names(), pa.string()),
        "to": pa.array([names[n] if way else None for n, way in zip(nearest, has_way, strict=True)], pa.string()),
        "seconds": column(seconds),
        **other,
        "straight_m": column(np.where(has_way, straight_m, np.nan)),
        "talk_walk_ratio": column(times),
    }
    return columns, seconds, times


def _solving(asked: Ground, surface: Terrain, *, times: int | None = None) -> Any:
    words = _SOLVING.filled(n=f"{surface.grid.rows * surface.grid.columns:,}" + (f" × {times}" if times else ""))
    asked.say(words, err=True)
    return bar(words, asked, total=times)


def _is_own(asked: Ground) -> bool:
    return asked.conventions == OWN


def _named(surface: Terrain, asked: Ground) -> str:
    return ACCESSMOD if asked.conventions == ACCESSMOD else surface.model.value


def _range(found: Times) -> list[float] | None:
    """Between which shares of these the other model's times lie, for the middle nine tenths of the cells; None without one."""
    import numpy as np

    if found.other_seconds is None:
        return None
    is_both = np.isfinite(found.seconds) & np.isfinite(found.other_seconds) & (found.seconds > 0)
    if not is_both.any():
        return [1.0, 1.0]
    low, high = np.quantile(found.other_seconds[is_both] / found.seconds[is_both], (0.05, 0.95))
    return [float(low), float(high)]


def _model(surface: Terrain, asked: Ground) -> dict[str, Any]:
    return {
        "model": _named(surface, asked), "neighbours": surface.neighbours, "resolution_m": surface.grid.resolution_m,
    }  # fmt: skip


def _cannot_stand(features: Features, surface: Terrain) -> list[str]:
    return [features.names()[n] for n in surface.cannot_stand(features.points)]


def _tell_left_out(names: list[str], asked: Ground) -> None:
    if names:
        asked.say(_LEFT_OUT.filled(names=", ".join(names)))


def _tell_json(told: dict[str, Any]) -> None:
    click.echo(json.dumps(told, ensure_ascii=False, indent=1))


def _seconds(hours: float | None) -> float:
    return float("inf") if hours is None else hours * 3600.0


def _or_none(measure: Callable[[Any], Any], values: Any) -> float | None:
    return float(measure(values)) if len(values) else None


terrain.add_command(made)
terrain.add_command(roads)
terrain.add_command(route)
terrain.add_command(water)
