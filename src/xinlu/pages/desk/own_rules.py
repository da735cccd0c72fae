"""A rule of the county's own, written as text: its faults line by line, then whom it would move, then stored; and its end."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xinlu.entitlement.selectors.editions import edition_at, own_text
from xinlu.entitlement.services.rules import RuleRefused, read_rule, set_rule, take_out_rule, try_rule
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.forms.policies import OutForm, RuleForm
from xinlu.pages.desk.one_policy import place_of_rules, policy_of, rule_page
from xinlu.pages.desk.policy_words import SORTS
from xinlu.pages.desk.reach import area_asked_for
from xinlu.pages.desk.rule_example import example
from xinlu.pages.desk.rule_parts import rule_view
from xinlu.pages.desk.tried_parts import moved_views
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.policy.faults import Fault
from xinlu.policy.terms import UNITS, Edition, Named

LINE_SHOWN = 200


@dataclass(frozen=True)
class FaultView:
    """One fault with the line of the text on which it stands."""

    fault: Fault
    written: str


@dataclass(frozen=True)
class NameView:
    """A name that a rule may use: what it is called, of which sort, and its unit or codes."""

    name: str
    label: str
    sort: str


@may(Action.SET_POLICY)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def rule_new(request: StaffRequest) -> HttpResponseBase:
    """`do` is what was pressed: "look" shows what the rule would do, "set" stores it. ?policy= begins with one's own rule."""
    place = _place(request)
    if request.method != "POST":
        before = own_text(place.code, request.GET.get("policy", "")[:60])
        return _written(
            request, place, RuleForm(initial={"text": before or example(place.code, get_language() or "zh-hans")})
        )
    form = RuleForm(request.POST)
    faults: list[Fault] = []
    if form.is_valid() and request.POST.get("do") in ("look", "set"):
        text, reason = form.cleaned_data["text"], form.cleaned_data["reason"]
        try:
            if request.POST["do"] == "look":
                return _tried(request, place, text, reason)
            rule = read_rule(text, place)
            set_rule(by=request.user, area=place, text=text, reason=reason)
        except RuleRefused as refused:
            faults = refused.faults
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            words = _(
                "“%(name)s” is a rule of %(place)s now. The numbers follow when the households are looked through anew."
            )
            messages.success(request, words % {"name": said(rule.name), "place": place.name})
            return redirect(f"{reverse('desk:policy', kwargs={'policy': rule.id})}?{urlencode({'area': place.code})}")
    return _written(request, place, form, faults)


@may(Action.SET_POLICY)
@require_POST
@never_cache
def rule_out(request: StaffRequest, policy: str) -> HttpResponseBase:
    """A rule of the place's own counts no more."""
    place, form = _place(request), OutForm(request.POST)
    edition = edition_at(place.codes, on=clock.today())
    found = policy_of(edition, policy)
    if form.is_valid():
        try:
            take_out_rule(by=request.user, area=place, policy=found.id, reason=form.cleaned_data["reason"])
        except Refusal as refusal:
            messages.error(request, said(refusal.words))
        else:
            messages.success(request, _("“%(name)s” counts no more.") % {"name": said(found.name)})
        return redirect(f"{reverse('desk:policies')}?{urlencode({'area': place.code})}")
    return rule_page(request, place, edition, found, out=form)


def _place(request: StaffRequest) -> Area:
    place = place_of_rules(request, area_asked_for(request, Action.SET_POLICY))
    if place is None:
        raise Http404
    return place


def _written(request: StaffRequest, place: Area, form: RuleForm, faults: list[Fault] | None = None) -> HttpResponseBase:
    lines = str(form["text"].value() or "").splitlines()
    edition = edition_at(place.codes, on=clock.today())
    context = {
        "place": place,
        "form": form,
        "faults": [FaultView(each, lines[each.line - 1].strip()[:LINE_SHOWN] if 0 < each.line <= len(lines) else "") for each in faults or ()],
        "facts": [_named(each) for each in edition.facts.household.values()],
        "parameters": [_named(each) for each in edition.parameters.values()],
        "own": _own(edition, place),
    }  # fmt: skip
    return render(request, "desk/rule.html", context)


def _tried(request: StaffRequest, place: Area, text: str, reason: str) -> HttpResponseBase:
    rule, tried = read_rule(text, place), try_rule(place, text)
    edition = edition_at(place.codes, on=tried.on)
    before = next((each for each in (*edition.policies, *edition.past) if each.id == rule.id), None)
    context = {
        "place": place,
        "policy": rule,
        "rule": rule_view(rule, edition),
        "before": before,
        "reason": reason,
        "tried": tried,
        "moved": moved_views(tried, reader=request.user),
        "action": reverse("desk:rule_new"),
        "hidden": [("area", place.code), ("reason", reason)],
        "text": text,
    }
    return render(request, "desk/rule_tried.html", context)


def _own(edition: Edition, place: Area) -> list[tuple[str, str]]:
    """The rules that the place has written itself: id and name."""
    return [(each.id, said(each.name)) for each in (*edition.policies, *edition.past) if each.place == place.code]


def _named(named: Named) -> NameView:
    sort = str(SORTS[named.type])
    if named.codes:
        sort = f"{sort}{_(': ')}" + _("; ").join(f"{code} {said(words)}" for code, words in named.codes.items())
    elif named.unit:
        sort = f"{sort}{_(', ')}{said(UNITS[named.unit])}"
    return NameView(named.name, said(named.label), sort)
