"""Edges beside the grid's own: roads, bridges and fords as nodes along their lines, reached on foot from the cells they cross.

A road is no row of cells: two bends of it that lie side by side are joined only by walking from the one to the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.terrain.grid import OUTSIDE, Cells, Floats, Grid

NODE_EVERY = 0.5
"""Nodes lie at most so many cells apart along a line: one can then step off wherever the line passes."""
LEAST_ACCESS = 0.05
"""One walks at least so many cells from a cell's centre to a line within it."""


@dataclass(frozen=True, slots=True)
class Way:
    """A line [n, 2] (x, y; metres) that is gone along at so many metres a second, both ways.

    One steps on and off anywhere, or only at its ends (`is_open` False: a bridge).
    """

    line_m: Floats
    m_per_s: float
    name: str = ""
    is_open: bool = True

    def __post_init__(self) -> None:
        if not (np.isfinite(self.m_per_s) and self.m_per_s > 0):
            words = Words(
                "“{name}”的速度写的是每秒 {speed} 米：要大于零",
                "“{name}” has a speed of {speed} m/s: it must be above zero",
            )
            raise Refusal("terrain.way_speed", words.filled(name=self.name, speed=self.m_per_s), field=self.name)
        if len(self.line_m) < 2:
            words = Words("“{name}”只有一个点：一条路要两个点以上", "“{name}” has one point: a way has two at least")
            raise Refusal("terrain.way_line", words.filled(name=self.name), field=self.name)


@dataclass(frozen=True, slots=True)
class Network:
    """Edges as rows: from `start` to `end` in `seconds`, or `access_m` metres on foot where that is above 0.

    Nodes, which lie at `points_m` [nodes, 2], are numbered on from the grid's cells. Each edge is there in both directions.
    """

    points_m: Floats
    start: Cells
    end: Cells
    seconds: Floats
    access_m: Floats

    @property
    def nodes(self) -> int:
        """How many nodes there are."""
        return len(self.points_m)


NONE = Network(np.zeros((0, 2)), np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0))


def network(ways: Sequence[Way], grid: Grid) -> Network:
    """The edges of these ways. What lies outside the grid is cut off."""
    number = grid.rows * grid.columns
    places: list[Floats] = []
    found: list[tuple[Cells, Cells, Floats, Floats]] = []
    made = 0
    for way in ways:
        points, along = _nodes(way.line_m, spacing=NODE_EVERY * min(grid.cell_x_m, grid.cell_y_m))
        cells = grid.cells_of(points)
        nodes = number + made + np.arange(len(points))
        made += len(points)
        places.append(points)
        inside = cells != OUTSIDE
        linked = inside[1:] & inside[:-1]
        seconds = np.diff(along) / way.m_per_s
        found.append((nodes[:-1][linked], nodes[1:][linked], seconds[linked], np.zeros(int(linked.sum()))))
        stops = inside if way.is_open else inside & _is_end(len(points))
        away = points[stops] - grid.centres_of(cells[stops])
        metres = np.hypot(away[:, 0], away[:, 1])
        access = np.maximum(metres, LEAST_ACCESS * min(grid.cell_x_m, grid.cell_y_m))
        found.append((cells[stops], nodes[stops], np.zeros(len(access)), access))
    if not found:
        return NONE
    start, end, seconds, access = (np.concatenate(each) for each in zip(*found, strict=True))
    return Network(
        np.concatenate(places),
        np.concatenate((start, end)).astype(np.int64),
        np.concatenate((end, start)).astype(np.int64),
        np.concatenate((seconds, seconds)),
        np.concatenate((access, access)),
    )


def _is_end(count: int) -> NDArray[np.bool_]:
    ends = np.zeros(count, bool)
    ends[[0, -1]] = True
    return ends


def _nodes(line_m: Floats, *, spacing: float) -> tuple[Floats, Floats]:
    """Points along the line at most `spacing` apart, its own among them, and how far along each lies (metres)."""
    line = np.asarray(line_m, np.float64)
    lengths = np.hypot(*np.diff(line, axis=0).T)
    parts = np.maximum(1, np.ceil(lengths / spacing)).astype(np.int64)
    share = np.concatenate([np.arange(count) / count for count in parts] + [np.ones(1)])
    at = np.concatenate((np.repeat(np.arange(len(parts)), parts), [len(parts) - 1]))
    points = line[at] + share[:, None] * (line[at + 1] - line[at])
    along = np.concatenate(([0.0], np.cumsum(lengths)))[at] + share * lengths[at]
    return points, along
