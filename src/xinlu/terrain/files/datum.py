"""GCJ-02, in which Chinese maps are published, and WGS-84, in which receivers measure: hundreds of metres apart, never guessed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from xinlu.terrain.grid import Floats

_AXIS_M, _ECCENTRICITY = 6_378_245.0, 0.00669342162296594323
"""Of the Krasovsky ellipsoid of 1940, on which the shift is reckoned."""
WEST, EAST, SOUTH, NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""Within these degrees coordinates may be shifted."""


def may_be_shifted(degrees: Floats) -> bool:
    """Whether any of the points [n, 2] (longitude, latitude) lies where maps are published in GCJ-02."""
    return bool(_is_within(degrees).any())


def _is_within(degrees: Floats) -> NDArray[np.bool_]:
    longitude, latitude = np.asarray(degrees).reshape(-1, 2).T
    return np.asarray((longitude > WEST) & (longitude < EAST) & (latitude > SOUTH) & (latitude < NORTH))


def shifted(wgs84: Floats) -> Floats:
    """WGS-84 degrees [n, 2] as GCJ-02. Source: the public reconstruction of the shift ("eviltransform", 2013)."""
    points = np.asarray(wgs84, np.float64).reshape(-1, 2)
    x, y = points[:, 0] - 105.0, points[:, 1] - 35.0
    waves = (20.0 * np.sin(6.0 * x * np.pi) + 20.0 * np.sin(2.0 * x * np.pi)) * 2.0 / 3.0
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + waves
    north += (20.0 * np.sin(y * np.pi) + 40.0 * np.sin(y / 3.0 * np.pi)) * 2.0 / 3.0
    north += (160.0 * np.sin(y / 12.0 * np.pi) + 320.0 * np.sin(y * np.pi / 30.0)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + waves
    east += (20.0 * np.sin(x * np.pi) + 40.0 * np.sin(x / 3.0 * np.pi)) * 2.0 / 3.0
    east += (150.0 * np.sin(x / 12.0 * np.pi) + 300.0 * np.sin(x / 30.0 * np.pi)) * 2.0 / 3.0
    latitude = np.radians(points[:, 1])
    bent = 1.0 - _ECCENTRICITY * np.sin(latitude) ** 2
    north_degrees = np.degrees(north * bent**1.5 / (_AXIS_M * (1.0 - _ECCENTRICITY)))
    east_degrees = np.degrees(east * np.sqrt(bent) / (_AXIS_M * np.cos(latitude)))
    return np.asarray(points + np.column_stack((east_degrees, north_degrees)))


def unshifted(gcj02: Floats) -> Floats:
    """GCJ-02 degrees [n, 2] as WGS-84, to a hundredth of a millimetre: the shift has no formula back, so it is approached.

    Points of other lands are not shifted, and stay.
    """
    whole = np.array(gcj02, np.float64).reshape(-1, 2)
    is_within = _is_within(whole)
    whole[is_within] = _approached(whole[is_within])
    return whole


def _approached(points: Floats) -> Floats:
    found = points.copy()
    for _ in range(12):
        found += points - shifted(found)
    return found
