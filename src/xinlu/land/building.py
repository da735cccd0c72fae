"""Which roads and bridges would help a place most, as plain values for a page. It stores nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.land.kinds import GOALS, Goal, Part
from xinlu.land.walks import MODEL, ground
from xinlu.terrain.grid import Elevation, Floats
from xinlu.terrain.network import Way
from xinlu.terrain.roads import Candidate, Errand, Plan, rank_roads
from xinlu.terrain.surface import flat_m_per_s

if TYPE_CHECKING:
    from xinlu.terrain.files.features import Features

VILLAGES_MOST = 6
_LACKS = Words(
    "想修的第 {n} 处（{name}）要写明 kind（road 或者 bridge）和 cost_yuan，路还要写 speed_kmh",
    "What might be built, line {n} ({name}), needs its kind (road or bridge) and cost_yuan, and of a road speed_kmh",
)


def candidates_of(lines: Features) -> list[Candidate]:
    """What might be built; Refusal with the number of one that lacks its kind, cost or speed."""
    found = []
    fields = (lines.field("kind"), lines.field("cost_yuan"), lines.field("speed_kmh"))
    kinds, costs, speeds = (each or (None,) * len(lines.shapes) for each in fields)
    for n, (line, name) in enumerate(zip(lines.shapes, lines.names(), strict=True)):
        is_road = kinds[n] == "road"
        speed: Any = speeds[n] if is_road else flat_m_per_s(MODEL) * 3.6
        cost: Any = costs[n]
        if kinds[n] not in ("road", "bridge") or not _is_number(cost) or not _is_number(speed):
            raise Refusal("land.candidate", _LACKS.filled(n=n + 1, name=name), field="candidates")
        found.append(Candidate(Way(line, float(speed) / 3.6, name, is_open=is_road), round(cost)))
    return found


def plan_of(
    elevation: Elevation,
    parts: Mapping[Part, Features],
    homes_m: Floats,
    *,
    villages: Sequence[str],
    trips: Mapping[Goal, int],
    budget_yuan: int | None,
) -> tuple[dict[str, Any], dict[Goal, Floats]] | None:
    """The plan for these homes [n, 2], each of a village, as plain values; and seconds of every cell with it built, by goal.

    None where nothing might be built, nobody goes anywhere, or no home was placed.
    """
    goals = [goal for goal in GOALS if trips.get(goal) and goal is not Goal.ROAD and Part(str(goal)) in parts]
    if Part.CANDIDATES not in parts or not goals or not len(homes_m):
        return None
    candidates = candidates_of(parts[Part.CANDIDATES])
    surface = ground(elevation, parts, model=MODEL)
    errands = [Errand(parts[Part(str(goal))].points, np.full(len(homes_m), float(trips[goal]))) for goal in goals]
    plan = rank_roads(surface, candidates, homes_m, errands, budget_yuan=budget_yuan)
    built = surface.with_ways([candidates[each.candidate].way for each in plan.picks])
    after: dict[Goal, Floats] = {goal: built.time_to(parts[Part(str(goal))].points).seconds for goal in goals}
    return _told(plan, candidates, villages, trips, budget_yuan), after


def _told(
    plan: Plan, candidates: Sequence[Candidate], villages: Sequence[str], trips: Mapping[Goal, int], budget: int | None
) -> dict[str, Any]:
    picked = {each.candidate for each in plan.picks}
    others = sorted((n for n in range(len(candidates)) if n not in picked), key=lambda n: -plan.alone[n])
    hours: dict[str, float] = {}
    homes: dict[str, int] = {}
    for village, saved in zip(villages, plan.home_hours, strict=True):
        if saved > 1 / 60:
            hours[village], homes[village] = hours.get(village, 0.0) + float(saved), homes.get(village, 0) + 1
    for_whom = sorted(hours, key=lambda each: -hours[each])[:VILLAGES_MOST]
    return {
        "picks": [
            {**_of(candidates[each.candidate]), "hours": round(each.hours), "alone": round(each.hours_alone),
             "with_next": each.with_next, "homes": each.homes}
            for each in plan.picks
        ],
        "others": [
            {**_of(candidates[n]), "alone": round(float(plan.alone[n])), "too_dear": n in plan.too_dear} for n in others
        ],
        "villages": [[village, round(hours[village]), homes[village]] for village in for_whom],
        "hours": round(plan.hours), "other_hours": round(plan.other_hours), "cost_yuan": plan.cost_yuan,
        "connected": plan.connected, "budget_yuan": budget, "longest_h": plan.longest_h,
        "trips": {str(goal): number for goal, number in trips.items()},
    }  # fmt: skip


def _of(candidate: Candidate) -> dict[str, Any]:
    return {
        "name": candidate.way.name,
        "kind": "road" if candidate.way.is_open else "bridge",
        "km": round(candidate.km, 1),
        "cost_yuan": candidate.cost_yuan,
    }


def _is_number(here: object) -> bool:
    try:
        return bool(np.isfinite(float(here)))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return False
