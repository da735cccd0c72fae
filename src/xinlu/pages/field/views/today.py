"""Where to go first today, and why."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinlu.kernel import clock
from xinlu.pages.field.order import WHY_WORDS, in_order
from xinlu.pages.field.sentences import said_today
from xinlu.pages.field.standings import standings_of
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.registry.selectors.households import households_of_helper


@may(Action.SEE_TODAY)
@require_safe
def today(request: StaffRequest) -> HttpResponse:
    """The helper's households in the order in which they are best visited; those that wait for nothing are folded."""
    needs = in_order(standings_of(list(households_of_helper(request.user))))
    context = {
        "households": len(needs),
        "needs": [need for need in needs if need.whys],
        "quiet": [need for need in needs if not need.whys],
        "reasons": list(WHY_WORDS.values()),
        "day": said_today(clock.today()),
    }
    return render(request, "field/today.html", context)
