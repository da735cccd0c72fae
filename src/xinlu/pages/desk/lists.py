"""Comparing a department's list with the files: sent here, looked at first, then laid before the desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xinlu.exchange.models import Intake, IntakeKind, IntakeState
from xinlu.exchange.selectors.findings import findings_within, lists_within, unsettled
from xinlu.exchange.selectors.intakes import report_of
from xinlu.exchange.services.files import LARGEST_BYTES
from xinlu.exchange.services.list_steps import answer_payments, lay_before_desk, receive_list
from xinlu.exchange.services.steps import drop
from xinlu.exchange.topics import TOPICS
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.desk import intake_report
from xinlu.pages.desk.forms.lists import ListForm, PaymentsForm
from xinlu.pages.desk.list_payments import payments_form, payments_shown
from xinlu.pages.desk.reach import area_paths, subject_in
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action, decide
from xinlu.people.models import Area
from xinlu.sheets.grid import column_letter
from xinlu.sheets.list_columns import meaning_words

PAGE_ROWS = 20
UNDER_WAY = frozenset({IntakeState.READING, IntakeState.APPLYING})


@may(Action.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lists(request: StaffRequest) -> HttpResponseBase:
    """The form, and the lists compared before; a list that was taken leads to what was found."""
    paths = area_paths(request.actor, Action.IMPORT)
    areas = list(Area.objects.filter(path__in=paths).order_by("path"))
    posted = request.method == "POST"
    form = ListForm(request.POST if posted else None, request.FILES if posted else None, areas=areas)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            intake = receive_list(
                name=file.name,
                chunks=file.chunks(),
                size=file.size,
                by=request.user,
                area=form.area_chosen,
                topic=form.topic_chosen,
                complete=form.cleaned_data["complete"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("desk:list", listing=intake.pk)
    page = Paginator(lists_within(paths), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(each, _topic_name(each), _counted(each)) for each in page],
        "several": len(areas) > 1 or any(each.level != "village" for each in areas),
        "open_findings": unsettled(findings_within(paths)).count(),
        "largest_mb": LARGEST_BYTES >> 20,
    }
    return render(request, "desk/lists.html", context)


@may(Action.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def list_found(request: StaffRequest, listing: UUID) -> HttpResponseBase:
    """What a list says and what would be, or was, laid before the desk."""
    intake = _list_meant(request, listing)
    if request.method == "POST":
        return _done(request, intake)
    if request.headers.get("HX-Request") == "true":
        if intake.state in UNDER_WAY:
            return render(request, "desk/parts/list_under_way.html", {"intake": intake})
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _shown(request, intake)


def _done(request: StaffRequest, intake: Intake) -> HttpResponseBase:
    """What the button that was pressed asks for; whoever did not send the list only looks at it."""
    try:
        if intake.by_id != request.user.pk:
            raise Refusal("intake.other", intake_report.OTHERS.filled(name=intake.by.name))
        if request.POST.get("do") == "drop":
            drop(intake)
            messages.info(request, _("Not laid before the desk. Nothing of the list was kept."))
            return redirect("desk:lists")
        if request.POST.get("do") == "answer":
            return _answered(request, intake)
        if request.POST.get("do") == "lay":
            lay_before_desk(intake)
    except Refusal as refusal:
        return _shown(request, intake, wrong=said(refusal.words))
    return redirect("desk:list", listing=intake.pk)


def _answered(request: StaffRequest, intake: Intake) -> HttpResponseBase:
    """What a list of payments pays for and when, said by a person; what cannot be stays as it was typed."""
    form = payments_form(intake, report_of(intake), request.POST)
    if form.is_valid():
        try:
            answer_payments(intake, form.answers)
        except Refusal as refusal:
            if refusal.field not in form.fields:
                raise
            form.refuse(refusal)
    if form.errors:
        return _shown(request, intake, form=form)
    return redirect("desk:list", listing=intake.pk)


def _shown(
    request: StaffRequest, intake: Intake, *, wrong: str = "", form: PaymentsForm | None = None
) -> HttpResponseBase:
    report = report_of(intake)
    counts = intake.counts
    context = {
        "intake": intake,
        "topic": _topic_name(intake),
        "counts": counts,
        "doubts": sum(counts.get(kind, 0) for kind in ("which", "nobody", "other_name")),
        "is_own": intake.by_id == request.user.pk,
        "why_refused": intake_report.told(intake.why_refused) if intake.why_refused else "",
        "is_complete": bool(report.get("complete")),
        "columns": _columns(report),
        "faults": intake_report.faults_of(report) if report else [],
        "asked": intake_report.asked_of(report) if report else [],
        "skipped": intake_report.skipped_of(report) if report else [],
        "findings": [
            (intake_report.cell_of(each, report), intake_report.told(each))
            for each in report.get("findings", ())[: intake_report.LISTED]
        ],
        "listed": intake_report.LISTED,
        "left": unsettled(findings_within(area_paths(request.actor, Action.IMPORT)).filter(intake=intake)).count(),
        "wrong": wrong,
        **payments_shown(intake, report, form=form),
    }
    return render(request, "desk/list.html", context)


def _list_meant(request: StaffRequest, listing: UUID) -> Intake:
    """The list, where the reader may bring in files for its area; Http404 for any other, as for one that is not there."""
    found = Intake.objects.select_related("area", "by").filter(pk=listing, kind=IntakeKind.LIST).first()
    if found is None or found.area is None or not decide(request.actor, Action.IMPORT, subject_in(found.area)).allowed:
        raise Http404
    return found


def _topic_name(intake: Intake) -> str:
    topic = TOPICS.get(intake.topic)
    return said(topic.name) if topic else intake.topic


def _counted(intake: Intake) -> tuple[int, int] | None:
    """The people of the list and its new findings; None while it was not read."""
    told = intake.state in (IntakeState.READ, IntakeState.DONE)
    return (intake.counts.get("persons", 0), intake.counts.get("findings", 0)) if told else None


def _columns(report: Mapping[str, Any]) -> list[dict[str, str]]:
    """The columns as they were understood."""
    return [
        {
            "letter": column_letter(each["column"]),
            "heading": each["heading"] or "—",
            "meaning": said(meaning_words(each["meaning"])) if each["meaning"] else "",
            "why": said(Words(**each["why"])),
        }
        for each in report.get("columns", ())
    ]
