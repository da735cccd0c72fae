"""The office's own file returned: a cell that cannot be taken is coloured and says why, and a first sheet lists all."""

from __future__ import annotations

import logging
import pickle
import subprocess
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import BinaryIO

from xinlu.sheets.entries import Asked, CellFault
from xinlu.sheets.files import child, mending
from xinlu.sheets.files.delimited import Delimited
from xinlu.sheets.files.mending import DONE, Job, Remark
from xinlu.sheets.files.streamed_copy import write_streamed
from xinlu.sheets.files.workbook import Workbook
from xinlu.sheets.opening import open_book

KEPT_CELLS = 150_000
"""Up to here a copy keeps the office's formats and formulas; beyond, that takes minutes and gigabytes."""
_MERGED_CELLS = 1_000_000
_SECONDS = 180

_log = logging.getLogger(__name__)


def write_returned(
    source: Path, target: Path | BinaryIO, *, faults: Sequence[CellFault], asked: Sequence[Asked], language: str
) -> None:
    """Write a copy of `source` as .xlsx: faults brick, what is asked amber, each with a comment, `language` first.

    `target` is written over; where it is an open file it must have a descriptor. A large file, and any but .xlsx, keeps
    its values alone. Refusal where the source cannot be read.
    """
    with open_book(source) as book, target.open("w+b") if isinstance(target, Path) else nullcontext(target) as file:
        sheets = [sheet.name for sheet in book.sheets]
        text_sheet = sheets[0] if isinstance(book, Delimited) else ""
        remarks = mending.remarks_of(faults, asked, sheets=sheets, text_sheet=text_sheet)
        if isinstance(book, Workbook) and _keeps_its_look(book):
            try:
                if _is_marked(source, file, remarks, language):
                    return
            except (OSError, subprocess.SubprocessError):
                _log.warning("a returned copy is written without its look", exc_info=True)
            file.seek(0)
            file.truncate()
        write_streamed(book, file, remarks=remarks, language=language)


def _keeps_its_look(book: Workbook) -> bool:
    merged = sum(
        (merge.bottom - merge.top + 1) * (merge.right - merge.left + 1)
        for sheet in book.sheets
        for merge in sheet.merges
    )
    return book.kind == "xlsx" and book.cells <= KEPT_CELLS and merged <= _MERGED_CELLS


def _is_marked(source: Path, target: BinaryIO, remarks: list[Remark], language: str) -> bool:
    """Whether the copy in the office's own look was written; what is in the way of that is no refusal."""
    with source.open("rb") as original:
        descriptors = [original.fileno(), target.fileno()]
        process = child.start("xinlu.sheets.files.marked_copy", *map(str, descriptors), descriptors=descriptors)
        try:
            said, _ = process.communicate(pickle.dumps(Job(remarks, language)), timeout=_SECONDS)
        finally:
            child.end(process)
    return said == DONE and process.returncode == 0
