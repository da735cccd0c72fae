"""A sheet of an office's form once more in the same workbook, with all that openpyxl leaves behind when it copies one."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy, deepcopy
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet

from xinlu.sheets.form_opening import cells_of
from xinlu.sheets.form_references import renamed

TITLE_MOST = 31
_NOT_IN_TITLES = str.maketrans("", "", "[]:*?/\\'")


def free_title(book: Workbook, wanted: str, part: str) -> str:
    """A title for a sheet that no other has, from `wanted` and, where there are several sheets each, its `part`."""
    said = f"{wanted} {part}".translate(_NOT_IN_TITLES).strip() or "1"
    taken = {title.lower() for title in book.sheetnames}
    title, nth = said[:TITLE_MOST].strip(), 1
    while title.lower() in taken:
        nth += 1
        title = f"{said[: TITLE_MOST - len(str(nth)) - 1].strip()}~{nth}"
    return title


def copied(sheet: Worksheet, titles: Mapping[str, str]) -> Any:
    """The sheet once more under its title of `titles` (old -> new), formulas pointing to the new sheets."""
    book: Any = sheet.parent
    made: Any = book.copy_worksheet(sheet)
    made.title = titles[sheet.title]
    original: Any = sheet
    for cell in cells_of(made):
        if cell.data_type == "f" and isinstance(cell.value, str):
            cell.value = renamed(cell.value, titles)
    made.sheet_state = original.sheet_state
    made.freeze_panes = original.freeze_panes
    made.sheet_view.zoomScale = original.sheet_view.zoomScale
    made.sheet_view.showGridLines = original.sheet_view.showGridLines
    made.HeaderFooter = copy(original.HeaderFooter)
    made.conditional_formatting = copy(original.conditional_formatting)
    for validation in original.data_validations.dataValidation:
        made.add_data_validation(copy(validation))
    made.row_breaks, made.col_breaks = copy(original.row_breaks), copy(original.col_breaks)
    made.print_title_rows, made.print_title_cols = original.print_title_rows, original.print_title_cols
    if original.print_area:
        made.print_area = ",".join(
            part.rpartition("!")[2].replace("$", "") for part in str(original.print_area).split(",")
        )
    for picture in original._images:
        again = Image(BytesIO(picture._data()))
        again.width, again.height, again.anchor = picture.width, picture.height, deepcopy(picture.anchor)
        made.add_image(again)
    return made
