"""A table that leaves the screen: columns and rows once described, written as .xlsx row by row in bounded memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import IO

import xlsxwriter

from xinlu.kernel.clock import PLACE
from xinlu.kernel.words import Words

Cell = str | int | float | date | datetime | None

SHEET_NAME_MAX = 31
"""Longer names no spreadsheet program opens."""

_NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Sort(StrEnum):
    """How a column's cells are written."""

    TEXT = "text"
    NUMBER = "number"
    FRACTION = "fraction"
    YUAN = "yuan"  # cells are fen
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what stands at its head, how its cells are written, how wide it is (characters)."""

    head: Words
    sort: Sort = Sort.TEXT
    width: int = 12


@dataclass(frozen=True, slots=True)
class Table:
    """A table to be written out: a name for the sheet and the file, notes at its foot, and rows as they come."""

    name: Words
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    notes: Sequence[Words] = ()


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula: one that begins with = + - @ gets an apostrophe before it.

    >>> harmless("=1+1"), harmless("杨秀英")
    ("'=1+1", '杨秀英')
    """
    return f"'{text}" if text.lstrip().startswith(_FORMULA_STARTS) or text.startswith(_FORMULA_STARTS) else text


def sheet_name(text: str) -> str:
    """A name that spreadsheet programs take: without []:*?/\\ and apostrophes at its edges, 1 to 31 characters.

    >>> sheet_name("杨/秀英"), sheet_name("?")
    ('杨秀英', '1')
    """
    kept = text.translate(_NOT_IN_SHEET_NAMES).strip("' ")
    return kept[:SHEET_NAME_MAX].strip("' ") or "1"


def written(table: Table, *, language: str) -> IO[bytes]:
    """The table as an .xlsx in a temporary file, open at its start. Rows are written as they are read (constant memory)."""
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 - handed to the response, which closes it
    book = xlsxwriter.Workbook(
        file.name,
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    sheet = book.add_worksheet(sheet_name(table.name.said(language)))
    head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    formats = {
        Sort.TEXT: book.add_format({"num_format": "@"}),
        Sort.NUMBER: book.add_format({"num_format": "#,##0"}),
        Sort.FRACTION: book.add_format({"num_format": "#,##0.####"}),
        Sort.YUAN: book.add_format({"num_format": "#,##0.00"}),
        Sort.DAY: book.add_format({"num_format": "yyyy-mm-dd"}),
    }
    for index, column in enumerate(table.columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, column.head.said(language), head)
    sheet.freeze_panes(1, 1)
    number = 0
    for number, row in enumerate(table.rows, start=1):
        for index, (column, cell) in enumerate(zip(table.columns, row, strict=True)):
            _write(sheet, number, index, column.sort, cell, formats)
    for offset, note in enumerate(table.notes, start=2):
        sheet.write_string(number + offset, 0, note.said(language))
    book.close()
    file.seek(0)
    return file


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, index: int, sort: Sort, cell: Cell, formats: dict[Sort, object]
) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, str):
        sheet.write_string(row, index, harmless(cell), formats[Sort.TEXT])
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, index, cell.astimezone(PLACE).replace(tzinfo=None), formats[Sort.DAY])
    elif isinstance(cell, date):
        sheet.write_datetime(row, index, datetime(cell.year, cell.month, cell.day), formats[Sort.DAY])  # noqa: DTZ001 - a cell has no zone
    else:
        sheet.write_number(row, index, cell / 100 if sort is Sort.YUAN else cell, formats[sort])
