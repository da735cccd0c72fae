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
REACH = 2
"""No step leads farther than so many rows or columns."""
IDLE = -2
"""In place of the next one in its bucket, for a place that waits in none."""


class Ground(NamedTuple):
    """What is solved over. `blocked` and the edges may be of length 0: then there are none.

    Heights and slowness are the columns of one array, so that a look at a cell is one look at memory.
    """

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


@njit(inline="always")
def jumps(dr: Any, dc: Any, metres: Any, columns: int, walking: Any) -> Any:
    """How far on in the order of cells each step leads, and a bound below its seconds at a slowness of 2 (both ends together)."""
    pace = 1.0 / walking[6] if walking[0] == 0.0 else min(walking[1], walking[1] + walking[5] * walking[3])
    return dr * columns + dc, metres * (0.5 * pace * (1.0 - 1.0e-12))


@njit(inline="always")
def _is_on(row: int, column: int, rows: int, columns: int) -> bool:
    return 0 <= row < rows and 0 <= column < columns


@njit(cache=True, nogil=True)
def by_heap(ground: Any, sources: Cells, begin_s: Floats, backwards: bool, limit_s: float, nearest: Any) -> Any:
    """Seconds [places] by Dijkstra's method with a heap of four; infinite where nobody comes within the limit.

    `backwards`: to the sources, else from them. `nearest` (length 0: not wanted) takes the number of the source.
    """
    rows, columns, heights, slowness, blocked, edges_at, edges_to, edges_s, dr, dc, metres, walking = ground
    cells = rows * columns
    places = max(cells, len(edges_at) - 1)
    best = np.full(places, np.inf)
    jump, least = jumps(dr, dc, metres, columns, walking)
    keys = np.empty(max(1024, cells // 4))
    held = np.empty(keys.size, np.int64)
    count = 0
    for i in range(sources.size):
        u = sources[i]
        if begin_s[i] < best[u]:
            best[u] = begin_s[i]
            if nearest.size:
                nearest[u] = i
            keys, held, count = push(keys, held, count, begin_s[i], u)
    while count > 0:
        key, u = keys[0], held[0]
        count = pop(keys, held, count)
        if key > best[u]:
            continue
        if key > limit_s:
            break
        if u < cells:
            row = u // columns
            column = u - row * columns
            height, slow = np.float64(heights[u]), np.float64(slowness[u])
            mask = blocked[u] if blocked.size else np.uint16(0)
            is_within = REACH <= row < rows - REACH and REACH <= column < columns - REACH
            for e in range(dr.size):
                if (mask >> np.uint16(e)) & np.uint16(1) or not (
                    is_within or _is_on(row + dr[e], column + dc[e], rows, columns)
                ):
                    continue
                v = u + jump[e]
                both = slow + slowness[v]
                if best[v] <= key + least[e] * both:
                    continue
                rise = height - np.float64(heights[v]) if backwards else np.float64(heights[v]) - height
                at = key + step_seconds(rise, metres[e], walking) * 0.5 * both
                if at < best[v]:
                    best[v] = at
                    if nearest.size:
                        nearest[v] = nearest[u]
                    keys, held, count = push(keys, held, count, at, v)
        if edges_at.size:
            for j in range(edges_at[u], edges_at[u + 1]):
                v = edges_to[j]
                at = key + edges_s[j]
                if at < best[v]:
                    best[v] = at
                    if nearest.size:
                        nearest[v] = nearest[u]
                    keys, held, count = push(keys, held, count, at, v)
    for u in range(places):
        if best[u] > limit_s:
            best[u] = np.inf
            if nearest.size:
                nearest[u] = -1
    return best


@njit(inline="always")
def push(keys: Any, held: Any, count: int, key: float, value: int) -> Any:
    """Put a value under its key into a heap of four; both arrays (grown where they are full) and how many it holds now."""
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
def pop(keys: Any, held: Any, count: int) -> int:
    """Take the least, which stands first, out of the heap; how many it holds now."""
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
    jump, least = jumps(dr, dc, metres, columns, walking)
    links = np.full((places, 2), IDLE, np.int32)
    first = np.full(BUCKETS, -1, np.int32)
    wide = 1.0 / width_s
    count = 0
    for i in range(sources.size):
        if begin_s[i] * wide >= BUCKETS:
            return best, False
        if nearest.size and begin_s[i] < best[sources[i]]:
            nearest[sources[i]] = i
        if begin_s[i] < best[sources[i]]:
            count += move(best, links, first, sources[i], begin_s[i], wide)
    now = 0
    while count > 0:
        while first[now & (BUCKETS - 1)] < 0:
            now += 1
        if now * width_s > limit_s:
            break
        u = first[now & (BUCKETS - 1)]
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
                if (mask >> np.uint16(e)) & np.uint16(1) or not (
                    is_within or _is_on(row + dr[e], column + dc[e], rows, columns)
                ):
                    continue
                v = u + jump[e]
                both = slow + slowness[v]
                if best[v] <= key + least[e] * both:
                    continue
                rise = height - np.float64(heights[v]) if backwards else np.float64(heights[v]) - height
                at = key + step_seconds(rise, metres[e], walking) * 0.5 * both
                if at < best[v]:
                    if at * wide - now >= BUCKETS - 1:
                        return best, False
                    if nearest.size:
                        nearest[v] = nearest[u]
                    count += move(best, links, first, v, at, wide)
        if edges_at.size:
            for j in range(edges_at[u], edges_at[u + 1]):
                v = edges_to[j]
                at = key + edges_s[j]
                if at < best[v]:
                    if at * wide - now >= BUCKETS - 1:
                        return best, False
                    if nearest.size:
                        nearest[v] = nearest[u]
                    count += move(best, links, first, v, at, wide)
    for u in range(places):
        if best[u] > limit_s:
            best[u] = np.inf
            if nearest.size:
                nearest[u] = -1
    return best, True


@njit(inline="always")
def move(best: Any, links: Any, first: Any, v: int, at: float, wide: float) -> int:
    """Put a place, for which `at` is better, into the bucket of its new seconds; 1 where it did not wait yet.

    `links` [places, 2]: the next in its bucket (-1: none) and the one before.
    """
    bucket = np.int64(at * wide)
    new = 1
    if links[v, 0] != IDLE:
        new = 0
        old = np.int64(best[v] * wide)
        best[v] = at
        if old == bucket:
            return new
        follows, leads = links[v, 0], links[v, 1]
        if leads >= 0:
            links[leads, 0] = follows
        else:
            first[old & (BUCKETS - 1)] = follows
        if follows >= 0:
            links[follows, 1] = leads
    best[v] = at
    bucket &= BUCKETS - 1
    follows = first[bucket]
    links[v, 0] = follows
    links[v, 1] = -1
    if follows >= 0:
        links[follows, 1] = v
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
