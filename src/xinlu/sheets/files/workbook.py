"""A workbook read in a process of its own: whatever its file does there, here it is rows or a refusal."""

from __future__ import annotations

import os
import signal
import subprocess
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.sheets.files import child, frames, limits, refusals
from xinlu.sheets.files.bounds import OUT_OF_MEMORY
from xinlu.sheets.files.frames import Kind
from xinlu.sheets.files.mending import MEND_SHEET
from xinlu.sheets.grid import Merge, Row, Sheet

_NOTES = {
    "macros": Words(
        "文件里有宏。宏不会运行，各格按上次存盘时的值来读",
        "The file has macros. They are not run; cells are read with the values last saved",
    ),
    "links": Words(
        "文件里有指向别的文件的链接。链接不会打开，各格按上次存盘时的值来读",
        "The file has links to other files. They are not followed; cells are read with the values last saved",
    ),
}


class Workbook:
    """An opened .xlsx, .xlsm, .xls or .ods. `kind` is "xlsx", "xls" or "ods"; `cells` counts those the file has.

    Every sheet that is being read has a process; it ends with the book, or when the book is forgotten.
    """

    def __init__(self, path: Path, file: BinaryIO, *, name: str) -> None:
        self.name = name
        self._path = path
        status = os.fstat(file.fileno())
        self._identity = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns)
        first = _Reader(file)
        self._readers = [first]
        self._is_closed = False
        self.kind, sheets, notes = first.opened()
        self._places = {name: index for index, name, *_ in sheets}
        self.cells = sum(written for *_, written in sheets)
        self.sheets = tuple(
            Sheet(name, hidden, tuple(Merge(*merge) for merge in merges))
            for _, name, hidden, merges, _ in sheets
            if name != MEND_SHEET
        )
        self.notes = tuple(_NOTES[note] for note in notes)

    def __enter__(self) -> Workbook:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The rows that hold anything, from the top; Refusal where they cannot be read, ValueError once closed."""
        reader = self._free_reader()
        reader.is_busy = True
        try:
            yield from reader.rows(self._places[sheet.name])
        finally:
            reader.is_busy = False

    def close(self) -> None:
        """End what reads the file."""
        self._is_closed = True
        for reader in self._readers:
            reader.end()
        self._readers = []

    def _free_reader(self) -> _Reader:
        if self._is_closed:
            raise ValueError("this book is closed")
        self._readers = [reader for reader in self._readers if reader.is_alive]
        for reader in self._readers:
            if not reader.is_busy:
                return reader
        with self._same_file() as file:
            reader = _Reader(file)
        self._readers.append(reader)
        reader.opened()
        return reader

    def _same_file(self) -> BinaryIO:
        """The file opened again, as readers cannot share a position in it; Refusal when it is another by now."""
        try:
            file = self._path.open("rb")
        except OSError:
            raise refusals.no_file() from None
        status = os.fstat(file.fileno())
        if (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns) != self._identity:
            file.close()
            raise refusals.no_file()
        return file


class _Reader:
    """One reading process."""

    def __init__(self, file: BinaryIO) -> None:
        self._process = child.start(
            "xinlu.sheets.files.reading_process", str(file.fileno()), descriptors=[file.fileno()]
        )
        self.end = weakref.finalize(self, child.end, self._process)
        self.is_busy = False
        self._serial = 0

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked again."""
        return self.end.alive

    def opened(self) -> tuple[str, list[Any], list[str]]:
        """Kind, sheets and notes of the file; Refusal where it cannot be read, RuntimeError where no process starts."""
        try:
            if frames.receive(_output(self._process), seconds=limits.ANSWER_SECONDS).kind is not Kind.READY:
                raise frames.Ended
        except frames.Ended:
            self.end()
            raise RuntimeError("the process that reads workbooks does not start") from None
        try:
            kind, sheets, notes = self._answer()
        except BaseException:
            self.end()
            raise
        return kind, sheets, notes

    def rows(self, place: int) -> Iterator[Row]:
        """The rows of the sheet at that place; Refusal where they cannot be read."""
        self._serial += 1
        try:
            if self._process.stdin is None:
                raise BrokenPipeError
            self._process.stdin.write(f"{self._serial} {place}\n".encode())
        except (BrokenPipeError, ValueError):
            raise self._refusal_of_the_dead(is_late=False) from None
        while (batch := self._answer()) is not None:
            for number, values in batch:
                yield Row(number, values)

    def _answer(self) -> Any:
        """The payload of the next frame that answers the last request, None at the end of a sheet."""
        while True:
            value: Any = None
            try:
                frame = frames.receive(_output(self._process), seconds=limits.ANSWER_SECONDS)
                if frame.serial != self._serial:
                    continue
                if frame.kind is not Kind.END:
                    value = frames.unpacked(frame.payload)
            except frames.Ended as error:
                raise self._refusal_of_the_dead(is_late=error.is_late) from None
            except ValueError:
                raise ValueError("this book is closed") from None
            if frame.kind is Kind.REFUSED:
                code, zh, en = value
                raise Refusal(code, Words(zh, en))
            return value

    def _refusal_of_the_dead(self, *, is_late: bool) -> Refusal:
        code = None if is_late else self._ended_by_itself()
        self.end()
        if is_late or code == -signal.SIGXCPU:
            return refusals.too_slow()
        return refusals.too_heavy() if code in (-signal.SIGABRT, OUT_OF_MEMORY) else refusals.ended()

    def _ended_by_itself(self) -> int | None:
        try:
            return self._process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            return None


def _output(process: subprocess.Popen[bytes]) -> int:
    if process.stdout is None:
        raise ValueError("a process without output")
    return process.stdout.fileno()
