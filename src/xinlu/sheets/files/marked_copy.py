"""A copy of an .xlsx in the office's own look with the remarks put in. Runs in a process of its own, by openpyxl.

`python -m xinlu.sheets.files.marked_copy <descriptor of the source> <descriptor of the target>`, the job on its input.
"""

from __future__ import annotations

import os
import pickle
import re
import sys
from collections.abc import Sequence
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from xinlu.sheets.files import mending
from xinlu.sheets.files.bounds import bound
from xinlu.sheets.files.mending import DONE, Job, Remark
from xinlu.sheets.grid import Merge

_TO_ANOTHER_FILE = re.compile(r"\[\d+\]")


def _edge(side: Side) -> Border:
    return Border(left=side, right=side, top=side, bottom=side)


_FILLS = {colour: PatternFill("solid", fgColor=colour) for colour in (mending.BRICK_WASH, mending.AMBER_WASH)}
_EDGES = {colour: _edge(Side("thin", colour)) for colour in (mending.BRICK, mending.AMBER)}
_TOP = Alignment(vertical="top", horizontal="left", wrap_text=True)
_OUTLINED = 400
"""So many cells of a merged range get the border; beyond, its first one does."""


def main() -> None:
    """Write the copy and say so."""
    bound()
    job = pickle.load(sys.stdin.buffer)
    with os.fdopen(int(sys.argv[1]), "rb") as source, os.fdopen(int(sys.argv[2]), "wb") as target:
        write_marked(source, target, job)
    sys.stdout.buffer.write(DONE)


def write_marked(source: BinaryIO, target: BinaryIO, job: Job) -> None:
    """The copy with its first sheet. Raises whatever openpyxl raises where it does not understand the file."""
    book = load_workbook(source, keep_vba=False, keep_links=False, rich_text=True)
    _forget_last_round(book)
    _forget_other_files(book, source)
    marked = _mark(book, job)
    _write_list(book, job, marked)
    book.save(target)


def _forget_last_round(book: Workbook) -> None:
    """A copy that was returned before comes without the list and colours of that time."""
    if mending.MEND_SHEET in book.sheetnames:
        book.remove(book[mending.MEND_SHEET])
    for sheet in book.worksheets:
        for cell in _cells(sheet):
            if cell.comment is not None and cell.comment.author == mending.AUTHOR:
                cell.comment = None
            if cell.has_style and str(cell.fill.fgColor.rgb)[2:] in _FILLS:
                cell.fill, cell.border = PatternFill(), Border()


def _forget_other_files(book: Workbook, source: BinaryIO) -> None:
    """Formulas that ask another file keep the value last saved: the links themselves do not come along."""
    asking = [
        (sheet.title, cell.coordinate)
        for sheet in book.worksheets
        for cell in _cells(sheet)
        if cell.data_type == "f" and _TO_ANOTHER_FILE.search(_formula(cell.value))
    ]
    if asking:
        source.seek(0)
        values = load_workbook(source, data_only=True, keep_links=False)
        for title, place in asking:
            _set(book[title][place], values[title][place].value)
    for names in (book.defined_names, *[sheet.defined_names for sheet in book.worksheets]):
        for name in [name for name, meaning in names.items() if _TO_ANOTHER_FILE.search(meaning.value or "")]:
            del names[name]
    for sheet in book.worksheets:
        rules = sheet.data_validations.dataValidation
        rules[:] = [each for each in rules if not _TO_ANOTHER_FILE.search(f"{each.formula1} {each.formula2}")]


def _formula(value: Any) -> str:
    return str(getattr(value, "text", None) or value)


def _mark(book: Workbook, job: Job) -> dict[tuple[str, int, int], str]:
    """Colour and comment the cells; returns what stands in each of them."""
    written: dict[tuple[str, int, int], str] = {}
    comments = 0
    merges = {sheet.title: [_merge(each) for each in sheet.merged_cells.ranges] for sheet in book.worksheets}
    for title, rows in mending.by_cell(job.remarks, merges).items():
        if title not in book.sheetnames:
            continue
        sheet = book[title]
        first_used = _first_used(sheet)
        reaches = {(merge.top, merge.left): merge for merge in merges[title]}
        for number, row in sorted(rows.items()):
            for column, remarks in mending.settled(row, first_used=first_used.get(number, 1)).items():
                cell = sheet.cell(number, column)
                for each in _shown_as_one(sheet, cell, reaches.get((number, column))):
                    _colour(each, is_brick=mending.is_brick(remarks))
                written[title, number, column] = "" if cell.value is None else _formula(cell.value)
                if comments < mending.MOST_COMMENTS:
                    comments += 1
                    _comment(cell, remarks, job.language)
                if sheet.row_dimensions[number].hidden:
                    sheet.row_dimensions[number].hidden = False
    return written


def _cells(sheet: Worksheet) -> list[Cell | MergedCell]:
    """The cells that the sheet has. Its own iter_rows() makes all those between: a lone one far out makes billions."""
    return list(sheet._cells.values())


def _first_used(sheet: Worksheet) -> dict[int, int]:
    found: dict[int, int] = {}
    for cell in _cells(sheet):
        if cell.value is not None:
            found[cell.row] = min(cell.column, found.get(cell.row, cell.column))
    return found


def _merge(merged: CellRange) -> Merge:
    return Merge(merged.min_row, merged.min_col, merged.max_row, merged.max_col)


def _shown_as_one(sheet: Worksheet, cell: Cell | MergedCell, merge: Merge | None) -> list[Cell | MergedCell]:
    if merge is None or (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1) > _OUTLINED:
        return [cell]
    rows, columns = range(merge.top, merge.bottom + 1), range(merge.left, merge.right + 1)
    return [sheet.cell(row, column) for row in rows for column in columns]


def _colour(cell: Cell | MergedCell, *, is_brick: bool) -> None:
    cell.fill = _FILLS[mending.BRICK_WASH if is_brick else mending.AMBER_WASH]
    cell.border = _EDGES[mending.BRICK if is_brick else mending.AMBER]


def _comment(cell: Cell | MergedCell, remarks: Sequence[Remark], language: str) -> None:
    text = _clean(mending.comment_of(remarks, language))
    if cell.comment is not None:
        text = f"{text}\n\n{cell.comment.text}"
    lines = sum(1 + len(line) // 28 for line in text.splitlines())
    cell.comment = Comment(text, mending.AUTHOR, width=380, height=min(30 + 18 * lines, 400))


def _write_list(book: Workbook, job: Job, written: dict[tuple[str, int, int], str]) -> None:
    sheet = book.create_sheet(mending.MEND_SHEET, 0)
    for line in mending.head_of_list(job.language, only_values=False, marked=len(written)):
        sheet.append([None])
        cell = sheet.cell(sheet.max_row, 1)
        _set(cell, line)
        cell.font, cell.alignment = Font(bold=sheet.max_row == 1, size=14 if sheet.max_row == 1 else 11), _TOP
        sheet.merge_cells(start_row=cell.row, end_row=cell.row, start_column=1, end_column=len(mending.WIDTHS))
        height = 22 if cell.row == 1 else mending.height_of([line], [sum(mending.WIDTHS)])
        sheet.row_dimensions[cell.row].height = height
    top = sheet.max_row + 1
    for column, (heading, width) in enumerate(zip(mending.HEADINGS, mending.WIDTHS, strict=True), 1):
        cell = sheet.cell(top, column)
        _set(cell, mending.both(heading, job.language))
        cell.font, cell.alignment, cell.border = Font(bold=True), _TOP, Border(bottom=Side("thin"))
        sheet.column_dimensions[cell.column_letter].width = width
    sheet.row_dimensions[top].height = 2 * mending.LINE_POINTS
    names = {name: name for name in book.sheetnames}
    rows = mending.listed(job.remarks, written, names=names, language=job.language)
    for number, row in enumerate(rows, top + 1):
        _write_listed(sheet, number, row)
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.auto_filter.ref = f"A{top}:G{max(sheet.max_row, top + 1)}"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    book.active = 0
    for view in book.views:
        view.firstSheet = 0
    for each in book.worksheets:
        # Two sheets selected at once would be written into together.
        each.sheet_view.tabSelected = each is sheet


def _write_listed(sheet: Worksheet, number: int, row: mending.Listed) -> None:
    sheet.row_dimensions[number].height = mending.height_of(row.cells)
    for column, value in enumerate(row.cells, 1):
        cell = sheet.cell(number, column)
        _set(cell, value)
        cell.alignment = _TOP
        if column == 1:
            cell.fill = _FILLS[mending.BRICK_WASH if row.is_fault else mending.AMBER_WASH]
        if column == mending.LINK_COLUMN + 1 and row.link and number <= mending.MOST_LINKS:
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=row.link)
            cell.font = Font(color="0563C1", underline="single")


def _set(cell: Cell | MergedCell, value: Any) -> None:
    """Put a value into a cell; text stays text even where it looks like a formula."""
    if isinstance(value, str):
        value = _clean(value)
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"


def _clean(text: str) -> str:
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


if __name__ == "__main__":
    main()
