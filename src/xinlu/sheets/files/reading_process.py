"""The process in which a workbook is read: `python -m xinlu.sheets.files.reading_process <descriptor of the file>`.

It has a bound on its memory and its time, knows no Django and no settings, and ends with the program that started it.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TypeVar

from xinlu.kernel.errors import Refusal
from xinlu.sheets.files import frames, refusals
from xinlu.sheets.files.bounds import bound
from xinlu.sheets.files.frames import Kind
from xinlu.sheets.files.loading import LoadedBook

_Got = TypeVar("_Got")


def main() -> None:
    """Open the file, answer "serial place" lines with the rows of that sheet, until the input ends."""
    file = os.fdopen(int(sys.argv[1]), "rb")
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    asked: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()
    bound()
    threading.Thread(target=_listen, args=(asked,), daemon=True).start()
    with suppress(BrokenPipeError):
        frames.send(out, Kind.READY, 0, b"")
        book = _tried(partial(LoadedBook, file), out, 0)
        if book is not None:
            _answer(book, out, asked)
    # Not by returning: a thread is still listening, and the interpreter would wait for it.
    os._exit(0)


def _answer(book: LoadedBook, out: int, asked: queue.SimpleQueue[tuple[int, int]]) -> None:
    contents = book.contents
    frames.send(out, Kind.BOOK, 0, frames.packed((contents.kind, contents.sheets, contents.notes)))
    while True:
        serial, index = asked.get()
        _tried(partial(_send_rows, book, index, out, serial, asked), out, serial)


def _send_rows(book: LoadedBook, index: int, out: int, serial: int, asked: queue.SimpleQueue[tuple[int, int]]) -> None:
    for batch in book.batches(index):
        if not asked.empty():
            return
        frames.send(out, Kind.ROWS, serial, batch)
    frames.send(out, Kind.END, serial, b"")


def _tried(act: Callable[[], _Got], out: int, serial: int) -> _Got | None:
    """What `act` gives, or None once a refusal was sent in its place."""
    try:
        return act()
    except BrokenPipeError:
        raise
    except Refusal as error:
        refusal = error
    except MemoryError:
        refusal = refusals.too_heavy()
    except BaseException:  # a fault of the reader behind that the file has brought about; its panics are no Exception
        refusal = refusals.damaged()
    frames.send(out, Kind.REFUSED, serial, frames.packed((refusal.code, refusal.words.zh, refusal.words.en)))
    return None


def _listen(asked: queue.SimpleQueue[tuple[int, int]]) -> None:
    for line in sys.stdin.buffer:
        serial, index = map(int, line.split())
        asked.put((serial, index))
    os._exit(0)


if __name__ == "__main__":
    main()
