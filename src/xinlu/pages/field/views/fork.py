"""Two versions of one account stand side by side: shown whole, and settled by a person who has asked the household."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinlu.casework.models import IncomeAccount
from xinlu.casework.selectors.accounts import rival_accounts
from xinlu.casework.services.undoing import settle
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.field.differences import differences, versions_of
from xinlu.pages.field.forms.typed import answered
from xinlu.pages.field.standings import head_name
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action


@may(Action.SETTLE_FORK, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
def fork(request: StaffRequest, household: UUID) -> HttpResponse:
    """Who wrote what, when, and where they part; with a choice and the household's words one of them is settled on."""
    rivals = rival_accounts(request.household)
    if not rivals:
        messages.success(request, _("There is one version only; nothing is to be settled."))
        return redirect("field:home", household=household)
    versions = versions_of(rivals)
    context = {
        "name": head_name(request.household),
        "versions": versions,
        "differences": differences(versions),
        "kept": request.POST.get("kept", ""),
        "reason": request.POST.get("reason", ""),
    }
    if request.method != "POST":
        return render(request, "field/fork.html", {**context, "wrong": {}})
    try:
        _settle(request, rivals)
    except Refusal as refusal:
        return answered(request, "field/fork.html", context, refusal=refusal)
    messages.success(request, _("Settled. The other version stays to be read."))
    return redirect("field:home", household=household)


def _settle(request: StaffRequest, rivals: list[IncomeAccount]) -> None:
    kept = next((each for each in rivals if str(each.pk) == request.POST.get("kept", "")), None)
    if kept is None:
        raise Refusal("fork.kept", Words("照哪一本算，要选一个", "Choose which of them counts"), field="kept")
    reason = request.POST.get("reason", "").strip()
    if not reason:
        raise Refusal(
            "fork.reason",
            Words("问了谁、户里怎么说的，要写一句", "Write in a sentence whom you asked and what they said"),
            field="reason",
        )
    others = [each for each in rivals if each.pk != kept.pk]
    settle(kept, set_aside=others, by=request.user, reason=reason, device=request.device)
