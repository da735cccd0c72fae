"""Times in AccessMod's conventions, for those who come from there: its merged cover, its table of speeds, its eight neighbours.

A step takes its length on the map divided by the mean of both cells' speeds, each at the step's slope in the traveller's direction.
Beside ours, and why they differ: docs/decisions/0016. Formulas and constants: as AccessMod 5 (WHO, University of Geneva) has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.terrain.grid import Cells, Elevation, Floats
from xinlu.terrain.kernels import pop, push
from xinlu.terrain.network import Way
from xinlu.terrain.speeds import Cover
from xinlu.terrain.surface import Direction, Terrain

NEIGHBOURS = 8
_AIR = 1.225 * 373.0 / 293.15
"""Density of the air, kg/m3, as AccessMod has it."""
_DRAG = 0.4 * _AIR
_LOAD = 9.81 * (12.0 + 80.0)
"""Weight of bicycle and rider, newtons."""
_ROLLING, _ROLLING_BY_SPEED, _GEAR = 0.008, 0.2, 1.09
_TO_FLAT = np.exp(3.5 * 0.05)
"""Tobler's curve is raised by so much, so that the table's speed is that on the flat."""


class Rule(StrEnum):
    """How the slope tells on a speed, in the words of AccessMod's tables: by Tobler, by a cyclist's power, or not at all."""

    WALKING = "WALKING"
    BICYCLING = "BICYCLING"
    MOTORIZED = "MOTORIZED"


_NUMBER = {Rule.WALKING: 0, Rule.BICYCLING: 1, Rule.MOTORIZED: 2}


@dataclass(frozen=True, slots=True)
class RuledSpeed:
    """How fast one goes over a class of cover on the flat, and by which rule. A speed of 0 is ground that is not entered."""

    kmh: float
    rule: Rule

    def __post_init__(self) -> None:
        if not 0.0 <= self.kmh < 1000.0:
            words = Words(
                "快慢表里的时速是 {speed}：要在 0（过不去）到 1000 之间",
                "The table of speeds has {speed} km/h: it must lie between 0 (impassable) and 1000",
            )
            raise Refusal("terrain.ruled_speed", words.filled(speed=self.kmh), field="speeds")


class ByAccessMod(Terrain):
    """Ground gone over as AccessMod would: asked like any other, except that it has no second model and no edges beside the grid."""

    def __init__(
        self, elevation: Elevation, *, codes: NDArray[np.int64], speeds: Mapping[int, RuledSpeed], neighbours: int = 8
    ) -> None:
        """`codes` [rows, columns]: the merged cover as it lies; a code without a speed, or of speed 0, is not entered.

        Refusal for another number of neighbours than 8, and for a cover of another shape.
        """
        if neighbours != NEIGHBOURS:
            words = Words(
                "AccessMod 的算法只走 8 邻格，这里要的是 {n}：用 --neighbours 8，或者用自己的算法",
                "AccessMod's conventions have 8 neighbours and not {n}: say --neighbours 8, or keep to the own conventions",
            )
            raise Refusal("terrain.accessmod_neighbours", words.filled(n=neighbours), field="neighbours")
        kept = sorted(code for code, speed in speeds.items() if speed.kmh > 0)
        cover = Cover(codes, dict.fromkeys(kept, 1.0))
        super().__init__(elevation, cover=cover, neighbours=NEIGHBOURS)
        told = np.unique(codes)
        kind_of = np.array([kept.index(int(code)) if int(code) in kept else -1 for code in told], np.int32)
        kinds = kind_of[np.searchsorted(told, codes)]
        self._kinds = np.where(elevation.is_known, kinds, -1).ravel().astype(np.int32)
        self._heights = np.asarray(elevation.metres, np.float64).ravel()
        self._rules = np.array([_NUMBER[speeds[code].rule] for code in kept], np.int64)
        self._flat = np.array([speeds[code].kmh / 3.6 for code in kept])

    def with_ways(self, ways: Sequence[Way]) -> Terrain:
        """ValueError: here a road is a class of the cover."""
        raise ValueError("in AccessMod's conventions roads lie in the cover")

    def by_other_model(self) -> Terrain:
        """ValueError: AccessMod has one rule for walking."""
        raise ValueError("AccessMod's conventions have no second model")

    def _seconds(self, cells: Cells, direction: Direction, limit_s: float) -> tuple[Floats, NDArray[np.int32]]:
        if direction is Direction.ROUND:
            return super()._seconds(cells, direction, limit_s)
        nearest = np.full(len(self._kinds), -1, np.int32)
        return self._by_heap(cells, direction is Direction.TO, limit_s, nearest), nearest

    def _solved(self, cells: Cells, *, backwards: bool, limit_s: float = np.inf) -> Floats:
        return self._by_heap(cells, backwards, limit_s, np.zeros(0, np.int32))

    def _by_heap(self, cells: Cells, backwards: bool, limit_s: float, nearest: NDArray[np.int32]) -> Floats:
        ground = self.ground
        return np.asarray(
            _by_heap(
                self.grid.rows, self.grid.columns, self._heights, self._kinds, self._rules, self._flat, ground.step_rows,
                ground.step_columns, ground.step_metres, cells, backwards, float(limit_s), nearest,
            )
        )  # fmt: skip


def speeds_m_per_s(rule: Rule, flat_kmh: float, slopes: Floats) -> Floats:
    """How fast one goes at these slopes [n] (rise over length on the map, ahead), metres a second."""
    return np.array([_m_per_s(_NUMBER[rule], flat_kmh / 3.6, float(slope)) for slope in np.atleast_1d(slopes)])


@njit(cache=True)
def _m_per_s(rule: int, flat: float, slope: float) -> Any:
    if rule == 0:
        return flat * np.exp(-3.5 * abs(slope + 0.05)) * _TO_FLAT
    if rule == 1:
        return _cycled(flat, slope)
    return flat


@njit(cache=True)
def _cycled(flat: float, slope: float) -> Any:
    """A cyclist's speed at the power that `flat` takes on the flat, as AccessMod has it: |the smallest real root| of a cubic.

    x^3 + a x^2 + b x + c = 0, solved by Cardano and Viète. Physically odd, and kept so: 15 km/h become 17.2 on the flat.
    """
    power = _GEAR * flat * (0.5 * _DRAG * flat * flat + _LOAD * _ROLLING + flat + _ROLLING_BY_SPEED)
    angle = np.arctan(slope)
    a = _ROLLING_BY_SPEED * np.cos(angle) / _DRAG
    b = 2.0 * _LOAD * (_ROLLING * np.cos(angle) + np.sin(angle)) / _DRAG
    c = -2.0 * power / (_GEAR * _DRAG)
    # x = y - a / 3 leaves y^3 - 3 q y + 2 r = 0.
    q = (a * a - 3.0 * b) / 9.0
    r = (2.0 * a * a * a - 9.0 * a * b + 27.0 * c) / 54.0
    apart = r * r - q * q * q
    if apart < 0.0:
        return abs(-2.0 * np.sqrt(q) * np.cos(np.arccos(r / np.sqrt(q * q * q)) / 3.0) - a / 3.0)
    long = (abs(r) + np.sqrt(apart)) ** (1.0 / 3.0)
    if r > 0.0:
        long = -long
    short = q / long if long != 0.0 else 0.0
    return abs(long + short - a / 3.0)


@njit(cache=True, nogil=True)
def _by_heap(
    rows: int, columns: int, heights: Floats, kinds: Any, rules: Any, flat: Floats, dr: Any, dc: Any, metres: Floats,
    sources: Cells, backwards: bool, limit_s: float, nearest: Any,
) -> Any:  # fmt: skip
    """Seconds [rows * columns] by Dijkstra's method, to the sources (`backwards`) or from them; `nearest` as for `kernels.by_heap`."""
    cells = rows * columns
    best = np.full(cells, np.inf)
    keys = np.empty(max(1024, cells // 4))
    held = np.empty(keys.size, np.int64)
    count = 0
    for i in range(sources.size):
        u = sources[i]
        if best[u] > 0.0:
            best[u] = 0.0
            if nearest.size:
                nearest[u] = i
            keys, held, count = push(keys, held, count, 0.0, u)
    while count > 0:
        key, u = keys[0], held[0]
        count = pop(keys, held, count)
        if key > best[u]:
            continue
        if key > limit_s:
            break
        row = u // columns
        column = u - row * columns
        for e in range(dr.size):
            r, c = row + dr[e], column + dc[e]
            if r < 0 or r >= rows or c < 0 or c >= columns:
                continue
            v = r * columns + c
            if kinds[v] < 0 or best[v] <= key:
                continue
            slope = (heights[v] - heights[u]) / metres[e]
            if backwards:
                slope = -slope
            both = 2.0 * _m_per_s(rules[kinds[u]], flat[kinds[u]], slope)
            if kinds[v] != kinds[u]:
                both = 0.5 * both + _m_per_s(rules[kinds[v]], flat[kinds[v]], slope)
            if both == 0.0:
                continue
            at = key + 2.0 * metres[e] / both
            if at < best[v]:
                best[v] = at
                if nearest.size:
                    nearest[v] = nearest[u]
                keys, held, count = push(keys, held, count, at, v)
    for u in range(cells):
        if best[u] > limit_s:
            best[u] = np.inf
            if nearest.size:
                nearest[u] = -1
    return best
