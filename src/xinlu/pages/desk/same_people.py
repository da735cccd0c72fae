"""People who may stand in the files twice: looked for at a button, shown side by side, decided one pair after another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xinlu.exchange.models import PeopleLook, SamePerson
from xinlu.exchange.selectors.same_people import decided_pairs, last_look, pairs_within, waiting
from xinlu.exchange.services.noting import note_readings
from xinlu.exchange.services.same_people import GIVEN_UP_AFTER, SameOutcome, begin_look, decide_same
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.forms.lists import SameForm
from xinlu.pages.desk.reach import area_paths
from xinlu.pages.desk.same_person_parts import OUTCOMES, decision, form_of, shown_pairs
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action
from xinlu.people.models import Area

PAGE_ROWS, DECIDED_SHOWN = 20, 20


@may(Action.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def same_people(request: StaffRequest) -> HttpResponseBase:
    """All pairs in the reader's areas, or with ?household= those of one household; and the button that looks anew."""
    paths = area_paths(request.actor, Action.IMPORT)
    all_of_them = _of_household(request, pairs_within(paths))
    typed: tuple[int, SameForm] | None = None
    if request.method == "POST":
        if "look" in request.POST:
            _look(request, paths)
            return redirect(request.get_full_path())
        typed, is_done = _decided(request, all_of_them)
        if is_done:
            return redirect(request.get_full_path())
    page = Paginator(waiting(all_of_them), PAGE_ROWS).get_page(request.GET.get("page"))
    shown = shown_pairs(request.actor, list(page.object_list), typed)
    seen = {side.household for each in shown for side in (each.left, each.right) if side.household}
    note_readings(list(seen), reader=request.user, page="desk:same_people")
    before, look = decided_pairs(all_of_them), last_look(paths)
    context = {
        "page": page,
        "pairs": shown,
        "areas": list(Area.objects.filter(path__in=paths).order_by("path")),
        "look": look,
        "is_looking": look is not None and _goes_on(look),
        "of_household": _id(request.GET.get("household", "")),
        "query": f"household={request.GET['household']}&" if _id(request.GET.get("household", "")) else "",
        "before": [
            (each, OUTCOMES[each.record.outcome]) for each in shown_pairs(request.actor, list(before[:DECIDED_SHOWN]))
        ],
        "before_total": before.count(),
    }
    return render(request, "desk/same_people.html", context)


def _look(request: StaffRequest, paths: tuple[str, ...]) -> None:
    """Have the area that was chosen searched, and say what came of it."""
    areas = Area.objects.filter(path__in=paths)
    area = areas.filter(code=request.POST.get("area", "")).first() or areas.order_by("path").first()
    assert area is not None  # the gate lets nobody in without one
    try:
        look = begin_look(area, by=request.user)
    except Refusal as refusal:
        messages.warning(request, said(refusal.words))
        return
    look.refresh_from_db()
    if look.done_at is None:
        messages.info(request, _("The files are being searched. That takes a few minutes; look again then."))
        return
    found = look.counts.get("new", 0)
    words = ngettext("Looked: %(n)s new pair.", "Looked: %(n)s new pairs.", found) % {"n": found}
    messages.success(request, words)


def _goes_on(look: PeopleLook) -> bool:
    return look.done_at is None and look.began_at > clock.now() - GIVEN_UP_AFTER


def _decided(request: StaffRequest, all_of_them: QuerySet[SamePerson]) -> tuple[tuple[int, SameForm] | None, bool]:
    """Decide it as the button that was pressed says; the form with what is wrong where it cannot be."""
    named = request.POST.get("pair", "")
    pair = all_of_them.filter(pk=int(named)).first() if named.isdecimal() and len(named) < 19 else None
    if pair is None:
        messages.error(request, _("This is no longer there to be decided. Load the page again."))
        return None, True
    form = form_of(pair, request.POST)
    outcome = next((each for each in SameOutcome if each == request.POST.get("outcome")), None)
    if outcome is None or not form.is_valid():
        return (pair.pk, form), False
    how: dict[str, Any] = {name: value for name, value in form.cleaned_data.items() if value}
    if outcome is SameOutcome.DIFFERENT:
        how = {"reason": how.get("reason", "")}
    try:
        if outcome is SameOutcome.DIFFERENT or how.get("leaves"):
            allowed = decision(request.actor, pair, outcome, how.get("leaves"))
            if not allowed.allowed:
                raise Refusal("same_person.not_yours", allowed.reason)
        decide_same(pair, outcome=outcome, by=request.user, **how)
    except Refusal as refusal:
        if refusal.code == "same_person.decided":
            messages.error(request, said(refusal.words))
            return None, True
        form.refuse(refusal)
        return (pair.pk, form), False
    messages.success(request, _("Decided, with your name. This pair is not shown again."))
    return None, True


def _of_household(request: StaffRequest, pairs: QuerySet[SamePerson]) -> QuerySet[SamePerson]:
    household = _id(request.GET.get("household", ""))
    if household is None:
        return pairs
    return pairs.filter(Q(left_household=household) | Q(right_household=household))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
