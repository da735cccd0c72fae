"""The sheet for a visit: what to tell, what to ask, how far each benefit is. What is written on it is kept all at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from xinlu.entitlement.selectors.owed import owed_to
from xinlu.entitlement.services.benefits import record_step
from xinlu.entitlement.services.explaining import record_explanation
from xinlu.entitlement.services.stating import state_fact
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.field.forms import policies as form
from xinlu.pages.field.forms.typed import answered, wrong_of
from xinlu.pages.field.sheet import sheet
from xinlu.pages.field.standings import head_name
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action, decide
from xinlu.registry.selectors.files import members_on

NOTHING = Words(
    "还什么都没填：点了谁听的名字，或者填了问到的，再记下来",
    "Nothing is filled in yet: choose who listened, or fill in what you found out, then write it down",
)


@may(Action.EXPLAIN_POLICY, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
def policies(request: StaffRequest, household: UUID) -> HttpResponse:
    """The sheet; sent, everything on it is recorded or nothing, and a refusal keeps all that was typed and chosen."""
    refusal = None
    if request.method == "POST":
        try:
            _record(request, form.read(request.POST, members_on(request.household, clock.today())))
            return redirect("field:policies", household=household)
        except Refusal as refused:
            refusal = refused
    view = owed_to(request.household)
    if view is None:
        raise Http404
    typed = request.POST if refusal else form.blank()
    context = sheet(view, typed, wrong_of(refusal) if refusal else {})
    return answered(request, "field/policies.html", {**context, "name": head_name(request.household)}, refusal=refusal)


@transaction.atomic
def _record(request: StaffRequest, sent: form.Sent) -> None:
    """All of it or nothing."""
    if sent.is_empty:
        raise Refusal("policy.nothing", NOTHING)
    for telling in sent.tellings:
        _tell(request, telling)
    for found in sent.facts:
        _state(request, found, said_by=sent.said_by)
    if sent.step is not None:
        _step(request, sent.step)
    _say(request, sent)


def _tell(request: StaffRequest, sent: form.SentTelling) -> None:
    with _at(f"told-{sent.key}"):
        record_explanation(
            request.household,
            by=request.user,
            policy=sent.policy,
            told_to=sent.told_to,
            understood=sent.understood,
            words=sent.words,
            device=request.device,
        )


def _state(request: StaffRequest, sent: form.SentFact, *, said_by: str) -> None:
    _need(request, Action.WRITE_FILE)
    with _at(sent.line.key, said_by="said_by"):
        state_fact(
            request.household,
            by=request.user,
            fact=sent.line.fact.name,
            value=sent.value,
            said_by=said_by,
            member=sent.line.person.member if sent.line.person else None,
            device=request.device,
        )


def _step(request: StaffRequest, sent: form.SentStep) -> None:
    _need(request, Action.RECORD_BENEFIT)
    with _at("step", amount="step-amount", source="step-source", happened_on="step-day", policy="step-policy"):
        record_step(
            request.household,
            by=request.user,
            policy=sent.policy,
            step=sent.step,
            happened_on=sent.happened_on,
            source=sent.source,
            amount_fen=sent.amount_fen,
            device=request.device,
        )


@contextmanager
def _at(place: str, **fields: str) -> Iterator[None]:
    """Within the block a Refusal stands at the sheet's own field: of those named, else at `place`."""
    try:
        yield
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.words, field=fields.get(refusal.field, place)) from None


def _need(request: StaffRequest, action: Action) -> None:
    decision = decide(request.actor, action, request.subject)
    if not decision.allowed:
        raise Refusal("policy.may_not", decision.reason)


def _say(request: StaffRequest, sent: form.Sent) -> None:
    """What was written down, in one sentence each."""
    if n := len(sent.tellings):
        said = ngettext("%(n)s explanation is written down.", "%(n)s explanations are written down.", n)
        messages.success(request, said % {"n": n})
    if n := len(sent.facts):
        said = ngettext("%(n)s thing found out is written down.", "%(n)s things found out are written down.", n)
        messages.success(request, said % {"n": n})
    if sent.step is not None:
        messages.success(request, _("The step of the benefit is written down."))
