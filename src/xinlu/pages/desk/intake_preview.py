"""One file before it is in: what was understood, what a person has to decide, what goes back; and what then came of it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xinlu.exchange.models import Intake, IntakeState
from xinlu.exchange.selectors.intakes import asked_told, brought_in_before, faults_told, is_whole, report_of, sheets_of
from xinlu.exchange.services.files import is_kept, opened
from xinlu.exchange.services.steps import bring_in, correct, drop, go_on, run
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk import intake_report
from xinlu.pages.desk.exports import XLSX
from xinlu.pages.desk.intake_table import drawn
from xinlu.pages.desk.intakes import intake_meant
from xinlu.pages.desk.reach import area_paths
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action
from xinlu.sheets.entries import Asked, CellFault
from xinlu.sheets.returned import write_returned

READ_AGAIN_MOST = 5_000
"""Persons up to which a file is read anew while somebody waits for the copy to mend."""
UNDER_WAY = frozenset({IntakeState.READING, IntakeState.APPLYING})


@may(Action.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def intake(request: StaffRequest, intake: UUID) -> HttpResponseBase:
    """The file as far as it has come. Corrections are read again first; only what was looked at is brought in."""
    found = intake_meant(request, intake)
    if request.method == "POST":
        return _done(request, found)
    if found.state in UNDER_WAY and request.headers.get("HX-Request") == "true":
        return render(request, "desk/parts/intake_under_way.html", _frame(request, found))
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Refresh": "true"})
    return _shown(request, found)


@may(Action.IMPORT)
@require_safe
@never_cache
def returned(request: StaffRequest, intake: UUID) -> HttpResponseBase:
    """A copy of the file in which every cell that cannot be taken is coloured and says why."""
    found = intake_meant(request, intake)
    report = report_of(found)
    if not report or not is_kept(found.pk):
        raise Http404
    faults, asked = _said_of(found, report)
    target = tempfile.TemporaryFile()  # noqa: SIM115  (the response closes it, and it is gone then)
    with opened(found.pk, name=found.name) as source:
        write_returned(source, target, faults=faults, asked=asked, language=get_language() or "zh")
    target.seek(0)
    name = _("%(name)s, to mend") % {"name": Path(found.name).stem}
    response = FileResponse(target, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response.headers["Cache-Control"] = "no-store"
    return response


def _said_of(intake: Intake, report: Mapping[str, Any]) -> tuple[list[CellFault], list[Asked]]:
    """Every fault; of a large file with thousands of them the first that its report keeps."""
    if is_whole(report) or report["counts"].get("persons", 0) > READ_AGAIN_MOST:
        return faults_told(report), asked_told(report)
    outcome = run(intake, dry_run=True)
    return outcome.all_faults, outcome.all_asked


def _done(request: StaffRequest, intake: Intake) -> HttpResponseBase:
    """What the button that was pressed asks for; whoever did not send the file only looks at it."""
    wanted = request.POST.get("do", "")
    report = report_of(intake)
    typed = intake_report.corrections(request.POST, report, intake)
    try:
        if intake.by_id != request.user.pk:
            raise Refusal("intake.other", intake_report.OTHERS.filled(name=intake.by.name))
        if wanted == "drop":
            drop(intake)
            messages.info(request, _("Not brought in. Nothing of the file was kept."))
            return redirect("desk:intakes")
        if typed.wrong_year:
            return _shown(request, intake, wrong_year=typed.wrong_year)
        if typed.are_any:
            year = typed.year or intake.year
            correct(intake, by=request.user, columns=typed.columns, answers=typed.answers, year=year)
            _say_read_again(request, wanted)
        elif wanted == "bring_in":
            bring_in(intake)
        elif wanted == "go_on":
            go_on(intake)
        else:
            messages.info(request, _("Nothing was changed, so the file was not read again."))
    except Refusal as refusal:
        return _shown(request, intake, wrong=said(refusal.words))
    return redirect("desk:intake", intake=intake.pk)


def _say_read_again(request: HttpRequest, wanted: str) -> None:
    if wanted == "bring_in":
        messages.warning(request, _("You changed how the file is read, so it was read again. Look once more first."))
    else:
        messages.success(request, _("Read again the way you said. The columns are remembered for this office."))


def _shown(request: StaffRequest, intake: Intake, *, wrong: str = "", wrong_year: str = "") -> HttpResponseBase:
    """The page of the file's state; with what was typed where something of it is wrong."""
    context = _frame(request, intake)
    if intake.state == IntakeState.READ:
        typed = request.POST if request.method == "POST" else {}
        context |= _preview(request, intake, report_of(intake), typed)
    context |= {"wrong": wrong, "wrong_year": wrong_year}
    return render(request, "desk/intake.html", context)


def _frame(request: StaffRequest, intake: Intake) -> dict[str, Any]:
    """What every state shows."""
    counts = intake.counts
    entering = counts.get("new", 0) + counts.get("changed", 0)
    return {
        "intake": intake,
        "counts": counts,
        "entering": entering,
        "taken": entering + counts.get("same", 0),
        "is_own": intake.by_id == request.user.pk,
        "is_kept": is_kept(intake.pk),
        "why_refused": intake_report.told(intake.why_refused) if intake.why_refused else "",
    }


def _preview(
    request: StaffRequest, intake: Intake, report: Mapping[str, Any], typed: Mapping[str, Any]
) -> dict[str, Any]:
    choices = intake_report.choices_of(report, intake, typed)
    open_choices = sum(not each.answer for each in choices)
    return {
        "table": drawn(intake, report),
        "sheets": sheets_of(report),
        "columns": intake_report.columns_of(report, typed),
        "meanings": intake_report.grouped_meanings(),
        "choices": choices,
        "open_choices": open_choices,
        "to_decide": open_choices + intake.counts.get("proposals", 0),
        "to_decide_told": intake_report.to_decide_told(open_choices, intake.counts.get("proposals", 0)),
        "taken_told": intake_report.taken_told(intake.counts),
        "year": typed.get("year", intake_report.year_of(report, intake)) if intake_report.has_money(report) else None,
        "faults": intake_report.faults_of(report),
        "asked": intake_report.asked_of(report),
        "changed": intake_report.changes_of(report),
        "proposed": intake_report.proposed_of(report),
        "skipped": intake_report.skipped_of(report),
        "listed": intake_report.LISTED,
        "is_whole": is_whole(report),
        "before": brought_in_before(intake, paths=area_paths(request.actor, Action.IMPORT)),
    }
