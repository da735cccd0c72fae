"""The helper's households, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinlu.casework.models import HouseholdFigures
from xinlu.casework.selectors.accounts import account_view, draft_of, rival_accounts
from xinlu.entitlement.selectors.counting import number_to_tell
from xinlu.income.answers import Answer
from xinlu.kernel import clock
from xinlu.kernel.periods import Period
from xinlu.pages.field.order import said_days_away
from xinlu.pages.field.sentences import said_span
from xinlu.pages.field.standings import standings_of
from xinlu.pages.gate import may
from xinlu.pages.household.visits import shown_visits
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action, decide
from xinlu.registry.selectors.files import file_of
from xinlu.registry.selectors.households import households_of_helper, search

VISITS_SHOWN = 4


@may(Action.SEE_TODAY)
@require_safe
def homes(request: StaffRequest) -> HttpResponse:
    """All of the helper's households, by name; with ?find= those that match."""
    find = request.GET.get("find", "")
    rows = list(search(households_of_helper(request.user), find))
    context = {"find": find, "homes": list(zip(rows, standings_of(rows), strict=True))}
    return render(request, "field/homes.html", context)


@may(Action.SEE_TODAY)
@require_safe
def write(request: StaffRequest) -> HttpResponse:
    """For which household something is to be written down."""
    return render(request, "field/write.html", {"homes": list(households_of_helper(request.user))})


@may(Action.READ_FILE, about="household")
@require_safe
def home(request: StaffRequest, household: UUID) -> HttpResponse:
    """One household: its people, both figures, what it says is not so, the last visits, and what can be done."""
    view = account_view(request.household)
    visits = shown_visits(request.household)
    draft = draft_of(request.household, request.user)
    context = {
        "file": file_of(request.household),
        "row": HouseholdFigures.objects.filter(household=request.household).first(),
        "view": view,
        "account_span": said_span(Period(view.account.period_start, view.account.period_end)) if view else None,
        "answered": view.figures.lines - view.figures.lines_unanswered if view else 0,
        "contested": [each for each in view.lines if each.state is Answer.CONTESTED] if view else [],
        "rivals": rival_accounts(request.household) if view and view.forked else [],
        "draft": draft,
        "to_tell": number_to_tell(request.household),
        "may_tell": decide(request.actor, Action.EXPLAIN_POLICY, request.subject).allowed,
        "visits": visits[:VISITS_SHOWN],
        "more_visits": max(len(visits) - VISITS_SHOWN, 0),
        "last_visit": said_days_away(
            (clock.today() - visits[0].visit.began_at.astimezone(clock.PLACE).date()).days if visits else None
        ),
    }
    return render(request, "field/home.html", context)
