"""What a file is, told by its first bytes. Its name counts only where a text file claims to be a workbook."""

from __future__ import annotations

import re
from enum import Enum, auto
from pathlib import PurePath
from typing import BinaryIO

from xinlu.sheets.files import compound, refusals

HEAD_BYTES = 4096


class Family(Enum):
    """How a file is read."""

    WORKBOOK = auto()
    TEXT = auto()


_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", compound.SIGNATURE)
_OTHERS = (
    (b"%PDF", "pdf"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"{\\rtf", "word"),
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x09\x00\x04\x00", "old_excel"),
    (b"\x09\x02\x06\x00", "old_excel"),
    (b"\x09\x04\x06\x00", "old_excel"),
    (b"\x09\x08", "old_excel"),
)
_RIFF_PICTURE = re.compile(rb"RIFF....WEBP|....ftyp(?:heic|heix|mif1|avif)", re.DOTALL)
_BITMAP = re.compile(rb"BM....\0\0\0\0", re.DOTALL)
_WEB_PAGE = re.compile(
    rb"\s*(?:<(?:!doctype|html|head|meta|body|table|style|div|\?xml|\?mso-application|workbook)\b|<!--|mime-version:)",
    re.IGNORECASE,
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_UTF_16 = _MARKS[1:]
_NEVER_TEXT = frozenset([".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".ods", ".ots"])
_PERHAPS_TEXT = frozenset([".xls", ".xlt", ".et"])
"""Office systems write text under these names, and spreadsheet programs open it."""
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")


def family_of(file: BinaryIO, name: str) -> Family:
    """How the file is read; Refusal for an empty one and for what is no spreadsheet."""
    head = file.read(HEAD_BYTES)
    if not head:
        raise refusals.empty_file()
    if head.startswith(_WORKBOOKS):
        return Family.WORKBOOK
    suffix = PurePath(name).suffix.lower()
    is_begun = any(signature.startswith(head) for signature in _WORKBOOKS)
    if is_begun and suffix in _NEVER_TEXT | _PERHAPS_TEXT:
        raise refusals.truncated()
    for signature, kind in _OTHERS:
        if head.startswith(signature):
            raise refusals.other_kind(kind)
    if _RIFF_PICTURE.match(head) or _BITMAP.match(head):
        raise refusals.other_kind("picture")
    if _WEB_PAGE.match(_without_zeros(head)):
        raise refusals.web_page()
    if suffix in _NEVER_TEXT or (not head.startswith(_UTF_16) and _CONTROLS.search(head)):
        raise refusals.other_kind("unknown")
    return Family.TEXT


def _without_zeros(head: bytes) -> bytes:
    """Text of the Latin kind seen through its encoding, UTF-16 too."""
    for mark in _MARKS:
        head = head.removeprefix(mark)
    return head.replace(b"\0", b"")
