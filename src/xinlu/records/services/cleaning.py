"""Cleaning records: every field as its column will give it back, or a refusal that names the field.

`Field.clean` decides. It is not asked where it is known to give all values of a column back as they are, which a look at
their exact types and bounds tells far sooner.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Set
from datetime import date, datetime
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import translation

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.records.fields import EncryptedTextField
from xinlu.records.models import Record
from xinlu.records.services.columns import Column, Columns

LONGEST_TEXT_CHARACTERS = 20_000
"""Some ten pages: longer is something pasted by mistake."""

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")

_TEXTS = (models.CharField, models.TextField, EncryptedTextField)
_INTEGERS = (
    models.IntegerField,
    models.BigIntegerField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
)
_EXACT = {
    models.BooleanField: bool,
    models.DateField: date,
    models.DateTimeField: datetime,
    models.UUIDField: UUID,
}

_Field = models.Field[Any, Any]


def clean(record: Record) -> None:
    """Every field as its column will give it back, so that the stored row yields the digest again."""
    for field in _cleaned(type(record)):
        value = getattr(record, field.attname)
        # Null and the empty list are answers here ("nobody entered it"), which forms of Django count as blank.
        if (value is None and field.null) or value in ([], {}):
            continue
        _check_texts(value, name=field.name)
        try:
            setattr(record, field.attname, field.clean(value, record))
        except ValidationError as error:
            words = Words("有一项没法存：{why}", "One entry cannot be stored: {why}")
            raise Refusal("record.field", words.filled(why=_why(error)), field=field.name) from None


def are_clean(kind: type[Record], columns: Columns) -> bool:
    """Whether it is certain that `clean` would leave every one of these records of one kind as it is."""
    for name, nullable, stands in _tests(kind):
        column = columns[name]
        types = column.types - {type(None)} if nullable else column.types
        if types and not stands(types, column):
            return False
    return True


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


_Stands = Callable[[Set[type], Column], bool]
"""Whether the texts of all values are sound and `field.clean` gives each back as it is; None is not among the types."""


@cache
def _cleaned(kind: type[Record]) -> tuple[_Field, ...]:
    return tuple(
        field for field in kind._meta.concrete_fields if not field.is_relation and field.name not in ("salt", "digest")
    )


@cache
def _tests(kind: type[Record]) -> tuple[tuple[str, bool, _Stands], ...]:
    return tuple((field.attname, field.null, _test(field)) for field in _cleaned(kind))


def _test(field: _Field) -> _Stands:
    kind, validators = type(field), list(field.validators)
    if field.choices:
        return _never
    lengths = [each.limit_value for each in validators if isinstance(each, MaxLengthValidator)]
    least = [each.limit_value for each in validators if isinstance(each, MinValueValidator)]
    most = [each.limit_value for each in validators if isinstance(each, MaxValueValidator)]
    if kind in _TEXTS and len(lengths) == len(validators):
        return partial(_text_stands, most=min([LONGEST_TEXT_CHARACTERS, *lengths]), blank=field.blank)
    if kind in _INTEGERS and least and most and len(least) + len(most) == len(validators):
        return partial(_integer_stands, least=max(least), most=min(most))
    if kind is models.JSONField and not validators:
        return _json_stands
    if kind in _EXACT and not validators:
        return partial(_is_exactly, exact=_EXACT[kind])
    return _never


def _never(types: Set[type], column: Column) -> bool:
    return False


def _is_exactly(types: Set[type], column: Column, *, exact: type) -> bool:
    return types == {exact}


def _integer_stands(types: Set[type], column: Column, *, least: int, most: int) -> bool:
    return types == {int} and least <= min(column.present()) and max(column.present()) <= most


def _text_stands(types: Set[type], column: Column, *, most: int, blank: bool) -> bool:
    if types != {str}:
        return False
    texts = column.present()
    return max(map(len, texts)) <= most and (blank or all(texts)) and _is_sound("".join(texts))


def _json_stands(types: Set[type], column: Column) -> bool:
    """Each text in a value is sound where the whole is short, holds no escaped NUL and no half a character."""
    return types <= {list, dict} and all(
        text is not None and len(text) <= LONGEST_TEXT_CHARACTERS and "\\u0000" not in text and _is_sound(text)
        for text in column.json()
    )


def _is_sound(text: str) -> bool:
    if "\x00" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:  # half a character
        return False
    return True
