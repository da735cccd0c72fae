"""What a workbook is to the rooms above the reader: sheets of rows of plain values, whatever program wrote them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeAlias

from xinlu.kernel.words import Words


class Loss(StrEnum):
    """How a cell came to hold nothing that can be read."""

    ERROR = "error"  # #REF!, #N/A ...: the formula broke
    UNCALCULATED = "uncalculated"  # a formula that no program has reckoned yet


@dataclass(frozen=True, slots=True)
class Broken:
    """A cell whose value is lost; `text` is what stands there ("#REF!", "=SUM(G5:G31)")."""

    why: Loss
    text: str

    def __str__(self) -> str:
        return self.text


Value: TypeAlias = "str | int | float | bool | date | datetime | time | Broken | None"
"""A cell as its file has it. A number that a spreadsheet keeps as a float is a float; dates only where the cell is one."""


class Row(NamedTuple):
    """One row: its number as the spreadsheet program shows it (from 1), and its values from column A on."""

    number: int
    values: list[Value]


class Merge(NamedTuple):
    """A merged range, from 1, both ends included. Its value stands in the upper left cell; the others read as None."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: what is known of it before its rows are read."""

    name: str
    hidden: bool
    merges: tuple[Merge, ...]


class Book(Protocol):
    """An opened file. Close it (or use it in a `with`); `rows` may be called several times for one sheet.

    `notes` say what the file holds that is left alone, such as macros.
    """

    name: str
    sheets: tuple[Sheet, ...]
    notes: tuple[Words, ...]

    def rows(self, sheet: Sheet) -> Iterator[Row]:
        """The rows that hold anything, from the top."""
        ...

    def close(self) -> None: ...


def column_letter(column: int) -> str:
    """The letters of a column counted from 1.

    >>> column_letter(1), column_letter(27)
    ('A', 'AA')
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
