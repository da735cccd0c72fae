"""An office's form opened, after it was looked at from outside: nothing that would keep a machine busy is loaded."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import IO, Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from defusedxml.ElementTree import iterparse
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import range_boundaries

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

FILE_MOST = 10_000_000
"""Bytes of the file as it comes."""
UNPACKED_MOST = 12_000_000
"""Bytes of the file's XML once unpacked; pictures are not unpacked."""
PARTS_MOST = 1000
SHEETS_MOST = 20
CELLS_MOST = 50_000
"""Cells and rows of all sheets: a form of a thousand rows and fifty columns."""
COVERED_MOST = 100_000
"""Cells under merged ranges and links, each of which is made one by one."""

_NO_FORM = Words(
    "打不开这个文件：要 .xlsx 格式。用表格软件打开，另存为 .xlsx 再试",
    "This file cannot be opened: it must be .xlsx. Open it in a spreadsheet program, save it as .xlsx, and try again",
)
_TOO_LARGE = Words(
    "这个文件太大，不像一张表。把图片和用不着的工作表删掉再试",
    "This file is too large for a form. Take out pictures and sheets that are not needed",
)
_TOO_MANY_CELLS = Words(
    "“{sheet}”用到的格子太多（上限 {most}）。多半是整行整列画了边框：把表下面、右边多余的行和列删掉再试",
    "The sheet “{sheet}” uses too many cells ({most} at most). Whole rows or columns may have borders: delete the rows "
    "below and the columns beside the form",
)
_LOST = Words(
    "表里有图表、文本框或者宏，填好的表里不会有这些",
    "The form has charts, text boxes or macros; the filled one will be without them",
)


def open_form(source: bytes | IO[bytes]) -> tuple[Workbook, tuple[Words, ...]]:
    """The form, and in words what of it will be lost. Refusal for what is no .xlsx or is too large for a form."""
    content = source if isinstance(source, bytes) else source.read(FILE_MOST + 1)
    if len(content) > FILE_MOST:
        raise Refusal("form.too_large", _TOO_LARGE, field="form")
    try:
        with ZipFile(BytesIO(content)) as package:
            notes = _looked_at(package)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what openpyxl leaves out; `notes` say it in words
            return load_workbook(BytesIO(content), rich_text=True), notes
    except Refusal:
        raise
    except Exception as error:
        # Of a broken file openpyxl says whatever the part that it stumbled over said.
        raise Refusal("form.unreadable", _NO_FORM, field="form") from error


def _looked_at(package: ZipFile) -> tuple[Words, ...]:
    """What of the form will be lost. Refusal for what is too large; every part is looked at, whatever it is called."""
    parts = [part for part in package.infolist() if not part.filename.startswith("xl/media/")]
    if len(parts) > PARTS_MOST or sum(part.file_size for part in parts) > UNPACKED_MOST:
        raise Refusal("form.too_large", _TOO_LARGE, field="form")
    sheets = cells = covered = 0
    for part in parts:
        for tag, reference in _cells_and_ranges(package, part.filename):
            sheets += tag == "worksheet"
            cells += tag in ("c", "row")
            covered += _size(reference) if reference else 0
            if sheets > SHEETS_MOST or cells > CELLS_MOST or covered > COVERED_MOST:
                where = part.filename.rpartition("/")[2].removesuffix(".xml")
                raise Refusal("form.too_many_cells", _TOO_MANY_CELLS.filled(sheet=where, most=CELLS_MOST), field="form")
    if not sheets:
        raise BadZipFile("no sheet")
    names = [part.filename for part in parts]
    lost = any(name.startswith(("xl/charts/", "xl/vbaProject", "xl/diagrams/")) for name in names) or any(
        b"<xdr:sp" in package.read(name) for name in names if name.startswith("xl/drawings/")
    )
    return (_LOST,) if lost else ()


def _cells_and_ranges(package: ZipFile, name: str) -> Iterator[tuple[str, str]]:
    """Each sheet, row and cell of a part, and each range that openpyxl goes through cell by cell."""
    with package.open(name) as part:
        try:
            for _, element in iterparse(part):
                tag = str(element.tag).rpartition("}")[2]
                if tag in ("mergeCell", "hyperlink"):
                    yield tag, element.get("ref", "")
                elif tag in ("c", "row", "worksheet"):
                    yield tag, ""
                    element.clear()
        except ParseError:
            return  # no XML


def _size(reference: str) -> int:
    """How many cells a range covers; whole rows and columns reach to the end of the sheet."""
    left, top, right, bottom = range_boundaries(reference)
    width = (right or 16_384) - (left or 1) + 1
    return int(width * ((bottom or 1_048_576) - (top or 1) + 1))


def cells_of(sheet: Any) -> list[Any]:
    """The cells that a sheet holds, from the top left: not its whole range, which may be a million rows of nothing."""
    return [cell for _, cell in sorted(sheet._cells.items())]
