"""From the parts of a land to seconds: the ground that they make, and how long the walk is from each home. It stores nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from xinlu.land.kinds import GOALS, Goal, Part
from xinlu.terrain.grid import OUTSIDE, Elevation, Floats
from xinlu.terrain.network import Way
from xinlu.terrain.speeds import Model
from xinlu.terrain.surface import Terrain, flat_m_per_s

if TYPE_CHECKING:
    from xinlu.terrain.files.features import Features
    from xinlu.terrain.water import Fetching

MODEL, OTHER = Model.TOBLER, Model.LANGMUIR


@dataclass(frozen=True, slots=True)
class Walk:
    """Seconds [homes] to the nearest of one kind, by the model and by the other, infinite where there is no way; its name.

    `straight_s` are those of going straight over flat ground to whichever is nearest as the crow flies: what people have in
    mind who say that two mountains can talk.
    """

    seconds: Floats
    other_seconds: Floats
    names: tuple[str, ...]
    straight_s: Floats


@dataclass(frozen=True, slots=True)
class Walks:
    """Every goal's walk from every home; which homes stand upon the land; the model's seconds of every cell by goal."""

    to: Mapping[Goal, Walk]
    stands: NDArray[np.bool_]
    everywhere: Mapping[Goal, Floats]


def ground(elevation: Elevation, parts: Mapping[Part, Features], *, model: Model) -> Terrain:
    """The land with its rivers, bridges and roads."""
    foot = flat_m_per_s(model)
    bridges = parts.get(Part.BRIDGES)
    return Terrain(
        elevation,
        rivers=parts[Part.RIVERS].shapes if Part.RIVERS in parts else (),
        bridges=[Way(line, foot, name) for line, name in zip(bridges.shapes, bridges.names(), strict=True)]
        if bridges
        else (),
        roads=_roads(parts[Part.ROADS]) if Part.ROADS in parts else (),
        model=model,
    )


def walks(elevation: Elevation, parts: Mapping[Part, Features], homes_m: Floats) -> Walks:
    """How long it takes from homes [n, 2] (x, y; metres) to the nearest of each goal that the land has."""
    by_model = {model: ground(elevation, parts, model=model) for model in (MODEL, OTHER)}
    surface = by_model[MODEL]
    cells = surface.grid.cells_of(homes_m)
    stands = (cells != OUTSIDE) & surface.is_open[cells]
    found, everywhere = {}, {}
    for goal in GOALS:
        goals = _goals(parts, goal, elevation)
        if goals is None:
            continue
        points, names = goals
        first, second = (by_model[model].time_to(points) for model in (MODEL, OTHER))
        everywhere[goal] = first.seconds
        nearest = first.nearest.ravel()[cells]
        straight = cKDTree(points).query(np.nan_to_num(homes_m, posinf=0.0))[0] / flat_m_per_s(MODEL)
        found[goal] = Walk(
            np.where(stands, first.seconds.ravel()[cells], np.inf),
            np.where(stands, second.seconds.ravel()[cells], np.inf),
            tuple(names[n] if stand and n >= 0 else "" for n, stand in zip(nearest, stands, strict=True)),
            straight,
        )
    return Walks(found, stands, everywhere)


def fetched(elevation: Elevation, parts: Mapping[Part, Features], homes_m: Floats) -> Fetching | None:
    """How far each home goes for water; None where no place is told where it is fetched."""
    if Part.WATER not in parts or not len(homes_m):
        return None
    return ground(elevation, parts, model=MODEL).water(homes_m, parts[Part.WATER].points)


def _goals(parts: Mapping[Part, Features], goal: Goal, elevation: Elevation) -> tuple[Floats, tuple[str, ...]] | None:
    """The points of a goal and their names; a road is reached wherever it passes."""
    part = Part.ROADS if goal is Goal.ROAD else Part(str(goal))
    if part not in parts:
        return None
    features = parts[part]
    if goal is not Goal.ROAD:
        return features.points, features.names()
    pieces = [_every(line, elevation.grid.resolution_m) for line in features.shapes]
    names = tuple(name for name, piece in zip(features.names(), pieces, strict=True) for _ in piece)
    return np.concatenate(pieces), names


def _every(line: Floats, metres: float) -> Floats:
    """Points along a line, so many metres apart at most."""
    lengths = np.hypot(*np.diff(line, axis=0).T)
    at = np.concatenate(([0.0], np.cumsum(lengths)))
    places = np.linspace(0.0, at[-1], max(2, int(np.ceil(at[-1] / metres)) + 1))
    return np.column_stack((np.interp(places, at, line[:, 0]), np.interp(places, at, line[:, 1])))


def _roads(roads: Features) -> list[Way]:
    told = roads.field("speed_kmh") or ()
    return [
        Way(line, float(kmh) / 3.6, name) for line, name, kmh in zip(roads.shapes, roads.names(), told, strict=True)
    ]
