"""Rows put into a sheet of an office's form: looks, merged cells, formulas, print range and pictures move along."""

from __future__ import annotations

from copy import copy
from typing import Any

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xinlu.sheets.form_references import moved_down, moved_range


def put_in_rows(sheet: Worksheet, *, like: int, below: int, count: int) -> None:
    """Put `count` rows like row `like` below row `below`. Texts and formulas of `like` stand in each, the latter its own."""
    looks: list[Any] = [cell for (row, _), cell in sorted(sheet._cells.items()) if row == like]
    level = [(each.min_col, each.max_col) for each in sheet.merged_cells.ranges if each.min_row == each.max_row == like]
    _move_cells(sheet, below=below, by=count)
    _move_merged(sheet, below=below, by=count)
    _move_heights(sheet, below=below, by=count)
    _move_formulas(sheet, below=below, by=count)
    _move_ranges(sheet, below=below, by=count)
    _move_pictures(sheet, below=below, by=count)
    merged = list(sheet.merged_cells.ranges)
    for row in range(below + 1, below + count + 1):
        for cell in looks:
            _put_like(sheet, cell, row)
        if like in sheet.row_dimensions:
            _put_height(sheet, sheet.row_dimensions[like], row)
        merged += [CellRange(min_row=row, max_row=row, min_col=left, max_col=right) for left, right in level]
    sheet.merged_cells = MultiCellRange(merged)


def _put_like(sheet: Worksheet, cell: Any, row: int) -> None:
    made: Any = MergedCell(sheet, row, cell.column) if isinstance(cell, MergedCell) else Cell(sheet, row, cell.column)
    made._style = copy(cell._style)
    if isinstance(cell, Cell):
        value = cell.value
        if cell.data_type == "f" and isinstance(value, str):
            here = f"{get_column_letter(cell.column)}{row}"
            made.value = Translator(value, origin=cell.coordinate).translate_formula(here)
        elif not isinstance(value, ArrayFormula):
            made.value = value
            made.data_type = cell.data_type
    sheet._cells[row, cell.column] = made


def _move_cells(sheet: Worksheet, *, below: int, by: int) -> None:
    for row, column in sorted((key for key in sheet._cells if key[0] > below), reverse=True):
        cell: Any = sheet._cells.pop((row, column))
        cell.row = row + by
        sheet._cells[row + by, column] = cell
        if isinstance(cell, Cell) and cell.hyperlink:
            cell.hyperlink.ref = cell.coordinate


def _move_merged(sheet: Worksheet, *, below: int, by: int) -> None:
    moved = []
    for each in sheet.merged_cells.ranges:
        # What is merged downwards to the last row of a list goes on to the new last row.
        grows = each.max_row >= below and (each.max_row > below or each.min_row < below)
        moved.append(
            CellRange(
                min_row=each.min_row + by if each.min_row > below else each.min_row,
                max_row=each.max_row + by if grows else each.max_row,
                min_col=each.min_col,
                max_col=each.max_col,
            )
        )
    sheet.merged_cells = MultiCellRange(moved)


def _move_heights(sheet: Worksheet, *, below: int, by: int) -> None:
    for row in sorted((row for row in sheet.row_dimensions if row > below), reverse=True):
        _put_height(sheet, sheet.row_dimensions.pop(row), row + by)


def _put_height(sheet: Worksheet, like: RowDimension, row: int) -> None:
    made = copy(like)
    made.index = row
    sheet.row_dimensions[row] = made


def _move_formulas(sheet: Worksheet, *, below: int, by: int) -> None:
    """In every sheet: other sheets point here too."""
    book: Any = sheet.parent
    for other in book.worksheets:
        for cell in other._cells.values():
            value = cell.value
            if isinstance(value, ArrayFormula):
                value.text = moved_down(value.text or "", own=other.title, sheet=sheet.title, below=below, by=by)
                if other is sheet:
                    value.ref = moved_range(value.ref, below=below, by=by)
            elif cell.data_type == "f" and isinstance(value, str):
                cell.value = moved_down(value, own=other.title, sheet=sheet.title, below=below, by=by, row=cell.row)
    for name in (
        *book.defined_names.values(),
        *(each for one in book.worksheets for each in one.defined_names.values()),
    ):
        if name.attr_text:
            said = moved_down(f"={name.attr_text}", own="", sheet=sheet.title, below=below, by=by)
            name.attr_text = said.removeprefix("=")


def _move_ranges(sheet: Worksheet, *, below: int, by: int) -> None:
    rules = ConditionalFormattingList()
    for each in sheet.conditional_formatting:
        for rule in each.rules:
            rules.add(moved_range(str(each.sqref), below=below, by=by), rule)
    sheet.conditional_formatting = rules
    for validation in sheet.data_validations.dataValidation:
        validation.sqref = MultiCellRange(moved_range(str(validation.sqref), below=below, by=by))
    if sheet.print_area:
        areas = [each.rpartition("!")[2].replace("$", "") for each in str(sheet.print_area).split(",")]
        sheet.print_area = ",".join(moved_range(each, below=below, by=by) for each in areas)
    if sheet.auto_filter.ref:
        sheet.auto_filter.ref = moved_range(sheet.auto_filter.ref, below=below, by=by)
    for page_break in sheet.row_breaks.brk:
        if page_break.id > below:
            page_break.id += by


def _move_pictures(sheet: Worksheet, *, below: int, by: int) -> None:
    drawings: list[Any] = [*getattr(sheet, "_images", ()), *getattr(sheet, "_charts", ())]
    for drawing in drawings:
        for corner in (getattr(drawing.anchor, "_from", None), getattr(drawing.anchor, "to", None)):
            if corner is not None and corner.row >= below:
                corner.row += by
