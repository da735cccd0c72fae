"""An office's own form, filled for a household, a village or a helper: one entry serves every form."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xinlu.exchange.services import own_forms as filling
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.exports import XLSX
from xinlu.pages.desk.forms.own_forms import OwnForm
from xinlu.pages.desk.reach import ids_ticked, reachable, reachable_villages
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.people.models import User
from xinlu.registry.models import CurrentFile
from xinlu.sheets.form_fields import Of, form_fields
from xinlu.sheets.own_forms import FilledForm, UnknownName

UNKNOWN_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Target:
    """For whom the form is filled: their households, how it is said, and where the reader came from."""

    households: QuerySet[CurrentFile]
    name: str
    back: str
    is_one: bool = False


@may(Action.EXPORT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def own_form(request: StaffRequest) -> HttpResponseBase:
    """Takes the form and gives it back filled; names that are not known are shown first."""
    target = _target(request)
    villages = None if target else _villages(request)
    posted = request.method == "POST"
    form = OwnForm(request.POST if posted else None, request.FILES if posted else None, villages=villages)
    unknown: list[UnknownName] = []
    if form.is_valid():
        meant = target or _village(request, form.cleaned_data["area"], villages or [])
        try:
            filled = _filled(request, meant, form.cleaned_data["file"])
        except Refusal as refusal:
            form.refuse(refusal, field="file" if refusal.field == "form" else None)
        else:
            unknown = filled.unknown
            if not unknown or form.cleaned_data["all_the_same"]:
                return _download(filled, name=f"{Path(form.cleaned_data['file'].name).stem} {meant.name}")
    context = {
        "form": form,
        "target": target,
        "unknown": unknown[:UNKNOWN_SHOWN],
        "n_unknown": len(unknown),
        "names": [(_of_words()[of], [each for each in form_fields() if each.of is of]) for of in Of],
    }
    return render(request, "desk/own_form.html", context)


def _target(request: StaffRequest) -> Target | None:
    """The household or helper that the address names; Http404 where none of it lies within the reader's reach."""
    own = reachable(request.actor, Action.EXPORT, few=True)
    if named := request.GET.get("household"):
        row = own.filter(household__in=ids_ticked([named])).first()
        if row is None:
            raise Http404
        back = reverse("desk:household", kwargs={"household": row.household_id})
        return Target(own.filter(pk=row.pk), row.head_name, back, is_one=True)
    if named := request.GET.get("helper"):
        helper = User.objects.filter(pk__in=ids_ticked([named])).first()
        households = own.filter(helper=helper) if helper else own.none()
        if helper is None or not households.exists():
            raise Http404
        return Target(households, helper.name, reverse("desk:helpers"))
    return None


def _villages(request: StaffRequest) -> list[tuple[str, str]]:
    return [(code, f"{within} {name}") for code, name, within in reachable_villages(request.actor, Action.EXPORT)]


def _village(request: StaffRequest, code: str, villages: list[tuple[str, str]]) -> Target:
    households = reachable(request.actor, Action.EXPORT, few=True).filter(village=code)
    return Target(households, dict(villages)[code].rpartition(" ")[2], reverse("desk:households"))


def _filled(request: StaffRequest, target: Target, file: Any) -> FilledForm:
    fill = filling.fill_for_household if target.is_one else filling.fill_for_households
    return fill(file.file, target.households, reader=request.user, language=get_language() or "zh-hans")


def _download(filled: FilledForm, *, name: str) -> FileResponse:
    response = FileResponse(BytesIO(filled.content), as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response.headers["Cache-Control"] = "no-store"
    return response


def _of_words() -> dict[Of, str]:
    return {
        Of.HOUSEHOLD: _("In a form about one household"),
        Of.MEMBER: _("In a row that repeats for each person"),
        Of.LINE: _("In a row that repeats for each line of the account"),
        Of.EACH: _("In a list: a row for each household"),
    }
