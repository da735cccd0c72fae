"""Saying where a home lies. A claim like any other; what was said before stays as it was."""

from __future__ import annotations

import math
from datetime import datetime
from typing import Any

from django.db import transaction

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.land.kinds import How
from xinlu.land.models import HomePlace, HomeWalk
from xinlu.land.models.places import E7
from xinlu.people.models import User
from xinlu.records.models import Household
from xinlu.records.selectors import heads
from xinlu.records.services import append, compose
from xinlu.registry.checks import check_said_by

FARTHEST_OFF_M = 5_000
_NOWHERE = Words(
    "经度要在 -180 到 180 之间，纬度要在 -90 到 90 之间；写的是 {longitude}，{latitude}",
    "A longitude lies between -180 and 180, a latitude between -90 and 90; these are {longitude}, {latitude}",
)
_SEA = Words(
    "经纬度都是 0，那是在海上：定位没有成功，请再定一次",
    "Longitude and latitude are both 0, which is at sea: no position was found. Try once more",
)
_ROUGH = Words(
    "这次定位可能差 {metres} 米，太多了。走到开阔的地方再定一次，或者在地图上点",
    "This position may be {metres} m off, which is too much. Try again under open sky, or pick it on a map",
)


@transaction.atomic
def place_home(
    household: Household,
    *,
    by: User,
    longitude: float,
    latitude: float,
    how: How,
    said_by: str,
    accuracy_m: float | None = None,
    device: str = "",
    made_at: datetime | None = None,
) -> HomePlace:
    """The home lies here (WGS-84 degrees). The same again writes nothing and returns what is there.

    Refusals: no place on earth, 0 and 0, or a position that may be more than FARTHEST_OFF_M off.
    """
    if not (math.isfinite(longitude) and math.isfinite(latitude)) or abs(longitude) > 180 or abs(latitude) > 90:
        raise Refusal("land.nowhere", _NOWHERE.filled(longitude=longitude, latitude=latitude), field="longitude")
    if longitude == latitude == 0:
        raise Refusal("land.sea", _SEA, field="longitude")
    if accuracy_m is not None and not 0 <= accuracy_m <= FARTHEST_OFF_M:
        raise Refusal("land.rough", _ROUGH.filled(metres=round(accuracy_m, 0)), field="accuracy_m")
    where: dict[str, Any] = {"longitude_e7": round(longitude * E7), "latitude_e7": round(latitude * E7)}
    before = heads(HomePlace).filter(household=household).last()
    if before is not None and {name: getattr(before, name) for name in where} == where:
        return before
    placed = compose(
        HomePlace,
        household=household,
        author=by,
        device=device,
        made_at=made_at,
        supersedes=before.pk if before else None,
        accuracy_m=None if accuracy_m is None else round(accuracy_m),
        how=str(how),
        said_by=check_said_by(said_by),
        **where,
    )
    append(placed)
    forget_walk(household)
    return placed


def forget_walk(household: Household) -> None:
    """What was reckoned from where the home was said to lie holds no longer."""
    HomeWalk.objects.filter(household=household).delete()
