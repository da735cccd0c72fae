"""The files themselves, from their arrival until they are in or dropped: AES-GCM at rest, plain only while they are read."""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.records.keys import read_keys

LARGEST_BYTES = 80 * 1024 * 1024
"""A county's register of 300,000 people is some 40 MB; far beyond that it is another file."""

_CHUNK_BYTES = 1 << 20
_NONCE_BYTES = 12


def keep(intake: UUID, chunks: Iterable[bytes]) -> str:
    """Keep a file that comes in; its SHA-256. Refusal (and nothing kept) where it is too large or empty."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    cipher = AESGCM(read_keys(settings.XINLU_KEYS_FILE).encryption)
    digest, size, number = hashlib.sha256(), 0, 0
    partial = folder / f"{intake}.partial"
    try:
        with partial.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            for chunk in _regular(chunks):
                size += len(chunk)
                if size > LARGEST_BYTES:
                    raise Refusal("file.too_large", _TOO_LARGE.filled(most=LARGEST_BYTES >> 20), field="file")
                digest.update(chunk)
                nonce = secrets.token_bytes(_NONCE_BYTES)
                sealed = cipher.encrypt(nonce, chunk, _bound_to(intake, number))
                file.write(len(sealed).to_bytes(4, "big") + nonce + sealed)
                number += 1
            if not size:
                raise Refusal("file.empty", _EMPTY, field="file")
        partial.rename(folder / f"{intake}.sealed")
    finally:
        partial.unlink(missing_ok=True)
    return digest.hexdigest()


@contextmanager
def opened(intake: UUID, *, name: str) -> Iterator[Path]:
    """The file in the clear under its own ending, for as long as the block lasts. Refusal where it is no longer kept."""
    sealed = _folder() / f"{intake}.sealed"
    if not sealed.exists():
        raise Refusal("file.gone", _GONE, field="file")
    cipher = AESGCM(read_keys(settings.XINLU_KEYS_FILE).encryption)
    with tempfile.TemporaryDirectory(dir=_folder()) as folder:
        plain = Path(folder) / f"file{Path(name).suffix[:8]}"
        with sealed.open("rb") as source, plain.open("wb") as target:
            number = 0
            while head := source.read(4):
                nonce = source.read(_NONCE_BYTES)
                body = source.read(int.from_bytes(head, "big"))
                target.write(cipher.decrypt(nonce, body, _bound_to(intake, number)))
                number += 1
        yield plain


def forget(intake: UUID) -> None:
    """The file is no longer needed."""
    (_folder() / f"{intake}.sealed").unlink(missing_ok=True)


def is_kept(intake: UUID) -> bool:
    """Whether the file can still be read."""
    return (_folder() / f"{intake}.sealed").exists()


def _regular(chunks: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for chunk in chunks:
        held += chunk
        while len(held) >= _CHUNK_BYTES:
            yield held[:_CHUNK_BYTES]
            held = held[_CHUNK_BYTES:]
    if held:
        yield held


def _bound_to(intake: UUID, number: int) -> bytes:
    return f"intake:{intake}:{number}".encode()


def _folder() -> Path:
    return Path(settings.XINLU_DATA_DIR) / "intakes"


_TOO_LARGE = Words(
    "文件超过 {most} MB，太大了。请按乡镇分成几个文件再传",
    "The file is larger than {most} MB. Split it, for instance by township",
)
_EMPTY = Words("文件是空的", "The file is empty")
_GONE = Words("这个文件已经不在了，请再传一次", "The file is no longer kept; bring it in once more")
