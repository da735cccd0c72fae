"""Deciding what a household counts as: the county's decision, a claim until the household recognises it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.forms.deeds import StatusForm
from xinlu.pages.desk.household import file_shown, head_of
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.registry.services.status import decide_status


@may(Action.DECIDE_STATUS, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def status(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """The form, and what was decided before."""
    form = StatusForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            decide_status(request.household, by=request.user, device=request.device, **form.cleaned_data)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Decided. It is a claim until the household has said that it is right."))
            return redirect("desk:household", household=household)
    context = {**head_of(request, file_shown(request.household)), "form": form}
    return render(request, "desk/status.html", context)
