"""The only way a record comes into being: composed with salt and digest, then appended behind its ledger row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.ids import uuid7
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.records.digest import digest_of, new_salt
from xinlu.records.models import Household, LedgerEntry, Record

Kind = TypeVar("Kind", bound=Record)


class Outcome(StrEnum):
    """What appending did: a new record, or the same one again."""

    NEW = "new"
    DUPLICATE = "duplicate"


def compose(
    kind: type[Kind],
    *,
    household: Household | None = None,
    area: Area | None = None,
    author: User | None,
    device: str = "",
    made_at: datetime | None = None,
    supersedes: UUID | None = None,
    id: UUID | None = None,
    salt: bytes | None = None,
    **fields: Any,
) -> Kind:
    """A record of `kind`, frozen: id, salt and digest made, fields cleaned, not yet stored. Times go to the millisecond.

    Raises Refusal when it is about neither or both of a household and an area, or a field cannot be stored.
    """
    if (household is None) == (area is None):
        raise Refusal(
            "record.about",
            Words("要么记在一户名下，要么记在一个地方名下", "A record is about one household or one area"),
        )
    made = made_at or clock.now()
    made = made.replace(microsecond=made.microsecond // 1000 * 1000)
    record = kind(
        id=id or uuid7(made),
        household=household,
        area=area,
        author=author,
        device=device,
        made_at=made,
        received_at=clock.now(),
        supersedes=supersedes,
        schema=kind.SCHEMA,
        salt=salt or new_salt(),
        **fields,
    )
    record.digest = digest_of(record.frozen(), salt=bytes(record.salt))
    return record


@transaction.atomic
def append(record: Kind) -> Outcome:
    """Store a composed record behind its ledger row. The same id with the same digest is a duplicate, and success.

    Raises Refusal("record.id_taken") for the same id with another body.
    """
    entry, created = LedgerEntry.objects.get_or_create(
        id=record.pk,
        defaults={
            "kind": record.KIND,
            "household": record.household,
            "digest": record.digest,
            "received_at": record.received_at,
        },
    )
    if not created:
        if entry.digest == record.digest and entry.kind == record.KIND:
            return Outcome.DUPLICATE
        raise Refusal(
            "record.id_taken",
            Words(
                "这个编号已经用在另一条记录上，没有存。请重新打开这一页再写一遍",
                "This id already names another record; nothing was stored. Open the page again and write it once more",
            ),
        )
    record.full_clean(exclude={"household", "area", "author"}, validate_unique=False, validate_constraints=False)
    record.save(force_insert=True)
    return Outcome.NEW
