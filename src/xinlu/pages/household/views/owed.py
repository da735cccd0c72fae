"""What the household is owed, and why: everything on one page, and each policy on its own."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinlu.entitlement.selectors.owed import owed_to
from xinlu.pages.gate import card_only
from xinlu.pages.household.owed import ShownPolicy, shown
from xinlu.pages.household.payments import next_unsaid, shown_payments
from xinlu.pages.requests import CardRequest
from xinlu.policy.answers import State

OPEN_AT_ONCE = 3
"""So many open policies are read at a glance; the others stand behind a fold."""


@card_only
@require_safe
def owed(request: CardRequest) -> HttpResponse:
    """What is owed, then what nobody knows yet, then what does not fit and why, then what is over."""
    view = owed_to(request.household)
    if view is None:
        return render(request, "household/no_owed.html")
    payments = shown_payments(view.benefits, view.edition)
    unknown = shown(view.of(State.TO_BE_VERIFIED))
    context = {
        "owed": shown(view.of(State.ENTITLED)),
        "unknown": unknown[:OPEN_AT_ONCE],
        "more_unknown": unknown[OPEN_AT_ONCE:],
        "all_unknown": len(unknown),
        "unfit": shown(view.of(State.NOT_ENTITLED)),
        "over": shown(view.of(State.NOT_IN_FORCE)),
        "payments": payments,
        "unsaid": next_unsaid(payments),
        "all_unsaid": sum(each.state == "unseen" for each in payments),
    }
    return render(request, "household/owed.html", context)


@card_only
@require_safe
def policy(request: CardRequest, policy: str) -> HttpResponse:
    """One policy: the whole paragraph, clause by clause, and what was paid."""
    view = owed_to(request.household)
    found = view.named(policy) if view else None
    if view is None or found is None:
        return render(request, "household/no_policy.html", status=404)
    payments = shown_payments(view.benefits, view.edition)
    context = {
        "shown": ShownPolicy(found),
        "payments": [each for each in payments if each.record.policy == policy],
    }
    return render(request, "household/policy.html", context)
