"""The digest of a record's exact content: SHA-256(16-byte salt || RFC 8785 canonical JSON). Pure; mirrored in digest.js."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from typing import TypeAlias

import rfc8785

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

SALT_BYTES = 16


def new_salt() -> bytes:
    """Sixteen random bytes, which keep an erased amount or number from being guessed from its digest."""
    return secrets.token_bytes(SALT_BYTES)


def digest_of(frozen: Mapping[str, Json], *, salt: bytes) -> str:
    """The digest as 64 lower-case hex digits. ValueError when the salt has not 16 bytes."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, not {len(salt)}")
    return hashlib.sha256(salt + rfc8785.dumps(dict(frozen))).hexdigest()
