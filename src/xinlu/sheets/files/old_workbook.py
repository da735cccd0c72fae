"""An .xls (MS-XLS): its records looked over before it is read, for what has no value, and for how far it reaches."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from xinlu.sheets.files import limits, refusals
from xinlu.sheets.files.compound import Compound
from xinlu.sheets.files.sheet_marks import SheetMarks
from xinlu.sheets.grid import Loss

_FORMULA, _EOF, _FILEPASS, _BOUNDSHEET, _SUPBOOK, _BOF = 0x0006, 0x000A, 0x002F, 0x0085, 0x01AE, 0x0809
_MULRK, _BLANK, _MULBLANK, _BOOLERR = 0x00BD, 0x0201, 0x00BE, 0x0205
_VALUES = frozenset([0x0203, 0x027E, 0x00FD, 0x0204, 0x00D6])
"""NUMBER, RK, LABELSST, LABEL, RSTRING."""
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_SELF = 0x0401
_CALCULATES_ON_OPEN = 0x0002
_ARITHMETIC = frozenset([3, 4, 5, 6, 7])


def stream_of(compound: Compound) -> bytes:
    """The stream that holds the workbook; Refusal for a locked workbook, and for what is none."""
    names = compound.names
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise refusals.password()
    for name in ("Workbook", "Book", "WORKBOOK", "BOOK"):
        if name in names:
            return compound.stream(name)
    raise refusals.other_kind(
        "word" if "WordDocument" in names else "slides" if "PowerPoint Document" in names else "unknown"
    )


def scan_old_workbook(stream: bytes) -> list[SheetMarks]:
    """Every sheet in order, without its merges. Refusal for a locked, damaged or too large one."""
    found = []
    for kind, body in _records(stream, 0):
        if kind == _FILEPASS:
            raise refusals.password()
        if kind == _BOUNDSHEET and len(body) >= 4:
            found.append((struct.unpack_from("<I", body)[0], _sheet_name(body)))
    sheets = [_scan_sheet(stream, offset, name) for offset, name in found]
    # All sheets of an .xls are laid out at once.
    if sum(sheet.last_row * sheet.last_column for sheet in sheets) > limits.CELLS:
        largest = max(sheets, key=lambda sheet: sheet.last_row * sheet.last_column)
        raise refusals.too_wide_spread(largest.name, largest.last_row, largest.last_column)
    return sheets


def notes_of(compound: Compound, stream: bytes) -> list[str]:
    """What the file holds that is left alone: "macros", "links"."""
    notes = ["macros"] if compound.names & {"_VBA_PROJECT_CUR", "VBA"} else []
    for kind, body in _records(stream, 0):
        if kind == _SUPBOOK and len(body) > 4 and struct.unpack_from("<H", body, 2)[0] != _SELF:
            return [*notes, "links"]
    return notes


def _sheet_name(body: bytes) -> str:
    """The name of a BOUNDSHEET record, for messages: of BIFF 8 exactly, of its forerunner as far as it is ASCII."""
    if len(body) < 8:
        return ""
    is_wide = body[7] == 1
    return body[8 : 8 + body[6] * (2 if is_wide else 1)].decode("utf-16-le" if is_wide else "ascii", "replace")


def _scan_sheet(stream: bytes, offset: int, name: str) -> SheetMarks:
    marks = SheetMarks(name=name)
    for kind, body in _records(stream, offset):
        if kind in _VALUES and len(body) >= 6:
            row, column = struct.unpack_from("<HH", body)
        elif kind == _MULRK and len(body) >= 6:
            (row,), (column,) = struct.unpack_from("<H", body), struct.unpack_from("<H", body, len(body) - 2)
            marks.written += (len(body) - 6) // 6
        elif kind == _FORMULA and len(body) >= 22:
            row, column = struct.unpack_from("<HH", body)
            _look_at_formula(marks, row + 1, column + 1, body)
        elif kind == _BOOLERR and len(body) >= 8:
            row, column = struct.unpack_from("<HH", body)
            if body[7]:
                marks.lose(row + 1, column + 1, Loss.ERROR, _ERRORS.get(body[6], "#N/A"))
        elif kind in (_BLANK, _MULBLANK):
            marks.written += 1
            continue
        else:
            continue
        marks.written += 1
        marks.reach(row + 1, column + 1)
    return marks


def _look_at_formula(marks: SheetMarks, row: int, column: int, body: bytes) -> None:
    result, flags = body[6:14], struct.unpack_from("<H", body, 14)[0]
    if result[6:] != b"\xff\xff":
        if result == b"\0" * 8 and flags & _CALCULATES_ON_OPEN:
            marks.lose(row, column, Loss.UNCALCULATED, "=…")
    elif result[0] == 2:
        marks.lose(row, column, Loss.ERROR, _ERRORS.get(result[2], "#N/A"))
    elif result[0] == 3 and _gives_a_number(body[22 : 22 + struct.unpack_from("<H", body, 20)[0]]):
        # Writers that cannot reckon store an empty text, which no sum or product is.
        marks.lose(row, column, Loss.UNCALCULATED, "=…")


def _gives_a_number(tokens: bytes) -> bool:
    """Whether a formula's last step is a sum or another reckoning (MS-XLS 2.5.198: the result's token comes last)."""
    is_sum = tokens[-4:-2] == b"\x19\x10" or (tokens[-4:-3] in (b"\x22", b"\x42", b"\x62") and tokens[-2:] == b"\x04\0")
    return bool(tokens) and (is_sum or tokens[-1] in _ARITHMETIC)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Kind and body of the records of one substream, to its end. Charts within a sheet are passed over."""
    depth = 0
    size = len(stream)
    while at + 4 <= size:
        kind, length = struct.unpack_from("<HH", stream, at)
        if depth <= 1:
            yield kind, stream[at + 4 : at + 4 + length]
        depth += (kind == _BOF) - (kind == _EOF)
        if kind == _EOF and depth <= 0:
            return
        at += 4 + length
