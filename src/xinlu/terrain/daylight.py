"""When the sun rises and sets, by the sunrise equation. It knows no mountain: in a gorge the day is shorter."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))
"""Civil time in all of China: UTC+8, the whole year."""
_HORIZON = -0.833
"""The sun's middle stands so many degrees below a flat horizon when its rim is seen: refraction and half its width."""
_TILT = 23.4397
_PERIHELION, _MOVES = 102.9372, 1.7195 / 36525
"""Where the earth is nearest to the sun, in degrees, and how far that moves on in a day."""


@dataclass(frozen=True, slots=True)
class Daylight:
    """Sunrise and sunset in China's civil time; both midnight where the sun stays down, a whole day apart where it stays up."""

    sunrise: datetime
    sunset: datetime

    @property
    def hours(self) -> float:
        """How long there is light."""
        return (self.sunset - self.sunrise) / timedelta(hours=1)


def daylight(day: date, latitude: float, longitude: float) -> Daylight:
    """Sunrise and sunset on a flat horizon at a place in degrees (north and east positive), within half a minute up to 60 degrees from 1999 to 2040.

    Source: the sunrise equation with the sun's mean anomaly, equation of the centre and equation of time (Meeus, "Astronomical
    Algorithms", low accuracy). ValueError for a place that is none.
    """
    if not (-90.0 <= latitude <= 90.0 and -180.0 <= longitude <= 180.0):
        raise ValueError(f"there is no place at latitude {latitude}, longitude {longitude}")
    noon = float((day - date(2000, 1, 1)).days) - longitude / 360.0
    midnight = datetime(day.year, day.month, day.day, tzinfo=CHINA)
    ends = []
    for sign in (-1.0, 1.0):
        at = noon
        # The sun moves on meanwhile: it is asked again at the moment that came of it.
        for _ in range(4):
            lag, part = _sun(at, math.radians(latitude))
            if part >= 1.0:
                return Daylight(midnight, midnight)
            if part <= -1.0:
                return Daylight(midnight, midnight + timedelta(days=1))
            at = noon + lag + sign * math.degrees(math.acos(part)) / 360.0
        ends.append(_moment(at))
    return Daylight(*ends)


def _sun(at: float, north: float) -> tuple[float, float]:
    """How late the sun culminates (days), and the cosine of the angle from there to the horizon, `at` days after noon, 1 January 2000."""
    anomaly = math.radians((357.5291 + 0.98560028 * at) % 360.0)
    centre = 1.9148 * math.sin(anomaly) + 0.0200 * math.sin(2 * anomaly) + 0.0003 * math.sin(3 * anomaly)
    ecliptic = math.radians((math.degrees(anomaly) + centre + 180.0 + _PERIHELION + _MOVES * at) % 360.0)
    declination = math.asin(math.sin(ecliptic) * math.sin(math.radians(_TILT)))
    height = math.sin(math.radians(_HORIZON)) - math.sin(north) * math.sin(declination)
    along = max(math.cos(north) * math.cos(declination), 1e-12)
    return 0.0053 * math.sin(anomaly) - 0.0069 * math.sin(2 * ecliptic), height / along


def _moment(days: float) -> datetime:
    """So many days after noon, 1 January 2000 (UTC)."""
    return (datetime(2000, 1, 1, 12, tzinfo=UTC) + timedelta(days=days)).astimezone(CHINA)
