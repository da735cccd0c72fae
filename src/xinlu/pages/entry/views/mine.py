"""One's own page: who I am here, what I answer for, my password and my second factor."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpResponse
from django.shortcuts import render

from xinlu.kernel import clock
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.people.roles import ROLE_NAMES, Role
from xinlu.people.selectors import responsibilities_on


@may(Action.SEE_OWN_PAGE)
def mine(request: StaffRequest) -> HttpResponse:
    """The page, in the frame of the reader's own work."""
    posts = [
        {"role": ROLE_NAMES[Role(each.role)], "area": each.area, "since": each.since, "until": each.until}
        for each in responsibilities_on(request.user, clock.today())
    ]
    context = {
        "posts": posts,
        "has_second_factor": is_mfa_enabled(request.user),
        "frame": "parts/phone.html" if Role.HELPER in request.actor.roles else "parts/desk.html",
    }
    return render(request, "entry/mine.html", context)
