"""The digest of a record's exact content: SHA-256(16-byte salt || RFC 8785 canonical JSON). Pure; mirrored in digest.js."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import rfc8785

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

SALT_BYTES = 16
_DRAWN_AT_ONCE = 256

LARGEST_INTEGER = 2**53 - 1
"""Beyond it a JSON number is not kept exactly (RFC 8785, section 3.2.2.3)."""

_encoded = json.JSONEncoder(ensure_ascii=False, check_circular=False, sort_keys=True, separators=(",", ":")).encode


def new_salt() -> bytes:
    """Sixteen random bytes, which keep an erased amount or number from being guessed from its digest."""
    return secrets.token_bytes(SALT_BYTES)


def new_salts() -> Iterator[bytes]:
    """Salts without end, each as `new_salt`: for many at once."""
    while True:
        drawn = secrets.token_bytes(SALT_BYTES * _DRAWN_AT_ONCE)
        yield from (drawn[start : start + SALT_BYTES] for start in range(0, len(drawn), SALT_BYTES))


def digest_of(frozen: Mapping[str, Json], *, salt: bytes) -> str:
    """The digest as 64 lower-case hex digits. ValueError when the salt has not 16 bytes."""
    return digest_of_text(canonical(dict(frozen)), salt=salt)


def digest_of_text(canonical_json: bytes, *, salt: bytes) -> str:
    """As `digest_of`, of content that is canonical already."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(salt + canonical_json).hexdigest()


def canonical(value: Json) -> bytes:
    """The value as RFC 8785 writes it; what that cannot write raises rfc8785.CanonicalizationError.

    Python's own encoder is ten times as fast and writes the same bytes of the values that `is_common` names.
    """
    if is_common(value):
        try:
            return _encoded(value).encode()
        except UnicodeEncodeError:  # half a character: rfc8785 says so in its own way
            pass
    return rfc8785.dumps(value)


def is_common(value: Any) -> bool:
    """Whether the value holds but strings, whole numbers that JSON keeps, true, false, null, lists, and objects of ASCII names.

    Of those names the order by code points is the order by UTF-16 that RFC 8785 asks for.
    """
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return bool(-LARGEST_INTEGER <= value <= LARGEST_INTEGER)
    if kind is list:
        return all(map(is_common, value))
    if kind is dict:
        return all(type(name) is str and name.isascii() for name in value) and all(map(is_common, value.values()))
    return False


def common_text(value: Any) -> str | None:
    """The canonical JSON of a value that `is_common`, as text; None for any other."""
    return _encoded(value) if is_common(value) else None
