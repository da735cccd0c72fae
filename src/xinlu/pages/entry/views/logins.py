"""The operator's page: logins made, posts given and ended, passwords renewed, locked ones let in again."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.pages.entry.forms import LoginForm, PostForm
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people import selectors
from xinlu.people.access import Action
from xinlu.people.models import Responsibility, User
from xinlu.people.roles import ROLE_NAMES, Role
from xinlu.people.services import entrance, users

PAGE = 50


@may(Action.MANAGE_USERS)
@require_safe
def list_logins(request: StaffRequest) -> HttpResponse:
    """Every login with what it answers for today; `q` looks for a login or a name."""
    asked = request.GET.get("q", "").strip()[:60]
    page = Paginator(selectors.logins_like(asked), PAGE).get_page(request.GET.get("page"))
    rows = [{"login": login, "posts": _posts(login.responsibilities.all())} for login in page]
    return render(request, "entry/logins.html", {"rows": rows, "page": page, "asked": asked})


@may(Action.MANAGE_USERS)
@never_cache
def new_login(request: StaffRequest) -> HttpResponse:
    """The form for a new login; its password is shown this once."""
    form = LoginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = _password()
        try:
            with transaction.atomic():
                login = users.create_user(
                    username=form.cleaned_data["username"], name=form.cleaned_data["name"], password=password
                )
                users.give_responsibility(login, by=request.user, **_post_of(form.cleaned_data))
            return _login_page(request, login, fresh_password=password)
        except Refusal as refusal:
            form.refuse(refusal)
    return render(request, "entry/new_login.html", {"form": form}, status=400 if form.errors else 200)


@may(Action.MANAGE_USERS)
@require_safe
def one_login(request: StaffRequest, login: UUID) -> HttpResponse:
    """One login: its posts, now and before, and what can be done about it."""
    return _login_page(request, get_object_or_404(User, pk=login))


@may(Action.MANAGE_USERS)
@require_POST
def give_post(request: StaffRequest, login: UUID) -> HttpResponse:
    """Give the login a role over an area."""
    user = get_object_or_404(User, pk=login)
    form = PostForm(request.POST)
    if form.is_valid():
        try:
            users.give_responsibility(user, by=request.user, **_post_of(form.cleaned_data))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down."))
            return redirect("entry:login", login=user.pk)
    return _login_page(request, user, form=form)


@may(Action.MANAGE_USERS)
@require_POST
def end_post(request: StaffRequest, login: UUID, responsibility: int) -> HttpResponse:
    """End one of the login's posts: from today on it no longer holds."""
    post = get_object_or_404(Responsibility, pk=responsibility, user_id=login)
    try:
        users.end_responsibility(post)
        messages.success(request, _("Ended. From today on it no longer holds."))
    except Refusal as refusal:
        messages.error(request, refusal.words.said(get_language() or "zh"))
    return redirect("entry:login", login=login)


@may(Action.MANAGE_USERS)
@require_POST
@never_cache
def new_password(request: StaffRequest, login: UUID) -> HttpResponse:
    """A new password, shown this once; wherever the login was logged in, it is out."""
    user = get_object_or_404(User, pk=login)
    password = _password()
    users.set_password(user, password=password)
    return _login_page(request, user, fresh_password=password)


@may(Action.MANAGE_USERS)
@require_POST
def unlock(request: StaffRequest, login: UUID) -> HttpResponse:
    """Forget the failed tries, so that the right password lets in again at once."""
    user = get_object_or_404(User, pk=login)
    entrance.unlock(user)
    messages.success(request, _("Unlocked: the right password lets in again."))
    return redirect("entry:login", login=user.pk)


@may(Action.MANAGE_USERS)
@require_POST
def forget_second_factor(request: StaffRequest, login: UUID) -> HttpResponse:
    """For a lost phone: the login sets up its second factor anew when it next logs in."""
    user = get_object_or_404(User, pk=login)
    entrance.forget_second_factor(user)
    messages.success(request, _("Taken off. At the next login a desk is asked to set it up on the new phone."))
    return redirect("entry:login", login=user.pk)


def _login_page(
    request: StaffRequest, login: User, *, fresh_password: str = "", form: PostForm | None = None
) -> HttpResponse:
    today = clock.today()
    context = {
        "login": login,
        "posts": _posts(login.responsibilities.select_related("area").order_by("-since", "-pk"), today),
        "failed_tries": entrance.failed_tries(login),
        "has_second_factor": entrance.has_second_factor(login),
        "fresh_password": fresh_password,
        "form": form or PostForm(),
    }
    return render(request, "entry/login.html", context, status=400 if form is not None else 200)


def _posts(responsibilities: Any, today: date | None = None) -> list[dict[str, Any]]:
    return [
        {
            "pk": each.pk,
            "role": ROLE_NAMES[Role(each.role)],
            "area": each.area,
            "since": each.since,
            "until": each.until,
            "is_over": today is not None and each.until is not None and each.until < today,
        }
        for each in responsibilities
    ]


def _post_of(cleaned: dict[str, Any]) -> dict[str, Any]:
    area = selectors.area_called(cleaned["area"]) if cleaned["area"] else None
    return {"role": Role(cleaned["role"]), "area": area, "since": cleaned["since"], "until": cleaned["until"]}


def _password() -> str:
    return secrets.token_urlsafe(9)
