"""A picture that a visit of this household names, for who may read the household's file."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from xinlu.casework.models import Visit
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.records.models import Picture
from xinlu.records.pictures import picture_path
from xinlu.records.selectors import current


@may(Action.READ_FILE, about="household")
@require_safe
def picture(request: StaffRequest, household: UUID, sha256: str) -> HttpResponse:
    """The picture as it is kept. One that no standing visit of this household names is not here, wherever else it lies."""
    named = any(sha256 in visit.pictures for visit in current(Visit, request.household))
    if not named or not Picture.objects.filter(pk=sha256).exists() or not picture_path(sha256).exists():
        raise Http404
    response = HttpResponse(picture_path(sha256).read_bytes(), content_type="image/jpeg")
    response.headers["Cache-Control"] = "private, no-store"
    return response
