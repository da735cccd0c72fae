"""A compound file (MS-CFB), the folder of streams that .xls, .doc and locked workbooks are."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from xinlu.sheets.files import refusals

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class Compound:
    """Its streams by name; Refusal where the file is torn or its chains of sectors run in circles."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        if len(content) < 512:
            raise refusals.truncated()
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise refusals.damaged()
        self._size, self._mini_size = 1 << shift, 1 << mini_shift
        self._next = self._table(self._fat_sectors())
        (first,) = struct.unpack_from("<I", content, 48)
        self._cutoff, mini_fat = struct.unpack_from("<II", content, 56)
        self._entries = list(_entries(self._chain(first)))
        self._mini_next = self._table(list(self._sectors(mini_fat))) if mini_fat < _LAST_SECTOR else ()

    @property
    def names(self) -> frozenset[str]:
        """The names of all streams and folders."""
        return frozenset(name for name, _, _, _ in self._entries)

    def stream(self, name: str) -> bytes:
        """The content of a stream; Refusal where there is none of that name or it is torn."""
        for found, kind, start, size in self._entries:
            if found == name and kind == _STREAM:
                content = self._mini_chain(start) if size < self._cutoff else self._chain(start)
                if len(content) < size:
                    raise refusals.truncated()
                return content[:size]
        raise refusals.damaged()

    def _fat_sectors(self) -> list[int]:
        found = [sector for sector in struct.unpack_from("<109I", self._content, 76) if sector < _LAST_SECTOR]
        sector, count = struct.unpack_from("<II", self._content, 68)
        for _ in range(min(count, len(self._content) // self._size)):
            if sector >= _LAST_SECTOR:
                break
            *more, sector = struct.unpack(f"<{self._size // 4}I", self._sector(sector))
            found += [each for each in more if each < _LAST_SECTOR]
        return found

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        content = b"".join(map(self._sector, sectors[: len(self._content) // self._size]))
        return struct.unpack(f"<{len(content) // 4}I", content)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        sector = self._content[start : start + self._size]
        if len(sector) == self._size:
            return sector
        # Some writers leave the last sector short.
        if start + self._size - len(self._content) >= self._size:
            raise refusals.truncated()
        return sector.ljust(self._size, b"\0")

    def _sectors(self, first: int) -> Iterator[int]:
        return _followed(self._next, first)

    def _chain(self, first: int) -> bytes:
        return b"".join(map(self._sector, self._sectors(first)))

    def _mini_chain(self, first: int) -> bytes:
        root = next((start for _, kind, start, _ in self._entries if kind == _ROOT), _LAST_SECTOR)
        content = self._chain(root)
        size = self._mini_size
        return b"".join(content[each * size : (each + 1) * size] for each in _followed(self._mini_next, first))


def _followed(table: tuple[int, ...], first: int) -> Iterator[int]:
    steps = 0
    while first < _LAST_SECTOR:
        if first >= len(table) or steps > len(table):
            raise refusals.damaged()
        yield first
        steps += 1
        first = table[first]


def _entries(folder: bytes) -> Iterator[tuple[str, int, int, int]]:
    for at in range(0, len(folder) - _ENTRY + 1, _ENTRY):
        length, kind = struct.unpack_from("<HB", folder, at + 64)
        start, size = struct.unpack_from("<II", folder, at + 116)
        if kind and 2 <= length <= 64:
            yield folder[at : at + length - 2].decode("utf-16-le", "replace"), kind, start, size
