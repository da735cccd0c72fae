"""One sheet's XML (ECMA-376, 18.3) followed element by element: exact and slow."""

from __future__ import annotations

import re

from xinlu.sheets.files import refusals
from xinlu.sheets.files.careful_xml import CarefulParser, local
from xinlu.sheets.files.sheet_marks import SheetMarks
from xinlu.sheets.grid import Loss, Merge

_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,10})")
_TEXT_OF = frozenset(["v", "t", "f"])


class SheetWalk:
    """Fills `marks` from the XML fed to it.

    Whole rows may be left out of what is fed as long as every row names its own number. With `doubts_zeros` a formula
    whose stored value is 0 counts as never reckoned: the file asks to be reckoned anew, and writers that cannot reckon
    store a 0.
    """

    def __init__(self, marks: SheetMarks, *, doubts_zeros: bool = False) -> None:
        self._marks = marks
        self._doubts_zeros = doubts_zeros
        self._parser = CarefulParser(started=self._started, ended=self._ended, said=self._said, where=marks.name)
        self._row = self._column = self._cell_row = 0
        self._in_cell = False
        self._type = ""
        self._text: list[str] | None = None
        self._value: str | None = None
        self._formula: str | None = None

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        """Follow a piece; Refusal where it is damaged or the sheet too large."""
        self._parser.feed(piece, is_last=is_last)

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if name == "c":
            self._start_cell(attributes)
        elif name in _TEXT_OF and self._in_cell:
            self._text = []
        elif name == "row":
            self._row = _row_number(attributes["r"], self._marks) if "r" in attributes else self._row + 1
            self._column = 0
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._marks.written += 1
        if "r" in attributes:
            self._cell_row, self._column = place(attributes["r"], self._marks)
        else:
            self._cell_row, self._column = max(self._row, 1), self._column + 1
        self._in_cell = True
        self._type = attributes.get("t", "")
        self._value = self._formula = None

    def _said(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _ended(self, name: str) -> None:
        name = local(name)
        if name == "c":
            self._end_cell()
        elif name in _TEXT_OF and self._text is not None:
            text, self._text = "".join(self._text), None
            if name == "f":
                self._formula = text
            else:
                self._value = (self._value or "") + text

    def _end_cell(self) -> None:
        self._in_cell = False
        value, formula = self._value, self._formula
        if self._type == "e":
            self._lose(Loss.ERROR, value or "#N/A")
        elif formula is not None and self._is_unreckoned(value):
            # Of a shared formula only the first cell has the text.
            self._lose(Loss.UNCALCULATED, f"={formula or '…'}")
        elif not value:
            return
        self._marks.reach(self._cell_row, self._column)

    def _is_unreckoned(self, value: str | None) -> bool:
        if not value:
            return not (self._type == "str" and value is not None)
        return self._doubts_zeros and self._type in ("", "n") and value in ("0", "0.0")

    def _lose(self, why: Loss, text: str) -> None:
        self._marks.lose(self._cell_row, self._column, why, text)

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        (top, left), (bottom, right) = place(first, self._marks), place(last or first, self._marks)
        self._marks.merge(Merge(min(top, bottom), min(left, right), max(top, bottom), max(left, right)))


def place(ref: str, marks: SheetMarks) -> tuple[int, int]:
    """Row and column of "C5"; Refusal where it is no place."""
    match = _PLACE.fullmatch(ref)
    if match is None:
        raise refusals.damaged(marks.name)
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return _row_number(match[2], marks), column


def _row_number(text: str, marks: SheetMarks) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 10 or int(text) < 1:
        raise refusals.damaged(marks.name)
    return int(text)
