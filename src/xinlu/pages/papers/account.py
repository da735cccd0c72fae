"""The account for the wall, asked for by staff or by the household itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from xinlu.kernel.errors import Refusal
from xinlu.pages.gate import may, refused
from xinlu.pages.papers.answers import paper_answer
from xinlu.pages.requests import StaffRequest
from xinlu.paper.account import account_paper
from xinlu.people.access import Action
from xinlu.records.models import Household


@may(Action.PRINT_ACCOUNT, about="household")
@require_GET
def account_on_paper(request: StaffRequest, household: object) -> HttpResponse:
    """The household's standing account as PDF; with ?as=html, or where PDF cannot be made, as a page to print."""
    return account_response(
        request.household,
        get_language() or "zh",
        as_page=request.GET.get("as") == "html",
        request=request,
    )


def account_response(
    household: Household, language: str, *, request: HttpRequest, as_page: bool = False
) -> HttpResponse:
    """The account on paper in `language`; where the household has none, a page that says so (404)."""
    try:
        paper = account_paper(household, language=language, as_page=as_page)
    except Refusal as refusal:
        return refused(request, refusal.words, status=404)
    return paper_answer(paper.printed, filename=paper.filename)
