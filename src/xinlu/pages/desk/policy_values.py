"""The county enters a value that a rule looks at: first who would gain and lose, and only with a second press is it stored."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from xinlu.entitlement.selectors.editions import edition_at, parameters_of
from xinlu.entitlement.services.rules import set_policy_value, try_value
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.forms.policies import ValueForm
from xinlu.pages.desk.one_policy import place_of_rules, policy_of, rule_page
from xinlu.pages.desk.reach import area_asked_for
from xinlu.pages.desk.tried_parts import moved_views
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.policy.speaking import told
from xinlu.policy.terms import Policy


@may(Action.SET_POLICY)
@require_POST
@never_cache
def policy_value(request: StaffRequest, policy: str) -> HttpResponseBase:
    """`do` is what was pressed: "look" shows what it would do, "set" stores it, anything else goes back to what was typed."""
    area = area_asked_for(request, Action.SET_POLICY)
    place = place_of_rules(request, area)
    edition = edition_at(area.codes, on=clock.today())
    found, name = policy_of(edition, policy), request.POST.get("name", "")
    if place is None or name not in parameters_of(found) or name not in edition.parameters:
        raise Http404
    form = ValueForm(request.POST, parameter=edition.parameters[name])
    if form.is_valid() and request.POST.get("do") in ("look", "set"):
        try:
            if request.POST["do"] == "look":
                return _tried(request, area, place, found, form)
            set_policy_value(
                by=request.user,
                area=place,
                name=name,
                value=form.told,
                effective_from=form.cleaned_data["effective_from"],
                source=form.cleaned_data["source"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(
                request,
                _("Entered for %(place)s. The numbers follow when the households are looked through anew.")
                % {"place": place.name},
            )
            return redirect(_address(found, area))
    return rule_page(request, area, edition, found, value=form)


def _tried(request: StaffRequest, area: Area, place: Area, found: Policy, form: ValueForm) -> HttpResponseBase:
    tried = try_value(
        place, name=form.parameter.name, value=form.told, effective_from=form.cleaned_data["effective_from"]
    )
    context = {
        "area": area,
        "place": place,
        "policy": found,
        "parameter": form.parameter,
        "value": told(form.parameter, form.told),
        "effective_from": form.cleaned_data["effective_from"],
        "source": form.cleaned_data["source"],
        "tried": tried,
        "moved": moved_views(tried, reader=request.user),
        "action": reverse("desk:policy_value", kwargs={"policy": found.id}),
        "hidden": [("area", area.code), ("name", form.parameter.name), *form.typed],
    }
    return render(request, "desk/policy_value.html", context)


def _address(found: Policy, area: Area) -> str:
    return f"{reverse('desk:policy', kwargs={'policy': found.id})}?{urlencode({'area': area.code})}"
