"""From the QR code to the open page: the secret for a short session, then three pictures. Nothing is ever typed."""

from __future__ import annotations

import random

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from xinlu.kernel.errors import Refusal
from xinlu.pages import card_session
from xinlu.pages.card_session import CardSession, Stage
from xinlu.pages.gate import open_to_all
from xinlu.pages.requests import CardRequest
from xinlu.recognition.pictures import PICTURES_CHOSEN, SECRET_PICTURES
from xinlu.recognition.selectors.cards import has_pictures, open_card
from xinlu.recognition.services.cards import card_of_secret, check_pictures, choose_pictures


@open_to_all("whoever holds the card may try it; what it opens is asked for by pictures")
@csrf_exempt  # this page sends no referrer, and so browsers say Origin: null, which Django's own check refuses
@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: CardRequest, secret: str) -> HttpResponse:
    """One button, and behind it the exchange. A GET asks the database nothing: link previews and robots change nothing."""
    status, wrong = 200, ""
    if request.method == "POST" and constant_time_compare(request.POST.get("browser", ""), _browser_mark(request)):
        try:
            card = card_of_secret(secret)
        except Refusal as refusal:
            return _closed_to_all(_refused(request, refusal))
        response = redirect("household:today")
        card_session.keep(request, response, card_session.begun(card.pk, has_pictures=has_pictures(card)))
        return _closed_to_all(response)
    if request.method == "POST":
        status, wrong = 403, "again"
    context = {"browser_mark": _browser_mark(request), "wrong": wrong}
    return _closed_to_all(render(request, "household/card.html", context, status=status))


@open_to_all("the three pictures are what opens a card; its session is asked for within")
@require_http_methods(["GET", "HEAD", "POST"])
def pictures(request: CardRequest) -> HttpResponse:
    """Choose three pictures the first time, show them again later. The right ones open the page."""
    session = card_session.read(request)
    card = open_card(session.card) if session else None
    if session is None or card is None:
        return redirect("household:closed")
    if session.stage is Stage.OPEN:
        return redirect("household:today")
    if session.stage is Stage.CHOOSE and has_pictures(card):
        return redirect("household:closed")  # chosen meanwhile, maybe by somebody else: scan again, and show them
    chosen = [name for name in request.POST.getlist("picture") if name in SECRET_PICTURES]
    if request.method != "POST" or "again" in request.POST:
        return _pictures(request, session)
    try:
        if session.stage is Stage.ASK:
            check_pictures(card, pictures=chosen)
        elif "sure" not in request.POST and len(set(chosen)) == PICTURES_CHOSEN:
            return _pictures(request, session, chosen=chosen, template="household/pictures_sure.html")
        else:
            choose_pictures(card, pictures=chosen)
    except Refusal as refusal:
        return _pictures(request, session, refusal=refusal)
    response = redirect("household:today")
    card_session.keep(request, response, session.opened())
    return response


@open_to_all("it only says that the page is closed, and how to open it")
def closed(request: HttpRequest) -> HttpResponse:
    """Where everybody ends who has no card session, or has had one."""
    return render(request, "household/closed.html")


@open_to_all("closing one's own page harms nobody")
@require_POST
def out(request: HttpRequest) -> HttpResponse:
    """She has seen enough: the session goes."""
    response = redirect("household:closed")
    card_session.close(response)
    return response


def _pictures(
    request: CardRequest,
    session: CardSession,
    *,
    refusal: Refusal | None = None,
    chosen: list[str] | None = None,
    template: str = "household/pictures.html",
) -> HttpResponse:
    offered = list(SECRET_PICTURES.items())
    random.Random(session.shuffle).shuffle(offered)
    context = {
        "offered": offered,
        "chosen": [(name, words) for name, words in offered if name in (chosen or ())],
        "is_first_use": session.stage is Stage.CHOOSE,
        "is_locked": refusal is not None and refusal.code == "card.locked",
        "refusal": refusal.words if refusal else "",
    }
    response = render(request, template, context, status=403 if refusal else 200)
    card_session.keep(request, response, session)
    response.headers["Cache-Control"] = "no-store"
    return response


def _refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    said = refusal.words.said(get_language() or "zh")
    return render(request, "household/card_refused.html", {"refusal": said}, status=403)


def _browser_mark(request: CardRequest) -> str:
    """What this browser's form carries in place of Django's token: nobody else can make it."""
    return salted_hmac("xinlu.card_form", request.device, algorithm="sha256").hexdigest()


def _closed_to_all(response: HttpResponse) -> HttpResponse:
    """Nothing of the card's address goes on: not to another page, a copy, or a search engine."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
