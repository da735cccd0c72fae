"""What can be asked about areas, users and posts."""

from __future__ import annotations

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.access import Actor, Post
from xinlu.people.models import Area, Responsibility, User
from xinlu.people.roles import DESK_ROLES, Role


def responsibilities_on(user: User, day: date) -> QuerySet[Responsibility]:
    """The user's responsibilities that hold on `day`, with their areas."""
    return _holding(day).filter(user=user)


def _holding(day: date) -> QuerySet[Responsibility]:
    open_on = Q(until__isnull=True) | Q(until__gte=day)
    return Responsibility.objects.filter(open_on, since__lte=day).select_related("area").order_by("pk")


def actor_of(user: User) -> Actor:
    """The user as access sees it today."""
    posts = tuple(
        Post(Role(each.role), each.area.path if each.area else "") for each in responsibilities_on(user, clock.today())
    )
    return Actor(user_id=user.pk, posts=posts)


def sits_at_a_desk(actor: Actor) -> bool:
    """Whether any of the actor's posts is a desk's (and so needs a second factor)."""
    return bool(actor.roles & DESK_ROLES)


def areas_within(path: str) -> QuerySet[Area]:
    """The area of that path and all below it."""
    return Area.objects.filter(path__startswith=path)


def logins_like(text: str) -> QuerySet[User]:
    """Logins whose name or login contains `text` (all for none), its `responsibilities` narrowed to those of today."""
    today = Prefetch("responsibilities", _holding(clock.today()))
    return User.objects.filter(Q(username__icontains=text) | Q(name__icontains=text)).prefetch_related(today)


def area_called(text: str) -> Area:
    """The area of that code or full name; Refusal when there is none, or when several have the name."""
    found = list(Area.objects.filter(Q(code=text) | Q(name=text)).select_related("parent")[:6])
    if len(found) == 1:
        return found[0]
    if not found:
        words = Words("没有叫“{text}”的地方，也没有这个代码", "There is no area with the name or code “{text}”")
        raise Refusal("area.unknown", words.filled(text=text[:40]), field="area")
    listed = "; ".join(f"{area.name} {area.code} ({area.parent.name if area.parent else ''})" for area in found)
    words = Words(
        "叫“{text}”的不止一个，写代码：{listed}", "Several areas are called “{text}”; write the code: {listed}"
    )
    raise Refusal("area.several", words.filled(text=text[:40], listed=listed), field="area")
