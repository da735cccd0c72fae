"""The helpers of an area: who answers for how many households, who has too many, which households have nobody."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from xinlu.kernel.errors import Refusal
from xinlu.pages.desk.exports import Exported, as_xlsx, is_asked_for
from xinlu.pages.desk.forms.deeds import AssignForm
from xinlu.pages.desk.household import file_shown, head_of
from xinlu.pages.desk.paging import ListPages
from xinlu.pages.desk.reach import area_asked_for, ids_ticked, may_do, reachable, subject_in
from xinlu.pages.desk.rows import rows_of
from xinlu.pages.gate import may
from xinlu.pages.requests import StaffRequest
from xinlu.people.access import Action, decide
from xinlu.people.models import Area, User
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import (
    HelperLoad,
    helpers_for,
    helpers_of,
    helpers_within,
    households_at_most,
    lying_in,
    overloaded_helpers,
)
from xinlu.registry.services.assignments import assign_helper, hand_over
from xinlu.reports.tables import Sort

PAGE_ROWS = 50

EXPORTED: tuple[Exported[HelperLoad], ...] = (
    Exported(gettext_lazy("Helper"), lambda load: load.helper.name),
    Exported(gettext_lazy("Households"), lambda load: load.households, Sort.NUMBER),
    Exported(gettext_lazy("At most"), lambda load: load.most, Sort.NUMBER),
    Exported(gettext_lazy("Too many"), lambda load: _("too many") if load.overloaded else ""),
)


@may(Action.READ_AREA)
@require_http_methods(["GET", "HEAD"])
@never_cache
def helpers(request: StaffRequest) -> HttpResponseBase:
    """The helpers of an area with their loads, and its households without one."""
    area = area_asked_for(request, Action.READ_AREA)
    if is_asked_for(request):
        return as_xlsx(gettext_lazy("Helpers"), EXPORTED, helpers_of(area))
    return _shown(request, area)


@may(Action.ASSIGN_HELPER)
@require_http_methods(["POST"])
def assign_many(request: StaffRequest) -> HttpResponseBase:
    """The households ticked go to the helper chosen, all or none."""
    area = area_asked_for(request, Action.ASSIGN_HELPER)
    rows = _ticked(request, reachable(request.actor, Action.ASSIGN_HELPER, few=True).filter(path__startswith=area.path))
    listed = rows or ListPages(_without(request, area), PAGE_ROWS).get_page(1).object_list
    form = AssignForm(request.POST, helpers=helpers_for(listed, most=households_at_most(area)))
    if not rows:
        form.add_error(None, _("Tick the households first"))
    if form.is_valid():
        try:
            with transaction.atomic():
                for row in rows:
                    assign_helper(
                        row.household,
                        by=request.user,
                        helper=form.helper_chosen,
                        since=form.cleaned_data["since"],
                        reason=form.cleaned_data["reason"],
                        device=request.device,
                    )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _say_assigned(request, form.helper_chosen, len(rows))
            return redirect(f"{reverse('desk:helpers')}?area={area.code}")
    return _shown(request, area, form=form, ticked={row.household_id for row in rows})


@may(Action.ASSIGN_HELPER, about="household")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def assign(request: StaffRequest, household: UUID) -> HttpResponseBase:
    """One household's helper, from a day on."""
    view = file_shown(request.household)
    township = Area.objects.filter(code=view.current.township).first() or view.current.place
    form = AssignForm(
        request.POST if request.method == "POST" else None,
        helpers=helpers_for([view.current], most=households_at_most(township)),
    )
    if form.is_valid():
        try:
            assign_helper(
                request.household,
                by=request.user,
                helper=form.helper_chosen,
                since=form.cleaned_data["since"],
                reason=form.cleaned_data["reason"],
                device=request.device,
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _say_assigned(request, form.helper_chosen, 1)
            return redirect("desk:household", household=household)
    return render(request, "desk/assign.html", {**head_of(request, view), "form": form})


@may(Action.ASSIGN_HELPER)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def give_over(request: StaffRequest, helper: UUID) -> HttpResponseBase:
    """All or some of a helper's households go to another from a day on."""
    area = area_asked_for(request, Action.ASSIGN_HELPER)
    rows = list(reachable(request.actor, Action.ASSIGN_HELPER, few=True).filter(helper=helper))
    former = User.objects.filter(pk=helper).first()
    if former is None or not rows:
        raise Http404
    others = [load for load in helpers_for(rows, most=households_at_most(area)) if load.helper.pk != helper]
    form = AssignForm(request.POST if request.method == "POST" else None, helpers=others)
    chosen = [row for row in rows if str(row.household_id) in request.POST.getlist("household")]
    if request.method == "POST" and not chosen:
        form.add_error(None, _("Tick the households first"))
    if form.is_bound and form.is_valid():
        try:
            hand_over(
                by=request.user,
                from_helper=former,
                to_helper=form.helper_chosen,
                since=form.cleaned_data["since"],
                reason=form.cleaned_data["reason"],
                households=[row.household for row in chosen],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            _say_assigned(request, form.helper_chosen, len(chosen))
            return redirect(f"{reverse('desk:helpers')}?area={area.code}")
    ticked = {row.household_id for row in (chosen if request.method == "POST" else rows)}
    context = {"area": area, "former": former, "rows": rows_of(rows), "form": form, "ticked": ticked}
    return render(request, "desk/hand_over.html", context)


def _shown(
    request: StaffRequest,
    area: Area,
    *,
    form: AssignForm | None = None,
    ticked: frozenset[UUID] | set[UUID] = frozenset(),
) -> HttpResponseBase:
    """The page; whoever may answer for one of the households shown can be chosen for them."""
    page = ListPages(_without(request, area), PAGE_ROWS, few_expected=True).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    most = households_at_most(area)
    # Ids first, then the rows of one page: to sort ten thousand whole rows takes half as long again.
    counts = helpers_within(area).values_list("pk", "n_households")  # type: ignore[misc]
    helpers = Paginator(counts, PAGE_ROWS).get_page(request.GET.get("helpers"))
    on_page = list(helpers.object_list)
    users = User.objects.in_bulk([each for each, _n in on_page])
    may_assign = decide(request.actor, Action.ASSIGN_HELPER, subject_in(area)).allowed
    context = {
        "area": area,
        "loads": [HelperLoad(users[each], n, most) for each, n in on_page],
        "helpers": helpers,
        "overloaded": len(overloaded_helpers(area)),
        "page": page,
        "rows": rows_of(shown),
        "form": form or AssignForm(helpers=helpers_for(shown, most=most) if may_assign else ()),
        "ticked": ticked,
        "may_assign": may_assign,
        **may_do(request, Action.EXPORT),
    }
    return render(request, "desk/helpers.html", context)


def _without(request: StaffRequest, area: Area) -> QuerySet[CurrentFile]:
    """The area's households for which nobody answers, village by village."""
    without = reachable(request.actor, Action.READ_AREA).filter(lying_in(area), helper_name=None)
    return without.order_by("village", "pinyin", "household")


def _ticked(request: StaffRequest, households: QuerySet[CurrentFile]) -> list[CurrentFile]:
    """The households ticked in the form, of those that lie within reach."""
    return list(households.filter(household__in=ids_ticked(request.POST.getlist("household"))))


def _say_assigned(request: StaffRequest, helper: User, n: int) -> None:
    words = ngettext(
        "%(name)s now answers for %(n)s more household.", "%(name)s now answers for %(n)s more households.", n
    ) % {
        "name": helper.name,
        "n": n,
    }
    messages.success(request, words)
