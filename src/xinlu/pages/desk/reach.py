"""How far a reader's permission reaches, as conditions on lists. What may be done to one thing, people.access decides."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.http import Http404

from xinlu.pages.requests import StaffRequest
from xinlu.people.access import TABLE, Action, Actor, Scope, Subject, decide
from xinlu.people.models import Area
from xinlu.registry.models import CurrentFile


def area_paths(actor: Actor, action: Action) -> tuple[str, ...]:
    """The paths of the areas within which the actor may do `action`, each once."""
    row = TABLE[action]
    paths = [post.area_path for post in actor.posts if post.area_path and row.get(post.role) is Scope.AREA]
    return tuple(dict.fromkeys(paths))


def reachable(actor: Actor, action: Action) -> QuerySet[CurrentFile]:
    """The households to which the actor may do `action`, with all that a list shows of them."""
    within = Q(pk__in=())
    for path in area_paths(actor, action):
        within |= Q(path__startswith=path)
    row = TABLE[action]
    if any(row.get(post.role) is Scope.ASSIGNED for post in actor.posts):
        within |= Q(helper=actor.user_id)
    return CurrentFile.objects.filter(within).select_related("place", "helper", "household__figures")


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


def subject_in(area: Area) -> Subject:
    """An area as something to be acted upon."""
    return Subject(area_path=area.path)
