"""Bringing in an office's own spreadsheet: the file is sent here, and what was brought in before stands beneath."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xinlu.exchange.models import Intake, IntakeKind, IntakeState
from xinlu.exchange.selectors.intakes import registers_within
from xinlu.exchange.selectors.proposals import proposals_within, still_open
from xinlu.exchange.services.files import LARGEST_BYTES
from xinlu.exchange.services.steps import receive
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.forms.intakes import IntakeForm
from xinlu.pages.desk.reach import area_paths, subject_in
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action, decide
from xinlu.people.models import Area

PAGE_ROWS = 20


@may(Action.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def intakes(request: StaffRequest) -> HttpResponseBase:
    """The form, and the files brought in before; a file that was taken leads to what it says."""
    paths = area_paths(request.actor, Action.IMPORT)
    areas = list(Area.objects.filter(path__in=paths).order_by("path"))
    posted = request.method == "POST"
    form = IntakeForm(request.POST if posted else None, request.FILES if posted else None, areas=areas)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            intake = receive(
                name=file.name, chunks=file.chunks(), size=file.size, by=request.user, area=form.area_chosen
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("desk:intake", intake=intake.pk)
    page = Paginator(registers_within(paths), PAGE_ROWS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "rows": [(each, _told(each, "new", "changed", "same"), _told(each, "returned")) for each in page],
        "several": len(areas) > 1 or any(each.level != "village" for each in areas),
        "open_proposals": still_open(proposals_within(paths)).count(),
        "largest_mb": LARGEST_BYTES >> 20,
    }
    return render(request, "desk/intakes.html", context)


def _told(intake: Intake, *names: str) -> int | None:
    """The households counted under these names; None while the file was not read."""
    told = intake.state in (IntakeState.READ, IntakeState.DONE)
    return sum(intake.counts.get(name, 0) for name in names) if told else None


def intake_meant(request: StaffRequest, intake: UUID) -> Intake:
    """The file, where the reader may bring in files for its area; Http404 for any other, as for one that is not there."""
    found = Intake.objects.select_related("area", "by").filter(pk=intake, kind=IntakeKind.REGISTER).first()
    if found is None or found.area is None or not decide(request.actor, Action.IMPORT, subject_in(found.area)).allowed:
        raise Http404
    return found
