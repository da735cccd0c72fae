"""What the household is said to count as: does it count itself so?"""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from xinlu.casework.services.answers import answer_status
from xinlu.kernel.errors import Refusal
from xinlu.pages.gate import card_only
from xinlu.pages.household.forms import read_answer, read_shown, wrong
from xinlu.pages.household.statuses import shown_status
from xinlu.pages.requests import CardRequest
from xinlu.recognition.grades import Channel


@card_only
@require_http_methods(["GET", "HEAD", "POST"])
def status(request: CardRequest) -> HttpResponse:
    """The decision that stands, and three answers to it."""
    shown = shown_status(request.household)
    if shown is None:
        return redirect("household:today")
    said_before = shown.answer.words if shown.answer else ""
    context = {"shown": shown, "words": request.POST.get("words", said_before), "wrong": {}}
    if request.method != "POST":
        return render(request, "household/status.html", context)
    try:
        asked = read_shown(request.POST)
        answer_status(
            request.household,
            status=asked.id,
            shown_digest=asked.digest,
            answer=read_answer(request.POST),
            words=request.POST.get("words", ""),
            channel=Channel.CARD,
            device=request.device,
            card=request.card,
        )
    except Refusal as refusal:
        code = 409 if refusal.code == "recognition.not_current" else 422
        return render(request, "household/status.html", {**context, "wrong": wrong(refusal)}, status=code)
    return redirect("household:today")
