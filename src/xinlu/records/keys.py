"""The installation's keys, kept in one file outside the data directory, readable by its owner alone."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Keys:
    """Django's signing key, the 256-bit key that encrypts numbers, and the one that makes blind indexes."""

    signing: str
    encryption: bytes
    blind_index: bytes


def make_keys(path: Path) -> Keys:
    """Write fresh keys to `path` (mode 0600); FileExistsError when it is there, for lost keys are lost numbers."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(
            {
                "signing": secrets.token_urlsafe(48),
                "encryption": base64.b64encode(secrets.token_bytes(32)).decode(),
                "blind_index": base64.b64encode(secrets.token_bytes(32)).decode(),
            },
            file,
            indent=2,
        )
    return read_keys(path)


@cache
def read_keys(path: Path) -> Keys:
    """The keys in `path`; FileNotFoundError names the file and the command that writes it."""
    if not path.exists():
        raise FileNotFoundError(f"no keys at {path}: run `xinlu init`, or set XINLU_KEYS_FILE to where they are")
    entries = json.loads(path.read_text())
    return Keys(
        signing=entries["signing"],
        encryption=base64.b64decode(entries["encryption"]),
        blind_index=base64.b64decode(entries["blind_index"]),
    )
