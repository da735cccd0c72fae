"""A person of the household: entered, corrected, gone. Every change is a version that names who said it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.field.forms import files as form
from xinlu.pages.field.forms.typed import answered, chips, read_date
from xinlu.pages.field.views.file import file_view, read_version
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.practice.vocabulary import Relation
from xinlu.registry.selectors.files import FileView, MemberView
from xinlu.registry.services.members import LEAVING_REASONS, member_leaves, write_member


@may(Action.WRITE_FILE, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest, household: UUID) -> HttpResponse:
    """Somebody who is not in the file yet."""
    return _form(request, person=None)


@may(Action.WRITE_FILE, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, household: UUID, member: UUID) -> HttpResponse:
    """Somebody of the file, corrected."""
    return _form(request, person=_person(request, member))


@may(Action.WRITE_FILE, about="household")
@require_POST
def leave(request: StaffRequest, household: UUID, member: UUID) -> HttpResponse:
    """The person no longer belongs to the household from a day on."""
    person = _person(request, member)
    try:
        left_on = read_date(request.POST.get("left_on", ""), field="left_on")
        if left_on is None:
            raise Refusal("member.left_on", Words("哪天走的，要写", "Write since which day"), field="left_on")
        member_leaves(
            request.household,
            by=request.user,
            said_by=request.POST.get("said_by", ""),
            member=member,
            left_on=left_on,
            why=request.POST.get("left_why", ""),
            device=request.device,
        )
    except Refusal as refusal:
        return _page(request, person, refusal=refusal, leaving=True)
    messages.success(request, _("Written down: they no longer belong to the household."))
    return redirect("field:file", household=household)


def _form(request: StaffRequest, *, person: MemberView | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, person)
    facts = {name: entry for name, entry in form.MEMBER_FACTS.items() if name != "relation" or not _is_head(person)}
    try:
        write_member(
            request.household,
            by=request.user,
            said_by=request.POST.get("said_by", ""),
            member=person.member if person else None,
            supersedes=read_version(request) if person else None,
            device=request.device,
            **_one_head(form.read(facts, request.POST), file_view(request), person),
        )
    except Refusal as refusal:
        return _page(request, person, refusal=refusal)
    messages.success(request, _("The file is written down."))
    return redirect("field:file", household=request.household.pk)


def _one_head(facts: dict[str, Any], view: FileView, person: MemberView | None) -> dict[str, Any]:
    """A second head is refused here: who is head is decided for both at once."""
    if facts.get("relation") == Relation.HEAD and view.head is not None and not _is_head(person):
        words = Words("户主已经是{name}了，户主只能有一个", "{name} is the head already; there is one head only")
        raise Refusal("household.two_heads", words.filled(name=view.head.name), field="relation")
    return facts


def _page(
    request: StaffRequest, person: MemberView | None, *, refusal: Refusal | None = None, leaving: bool = False
) -> HttpResponse:
    typed = request.POST if refusal and not leaving else None
    record = person.record if person else None
    fields = form.fields(form.MEMBER_FACTS, of=record, typed=typed, refusal=None if leaving else refusal)
    if _is_head(person):
        fields = [each for each in fields if each.name != "relation"]
    left = request.POST if leaving else {}
    context = {
        "file": file_view(request),
        "person": person,
        "fields": fields,
        "version": typed.get("version", "") if typed else record.pk if record else "",
        "said_by": typed.get("said_by", "") if typed else "",
        "leaving": leaving,
        "left": left,
        "left_whys": chips(LEAVING_REASONS, [left.get("left_why", "")]),
    }
    return answered(request, "field/member.html", context, refusal=refusal)


def _is_head(person: MemberView | None) -> bool:
    return person is not None and person.record.relation == Relation.HEAD


def _person(request: StaffRequest, member: UUID) -> MemberView:
    view = file_view(request)
    found = next((each for each in (*view.members, *view.gone) if each.member == member), None)
    if found is None:
        raise Http404
    return found
