"""What departments' lists and the files disagree about: both values, the source, and a person settles it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xinlu.exchange.list_findings import Settled
from xinlu.exchange.models import Finding
from xinlu.exchange.selectors.findings import (
    counts_by,
    findings_of,
    findings_within,
    on_file_of,
    settled,
    told_by,
    unsettled,
)
from xinlu.exchange.services.noting import note_readings
from xinlu.exchange.services.settling import settle_finding
from xinlu.exchange.topics import TOPICS
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.finding_parts import (
    ASKED,
    KINDS,
    Showing,
    decision,
    form_of,
    kinds_counted,
    outcome_words,
    topics_counted,
)
from xinlu.pages.desk.forms.lists import SettleForm
from xinlu.pages.desk.household import file_shown, head_of
from xinlu.pages.desk.reach import area_paths
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action

PAGE_ROWS, SETTLED_SHOWN = 30, 20


@may(Action.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def findings(request: StaffRequest) -> HttpResponseBase:
    """All that waits in the reader's areas; ?file=, ?topic= and ?kind= narrow it."""
    return _answered(request, findings_within(area_paths(request.actor, Action.IMPORT)), {})


@may(Action.WRITE_FILE, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def household_findings(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """What waits about one household."""
    return _answered(request, findings_of(household), head_of(request, file_shown(request.household)))


def _answered(request: StaffRequest, all_of_them: QuerySet[Finding], head: dict[str, Any]) -> HttpResponseBase:
    typed: tuple[UUID, SettleForm] | None = None
    if request.method == "POST":
        typed, is_done = _settled(request, all_of_them)
        if is_done:
            return redirect(request.get_full_path())
    of_file = _of_file(request, all_of_them)
    narrowed = _narrowed(request, of_file)
    page = Paginator(unsettled(narrowed), PAGE_ROWS).get_page(request.GET.get("page"))
    showing = Showing(request.actor, list(page.object_list))
    if not head:  # the gate has written it down where the page is about one household
        note_readings(showing.households(), reader=request.user, page="desk:findings")
    before = settled(narrowed)
    context = {
        **head,
        "page": page,
        "groups": showing.groups(typed),
        "query": _query(request),
        "kind": request.GET.get("kind", ""),
        "topic": request.GET.get("topic", ""),
        "file": request.GET.get("file", ""),
        "kinds": kinds_counted(counts_by(unsettled(of_file), "kind")),
        "topics": topics_counted(counts_by(unsettled(of_file), "intake__topic")),
        "asked": ASKED,
        "before": [
            (each, outcome_words(each.record)) for each in Showing(request.actor, list(before[:SETTLED_SHOWN])).shown()
        ],
        "before_total": before.count(),
    }
    return render(request, "desk/findings.html", context)


def _settled(request: StaffRequest, all_of_them: QuerySet[Finding]) -> tuple[tuple[UUID, SettleForm] | None, bool]:
    """Settle it as the button that was pressed says; the form with what is wrong where it cannot be."""
    named = _id(request.POST.get("finding", ""))
    finding = all_of_them.filter(pk=named).first() if named else None
    if finding is None:
        messages.error(request, _("This is no longer there to be decided. Load the page again."))
        return None, True
    form = form_of(finding, request.POST)
    outcome = next((each for each in Settled if each == request.POST.get("outcome")), None)
    if outcome is None or not form.is_valid():
        return (finding.pk, form), False
    try:
        allowed = decision(request.actor, finding, on_file_of([(finding, told_by(finding))]))
        if not allowed.allowed:
            raise Refusal("finding.not_yours", allowed.reason)
        settle_finding(finding, outcome=outcome, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        if refusal.code == "finding.settled":
            messages.error(request, said(refusal.words))
            return None, True
        form.refuse(refusal)
        return (finding.pk, form), False
    messages.success(request, _("Settled, with your name. It is not asked again."))
    return None, True


def _of_file(request: StaffRequest, all_of_them: QuerySet[Finding]) -> QuerySet[Finding]:
    file = _id(request.GET.get("file", ""))
    return all_of_them.filter(intake=file) if file else all_of_them


def _narrowed(request: StaffRequest, found: QuerySet[Finding]) -> QuerySet[Finding]:
    kind, topic = request.GET.get("kind", ""), request.GET.get("topic", "")
    found = found.filter(kind=kind) if kind in KINDS else found
    return found.filter(intake__topic=topic) if topic in TOPICS else found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _query(request: StaffRequest) -> str:
    """What narrows the list, to be carried along by its links."""
    kept = request.GET.copy()
    kept.pop("page", None)
    return f"{kept.urlencode()}&" if kept else ""
