"""The household's file on the helper's phone: what it lacks, its facts, its people."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xinlu.kernel.errors import Refusal
from xinlu.pages.field.forms import files as form
from xinlu.pages.field.forms.typed import answered
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.registry.selectors.files import FileView, file_of, file_quality_of
from xinlu.registry.services.households import write_file


@may(Action.READ_FILE, about="household")
@require_safe
def file(request: StaffRequest, household: UUID) -> HttpResponse:
    """The file with its findings, its facts and its people; numbers are masked."""
    view = file_view(request)
    known = [each for each in form.fields(form.HOUSEHOLD_FACTS, of=view.file, typed=None) if each.is_known]
    context = {"file": view, "quality": file_quality_of(view), "facts": known}
    return render(request, "field/file.html", context)


@may(Action.WRITE_FILE, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
def facts(request: StaffRequest, household: UUID) -> HttpResponse:
    """The household's facts, written anew as a version; a refusal keeps everything that was typed."""
    view = file_view(request)
    refusal = None
    if request.method == "POST":
        try:
            write_file(
                request.household,
                by=request.user,
                said_by=request.POST.get("said_by", ""),
                supersedes=read_version(request),
                device=request.device,
                **form.read(form.HOUSEHOLD_FACTS, request.POST),
            )
            messages.success(request, _("The file is written down."))
            return redirect("field:file", household=household)
        except Refusal as refused:
            refusal = refused
    typed = request.POST if refusal else None
    context = {
        "file": view,
        "fields": form.fields(form.HOUSEHOLD_FACTS, of=view.file, typed=typed, refusal=refusal),
        "version": request.POST.get("version", view.file.pk),
        "said_by": request.POST.get("said_by", ""),
    }
    return answered(request, "field/facts.html", context, refusal=refusal)


def file_view(request: StaffRequest) -> FileView:
    """The household's file; not found where it has none."""
    view = file_of(request.household)
    if view is None:
        raise Http404
    return view


def read_version(request: StaffRequest) -> UUID | None:
    """Which version the form showed; None where the page was torn, and then the standing one is meant."""
    try:
        return UUID(request.POST.get("version", ""))
    except ValueError:
        return None
