"""One visit: did they come; and if they came, did they sit down and talk."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from xinlu.casework.services.answers import answer_visit
from xinlu.kernel.errors import Refusal
from xinlu.pages.gate import card_only
from xinlu.pages.household.forms import UNCLEAR, read_answer, read_shown, wrong
from xinlu.pages.household.visits import ShownVisit, shown_visit
from xinlu.pages.requests import CardRequest
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel

SAT_DOWN = {"yes": True, "no": False, "unsure": None}


@card_only
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: CardRequest, visit: UUID) -> HttpResponse:
    """Did they come? "They did" leads on to the second question; any other answer is whole."""
    shown = shown_visit(request.household, visit)
    if shown is None:
        return _none_such(request)
    if request.method != "POST":
        return _asked(request, shown, "household/visit.html")
    try:
        answer = read_answer(request.POST)
        _answer(request, shown, answer=answer, sat_down=None)
    except Refusal as refusal:
        return _asked(request, shown, "household/visit.html", refusal=refusal)
    if answer is Answer.RECOGNISED and not shown.by_phone:
        return redirect("household:sat", visit=visit)
    return redirect("household:today")


@card_only
@require_http_methods(["GET", "HEAD", "POST"])
def sat(request: CardRequest, visit: UUID) -> HttpResponse:
    """Did they sit down and talk? It is asked of those who came."""
    shown = shown_visit(request.household, visit)
    if shown is None:
        return _none_such(request)
    if request.method != "POST":
        return _asked(request, shown, "household/sat.html")
    try:
        pressed = request.POST.get("sat", "")
        if pressed not in SAT_DOWN:
            raise Refusal("household.unclear", UNCLEAR)
        _answer(request, shown, answer=Answer.RECOGNISED, sat_down=SAT_DOWN[pressed])
    except Refusal as refusal:
        return _asked(request, shown, "household/sat.html", refusal=refusal)
    return redirect("household:today")


def _answer(request: CardRequest, shown: ShownVisit, *, answer: Answer, sat_down: bool | None) -> None:
    digest = read_shown(request.POST).digest
    answer_visit(
        request.household,
        visit=shown.visit.pk,
        shown_digest=digest,
        answer=answer,
        sat_down=sat_down,
        words=request.POST.get("words", ""),
        channel=Channel.CARD,
        device=request.device,
        card=request.card,
    )


def _asked(request: CardRequest, shown: ShownVisit, template: str, *, refusal: Refusal | None = None) -> HttpResponse:
    said_before = shown.answer.words if shown.answer else ""
    context = {
        "shown": shown,
        "words": request.POST.get("words", said_before),
        "wrong": wrong(refusal) if refusal else {},
    }
    status = 200 if refusal is None else 409 if refusal.code == "recognition.not_current" else 422
    return render(request, template, context, status=status)


def _none_such(request: CardRequest) -> HttpResponse:
    return render(request, "household/no_visit.html", status=404)
