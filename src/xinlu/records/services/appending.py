"""Appending records that were composed, here or on a device, behind their ledger rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import islice
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, transaction

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.records.models import LedgerEntry, Record
from xinlu.records.services.columns import columns_of
from xinlu.records.services.composing import by_kind, check, compose
from xinlu.records.services.storing import Frozen, insert_records, mark_stored

__all__ = ["Outcome", "append", "append_all", "compose"]

_BATCH_ROWS = 500
_Item = TypeVar("_Item")


class Outcome(StrEnum):
    """What appending did: a new record, or the same one again."""

    NEW = "new"
    DUPLICATE = "duplicate"


@transaction.atomic
def append(record: Record) -> Outcome:
    """Store a composed record behind its ledger row. The same id with the same digest is a duplicate, and success.

    An erased record received again is a duplicate too, and stays erased. Raises Refusal("record.id_taken") for the
    same id with another body, and what `check` raises.
    """
    check([record])
    entry, created = LedgerEntry.objects.get_or_create(id=record.pk, defaults=_ledger_row(record))
    if not created:
        if entry.digest != record.digest:
            raise _id_taken()
        return Outcome.DUPLICATE
    record.save(force_insert=True)
    return Outcome.NEW


def append_all(records: Iterable[Record]) -> list[Outcome]:
    """Store composed records of any kinds in bulk, all or none; one outcome for each, in their order.

    Raises the Refusal of the first that `append` would refuse; then nothing is stored.
    """
    records = list(records)
    _check_all(records)
    try:
        with transaction.atomic():
            return _store(records)
    except IntegrityError:
        # Somebody else appended one of them meanwhile: now the ledger shows it.
        with transaction.atomic():
            return _store(records)


def _check_all(records: list[Record]) -> None:
    try:
        for alike in by_kind(records).values():
            check(alike)
    except Refusal:
        for record in records:  # the first of any kind is told of
            check([record])
        raise


def _store(records: list[Record]) -> list[Outcome]:
    digests: dict[UUID, str] = {}
    for ids in _batches(record.pk for record in records):
        digests.update(LedgerEntry.objects.filter(id__in=ids).values_list("id", "digest"))
    outcomes = []
    new: list[Record] = []
    for record in records:
        known = digests.setdefault(record.pk, "")
        if known and known != record.digest:
            raise _id_taken()
        outcomes.append(Outcome.DUPLICATE if known else Outcome.NEW)
        if not known:
            digests[record.pk] = record.digest
            new.append(record)
    insert_records([Frozen.of(kind, columns_of(alike)) for kind, alike in by_kind(new).items()])
    mark_stored(new)
    return outcomes


def _ledger_row(record: Record) -> dict[str, object]:
    return {
        "kind": record.KIND,
        "household_id": record.household_id,
        "digest": record.digest,
        "received_at": record.received_at,
    }


def _batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    rest = iter(items)
    while batch := list(islice(rest, _BATCH_ROWS)):
        yield batch


def _id_taken() -> Refusal:
    return Refusal(
        "record.id_taken",
        Words(
            "这个编号已经用在另一条记录上，没有存。请重新打开这一页再写一遍",
            "This id already names another record; nothing was stored. Open the page again and write it once more",
        ),
    )
