"""Which roads and bridges save the most hours for what may be spent. Gains do not add up, so each is looked at anew after each pick.

Two may pay only together (a bridge onto an island, and one off it): pairs are looked at too. A pair can be worth more than its
parts only if a way leads over both, and then over a door of the one (a cell from which one steps upon it) to which the other,
alone, shortened the way; pairs without such a door are left out, and lose nothing by it. What only three together would bring is
not looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.terrain.grid import OUTSIDE, Cells, Floats
from xinlu.terrain.improving import Change, Openings
from xinlu.terrain.network import Way
from xinlu.terrain.speeds import Model
from xinlu.terrain.surface import Terrain

LONGEST_H = 8.0
"""A way of more than a day's walk, or none at all, counts as a day's walk: else one home beyond a river would outweigh a county."""
_SWAP_ROUNDS = 3
_MEANT = 1e-6
"""Hours a year: less is what adding up leaves."""
_NEARER_S = 60.0
_COST = Words("“{name}”的造价写的是 {cost} 元：要大于零", "“{name}” costs {cost} yuan: it must be above zero")


class Per(StrEnum):
    """By what hours are compared."""

    YUAN = "yuan"
    KM = "km"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A road, or a bridge (`way.is_open` False), that might be built, and what it costs in whole yuan."""

    way: Way
    cost_yuan: int

    def __post_init__(self) -> None:
        if self.cost_yuan <= 0:
            told = _COST.filled(name=self.way.name, cost=self.cost_yuan)
            raise Refusal("terrain.candidate_cost", told, field=self.way.name)

    @property
    def km(self) -> float:
        """How long it is."""
        return float(np.hypot(*np.diff(self.way.line_m, axis=0).T).sum()) / 1000


@dataclass(frozen=True, slots=True)
class Errand:
    """What people go to: points [n, 2] (x, y; metres), and how often in a year those of each home go there [homes]."""

    points_m: Floats
    trips: Floats


@dataclass(frozen=True, slots=True)
class Pick:
    """One of the plan, in the order of building: hours saved a year after those before it, and alone; for how many homes."""

    candidate: int
    hours: float
    hours_alone: float
    with_next: bool
    homes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to build, in order. `alone` are the hours of every candidate by itself [candidates]; `other_hours` those of the
    plan by the second model, `home_hours` what each home saves [homes]; `connected` homes had no way to everything before.
    `pairs` were looked at. Homes that stand nowhere are in `left_out`, candidates that lie beyond the ground in `nowhere`, those
    that cost more than the whole budget in `too_dear`; `longest_h` is what a way counts at most.
    """

    picks: tuple[Pick, ...]
    hours: float
    other_hours: float
    cost_yuan: int
    alone: Floats
    pairs: int
    connected: int
    home_hours: Floats
    left_out: tuple[int, ...]
    nowhere: tuple[int, ...]
    too_dear: tuple[int, ...]
    longest_h: float
    model: Model
    neighbours: int
    resolution_m: float


def rank_roads(
    surface: Terrain,
    candidates: Sequence[Candidate],
    homes_m: Floats,
    errands: Sequence[Errand],
    *,
    budget_yuan: int | None = None,
    per: Per = Per.YUAN,
    longest_h: float = LONGEST_H,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Plan:
    """The roads and bridges to build within the budget, and the hours that homes [n, 2] save by them in a year.

    An hour saved is one less on the way there and back; there and back are each to and from whatever is nearest then.
    `progress` hears how many candidates and pairs have been looked at, of how many as far as is known.
    """
    asked = Weighed(surface, candidates, homes_m, errands, longest_h)
    budget = np.inf if budget_yuan is None else budget_yuan
    search = _Search(asked, candidates, budget, per, progress)
    order = search.best()
    picks, hours = search.told(order)
    changes = asked.open(order)
    after_hours, after_way = asked.home_hours(asked.now), asked.has_way(asked.now)
    asked.shut(order, changes)
    built = [candidates[each].way for each in order]
    other = surface.by_other_model()
    second, third = (Weighed(each, [], homes_m, errands, longest_h) for each in (other, other.with_ways(built)))
    return Plan(
        picks=picks, hours=hours, other_hours=second.total(second.before) - third.total(third.before),
        cost_yuan=sum(candidates[each].cost_yuan for each in order), alone=search.alone, pairs=search.pairs,
        connected=int((~asked.has_way(asked.before) & after_way).sum()),
        home_hours=asked.home_hours(asked.before) - after_hours,
        left_out=asked.left_out, nowhere=tuple(sorted(set(range(len(candidates))) - set(asked.openings.door_of.tolist()))),
        too_dear=tuple(np.flatnonzero(search.costs > budget).tolist()),
        longest_h=longest_h, model=surface.model, neighbours=surface.neighbours, resolution_m=surface.grid.resolution_m,
    )  # fmt: skip


class Weighed:
    """The homes, the errands and what may be opened; seconds there and back for each errand, kept as they are now.

    What it says of a set of candidates is what a full run over ground that has them would say.
    """

    def __init__(
        self,
        surface: Terrain,
        candidates: Sequence[Candidate],
        homes_m: Floats,
        errands: Sequence[Errand],
        longest_h: float = LONGEST_H,
    ) -> None:
        cells = surface.grid.cells_of(homes_m)
        stands = (cells != OUTSIDE) & surface.is_open[np.where(cells == OUTSIDE, 0, cells)]
        self.left_out = tuple(int(each) for each in np.flatnonzero(~stands))
        self._homes: Cells = np.where(stands, cells, 0)
        self._most = longest_h * 3600.0
        self.openings = Openings(surface, [each.way for each in candidates])
        self._trips = np.array([np.where(stands, each.trips, 0.0) for each in errands]).repeat(2, axis=0)
        self._backwards = [True, False] * len(errands)
        self.before: list[Floats] = []
        for errand in errands:
            goals = surface.grid.cells_of(errand.points_m)
            goals = goals[goals != OUTSIDE]
            goals = goals[surface.is_open[goals]]
            for backwards in (True, False):
                self.before.append(self.openings.solved(goals, backwards=backwards))
        self.now = [each.copy() for each in self.before]
        self._gains: dict[tuple[frozenset[int], frozenset[int]], float] = {}
        self._doors: dict[tuple[frozenset[int], int], tuple[float, frozenset[int]]] = {}

    def home_hours(self, seconds: Sequence[Floats]) -> Floats:
        """Hours a year on the way [homes]."""
        counted = np.array([np.minimum(each[self._homes], self._most) for each in seconds])
        return np.asarray((counted * self._trips).sum(0) / 3600.0)

    def total(self, seconds: Sequence[Floats]) -> float:
        """Hours a year of all homes."""
        return float(self.home_hours(seconds).sum())

    def home_seconds(self) -> Floats:
        """Seconds of each way [errands * 2, homes] now, as they count."""
        return np.array([np.minimum(each[self._homes], self._most) for each in self.now])

    def has_way(self, seconds: Sequence[Floats]) -> NDArray[np.bool_]:
        """Whether each home has a way to every errand and back."""
        found: NDArray[np.bool_] = np.isfinite(np.array([each[self._homes] for each in seconds])).all(0)
        return found

    def open(self, ways: Sequence[int]) -> list[list[Change]]:
        """Open these, one after the other."""
        return [self.openings.open(way, self.now, backwards=self._backwards) for way in ways]

    def shut(self, ways: Sequence[int], changes: Sequence[list[Change]]) -> None:
        """Take them back."""
        for way, change in zip(reversed(ways), reversed(changes), strict=True):
            self.openings.shut(way, self.now, change)

    def gain(self, ways: Sequence[int]) -> float:
        """Hours a year that these save together beyond what is open now."""
        if not ways:
            return 0.0
        key = (self.openings.opened, frozenset(ways))
        if key not in self._gains:
            before = self.total(self.now)
            changes = self.open(ways)
            self._gains[key] = before - self.total(self.now)
            self.shut(ways, changes)
        return self._gains[key]

    def nearer_doors(self, way: int) -> tuple[float, frozenset[int]]:
        """What a way saves beyond what is open now, and of which other ways a door is nearer with it."""
        key = (self.openings.opened, way)
        if key not in self._doors:
            self._doors[key] = self._look_at_doors(way)
            self._gains[key[0], frozenset((way,))] = self._doors[key][0]
        return self._doors[key]

    def _look_at_doors(self, way: int) -> tuple[float, frozenset[int]]:
        doors = self.openings.doors
        before, at_doors = self.total(self.now), [each[doors] for each in self.now]
        changes = self.open([way])
        saved = before - self.total(self.now)
        nearer = np.zeros(len(doors), bool)
        for each, old in zip(self.now, at_doors, strict=True):
            nearer |= each[doors] < old
        self.shut([way], changes)
        return saved, frozenset(self.openings.door_of[nearer].tolist()) - {way}


class _Search:
    def __init__(
        self,
        asked: Weighed,
        candidates: Sequence[Candidate],
        budget: float,
        per: Per,
        progress: Callable[[int, int], None],
    ) -> None:
        self._asked, self._budget, self._progress = asked, budget, progress
        self.costs = np.array([each.cost_yuan for each in candidates])
        self._sizes = self.costs if per is Per.YUAN else np.array([each.km for each in candidates])
        self.alone = np.zeros(len(candidates))
        self.pairs = 0
        self._paired: set[tuple[int, int]] = set()

    def best(self) -> list[int]:
        """What to open, in order: by hours per yuan (or km) or by hours alone, whichever ends better; then what swaps better."""
        found = [self._filled([], self._sizes)]
        if self._budget < self.costs.sum():
            found.append(self._filled([], np.ones(len(self.costs))))
        hours, order = max(((self._hours(each), each) for each in found), key=lambda each: each[0])
        for _ in range(_SWAP_ROUNDS):
            better = self._swapped(order, hours)
            if better is None:
                break
            hours, order = better
        return order

    def told(self, order: Sequence[int]) -> tuple[tuple[Pick, ...], float]:
        """Each pick after those before it, and the hours of all."""
        asked, picks, changes = self._asked, [], []
        for n, way in enumerate(order):
            before, seconds = asked.total(asked.now), asked.home_seconds()
            changes += asked.open([way])
            hours = before - asked.total(asked.now)
            nearer = int((seconds - asked.home_seconds() > _NEARER_S).any(0).sum())
            with_next = n + 1 < len(order) and (way, order[n + 1]) in self._paired
            picks.append(Pick(way, hours, float(self.alone[way]), with_next, nearer))
        asked.shut(order, changes)
        return tuple(picks), float(sum(each.hours for each in picks))

    def _hours(self, order: Sequence[int]) -> float:
        return self._asked.gain(order)

    def _filled(self, order: Sequence[int], sizes: Floats) -> list[int]:
        """The order, and after it whatever saves most for its size, until nothing more can be had for what is left."""
        order = list(order)
        changes = self._asked.open(order)
        while picked := self._next(order, sizes):
            changes += self._asked.open(picked)
            order += picked
            self._paired |= {(picked[0], picked[-1])} if len(picked) == 2 else set()
        self._asked.shut(order, changes)
        return order

    def _next(self, order: Sequence[int], sizes: Floats) -> list[int]:
        left = self._budget - self.costs[list(order)].sum()
        waiting = [way for way in range(len(self.costs)) if way not in order]
        looked = waiting if not order else [way for way in waiting if self.costs[way] <= left]
        gains, doors = {}, {}
        for n, way in enumerate(looked):
            gains[way], doors[way] = self._asked.nearer_doors(way)
            self._progress(n + 1, len(looked))
        if not order:
            self.alone = np.array([gains[way] for way in range(len(self.costs))])
        options: dict[tuple[int, ...], float] = {(way,): gain for way, gain in gains.items() if self.costs[way] <= left}
        for a, b in combinations([each for (each,) in options], 2):
            if self.costs[a] + self.costs[b] <= left and (b in doors[a] or a in doors[b]):
                self.pairs += 1
                both = self._asked.gain([a, b])
                if both > gains[a] + gains[b] + _MEANT:
                    options[a, b] = both
        worth = {ways: gain / sizes[list(ways)].sum() for ways, gain in options.items() if gain > _MEANT}
        found = max(worth.items(), key=itemgetter(1), default=None)
        return list(found[0]) if found else []

    def _swapped(self, order: Sequence[int], hours: float) -> tuple[float, list[int]] | None:
        """The order with one exchanged for what saves more, where there is such a one."""
        for way in order:
            rest = [each for each in order if each != way]
            left = self._budget - self.costs[rest].sum()
            changes = self._asked.open(rest)
            others = [n for n in range(len(self.costs)) if n not in order and self.costs[n] <= left]
            gains = {n: self._asked.gain([n]) for n in others}
            self._asked.shut(rest, changes)
            if not gains:
                continue
            tried = self._filled([*rest, max(gains, key=gains.__getitem__)], self._sizes)
            if (now := self._hours(tried)) > hours * (1 + 1e-9) + _MEANT:
                return now, tried
        return None
