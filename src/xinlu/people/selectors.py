"""What can be asked about areas, users and posts."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from xinlu.kernel import clock
from xinlu.people.access import Actor, Post
from xinlu.people.models import Area, Responsibility, User
from xinlu.people.roles import DESK_ROLES, Role


def responsibilities_on(user: User, day: date) -> QuerySet[Responsibility]:
    """The user's responsibilities that hold on `day`, with their areas."""
    open_on = Q(until__isnull=True) | Q(until__gte=day)
    return Responsibility.objects.filter(open_on, user=user, since__lte=day).select_related("area").order_by("pk")


def actor_of(user: User) -> Actor:
    """The user as access sees it today."""
    posts = tuple(Post(Role(each.role), each.area.path) for each in responsibilities_on(user, clock.today()))
    return Actor(user_id=user.pk, posts=posts)


def sits_at_a_desk(actor: Actor) -> bool:
    """Whether any of the actor's posts is a desk's (and so needs a second factor)."""
    return bool(actor.roles & DESK_ROLES)


def areas_within(path: str) -> QuerySet[Area]:
    """The area of that path and all below it."""
    return Area.objects.filter(path__startswith=path)
