"""An area's results on paper: the same tables and drawings as on the desk's page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from xinlu.pages.gate import may
from xinlu.pages.papers.answers import paper_answer
from xinlu.pages.requests import StaffRequest
from xinlu.paper.results import results_paper
from xinlu.people.access import Action
from xinlu.reports.results.drawings import CHARTS, drawing
from xinlu.reports.results.selectors import results_of


@may(Action.READ_AREA, about="area")
@require_GET
def results_on_paper(request: StaffRequest, code: str) -> HttpResponse:
    """The results of an area as PDF; with ?as=html, or where PDF cannot be made, as a page to print.

    While there are none, the desk's page says so.
    """
    found = results_of(request.area)
    if found is None:
        return redirect("desk:results", code=code)
    language = get_language() or "zh"
    drawn = {name: drawing(name, found, language=language) for name in CHARTS}
    paper = results_paper(
        found,
        charts={name: svg for name, svg in drawn.items() if svg},
        language=language,
        as_page=request.GET.get("as") == "html",
    )
    return paper_answer(paper.printed, filename=paper.filename)
