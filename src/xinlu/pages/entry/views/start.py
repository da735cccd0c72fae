"""The first page: each role is sent to where its work is."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from xinlu.pages.gate import open_to_all
from xinlu.people.models import User
from xinlu.people.roles import Role
from xinlu.people.selectors import actor_of


@open_to_all("it shows nothing: it sends each login to its own first page")
def start(request: HttpRequest) -> HttpResponse:
    """The redirect to the reader's first page; a login without a post is told so."""
    if not isinstance(request.user, User):
        return redirect(settings.LOGIN_URL)
    roles = actor_of(request.user).roles
    if Role.HELPER in roles:
        return redirect("/field/")
    if roles - {Role.OPERATOR}:
        return redirect("/desk/")
    if roles:
        return redirect("entry:logins")
    return render(request, "entry/no_post.html")
