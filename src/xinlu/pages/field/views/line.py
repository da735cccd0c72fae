"""One line of the draft: put in, changed, taken out. Whatever another tab did meanwhile, what was typed is kept."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinlu.casework.drafts import Draft, DraftLine
from xinlu.casework.selectors.accounts import current_account, draft_of
from xinlu.casework.services.accounts import keep_draft
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.field import drafting
from xinlu.pages.field.forms import lines
from xinlu.pages.field.forms.typed import CHANGED_UNDER_YOU, answered
from xinlu.pages.field.reckoning import table_of
from xinlu.pages.field.standings import closed_year
from xinlu.pages.field.tables import entry_context, table_context
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action


@may(Action.RECKON_ACCOUNT, about="household")
@require_POST
def keep(request: StaffRequest, household: UUID) -> HttpResponse:
    """The entry as sent goes into the draft, at once. Refused, it stays open with everything that was typed."""
    try:
        line = _kept(request)
    except Refusal as refusal:
        return _refused(request, refusal)
    _ask_about(request, line)
    return redirect(f"{reverse('field:account', kwargs={'household': household})}#line-{line.key}")


@may(Action.RECKON_ACCOUNT, about="household")
@require_POST
def remove(request: StaffRequest, household: UUID, key: str) -> HttpResponse:
    """The line leaves the draft. A stored one stays in the version that the draft corrects."""
    drafting.change(request.household, by=request.user, how=lambda draft: draft.without_line(key))
    return redirect("field:account", household=household)


def _kept(request: StaffRequest) -> DraftLine:
    written: list[DraftLine] = []

    def changed(draft: Draft) -> Draft:
        standing = drafting.line_of(draft, request.POST.get("key", ""))
        line = lines.read(request.POST, replaces=standing)
        if standing not in (None, line) and request.POST.get("seen", "") != drafting.fingerprint(standing):
            raise Refusal(
                "line.changed_elsewhere",
                Words(
                    "这一笔刚在另一个页面改过，改成的样子在上面的账里。您打的还在下面，看好了再记一次",
                    "This line was changed on another page meanwhile; it stands above as it is now. What you typed is "
                    "below: look, then press once more",
                ),
                field="seen",
            )
        written.append(line)
        return draft.with_line(line)

    if drafting.change(request.household, by=request.user, how=changed) is None:
        _begin_anew(request)
        drafting.change(request.household, by=request.user, how=changed)
    return written[-1]


def _begin_anew(request: StaffRequest) -> None:
    """The draft is gone, finished or put away on another page: the line goes into a new one, so that it is not lost."""
    lines.read(request.POST, replaces=None)
    standing = current_account(request.household)
    period = closed_year(clock.today())
    draft = drafting.correcting(standing) if standing else drafting.begun(request.household, period=period)
    keep_draft(request.household, by=request.user, draft=draft)
    messages.warning(
        request,
        _(
            "That account was finished or put away on another page. So that nothing is lost, your line stands in a new draft."
        ),
    )


def _ask_about(request: StaffRequest, line: DraftLine) -> None:
    draft = draft_of(request.household, request.user)
    grown = table_of(request.household, draft).grown(line.kind) if draft else None
    if grown is not None:
        messages.warning(request, grown.question.said(get_language() or "zh"))


def _refused(request: StaffRequest, refusal: Refusal) -> HttpResponse:
    draft = draft_of(request.household, request.user) or drafting.begun(
        request.household, period=closed_year(clock.today())
    )
    context = table_context(request, draft)
    try:
        context |= entry_context(draft, context["table"], request.POST)
    except Refusal as unknown:
        return answered(request, "field/account.html", context, refusal=unknown)
    if refusal.code == "line.changed_elsewhere":
        context["seen"] = drafting.fingerprint(drafting.line_of(draft, request.POST.get("key", "")))
    response = answered(request, "field/account.html", context, refusal=refusal)
    response.status_code = CHANGED_UNDER_YOU if refusal.field == "seen" else response.status_code
    return response
