"""Type and size of a picture read from its first bytes alone: opening a WebP already reserves room for all its pixels."""

from __future__ import annotations

import struct
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Header:
    """What a picture says of itself: JPEG | PNG | WEBP, its pixels, whether it holds more than one frame."""

    format: str
    width: int
    height: int
    is_moving: bool = False


def read_header(data: bytes) -> Header | None:
    """The header, or None when the bytes are none of the three or end within it."""
    try:
        if data.startswith(b"\xff\xd8\xff"):
            return _jpeg(data)
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return _png(data)
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _webp(data)
    except (struct.error, IndexError):
        pass
    return None


def _jpeg(data: bytes) -> Header | None:
    """Walks the segments to the start of frame (ITU-T T.81, annex B)."""
    at = 2
    while at < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker == 0x01 or 0xD0 <= marker <= 0xD7:
            at += 2
        elif 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return Header("JPEG", width, height)
        elif marker in (0xD9, 0xDA):
            return None
        else:
            at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return None


def _png(data: bytes) -> Header | None:
    """IHDR comes first; acTL before the pixels tells of an animation (W3C PNG, third edition)."""
    if data[12:16] != b"IHDR":
        return None
    width, height = struct.unpack_from(">II", data, 16)
    at, is_moving = 8, False
    while at + 8 <= len(data) and data[at + 4 : at + 8] != b"IDAT":
        is_moving = is_moving or data[at + 4 : at + 8] == b"acTL"
        at += 12 + int(struct.unpack_from(">I", data, at)[0])
    return Header("PNG", width, height, is_moving)


def _webp(data: bytes) -> Header | None:
    """The first chunk names the kind: VP8 (RFC 6386), VP8L and VP8X (RFC 9649)."""
    kind = data[12:16]
    if kind == b"VP8X":
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        return Header("WEBP", width, height, is_moving=bool(data[20] & 0x02)) if len(data) >= 30 else None
    if kind == b"VP8L":
        bits = int(struct.unpack_from("<I", data, 21)[0])
        return Header("WEBP", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8 ":
        width, height = struct.unpack_from("<HH", data, 26)
        return Header("WEBP", width & 0x3FFF, height & 0x3FFF)
    return None
