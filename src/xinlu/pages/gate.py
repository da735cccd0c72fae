"""The gate before every page: a route without a policy row does not answer. It decides nothing itself; people.access does."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language

from xinlu.casework.services.evidence import note_staff_session
from xinlu.kernel.words import Words
from xinlu.pages import card_session
from xinlu.people.access import TABLE, Action, Subject, decide
from xinlu.people.models import Area
from xinlu.people.selectors import actor_of, sits_at_a_desk
from xinlu.recognition.selectors.cards import open_card
from xinlu.records.models import Household
from xinlu.registry.selectors.access import subject_of
from xinlu.registry.services.reading import note_reading

DEVICE_COOKIE = "xinlu_device"
DEVICE_COOKIE_SECONDS = 60 * 60 * 24 * 730

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True, slots=True)
class Row:
    """A route's policy row: which action, about what ("household", "area" or nothing), or open, or for cards."""

    action: Action | None = None
    about: str = ""
    card: bool = False
    open_because: str = ""


OUTSIDE_ROWS: dict[str, Row] = {
    "allauth.account.views": Row(open_because="logging in and out; a login already made is checked by allauth itself"),
    "allauth.mfa": Row(open_because="the second factor of one's own login; allauth asks for the login itself"),
    "allauth.account.decorators": Row(open_because="asking for the password again"),
    "django.views.i18n": Row(open_because="choosing the language"),
}
"""Rows of views that are not ours, by the module they come from."""


def may(action: Action, *, about: str = "") -> Callable[[View], View]:
    """The view answers those who may do `action`; about="household" reads the URL's `household`, "area" its `code`."""

    def mark(view: View) -> View:
        view.row = Row(action=action, about=about)  # type: ignore[attr-defined]
        return view

    return mark


def card_only(view: View) -> View:
    """The view answers a household whose card session is valid."""
    view.row = Row(card=True)  # type: ignore[attr-defined]
    return view


def open_to_all(because: str) -> Callable[[View], View]:
    """The view answers anybody, for the reason given."""

    def mark(view: View) -> View:
        view.row = Row(open_because=because)  # type: ignore[attr-defined]
        return view

    return mark


def row_of(view: Callable[..., Any]) -> Row | None:
    """The policy row of a view, ours or a library's; None means that the route does not answer."""
    own = getattr(view, "row", None)
    if isinstance(own, Row):
        return own
    module = getattr(getattr(view, "view_class", view), "__module__", "")
    return next((row for prefix, row in OUTSIDE_ROWS.items() if module.startswith(prefix)), None)


class GateMiddleware:
    """Names the browser, finds the route's row, and lets through, asks for a login, or says no with the reason."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known = request.COOKIES.get(DEVICE_COOKIE, "")
        device = known if re.fullmatch(r"[\w-]{22,64}", known) else secrets.token_urlsafe(24)
        request.device = device  # type: ignore[attr-defined]
        response = self.get_response(request) if not _holds_nul(request) else _unreadable(request)
        if device != known:
            response.set_cookie(
                DEVICE_COOKIE,
                device,
                max_age=DEVICE_COOKIE_SECONDS,
                httponly=True,
                samesite="Lax",
                secure=settings.XINLU_HTTPS,
            )
        card_session.prolong(request, response)
        return response

    def process_view(
        self, request: Any, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        row = row_of(view)
        if row is None:
            return refused(
                request, Words("这一页还没定谁能看", "Nobody has said yet who may see this page"), status=403
            )
        if row.card:
            return self._card(request)
        if request.user.is_authenticated:
            note_staff_session(request.device, session=request.session)
            request.actor = actor_of(request.user)
        if row.action is None:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return self._staff(request, row, kwargs)

    def _card(self, request: Any) -> HttpResponseBase | None:
        session = card_session.read(request)
        card = open_card(session.card) if session else None
        if session is None or card is None:
            return redirect("household:closed")
        if session.stage is not card_session.Stage.OPEN:
            return redirect("household:pictures")
        request.card_session = session
        request.card = card
        request.household = card.household
        return None

    def _staff(self, request: Any, row: Row, kwargs: dict[str, Any]) -> HttpResponseBase | None:
        assert row.action is not None
        actor = request.actor
        if settings.XINLU_DESK_MFA and sits_at_a_desk(actor) and not is_mfa_enabled(request.user):
            return redirect("mfa_activate_totp")
        if not actor.roles & TABLE[row.action].keys():  # the same answer whether the thing exists or not
            return refused(request, decide(actor, row.action).reason, status=403)
        request.subject = self._subject(request, row, kwargs)
        decision = decide(actor, row.action, request.subject)
        if decision.allowed:
            if row.about == "household":
                note_reading(request.household, reader=request.user, page=request.resolver_match.view_name)
            return None
        if row.about:
            raise Http404  # who may do this elsewhere is not told whether the thing exists
        return refused(request, decision.reason, status=403)

    def _subject(self, request: Any, row: Row, kwargs: dict[str, Any]) -> Subject:
        if row.about == "household":
            household = Household.objects.filter(pk=kwargs["household"]).first()
            subject = subject_of(household) if household else None
            if household is None or subject is None:
                raise Http404
            request.household = household
            return subject
        if row.about == "area":
            area = Area.objects.filter(code=kwargs["code"]).first()
            if area is None:
                raise Http404
            request.area = area
            return Subject(area_path=area.path)
        assert row.action is not None
        fitting = [post.area_path for post in request.actor.posts if post.role in TABLE[row.action]]
        return Subject(area_path=fitting[0], helper_ids=frozenset({request.user.pk}))


def refused(request: HttpRequest, reason: Words, *, status: int) -> HttpResponse:
    """The page that says no, and why."""
    return render(request, "parts/refused.html", {"reason": reason.said(get_language() or "zh")}, status=status)


def _holds_nul(request: HttpRequest) -> bool:
    """Whether a NUL character stands in the address or in what was typed: PostgreSQL stores none, and no one types one."""
    typed = (value for query in (request.GET, request.POST) for _, values in query.lists() for value in values)
    return "\x00" in request.path or any("\x00" in str(value) for value in typed)


def _unreadable(request: HttpRequest) -> HttpResponse:
    return refused(
        request,
        Words(
            "里面夹了一个看不见的字符，读不了。请删掉再写一遍",
            "An unseen character stands in it that cannot be read. Delete it and write once more",
        ),
        status=400,
    )
