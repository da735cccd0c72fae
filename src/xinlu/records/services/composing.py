"""Composing a record: fields cleaned, then frozen under a salt and a digest. Nothing is stored here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import translation
from rfc8785 import IntegerDomainError

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.ids import uuid7
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.records.digest import Json, digest_of, new_salt
from xinlu.records.models import Household, Record

Kind = TypeVar("Kind", bound=Record)

LONGEST_TEXT_CHARACTERS = 20_000
"""Some ten pages: longer is something pasted by mistake."""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


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
    _clean(record)
    record.digest = _digest(record)
    return record


def check(record: Record) -> None:
    """Raises Refusal when the record, as it stands in memory, cannot be stored or does not yield its digest."""
    _clean(record)
    if _digest(record) != record.digest:
        raise Refusal(
            "record.digest",
            Words(
                "这条记录和它的校验码对不上，没有存。请重新打开这一页再写一遍",
                "This record does not match its digest; nothing was stored. Open the page again and write it once more",
            ),
        )


def _clean(record: Record) -> None:
    """Every field as its column will give it back, so that the stored row yields the digest again."""
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        # Null and the empty list are answers here ("nobody entered it"), which forms of Django count as blank.
        if field.is_relation or field.name in ("salt", "digest") or (value is None and field.null) or value in ([], {}):
            continue
        _check_texts(value, name=field.name)
        try:
            setattr(record, field.attname, field.clean(value, record))
        except ValidationError as error:
            words = Words("有一项没法存：{why}", "One entry cannot be stored: {why}")
            raise Refusal("record.field", words.filled(why=_why(error)), field=field.name) from None


def _check_texts(value: Any, *, name: str) -> None:
    for text in _texts(value):
        if len(text) > LONGEST_TEXT_CHARACTERS:
            words = Words(
                "这一段写了 {length} 个字，最多存 {most} 个字，还没有存。请写短些，或者分成几次写",
                "This text has {length} characters and at most {most} are kept; nothing was stored. "
                "Shorten it, or write it in several parts",
            )
            filled = words.filled(length=f"{len(text):,}", most=f"{LONGEST_TEXT_CHARACTERS:,}")
            raise Refusal("record.text_too_long", filled, field=name)
        if "\x00" in text:
            words = Words(
                "文字里夹着一个看不见的空字符（第 {place} 个字），没有存。多半是从别处粘贴来的，请删掉重打",
                "The text holds an invisible NUL character (character {place}); nothing was stored. "
                "It often comes with pasted text: delete it there and type it anew",
            )
            raise Refusal("record.nul", words.filled(place=text.index("\x00") + 1), field=name)
        if half := _HALF_CHARACTER.search(text):
            words = Words(
                "文字里有半个字符（第 {place} 个字，多半是断开的表情），没有存。请删掉重打",
                "The text holds half a character (character {place}, often a broken emoji); nothing was stored. "
                "Delete it and type it anew",
            )
            raise Refusal("record.half_character", words.filled(place=half.start() + 1), field=name)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from _texts(name)
            yield from _texts(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each)


def _why(error: ValidationError) -> Words:
    def said(language: str) -> str:
        with translation.override(language):
            return " ".join(str(message) for message in error.messages)

    return Words(said("zh-hans"), said("en"))


def _digest(record: Record) -> str:
    frozen: dict[str, Json] = record.frozen()
    try:
        return digest_of(frozen, salt=bytes(record.salt))
    except IntegerDomainError:
        raise Refusal(
            "record.number_too_large",
            Words("有一个数太大了，没有存。看看是不是多打了几个零", "A number is too large; look for zeros too many"),
        ) from None
