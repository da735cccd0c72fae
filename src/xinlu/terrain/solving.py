"""Which solver works out the seconds: buckets where their condition holds, else the heap; scipy as a third to compare with."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import dijkstra

from xinlu.terrain.grid import Cells, Floats
from xinlu.terrain.kernels import Ground, by_buckets, by_heap, edges


class Solver(StrEnum):
    """AUTO takes buckets and falls back to the heap."""

    AUTO = "auto"
    HEAP = "heap"
    BUCKETS = "buckets"
    SCIPY = "scipy"


_NOT_WANTED = np.zeros(0, np.int32)


def seconds(
    ground: Ground,
    sources: Cells,
    *,
    backwards: bool,
    limit_s: float = np.inf,
    begin_s: Floats | None = None,
    solver: Solver = Solver.AUTO,
) -> Floats:
    """Seconds [places] to the nearest source (`backwards`) or from it; infinite where unreachable or beyond the limit.

    ValueError where BUCKETS is asked for and does not hold here.
    """
    begin = np.zeros(len(sources)) if begin_s is None else begin_s
    if solver is Solver.SCIPY:
        return _by_scipy(ground, sources, begin, backwards, limit_s)
    return _solved(ground, sources, begin, backwards, limit_s, solver, _NOT_WANTED)


def with_nearest(
    ground: Ground, sources: Cells, *, backwards: bool, limit_s: float = np.inf, solver: Solver = Solver.AUTO
) -> tuple[Floats, NDArray[np.int32]]:
    """As `seconds`, and the number of the source that is reached [places], -1 where none is. SCIPY does not tell it: ValueError."""
    if solver is Solver.SCIPY:
        raise ValueError("scipy does not tell which source is the nearest")
    nearest = np.full(ground.places, -1, np.int32)
    return _solved(ground, sources, np.zeros(len(sources)), backwards, limit_s, solver, nearest), nearest


def _solved(
    ground: Ground, sources: Cells, begin: Floats, backwards: bool, limit_s: float, solver: Solver, nearest: Any
) -> Floats:
    if solver is not Solver.HEAP and len(sources):
        width = quickest_s(ground)
        if width > 0:
            found, holds = by_buckets(ground, sources, begin, backwards, float(limit_s), nearest, width)
            if holds:
                return np.asarray(found)
        if solver is Solver.BUCKETS:
            raise ValueError("the steps here are too unlike one another for buckets")
    nearest[:] = -1
    return np.asarray(by_heap(ground, sources, begin, backwards, float(limit_s), nearest))


def quickest_s(ground: Ground) -> float:
    """A bound below every step and edge, seconds: no bucket may be wider. 0 where there is none."""
    heights, walking = ground.heights, ground.walking
    slow = float(np.min(ground.slowness, initial=np.inf))
    if not np.isfinite(slow) or not len(heights):
        return 0.0
    # Langmuir's quickest is down the steepest slope that still makes one faster.
    pace = 1.0 / walking[6] if walking[0] == 0.0 else min(walking[1], walking[1] + walking[5] * walking[3])
    least = float(np.min(ground.step_metres)) * float(pace) * slow
    if len(ground.edges_s):
        least = min(least, float(np.min(ground.edges_s)))
    return max(least * (1.0 - 1e-9), 0.0)


def _by_scipy(ground: Ground, sources: Cells, begin: Floats, backwards: bool, limit_s: float) -> Floats:
    start, end, took = edges(ground, backwards)
    places = ground.places
    order = np.lexsort((begin, sources))
    sources, at = np.unique(sources[order], return_index=True)
    begin = begin[order][at]
    # One place more, from which every source is reached in its own time; csgraph takes an edge of 0 for none.
    start = np.concatenate((start, np.full(len(sources), places)))
    end = np.concatenate((end, sources))
    took = np.concatenate((took, begin + 1.0))
    graph: Any = coo_matrix((took, (start, end)), shape=(places + 1, places + 1)).tocsr()
    found = dijkstra(graph, indices=places)[:-1] - 1.0
    found[found > limit_s] = np.inf
    return np.asarray(found)
