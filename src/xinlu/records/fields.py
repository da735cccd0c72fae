"""Columns that hold what must not be read from a stolen disk: AES-256-GCM at rest, and keyed blind indexes to find by."""

from __future__ import annotations

import base64
import hmac
import secrets
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from xinlu.records.keys import read_keys

_NONCE_BYTES = 12
_VERSION = "1:"


if TYPE_CHECKING:
    _Text = models.TextField[str, str]
else:  # Django's own field takes no type arguments at run time
    _Text = models.TextField


class EncryptedTextField(_Text):
    """Text that is plain in Python and AES-256-GCM in the database, bound to its table and column. Empty stays empty."""

    def get_prep_value(self, value: Any) -> Any:
        if not value:
            return value
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = _cipher().encrypt(nonce, str(value).encode(), self._bound_to())
        return _VERSION + base64.b64encode(nonce + sealed).decode()

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        if not value:
            return value
        raw = base64.b64decode(value.removeprefix(_VERSION))
        return _cipher().decrypt(raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], self._bound_to()).decode()

    def _bound_to(self) -> bytes:
        return f"{self.model._meta.db_table}.{self.column}".encode()


def blind_index(value: str, *, purpose: str) -> str:
    """A keyed hash (HMAC-SHA256, 64 hex digits) that finds an equal value without telling it; empty for empty."""
    if not value:
        return ""
    index = _hmac_of(settings.XINLU_KEYS_FILE).copy()
    index.update(f"{purpose}\x1f{value}".encode())
    return index.hexdigest()


@cache
def _hmac_of(keys: Path) -> hmac.HMAC:
    """Copied for each value: to begin anew with the key takes as long as all the rest."""
    return hmac.new(read_keys(keys).blind_index, digestmod="sha256")


def _cipher() -> AESGCM:
    return _cipher_of(settings.XINLU_KEYS_FILE)


@cache
def _cipher_of(keys: Path) -> AESGCM:
    return AESGCM(read_keys(keys).encryption)
