"""Which version of the file counts: a household has one chain of each kind, and one of members for each person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from xinlu.records.models import Household, Record
from xinlu.records.selectors import branches
from xinlu.registry.models import MemberVersion

Kind = TypeVar("Kind", bound=Record)


def standing_many(kind: type[Kind], households: Iterable[UUID]) -> dict[UUID, list[Kind]]:
    """The heads of `kind` of each household; in each chain the one that counts comes first."""
    return branches.standing_many(kind, households, forked=lambda heads: bool(rivals(heads)))


def standing(kind: type[Kind], household: Household) -> list[Kind]:
    """The household's heads of `kind`; in each chain the one that counts comes first."""
    return standing_many(kind, [household.pk])[household.pk]


def rivals(heads: Sequence[Kind]) -> list[tuple[Kind, ...]]:
    """The heads that stand against each other, in their order."""
    chains: dict[object, list[Kind]] = {}
    for head in heads:
        chains.setdefault(head.member if isinstance(head, MemberVersion) else None, []).append(head)
    return [tuple(chain) for chain in chains.values() if len(chain) > 1]
