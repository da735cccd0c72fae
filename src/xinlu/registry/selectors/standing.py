"""Which version counts. Of a fork it is the branch that was received first, also after somebody has written on it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from xinlu.records.models import Household, Record
from xinlu.records.selectors import current_many
from xinlu.registry.models import MemberVersion

Kind = TypeVar("Kind", bound=Record)

_Steps = Mapping[UUID, tuple[UUID | None, datetime]]


def standing_many(kind: type[Kind], households: Iterable[UUID]) -> dict[UUID, list[Kind]]:
    """The heads of `kind` of each household; in each chain the one that counts comes first.

    One query, and a second only where there is a fork: the head received first would change sides as soon as somebody
    writes on it, so the branches are compared where they part.
    """
    found = current_many(kind, households)
    forked = [household for household, heads in found.items() if rivals(heads)]
    if forked:
        rows = kind._default_manager.filter(household__in=forked).values_list("pk", "supersedes", "received_at")
        steps = {pk: (supersedes, received_at) for pk, supersedes, received_at in rows}
        for household in forked:
            found[household].sort(key=lambda head: _branch(head.pk, steps))
    return found


def standing(kind: type[Kind], household: Household) -> list[Kind]:
    """The household's heads of `kind`; in each chain the one that counts comes first."""
    return standing_many(kind, [household.pk])[household.pk]


def rivals(heads: Sequence[Kind]) -> list[tuple[Kind, ...]]:
    """The heads that stand against each other, in their order: a household has one chain, or one for each person."""
    chains: dict[object, list[Kind]] = {}
    for head in heads:
        chains.setdefault(head.member if isinstance(head, MemberVersion) else None, []).append(head)
    return [tuple(chain) for chain in chains.values() if len(chain) > 1]


def _branch(head: UUID, steps: _Steps) -> list[tuple[datetime, UUID]]:
    """The way from the chain's beginning to the head: of two branches, the one that parted earlier sorts first."""
    way: list[tuple[datetime, UUID]] = []
    step: UUID | None = head
    while step is not None and step in steps and len(way) < len(steps):
        before, received_at = steps[step]
        way.append((received_at, step))
        step = before
    return way[::-1]
