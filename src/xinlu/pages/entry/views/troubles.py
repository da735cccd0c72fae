"""Pages of what went wrong on the way in, in words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinlu.pages.gate import open_to_all


@open_to_all("it tells only that a form came without its token")
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form whose token does not fit: it lay open too long, or somebody logged in or out meanwhile."""
    return render(request, "entry/stale_form.html", status=403)
