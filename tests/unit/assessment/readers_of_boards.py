"""A reader of public boards who reckons: every table of whole counts that agrees with what is shown, least and most of a cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import numpy
from scipy.optimize import Bounds, LinearConstraint, milp

from xinlu.assessment.protecting import Cell
from xinlu.assessment.suppression import ELSEWHERE, Board, Release


def known(release: Release) -> dict[Cell, int]:
    """What the public board tells of the day: figures that are neither hidden nor those of an earlier board."""
    told = {cell: release.told(*cell) for cell in release.board.counts if not cell[0].endswith(ELSEWHERE)}
    return {cell: each.value for cell, each in told.items() if each.value is not None and not each.is_earlier}


def reach(board: Board, shown: Mapping[Cell, int], cell: Cell) -> tuple[float, float]:
    """The least and the greatest that the cell can be, as integer programs find them; infinity where nothing bounds it."""
    cells = list(board.counts)
    place = {each: number for number, each in enumerate(cells)}
    rows = numpy.zeros((len(board.sums), len(cells)))
    for number, (whole, parts) in enumerate(board.sums):
        rows[number, place[whole]] = 1
        rows[number, [place[part] for part in parts]] = -1
    low = numpy.array([shown.get(each, 0) for each in cells], dtype=float)
    high = numpy.array([shown.get(each, numpy.inf) for each in cells], dtype=float)
    goal = numpy.zeros(len(cells))
    goal[place[cell]] = 1
    ends = []
    for sign in (1, -1):
        found = milp(
            sign * goal, constraints=LinearConstraint(rows, 0, 0), bounds=Bounds(low, high), integrality=goal * 0 + 1
        )
        assert found.status in (0, 3, 4), found.message
        ends.append(sign * found.fun if found.status == 0 else sign * -numpy.inf)
    return ends[0], ends[1]


def narrowed(release: Release) -> list[tuple[Cell, tuple[float, float]]]:
    """The hidden counts below `least` of which a reader learns more than the rule itself tells: must be none."""
    shown, found = known(release), []
    for cell, count in release.board.counts.items():
        if (
            cell in shown
            or cell in release.board.loose
            or count >= release.least
            or (count == 0 and cell in release.board.may_be_none)
        ):
            continue
        low, high = reach(release.board, shown, cell)
        if low > 0 or high < release.least:
            found.append((cell, (low, high)))
    return found


def moved(release: Release, earlier: Mapping[Cell, int]) -> list[tuple[Cell, tuple[float, float]]]:
    """The counts of which two boards laid side by side tell that they moved by less than `least`, to within `least`."""
    shown, found = known(release), []
    for cell, before in earlier.items():
        low, high = (shown[cell],) * 2 if cell in shown else reach(release.board, shown, cell)
        if max(abs(low - before), abs(high - before)) < release.least and (low, high) != (before, before):
            found.append((cell, (low - before, high - before)))
    return found


def tables(wholes: Mapping[Cell, int], parts: Mapping[Cell, tuple[Cell, ...]]) -> Iterator[dict[Cell, int]]:
    """By plain counting, every way to fill the parts of one whole (all of the same shape, for tiny tables)."""
    for whole, cells in parts.items():
        for filled in product(range(wholes[whole] + 1), repeat=len(cells)):
            if sum(filled) == wholes[whole]:
                yield dict(zip(cells, filled, strict=True))
