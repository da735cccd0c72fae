"""A helper's day over the land: which homes in which order, so that it fits into the hours of light."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

import numpy as np

from xinlu.land.models import HelperWays, HomePlace
from xinlu.land.models.places import E7
from xinlu.people.models import User
from xinlu.records.selectors import heads
from xinlu.terrain.day import Why, plan_day
from xinlu.terrain.daylight import daylight

NOT_BEFORE = time(8, 0)
"""Nobody is called on earlier, however early the sun rises."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One home of the day: how long the walk to it is (seconds), and when one is there."""

    household: UUID
    walk_s: int
    arrives: datetime


@dataclass(frozen=True, slots=True)
class HelperDay:
    """The day in its order; when one sets out from the road and is back there; which homes are left out, and why; which nobody
    has placed yet. `dark` is when the sun sets."""

    stops: tuple[Stop, ...]
    sets_out: datetime
    back: datetime
    back_walk_s: int
    dark: datetime
    left_out: tuple[tuple[UUID, Why], ...]
    not_placed: tuple[UUID, ...]


def day_of(helper: User, wanted: Sequence[UUID], *, on: date, stay_minutes: int) -> HelperDay | None:
    """The day of visits to those `wanted` (the most pressing first), from the road and back to it before dark.

    What presses more is never given up for what presses less. None where nothing was reckoned for this helper.
    """
    ways = HelperWays.objects.filter(helper=helper).first()
    if ways is None or not ways.homes:
        return None
    number = {UUID(each): n for n, each in enumerate(ways.homes)}
    placed = [each for each in wanted if each in number]
    kept = [number[each] for each in placed]
    between = _seconds(ways.seconds)[np.ix_(kept, kept)]
    from_road = _seconds([ways.from_road_s])[0][kept]
    took = np.zeros((len(kept) + 1, len(kept) + 1))
    took[0, 1:] = took[1:, 0] = from_road
    took[1:, 1:] = np.minimum(
        between, from_road[:, None] + from_road[None, :]
    )  # or back to the road, and up from there
    light = daylight(on, *_middle(placed or [UUID(each) for each in ways.homes]))
    sets_out = max(light.sunrise, datetime.combine(on, NOT_BEFORE, tzinfo=light.sunrise.tzinfo))
    hours = max(0.0, (light.sunset - sets_out) / timedelta(hours=1))
    # Each outweighs all that press less than it.
    weights = [2.0 ** (len(placed) - n) for n in range(len(placed))]
    day = plan_day(took, hours=hours, stay_s=[stay_minutes * 60.0] * len(placed), weights=weights)
    stops = tuple(
        Stop(placed[visit], round(walk), sets_out + timedelta(seconds=arrive))
        for visit, walk, arrive in zip(day.order, day.walk_s, day.arrive_s, strict=True)
    )
    back_walk = round(day.walked_s - sum(day.walk_s)) if stops else 0
    return HelperDay(
        stops,
        sets_out,
        sets_out + timedelta(seconds=day.back_s),
        back_walk,
        light.sunset,
        tuple((placed[n], why) for n, why in day.left_out),
        tuple(each for each in wanted if each not in number),
    )


def _seconds(rows: Sequence[Sequence[int | None]]) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.array([[np.inf if each is None else float(each) for each in row] for row in rows], np.float64)


def _middle(households: Sequence[UUID]) -> tuple[float, float]:
    """Latitude and longitude amid these homes, degrees."""
    found = heads(HomePlace).filter(household__in=households).values_list("latitude_e7", "longitude_e7")
    latitude, longitude = np.array(list(found), np.float64).mean(0) / E7
    return float(latitude), float(longitude)
