"""Entering a household by hand: head, members and facts on one page; what was typed stays, whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.forms import BaseFormSet
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.forms.household import FactsForm, HeadForm, MemberForm, MemberFormSet
from xinlu.pages.desk.reach import area_paths
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.records.models import Household
from xinlu.registry.services.households import enter_household


def dwelling_places(paths: Iterable[str]) -> QuerySet[Area]:
    """The villages and groups within these areas: where a household can live."""
    within = Q(pk__in=())
    for path in paths:
        within |= Q(path__startswith=path)
    levels = (Level.VILLAGE.value, Level.GROUP.value)
    return Area.objects.filter(within, level__in=levels).select_related("parent").order_by("path")


@may(Action.ENTER_HOUSEHOLD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def enter(request: StaffRequest) -> HttpResponseBase:
    """The empty form; the form with what is wrong; or, once the household stands, its file with its findings."""
    typed = request.POST if request.method == "POST" else None
    places = dwelling_places(area_paths(request.actor, Action.ENTER_HOUSEHOLD))
    facts = FactsForm(typed, places=places, initial={"place": request.GET.get("area", "")})
    head = HeadForm(typed, prefix="head")
    members: BaseFormSet[MemberForm] = MemberFormSet(_with_room(typed), prefix="members")
    if typed is not None and "more" not in typed and all([facts.is_valid(), head.is_valid(), members.is_valid()]):
        household = _entered(request, facts, head, members)
        if household is not None:
            messages.success(request, _("Entered. Below stands what is still missing, the most useful first."))
            return redirect(f"{reverse('desk:household', kwargs={'household': household.pk})}#quality")
    context = {"facts": facts, "head": head, "members": members, "asks_more": typed is not None and "more" in typed}
    return render(request, "desk/enter.html", context)


def _with_room(typed: Any) -> Any:
    """What was typed, with two more empty members where they were asked for and the form says how many there are."""
    if typed is None or "more" not in typed:
        return typed
    roomier = typed.copy()
    total = typed.get("members-TOTAL_FORMS", "0")
    if not total.isdecimal() or len(total) > 4:
        return typed
    roomier["members-TOTAL_FORMS"] = str(min(int(total), 28) + 2)
    return roomier


def _entered(
    request: StaffRequest, facts: FactsForm, head: HeadForm, members: BaseFormSet[MemberForm]
) -> Household | None:
    filled = [each for each in members.forms if each.has_changed()]
    try:
        return enter_household(
            by=request.user,
            place=facts.place_chosen,
            said_by=facts.cleaned_data["said_by"],
            head=head.facts(),
            members=[each.facts() for each in filled],
            facts=facts.facts(),
            device=request.device,
        )
    except Refusal as refusal:
        _refuse(refusal, facts=facts, head=head, filled=filled)
        return None


def _refuse(refusal: Refusal, *, facts: FactsForm, head: HeadForm, filled: list[MemberForm]) -> None:
    """Show the refusal at the person ("head.name", "members.0.name") or the fact that it names."""
    whose, _dot, field = refusal.field.rpartition(".")
    number = whose.removeprefix("members.")
    if whose == "head":
        head.refuse(refusal, field=field)
    elif number.isdecimal() and int(number) < len(filled):
        filled[int(number)].refuse(refusal, field=field)
    else:
        facts.refuse(refusal, field={"market_distance_m": "market_km"}.get(refusal.field, refusal.field))
