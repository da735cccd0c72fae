"""How far a reader's permission reaches, as conditions on lists. What may be done to one thing, people.access decides."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from xinlu.pages.requests import StaffRequest
from xinlu.people.access import TABLE, Action, Actor, Scope, Subject, decide
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import lying_in


def area_paths(actor: Actor, action: Action) -> tuple[str, ...]:
    """The paths of the areas within which the actor may do `action`, each once."""
    row = TABLE[action]
    paths = [post.area_path for post in actor.posts if post.area_path and row.get(post.role) is Scope.AREA]
    return tuple(dict.fromkeys(paths))


def reachable(actor: Actor, action: Action, *, few: bool = False) -> QuerySet[CurrentFile]:
    """The households to which the actor may do `action`, with all that a list shows of them.

    `few`: it will be narrowed to a few of them, by whose own index they are then found. The answer is the same.
    """
    within = _within(actor, action, few=few)
    return CurrentFile.objects.filter(within).select_related("place", "helper", "household__figures")


def reachable_villages(actor: Actor, action: Action) -> list[tuple[str, str, str]]:
    """The villages of these households: code, name, and the name of what each lies in. In the order of their codes."""
    named = Q(pk__in=())
    for path in area_paths(actor, action):
        named |= Q(path__startswith=path)
    if _as_helper(actor, action):
        named |= Q(code__in=CurrentFile.objects.filter(helper=actor.user_id).order_by().values("village"))
    peopled = Exists(CurrentFile.objects.filter(village=OuterRef("code")))
    villages = Area.objects.filter(named, peopled, level=Level.VILLAGE)
    return list(villages.order_by("code").values_list("code", "name", "parent__name"))


def _within(actor: Actor, action: Action, *, few: bool) -> Q:
    within, paths = Q(pk__in=()), area_paths(actor, action)
    if few:  # what SQLite cannot look up leads it to no wrong index
        for path in paths:
            within |= Q(path__startswith=path)
    elif paths:
        for area in Area.objects.filter(path__in=paths):
            within |= lying_in(area)
    return within | Q(helper=actor.user_id) if _as_helper(actor, action) else within


def _as_helper(actor: Actor, action: Action) -> bool:
    row = TABLE[action]
    return any(row.get(post.role) is Scope.ASSIGNED for post in actor.posts)


def reaches_area(actor: Actor, action: Action, area: Area) -> bool:
    """Whether the actor may do `action` in that area."""
    return any(area.path.startswith(path) for path in area_paths(actor, action))


def may_do(request: StaffRequest, *actions: Action) -> dict[str, bool]:
    """For buttons: by the action's name, whether the reader may do it to what the page is about."""
    return {action.name.lower(): decide(request.actor, action, request.subject).allowed for action in actions}


def area_asked_for(request: StaffRequest, action: Action) -> Area:
    """The area named by ?area=, else the first that the reader answers for; Http404 when it lies outside the reach."""
    paths = area_paths(request.actor, action)
    code = request.GET.get("area", "") or request.POST.get("area", "")
    area = Area.objects.filter(code=code).first() if code else Area.objects.filter(path__in=paths[:1]).first()
    if area is None or not reaches_area(request.actor, action, area):
        raise Http404
    return area


def ids_ticked(typed: Iterable[str]) -> set[UUID]:
    """The ids of households that a form names; what is none is left out."""
    found = set()
    for each in typed:
        with suppress(ValueError):
            found.add(UUID(each))
    return found


def subject_in(area: Area) -> Subject:
    """An area as something to be acted upon."""
    return Subject(area_path=area.path)
