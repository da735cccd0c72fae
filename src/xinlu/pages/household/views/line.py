"""One line at a time: right, not so, or cannot remember; and after "not so" the household's own version."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from xinlu.casework.selectors.accounts import account_view
from xinlu.casework.services import answers as answering
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.pages.gate import card_only
from xinlu.pages.household.forms import OwnVersion, posted_id, read_answer, read_own, read_shown, wrong
from xinlu.pages.household.lines import ShownLine, line_anew, line_shown, next_unseen, shown_lines
from xinlu.pages.household.sentences import said_period
from xinlu.pages.requests import CardRequest
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel


@card_only
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: CardRequest, number: int) -> HttpResponse:
    """The question about one line; an answer leads to the next line of which nothing was said."""
    if request.method == "POST":
        try:
            return _onwards(request, after=_answer(request, _shown_line(request), answer=read_answer(request.POST)))
        except Refusal as refusal:
            return _shown(request, number, "household/line.html", refusal=refusal)
    return _shown(request, number, "household/line.html")


@card_only
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: CardRequest, number: int) -> HttpResponse:
    """What the household says it was: an amount, none, or "cannot say"; and how it was, in its words."""
    if request.method != "POST":
        return _shown(request, number, "household/mine.html", own=OwnVersion("", "", ""))
    own = read_own(request.POST)
    try:
        line = _shown_line(request)
        own_fen = own.net_fen(line.view.kind)
        answered = _answer(request, line, answer=Answer.CONTESTED, own_fen=own_fen, words=own.words)
        return _onwards(request, after=answered)
    except Refusal as refusal:
        return _shown(request, number, "household/mine.html", refusal=refusal, own=own)


@card_only
@require_POST
def take_back(request: CardRequest, number: int) -> HttpResponse:
    """The household takes back all that it said of the line: it is as if unseen, what was said stays to be read."""
    try:
        line = _shown_line(request)
        for each in line.view.given:
            if not each.withdrawn:
                _take_back(request, each.record.pk)
    except Refusal as refusal:
        return _shown(request, number, "household/line.html", refusal=refusal)
    return redirect("household:line", number=line.number)


def _take_back(request: CardRequest, recognition: UUID) -> None:
    answering.take_back(
        request.household,
        recognition=recognition,
        channel=Channel.CARD,
        device=request.device,
        card=request.card,
    )


def _shown_line(request: CardRequest) -> ShownLine:
    """The line that the page showed: its number may be another's by now."""
    return line_shown(_lines(request), read_shown(request.POST).id)


def _answer(request: CardRequest, line: ShownLine, **said: Any) -> int:
    """Write the answer to the line; its number."""
    answering.answer_line(
        request.household,
        line=line.view.record.pk,
        shown_digest=read_shown(request.POST).digest,
        channel=Channel.CARD,
        device=request.device,
        card=request.card,
        **said,
    )
    return line.number


def _onwards(request: CardRequest, *, after: int) -> HttpResponse:
    following = next_unseen(_lines(request), after=after)
    if following is None:
        return redirect("household:account")
    return redirect(f"{reverse('household:line', kwargs={'number': following.number})}?after={after}")


def _lines(request: CardRequest) -> list[ShownLine]:
    view = account_view(request.household)
    return shown_lines(view) if view else []


def _numbered(lines: list[ShownLine], number: int) -> ShownLine | None:
    return next((each for each in lines if each.number == number), None)


def _shown(
    request: CardRequest,
    number: int,
    template: str,
    *,
    refusal: Refusal | None = None,
    own: OwnVersion | None = None,
) -> HttpResponse:
    view = account_view(request.household)
    lines = shown_lines(view) if view else []
    line = line_anew(lines, posted_id(request.POST), number=number) if refusal else _numbered(lines, number)
    if view is None or line is None:
        return redirect("household:account")
    after = request.GET.get("after", "")
    context = {
        "line": line,
        "lines": lines,
        "period": said_period(view.account.period_start, view.account.period_end, today=clock.today()),
        "after": next((each for each in lines if str(each.number) == after and each.state != "unseen"), None),
        "wrong": wrong(refusal) if refusal else {},
        "own": own,
    }
    status = 200 if refusal is None else 409 if refusal.code == "recognition.not_current" else 422
    return render(request, template, context, status=status)
