"""Reckoning at the table: how an account is begun, and the table itself."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinlu.casework.drafts import Draft
from xinlu.casework.models import IncomeAccount
from xinlu.casework.selectors.accounts import current_account, draft_of
from xinlu.casework.services.accounts import drop_draft, keep_draft
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.periods import Period
from xinlu.kernel.words import Words
from xinlu.pages.field import drafting
from xinlu.pages.field.forms import accounts as form
from xinlu.pages.field.forms import lines
from xinlu.pages.field.forms.typed import answered
from xinlu.pages.field.sentences import said_span
from xinlu.pages.field.standings import head_name
from xinlu.pages.field.tables import entry_context, table_context
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.registry.selectors.files import members_on


@may(Action.RECKON_ACCOUNT, about="household")
@require_safe
def account(request: StaffRequest, household: UUID) -> HttpResponse:
    """The table with its draft; ?kind= opens the entry of a new line, ?line= that of one to change. No draft: the start."""
    draft = draft_of(request.household, request.user)
    if draft is None:
        return _start(request)
    typed: QueryDict | None = None
    standing = drafting.line_of(draft, request.GET.get("line", ""))
    if standing is not None:
        typed = lines.written(standing)
    elif "kind" in request.GET:
        typed = lines.blank(request.GET["kind"])
    context = table_context(request, draft)
    try:
        context |= entry_context(draft, context["table"], typed)
    except Refusal as refusal:
        return answered(request, "field/account.html", context, refusal=refusal)
    return render(request, "field/account.html", {**context, "wrong": {}})


@may(Action.RECKON_ACCOUNT, about="household")
@require_POST
def begin(request: StaffRequest, household: UUID) -> HttpResponse:
    """A draft is begun: from scratch, or as a correction of the version that stands."""
    if draft_of(request.household, request.user) is not None:
        messages.warning(request, _("An account is begun already. Go on with it here."))
        return redirect("field:account", household=household)
    standing = current_account(request.household)
    try:
        if request.POST.get("from") == "standing" and standing is not None:
            draft = drafting.correcting(standing)
        else:
            draft = _from_scratch(request, standing)
    except Refusal as refusal:
        return _start(request, refusal=refusal)
    keep_draft(request.household, by=request.user, draft=draft)
    return redirect("field:account", household=household)


@may(Action.RECKON_ACCOUNT, about="household")
@require_POST
def head(request: StaffRequest, household: UUID) -> HttpResponse:
    """The heads and the note of the draft are changed."""
    registered = _registered(request)
    try:
        sent = form.read_head(request.POST, registered=registered)
    except Refusal as refusal:
        draft = draft_of(request.household, request.user)
        if draft is None:
            return _start(request, refusal=refusal)
        context = {**table_context(request, draft), "head": request.POST, "head_open": True}
        return answered(request, "field/account.html", context, refusal=refusal)

    def changed(draft: Draft) -> Draft:
        return replace(draft, heads=sent.heads, note=sent.note)

    if drafting.change(request.household, by=request.user, how=changed) is None:
        messages.warning(request, _("This account was finished or put away on another page meanwhile."))
    return redirect("field:account", household=household)


@may(Action.RECKON_ACCOUNT, about="household")
@require_POST
def drop(request: StaffRequest, household: UUID) -> HttpResponse:
    """The draft is thrown away; what stood before stays."""
    drop_draft(request.household, by=request.user)
    messages.success(request, _("The draft is thrown away. What was written down before stays."))
    return redirect("field:home", household=household)


@may(Action.RECKON_ACCOUNT, about="household")
@require_POST
def take_up(request: StaffRequest, household: UUID) -> HttpResponse:
    """The draft goes on from the version that somebody else wrote meanwhile, with the lines of both."""
    standing = current_account(request.household)

    def taken_up(draft: Draft) -> Draft:
        same = drafting.stands_in_the_way(request.household, draft)
        return drafting.taking_up(draft, same) if same else draft

    if standing is not None and drafting.change(request.household, by=request.user, how=taken_up) is not None:
        messages.success(request, _("The lines of both are in the account now. Look which ones are there twice."))
    return redirect("field:account", household=household)


def _from_scratch(request: StaffRequest, standing: IncomeAccount | None) -> Draft:
    period = form.read_period(request.POST, today=clock.today())
    if standing is not None and (standing.period_start, standing.period_end) == (period.start, period.end):
        raise Refusal(
            "account.exists",
            Words(
                "这一年的账已经有了。点上面的“接着改这一本”，认过的还算认过",
                "This period has its account. Press “Correct this account” above; what they recognised stays recognised",
            ),
            field="period",
        )
    sent = form.read_head(request.POST, registered=_registered(request))
    return replace(drafting.begun(request.household, period=period), heads=sent.heads, note=sent.note)


def _start(request: StaffRequest, *, refusal: Refusal | None = None) -> HttpResponse:
    standing = current_account(request.household)
    registered = _registered(request)
    typed = request.POST if refusal else {"heads": registered}
    chosen = request.POST.get("period", "") if refusal else form.CAMPAIGN
    context = {
        "name": head_name(request.household),
        "standing": standing,
        "standing_span": said_span(Period(standing.period_start, standing.period_end)) if standing else None,
        "registered": registered,
        "typed": typed,
        "periods": form.period_chips(chosen, today=clock.today()),
    }
    return answered(request, "field/account_start.html", context, refusal=refusal)


def _registered(request: StaffRequest) -> int:
    return len(members_on(request.household, clock.today()))
