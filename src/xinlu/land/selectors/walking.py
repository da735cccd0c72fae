"""What is known of walks: of one household, of the parts of an area, and every home for the map. Each in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from xinlu.land.kinds import GOALS, Goal
from xinlu.land.models import HomePlace, HomeWalk, LandFiles, ReckonedLand
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.records.models import Household
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import SUMMED_LEVELS, lying_in

HOUR_S, TWO_HOURS_S = 3600, 7200


@dataclass(frozen=True, slots=True)
class HomeStep:
    """The walk from a home to the nearest of one kind: seconds by the model, by the other, and its name."""

    goal: Goal
    seconds: int | None
    other_seconds: int | None
    name: str

    @property
    def shorter_s(self) -> int | None:
        """The lesser of both models' seconds."""
        both = [each for each in (self.seconds, self.other_seconds) if each is not None]
        return min(both) if both else None

    @property
    def longer_s(self) -> int | None:
        """The greater of both models' seconds."""
        both = [each for each in (self.seconds, self.other_seconds) if each is not None]
        return max(both) if both else None


@dataclass(frozen=True, slots=True)
class KnownWalk:
    """What is known of one home: where it was said to lie, and what was reckoned from there (None: not yet)."""

    place: HomePlace
    walk: HomeWalk | None

    @property
    def steps(self) -> list[HomeStep]:
        """One each goal."""
        return steps_of(self.walk) if self.walk is not None and self.walk.stands else []

    @property
    def ratio(self) -> float | None:
        """How many times as long the walk to a clinic takes as going straight, over flat ground, to the nearest."""
        return self.walk.ratio_milli / 1000 if self.walk is not None and self.walk.ratio_milli is not None else None


def steps_of(walk: HomeWalk) -> list[HomeStep]:
    """The walk by goal."""
    return [
        HomeStep(goal, getattr(walk, f"{goal}_s"), getattr(walk, f"{goal}_other_s"), getattr(walk, f"{goal}_name", ""))
        for goal in GOALS
    ]


def walk_of(household: Household) -> KnownWalk | None:
    """The household's walk; None where nobody has said where the home lies."""
    place = heads(HomePlace).filter(household=household).order_by("received_at").last()
    if place is None:
        return None
    return KnownWalk(place, HomeWalk.objects.filter(household=household).first())


@dataclass(frozen=True, slots=True)
class PartWalks:
    """A part of an area: its households, how many were placed, and how many of those live beyond one hour and two, or without a
    way, from the goal asked for."""

    code: str
    name: str
    households: int
    placed: int
    beyond_hour: int
    beyond_two: int
    without_way: int


def part_walks(area: Area, goal: Goal) -> list[PartWalks]:
    """The parts of an area (a village's groups included), those with most households beyond an hour first."""
    below = {"county": "township", "township": "village"}.get(SUMMED_LEVELS.get(Level(area.level), ""), "place")
    seconds = f"household__walk__{goal}_s"
    rows = (
        CurrentFile.objects.filter(lying_in(area))
        .values(below)
        .annotate(
            households=Count("pk"),
            placed=Count("pk", filter=Q(household__walk__stands=True)),
            beyond_hour=Count("pk", filter=Q(**{f"{seconds}__gt": HOUR_S})),
            beyond_two=Count("pk", filter=Q(**{f"{seconds}__gt": TWO_HOURS_S})),
            without_way=Count("pk", filter=Q(household__walk__stands=True, **{f"{seconds}__isnull": True})),
        )
    )
    names = dict(Area.objects.filter(path__startswith=area.path).values_list("code", "name"))
    found = [
        PartWalks(
            row[below], names.get(row[below], row[below]), row["households"], row["placed"], row["beyond_hour"],
            row["beyond_two"], row["without_way"],
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda each: (-each.beyond_hour - each.without_way, each.code))


def reckoned_for(area: Area) -> ReckonedLand | None:
    """The land reckoned last for the area, or for the nearest place above it."""
    found = ReckonedLand.objects.filter(area_id__in=area.codes).select_related("area", "land")
    return max(found, key=lambda each: len(each.area.path), default=None)


def land_set_for(area: Area) -> LandFiles | None:
    """The land set last for the area, or for the nearest place above it; whether reckoned or not."""
    found = heads(LandFiles).filter(area_id__in=area.codes).select_related("area")
    return max(found, key=lambda each: (len(each.area.path), each.received_at), default=None)  # type: ignore[union-attr]


@dataclass(frozen=True, slots=True)
class HomeDot:
    """A home on the map: whose, where, and whether it lies within one hour (0), two (1), beyond (2) or without a way (3)."""

    household: str
    name: str
    x: int
    y: int
    far: int


def dots(area: Area, goal: Goal) -> Sequence[HomeDot]:
    """Every home of the area that stands upon the land."""
    seconds = f"{goal}_s"
    rows = HomeWalk.objects.filter(stands=True, household__current__path__startswith=area.path).values_list(
        "household_id", "household__current__head_name", "x", "y", seconds
    )
    return [HomeDot(str(household), name, x, y, _far(took)) for household, name, x, y, took in rows]


def _far(seconds: int | None) -> int:
    if seconds is None:
        return 3
    return 0 if seconds <= HOUR_S else 1 if seconds <= TWO_HOURS_S else 2
