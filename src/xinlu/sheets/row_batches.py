"""Rows read some hundreds at a time, in this process or in others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from xinlu.sheets.grid import Row
from xinlu.sheets.rows import ReadRow, RowReader, Tally

ROWS_AT_ONCE = 500


class FilledRow(NamedTuple):
    """A row as `RowReader.filled` gives it, what was `reached` then, and the title under which it stands."""

    row: Row
    reached: Mapping[int, int]
    title: str


class ReadRows(NamedTuple):
    """What some rows say, with their titles, and of each used column what was taken and refused of them."""

    rows: list[ReadRow]
    titles: list[str]
    tallies: list[Tally]


def read_rows(reader: RowReader, rows: Sequence[FilledRow]) -> ReadRows:
    """The rows read by the reader, or by a copy of it."""
    read = [reader.read(row, reached) for row, reached, _ in rows]
    return ReadRows(read, [title for _, _, title in rows], reader.told())
