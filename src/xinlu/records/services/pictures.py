"""Keeping a picture: re-encoded, on disk under its hash, and in one row however often it comes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Protocol

from xinlu.kernel import clock
from xinlu.records.models import Household, Picture
from xinlu.records.pictures import LARGEST_BYTES, kept_form, picture_path, too_heavy


class Upload(Protocol):
    """Bytes that can be read: an uploaded file, an open file."""

    def read(self, size: int = ..., /) -> bytes: ...


def keep_picture(upload: Upload, *, household: Household | None) -> Picture:
    """The picture's row, its bytes safely on disk. The same picture again is the same row, whoever sends it.

    Raises Refusal when it is none, moves, is torn, or has more than 12 MB or 40 million pixels.
    """
    original = upload.read(LARGEST_BYTES + 1)
    if len(original) > LARGEST_BYTES:
        raise too_heavy()
    original_sha256 = hashlib.sha256(original).hexdigest()
    known = Picture.objects.filter(original_sha256=original_sha256).first()
    if known and picture_path(known.sha256).exists():
        return known
    kept = kept_form(original)
    sha256 = hashlib.sha256(kept.jpeg).hexdigest()
    _write(picture_path(sha256), kept.jpeg)
    picture, _ = Picture.objects.get_or_create(
        sha256=sha256,
        defaults={
            "original_sha256": original_sha256,
            "width": kept.width,
            "height": kept.height,
            "size_bytes": len(kept.jpeg),
            "household": household,
            "received_at": clock.now(),
        },
    )
    return picture


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, also when the power goes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
