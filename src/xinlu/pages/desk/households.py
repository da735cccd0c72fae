"""The list of households within the reader's areas: filtered, searched, sorted, paged, exported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xinlu.exchange.selectors.proposals import proposals_within, still_open
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.desk.exports import as_xlsx, is_asked_for
from xinlu.pages.desk.filters import CLAIMED, ONLY, RECOGNISED, WALKS, Filters
from xinlu.pages.desk.leaving import EXPORTED, leaving
from xinlu.pages.desk.options import options
from xinlu.pages.desk.paging import ListPages
from xinlu.pages.desk.reach import area_paths, reachable, reachable_villages, reaches_area
from xinlu.pages.desk.rows import HouseholdRow, rows_of, status_names, village_names
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.parameters.selectors import parameter
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import find_by_id_number
from xinlu.reports.results.numbers import named
from xinlu.reports.results.selectors import standing_reckoning

PAGE_ROWS = 50

HEADS: tuple[tuple[str, Promise, str], ...] = (
    ("name", _("Household"), ""),
    ("village", _("Village"), ""),
    ("people", _("People"), "num"),
    ("helper", _("Helper"), ""),
    ("claimed", _("Claimed"), "num"),
    ("recognised", _("Recognised, at least"), "num"),
    ("away", _("Distance"), "num"),
    ("", _("How it stands"), ""),
    ("visited", _("Last visit"), "num"),
)
"""The columns of the list: by what it can be sorted, what it is called, how it is set."""

LARGEST_FIRST = frozenset({"away", "people", "claimed", "recognised"})


@dataclass(frozen=True)
class Head:
    """A column's head with the address that sorts by it, and how it is sorted now ("ascending", "descending", "")."""

    name: str
    label: Promise
    css: str
    address: str
    sorted: str


def heads(filters: Filters) -> list[Head]:
    """The heads of the list, each a link that sorts by it, the other way round when it is sorted so already."""
    return [Head(name, label, css, _address(filters, name), _sorted(filters, name)) for name, label, css in HEADS]


def _sorted(filters: Filters, name: str) -> str:
    if not name or filters.sort.removeprefix("-") != name:
        return ""
    return "descending" if filters.sort.startswith("-") else "ascending"


def _address(filters: Filters, name: str) -> str:
    if not name:
        return ""
    first = f"-{name}" if name in LARGEST_FIRST else name
    other = name if name in LARGEST_FIRST else f"-{name}"
    return filters.query(sort=other if filters.sort == first else first)


def visited_since(area_codes: tuple[str, ...]) -> datetime:
    """The moment since when a visit counts as lately, under the place's own number of days."""
    today = clock.today()
    days = parameter("visit_coverage_days", area_codes=area_codes, on=today).value
    return datetime(today.year, today.month, today.day, tzinfo=clock.PLACE) - timedelta(days=days)


@may(Action.LIST_HOUSEHOLDS)
@require_safe
@never_cache
def households(request: StaffRequest) -> HttpResponseBase:
    """The list, as a page or (?format=xlsx) as a file."""
    filters = Filters.read(request.GET)
    since = visited_since(_codes(request))
    if is_asked_for(request):
        own = reachable(request.actor, Action.EXPORT, few=filters.names_few)
        exported = filters.applied(own, visited_since=since)
        villages = village_names(exported.order_by().values_list("village", flat=True).distinct())
        return as_xlsx(_("Households"), EXPORTED, leaving(exported, villages=villages))
    own = reachable(request.actor, Action.LIST_HOUSEHOLDS, few=filters.names_few)
    pages = ListPages(filters.applied(own, visited_since=since), PAGE_ROWS, few_expected=filters.is_narrow)
    return _listed(request, filters=filters, page=pages.get_page(filters.page))


@may(Action.READ_ID_NUMBER)
@require_POST
@never_cache
def found_by_number(request: StaffRequest) -> HttpResponseBase:
    """Those with a member of the ID number in the form (or of its last six characters in the county); never by address."""
    own = reachable(request.actor, Action.READ_ID_NUMBER, few=True)
    counties = list(own.order_by().values_list("county", flat=True)[:1])
    typed = request.POST.get("id_number", "")
    found = find_by_id_number(own, typed, county=counties[0]) if counties else own.none()
    page = ListPages(found.order_by("pinyin", "household"), PAGE_ROWS).get_page(1)
    return _listed(request, filters=Filters(), page=page, by_number=True)


def _listed(
    request: StaffRequest, *, filters: Filters, page: Page[CurrentFile], by_number: bool = False
) -> HttpResponseBase:
    rows: list[HouseholdRow] = rows_of(page.object_list)
    whole = "desk/parts/list.html" if _is_part(request) else "desk/households.html"
    context = {
        "filters": filters,
        "rows": rows,
        "page": page,
        "heads": heads(filters),
        "place": _place(request, filters),
        "helper": filters.helper_named(),
        "village_options": "" if _is_part(request) else _village_options(request, filters.area),
        "statuses": status_names(),
        "claimed_choices": CLAIMED,
        "recognised_choices": RECOGNISED,
        "only_choices": ONLY,
        "walk_choices": WALKS,
        "counted": counted_said(filters.result),
        "without_count": filters.query(result=""),
        "by_number": by_number,
        "may_search_numbers": bool(area_paths(request.actor, Action.READ_ID_NUMBER)),
        "may_enter": bool(area_paths(request.actor, Action.ENTER_HOUSEHOLD)),
        "may_export": bool(area_paths(request.actor, Action.EXPORT)),
        "may_import": bool(area_paths(request.actor, Action.IMPORT)),
        "open_proposals": 0 if _is_part(request) else _open_proposals(request),
        "export": f"{filters.query()}&format=xlsx".lstrip("&"),
        "earlier": filters.query(page=page.previous_page_number()) if page.has_previous() else None,
        "later": filters.query(page=page.next_page_number()) if page.has_next() else None,
    }
    return render(request, whole, context)


def counted_said(result: str) -> Words | None:
    """Which count of the results the list stands behind, in words; None where it is behind none."""
    reckoning = standing_reckoning() if result else None
    return named(result, on=reckoning.day) if reckoning else None


def _village_options(request: StaffRequest, chosen: str) -> SafeString:
    """The villages to choose from. A county has three hundred."""
    villages = reachable_villages(request.actor, Action.LIST_HOUSEHOLDS)
    return options(((code, f"{township} {name}") for code, name, township in villages), chosen={chosen})


def _place(request: StaffRequest, filters: Filters) -> Area | None:
    """The area to which the list is narrowed, where the reader answers for it."""
    area = filters.place
    return area if area and reaches_area(request.actor, Action.LIST_HOUSEHOLDS, area) else None


def _open_proposals(request: StaffRequest) -> int:
    """How much spreadsheets left to decide where the reader may bring them in."""
    return still_open(proposals_within(area_paths(request.actor, Action.IMPORT))).count()


def _codes(request: StaffRequest) -> tuple[str, ...]:
    paths = area_paths(request.actor, Action.LIST_HOUSEHOLDS)
    return tuple(code for code in (paths[0] if paths else "").split("/") if code)


def _is_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the list alone."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "list"
