"""Large workbooks written in bounded memory: styles, drop-downs and the words for the reader by XlsxWriter, rows by row_text.

Text is text: an ID number, a telephone or a household number keeps every digit, and no value becomes a formula.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter

from xinlu.kernel.words import Words
from xinlu.sheets.row_text import Cell, Sort, rendered, renderer

__all__ = ["Cell", "Column", "Guide", "Sort", "Table", "write_book"]

SHEET_ROWS = 500_000
"""Rows of one sheet. The format holds a million, but no office's machine is at ease with them; more go onto a further sheet."""
SHEET_NAME_MOST = 31
LAST_ROW = 1_048_575

GUIDE_WIDTH = 90
PAGE_WIDTH = 300
"""Characters that can still be read on one printed page."""

_COMPRESSION = 1
"""Of deflate: the fastest. A register becomes a third larger than at the usual level and is written in half the time."""
_FORMATS = {
    Sort.TEXT: "@",
    Sort.CHOICE: "@",
    Sort.WHOLE: "0",
    Sort.YUAN: "#,##0.00",
    Sort.QUANTITY: "General",
    Sort.DAY: "yyyy-mm-dd",
}
_SAMPLE = re.compile(r'<row r="2"[^>]*>(.*?)</row>')


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, how its cells are written, its width (characters), and what it takes, told in the guide.

    `choices` stand in a drop-down; where `several` may be written into one cell, other text is let in.
    """

    head: Words
    sort: Sort = Sort.TEXT
    width: int = 12
    takes: Words | None = None
    choices: tuple[Words, ...] = ()
    several: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One kind of rows, on as many sheets as `most` of them need. Their cells are in the columns' order; choices are
    given in the reader's language. `fixed` columns stay in sight."""

    name: Words
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    most: int
    fixed: int = 2


@dataclass(frozen=True, slots=True)
class Guide:
    """The first sheet: a title, what this file is, and (by default) the rules that hold for every file given back."""

    title: Words
    about: Sequence[Words] = ()
    rules: Sequence[Words] = field(default_factory=lambda: RULES)


GUIDE_NAME = Words("填表说明", "How to fill this in")
LISTS_NAME = Words("选项", "Choices")
RULES: tuple[Words, ...] = (
    Words(
        "每张表第一行是列名，不要改、不要删；可以空着不填，空着就是“没说”，原来记的不动。",
        "The first row of each sheet holds the headings: do not change or delete them. An empty cell says nothing: "
        "what is recorded stays.",
    ),
    Words(
        "哪一户有一格看不懂，这一户整户退回来，旁边写明是哪一格、为什么、怎么改；别的户照收。",
        "If one cell of a household cannot be read, the whole household is returned, with which cell, why, and what to "
        "do about it; the other households are taken.",
    ),
    Words(
        "表里的数是帮扶人报的。户里自己认了，才算数；没认以前都只是“报的”。",
        "The figures are what helpers claim. They count once the household has recognised them; until then they stay "
        "claims.",
    ),
    Words(
        "几张表靠户编号对上，这一列不要改。",
        "The household number joins the sheets: leave it as it is.",
    ),
    Words(
        "身份证号、电话、户编号都是文本，照着写，不会丢位。日期写成 1956-08-27。钱写元，可以有两位小数。",
        "ID, telephone and household numbers are text and keep every digit. Dates are written 1956-08-27, money in "
        "yuan with up to two decimals.",
    ),
    Words(
        "有下拉的列从下拉里选；能写几样的，用分号“；”隔开。",
        "Where a column has a list, choose from it; where several are allowed, put a semicolon between them.",
    ),
)
_COLUMNS_OF = Words("“{name}”这张表的列", "Columns of the sheet “{name}”")
_ONE_OF = Words("从下拉里选：{choices}", "One of the list: {choices}")
_SOME_OF = Words("可以写几样，用“；”隔开：{choices}", "One or several, with “; ” between them: {choices}")
_NOT_LISTED = Words("不在单子里", "Not in the list")
_CHOOSE = Words("请从下拉里选一个", "Please choose one of the list")
_PAGE = Words("第 &P 页，共 &N 页", "Page &P of &N")


def write_book(
    tables: Sequence[Table],
    target: Path | IO[bytes],
    *,
    guide: Guide,
    language: str,
    progress: Callable[[int, int], None] = lambda done, most: None,
) -> int:
    """Write the workbook to `target` and return how many rows it holds. A table's rows are read once, in order.

    ValueError when a table has more rows than it said. `progress` hears how many rows are written, of at most how many.
    """
    sheets = [_Sheet(table, part, parts) for table in tables for part, parts in _parts(table)]
    skeleton = ZipFile(_skeleton(sheets, guide=guide, language=language))
    shared = _shared_texts(skeleton)
    waiting = {id(table): iter(table.rows) for table in tables}
    done, most = 0, sum(table.most for table in tables)
    with skeleton, ZipFile(target, "w", ZIP_DEFLATED, compresslevel=_COMPRESSION) as book:
        places = {f"xl/worksheets/sheet{number}.xml": sheet for number, sheet in enumerate(sheets, start=2)}
        for name in skeleton.namelist():
            sheet = places.get(name)
            if sheet is None:
                book.writestr(name, skeleton.read(name))
                continue
            before, styles, after = _around(skeleton.read(name).decode())
            renders = [
                renderer(column.sort, column=number, style=style, shared=shared)
                for number, (column, style) in enumerate(zip(sheet.table.columns, styles, strict=True), start=1)
            ]
            pieces = rendered(islice(waiting[id(sheet.table)], SHEET_ROWS), renders, first=2)
            with book.open(name, "w") as out:
                out.write(before.encode())
                for rows in _written_beside(out, pieces):
                    done += rows
                    progress(done, most)
                out.write(after.encode())
    if any(next(rows, None) is not None for rows in waiting.values()):
        raise ValueError("a table has more rows than it said")
    return done


def _written_beside(out: IO[bytes], pieces: Iterator[tuple[int, bytes]]) -> Iterator[int]:
    """Write the pieces while the next one is put together: compressing needs no interpreter. Yields the rows of each."""
    with ThreadPoolExecutor(1) as beside:
        last: Future[int] | None = None
        for rows, text in pieces:
            if last:
                last.result()
            last = beside.submit(out.write, text)
            yield rows
        if last:
            last.result()


def sheet_name(name: Words, part: int, parts: int, language: str) -> str:
    """What a sheet is called, with which part of several it is."""
    said = name.said(language)
    return f"{said[: SHEET_NAME_MOST - 4]} {part}" if parts > 1 else said[:SHEET_NAME_MOST]


@dataclass(frozen=True, slots=True)
class _Sheet:
    table: Table
    part: int
    parts: int


def _parts(table: Table) -> Iterator[tuple[int, int]]:
    parts = max(1, -(-table.most // SHEET_ROWS))
    return ((part, parts) for part in range(1, parts + 1))


def _skeleton(sheets: Sequence[_Sheet], *, guide: Guide, language: str) -> BytesIO:
    """The workbook without its rows: in each sheet, below the headings, one row of empty cells that shows the styles."""
    file = BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    styles = _Styles(book)
    told = {id(sheet.table): sheet.table for sheet in sheets}
    _write_guide(book, guide, list(told.values()), styles, language)
    made = [book.add_worksheet(sheet_name(each.table.name, each.part, each.parts, language)) for each in sheets]
    lists = _write_lists(book, [column for table in told.values() for column in table.columns], styles, language)
    for sheet, each in zip(made, sheets, strict=True):
        _head(sheet, each.table, styles, lists, language)
    book.close()
    file.seek(0)
    return file


class _Styles:
    """The formats of the book."""

    def __init__(self, book: Any) -> None:
        edge = {"border": 1, "border_color": "#BFBFBF"}
        self.head = book.add_format(
            {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#E8EEF4", "num_format": "@", **edge}
        )
        self.cell = {sort: book.add_format({"num_format": shown, **_aligned(sort)}) for sort, shown in _FORMATS.items()}
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.part = book.add_format({"bold": True, "valign": "top"})
        self.name = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
        self.words = book.add_format({"text_wrap": True, "valign": "top"})


def _aligned(sort: Sort) -> dict[str, str]:
    return {"align": "left"} if sort is Sort.DAY else {}


def _head(sheet: Any, table: Table, styles: _Styles, lists: dict[tuple[Words, ...], str], language: str) -> None:
    """Headings, widths, styles of whole columns, drop-downs and how the sheet is printed."""
    for index, column in enumerate(table.columns):
        style = styles.cell[column.sort]
        sheet.set_column(index, index, column.width, style)
        sheet.write_string(0, index, column.head.said(language), styles.head)
        sheet.write_blank(1, index, None, style)
        if column.choices:
            sheet.data_validation(
                1,
                index,
                LAST_ROW,
                index,
                {
                    "validate": "list",
                    "source": lists[column.choices],
                    "show_error": not column.several,
                    "error_type": "warning",
                    "error_title": _NOT_LISTED.said(language),
                    "error_message": _CHOOSE.said(language),
                },
            )
    sheet.set_row(0, 45)
    sheet.freeze_panes(1, table.fixed)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1 + sum(each.width for each in table.columns) // PAGE_WIDTH, 0)
    sheet.repeat_rows(0)
    sheet.repeat_columns(0, table.fixed - 1)
    sheet.set_footer(f"&L{table.name.said(language)}&R{_PAGE.said(language)}")


def _write_lists(book: Any, columns: Sequence[Column], styles: _Styles, language: str) -> dict[tuple[Words, ...], str]:
    """The hidden sheet of choices, each list once; by list, the range in which it stands."""
    sheet = book.add_worksheet(LISTS_NAME.said(language))
    sheet.hide()
    found: dict[tuple[Words, ...], str] = {}
    for column in columns:
        if not column.choices or column.choices in found:
            continue
        at = len(found)
        sheet.write_string(0, at, column.head.said(language), styles.head)
        for row, choice in enumerate(column.choices, start=1):
            sheet.write_string(row, at, choice.said(language), styles.cell[Sort.TEXT])
        letters = xlsxwriter.utility.xl_col_to_name(at, True)
        found[column.choices] = f"='{LISTS_NAME.said(language)}'!{letters}$2:{letters}${len(column.choices) + 1}"
    return found


def _write_guide(book: Any, guide: Guide, tables: Sequence[Table], styles: _Styles, language: str) -> None:
    sheet = book.add_worksheet(GUIDE_NAME.said(language))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, GUIDE_WIDTH)
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.write_string(0, 0, guide.title.said(language), styles.title)
    told = [("", words.said(language)) for words in guide.about]
    told += [("", f"{number}. {words.said(language)}") for number, words in enumerate(guide.rules, start=1)]
    for table in tables:
        told += [("", ""), (_COLUMNS_OF.filled(name=table.name).said(language), "")]
        told += [(column.head.said(language), _takes(column, language)) for column in table.columns]
    for row, (name, words) in enumerate(told, start=1):
        # Not every program makes a row as high as its words.
        sheet.set_row(row, 15 * max(1, -(-_width(words) // GUIDE_WIDTH)))
        sheet.write_string(row, 0, name, styles.name if words else styles.part)
        sheet.write_string(row, 1, words, styles.words)


def _width(text: str) -> int:
    """Of a text, in characters of which a Chinese one takes two."""
    return sum(2 if ord(each) > 0x2E80 else 1 for each in text)


def _takes(column: Column, language: str) -> str:
    said = [column.takes.said(language)] if column.takes else []
    if column.choices:
        between = "、" if language.startswith("zh") else " | "
        words = _SOME_OF if column.several else _ONE_OF
        said.append(words.said(language).format(choices=between.join(each.said(language) for each in column.choices)))
    return ("" if language.startswith("zh") else " ").join(said)


def _shared_texts(skeleton: ZipFile) -> dict[str, int]:
    """The texts that stand once in the file, by what they say -> their number."""
    written = skeleton.read("xl/sharedStrings.xml").decode()
    texts = re.findall(r"<si><t[^>]*>(.*?)</t></si>", written, flags=re.DOTALL)
    return {unescape(text): number for number, text in enumerate(texts)}


def _around(sheet: str) -> tuple[str, list[str], str]:
    """A sheet's text before its rows, the style of each column, and the text behind."""
    sample = _SAMPLE.search(sheet)
    if sample is None:
        raise ValueError("a sheet without columns")
    styles = re.findall(r'<c r="[A-Z]+2" s="(\d+)"/>', sample[1])
    # The range in which cells stand is not known before the last row; without it a reader finds out for itself.
    before = re.sub(r"<dimension [^>]*/>", "", sheet[: sample.start()])
    return before, styles, sheet[sample.end() :]
