"""What the digests of records are taken of: the canonical JSON of `Record.frozen`, written straight from their columns.

`frozen` is what it means. Values of types that are not listed here are left to it, and so are those that it refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from json.encoder import encode_basestring
from typing import Any, cast
from uuid import UUID

from xinlu.records.digest import LARGEST_INTEGER, canonical, common_text
from xinlu.records.models import Record
from xinlu.records.services.columns import Column, Columns


def canonical_of(records: Sequence[Record], columns: Columns) -> list[bytes]:
    """RFC 8785 of `frozen()` of each of these records of one kind; raises what that and `records.digest.canonical` raise."""
    schemas = columns["schema"]
    try:
        # What the envelope says of itself `frozen` takes as it is.
        if not schemas.is_constant or not columns["device"].types | columns["area_id"].types <= {str, type(None)}:
            raise _Uncommon
        frame, names = _frame(type(records[0]), schemas.values[0])
        written = zip(*[_texts(columns[name]) for name in names], strict=True)
        return [(frame % texts).encode() for texts in written]
    except (_Uncommon, UnicodeEncodeError):
        return [canonical(record.frozen()) for record in records]


class _Uncommon(Exception):
    """`Record.frozen` must say what is written, or why nothing is."""


@cache
def _frame(kind: type[Record], schema: int) -> tuple[str, tuple[str, ...]]:
    """The canonical JSON with a place for each value, and the columns of those in their order."""
    if kind.frozen is not Record.frozen or kind.body is not Record.body or schema not in kind.BODY:
        raise _Uncommon
    body = {name: kind._meta.get_field(name).attname for name in sorted(kind.BODY[schema])}  # type: ignore[union-attr]
    inner = ",".join(f'"{name}":%s' for name in body)
    frame = (
        f'{{"area":%s,"author":%s,"body":{{{inner}}},"device":%s,"household":%s,"id":%s,"kind":"{kind.KIND}",'
        f'"made_at":%s,"schema":{schema},"supersedes":%s}}'
    )
    return frame, ("area_id", "author_id", *body.values(), "device", "household_id", "id", "made_at", "supersedes")


def _texts(column: Column) -> list[str]:
    if column.types <= {list, dict}:
        texts = column.json()
        if None in texts:
            raise _Uncommon
        return cast("list[str]", texts)
    if len(column.types) == 1:
        return column.each(_written(next(iter(column.types))))
    return [_written(type(value))(value) for value in column.values]


def _written(kind: type) -> Callable[[Any], str]:
    """How values of exactly this type are written; a code of a closed list is written as the string that it is."""
    if kind in _WRITTEN:
        return _WRITTEN[kind]
    if issubclass(kind, str):
        return encode_basestring
    raise _Uncommon


def _integer(value: int) -> str:
    if not -LARGEST_INTEGER <= value <= LARGEST_INTEGER:
        raise _Uncommon
    return str(value)


def _uuid(value: UUID) -> str:
    digits = f"{value.int:032x}"
    return f'"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"'


def _moment(value: datetime) -> str:
    if value.tzinfo is not UTC:
        raise _Uncommon
    return f'"{value.isoformat(timespec="milliseconds").removesuffix("+00:00")}Z"'


def _structure(value: Any) -> str:
    text = common_text(value)
    if text is None:
        raise _Uncommon
    return text


_WRITTEN: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: _integer,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
    UUID: _uuid,
    date: '"{}"'.format,
    datetime: _moment,
    list: _structure,
    dict: _structure,
}
