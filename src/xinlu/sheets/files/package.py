"""Packed files (.xlsx, .ods): what is in them, and every part unpacked within bounds before any reader sees it."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from xinlu.sheets.files import limits, refusals

_CHUNK = 1 << 20
_ENCRYPTED = 0x1


class Package:
    """The parts of a packed file by name. Sizes that the file declares are not believed."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        file.seek(0)
        try:
            entries = zipfile.ZipFile(file).infolist()
        except zipfile.BadZipFile as error:
            # The list of parts stands at the end: where it is not found, the end is missing.
            raise (refusals.truncated() if "not a zip file" in str(error) else refusals.damaged()) from None
        except (NotImplementedError, ValueError, EOFError, OSError, OverflowError):
            raise refusals.damaged() from None
        if len(entries) > limits.ENTRIES:
            raise refusals.bomb()
        self.parts: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            # The reader finds parts whatever their case and takes the last of a name: two would be two different files.
            name = entry.filename.replace("\\", "/").lower()
            if name in self.parts and not name.endswith("/"):
                raise refusals.damaged()
            self.parts[name] = entry
        self._inflated: dict[str, int] = {}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self.parts

    def begins(self, folder: str) -> bool:
        """Whether any part lies in the folder (named with its slash)."""
        return any(name.startswith(folder.lower()) for name in self.parts)

    def small(self, name: str) -> bytes:
        """A small part whole; Refusal where it is missing or not small."""
        content = bytearray()
        for piece in self.pieces(name):
            content += piece
            if len(content) > limits.SMALL_PART_BYTES:
                raise refusals.bomb()
        return bytes(content)

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part unpacked, at most 1 MiB at a time. Refusal where it is missing, locked, torn, altered or swells."""
        entry = self.parts.get(name.lower())
        if entry is None:
            raise refusals.damaged()
        if entry.flag_bits & _ENCRYPTED:
            raise refusals.password()
        size, check = 0, 0
        others = sum(size for part, size in self._inflated.items() if part != name.lower())
        for piece in self._raw(entry):
            size += len(piece)
            self._inflated[name.lower()] = size
            if size > limits.BOMB_BYTES and size > limits.BOMB_RATIO * entry.compress_size:
                raise refusals.bomb()
            if others + size > limits.INFLATED_BYTES:
                raise refusals.too_large()
            check = zlib.crc32(piece, check)
            yield piece
        if check != entry.CRC:
            raise refusals.damaged()

    def _raw(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        if entry.header_offset < 0:
            raise refusals.damaged()
        self._file.seek(entry.header_offset)
        head = self._file.read(30)
        if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
            raise refusals.damaged()
        self._file.seek(int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little"), 1)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise refusals.damaged()
        inflate = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == zipfile.ZIP_DEFLATED else None
        left = entry.compress_size
        while left > 0:
            packed = self._file.read(min(_CHUNK // 4, left))
            if not packed:
                raise refusals.truncated()
            left -= len(packed)
            if inflate is None:
                yield packed
            else:
                yield from _inflated(inflate, packed)
        if inflate is not None and not inflate.eof:
            raise refusals.damaged()


def _inflated(inflate: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    try:
        while packed and not inflate.eof:
            piece = inflate.decompress(packed, _CHUNK)
            packed = inflate.unconsumed_tail
            if piece:
                yield piece
    except zlib.error:
        raise refusals.damaged() from None
