"""The walk from one door, as it is said on the page of the file."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xinlu.kernel.words import Words
from xinlu.land.kinds import GOALS, HOWS, How
from xinlu.land.selectors.walking import HomeStep, KnownWalk, walk_of
from xinlu.records.models import Household


def walk_in_brief(household: Household) -> dict[str, Any]:
    """The walk from the door, for the page of the file."""
    known = walk_of(household)
    if known is None:
        return {"walk": None}
    how = HOWS[How(known.place.how)]
    steps = [step_said(step) for step in known.steps]
    return {"walk": known, "walk_how": how, "walk_steps": steps, "walk_water": water_said(known)}


def water_said(known: KnownWalk) -> str:
    """How far it is to fetch water; nothing where that is not known."""
    walk = known.walk
    if walk is None or walk.water_s is None:
        return ""
    return _("{long} there and back, {metres} m, {climb} m up or down").format(
        long=long(walk.water_s), metres=walk.water_m, climb=walk.water_climb_m
    )


def step_said(step: HomeStep) -> tuple[Words, str, str, str]:
    """A goal, its name, how long the walk is, and the interval of both models."""
    if step.seconds is None:
        return GOALS[step.goal], "", _("no way on foot"), ""
    between = ""
    if step.shorter_s is not None and step.longer_s is not None and long(step.shorter_s) != long(step.longer_s):
        between = _("{low} to {high} by two models").format(low=long(step.shorter_s), high=long(step.longer_s))
    return GOALS[step.goal], step.name, long(step.seconds), between


def long(seconds: int) -> str:
    """A time on foot as it is said: to the minute below an hour, to five minutes beyond."""
    minutes = round(seconds / 60)
    if minutes < 60:
        return ngettext("{n} minute", "{n} minutes", max(1, minutes)).format(n=max(1, minutes))
    minutes = round(minutes / 5) * 5
    hours, rest = divmod(minutes, 60)
    return (
        _("{hours} h {minutes} min").format(hours=hours, minutes=rest) if rest else _("{hours} h").format(hours=hours)
    )
