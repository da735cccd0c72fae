"""Composing a record: fields cleaned, then frozen under a salt and a digest. Nothing is stored here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.db.models.base import ModelState
from rfc8785 import IntegerDomainError

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.ids import uuid7
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.records.digest import digest_of_text, new_salt
from xinlu.records.models import Household, Record
from xinlu.records.services.cleaning import are_clean, clean
from xinlu.records.services.columns import Column, Columns, columns_of
from xinlu.records.services.freezing import canonical_of

Kind = TypeVar("Kind", bound=Record)


def compose(
    kind: type[Kind],
    /,
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

    Raises Refusal when it is about neither or both of a household and an area, or a field cannot be stored; its
    `field` names which.
    """
    if (household is None) == (area is None):
        raise Refusal(
            "record.about",
            Words("要么记在一户名下，要么记在一个地方名下", "A record is about one household or one area"),
        )
    received = clock.now()
    made = to_the_millisecond(made_at or received)
    about = {
        "id": id or uuid7(made),
        "household_id": household.pk if household else None,
        "area_id": area.pk if area else None,
        "author_id": author.pk if author else None,
        "made_at": made,
        "received_at": received,
        "device": device,
        "supersedes": supersedes,
        "schema": kind.SCHEMA,
        "salt": salt or new_salt(),
    }
    pointed_to = {"household": household, "area": area, "author": author}
    record = unchecked(kind, making_of(kind).columns, about, fields, pointed_to=pointed_to)
    freeze([record])
    return record


def freeze(records: Sequence[Record]) -> Columns:
    """Clean these records of one kind and give them their digests; their columns as they are then.

    Raises the Refusal of the first that cannot be stored.
    """
    columns = columns_of(records)
    digests = _digests_if_clean(records, columns)
    if digests is None:
        for record in records:
            clean(record)
            record.digest = _digest(record)
        return columns_of(records)
    for record, digest in zip(records, digests, strict=True):
        record.digest = digest
    columns["digest"] = Column(digests)
    return columns


def check(records: Sequence[Record]) -> Columns:
    """The columns of these records of one kind.

    Raises the Refusal of the first that, as it stands in memory, cannot be stored or does not yield its digest.
    """
    columns = columns_of(records)
    if _digests_if_clean(records, columns) == list(columns["digest"].values):
        return columns
    for record in records:
        clean(record)
        if _digest(record) != record.digest:
            raise Refusal(
                "record.digest",
                Words(
                    "这条记录和它的校验码对不上，没有存。请重新打开这一页再写一遍",
                    "This record does not match its digest; nothing was stored. Open the page again and write it once more",
                ),
            )
    return columns_of(records)


def _digests_if_clean(records: Sequence[Record], columns: Columns) -> list[str] | None:
    """The digests, where every one of the records is certain to be clean and has one."""
    if not are_clean(type(records[0]), columns):
        return None
    try:
        return _digests(records, columns)
    except IntegerDomainError:
        return None


def _digest(record: Record) -> str:
    try:
        return _digests([record], columns_of([record]))[0]
    except IntegerDomainError:
        raise Refusal(
            "record.number_too_large",
            Words("有一个数太大了，没有存。看看是不是多打了几个零", "A number is too large; look for zeros too many"),
        ) from None


def _digests(records: Sequence[Record], columns: Columns) -> list[str]:
    written = zip(canonical_of(records, columns), columns["salt"].values, strict=True)
    return [digest_of_text(text, salt=bytes(salt)) for text, salt in written]


def by_kind(records: Iterable[Record]) -> dict[type[Record], list[Record]]:
    """The records sorted by kind, in their order."""
    alike: dict[type[Record], list[Record]] = {}
    for record in records:
        alike.setdefault(type(record), []).append(record)
    return alike


def to_the_millisecond(moment: datetime) -> datetime:
    """The moment as a record keeps it."""
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


@dataclass(frozen=True, slots=True)
class Relation:
    """A column that points to a row: its attribute, and what of a row of `model` stands in it."""

    attname: str
    model: type[models.Model]
    target: str


@dataclass(frozen=True, slots=True)
class Making:
    """What a kind's records are made of: the columns' defaults, those made anew each time, the columns that point to rows."""

    columns: dict[str, Any]
    made_anew: Sequence[tuple[str, Callable[[], Any]]]
    relations: Mapping[str, Relation]


@cache
def making_of(kind: type[Record]) -> Making:
    """The kind's making, worked out once."""
    fields = kind._meta.concrete_fields
    return Making(
        {field.attname: field.get_default() for field in fields},
        [(field.attname, field.get_default) for field in fields if callable(field.default) and field.has_default()],
        {
            field.name: Relation(field.attname, field.related_model, field.target_field.attname)
            for field in fields
            if type(field) is models.ForeignKey
        },
    )


def unchecked(
    kind: type[Kind],
    columns: Mapping[str, Any],
    own: Mapping[str, Any],
    fields: Mapping[str, Any],
    *,
    pointed_to: dict[str, Any],
) -> Kind:
    """A record of all the kind's `columns`, over them its `own`, and over those `fields` as `kind(**fields)` takes them.

    Neither cleaned nor frozen. `pointed_to` are the rows that the columns point to. Made as unpickling makes it: through
    __init__ thirty fields take many times as long, and nothing listens to the signals that it sends.
    """
    making = making_of(kind)
    values = {**columns, **own, **fields}
    if len(values) > len(columns):  # some are given by the row that they point to
        for name in fields.keys() - columns.keys():
            relation, value = making.relations.get(name), values.pop(name)
            if relation is None:
                raise TypeError(f"{kind.__name__} has no {name}")
            if not isinstance(value, relation.model | None):
                raise ValueError(f"{kind.__name__}.{name} must be a {relation.model.__name__}, not {value!r}")
            values[relation.attname] = None if value is None else getattr(value, relation.target)
            pointed_to[name] = value
    for name, make in making.made_anew:
        if name not in fields:
            values[name] = make()
    record = kind.__new__(kind)
    record.__dict__ = values
    state = record._state = ModelState()
    state.fields_cache = pointed_to
    return record
