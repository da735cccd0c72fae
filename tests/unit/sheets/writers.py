"""Laid-out registers as real files, by the programs' own libraries: openpyxl, XlsxWriter, xlwt, and text with separators."""

from __future__ import annotations

import csv
import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from unit.sheets.pages import Formula, Laid, Page, as_read
from xinlu.sheets.grid import Broken, Loss, Merge, Row, Sheet

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", SyntaxWarning)
    import xlwt

ERRORS = {"#REF!": 0x17, "#N/A": 0x2A, "#DIV/0!": 0x07, "#VALUE!": 0x0F}


def write_openpyxl(laid: Laid, path: Path) -> Path:
    """An .xlsx whose formulas no program has reckoned."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for page in laid.pages:
        sheet = book.create_sheet(page.name)
        sheet.sheet_state = "hidden" if page.hidden else "visible"
        for row, column, value in _cells(page):
            cell = sheet.cell(row, column)
            cell.value = value.text if isinstance(value, Formula | Broken) else value
            if isinstance(value, Broken) and value.why is Loss.ERROR:
                cell.data_type = "e"
        for merge in page.merges:
            sheet.merge_cells(None, merge.top, merge.left, merge.bottom, merge.right)
    book.save(path)
    return path


def write_xlsxwriter(laid: Laid, path: Path, **options: Any) -> Path:
    """An .xlsx with the value of every formula beside it; `options` as XlsxWriter has them."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, **options}) as book:
        days = book.add_format({"num_format": "yyyy/m/d"})
        merged = book.add_format({"align": "center"})
        for page in laid.pages:
            sheet = book.add_worksheet(page.name)
            if page.hidden:
                sheet.hide()
            for merge in page.merges:
                if (merge.top, merge.left) != (merge.bottom, merge.right):
                    sheet.merge_range(merge.top - 1, merge.left - 1, merge.bottom - 1, merge.right - 1, "", merged)
            for row, column, value in _cells(page):
                if isinstance(value, Formula):
                    sheet.write_formula(row - 1, column - 1, value.text, None, "" if value.kept is None else value.kept)
                elif isinstance(value, Broken):
                    sheet.write_formula(row - 1, column - 1, "=Z999", None, value.text)
                elif isinstance(value, date):
                    moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001
                    sheet.write_datetime(row - 1, column - 1, moment, days)
                elif isinstance(value, str):
                    sheet.write_string(row - 1, column - 1, value)
                else:
                    sheet.write(row - 1, column - 1, value)
    return path


def write_xlwt(laid: Laid, path: Path) -> Path:
    """An .xls as the programs of before 2007 wrote it."""
    book = xlwt.Workbook(encoding="utf-8")
    days = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for page in laid.pages:
        sheet = book.add_sheet(page.name)
        sheet.visibility = 1 if page.hidden else 0
        inside = {(m.top, m.left): m for m in page.merges}
        for row, column, value in _cells(page):
            merge = inside.pop((row, column), None)
            if isinstance(value, Broken):
                sheet.row(row - 1).set_cell_error(column - 1, ERRORS[value.text])
            elif merge:
                _merge_xls(sheet, merge, value, days)
            elif isinstance(value, date):
                sheet.write(row - 1, column - 1, value, days)
            else:
                sheet.write(row - 1, column - 1, as_read(value))
        for merge in inside.values():
            _merge_xls(sheet, merge, None, days)
    book.save(str(path))
    return path


def write_text(laid: Laid, path: Path, *, encoding: str, separator: str = ",") -> Path:
    """The first sheet as text, as a spreadsheet program saves it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, lineterminator="\r\n")
    width = max(len(line.cells) for line in laid.pages[0].lines)
    for line in laid.pages[0].lines:
        cells = [_as_text(as_read(cell)) for cell in line.cells]
        writer.writerow([*cells, *[""] * (width - len(cells))])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


class ListBook:
    """A laid-out register as an opened file, without any file."""

    def __init__(self, laid: Laid) -> None:
        self.name = "登记表.xlsx"
        self._pages = {page.name: page for page in laid.pages}
        self.sheets = tuple(Sheet(page.name, page.hidden, tuple(page.merges)) for page in laid.pages)

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The rows that hold anything, from the top."""
        for number, line in enumerate(self._pages[sheet.name].lines, 1):
            values = [as_read(cell) for cell in line.cells]
            if any(value is not None for value in values):
                yield Row(number, values)

    def close(self) -> None: ...

    def __enter__(self) -> ListBook:
        return self

    def __exit__(self, *_: object) -> None: ...


def _cells(page: Page) -> Iterator[tuple[int, int, Any]]:
    for row, line in enumerate(page.lines, 1):
        for column, value in enumerate(line.cells, 1):
            if value is not None:
                yield row, column, value


def _merge_xls(sheet: Any, merge: Merge, value: Any, days: Any) -> None:
    style = (days,) if isinstance(value, date) else ()
    sheet.write_merge(merge.top - 1, merge.bottom - 1, merge.left - 1, merge.right - 1, as_read(value), *style)


def _as_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    return f"{value:.10g}" if isinstance(value, float) else str(value)
