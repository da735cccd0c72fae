"""How far people walk: the map of a place, its parts beside each other, and the walk from one door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xinlu.kernel.errors import Refusal
from xinlu.land.files import drawing_path
from xinlu.land.kinds import GOALS, Goal
from xinlu.land.models import ReckonedLand
from xinlu.land.selectors.walking import (
    HomeDot,
    PartWalks,
    dots,
    land_set_for,
    part_walks,
    reckoned_for,
    walk_of,
)
from xinlu.land.services.placing import place_home
from xinlu.pages.desk.areas import above
from xinlu.pages.desk.exports import Exported, as_xlsx, is_asked_for
from xinlu.pages.desk.forms.land import PlaceForm
from xinlu.pages.desk.household import file_shown, head_of
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.reports.tables import Sort

DOTS_LINKED_MOST = 400
"""So many homes are links of their own; more are drawn as points alone."""
DOTS_ROUNDED = 3
"""Of many homes those within so many units of the map are one point."""

COLUMNS: tuple[Exported[PartWalks], ...] = (
    Exported(gettext_lazy("Place"), lambda row: row.name, width=20),
    Exported(gettext_lazy("Households"), lambda row: row.households, Sort.NUMBER),
    Exported(gettext_lazy("Placed on the map"), lambda row: row.placed, Sort.NUMBER),
    Exported(gettext_lazy("Over an hour"), lambda row: row.beyond_hour, Sort.NUMBER),
    Exported(gettext_lazy("Over two hours"), lambda row: row.beyond_two, Sort.NUMBER),
    Exported(gettext_lazy("No way"), lambda row: row.without_way, Sort.NUMBER),
)


@dataclass(frozen=True)
class MapView:
    """What the map draws: the relief's address, its size, lines, the chosen goal's places and outlines, homes by how far."""

    relief: str
    drawn: dict[str, Any]
    goal: Goal
    homes: Sequence[HomeDot] = ()
    bands: Mapping[str, list[str]] | None = None
    built: frozenset[str] = frozenset()

    @property
    def lines(self) -> dict[str, list[list[str]]]:
        lines: dict[str, list[list[str]]] = self.drawn["lines"]
        return lines

    @property
    def places(self) -> list[tuple[str, int, int]]:
        """The chosen goal's places: name, x, y."""
        return [(name, x, y) for goal, name, x, y in self.drawn["goals"] if goal == self.goal]

    @property
    def outlines(self) -> list[str]:
        """Where an hour ends, and where two."""
        outlines: list[str] = (self.bands or self.drawn["bands"]).get(str(self.goal), [])
        return outlines

    @property
    def candidates(self) -> list[tuple[str, str, bool]]:
        """What might be built: name, path, and whether it is drawn as built."""
        return [(name, path, name in self.built) for name, path in self.lines.get("candidates", [])]

    @property
    def linked(self) -> Sequence[HomeDot]:
        """Homes that are links of their own, where they are few."""
        return self.homes if len(self.homes) <= DOTS_LINKED_MOST else ()

    @property
    def points(self) -> list[tuple[int, str]]:
        """Where they are many: how far, and all of those homes as one path of points."""
        if self.linked:
            return []
        found: dict[int, set[tuple[int, int]]] = {}
        for dot in self.homes:
            at = (round(dot.x / DOTS_ROUNDED) * DOTS_ROUNDED, round(dot.y / DOTS_ROUNDED) * DOTS_ROUNDED)
            found.setdefault(dot.far, set()).add(at)
        return [(far, "".join(f"M{x} {y}h0" for x, y in sorted(at))) for far, at in sorted(found.items())]


@dataclass(frozen=True)
class PartRow:
    """One part with the addresses behind its numbers."""

    part: PartWalks
    goal: Goal
    list_address: str
    is_place: bool

    def _listed(self, far: str) -> str:
        return f"{self.list_address}?area={self.part.code}&walk={self.goal}-{far}"

    @property
    def beyond_hour(self) -> tuple[int, str]:
        return self.part.beyond_hour, self._listed("hour")

    @property
    def beyond_two(self) -> tuple[int, str]:
        return self.part.beyond_two, self._listed("two")

    @property
    def without_way(self) -> tuple[int, str]:
        return self.part.without_way, self._listed("none")


@may(Action.READ_AREA, about="area")
@require_safe
@never_cache
def land(request: StaffRequest, code: str) -> HttpResponseBase:
    """The map of a place with how far its homes lie from the goal asked for; its parts as a file with ?format=xlsx."""
    area, goal = request.area, _goal(request)
    parts = part_walks(area, goal)
    if is_asked_for(request):
        return as_xlsx(gettext_lazy("How far people walk"), COLUMNS, parts)
    reckoned = reckoned_for(area)
    is_village = Level(area.level) in (Level.VILLAGE, Level.GROUP)
    context = {
        "area": area,
        "above": above(request, area),
        "goal": goal,
        "goal_words": GOALS[goal],
        "goals": GOALS.items(),
        "reckoned": reckoned,
        "land": None if reckoned else land_set_for(area),
        "map": _map(reckoned, area, goal) if reckoned else None,
        "rows": [PartRow(part, goal, reverse("desk:households"), not is_village) for part in parts],
        "total": _total(area, parts),
    }
    return render(request, "desk/land.html", context)


@dataclass(frozen=True)
class BuiltRow:
    """One road or bridge of the plan, or left out of it. `cost_yuan` is what its hours are weighed against: where it pays only
    with the one before, what both cost."""

    told: Mapping[str, Any]
    cost_yuan: int

    @property
    def a_wan(self) -> str:
        """Hours a year for ten thousand yuan."""
        return f"{10_000 * self.told.get('hours', self.told['alone']) / self.cost_yuan:,.1f}"

    @property
    def cost_wan(self) -> str:
        """Ten thousands of yuan."""
        return f"{self.told['cost_yuan'] / 10_000:,.0f}"

    @property
    def hours(self) -> str:
        """Hours a year after those before it."""
        return f"{self.told['hours']:,}"

    @property
    def alone(self) -> str:
        """Hours a year by itself."""
        return f"{self.told['alone']:,}"


def _built_rows(picks: Sequence[Mapping[str, Any]]) -> list[BuiltRow]:
    before = (None, *picks)
    return [
        BuiltRow(each, each["cost_yuan"] + (last["cost_yuan"] if last and last["with_next"] else 0))
        for last, each in zip(before, picks, strict=False)
    ]


@may(Action.READ_AREA, about="area")
@require_safe
@never_cache
def roads(request: StaffRequest, code: str) -> HttpResponseBase:
    """Which roads and bridges would help most, in order; drawn before and after."""
    area = request.area
    reckoned = reckoned_for(area)
    plan = reckoned.roads if reckoned else None
    context: dict[str, Any] = {"area": area, "above": above(request, area), "reckoned": reckoned, "plan": plan}
    if reckoned and plan:
        goal = Goal(next(iter(plan["bands"])))
        now = _map(reckoned, area, goal)
        built = frozenset(each["name"] for each in plan["picks"])
        context |= {
            "picks": _built_rows(plan["picks"]),
            "others": [BuiltRow(each, each["cost_yuan"]) for each in plan["others"]],
            "maps": [
                (_("Now"), replace(now, homes=())),
                (_("With these built"), replace(now, homes=(), bands=plan["bands"], built=built)),
            ],
            "goal_words": GOALS[goal],
            "trips": [(GOALS[Goal(each)], number) for each, number in plan["trips"].items()],
            "villages": [(code, name, f"{hours:,}", homes) for code, name, hours, homes in plan["villages"]],
            "hours": f"{plan['hours']:,}",
            "other_hours": f"{plan['other_hours']:,}",
            "budget_wan": f"{plan['budget_yuan'] / 10_000:,.0f}" if plan["budget_yuan"] is not None else None,
            "cost_wan": f"{plan['cost_yuan'] / 10_000:,.0f}",
        }
    return render(request, "desk/roads.html", context)


@may(Action.READ_AREA, about="area")
@require_safe
def relief(request: StaffRequest, code: str, land: UUID) -> HttpResponse:
    """The relief under the map, as it was drawn of that land."""
    reckoned = reckoned_for(request.area)
    if reckoned is None or reckoned.land_id != land or not drawing_path(land).exists():
        raise Http404
    response = HttpResponse(drawing_path(land).read_bytes(), content_type="image/png")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@may(Action.WRITE_FILE, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def place(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """Saying where the home lies."""
    view = file_shown(request.household)
    form = PlaceForm(request.POST if request.method == "POST" else None, initial={"said_by": view.current.head_name})
    if form.is_valid():
        try:
            place_home(request.household, by=request.user, device=request.device, **form.where())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down. The walk from there is reckoned the next time the land is."))
            return redirect("desk:household", household=household)
    context = {**head_of(request, view), "form": form, "known": walk_of(request.household)}
    return render(request, "desk/place.html", context)


def _goal(request: StaffRequest) -> Goal:
    asked = request.GET.get("to", "")
    return Goal(asked) if asked in set(Goal) else Goal.CLINIC


def _map(reckoned: ReckonedLand, area: Area, goal: Goal) -> MapView:
    address = reverse("desk:relief", kwargs={"code": area.code, "land": reckoned.land_id})
    return MapView(address, reckoned.drawn, goal, dots(area, goal))


def _total(area: Area, parts: Sequence[PartWalks]) -> PartWalks:
    return PartWalks(
        area.code,
        area.name,
        *(
            sum(getattr(part, name) for part in parts)
            for name in ("households", "placed", "beyond_hour", "beyond_two", "without_way")
        ),
    )
