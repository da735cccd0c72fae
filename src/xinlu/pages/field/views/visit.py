"""A visit: written down once, never changed; a wrong one is withdrawn with a reason."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinlu.casework.models import Visit
from xinlu.casework.services.undoing import withdraw_record
from xinlu.casework.services.visits import record_visit
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.field.forms import visits as form
from xinlu.pages.field.forms.typed import answered, wrong_of
from xinlu.pages.field.standings import head_name
from xinlu.pages.gate import may
from xinlu.pages.household.visits import shown_visit
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.records.services import keep_picture
from xinlu.registry.selectors.files import members_on


@may(Action.RECORD_VISIT, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: StaffRequest, household: UUID) -> HttpResponse:
    """The form of a visit; sent, it is recorded, and a refusal keeps everything that was typed and chosen."""
    members = members_on(request.household, clock.today())
    typed = request.POST if request.method == "POST" else form.blank(clock.now())
    refusal = None
    if request.method == "POST":
        try:
            _record(request, form.read(request.POST, members))
            messages.success(request, _("The visit is written down."))
            return redirect("field:home", household=household)
        except Refusal as refused:
            refusal = refused
    wrong = wrong_of(refusal) if refusal else {}
    context = {
        **form.shown(typed, members, wrong=wrong),
        "name": head_name(request.household),
        "had_pictures": bool(_pictures(request)),
    }
    return answered(request, "field/visit.html", context, refusal=refusal)


@may(Action.RECORD_VISIT, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_visit(request: StaffRequest, household: UUID, visit: UUID) -> HttpResponse:
    """The helper takes back a visit of their own that was written down in error; it stays to be read."""
    found = shown_visit(request.household, visit)
    if found is None or found.visit.author_id != request.user.pk:
        raise Http404
    context = {"shown": found, "name": head_name(request.household), "reason": request.POST.get("reason", "")}
    if request.method != "POST":
        return render(request, "field/withdraw_visit.html", context)
    try:
        _withdraw(request, found.visit)
    except Refusal as refusal:
        return answered(request, "field/withdraw_visit.html", context, refusal=refusal)
    messages.success(request, _("The visit is withdrawn."))
    return redirect("field:home", household=household)


@transaction.atomic
def _record(request: StaffRequest, sent: form.SentVisit) -> None:
    """Pictures and visit together, or neither."""
    kept = [_kept(request, upload) for upload in _pictures(request)]
    record_visit(
        request.household,
        by=request.user,
        began_at=sent.began_at,
        minutes=sent.minutes,
        place=sent.place,
        present=sent.present,
        others_present=sent.others_present,
        heard=sent.heard,
        explained=sent.explained,
        found=sent.found,
        pictures=list(dict.fromkeys(kept)),
        device=request.device,
    )


def _withdraw(request: StaffRequest, visit: Visit) -> None:
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise Refusal("withdrawal.reason", Words("为什么撤回，要写一句", "Say in a sentence why"), field="reason")
    withdraw_record(visit, by=request.user, reason=reason, device=request.device)


def _pictures(request: StaffRequest) -> list[UploadedFile[bytes]]:
    return [upload for upload in request.FILES.getlist("pictures") if upload]


def _kept(request: StaffRequest, upload: UploadedFile[bytes]) -> str:
    if len(_pictures(request)) > form.PICTURES_MAX:
        words = Words("照片最多 {n} 张", "{n} pictures at most").filled(n=form.PICTURES_MAX)
        raise Refusal("visit.too_many_pictures", words, field="pictures")
    try:
        return keep_picture(upload, household=request.household).sha256
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.words, field="pictures") from None
