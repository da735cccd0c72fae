"""The helper's phone turned to the household: who is looking, then line by line, by its own word. The grade is E1."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinlu.casework.selectors.accounts import account_view
from xinlu.casework.services import answers as answering
from xinlu.income.kinds import Source
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.field.forms.typed import answered
from xinlu.pages.gate import may
from xinlu.pages.household.forms import OwnVersion, posted_id, read_answer, read_own, read_shown
from xinlu.pages.household.lines import ShownLine, line_anew, line_shown, next_unseen, shown_lines
from xinlu.pages.household.sentences import said_period
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.recognition.services.answers import SPEAKING_AGE_YEARS
from xinlu.registry.selectors.files import MemberView, members_on

PROXY = "proxy"


@may(Action.TAKE_ANSWER, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
def who(request: StaffRequest, household: UUID) -> HttpResponse:
    """Who is looking now? One of the household; "nobody, I press for them" is refused in words."""
    lines = _lines(request)
    speakers = [each for each in _members(request) if each.age is None or each.age >= SPEAKING_AGE_YEARS]
    context = {"people": speakers, "lines": lines, "proxy": PROXY}
    if request.method != "POST" or not lines:
        return render(request, "field/turned_who.html", {**context, "wrong": {}})
    chosen = request.POST.get("said_by", "")
    member = next((each for each in speakers if str(each.member) == chosen), None)
    try:
        if chosen == PROXY:
            _press_for_them(request, lines[0])
        if member is None:
            raise Refusal(
                "turned.who", Words("现在是谁在看，请先点名字", "Press the name of who is looking"), field="said_by"
            )
    except Refusal as refusal:
        return answered(request, "field/turned_who.html", context, refusal=refusal)
    following = next_unseen(lines) or lines[0]
    return redirect("field:turned_line", household=household, member=member.member, number=following.number)


@may(Action.TAKE_ANSWER, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: StaffRequest, household: UUID, member: UUID, number: int) -> HttpResponse:
    """The question about one line; an answer leads to the next line of which nothing was said."""
    if request.method == "POST":
        try:
            answered_line = _answer(request, member, _shown_line(request), answer=read_answer(request.POST))
            return _onwards(request, member, after=answered_line)
        except Refusal as refusal:
            return _shown(request, member, number, "field/turned_line.html", refusal=refusal)
    return _shown(request, member, number, "field/turned_line.html")


@may(Action.TAKE_ANSWER, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: StaffRequest, household: UUID, member: UUID, number: int) -> HttpResponse:
    """What the household says it was: an amount, none, or "cannot say"; and how it was, in its words."""
    if request.method != "POST":
        return _shown(request, member, number, "field/turned_mine.html", own=OwnVersion("", "", ""))
    own = read_own(request.POST)
    try:
        shown = _shown_line(request)
        own_fen = own.net_fen(shown.view.kind)
        answered_line = _answer(request, member, shown, answer=Answer.CONTESTED, own_fen=own_fen, words=own.words)
        return _onwards(request, member, after=answered_line)
    except Refusal as refusal:
        return _shown(request, member, number, "field/turned_mine.html", refusal=refusal, own=own)


@may(Action.TAKE_ANSWER, about="household")
@require_POST
def take_back(request: StaffRequest, household: UUID, member: UUID, number: int) -> HttpResponse:
    """The household takes back what it said of the line on this phone."""
    try:
        shown = _shown_line(request)
        if shown.view.answer is not None:
            answering.take_back(
                request.household,
                recognition=shown.view.answer.record.pk,
                channel=Channel.HELPER_DEVICE,
                device=request.device,
                by=request.user,
            )
    except Refusal as refusal:
        return _shown(request, member, number, "field/turned_line.html", refusal=refusal)
    return redirect("field:turned_line", household=household, member=member, number=shown.number)


@may(Action.TAKE_ANSWER, about="household")
@require_safe
def end(request: StaffRequest, household: UUID, member: UUID) -> HttpResponse:
    """The whole account with both versions, and the way to give the phone back."""
    view = account_view(request.household)
    if view is None:
        return redirect("field:turned", household=household)
    lines = shown_lines(view)
    grouped = [(source, [each for each in lines if each.view.kind.source is source]) for source in Source]
    figures = view.figures
    context = {
        "speaker": _speaker(request, member),
        "view": view,
        "figures": figures,
        "apart_head_fen": figures.claimed_head_fen - figures.recognised_low_head_fen,
        "income": [group for group in grouped if group[1] and group[0] is not Source.RIGID_SPENDING],
        "rigid": next((own for source, own in grouped if source is Source.RIGID_SPENDING), []),
        "next_unseen": next_unseen(lines),
        "unseen": sum(each.state == "unseen" for each in lines),
        "period": said_period(view.account.period_start, view.account.period_end, today=clock.today()),
    }
    return render(request, "field/turned_end.html", context)


def _press_for_them(request: StaffRequest, first: ShownLine) -> None:
    """Always refused: recognition takes no answer that nobody of the household gave."""
    _said(request, None, first.view.record.pk, first.view.record.digest, answer=Answer.UNSURE)


def _shown_line(request: StaffRequest) -> ShownLine:
    """The line that the page showed: its number may be another's by now."""
    return line_shown(_lines(request), read_shown(request.POST).id)


def _answer(request: StaffRequest, member: UUID, shown: ShownLine, **said: Any) -> int:
    """Write the answer to the line; its number."""
    _said(request, member, shown.view.record.pk, read_shown(request.POST).digest, **said)
    return shown.number


def _said(request: StaffRequest, member: UUID | None, line: UUID, digest: str, **said: Any) -> None:
    answering.answer_line(
        request.household,
        line=line,
        shown_digest=digest,
        channel=Channel.HELPER_DEVICE,
        device=request.device,
        by=request.user,
        said_by=member,
        **said,
    )


def _onwards(request: StaffRequest, member: UUID, *, after: int) -> HttpResponse:
    following = next_unseen(_lines(request), after=after)
    household = request.household.pk
    if following is None:
        return redirect("field:turned_end", household=household, member=member)
    address = reverse(
        "field:turned_line", kwargs={"household": household, "member": member, "number": following.number}
    )
    return redirect(f"{address}?after={after}")


def _lines(request: StaffRequest) -> list[ShownLine]:
    view = account_view(request.household)
    return shown_lines(view) if view else []


def _members(request: StaffRequest) -> tuple[MemberView, ...]:
    return members_on(request.household, clock.today())


def _speaker(request: StaffRequest, member: UUID) -> MemberView:
    found = next((each for each in _members(request) if each.member == member), None)
    if found is None:
        raise Http404
    return found


def _shown(
    request: StaffRequest,
    member: UUID,
    number: int,
    template: str,
    *,
    refusal: Refusal | None = None,
    own: OwnVersion | None = None,
) -> HttpResponse:
    view = account_view(request.household)
    lines = shown_lines(view) if view else []
    if refusal:
        shown = line_anew(lines, posted_id(request.POST), number=number)
    else:
        shown = next((each for each in lines if each.number == number), None)
    if view is None or shown is None:
        return redirect("field:turned", household=request.household.pk)
    after = request.GET.get("after", "")
    context = {
        "speaker": _speaker(request, member),
        "line": shown,
        "lines": lines,
        "period": said_period(view.account.period_start, view.account.period_end, today=clock.today()),
        "after": next((each for each in lines if str(each.number) == after and each.state != "unseen"), None),
        "own": own,
    }
    return answered(request, template, context, refusal=refusal)
