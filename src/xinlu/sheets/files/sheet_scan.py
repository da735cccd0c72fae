"""One sheet's XML looked over before it is read: in blocks of rows, with the exact walk only where a block needs it.

A sheet of six million cells takes half a minute to walk and three seconds to look over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from xinlu.kernel.errors import Refusal
from xinlu.sheets.files import limits, refusals
from xinlu.sheets.files.sheet_marks import SheetMarks
from xinlu.sheets.files.sheet_walk import SheetWalk

_ROW_END = b"</row>"
_BLOCK = 1 << 20
_LONGEST_ROW = 4 << 20
_ROW_NUMBER = re.compile(rb'<row r="(\d{1,10})"')
_WIDE = re.compile(rb'<c r="([A-Z]{2,3})\d')
_NARROW = 26

_CELL = rb'\d++"(?: s="\d++")?+(?: t="(?:n|s|b|d|str|inlineStr)")?+(?: ?/)?+>'
_PLAIN = rb'/|v>|row r="\d++"[ >/]|is>|t>|t xml:space="preserve">|c r="'
_VALUE = rb"<v>(?!0(?:\.0)?<)[^<]"
_FORMULA = rb"f(?:>| [^>/]*>)[^<]*</f>%b|f [^>]*/>%b"
_BEYOND_PLAIN = re.compile(rb"<(?!" + _PLAIN + rb"[A-Z]" + _CELL + rb")")
"""Any element but those of a sheet without formulas and of at most 26 columns, written as every program writes them."""
_BEYOND_ORDERLY = re.compile(
    rb"<(?!" + _PLAIN + rb"[A-Z]{1,3}" + _CELL + rb"|" + _FORMULA % (rb"<v>[^<]", rb"<v>[^<]") + rb")"
)
_BEYOND_ORDERLY_OR_ZERO = re.compile(
    rb"<(?!" + _PLAIN + rb"[A-Z]{1,3}" + _CELL + rb"|" + _FORMULA % (_VALUE, _VALUE) + rb")"
)
"""The same with formulas that have a value (and not 0), and with more columns."""


def scan_sheet(name: str, pieces: Callable[[], Iterable[bytes]], *, doubts_zeros: bool = False) -> SheetMarks:
    """What is learnt of the sheet. `pieces` gives its XML and is called a second time where the quick look does not do.

    Refusal for a damaged sheet and for one larger than is read.
    """
    scan = _Scan(name, doubts_zeros=doubts_zeros)
    try:
        return scan.run(pieces())
    except Refusal as error:
        if not scan.guessed or error.code != refusals.TOO_WIDE_SPREAD:
            raise
    # Rows passed over quickly count as filled to the last cell they name, which may have had no more than a style.
    return _Scan(name, doubts_zeros=doubts_zeros, walks_all=True).run(pieces())


class _Scan:
    def __init__(self, name: str, *, doubts_zeros: bool, walks_all: bool = False) -> None:
        self.guessed = False
        self._marks = SheetMarks(name=name)
        self._walk = SheetWalk(self._marks, doubts_zeros=doubts_zeros)
        self._beyond_orderly = _BEYOND_ORDERLY_OR_ZERO if doubts_zeros else _BEYOND_ORDERLY
        self._walks_all = walks_all

    def run(self, pieces: Iterable[bytes]) -> SheetMarks:
        blocks = _blocks(pieces)
        first = next(blocks, b"")
        if b"\0" in first[:200]:
            # UTF-16: the reader behind takes such a sheet for an empty one.
            raise refusals.damaged(self._marks.name)
        self._walk.feed(first)
        self._walks_all = self._walks_all or not first.endswith(_ROW_END)
        held: bytes | None = None
        for block in blocks:
            if held is not None:
                self._take(held)
            held = block
        self._walk.feed(held or b"", is_last=True)
        return self._marks

    def _take(self, block: bytes) -> None:
        # Once a row was cut in two, its other half has to follow.
        self._walks_all = self._walks_all or not block.endswith(_ROW_END)
        is_plain = not self._walks_all and _BEYOND_PLAIN.search(block) is None
        if not is_plain and (self._walks_all or self._beyond_orderly.search(block) is not None):
            self._walk.feed(block)
            return
        marks = self._marks
        rows = max(map(int, _ROW_NUMBER.findall(block)), default=0)
        columns = _NARROW if is_plain else _widest(block)
        reached = max(rows, marks.last_row) * max(columns, marks.last_column)
        if rows > limits.ROWS or columns > limits.COLUMNS or reached > limits.CELLS:
            self._walk.feed(block)
            return
        self.guessed = True
        marks.written += block.count(b'<c r="')
        if b"<v>" in block or b"<t" in block or b"<f" in block:
            marks.last_row, marks.last_column = max(rows, marks.last_row), max(columns, marks.last_column)


def _widest(block: bytes) -> int:
    """The last column named in the block; 26 where none is named with two letters."""
    letters = max(set(_WIDE.findall(block)), default=b"", key=lambda found: (len(found), found))
    columns = 0
    for letter in letters:
        columns = columns * 26 + letter - 64
    return columns or _NARROW


def _blocks(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The XML cut behind rows; where a row does not end for long, cut anywhere."""
    held = b""
    for piece in pieces:
        held += piece
        if len(held) < _BLOCK:
            continue
        cut = held.rfind(_ROW_END)
        if cut >= 0:
            cut += len(_ROW_END)
            yield held[:cut]
            held = held[cut:]
        elif len(held) > _LONGEST_ROW:
            yield held
            held = b""
    yield held
