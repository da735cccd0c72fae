"""An area's results: what the assessment came to, over time, and what the last ten li cost; behind every count its list."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from xinlu.kernel.words import Words
from xinlu.pages.desk.areas import above
from xinlu.pages.desk.exports import Exported, as_xlsx, in_both, is_asked_for
from xinlu.pages.desk.result_tables import ALL, Number, numbers_of
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.people.roles import Level
from xinlu.reports.by_helper import HelperFigures, helpers_of
from xinlu.reports.results.drawings import drawing
from xinlu.reports.results.marks import SHORT
from xinlu.reports.results.selectors import AreaResults, results_of, standing_reckoning
from xinlu.reports.tables import Sort

HELPERS_SHOWN = 30
HELPERS_LEVELS = (Level.TOWNSHIP, Level.VILLAGE, Level.GROUP)
"""Areas whose helpers stand on the page; a county has thousands, and its page leads to the table of all."""

HELPERS: tuple[Exported[HelperFigures], ...] = (
    Exported(gettext_lazy("Helper"), lambda row: row.name, width=16),
    Exported(gettext_lazy("Households"), lambda row: row.households, Sort.NUMBER),
    Exported(gettext_lazy("Have looked"), lambda row: row.looked, Sort.NUMBER),
    Exported(gettext_lazy("Claimed"), lambda row: row.claimed_head_fen, Sort.YUAN),
    Exported(gettext_lazy("Recognised, at least"), lambda row: row.recognised_low_head_fen, Sort.YUAN),
    Exported(gettext_lazy("Distance"), lambda row: row.away_fen, Sort.YUAN),
    Exported(gettext_lazy("Contested lines"), lambda row: row.lines_contested, Sort.NUMBER),
)
NUMBERS: tuple[Exported[Number], ...] = (
    Exported(gettext_lazy("Table"), lambda row: row.table, width=24),
    Exported(gettext_lazy("Row"), lambda row: row.line, width=34),
    Exported(gettext_lazy("Of what"), lambda row: row.head, width=24),
    Exported(gettext_lazy("Figure"), lambda row: row.value, Sort.FRACTION),
    Exported(gettext_lazy("Yuan"), lambda row: row.amount_fen, Sort.YUAN),
    Exported(gettext_lazy("Unit"), lambda row: row.unit),
)


@may(Action.READ_AREA, about="area")
@require_safe
@never_cache
def results(request: StaffRequest, code: str) -> HttpResponseBase:
    """The results of an area; all their numbers as a file with ?format=xlsx, its helpers with ?format=xlsx&table=helpers."""
    area = request.area
    if is_asked_for(request) and request.GET.get("table") == "helpers":
        name = Words(f"{area.name}帮扶责任人", f"Helpers of {area.name}")
        return as_xlsx(name, HELPERS, helpers_of(area), notes=[in_both(HELPERS_SAY)])
    found = results_of(area)
    if is_asked_for(request) and found is not None:
        return as_xlsx(Words(f"{area.name}结果", f"Results of {area.name}"), NUMBERS, _numbers(found))
    helpers = helpers_of(area) if Level(area.level) in HELPERS_LEVELS else []
    context = {
        "area": area,
        "above": above(request, area),
        "found": found,
        "version": f"{found.reckoning.pk}-{get_language()}" if found else "",
        "short_address": f"{reverse('desk:households')}?area={area.code}&result={SHORT}",
        "reckoning": standing_reckoning(),
        "helpers": helpers[:HELPERS_SHOWN],
        "helpers_more": max(0, len(helpers) - HELPERS_SHOWN),
        "helpers_say": HELPERS_SAY,
        "is_above_townships": Level(area.level) not in HELPERS_LEVELS,
    }
    return render(request, "desk/results.html", context)


HELPERS_SAY = gettext_lazy(
    "Over the households that have looked at their account, the same ones on both sides. A distance is a question to go and "
    "ask, not a verdict: one who asks thoroughly may have more contested lines than one who never asked."
)


@may(Action.READ_AREA, about="area")
@require_safe
def results_chart(request: StaffRequest, code: str, chart: str) -> HttpResponse:
    """One of the charts as SVG; the address names the reckoning, so a browser may keep it."""
    found = results_of(request.area)
    drawn = drawing(chart, found, language=get_language() or "zh") if found else None
    if drawn is None:
        raise Http404
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


def _numbers(found: AreaResults) -> Iterator[Number]:
    language = get_language() or "zh"
    for of in ALL:
        yield from of(found)
    for table in found.tables.values():
        yield from numbers_of(table, language)
