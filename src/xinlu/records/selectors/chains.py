"""Chains of versions: which version is current, where a chain forks, what came before, what changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TypeVar, cast
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinlu.records.models import Household, Record, Settlement, Withdrawal

Kind = TypeVar("Kind", bound=Record)

_SAME_SUBJECT = Q(household=OuterRef("household")) | Q(area=OuterRef("area"))


def heads(kind: type[Kind]) -> QuerySet[Kind]:
    """The records of `kind` that count now, received first first: not superseded, withdrawn or set aside.

    Only what stands under the same household (or area) can supersede, withdraw or set aside. A withdrawal takes the
    record back and does not bring back what that record superseded.
    """
    return cast("QuerySet[Kind]", _heads(kind).all())


@cache
def _heads(kind: type[Record]) -> QuerySet[Record]:
    """Never evaluated itself, only copied: putting it together takes longer than most of its answers."""
    newer = kind._default_manager.filter(_SAME_SUBJECT, supersedes=OuterRef("pk"))
    withdrawn = Withdrawal.objects.filter(_SAME_SUBJECT, target=OuterRef("pk"))
    settled_anew = Settlement.objects.filter(_SAME_SUBJECT, supersedes=OuterRef("pk"))
    set_aside = Settlement.objects.filter(~Exists(settled_anew), _SAME_SUBJECT, set_aside=OuterRef("pk"))
    standing = kind._default_manager.filter(~Exists(newer), ~Exists(withdrawn), ~Exists(set_aside))
    return standing.order_by("received_at", "pk")


def current(kind: type[Kind], household: Household) -> list[Kind]:
    """The household's heads of `kind`, received first first; of a fork the first one counts. One query."""
    return list(heads(kind).filter(household=household))


def current_many(kind: type[Kind], household_ids: Iterable[UUID]) -> dict[UUID, list[Kind]]:
    """The heads of `kind` of each household named, as `current` gives them; an empty list where there is none.

    One query, whatever the number of households.
    """
    found: dict[UUID, list[Kind]] = {household_id: [] for household_id in household_ids}
    for record in heads(kind).filter(household__in=found):
        if record.household_id:
            found[record.household_id].append(record)
    return found


def forks(kind: type[Kind], household: Household, *, by: tuple[str, ...] | None = None) -> list[list[Kind]]:
    """The household's heads of `kind` that stand against each other: in each fork the one received first, then the rest.

    Two heads stand against each other when they descend from one record. With `by`, when they are equal in these
    fields: `by=()` for a kind of which a household has one chain, `by=("member",)` for one chain a member. Two queries.
    """
    standing = current(kind, household)
    if len(standing) < 2:
        return []
    predecessors = dict(kind._default_manager.filter(household=household).values_list("pk", "supersedes"))
    chains: dict[object, list[Kind]] = {}
    for record in standing:
        chain = _first(record.pk, predecessors) if by is None else tuple(getattr(record, name) for name in by)
        chains.setdefault(chain, []).append(record)
    return [chain for chain in chains.values() if len(chain) > 1]


def versions(record: Kind) -> list[Kind]:
    """The record and those it stands on, newest first, back to the first that is here. One query."""
    return versions_of_each([record])[record.pk]


def versions_of_each(records: Sequence[Kind]) -> dict[UUID, list[Kind]]:
    """The `versions` of each of these records of one household (or area), under the record's id. One query for all."""
    if not records:
        return {}
    kind, any_one = type(records[0]), records[0]
    subject = Q(household=any_one.household_id) if any_one.household_id else Q(area=any_one.area_id)
    by_id: dict[UUID | None, Kind] = {each.pk: each for each in kind._default_manager.filter(subject)}
    return {record.pk: _back(record, by_id) for record in records}


def changed_fields(older: Record, newer: Record) -> tuple[str, ...]:
    """The names of the body's fields in which the two differ, in the order of the newer one's schema."""
    before, after = older.body(), newer.body()
    names = [*after, *(name for name in before if name not in after)]
    return tuple(name for name in names if before.get(name) != after.get(name))


def _back(record: Kind, by_id: Mapping[UUID | None, Kind]) -> list[Kind]:
    chain, seen = [record], {record.pk}
    older = by_id.get(record.supersedes)
    while older and older.pk not in seen:
        chain.append(older)
        seen.add(older.pk)
        older = by_id.get(older.supersedes)
    return chain


def _first(record_id: UUID, predecessors: dict[UUID, UUID | None]) -> UUID:
    """The id at which the chain begins, also when that record is erased or not here yet."""
    seen = {record_id}
    while (older := predecessors.get(record_id)) and older not in seen:
        seen.add(older)
        record_id = older
    return record_id
