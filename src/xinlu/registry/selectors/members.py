"""Who belongs to a household: the standing version of each person, in the order of the form."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from xinlu.practice.vocabulary import Relation
from xinlu.registry.models import MemberVersion

_ORDER = {relation.value: place for place, relation in enumerate(Relation)}


def standing_members(versions: Iterable[MemberVersion]) -> list[MemberVersion]:
    """Of the heads (the one that counts first, as `standing` gives them) one a person.

    The head of the household first, then the form's order, then the eldest.
    """
    first: dict[object, MemberVersion] = {}
    for version in versions:
        first.setdefault(version.member, version)
    return sorted(
        first.values(),
        key=lambda each: (_ORDER.get(each.relation, 99), each.born_on or date.max, each.name, each.member),
    )


def lives_there(version: MemberVersion, on: date | None = None) -> bool:
    """Whether the person counts as a member: on a day, or (without one) as far as the file goes."""
    if on is None:
        return version.left_on is None
    joined = version.joined_on is None or version.joined_on <= on
    return joined and (version.left_on is None or on < version.left_on)
