"""The sheet of freshly issued cards: the answer to the very POST that issued them, since nothing keeps the secrets."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from xinlu.pages.papers.answers import paper_answer
from xinlu.paper.cards import card_sheet
from xinlu.recognition.services.cards import IssuedCard


def card_sheet_response(issued: Sequence[IssuedCard], request: HttpRequest) -> HttpResponse:
    """The cards to be printed now; a page to print where PDF cannot be made, or where the form says as=html."""
    sheet = card_sheet(issued, language=get_language() or "zh", as_page=request.POST.get("as") == "html")
    return paper_answer(sheet.printed, filename=sheet.filename)
