"""An OpenDocument spreadsheet (ISO 26300) looked over before it is read. Repeats are counted, not laid out."""

from __future__ import annotations

from xinlu.sheets.files import refusals
from xinlu.sheets.files.careful_xml import CarefulParser, local
from xinlu.sheets.files.package import Package
from xinlu.sheets.files.sheet_marks import SheetMarks
from xinlu.sheets.grid import Loss, Merge

CONTENT = "content.xml"
_CELLS = frozenset(["table-cell", "covered-table-cell"])


def scan_open_document(package: Package) -> list[SheetMarks]:
    """Every sheet in order; Refusal for a locked, damaged or too large one, or where another part swells."""
    if "meta-inf/manifest.xml" in package and b"encryption-data" in package.small("META-INF/manifest.xml"):
        raise refusals.password()
    walk = _ContentWalk()
    for piece in package.pieces(CONTENT):
        walk.feed(piece)
    walk.feed(b"", is_last=True)
    for other in package.parts.keys() - {CONTENT}:
        for _ in package.pieces(other):
            pass
    return walk.sheets


def notes_of(package: Package) -> list[str]:
    """What the file holds that is left alone: "macros"."""
    return ["macros"] if package.begins("Basic/") or package.begins("Scripts/") else []


class _ContentWalk:
    def __init__(self) -> None:
        self.sheets: list[SheetMarks] = []
        self._parser = CarefulParser(started=self._started, ended=self._ended, said=self._said)
        self._row = self._column = self._repeats = self._row_repeats = 0
        self._cell: dict[str, str] | None = None
        self._text: list[str] = []
        self._depth = 0

    def feed(self, piece: bytes, *, is_last: bool = False) -> None:
        self._parser.feed(piece, is_last=is_last)

    def _started(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        if self._cell is not None:
            self._depth += name == "annotation"
            return
        if name == "table":
            self.sheets.append(
                SheetMarks(name={local(key): value for key, value in attributes.items()}.get("name", ""))
            )
            self._row = self._row_repeats = 0
        elif name == "table-row" and self.sheets:
            self._row += self._row_repeats or 1
            self._row_repeats = _count(attributes, "table:number-rows-repeated")
            self._column = self._repeats = 0
        elif name in _CELLS and self.sheets:
            self._column += self._repeats or 1
            self._repeats = _count(attributes, "table:number-columns-repeated")
            self._cell, self._text, self._depth = attributes, [], 0

    def _said(self, text: str) -> None:
        if self._cell is not None and not self._depth:
            self._text.append(text)

    def _ended(self, name: str) -> None:
        if self._cell is None:
            return
        name = local(name)
        if name == "annotation":
            self._depth -= 1
        elif name in _CELLS:
            self._end_cell(self._cell)
            self._cell = None

    def _end_cell(self, attributes: dict[str, str]) -> None:
        marks = self.sheets[-1]
        text = "".join(self._text).strip()
        formula = attributes.get("table:formula")
        kind = attributes.get("office:value-type", "")
        rows, columns = (
            _count(attributes, "table:number-rows-spanned"),
            _count(attributes, "table:number-columns-spanned"),
        )
        if rows > 1 or columns > 1:
            marks.merge(Merge(self._row, self._column, self._row + rows - 1, self._column + columns - 1))
        if attributes.get("calcext:value-type") == "error" or (formula and text.startswith(("#", "Err:"))):
            loss, shown = Loss.ERROR, text
        elif formula and not kind:
            loss, shown = Loss.UNCALCULATED, "=" + formula.partition("=")[2]
        elif kind or text:
            loss, shown = None, text
        else:
            return
        marks.reach(self._row + self._row_repeats - 1, self._column + self._repeats - 1)
        marks.written += self._row_repeats * self._repeats
        if loss is not None:
            for row in range(self._row, self._row + self._row_repeats):
                for column in range(self._column, self._column + self._repeats):
                    marks.lose(row, column, loss, shown)


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise refusals.damaged()
    return max(int(text), 1)
