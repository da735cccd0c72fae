"""What registers proposed and a person decides: household by household, or several alike of one file at once."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xinlu.casework.services.figures import refresh_figures
from xinlu.exchange.models import Proposal, ProposalKind
from xinlu.exchange.selectors.proposals import (
    body_of,
    counts_by_kind,
    decided,
    on_record,
    proposals_of,
    proposals_within,
    still_open,
)
from xinlu.exchange.services.decisions import Outcome
from xinlu.exchange.services.decisions import decide as carry_out
from xinlu.exchange.services.noting import note_readings
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.forms.decisions import DecisionForm
from xinlu.pages.desk.household import file_shown, head_of
from xinlu.pages.desk.proposal_parts import (
    AT_ONCE,
    KINDS,
    Showing,
    decision,
    form_of,
    kinds_counted,
    outcome_words,
)
from xinlu.pages.desk.reach import area_paths
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action

PAGE_ROWS, DECIDED_SHOWN = 30, 20


@may(Action.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def proposals(request: StaffRequest) -> HttpResponseBase:
    """All that waits in the reader's areas; ?file= and ?kind= narrow it."""
    return _answered(request, proposals_within(area_paths(request.actor, Action.IMPORT)), {})


@may(Action.WRITE_FILE, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def household_proposals(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """What waits about one household."""
    return _answered(request, proposals_of(household), head_of(request, file_shown(request.household)))


def _answered(request: StaffRequest, all_of_them: QuerySet[Proposal], head: dict[str, Any]) -> HttpResponseBase:
    typed: tuple[UUID, DecisionForm] | None = None
    many: dict[str, Any] = {}
    if request.method == "POST":
        if "many" in request.POST:
            many = _decided_many(request, all_of_them)
            is_done = not many
        else:
            typed, is_done = _decided_one(request, all_of_them)
        if is_done:
            return redirect(request.get_full_path())
    narrowed = _narrowed(request, all_of_them)
    page = Paginator(still_open(narrowed), PAGE_ROWS).get_page(request.GET.get("page"))
    showing = Showing(request.actor, list(page.object_list))
    if not head:  # the gate has written it down where the page is about one household
        note_readings(showing.households(), reader=request.user, page="desk:proposals")
    groups = showing.groups(typed)
    shown = [each for group in groups for each in group.proposals]
    before = decided(narrowed)
    context = {
        **head,
        "page": page,
        "groups": groups,
        "query": _query(request),
        "kind": request.GET.get("kind", ""),
        "file": request.GET.get("file", ""),
        "kinds": kinds_counted(counts_by_kind(still_open(_of_file(request, all_of_them)))),
        "at_once": [each.record for each in shown if each.at_once],
        "may_any": any(each.may_any for each in shown),
        "why_not": shown[0].refuses.reason if shown else "",
        "many": many or _many_empty(),
        "before": [
            (each, outcome_words(each.record)) for each in Showing(request.actor, list(before[:DECIDED_SHOWN])).shown()
        ],
        "before_total": before.count(),
    }
    return render(request, "desk/proposals.html", context)


def _decided_one(
    request: StaffRequest, all_of_them: QuerySet[Proposal]
) -> tuple[tuple[UUID, DecisionForm] | None, bool]:
    """Carry out the button that was pressed; the form with what is wrong where it cannot be."""
    proposal = _named(request.POST.get("proposal", ""), all_of_them)
    if proposal is None:
        messages.error(request, _("This is no longer there to be decided. Load the page again."))
        return None, True
    form = form_of(proposal, body_of(proposal), request.POST)
    outcome = next((each for each in Outcome if each == request.POST.get("outcome")), None)
    if form.is_valid() and outcome is Outcome.ACCEPTED:
        form.needed()
    if outcome is None or not form.is_valid():
        return (proposal.pk, form), False
    try:
        _carry_out(request, proposal, outcome, form.how())
    except Refusal as refusal:
        if refusal.code == "proposal.decided":
            messages.error(request, said(refusal.words))
            return None, True
        form.refuse(refusal)
        return (proposal.pk, form), False
    messages.success(request, _("Decided. It stands below, with your name."))
    return None, True


def _decided_many(request: StaffRequest, all_of_them: QuerySet[Proposal]) -> dict[str, Any]:
    """Carry out all that were ticked, or none; what is wrong, and what was typed, where they cannot be."""
    ticked = [each for each in map(_id, request.POST.getlist("ticked")[:PAGE_ROWS]) if each]
    found = list(still_open(all_of_them.filter(kind__in=AT_ONCE, pk__in=ticked)))
    kind = found[0].kind if found else ProposalKind.LEFT
    form = DecisionForm(request.POST, kind=kind, prefix="many")
    if not found:
        form.add_error(None, _("Tick below those that you decide at once"))
    elif len({(each.kind, each.intake_id) for each in found}) > 1:
        form.add_error(None, _("Tick only those of one file that all came, or that all left"))
    if form.is_valid():
        form.needed()
    if form.is_valid():
        try:
            with transaction.atomic():
                for each in found:
                    _carry_out(request, each, Outcome.ACCEPTED, form.how())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            words = ngettext("%(n)s decided.", "%(n)s decided.", len(found)) % {"n": len(found)}
            messages.success(request, words)
            return {}
    return {"form": form, "ticked": set(ticked), "is_open": True}


def _many_empty() -> dict[str, Any]:
    """The form for several, with the field that only leaving needs."""
    return {"form": DecisionForm(kind=ProposalKind.LEFT, prefix="many"), "ticked": set(), "is_open": False}


def _carry_out(request: StaffRequest, proposal: Proposal, outcome: Outcome, how: dict[str, Any]) -> None:
    """Decide it, where the reader may; Refusal with the reason where not."""
    body = body_of(proposal)
    allowed = decision(request.actor, proposal, body, on_record([(proposal, body)]), outcome)
    if not allowed.allowed:
        raise Refusal("proposal.not_yours", allowed.reason)
    carry_out(proposal, outcome=outcome, by=request.user, **how)
    if outcome is Outcome.ACCEPTED and proposal.kind == ProposalKind.MOVED and proposal.household:
        refresh_figures(proposal.household)  # another place may count by other rules


def _named(text: str, all_of_them: QuerySet[Proposal]) -> Proposal | None:
    found = _id(text)
    return all_of_them.filter(pk=found).first() if found else None


def _of_file(request: StaffRequest, all_of_them: QuerySet[Proposal]) -> QuerySet[Proposal]:
    file = _id(request.GET.get("file", ""))
    return all_of_them.filter(intake=file) if file else all_of_them


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _narrowed(request: StaffRequest, all_of_them: QuerySet[Proposal]) -> QuerySet[Proposal]:
    found, kind = _of_file(request, all_of_them), request.GET.get("kind", "")
    return found.filter(kind=kind) if kind in KINDS else found


def _query(request: StaffRequest) -> str:
    """What narrows the list, to be carried along by its links."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""
