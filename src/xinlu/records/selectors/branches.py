"""Which version counts. Of a fork it is the branch that was received first, also after somebody has written on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from xinlu.records.models import Record
from xinlu.records.selectors.chains import current_many

Kind = TypeVar("Kind", bound=Record)

_Steps = Mapping[UUID, tuple[UUID | None, datetime]]


def standing_many(
    kind: type[Kind], households: Iterable[UUID], *, forked: Callable[[Sequence[Kind]], bool]
) -> dict[UUID, list[Kind]]:
    """The heads of `kind` of each household; of those that stand against each other the one that counts comes first.

    One query, and a second only where some household's heads are `forked`: the head received first would change sides
    as soon as somebody writes on it, so the branches are compared where they part.
    """
    found = current_many(kind, households)
    in_doubt = [household for household, heads in found.items() if forked(heads)]
    if in_doubt:
        rows = kind._default_manager.filter(household__in=in_doubt).values_list("pk", "supersedes", "received_at")
        steps = {pk: (supersedes, received_at) for pk, supersedes, received_at in rows}
        for household in in_doubt:
            found[household].sort(key=lambda head: _branch(head.pk, steps))
    return found


def _branch(head: UUID, steps: _Steps) -> list[tuple[datetime, UUID]]:
    """The way from the chain's beginning to the head: of two branches, the one that parted earlier sorts first."""
    way: list[tuple[datetime, UUID]] = []
    step: UUID | None = head
    while step is not None and step in steps and len(way) < len(steps):
        before, received_at = steps[step]
        way.append((received_at, step))
        step = before
    return way[::-1]
