"""The county desk's side of the public board: what the next release would tell beside what is so, and giving it out."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xinlu.assessment.suppression import WHY
from xinlu.kernel.errors import Refusal
from xinlu.pages.board.parts import heads_of
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.pages.templatetags.look import said
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.reports.board import services
from xinlu.reports.board.selectors import days_of, previewed, releases_of
from xinlu.reports.models import PreparedBoard

_SIGNS = "①②③"


@may(Action.PUBLISH_BOARD, about="area")
@require_safe
@never_cache
def board(request: StaffRequest, code: str) -> HttpResponseBase:
    """What the next release would tell, beside the true counts, and the releases so far."""
    county = _county(request.area)
    if county.code != code:
        return redirect("desk:board", code=county.code)
    prepared = PreparedBoard.objects.filter(area=county).first()
    context = {
        "area": county,
        "prepared": prepared,
        "board": previewed(prepared, days=days_of(county)) if prepared else None,
        "heads": heads_of(),
        "signs": {str(why): sign for why, sign in zip(WHY, _SIGNS, strict=True)},
        "whys": list(zip(_SIGNS, WHY.values(), strict=True)),
        "releases": [(each.number + 1, each) for each in releases_of(county)],
    }
    return render(request, "desk/board.html", context)


@may(Action.PUBLISH_BOARD, about="area")
@require_POST
def prepare(request: StaffRequest, code: str) -> HttpResponseBase:
    """Prepare the next release from the counts of this moment."""
    if services.ask_for_board(_county(request.area)) is None:
        messages.success(
            request, _("It is being prepared; this goes on without you. Load the page again after a while.")
        )
    return redirect("desk:board", code=code)


@may(Action.PUBLISH_BOARD, about="area")
@require_POST
def publish(request: StaffRequest, code: str) -> HttpResponseBase:
    """Give out what the desk has looked at."""
    county = _county(request.area)
    try:
        services.publish(county, by=request.user, device=request.device, digest=request.POST.get("digest", ""))
    except Refusal as refusal:
        messages.error(request, said(refusal.words))
    else:
        messages.success(request, _("Published. Anybody can read it now."))
    return redirect("desk:board", code=county.code)


def _county(area: Area) -> Area:
    """The county that the area is or lies in; Http404 above counties."""
    county = Area.objects.filter(code__in=area.codes, level=Level.COUNTY).first()
    if county is None:
        raise Http404
    return county
