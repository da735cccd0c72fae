"""An area's page: how wide, both figures, who lies below the line, coverage, the four recognitions, and its parts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.desk.area_parts import COLUMNS, part_heads, part_rows, percent
from xinlu.pages.desk.exports import as_xlsx, in_both, is_asked_for
from xinlu.pages.desk.filters import Filters
from xinlu.pages.desk.households import heads, visited_since
from xinlu.pages.desk.reach import area_paths, may_do, reachable, reaches_area
from xinlu.pages.desk.rows import rows_of
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.parameters.selectors import parameter, poverty_line_at
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.practice.four_recognitions import DEFINITIONS, Respect, Tally, small_numbers
from xinlu.registry.selectors.households import overloaded_helpers
from xinlu.reports.areas import SUMMED_LEVELS, figures_with_parts

VILLAGE_ROWS = 50


@dataclass(frozen=True)
class TallyView:
    """One recognition as it is drawn: its counts, its rate where there may be one, its definition."""

    tally: Tally
    definition: Words

    @property
    def name(self) -> Words:
        return self.tally.name.words

    @property
    def rate(self) -> str:
        found = self.tally.rate_percent()
        return f"{found}%" if found is not None else ""

    @property
    def asked_percent(self) -> int:
        return percent(self.tally.asked, self.tally.possible) or 0

    @property
    def recognised_percent(self) -> int:
        return percent(self.tally.recognised, self.tally.possible) or 0


@may(Action.READ_AREA)
@require_safe
@never_cache
def home(request: StaffRequest) -> HttpResponseBase:
    """The page of the login's own area; where it answers for several, the list of them."""
    own = list(Area.objects.filter(path__in=area_paths(request.actor, Action.READ_AREA)))
    if len(own) == 1:
        return redirect("desk:area", code=own[0].code)
    return render(request, "desk/home.html", {"areas": own})


@may(Action.READ_AREA, about="area")
@require_safe
@never_cache
def area(request: StaffRequest, code: str) -> HttpResponseBase:
    """One area; its parts as a file with ?format=xlsx."""
    place = request.area
    sort = request.GET.get("sort", "")
    figures, parts = figures_with_parts(place)
    rows = part_rows(parts_summed(place), parts, sort=sort)
    if is_asked_for(request):
        name = Words(f"{place.name}各处", f"Parts of {place.name}")
        return as_xlsx(name, [column.exported for column in COLUMNS], rows, notes=[in_both(HOW_RECKONED)])
    context = {
        "area": place,
        "above": above(request, place),
        "figures": figures,
        "looked_percent": percent(figures.looked, figures.with_account),
        "visited_percent": percent(figures.visited, figures.households),
        "not_visited": figures.households - figures.visited,
        "away_percent": percent(abs(figures.away_fen or 0), figures.claimed_head_fen or 0),
        "coverage_days": parameter("visit_coverage_days", area_codes=place.codes, on=clock.today()).value,
        "tallies": [TallyView(figures.recognitions.get(each, Tally(name=each)), DEFINITIONS[each]) for each in Respect],
        "small_numbers": small_numbers(),
        "rows": rows,
        "heads": part_heads(sort),
        "is_county": place.level == Level.COUNTY,
        "is_village": place.level in (Level.VILLAGE, Level.GROUP),
        **_line(place, figures.latest_period),
        **_village(request, place),
        **_helpers(place),
        **may_do(request, Action.ENTER_HOUSEHOLD, Action.ASSIGN_HELPER, Action.ISSUE_CARD, Action.PUBLISH_BOARD),
    }
    return render(request, "desk/area.html", context)


HOW_RECKONED = _(
    "Income per head over the households that have looked at their account, the same ones on both sides. Recognised is "
    "the low figure: income that nobody has answered counts nothing, costs count as claimed."
)


def parts_summed(place: Area) -> list[Area]:
    """The areas of the next level at which households are summed, in the order of their codes."""
    levels = list(Level)
    below = levels[levels.index(Level(place.level)) + 1 :]
    level = next((each for each in below if each in SUMMED_LEVELS), None)
    return list(Area.objects.filter(path__startswith=place.path, level=level)) if level else []


def _line(place: Area, latest: date | None) -> dict[str, object]:
    """The line used and the end of the period it belongs to: that of the latest accounts, else of today."""
    return {"line": poverty_line_at(place.codes, on=latest or clock.today()), "period_end": latest}


def _village(request: StaffRequest, place: Area) -> dict[str, object]:
    """A village's households, the widest distance first."""
    if place.level not in (Level.VILLAGE, Level.GROUP):
        return {}
    filters = Filters(area=place.code, sort="-away")
    own = reachable(request.actor, Action.LIST_HOUSEHOLDS, few=True)
    found = filters.applied(own, visited_since=visited_since(place.codes))
    return {"household_rows": rows_of(found[:VILLAGE_ROWS]), "household_heads": heads(filters)}


def _helpers(place: Area) -> dict[str, object]:
    """Helpers with too many households: the township's business and of those above it."""
    if place.level in (Level.VILLAGE, Level.GROUP):
        return {}
    return {"overloaded": overloaded_helpers(place)}


def above(request: StaffRequest, place: Area) -> list[tuple[Area, bool]]:
    """The areas above, from the top, each with whether the reader may open it."""
    found = Area.objects.filter(code__in=place.codes[:-1]).order_by("path")
    return [(each, reaches_area(request.actor, Action.READ_AREA, each)) for each in found]
