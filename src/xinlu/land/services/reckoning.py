"""Reckoning a place's land: the walk from every home that was placed, and what is drawn. Written anew as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np
from django.db import transaction
from pyproj import Transformer

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.land.building import plan_of
from xinlu.land.drawing import Sheet, bands, drawn, relief_png
from xinlu.land.files import KeptFile, drawing_path, read_land
from xinlu.land.helper_ways import ways_between
from xinlu.land.kinds import Goal, Part
from xinlu.land.models import HelperWays, HomePlace, HomeWalk, LandFiles, ReckonedLand
from xinlu.land.models.places import E7
from xinlu.land.walks import MODEL, Walks, fetched, walks
from xinlu.people.models import Area
from xinlu.records.selectors import heads
from xinlu.records.services.storing import insert_rows
from xinlu.terrain.grid import Elevation, Floats, Grid

if TYPE_CHECKING:
    from xinlu.terrain.files.features import Features
    from xinlu.terrain.water import Fetching

_DEGREES = "EPSG:4326"
_NO_LAND = Words(
    "{place}还没有地形。先用 xinlu land set --area {code} 把高程、路、河收进来",
    "{place} has no land yet. Take in elevation, roads and rivers first: xinlu land set --area {code}",
)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """How many homes were measured, and how many lie where nobody can stand."""

    homes: int
    elsewhere: int


def reckon_land(area: Area, *, progress: Callable[[str], None] = lambda doing: None) -> Reckoned:
    """The walks of all homes placed within the area, and its map. `progress` hears "read", "walk", "draw", "roads" and "write".

    Refusal where no land was set, or one of its files is gone.
    """
    land = land_of(area)
    if land is None:
        raise Refusal("land.none", _NO_LAND.filled(place=area.name, code=area.code))
    progress("read")
    elevation, parts = read_land(kept_files(land), place=area.name)
    placed = (
        heads(HomePlace).filter(household__current__path__startswith=area.path).select_related("household__current")
    )
    # Of a fork the one received last.
    places = list({each.household_id: each for each in placed.order_by("household_id", "received_at")}.values())
    homes_m = _metres(places, elevation.grid)
    progress("walk")
    found = walks(elevation, parts, homes_m)
    progress("draw")
    picture = drawing_path(land.pk)
    picture.write_bytes(relief_png(elevation))
    told = drawn(elevation, parts, found.everywhere)
    progress("roads")
    roads = _roads(land, elevation, parts, homes_m, places)
    ways = _helper_ways(land, elevation, parts, homes_m, places, found)
    progress("write")
    rows = _rows(places, land, found, Sheet(elevation.grid).at(homes_m), fetched(elevation, parts, homes_m))
    with transaction.atomic():
        HomeWalk.objects.filter(household__current__path__startswith=area.path).delete()
        insert_rows(HomeWalk, rows)
        HelperWays.objects.filter(helper__in=[each["helper_id"] for each in ways]).delete()
        insert_rows(HelperWays, ways)
        ReckonedLand.objects.update_or_create(
            area=area,
            defaults={
                "land": land,
                "reckoned_at": clock.now(),
                "model": str(MODEL),
                "neighbours": 16,
                "cell_m": elevation.grid.resolution_m,
                "drawn": told,
                "roads": roads,
            },
        )
    return Reckoned(len(places), int((~found.stands).sum()))


def land_of(area: Area) -> LandFiles | None:
    """The land that was set for this area last."""
    return heads(LandFiles).filter(area=area).last()


def kept_files(land: LandFiles) -> list[KeptFile]:
    """Its files."""
    return [KeptFile(Part(part), name, sha256) for part, name, sha256 in land.files]


def _roads(
    land: LandFiles, elevation: Elevation, parts: Mapping[Part, Features], homes_m: Floats, places: Sequence[HomePlace]
) -> dict[str, Any] | None:
    trips = {Goal(goal): number for goal, number in land.trips}
    villages = [each.household.current.village if each.household else "" for each in places]
    planned = plan_of(elevation, parts, homes_m, villages=villages, trips=trips, budget_yuan=land.budget_yuan)
    if planned is None:
        return None
    told, after = planned
    names = dict(Area.objects.filter(code__in={code for code, _, _ in told["villages"]}).values_list("code", "name"))
    told["villages"] = [[code, names.get(code, code), hours, homes] for code, hours, homes in told["villages"]]
    return {**told, "bands": bands(elevation, after)}


def _helper_ways(
    land: LandFiles,
    elevation: Elevation,
    parts: Mapping[Part, Features],
    homes_m: Floats,
    places: Sequence[HomePlace],
    found: Walks,
) -> list[dict[str, object]]:
    of_helper: dict[UUID, list[int]] = {}
    for n, place in enumerate(places):
        helper = place.household.current.helper_id if place.household else None
        if helper is not None and found.stands[n]:
            of_helper.setdefault(helper, []).append(n)
    from_road = found.to[Goal.ROAD].seconds if Goal.ROAD in found.to else np.zeros(len(places))
    return [
        {
            "helper_id": helper,
            "land_id": land.pk,
            "homes": [str(places[n].household_id) for n in of_them],
            "seconds": [[_whole(each) for each in row] for row in ways_between(elevation, parts, homes_m[of_them])],
            "from_road_s": [_whole(from_road[n]) for n in of_them],
        }
        for helper, of_them in of_helper.items()
    ]


def _metres(places: Sequence[HomePlace], grid: Grid) -> Floats:
    degrees = np.array([(each.longitude_e7, each.latitude_e7) for each in places], np.float64).reshape(-1, 2) / E7
    turn = Transformer.from_crs(_DEGREES, grid.crs, always_xy=True)
    return np.column_stack(turn.transform(degrees[:, 0], degrees[:, 1])).reshape(-1, 2)


def _rows(
    places: Sequence[HomePlace], land: LandFiles, found: Walks, at: Floats, water: Fetching | None
) -> list[dict[str, object]]:
    rows = []
    for n, place in enumerate(places):
        row: dict[str, object] = {
            "household_id": place.household_id,
            "place_id": place.pk,
            "land_id": land.pk,
            "stands": bool(found.stands[n]),
            "x": round(float(at[n, 0])) if np.isfinite(at[n]).all() else 0,
            "y": round(float(at[n, 1])) if np.isfinite(at[n]).all() else 0,
        }
        for goal, walk in found.to.items():
            row[f"{goal}_s"] = _whole(walk.seconds[n])
            row[f"{goal}_other_s"] = _whole(walk.other_seconds[n])
            if goal is not Goal.ROAD:
                row[f"{goal}_name"] = walk.names[n][:80]
            if goal is Goal.CLINIC and np.isfinite(walk.seconds[n]) and walk.straight_s[n] > 0:
                row["ratio_milli"] = round(1000 * walk.seconds[n] / walk.straight_s[n])
        rows.append({**row, **_water(water, n)})
    return rows


def _water(water: Fetching | None, n: int) -> dict[str, object]:
    """The columns of water of home `n`."""
    if water is None or water.source[n] < 0:
        return {}
    return {
        "water_s": round(60 * float(water.minutes[n])),
        "water_m": round(float(water.metres[n])),
        "water_climb_m": round(float(water.climb_m[n])),
        "water_near": water.meets[n],
    }


def _whole(seconds: float) -> int | None:
    return round(float(seconds)) if np.isfinite(seconds) else None
