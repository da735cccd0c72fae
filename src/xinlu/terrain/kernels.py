"""The compiled solvers: least seconds from or to some cells over the grid's steps and the edges beside them.

Three ways to the same numbers: a heap, circular buckets (Denardo and Fox 1979), and a list of all edges for scipy. `ground`
is what every one takes: heights and slowness by cell, a bit a blocked step, and the edges beside the grid by their start.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from xinlu.terrain.grid import Cells, Floats

BUCKETS = 1 << 16


class Ground(NamedTuple):
    """What is solved over. `blocked` and the edges may be of length 0: then there are none."""

    rows: int
    columns: int
    heights: Floats
    slowness: Floats
    blocked: NDArray[np.uint16]
    edges_at: NDArray[np.int64]
    edges_to: NDArray[np.int64]
    edges_s: Floats
    step_rows: NDArray[np.int64]
    step_columns: NDArray[np.int64]
    step_metres: Floats
    walking: Floats

    @property
    def places(self) -> int:
        """Cells and nodes beside them."""
        return max(self.rows * self.columns, len(self.edges_at) - 1)


@njit(inline="always")
def step_seconds(rise: float, metres: float, walking: Any) -> Any:
    """Seconds on foot over a path of so many metres with such a rise."""
    if walking[0] == 0.0:
        return metres / (walking[6] * np.exp(-3.5 * abs(rise / metres + 0.05)))
    if rise >= 0.0:
        return metres * walking[1] + rise * walking[2]
    if rise / metres < walking[5]:
        return metres * walking[1] + rise * walking[4]
    return metres * walking[1] + rise * walking[3]


@njit(cache=True, nogil=True)
def by_heap(ground: Any, sources: Cells, begin_s: Floats, backwards: bool, limit_s: float, nearest: Any) -> Any:
    """Seconds [places] by Dijkstra's method with a heap of four; infinite where nobody comes within the limit.

    `backwards`: to the sources, else from them. `nearest` (length 0: not wanted) takes the number of the source.
    """
    rows, columns, heights, slowness, blocked, edges_at, edges_to, edges_s, dr, dc, metres, walking = ground
    cells = rows * columns
    places = max(cells, len(edges_at) - 1)
    best = np.full(places, np.inf)
    keys = np.empty(max(1024, cells // 4))
    held = np.empty(keys.size, np.int64)
    count = 0
    for i in range(sources.size):
        u = sources[i]
        if begin_s[i] < best[u]:
            best[u] = begin_s[i]
            if nearest.size:
                nearest[u] = i
            keys, held, count = _push(keys, held, count, begin_s[i], u)
    while count > 0:
        key, u = keys[0], held[0]
        count = _pop(keys, held, count)
        if key > best[u]:
            continue
        if key > limit_s:
            break
        if u < cells:
            row = u // columns
            column = u - row * columns
            height, slow = heights[u], slowness[u]
            mask = blocked[u] if blocked.size else np.uint16(0)
            for e in range(dr.size):
                r, c = row + dr[e], column + dc[e]
                if r < 0 or r >= rows or c < 0 or c >= columns or (mask >> np.uint16(e)) & np.uint16(1):
                    continue
                v = r * columns + c
                if best[v] <= key:
                    continue
                rise = height - heights[v] if backwards else heights[v] - height
                at = key + step_seconds(rise, metres[e], walking) * 0.5 * (slow + slowness[v])
                if at < best[v]:
                    best[v] = at
                    if nearest.size:
                        nearest[v] = nearest[u]
                    keys, held, count = _push(keys, held, count, at, v)
        if edges_at.size:
            for j in range(edges_at[u], edges_at[u + 1]):
                v = edges_to[j]
                at = key + edges_s[j]
                if at < best[v]:
                    best[v] = at
                    if nearest.size:
                        nearest[v] = nearest[u]
                    keys, held, count = _push(keys, held, count, at, v)
    for u in range(places):
        if best[u] > limit_s:
            best[u] = np.inf
            if nearest.size:
                nearest[u] = -1
    return best


@njit(inline="always")
def _push(keys: Any, held: Any, count: int, key: float, value: int) -> Any:
    if count == keys.size:
        more_keys = np.empty(2 * count)
        more_keys[:count] = keys
        more_held = np.empty(2 * count, np.int64)
        more_held[:count] = held
        keys, held = more_keys, more_held
    i = count
    while i > 0:
        above = (i - 1) // 4
        if keys[above] <= key:
            break
        keys[i], held[i] = keys[above], held[above]
        i = above
    keys[i], held[i] = key, value
    return keys, held, count + 1


@njit(inline="always")
def _pop(keys: Any, held: Any, count: int) -> int:
    count -= 1
    if count == 0:
        return 0
    key, value = keys[count], held[count]
    i = 0
    while True:
        child = 4 * i + 1
        if child >= count:
            break
        least = child
        for j in range(child + 1, min(child + 4, count)):
            if keys[j] < keys[least]:
                least = j
        if keys[least] >= key:
            break
        keys[i], held[i] = keys[least], held[least]
        i = least
    keys[i], held[i] = key, value
    return count


@njit(cache=True, nogil=True)
def by_buckets(
    ground: Any, sources: Cells, begin_s: Floats, backwards: bool, limit_s: float, nearest: Any, width_s: float
) -> Any:
    """As `by_heap`, and whether it holds.

    Exact while no edge is quicker than a bucket is wide; it does not hold where an edge reaches beyond the last bucket.
    """
    rows, columns, heights, slowness, blocked, edges_at, edges_to, edges_s, dr, dc, metres, walking = ground
    cells = rows * columns
    places = max(cells, len(edges_at) - 1)
    best = np.full(places, np.inf)
    after = np.full(places, -1, np.int32)
    before = np.full(places, -1, np.int32)
    waits = np.zeros(places, np.bool_)
    first = np.full(BUCKETS, -1, np.int32)
    wide = 1.0 / width_s
    count = 0
    for i in range(sources.size):
        if begin_s[i] * wide >= BUCKETS:
            return best, False
        if nearest.size and begin_s[i] < best[sources[i]]:
            nearest[sources[i]] = i
        count += _move(best, after, before, waits, first, sources[i], begin_s[i], wide)
    now = 0
    while count > 0:
        while first[now & (BUCKETS - 1)] < 0:
            now += 1
        if now * width_s > limit_s:
            break
        u = first[now & (BUCKETS - 1)]
        first[now & (BUCKETS - 1)] = after[u]
        if after[u] >= 0:
            before[after[u]] = -1
        waits[u] = False
        count -= 1
        key = best[u]
        if u < cells:
            row = u // columns
            column = u - row * columns
            height, slow = heights[u], slowness[u]
            mask = blocked[u] if blocked.size else np.uint16(0)
            for e in range(dr.size):
                r, c = row + dr[e], column + dc[e]
                if r < 0 or r >= rows or c < 0 or c >= columns or (mask >> np.uint16(e)) & np.uint16(1):
                    continue
                v = r * columns + c
                if best[v] <= key:
                    continue
                rise = height - heights[v] if backwards else heights[v] - height
                at = key + step_seconds(rise, metres[e], walking) * 0.5 * (slow + slowness[v])
                if at < best[v]:
                    if at * wide - now >= BUCKETS - 1:
                        return best, False
                    if nearest.size:
                        nearest[v] = nearest[u]
                    count += _move(best, after, before, waits, first, v, at, wide)
        if edges_at.size:
            for j in range(edges_at[u], edges_at[u + 1]):
                v = edges_to[j]
                at = key + edges_s[j]
                if at < best[v]:
                    if at * wide - now >= BUCKETS - 1:
                        return best, False
                    if nearest.size:
                        nearest[v] = nearest[u]
                    count += _move(best, after, before, waits, first, v, at, wide)
    for u in range(places):
        if best[u] > limit_s:
            best[u] = np.inf
            if nearest.size:
                nearest[u] = -1
    return best, True


@njit(inline="always")
def _move(best: Any, after: Any, before: Any, waits: Any, first: Any, v: int, at: float, wide: float) -> int:
    """Put a place into the bucket of its new seconds; 1 where it did not wait yet."""
    new = 1
    if waits[v]:
        new = 0
        if before[v] >= 0:
            after[before[v]] = after[v]
        else:
            first[np.int64(best[v] * wide) & (BUCKETS - 1)] = after[v]
        if after[v] >= 0:
            before[after[v]] = before[v]
    elif at >= best[v]:
        return 0
    waits[v] = True
    best[v] = min(at, best[v])
    bucket = np.int64(best[v] * wide) & (BUCKETS - 1)
    before[v] = -1
    after[v] = first[bucket]
    if first[bucket] >= 0:
        before[first[bucket]] = v
    first[bucket] = v
    return new


@njit(cache=True, nogil=True)
def edges(ground: Any, backwards: bool) -> Any:
    """Every step and edge as start, end and seconds: for scipy, and for the least of them."""
    rows, columns, heights, slowness, blocked, edges_at, edges_to, edges_s, dr, dc, metres, walking = ground
    cells = rows * columns
    most = cells * dr.size + edges_to.size
    start, end, seconds = np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most)
    n = 0
    for u in range(cells):
        row = u // columns
        column = u - row * columns
        mask = blocked[u] if blocked.size else np.uint16(0)
        for e in range(dr.size):
            r, c = row + dr[e], column + dc[e]
            if r < 0 or r >= rows or c < 0 or c >= columns or (mask >> np.uint16(e)) & np.uint16(1):
                continue
            v = r * columns + c
            rise = heights[u] - heights[v] if backwards else heights[v] - heights[u]
            took = step_seconds(rise, metres[e], walking) * 0.5 * (slowness[u] + slowness[v])
            if took < np.inf:
                start[n], end[n], seconds[n] = u, v, took
                n += 1
    for u in range(edges_at.size - 1):
        for j in range(edges_at[u], edges_at[u + 1]):
            if edges_s[j] < np.inf:
                start[n], end[n], seconds[n] = u, edges_to[j], edges_s[j]
                n += 1
    return start[:n], end[:n], seconds[:n]
