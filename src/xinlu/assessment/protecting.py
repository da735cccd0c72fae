"""Which counts must be hidden beside others so that sums give none of them back. Pure: it knows cells, sums and windows.

For each hidden count and each end of the window that a reader must not be able to exclude, a *witness* is kept: another table
of whole counts, none below 0, that agrees with everything shown and has that end's value in that cell. While every witness
uses hidden cells only, no reader of the board can narrow the cell's range within its window.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

Cell = tuple[str, ...]
Moves = dict[int, int]
"""A witness less the true table: by number of cell, how much it differs; cells that do not differ are not there."""

EXACT_SIZE = 600
"""Cells times witnesses up to which the least hiding is found exactly."""
EXACT_SECONDS = 2.0
RINGS = (2, 3, 5, None)
"""How many sums away from a cell its protection is looked for, before farther; None: anywhere."""
RINGS_FROM = 1000
"""Cells from which on it is looked for by rings; on smaller boards anywhere at once, which hides less and is as quick."""
_HIDDEN_COSTS = 1e-4
"""Of moving what is hidden already: not nothing, so that a witness stays short."""


class Sum(NamedTuple):
    """The whole is the sum of its parts."""

    whole: Cell
    parts: tuple[Cell, ...]


class Window(NamedTuple):
    """From `low` to `high`, both of which a reader must hold possible."""

    low: int
    high: int


@dataclass(frozen=True)
class _Aim:
    cell: int
    move: int


def guarded(counts: Mapping[Cell, int], sums: Sequence[Sum], windows: Mapping[Cell, Window]) -> set[Cell]:
    """The further cells to hide so that no reader can narrow the cells of `windows` (all hidden) within their windows.

    Hidden counts, plus one for each cell, are least where the board is small (Fischetti and Salazar 2000, compact form);
    else cell after cell is given its cheapest witness (Kelly, Golden and Assad 1992, Networks 22, 397-417; with linear
    programs in place of flows, because several splits share a whole), and what turns out needless is shown again.
    """
    if not windows:
        return set()
    search = _Search(counts, sums)
    aims = [
        _Aim(search.numbers[cell], end - counts[cell])
        for cell, window in sorted(windows.items(), key=lambda each: (counts[each[0]], each[0]))
        for end in window
        if end != counts[cell]
    ]
    hidden = {search.numbers[cell] for cell in windows}
    found = search.exact(aims, hidden) if len(counts) * len(aims) <= EXACT_SIZE else None
    if found is None:
        found = search.stepwise(aims, hidden)
    return {search.cells[number] for number in found - hidden}


class _Search:
    """Cells as numbers, sums as rows of +1 and -1."""

    def __init__(self, counts: Mapping[Cell, int], sums: Sequence[Sum]) -> None:
        self.cells = list(counts)
        self.numbers = {cell: number for number, cell in enumerate(self.cells)}
        self.counts = numpy.array([counts[cell] for cell in self.cells], dtype=float)
        self.rows = [
            {self.numbers[each.whole]: -1.0} | {self.numbers[part]: 1.0 for part in each.parts} for each in sums
        ]
        self.rows_of: dict[int, list[int]] = defaultdict(list)
        for row, terms in enumerate(self.rows):
            for cell in terms:
                self.rows_of[cell].append(row)

    def stepwise(self, aims: Sequence[_Aim], hidden: Collection[int]) -> set[int]:
        """Each aim its witness, the cheapest that is found near it; then, the dearest first, cells shown again that none needs."""
        needed, found = set(hidden), set(hidden)
        witnesses: dict[_Aim, Moves] = {}
        farthest: dict[tuple[int, bool], Moves] = {}
        for aim in sorted(aims, key=lambda each: -abs(each.move)):
            # What moves this cell at least as far is a witness for it too: what lies between is then open as well.
            moves = farthest.get((aim.cell, aim.move > 0), {})
            if abs(moves.get(aim.cell, 0)) < abs(aim.move):
                moves = self._among_hidden(aim, found) or self._anywhere(aim, found)
                found |= moves.keys()
                for cell, move in moves.items():
                    if abs(move) > abs(farthest.get((cell, move > 0), {}).get(cell, 0)):
                        farthest[cell, move > 0] = moves
            witnesses[aim] = moves
        for cell in sorted(found - needed, key=lambda each: (-self.counts[each], each)):
            changed: dict[_Aim, Moves] | None = {}
            for aim, moves in witnesses.items():
                if cell in moves and changed is not None:
                    other = self._among_hidden(aim, found - {cell})
                    changed = None if other is None else {**changed, aim: other}
            if changed is not None:
                witnesses |= changed
                found.discard(cell)
        return found

    def _among_hidden(self, aim: _Aim, hidden: Collection[int]) -> Moves | None:
        """A witness that needs nothing more hidden; None where there is none."""
        return self._looked_for(aim, hidden, within=hidden)

    def _anywhere(self, aim: _Aim, hidden: Collection[int]) -> Moves:
        """The cheapest witness, wherever it moves; there always is one, for all cells may move."""
        found = self._looked_for(aim, hidden, within=range(len(self.cells)))
        if found is None:
            raise RuntimeError("hiding everything protects everything; no witness is a fault of the search")
        return found

    def _looked_for(self, aim: _Aim, hidden: Collection[int], *, within: Collection[int]) -> Moves | None:
        """Among cells of `within`, near ones first; None where not even all of them will do."""
        before: set[int] = set()
        for ring in RINGS if len(self.cells) >= RINGS_FROM else (None,):
            free = self._spread(aim.cell, ring, within)
            if free != before and (moves := self._witness(aim, free, hidden)) is not None:
                return moves
            before = free
        return None

    def _spread(self, cell: int, steps: int | None, within: Collection[int]) -> set[int]:
        """The cells of `within` at most so many sums away (any number where None), over cells of `within`."""
        reached, edge = {cell}, {cell}
        while edge and steps != 0:
            steps = None if steps is None else steps - 1
            edge = {
                each for at in edge for row in self.rows_of[at] for each in self.rows[row] if each in within
            } - reached
            reached |= edge
        return reached

    def _witness(self, aim: _Aim, free: Collection[int], hidden: Collection[int]) -> Moves | None:
        """The cheapest witness of the aim in which only cells of `free` move; None where there is none."""
        cells = sorted(free)
        place = {cell: at for at, cell in enumerate(cells)}
        matrix = self._matrix({row for cell in cells for row in self.rows_of[cell]}, place)
        costs = numpy.array([_HIDDEN_COSTS if cell in hidden else self.counts[cell] + 1 for cell in cells])
        counts, size = self.counts[cells], len(cells)
        at = place[aim.cell]
        upward, downward = numpy.full(size, numpy.inf), counts.copy()
        lower_up, lower_down = numpy.zeros(size), numpy.zeros(size)
        upward[at] = lower_up[at] = max(aim.move, 0)
        downward[at] = lower_down[at] = max(-aim.move, 0)
        bounds = numpy.column_stack([numpy.concatenate([lower_up, lower_down]), numpy.concatenate([upward, downward])])
        both = sparse.hstack([matrix, -matrix], format="csr")
        twice = numpy.concatenate([costs, costs])
        nothing = numpy.zeros(both.shape[0])
        found: Any = linprog(twice, A_eq=both, b_eq=nothing, bounds=bounds, method="highs")
        if found.status != 0:
            return None
        moves = found.x[:size] - found.x[size:]
        if numpy.abs(moves - moves.round()).max() > 1e-6:
            whole: Any = milp(
                twice,
                constraints=LinearConstraint(both, nothing, nothing),
                bounds=Bounds(bounds[:, 0], bounds[:, 1]),
                integrality=numpy.ones(2 * size),
            )
            if whole.x is None:
                return None
            moves = whole.x[:size] - whole.x[size:]
        return {cells[each]: round(moves[each]) for each in numpy.flatnonzero(moves.round())}

    def _matrix(self, rows: Iterable[int], place: Mapping[int, int]) -> Any:
        entries = [
            (number, place[cell], sign)
            for number, row in enumerate(sorted(rows))
            for cell, sign in self.rows[row].items()
            if cell in place
        ]
        across, along, signs = zip(*entries, strict=True) if entries else ((), (), ())
        return sparse.csr_matrix((signs, (across, along)), shape=(max(across, default=-1) + 1, len(place)))

    def exact(self, aims: Sequence[_Aim], hidden: Collection[int]) -> set[int] | None:
        """The least hiding of all, by one mixed-integer program; None where it was not proven in time."""
        size = len(self.cells)
        whole = self._matrix(range(len(self.rows)), {cell: cell for cell in range(size)})
        farthest = float(self.counts.sum() + sum(abs(aim.move) for aim in aims))
        low = [numpy.array([float(cell in hidden) for cell in range(size)])]
        high = [numpy.ones(size)]
        adding = sparse.block_diag([sparse.csr_matrix((0, size)), *[whole] * len(aims)], format="csr")
        one = sparse.identity(size, format="csr")
        of_choice = sparse.vstack([one] * len(aims), format="csr")
        of_moves = sparse.identity(size * len(aims), format="csr")
        for aim in aims:
            moving_low, moving_high = -self.counts, numpy.full(size, farthest)
            moving_low[aim.cell] = moving_high[aim.cell] = aim.move
            low.append(moving_low)
            high.append(moving_high)
        down = sparse.vstack([sparse.diags(self.counts)] * len(aims), format="csr")
        constraints = [
            LinearConstraint(adding, 0, 0),
            LinearConstraint(sparse.hstack([-farthest * of_choice, of_moves]), -numpy.inf, 0),
            LinearConstraint(sparse.hstack([down, of_moves]), 0, numpy.inf),
        ]
        costs = numpy.concatenate([self.counts + 1, numpy.zeros(size * len(aims))])
        found: Any = milp(
            costs,
            constraints=constraints,
            bounds=Bounds(numpy.concatenate(low), numpy.concatenate(high)),
            integrality=numpy.ones(len(costs)),
            options={"time_limit": EXACT_SECONDS, "mip_rel_gap": 0.0},
        )
        if found.status != 0:
            return None
        return {cell for cell in range(size) if found.x[cell] > 0.5}
