"""What changes when a road or bridge is opened: only improvements are followed, and every one can be taken back bit by bit.

A full run over four million cells takes seconds, an opened road touches a few thousand of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from xinlu.kernel.hands import cores
from xinlu.terrain.grid import Cells, Floats
from xinlu.terrain.kernels import BUCKETS, IDLE, REACH, Ground, jumps, move, pop, push, step_seconds
from xinlu.terrain.network import Way, network
from xinlu.terrain.solving import quickest_s, seconds

if TYPE_CHECKING:
    from xinlu.terrain.surface import Terrain

BASE = -1
"""Whose edges are always open."""


class Change(NamedTuple):
    """The places [n] that were improved, one after the other, and what each had before (seconds)."""

    places: NDArray[np.int64]
    before: Floats


class Openings:
    """Ground upon which some ways may be opened, and seconds upon it.

    `ground` holds the edges of all of them; only those of an open way are gone along.
    """

    def __init__(self, surface: Terrain, ways: Sequence[Way]) -> None:
        whole = surface.with_ways(ways)
        self.base, self.ground = surface.ground, whole.ground
        self.cells = surface.grid.rows * surface.grid.columns
        built = len(surface.ways)
        of_node = np.repeat(
            np.arange(built + len(ways)) - built, [network([way], surface.grid).nodes for way in whole.ways]
        )
        of_node[of_node < 0] = BASE
        edges_at = self.ground.edges_at
        begin = np.repeat(np.arange(max(0, len(edges_at) - 1)), np.diff(edges_at))
        node = np.maximum(begin, self.ground.edges_to)
        self._owner = of_node[node - self.cells].astype(np.int32) if len(node) else np.zeros(0, np.int32)
        self._open = np.zeros(len(ways), np.bool_)
        self._threads = ThreadPoolExecutor(cores())
        self._width_s = quickest_s(self.ground)
        self._links: list[NDArray[np.int32]] = []
        self._edges = [self._of(begin, way) for way in range(len(ways))]
        doors = [np.unique(start[start < self.cells]) for start, _, _ in self._edges]
        self.doors = np.concatenate(doors) if doors else np.zeros(0, np.int64)
        self.door_of = np.repeat(np.arange(len(ways)), [len(each) for each in doors])

    def _of(self, begin: Cells, way: int) -> tuple[Cells, Cells, Floats]:
        own = np.flatnonzero(self._owner == way)
        return begin[own], self.ground.edges_to[own], self.ground.edges_s[own]

    @property
    def opened(self) -> frozenset[int]:
        """Which ways are open."""
        return frozenset(np.flatnonzero(self._open).tolist())

    def solved(self, sources: Cells, *, backwards: bool, **more: Any) -> Floats:
        """Seconds [places] with nothing opened; the places of what is not are infinitely far."""
        found = np.full(self.ground.places, np.inf)
        base = seconds(self.base, sources, backwards=backwards, **more)
        found[: len(base)] = base
        return found

    def open(self, way: int, best: Sequence[Floats], *, backwards: Sequence[bool]) -> list[Change]:
        """Open a way; each of the seconds `best` [places] is improved in place. What was changed, for `shut`."""
        self._open[way] = True
        start, end, took = self._edges[way]

        def improved(each: Floats, back: bool, links: NDArray[np.int32]) -> Change:
            asked = self.ground, self._owner, self._open, start, end, took, each, back
            if self._width_s > 0:
                places, before, holds = _improved_by_buckets(*asked, links, self._width_s)
                if holds:
                    return Change(places, before)
                links.fill(IDLE)
                _taken_back(each, places, before)
            return Change(*_improved(*asked))

        while len(self._links) < len(best):
            self._links.append(np.full((self.ground.places, 2), IDLE, np.int32))
        # The compiled search lets other threads run; each has seconds and links of its own.
        return list(self._threads.map(improved, best, backwards, self._links))

    def shut(self, way: int, best: Sequence[Floats], changes: Sequence[Change]) -> None:
        """Take back what opening this way did, the last opened first."""
        self._open[way] = False
        for each, change in zip(best, changes, strict=True):
            _taken_back(each, change.places, change.before)


@njit(cache=True, nogil=True)
def _improved(
    ground: Ground, owner: Any, is_open: Any, start: Cells, end: Cells, took: Floats, best: Floats, backwards: bool
) -> Any:
    """Places improved and their seconds before, in order. Edges are alike both ways, so the direction tells on steps alone."""
    rows, columns, heights, slowness, blocked, edges_at, edges_to, edges_s, dr, dc, metres, walking = ground
    cells = rows * columns
    jump, least = jumps(dr, dc, metres, columns, walking)
    keys, held, count = np.empty(1024), np.empty(1024, np.int64), 0
    log, before, logged = np.empty(1024, np.int64), np.empty(1024), 0
    for i in range(start.size):
        at = best[start[i]] + took[i]
        if at < best[end[i]]:
            log, before, logged = _noted(log, before, logged, end[i], best[end[i]])
            best[end[i]] = at
            keys, held, count = push(keys, held, count, at, end[i])
    while count > 0:
        key, u = keys[0], held[0]
        count = pop(keys, held, count)
        if key > best[u]:
            continue
        if u < cells:
            row = u // columns
            column = u - row * columns
            height, slow = np.float64(heights[u]), np.float64(slowness[u])
            mask = blocked[u] if blocked.size else np.uint16(0)
            is_within = REACH <= row < rows - REACH and REACH <= column < columns - REACH
            for e in range(dr.size):
                if (mask >> np.uint16(e)) & np.uint16(1):
                    continue
                if not is_within:
                    r, c = row + dr[e], column + dc[e]
                    if r < 0 or r >= rows or c < 0 or c >= columns:
                        continue
                v = u + jump[e]
                both = slow + slowness[v]
                if best[v] <= key + least[e] * both:
                    continue
                rise = height - np.float64(heights[v]) if backwards else np.float64(heights[v]) - height
                at = key + step_seconds(rise, metres[e], walking) * 0.5 * both
                if at < best[v]:
                    log, before, logged = _noted(log, before, logged, v, best[v])
                    best[v] = at
                    keys, held, count = push(keys, held, count, at, v)
        if edges_at.size:
            for j in range(edges_at[u], edges_at[u + 1]):
                if owner[j] >= 0 and not is_open[owner[j]]:
                    continue
                v = edges_to[j]
                at = key + edges_s[j]
                if at < best[v]:
                    log, before, logged = _noted(log, before, logged, v, best[v])
                    best[v] = at
                    keys, held, count = push(keys, held, count, at, v)
    return log[:logged].copy(), before[:logged].copy()


@njit(cache=True, nogil=True)
def _improved_by_buckets(
    ground: Ground, owner: Any, is_open: Any, start: Cells, end: Cells, took: Floats, best: Floats, backwards: bool,
    links: Any, width_s: float,
) -> Any:  # fmt: skip
    """As `_improved`, three times as fast, and whether it holds (as in `kernels.by_buckets`). `links` are idle before and after."""
    rows, columns, heights, slowness, blocked, edges_at, edges_to, edges_s, dr, dc, metres, walking = ground
    cells = rows * columns
    jump, least = jumps(dr, dc, metres, columns, walking)
    first, wide, count = np.full(BUCKETS, -1, np.int32), 1.0 / width_s, 0
    log, before, logged = np.empty(1024, np.int64), np.empty(1024), 0
    now = np.int64(1) << 60
    for i in range(start.size):
        if best[start[i]] + took[i] < best[end[i]]:
            now = min(now, np.int64((best[start[i]] + took[i]) * wide))
    for i in range(start.size):
        at = best[start[i]] + took[i]
        if at < best[end[i]]:
            if at * wide - now >= BUCKETS - 1:
                return log[:logged].copy(), before[:logged].copy(), False
            log, before, logged = _noted(log, before, logged, end[i], best[end[i]])
            count += move(best, links, first, end[i], at, wide)
    while count > 0:
        u = first[now & (BUCKETS - 1)]
        if u < 0:
            now += 1
            continue
        follows = links[u, 0]
        first[now & (BUCKETS - 1)] = follows
        if follows >= 0:
            links[follows, 1] = -1
        links[u, 0] = IDLE
        count -= 1
        key = best[u]
        if u < cells:
            row = u // columns
            column = u - row * columns
            height, slow = np.float64(heights[u]), np.float64(slowness[u])
            mask = blocked[u] if blocked.size else np.uint16(0)
            is_within = REACH <= row < rows - REACH and REACH <= column < columns - REACH
            for e in range(dr.size):
                if (mask >> np.uint16(e)) & np.uint16(1):
                    continue
                if not is_within:
                    r, c = row + dr[e], column + dc[e]
                    if r < 0 or r >= rows or c < 0 or c >= columns:
                        continue
                v = u + jump[e]
                both = slow + slowness[v]
                if best[v] <= key + least[e] * both:
                    continue
                rise = height - np.float64(heights[v]) if backwards else np.float64(heights[v]) - height
                at = key + step_seconds(rise, metres[e], walking) * 0.5 * both
                if at < best[v]:
                    if at * wide - now >= BUCKETS - 1:
                        return log[:logged].copy(), before[:logged].copy(), False
                    log, before, logged = _noted(log, before, logged, v, best[v])
                    count += move(best, links, first, v, at, wide)
        if edges_at.size:
            for j in range(edges_at[u], edges_at[u + 1]):
                if owner[j] >= 0 and not is_open[owner[j]]:
                    continue
                v = edges_to[j]
                at = key + edges_s[j]
                if at < best[v]:
                    if at * wide - now >= BUCKETS - 1:
                        return log[:logged].copy(), before[:logged].copy(), False
                    log, before, logged = _noted(log, before, logged, v, best[v])
                    count += move(best, links, first, v, at, wide)
    return log[:logged].copy(), before[:logged].copy(), True


@njit(cache=True, nogil=True)
def _taken_back(best: Floats, places: Cells, before: Floats) -> None:
    for q in range(places.size - 1, -1, -1):
        best[places[q]] = before[q]


@njit(inline="always")
def _noted(log: Any, before: Any, logged: int, place: int, seconds: float) -> Any:
    if logged == log.size:
        more_log, more_before = np.empty(2 * logged, np.int64), np.empty(2 * logged)
        more_log[:logged], more_before[:logged] = log, before
        log, before = more_log, more_before
    log[logged], before[logged] = place, seconds
    return log, before, logged + 1
