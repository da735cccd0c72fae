"""Who belongs to a household: the standing version of each person, in the order of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from xinlu.practice.vocabulary import Relation
from xinlu.records.selectors import heads
from xinlu.registry.models import MemberVersion
from xinlu.registry.selectors.standing import standing_many

_ORDER = {relation.value: place for place, relation in enumerate(Relation)}


def standing_members(versions: Iterable[MemberVersion]) -> list[MemberVersion]:
    """Of the heads (the one that counts first, as `standing` gives them) one a person.

    The head of the household first, then the form's order, then the eldest.
    """
    first: dict[object, MemberVersion] = {}
    for version in versions:
        first.setdefault(version.member, version)
    return sorted(first.values(), key=standing_order)


def standing_order(version: MemberVersion) -> tuple[int, date, str, UUID]:
    """What `standing_members` sorts by."""
    return (_ORDER.get(version.relation, 99), version.born_on or date.max, version.name, version.member)


def lives_there(version: MemberVersion, on: date | None = None) -> bool:
    """Whether the person counts as a member: on a day, or (without one) as far as the file goes."""
    if on is None:
        return version.left_on is None
    return _belongs(on, joined_on=version.joined_on, left_on=version.left_on)


def people_on(days: Mapping[UUID, date]) -> dict[UUID, int]:
    """How many people belong to each of these households on its day. Two queries, and two more where versions stand
    against each other; some thousands of households at most."""
    versions = heads(MemberVersion).filter(household__in=list(days)).order_by()
    stays = versions.exclude(joined_on=None, left_on=None).values_list("household_id", "joined_on", "left_on")
    people = dict.fromkeys(days, 0)
    for household, joined_on, left_on in stays:
        people[household] += _belongs(days[household], joined_on=joined_on, left_on=left_on)
    counted = versions.values_list("household_id").annotate(
        living=Count("pk", filter=Q(joined_on=None, left_on=None)),
        heads=Count("pk"),
        persons=Count("member", distinct=True),
    )
    forked = []
    for household, living, heads_there, persons in counted:
        people[household] += living
        if persons < heads_there:
            forked.append(household)
    for household, found in standing_many(MemberVersion, forked).items() if forked else ():
        people[household] = sum(lives_there(each, days[household]) for each in standing_members(found))
    return people


def _belongs(on: date, *, joined_on: date | None, left_on: date | None) -> bool:
    return (joined_on is None or joined_on <= on) and (left_on is None or on < left_on)
