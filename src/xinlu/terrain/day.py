"""The order of a helper's day: there, from home to home, and back, over ways that take longer up than down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from xinlu.terrain.grid import Floats

EXACT_UP_TO = 12
"""So many visits are ordered by trying all that can matter (Held and Karp 1962); 2 ** 12 sets of them."""
_ALIKE = 1e-9


class Why(StrEnum):
    """Why a visit is left out: no way there and back; too far even alone; or others weigh more in the same day."""

    UNREACHABLE = "unreachable"
    TOO_FAR = "too_far"
    NO_TIME = "no_time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """The visits by number in their order, the way to each, when each is reached and when one is back (seconds after setting out).

    `walked_s` is all the way, back too. `is_exact`: nothing better fits; else it is the best that was found.
    """

    order: tuple[int, ...]
    walk_s: tuple[float, ...]
    arrive_s: tuple[float, ...]
    back_s: float
    walked_s: float
    left_out: tuple[tuple[int, Why], ...]
    is_exact: bool


def plan_day(
    took_s: Floats, *, hours: float, stay_s: Sequence[float] | Floats, weights: Sequence[float] | Floats | None = None
) -> Day:
    """The day of the greatest weight, and of those the shortest, over `took_s` [n + 1, n + 1] (seconds, from row to column; 0 is the start).

    The ways are the quickest: none is quicker by way of another place. `stay_s` [n]: how long each visit lasts; `weights` [n]: how much each matters (1 each, left out). Exact up to EXACT_UP_TO visits
    that can be made at all; beyond, insertion and improvement. ValueError for numbers that make no sense.
    """
    ways, stays = np.asarray(took_s, np.float64), np.asarray(stay_s, np.float64)
    count = len(ways) - 1
    matter = np.ones(count) if weights is None else np.asarray(weights, np.float64)
    if ways.shape != (count + 1, count + 1) or stays.shape != (count,) or matter.shape != (count,):
        raise ValueError(f"{ways.shape} ways, {stays.shape} stays and {matter.shape} weights do not fit together")
    if (
        np.isnan(ways).any()
        or (ways < 0).any()
        or not (stays >= 0).all()
        or not ((matter > 0) & np.isfinite(matter)).all()
    ):
        raise ValueError("times are not negative, and every visit has a weight above zero")
    if not hours >= 0:
        raise ValueError("a day has hours")
    limit_s = hours * 3600.0 + _ALIKE
    there_and_back = ways[0, 1:] + ways[1:, 0]
    is_reached = np.isfinite(there_and_back)
    fits = is_reached & (there_and_back + stays <= limit_s)
    able = np.flatnonzero(fits)
    kept = np.concatenate(([0], able + 1))
    some = _Visits(ways[np.ix_(kept, kept)], stays[able], matter[able], limit_s)
    is_exact = len(able) <= EXACT_UP_TO
    order = [int(able[n]) for n in (_best_of_all(some) if is_exact else _found(some))]
    walk, arrive, now, here = [], [], 0.0, 0
    for visit in order:
        walk.append(float(ways[here, visit + 1]))
        now += walk[-1]
        arrive.append(now)
        now, here = now + float(stays[visit]), visit + 1
    back = now + float(ways[here, 0])
    left = [n for n in range(count) if n not in set(order)]
    reasons = {False: Why.TOO_FAR, True: Why.NO_TIME}
    return Day(
        order=tuple(order),
        walk_s=tuple(walk),
        arrive_s=tuple(arrive),
        back_s=back,
        walked_s=back - float(stays[order].sum()),
        left_out=tuple((n, reasons[bool(fits[n])] if is_reached[n] else Why.UNREACHABLE) for n in left),
        is_exact=is_exact,
    )


@dataclass(frozen=True, slots=True)
class _Visits:
    """Those that can be made: ways [n + 1, n + 1], stays and weights [n], and the day's seconds."""

    ways: Floats
    stays: Floats
    weights: Floats
    limit_s: float

    def lasts(self, order: Sequence[int]) -> float:
        """Seconds of a whole day in this order, back at the start."""
        if not order:
            return 0.0
        stops = np.array([0, *(n + 1 for n in order), 0])
        return float(self.ways[stops[:-1], stops[1:]].sum() + self.stays[list(order)].sum())

    def score(self, order: Sequence[int]) -> tuple[float, float]:
        """The greater the better: the weight, then how short the day is."""
        return float(round(self.weights[list(order)].sum(), 9)), -self.lasts(order)


def _best_of_all(visits: _Visits) -> list[int]:
    count = len(visits.stays)
    ways, stays = visits.ways, visits.stays
    # least[s, j]: the seconds in which the visits of the set s are made, with j the last and the stay there over.
    least = np.full((1 << count, count), np.inf)
    before = np.full((1 << count, count), -1, np.int8)
    for j in range(count):
        least[1 << j, j] = ways[0, j + 1] + stays[j]
    between = ways[1:, 1:] + stays[None, :]
    for chosen in range(1, 1 << count):
        if not np.isfinite(least[chosen]).any():
            continue
        after = least[chosen][:, None] + between
        came = after.argmin(0)
        quickest = after[came, np.arange(count)]
        for j in range(count):
            wider = chosen | 1 << j
            if wider != chosen and quickest[j] < least[wider, j]:
                least[wider, j], before[wider, j] = quickest[j], came[j]
    whole = least + ways[1:, 0][None, :]
    chosen_s = whole.min(1, initial=np.inf)
    weight = np.array([np.sum(visits.weights[[j for j in range(count) if s >> j & 1]]) for s in range(1 << count)])
    chosen_s[0] = 0.0
    fits = np.flatnonzero(chosen_s <= visits.limit_s)
    best = min(fits, key=lambda s: (-round(float(weight[s]), 9), chosen_s[s]))
    order: list[int] = []
    at, last = int(best), int(whole[best].argmin()) if best else -1
    while at:
        order.append(last)
        at, last = at & ~(1 << last), int(before[at, last])
    return order[::-1]


def _found(visits: _Visits) -> list[int]:
    """The best of some days that are built by insertion, each by another measure of what to take next, and then improved."""
    days = [_improved(_inserted([], visits, power), visits) for power in (0.0, 0.5, 1.0, 2.0)]
    return max(days, key=visits.score)


def _inserted(order: list[int], visits: _Visits, power: float) -> list[int]:
    """The order with visits put in, one after the other where each costs least, as long as one fits; the weightiest a second first."""
    order = list(order)
    left = [n for n in range(len(visits.stays)) if n not in order]
    lasts = visits.lasts(order)
    while left:
        best: tuple[float, int, int, float] | None = None
        stops = np.array([0, *(n + 1 for n in order), 0])
        here, then = stops[:-1], stops[1:]
        for n in left:
            longer = visits.ways[here, n + 1] + visits.ways[n + 1, then] - visits.ways[here, then]
            at = int(longer.argmin())
            more = float(longer[at] + visits.stays[n])
            if lasts + more > visits.limit_s:
                continue
            worth = float(visits.weights[n]) / max(more, 1.0) ** power
            if best is None or worth > best[0] or (worth == best[0] and more < best[3]):
                best = worth, n, at, more
        if best is None:
            break
        _, n, at, more = best
        order.insert(at, n)
        left.remove(n)
        lasts = visits.lasts(order)
    return order


def _improved(order: list[int], visits: _Visits) -> list[int]:
    """Turned about, moved, exchanged with one left out, and filled again, for as long as the day grows weightier or shorter."""
    best = visits.score(order)
    while True:
        for other in _neighbours(order, visits):
            if visits.lasts(other) > visits.limit_s:
                continue
            filled = _inserted(other, visits, 1.0) if visits.lasts(other) < -best[1] - _ALIKE else other
            score = visits.score(filled)
            if score[0] > best[0] or (score[0] == best[0] and score[1] > best[1] + 1e-6):
                order, best = filled, score
                break
        else:
            return order


def _neighbours(order: list[int], visits: _Visits) -> Any:
    size = len(order)
    for i in range(size):
        for j in range(i + 2, size + 1):
            yield order[:i] + order[i:j][::-1] + order[j:]
    for length in (1, 2, 3):
        for i in range(size - length + 1):
            rest, part = order[:i] + order[i + length :], order[i : i + length]
            for j in range(len(rest) + 1):
                if j != i:
                    yield rest[:j] + part + rest[j:]
    left = [n for n in range(len(visits.stays)) if n not in order]
    for i in range(size):
        for n in left:
            rest = order[:i] + order[i + 1 :]
            for j in range(len(rest) + 1):
                yield [*rest[:j], n, *rest[j:]]
