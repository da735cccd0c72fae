"""A text table (.csv, .tsv, .txt): its encoding and delimiter found, records as a spreadsheet shows them."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path, PurePath
from types import TracebackType
from typing import TextIO

from xinlu.kernel.words import Words
from xinlu.sheets.files import limits, refusals
from xinlu.sheets.grid import Row, Sheet, Value, column_letter

_CHUNK = 1 << 20
_SAMPLE_LINES = 200
_DELIMITERS = ",\t;"
_SURELY_UTF_8 = 10
"""So many characters beyond ASCII that read as UTF-8 are no accident of another encoding."""


class Delimited:
    """An opened text table of one sheet, named after the file. Cells are text; `cells` counts those that hold any.

    Refusal where the text cannot be made out, and for one larger than is read.
    """

    kind = "text"
    notes: tuple[Words, ...] = ()

    def __init__(self, path: Path, *, name: str) -> None:
        self.name = name
        self.sheets: tuple[Sheet, ...] = (Sheet(PurePath(name).stem, hidden=False, merges=()),)
        self.cells = 0
        self._path = path
        self._encoding = _encoding(path)
        with self._opened() as text:
            self._delimiter = _delimiter(list(islice(_lines(text), _SAMPLE_LINES)))
        for row in self._records():
            self.cells += sum(value is not None for value in row.values)
        if not self.cells:
            raise refusals.nothing()

    def __enter__(self) -> Delimited:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The records that hold anything, numbered as records; Refusal where the file was changed meanwhile."""
        if sheet not in self.sheets:
            raise KeyError(sheet.name)
        return self._records()

    def close(self) -> None:
        """Nothing stays open between two readings."""

    def _opened(self) -> TextIO:
        try:
            return self._path.open(encoding=self._encoding, newline="")
        except OSError:
            raise refusals.no_file() from None

    def _records(self) -> Iterator[Row]:
        number = 0
        with self._opened() as text:
            lines = _Kept(_lines(text))
            records = csv.reader(lines, delimiter=self._delimiter)
            try:
                for number, record in enumerate(records, 1):
                    if row := self._row(number, record):
                        yield row
                    if lines.is_at_end and _is_open(lines.kept, self._delimiter):
                        raise refusals.open_quote(number)
                    lines.kept.clear()
            except csv.Error:
                # Of one line: too long a cell. Of several: a quotation mark that nothing closes.
                raise (refusals.open_quote if len(lines.kept) > 1 else refusals.cell_too_long)(number + 1) from None
            except UnicodeError:
                raise refusals.not_text(number + 1) from None

    def _row(self, number: int, record: list[str]) -> Row | None:
        values: list[Value] = [value or None for value in record]
        while values and values[-1] is None:
            values.pop()
        if not values:
            return None
        if number > limits.ROWS:
            raise refusals.too_many_rows(self.sheets[0].name, number)
        if len(values) > limits.COLUMNS:
            raise refusals.too_many_columns(self.sheets[0].name, f"{column_letter(len(values))}{number}")
        return Row(number, values)


class _Kept:
    """Lines on their way, those of the present record kept."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._next = next(lines, None)
        self.kept: list[str] = []

    @property
    def is_at_end(self) -> bool:
        return self._next is None

    def __iter__(self) -> _Kept:
        return self

    def __next__(self) -> str:
        line, self._next = self._next, next(self._lines, None)
        if line is None:
            raise StopIteration
        self.kept.append(line)
        return line


def _lines(text: TextIO) -> Iterator[str]:
    number = 0
    while line := text.readline(limits.LINE_CHARACTERS):
        number += 1
        if len(line) == limits.LINE_CHARACTERS:
            raise refusals.cell_too_long(number)
        yield line


def _is_open(lines: list[str], delimiter: str) -> bool:
    """Whether the record of these lines would go on if another line followed."""
    return len(list(csv.reader([*lines[:-1], lines[-1].rstrip("\r\n") + "\n", "x"], delimiter=delimiter))) < 2


def _delimiter(lines: list[str]) -> str:
    """The one that cuts most lines into the same number of cells, above one."""
    best, most = _DELIMITERS[0], (0, 0)
    for delimiter in _DELIMITERS:
        try:
            widths = Counter(len(record) for record in csv.reader(lines, delimiter=delimiter) if len(record) > 1)
        except csv.Error:
            continue
        for width, times in widths.items():
            if (times, width) > most:
                best, most = delimiter, (times, width)
    return best


def _encoding(path: Path) -> str:
    """The encoding in which the whole file reads; Refusal where there is none."""
    with path.open("rb") as file:
        mark = file.read(4)
    if mark.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and mark != codecs.BOM_UTF32_LE:
        line, _ = _first_unreadable(path, "utf-16-le" if mark.startswith(codecs.BOM_UTF16_LE) else "utf-16-be")
        if line:
            raise refusals.not_text(line)
        return "utf-16"
    line, understood = _first_unreadable(path, "utf-8")
    if not line:
        return "utf-8-sig"
    if mark.startswith(codecs.BOM_UTF8) or understood >= _SURELY_UTF_8:
        raise refusals.not_text(line)
    line, _ = _first_unreadable(path, "gb18030")
    if line:
        raise refusals.not_text(line)
    return "gb18030"


def _first_unreadable(path: Path, encoding: str) -> tuple[int, int]:
    """The line where the encoding fits no longer (0: it fits throughout), and how many characters beyond ASCII did."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line, understood, size = 1, 0, 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            size += len(chunk)
            if size > limits.TEXT_BYTES:
                raise refusals.too_large()
            try:
                text = decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                before = error.object[: error.start].decode(encoding, "ignore")
                return line + before.count("\n"), understood + _beyond_ascii(before)
            line += text.count("\n")
            understood += _beyond_ascii(text)
            if not chunk:
                return 0, understood


def _beyond_ascii(text: str) -> int:
    return 0 if text.isascii() else sum(character > "\x7f" for character in text)
