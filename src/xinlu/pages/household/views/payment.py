"""One payment that an office says it made: did it come, did less come, or can nobody remember?"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from xinlu.entitlement.selectors.counting import answered_for
from xinlu.entitlement.services.benefits import answer_payment, take_back_payment
from xinlu.kernel.errors import Refusal
from xinlu.pages.gate import card_only
from xinlu.pages.household.forms import OwnVersion, posted_id, read_answer, read_own, read_shown, wrong
from xinlu.pages.household.payments import ShownPayment, next_unsaid, payment_anew, payment_shown, shown_payments
from xinlu.pages.requests import CardRequest
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel


@card_only
@require_http_methods(["GET", "HEAD", "POST"])
def payment(request: CardRequest, payment: UUID) -> HttpResponse:
    """Did it come? An answer leads to the next payment of which nothing was said, the last one to what is owed."""
    if request.method != "POST":
        return _shown(request, payment, "household/payment.html")
    try:
        answer = read_answer(request.POST)
        if answer is Answer.CONTESTED:
            return redirect("household:payment_mine", payment=payment)
        _answer(request, answer=answer)
    except Refusal as refusal:
        return _shown(request, payment, "household/payment.html", refusal=refusal)
    return _onwards(request, after=payment)


@card_only
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: CardRequest, payment: UUID) -> HttpResponse:
    """How much came: an amount, nothing, or less without a figure; and how it was, in the household's words."""
    if request.method != "POST":
        return _shown(request, payment, "household/payment_mine.html", own=OwnVersion("", "", ""))
    own = read_own(request.POST)
    try:
        asked = payment_shown(_payments(request), read_shown(request.POST).id)
        _answer(request, answer=Answer.CONTESTED, own_fen=own.received_fen(asked.amount_fen), words=own.words)
    except Refusal as refusal:
        return _shown(request, payment, "household/payment_mine.html", refusal=refusal, own=own)
    return _onwards(request, after=payment)


@card_only
@require_POST
def take_back(request: CardRequest, payment: UUID) -> HttpResponse:
    """The household takes back all that it said of the payment: it is as if unasked, what was said stays to be read."""
    try:
        asked = payment_shown(_payments(request), read_shown(request.POST).id)
        take_back_payment(
            request.household, payment=asked.id, channel=Channel.CARD, device=request.device, card=request.card
        )
    except Refusal as refusal:
        return _shown(request, payment, "household/payment.html", refusal=refusal)
    return redirect("household:payment", payment=asked.id)


def _answer(request: CardRequest, **said: Any) -> None:
    asked = read_shown(request.POST)
    answer_payment(
        request.household,
        payment=asked.id,
        shown_digest=asked.digest,
        channel=Channel.CARD,
        device=request.device,
        card=request.card,
        **said,
    )


def _onwards(request: CardRequest, *, after: UUID) -> HttpResponse:
    following = next_unsaid(_payments(request))
    if following is None:
        return redirect(f"{reverse('household:owed')}#paid")
    return redirect(f"{reverse('household:payment', kwargs={'payment': following.id})}?after={after}")


def _payments(request: CardRequest) -> list[ShownPayment]:
    found = answered_for(request.household)
    return shown_payments(found.benefits, found.edition) if found else []


def _shown(
    request: CardRequest,
    payment: UUID,
    template: str,
    *,
    refusal: Refusal | None = None,
    own: OwnVersion | None = None,
) -> HttpResponse:
    payments = _payments(request)
    shown = payment_anew(payments, posted_id(request.POST) or payment)
    if shown is None:
        return render(request, "household/no_payment.html", status=404)
    after = request.GET.get("after", "")
    context = {
        "shown": shown,
        "unsaid": sum(each.state == "unseen" for each in payments),
        "after": next((each for each in payments if str(each.id) == after and each.state != "unseen"), None),
        "wrong": wrong(refusal) if refusal else {},
        "own": own,
    }
    status = 200 if refusal is None else 409 if refusal.code == "recognition.not_current" else 422
    return render(request, template, context, status=status)
