"""A copy of any book's values with the remarks put in, written row by row in bounded memory, by xlsxwriter."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, BinaryIO

import xlsxwriter

from xinlu.sheets.files import mending
from xinlu.sheets.files.mending import Marks, Remark
from xinlu.sheets.grid import Book, Broken, Row, Sheet, Value

_AS_TEXT = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_WIDTHS_FROM_ROWS = 200
_LONG_NUMBER = 1e11
"""From here on a spreadsheet program shows a number as 1.2E+11 unless told otherwise."""
_KEEPS_ITS_DIGITS = re.compile(r"\d{11,}[\dXx]?|0\d+")
_NOT_IN_NAMES = str.maketrans("", "", "[]:*?/\\")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_FIRST_YEAR = 1900


def write_streamed(book: Book, target: BinaryIO, *, remarks: Sequence[Remark], language: str) -> None:
    """The copy with its first sheet. Refusal where the book's rows cannot be read."""
    copy = _Copy(target, language)
    names = safe_names([sheet.name for sheet in book.sheets])
    marks = mending.by_cell(remarks, {sheet.name: sheet.merges for sheet in book.sheets})
    for sheet in book.sheets:
        copy.write_sheet(sheet, book, names[sheet.name], marks.get(sheet.name, {}))
    copy.write_list(remarks, names)
    copy.close()


def safe_names(names: Sequence[str]) -> dict[str, str]:
    """A name for each sheet that spreadsheet programs take: at most 31 characters, none of []:*?/\\, no two alike.

    >>> safe_names(["户/表", "户表"])
    {'户/表': '户表', '户表': '户表 2'}
    """
    taken = {mending.MEND_SHEET.lower()}
    found: dict[str, str] = {}
    for name in names:
        plain = _NOT_IN_XML.sub("", name.translate(_NOT_IN_NAMES)).strip("' ") or "1"
        candidate, number = plain[:31].strip("' "), 2
        while candidate.lower() in taken:
            candidate, number = f"{plain[:27].strip()} {number}", number + 1
        taken.add(candidate.lower())
        found[name] = candidate
    return found


class _Copy:
    def __init__(self, target: BinaryIO, language: str) -> None:
        self._language = language
        self._book = xlsxwriter.Workbook(target, dict(_AS_TEXT))
        self._formats: dict[tuple[str, str], Any] = {}
        self._list = self._book.add_worksheet(mending.MEND_SHEET)
        self._comments = self._marked = 0
        self._written: dict[tuple[str, int, int], str] = {}

    def write_sheet(self, sheet: Sheet, book: Book, name: str, marks: Marks) -> None:
        target = self._book.add_worksheet(name)
        waiting = sorted(marks)
        widths: dict[int, int] = {}
        for count, row in enumerate(book.rows(sheet)):
            while waiting and waiting[0] < row.number:
                number = waiting.pop(0)
                self._write_row(target, sheet, Row(number, []), marks[number])
            noted = marks[waiting.pop(0)] if waiting and waiting[0] == row.number else {}
            self._write_row(target, sheet, row, noted)
            # A row of one cell is a title, which may reach over its neighbours.
            if count < _WIDTHS_FROM_ROWS and len(row.values) - row.values.count(None) > 1:
                for column, value in enumerate(row.values):
                    widths[column] = max(widths.get(column, 0), _width(value))
        for number in waiting:
            self._write_row(target, sheet, Row(number, []), marks[number])
        for column, width in widths.items():
            target.set_column(column, column, min(max(width + 2, 8), 40))
        # Its merge_range() writes all cells of the range, in rows that have been written already.
        target.merge.extend(
            [merge.top - 1, merge.left - 1, merge.bottom - 1, merge.right - 1] for merge in sheet.merges
        )
        if sheet.hidden:
            target.hide()

    def _write_row(self, target: Any, sheet: Sheet, row: Row, marks: Mapping[int, Sequence[Remark]]) -> None:
        if not marks:
            for column, value in enumerate(row.values):
                if value is not None:
                    self._write(target, row.number - 1, column, value, "")
            return
        first = next((column for column, value in enumerate(row.values, 1) if value is not None), 1)
        noted = mending.settled(marks, first_used=first)
        values = [*row.values, *[None] * (max(noted) - len(row.values))]
        for column, value in enumerate(values):
            remarks = noted.get(column + 1)
            if remarks:
                self._mark(target, sheet, row.number, column, value, remarks)
            elif value is not None:
                self._write(target, row.number - 1, column, value, "")

    def _mark(
        self, target: Any, sheet: Sheet, number: int, column: int, value: Value, remarks: Sequence[Remark]
    ) -> None:
        self._write(target, number - 1, column, value, "brick" if mending.is_brick(remarks) else "amber")
        self._marked += 1
        if not all(remark.written is not None for remark in remarks):
            self._written[sheet.name, number, column + 1] = "" if value is None else _shown(value)
        if self._comments < mending.MOST_COMMENTS:
            self._comments += 1
            text = _clean(mending.comment_of(remarks, self._language))
            lines = sum(1 + len(line) // 28 for line in text.splitlines())
            target.write_comment(
                number - 1,
                column,
                text,
                {"author": mending.AUTHOR, "width": 380, "height": min(30 + 18 * lines, 400), "font_size": 9},
            )

    def _write(self, target: Any, row: int, column: int, value: Value, colour: str) -> None:
        if value is None:
            target.write_blank(row, column, None, self._format("", colour))
        elif isinstance(value, bool):
            target.write_boolean(row, column, value, self._format("", colour))
        elif isinstance(value, int | float):
            sort = "0" if abs(value) >= _LONG_NUMBER and value == int(value) else ""
            target.write_number(row, column, value, self._format(sort, colour))
        elif isinstance(value, datetime) and value.year >= _FIRST_YEAR:
            target.write_datetime(row, column, value.replace(tzinfo=None), self._format("yyyy-mm-dd hh:mm:ss", colour))
        elif isinstance(value, date) and value.year >= _FIRST_YEAR:
            target.write_datetime(row, column, value, self._format("yyyy-mm-dd", colour))
        elif isinstance(value, time):
            target.write_datetime(row, column, value, self._format("hh:mm:ss", colour))
        else:
            text = _clean(_shown(value))[: mending.LONGEST_TEXT]
            sort = "@" if _KEEPS_ITS_DIGITS.fullmatch(text) else ""
            target.write_string(row, column, text, self._format(sort, colour))

    def _format(self, sort: str, colour: str) -> Any:
        if not sort and not colour:
            return None
        if (sort, colour) not in self._formats:
            settings: dict[str, Any] = {"num_format": sort} if sort else {}
            if colour:
                wash, edge = (
                    (mending.BRICK_WASH, mending.BRICK) if colour == "brick" else (mending.AMBER_WASH, mending.AMBER)
                )
                settings |= {"bg_color": f"#{wash}", "border": 1, "border_color": f"#{edge}"}
            self._formats[sort, colour] = self._book.add_format(settings)
        return self._formats[sort, colour]

    def write_list(self, remarks: Sequence[Remark], names: Mapping[str, str]) -> None:
        target, language = self._list, self._language
        top_left = self._book.add_format({"text_wrap": True, "valign": "top", "align": "left"})
        bold = self._book.add_format({"text_wrap": True, "valign": "top", "bold": True, "bottom": 1})
        title = self._book.add_format({"bold": True, "font_size": 14})
        link = self._book.add_format({"text_wrap": True, "valign": "top", "font_color": "#0563C1", "underline": 1})
        signs = {
            brick: self._book.add_format({"text_wrap": True, "valign": "top", "bg_color": f"#{wash}"})
            for brick, wash in ((True, mending.BRICK_WASH), (False, mending.AMBER_WASH))
        }
        number = 0
        for line in mending.head_of_list(language, only_values=True, marked=self._marked):
            target.set_row(number, 22 if number == 0 else mending.height_of([line], [sum(mending.WIDTHS)]))
            target.write_string(number, 0, line, title if number == 0 else top_left)
            target.merge.append([number, 0, number, len(mending.WIDTHS) - 1])
            number += 1
        for column, (heading, width) in enumerate(zip(mending.HEADINGS, mending.WIDTHS, strict=True)):
            target.set_column(column, column, width)
            target.write_string(number, column, mending.both(heading, language), bold)
        target.set_row(number, 2 * mending.LINE_POINTS)
        top = number
        for number, row in enumerate(mending.listed(remarks, self._written, names=names, language=language), top + 1):
            target.set_row(number, mending.height_of(row.cells))
            for column, value in enumerate(row.cells):
                if isinstance(value, int):
                    target.write_number(number, column, value, top_left)
                elif column == mending.LINK_COLUMN and row.link and number - top <= mending.MOST_LINKS:
                    target.write_url(number, column, f"internal:{row.link}", link, _clean(value))
                else:
                    target.write_string(number, column, _clean(value), signs[row.is_fault] if column == 0 else top_left)
        target.freeze_panes(top + 1, 0)
        target.autofilter(top, 0, max(number, top + 1), len(mending.WIDTHS) - 1)
        target.set_landscape()
        target.fit_to_pages(1, 0)
        target.activate()

    def close(self) -> None:
        self._book.close()


def _shown(value: Value) -> str:
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.text if isinstance(value, Broken) else str(value)


def _width(value: Value) -> int:
    return 0 if value is None else mending.width_of(_shown(value)[:60])


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub("", text)
