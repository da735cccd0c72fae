"""A guarded workbook laid out by calamine, its rows in batches. Runs in the reading process alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from math import isfinite
from typing import Any, BinaryIO

import python_calamine

from xinlu.sheets.files import compound, limits, old_workbook, open_document, refusals, workbook_parts
from xinlu.sheets.files.frames import packed
from xinlu.sheets.files.package import Package
from xinlu.sheets.files.sheet_marks import SheetMarks
from xinlu.sheets.grid import Merge

_BATCH_CELLS = 16_000
_BATCH_BYTES = 8_000_000
_NOT_FINITE = re.compile(rb"G[\x7f\xff][\xf0-\xff]")
"""How a number without end, or none at all, is packed (and now and then something else)."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Contents:
    """What is known of a file before its rows are read: sheets as (place, name, hidden, merges, cells written)."""

    kind: str
    sheets: list[tuple[int, str, bool, list[tuple[int, ...]], int]]
    notes: list[str]


class LoadedBook:
    """The workbook in `file`; Refusal where it cannot be read. The sheet last asked for stays laid out."""

    def __init__(self, file: BinaryIO) -> None:
        self.contents, self._marks = self._open(file)
        self._sheet: tuple[int, Any] = (-1, None)

    def _open(self, file: BinaryIO) -> tuple[Contents, list[SheetMarks]]:
        file.seek(0)
        is_old = file.read(8) == compound.SIGNATURE
        kind, marks, notes = _guarded_old(file) if is_old else _guarded_package(file)
        if not any(sheet.holds_anything for sheet in marks):
            raise refusals.nothing()
        file.seek(0)
        try:
            self._book = python_calamine.load_workbook(file)
            about = self._book.sheets_metadata
        except python_calamine.PasswordError:
            raise refusals.password() from None
        if len(about) != len(marks):
            raise refusals.damaged()
        sheets = []
        for index, (sheet, metadata) in enumerate(zip(marks, about, strict=True)):
            if metadata.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            sheet.name = metadata.name
            if is_old:
                for (top, left), (bottom, right) in self._book.get_sheet_by_index(index).merged_cell_ranges or ():
                    sheet.merge(Merge(top + 1, left + 1, bottom + 1, right + 1))
            hidden = metadata.visible is not python_calamine.SheetVisibleEnum.Visible
            sheets.append((index, sheet.name, hidden, [tuple(merge) for merge in sheet.merges], sheet.written))
        return Contents(kind, sheets, notes), marks

    def batches(self, index: int) -> Iterator[bytes]:
        """The rows of a sheet that hold anything, packed as lists of (number, values), from the top."""
        if self._sheet[0] != index:
            self._sheet = (-1, None)
            try:
                self._sheet = (index, self._book.get_sheet_by_index(index))
            except python_calamine.CalamineError:
                raise refusals.damaged(self._marks[index].name) from None
        marks = self._marks[index]
        size = max(1, _BATCH_CELLS // max(marks.last_column, 1))
        batch = []
        for row in _rows(self._sheet[1], marks):
            batch.append(row)
            if len(batch) >= size:
                yield from _packed(batch)
                batch = []
        if batch:
            yield from _packed(batch)


def _guarded_old(file: BinaryIO) -> tuple[str, list[SheetMarks], list[str]]:
    file.seek(0)
    content = file.read(limits.OLD_WORKBOOK_BYTES + 1)
    if len(content) > limits.OLD_WORKBOOK_BYTES:
        raise refusals.too_large()
    streams = compound.Compound(content)
    stream = old_workbook.stream_of(streams)
    return "xls", old_workbook.scan_old_workbook(stream), old_workbook.notes_of(streams, stream)


def _guarded_package(file: BinaryIO) -> tuple[str, list[SheetMarks], list[str]]:
    package = Package(file)
    if workbook_parts.WORKBOOK in package:
        return "xlsx", workbook_parts.scan_workbook(package), workbook_parts.notes_of(package)
    if "xl/workbook.bin" in package:
        raise refusals.other_kind("binary_excel")
    if open_document.CONTENT in package and "mimetype" in package:
        if b"opendocument.spreadsheet" in package.small("mimetype"):
            return "ods", open_document.scan_open_document(package), open_document.notes_of(package)
        raise refusals.other_kind("open_text")
    if package.begins("word/"):
        raise refusals.other_kind("word")
    raise refusals.other_kind("slides" if package.begins("ppt/") else "archive")


def _rows(sheet: Any, marks: SheetMarks) -> Iterator[tuple[int, list[Any]]]:
    """Numbered rows from column A on; cells without a value put back where the reader behind left them empty."""
    # It gives rows from the first of the sheet on, but columns only from the first that is used.
    left = [None] * sheet.start[1] if sheet.start else []
    number = 0
    for number, values in enumerate(sheet.iter_rows(), 1):
        row = [*left, *[None if value == "" else value for value in values]]
        types = set(map(type, row))
        if timedelta in types:
            row = [_duration(value) if type(value) is timedelta else value for value in row]
        if number in marks.broken:
            yield number, _with_broken(row, marks, number)
        elif len(types) > 1 or row[0] is not None:
            yield number, row
    for beyond in sorted(each for each in marks.broken if each > number):
        yield beyond, _with_broken([], marks, beyond)


def _with_broken(row: list[Any], marks: SheetMarks, number: int) -> list[Any]:
    broken = marks.broken[number]
    row += [None] * (max(broken) - len(row))
    for column, cell in broken.items():
        row[column - 1] = cell
    return row


def _duration(value: timedelta) -> time | str:
    """A span of hours as a spreadsheet shows it: a time of day below a day, else its text ("30:00:00")."""
    if timedelta(0) <= value < _DAY:
        seconds = value.seconds
        return time(seconds // 3600, seconds // 60 % 60, seconds % 60)
    sign, seconds = ("-" if value < timedelta(0) else ""), abs(int(value.total_seconds()))
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _packed(batch: list[tuple[int, list[Any]]]) -> Iterator[bytes]:
    payload = packed(batch)
    if _NOT_FINITE.search(payload):
        batch = [(number, [_finite(value) for value in row]) for number, row in batch]
        payload = packed(batch)
    if len(payload) <= _BATCH_BYTES:
        yield payload
    elif len(batch) > 1:
        middle = len(batch) // 2
        yield from _packed(batch[:middle])
        yield from _packed(batch[middle:])
    elif len(payload) <= limits.FRAME_BYTES:
        yield payload
    else:
        raise refusals.cell_too_long(batch[0][0])


def _finite(value: Any) -> Any:
    return str(value) if isinstance(value, float) and not isfinite(value) else value
