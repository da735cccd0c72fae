"""Any office's spreadsheet opened: told apart by content, then read within bounds."""

from __future__ import annotations

import stat
from pathlib import Path

from xinlu.sheets.files import refusals
from xinlu.sheets.files.delimited import Delimited
from xinlu.sheets.files.telling import Family, family_of
from xinlu.sheets.files.workbook import Workbook


def open_book(path: Path, *, name: str = "") -> Workbook | Delimited:
    """The file as a book, whatever its name says: .xlsx, .xlsm, .xls, .ods, or a text table with , ; or tab.

    `name` is what the file was called where it came from. Close the book, or use it in a `with`. Refusal, with words
    that say what to do, for whatever cannot be read.
    """
    name = name or path.name
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise refusals.no_file()
        file = path.open("rb")
    except PermissionError:
        raise refusals.not_permitted() from None
    except (OSError, ValueError):
        raise refusals.no_file() from None
    with file:
        if family_of(file, name) is Family.WORKBOOK:
            return Workbook(path.absolute(), file, name=name)
    return Delimited(path.absolute(), name=name)
