"""What passes between a book and its reading process: numbered frames of plain values.

What comes from the process is taken as if the file had written it: its size is bounded, and nothing but plain values,
dates and broken cells can be in it.
"""

from __future__ import annotations

import datetime
import io
import os
import pickle
import select
import struct
import time
from enum import IntEnum
from typing import Any, NamedTuple

from xinlu.sheets import grid
from xinlu.sheets.files import limits

_HEAD = struct.Struct(">BII")
_ALLOWED: dict[tuple[str, str], type] = {
    ("datetime", "date"): datetime.date,
    ("datetime", "datetime"): datetime.datetime,
    ("datetime", "time"): datetime.time,
    ("xinlu.sheets.grid", "Broken"): grid.Broken,
    ("xinlu.sheets.grid", "Loss"): grid.Loss,
}


class Kind(IntEnum):
    """What a frame says."""

    READY = 1  # the process has started
    BOOK = 2  # the file is opened: its sheets
    ROWS = 3
    END = 4  # of a sheet
    REFUSED = 5  # code and words of a refusal


class Frame(NamedTuple):
    """One frame; `serial` is that of the request it answers."""

    kind: Kind
    serial: int
    payload: bytes


class Ended(Exception):
    """The process is gone, said what no process of ours says, or (`is_late`) did not answer in time."""

    def __init__(self, *, is_late: bool = False) -> None:
        super().__init__()
        self.is_late = is_late


def send(descriptor: int, kind: Kind, serial: int, payload: bytes) -> None:
    """Write one frame whole; waits while the other side is not reading."""
    left = memoryview(_HEAD.pack(kind, serial, len(payload)) + payload)
    while left:
        left = left[os.write(descriptor, left) :]


def receive(descriptor: int, *, seconds: float) -> Frame:
    """The next frame; Ended when there is none, when it is too large, or when it takes longer than `seconds`."""
    until = time.monotonic() + seconds
    kind, serial, length = _HEAD.unpack(_exactly(descriptor, _HEAD.size, until))
    if length > limits.FRAME_BYTES or kind not in Kind._value2member_map_:
        raise Ended
    return Frame(Kind(kind), serial, _exactly(descriptor, length, until))


def packed(value: object) -> bytes:
    """Plain values as the payload of a frame."""
    return pickle.dumps(value, protocol=5)


def unpacked(payload: bytes) -> Any:
    """The values of a payload; Ended where it holds anything but plain values."""
    try:
        return _PlainValues(io.BytesIO(payload)).load()
    except Exception:
        raise Ended from None


class _PlainValues(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> type:
        return _ALLOWED[module, name]


def _exactly(descriptor: int, size: int, until: float) -> bytes:
    content = bytearray()
    # Not select(): that knows no descriptor above 1023, and a server has many.
    waiting = select.poll()
    waiting.register(descriptor, select.POLLIN)
    while len(content) < size:
        left = until - time.monotonic()
        if left <= 0 or not waiting.poll(left * 1000):
            raise Ended(is_late=True)
        piece = os.read(descriptor, min(size - len(content), 1 << 20))
        if not piece:
            raise Ended
        content += piece
    return bytes(content)
