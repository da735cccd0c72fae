"""The day over the land: which homes in which order, with the ways between them and the light that there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.land.selectors.days import day_of
from xinlu.pages.field.order import Need, in_order
from xinlu.pages.field.sentences import said_today
from xinlu.pages.field.standings import standings_of
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.registry.selectors.households import households_of_helper
from xinlu.terrain.day import Why

STAYS = (20, 40, 60)
"""Minutes at a table to choose from."""
MOST = 12
"""So many of the most pressing are put in order: no day holds more."""

WHY_LEFT: dict[Why, Words] = {
    Why.UNREACHABLE: Words("附近没有路走到那里", "no way there near by"),
    Why.TOO_FAR: Words("一天来回不够", "too far for one day"),
    Why.NO_TIME: Words("天黑前来不及，改天去", "no light left for it; another day"),
}


@dataclass(frozen=True)
class StopView:
    """One home of the day: the need that leads there, the walk to it in minutes, and when one is there."""

    need: Need
    walk_minutes: int
    arrives: str


@may(Action.SEE_TODAY)
@require_safe
@never_cache
def day(request: StaffRequest) -> HttpResponse:
    """The most pressing homes in the order of the way; ?minutes= says how long one sits at each table."""
    asked = request.GET.get("minutes", "")
    stay = int(asked) if asked.isdigit() and int(asked) in STAYS else STAYS[1]
    needs = [need for need in in_order(standings_of(list(households_of_helper(request.user)))) if need.whys]
    by_household = {need.standing.household: need for need in needs}
    planned = day_of(request.user, list(by_household)[:MOST], on=clock.today(), stay_minutes=stay)
    context: dict[str, object] = {
        "day": said_today(clock.today()), "stays": STAYS, "stay": stay, "needs": needs, "planned": planned,
    }  # fmt: skip
    if planned is not None:
        context |= {
            "stops": [
                StopView(by_household[each.household], _minutes(each.walk_s), _hour(each.arrives))
                for each in planned.stops
            ],
            "sets_out": _hour(planned.sets_out),
            "back": _hour(planned.back),
            "back_minutes": _minutes(planned.back_walk_s),
            "dark": _hour(planned.dark),
            "left_out": [(by_household[each], WHY_LEFT[why]) for each, why in planned.left_out],
            "not_placed": [by_household[each] for each in planned.not_placed],
        }
    return render(request, "field/day.html", context)


def _minutes(seconds: int) -> int:
    return max(1, round(seconds / 60)) if seconds else 0


def _hour(moment: datetime) -> str:
    return f"{moment.astimezone(clock.PLACE):%H:%M}"
