"""The account is finished: written down as a version, then read out to the household."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinlu.casework.selectors.accounts import account_view, draft_of, rival_accounts
from xinlu.casework.services.accounts import write_account
from xinlu.income.kinds import Source
from xinlu.kernel.errors import Refusal
from xinlu.kernel.periods import Period
from xinlu.pages.field.forms.typed import answered
from xinlu.pages.field.sentences import said_span
from xinlu.pages.field.standings import head_name
from xinlu.pages.field.tables import table_context
from xinlu.pages.gate import may
from xinlu.pages.household.lines import shown_lines
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action


@may(Action.RECKON_ACCOUNT, about="household")
@require_POST
def finish(request: StaffRequest, household: UUID) -> HttpResponse:
    """The draft becomes a version of the account; where another was written meanwhile, both stay and are shown."""
    draft = draft_of(request.household, request.user)
    if draft is None:
        messages.warning(request, _("This account was finished or put away on another page meanwhile."))
        return redirect("field:home", household=household)
    try:
        write_account(request.household, by=request.user, draft=draft, device=request.device)
    except Refusal as refusal:
        context = table_context(request, draft)
        return answered(request, "field/account.html", context, refusal=refusal)
    if rival_accounts(request.household):
        return redirect("field:fork", household=household)
    return redirect("field:read_out", household=household)


@may(Action.RECKON_ACCOUNT, about="household")
@require_safe
def read_out(request: StaffRequest, household: UUID) -> HttpResponse:
    """The standing account in large type, to be read out line by line."""
    view = account_view(request.household)
    if view is None:
        return redirect("field:account", household=household)
    lines = shown_lines(view)
    grouped = [(source, [each for each in lines if each.view.kind.source is source]) for source in Source]
    context = {
        "name": head_name(request.household),
        "view": view,
        "figures": view.figures,
        "income": [group for group in grouped if group[1] and group[0] is not Source.RIGID_SPENDING],
        "rigid": next((own for source, own in grouped if source is Source.RIGID_SPENDING), []),
        "span": said_span(Period(view.account.period_start, view.account.period_end)),
        "forked": view.forked,
    }
    return render(request, "field/read_out.html", context)
