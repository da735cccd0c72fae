"""Changing what is known of a household and its people: each change a new version, with who said so and what changed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xinlu.casework.services.figures import refresh_figures
from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.entering import dwelling_places
from xinlu.pages.desk.facts import differences
from xinlu.pages.desk.forms.household import FactsForm, LeavingForm, MemberVersionForm, NewHeadForm
from xinlu.pages.desk.household import file_shown, head_of
from xinlu.pages.desk.reach import area_paths
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action
from xinlu.people.models import Area
from xinlu.practice.vocabulary import Relation
from xinlu.records.models import Record
from xinlu.records.selectors import changed_fields
from xinlu.registry.selectors.files import FileView, MemberView
from xinlu.registry.services.households import write_file
from xinlu.registry.services.members import member_leaves, name_head, write_member


@may(Action.WRITE_FILE, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def file(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """The household's facts as a form; its people, each with a link."""
    view = file_shown(request.household)
    typed = request.POST if request.method == "POST" else None
    form = FactsForm(typed, places=_places(request, view), file=view.file)
    if typed is not None and form.is_valid():
        try:
            version = write_file(
                request.household,
                by=request.user,
                said_by=form.cleaned_data["said_by"],
                supersedes=form.cleaned_data["supersedes"],
                place=form.place_chosen,
                device=request.device,
                **form.facts(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            refresh_figures(request.household)
            _say_what_changed(request, view.file, version)
            return redirect("desk:household", household=household)
    return render(request, "desk/file.html", {**head_of(request, view), "facts": form})


@may(Action.WRITE_FILE, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def member(request: StaffRequest, household: UUID, member: UUID | None = None) -> HttpResponseBase:
    """One person as a form, or a new one; beneath it leaving, and becoming the head."""
    view = file_shown(request.household)
    person = _person(view, member) if member else None
    typed = request.POST if request.method == "POST" else None
    version = person.record if person else None
    form = MemberVersionForm(typed, version=version)
    form.fields["supersedes"].initial = version.pk if version else None
    if typed is not None and form.is_valid():
        try:
            written = write_member(
                request.household,
                by=request.user,
                said_by=form.cleaned_data["said_by"],
                member=member,
                supersedes=form.cleaned_data["supersedes"] if version else None,
                device=request.device,
                **form.facts(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            if version is None:
                messages.success(request, _("%(name)s is written down.") % {"name": written.name})
            else:
                _say_what_changed(request, version, written)
            return redirect("desk:file", household=household)
    context = {**head_of(request, view), "person": person, "form": form, **_beneath(person)}
    return render(request, "desk/member.html", context)


@may(Action.WRITE_FILE, about="household")
@require_POST
def leaves(request: StaffRequest, household: UUID, member: UUID) -> HttpResponseBase:
    """The person no longer belongs to the household."""
    view = file_shown(request.household)
    person, form = _person(view, member), LeavingForm(request.POST)
    if form.is_valid():
        try:
            member_leaves(
                request.household,
                by=request.user,
                said_by=form.cleaned_data["said_by"],
                member=member,
                left_on=form.cleaned_data["left_on"],
                why=form.cleaned_data["left_why"],
                device=request.device,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down: %(name)s has left.") % {"name": person.name})
            return redirect("desk:file", household=household)
    return _with_form(request, view, person, leaving=form)


@may(Action.WRITE_FILE, about="household")
@require_POST
def becomes_head(request: StaffRequest, household: UUID, member: UUID) -> HttpResponseBase:
    """The person is the head from now on."""
    view = file_shown(request.household)
    person, form = _person(view, member), NewHeadForm(request.POST)
    if form.is_valid():
        try:
            name_head(
                request.household,
                by=request.user,
                said_by=form.cleaned_data["said_by"],
                member=member,
                former_is=form.relation_chosen,
                device=request.device,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s is the head now.") % {"name": person.name})
            return redirect("desk:file", household=household)
    return _with_form(request, view, person, heading=form)


def _with_form(
    request: StaffRequest,
    view: FileView,
    person: MemberView,
    *,
    leaving: LeavingForm | None = None,
    heading: NewHeadForm | None = None,
) -> HttpResponseBase:
    form = MemberVersionForm(version=person.record)
    form.fields["supersedes"].initial = person.record.pk
    context = {**head_of(request, view), "person": person, "form": form, **_beneath(person)}
    context |= {"leaving": leaving} if leaving else {}
    context |= {"new_head": heading} if heading else {}
    return render(request, "desk/member.html", context)


def _beneath(person: MemberView | None) -> dict[str, object]:
    if person is None:
        return {}
    is_head = person.record.relation == Relation.HEAD
    return {"leaving": LeavingForm(), "new_head": None if is_head else NewHeadForm()}


def _person(view: FileView, member: UUID) -> MemberView:
    found = next((each for each in view.members if each.member == member), None)
    if found is None:
        raise Http404
    return found


def _places(request: StaffRequest, view: FileView) -> list[Area]:
    """Where the household can move to: within the writer's areas, for a helper those of the post."""
    paths = area_paths(request.actor, Action.WRITE_FILE)
    own = paths or tuple(post.area_path for post in request.actor.posts if post.area_path)
    found = list(dwelling_places(own))
    place = view.current.place
    return found if any(each.pk == place.pk for each in found) else [place, *found]


def _say_what_changed(request: StaffRequest, before: Record, after: Record) -> None:
    changes = differences(before, after, changed_fields(before, after))
    if not changes:
        messages.info(request, _("Nothing was changed, so nothing was written."))
        return
    said = _("; ").join(f"{label} {old} → {new}" for label, old, new in changes)
    messages.success(request, _("Written as a new version. Changed: %(changes)s") % {"changes": said})
