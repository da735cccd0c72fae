"""What a returned copy says, whichever way it is written: remarks by cell, their words, the rows of its first sheet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from math import ceil
from typing import NamedTuple

from xinlu.kernel.words import Words
from xinlu.sheets.entries import Asked, CellFault, Spot
from xinlu.sheets.grid import Merge, column_letter

MEND_SHEET = "要改的地方 · What to mend"
"""The first sheet of a returned copy. It is ours, so it is left out when the copy comes back (workbook.py)."""
AUTHOR = "心路 Xinlu"

BRICK_WASH, BRICK, AMBER_WASH, AMBER = "F9E8E1", "98341F", "FBF0D3", "8A6100"
MOST_COMMENTS = 5_000
"""Beyond, cells are coloured and listed only: with tens of thousands of comments a file takes minutes to open."""
MOST_LINKS = 65_000
"""A spreadsheet program opens no sheet with more than 65,530."""
MOST_LISTED = 1_000_000
LONGEST_TEXT = 32_000
"""A spreadsheet program opens no cell of more than 32,767 characters."""

TO_MEND, TO_CHECK = Words("要改", "To mend"), Words("请核实", "To check")
_OF_THE_ROW = Words("整行", "whole row")
_TITLE = Words("要改的地方", "What to mend")
_WHAT_TO_DO = Words(
    "砖红色的格子收不下，它所在的那一户没有收。请在本文件里改好，存盘，把整个文件再传一次；已经收下的户不会重复。"
    "琥珀色的已经收下了，只是看着不寻常，请核实",
    "What stands in the brick cells could not be taken, nor the household of that row. "
    "Mend it in this file, save, and send the whole file again; households taken already do not come twice. "
    "What stands in the amber cells was taken; it only looks unusual, so please check it",
)
_ONLY_VALUES = Words(
    "这份副本只有各格的内容，没有原来的格式和公式",
    "This copy has the contents of the cells only, without the formats and formulas they had",
)
_FEWER_COMMENTS = Words(
    "批注只加在前 {n} 个格子上，其余的只上了颜色，都列在下面",
    "Only the first {n} cells have a comment; the others are coloured, and all are listed below",
)
HEADINGS = (
    Words("怎么办", "What to do"),
    Words("表", "Sheet"),
    Words("行", "Row"),
    Words("列", "Column"),
    Words("栏目", "Heading"),
    Words("现在写着", "What stands there"),
    Words("哪里不对，怎么改", "What is wrong, and how to mend it"),
)
WIDTHS = (10, 18, 8, 10, 20, 26, 80)
LINE_POINTS = 15.5
LINK_COLUMN = 3
"""Of a listed row, from 0: the cell that leads to the place."""


class Remark(NamedTuple):
    """One thing said of one cell, or of a row where `column` is 0. `written` is None where it is to be looked up."""

    spot: Spot
    heading: str
    written: str | None
    words: Words
    is_fault: bool


class Listed(NamedTuple):
    """One row of the first sheet, and where it leads."""

    cells: tuple[str | int, ...]
    link: str
    is_fault: bool


class Job(NamedTuple):
    """What the process that keeps the office's look is to say (marked_copy.py), and in which language first."""

    remarks: list[Remark]
    language: str


DONE = b"done"
"""Its answer."""

Marks = Mapping[int, Mapping[int, Sequence[Remark]]]
"""Remarks of one sheet by row and column."""


def remarks_of(
    faults: Iterable[CellFault], asked: Iterable[Asked], *, sheets: Sequence[str], text_sheet: str = ""
) -> list[Remark]:
    """All that is to be said, what must be mended first, then by place.

    A text table has one sheet, named after its file wherever that lay; `text_sheet` gives its name now.
    """

    def here(spot: Spot) -> Spot:
        return Spot(text_sheet, spot.row, spot.column) if text_sheet else spot

    headings = {(fault.spot.sheet, fault.spot.column): fault.heading for fault in faults if fault.spot.column}
    said = [Remark(here(each.spot), each.heading, each.written, each.words, True) for each in faults]
    said += [
        Remark(here(each.spot), headings.get((each.spot.sheet, each.spot.column), ""), None, each.words, False)
        for each in asked
        if each.spot.row
    ]
    order = {name: place for place, name in enumerate(sheets)}

    def place_of(remark: Remark) -> tuple[bool, int, int, int]:
        spot = remark.spot
        return not remark.is_fault, order.get(spot.sheet, len(order)), spot.row, spot.column

    return sorted(said, key=place_of)


def by_cell(
    remarks: Iterable[Remark], merges: Mapping[str, Iterable[Merge]]
) -> dict[str, dict[int, dict[int, list[Remark]]]]:
    """The remarks by sheet, row and column; those within a merged range at its upper left cell, which alone shows."""
    found: dict[str, dict[int, dict[int, list[Remark]]]] = {}
    for remark in remarks:
        spot = remark.spot
        found.setdefault(spot.sheet, {}).setdefault(spot.row, {}).setdefault(spot.column, []).append(remark)
    for sheet, rows in found.items():
        numbers = sorted(rows)
        for merge in merges.get(sheet, ()):
            for number in numbers[bisect_left(numbers, merge.top) :]:
                if number > merge.bottom:
                    break
                for column in [each for each in rows[number] if merge.left <= each <= merge.right]:
                    if (number, column) != (merge.top, merge.left):
                        moved = rows[number].pop(column)
                        rows.setdefault(merge.top, {}).setdefault(merge.left, []).extend(moved)
    return found


def settled(row: Mapping[int, Sequence[Remark]], *, first_used: int) -> dict[int, list[Remark]]:
    """The remarks of a row by the column they are shown at: those on the whole row at its first used cell."""
    found: dict[int, list[Remark]] = {}
    for column, remarks in sorted(row.items()):
        found.setdefault(column or first_used, []).extend(remarks)
    return found


def is_brick(remarks: Iterable[Remark]) -> bool:
    """Whether any of them must be mended."""
    return any(remark.is_fault for remark in remarks)


def comment_of(remarks: Iterable[Remark], language: str) -> str:
    """What the comment of a cell says."""
    return "\n\n".join(
        f"{(TO_MEND if remark.is_fault else TO_CHECK).said(language)}：{both(remark.words, language)}"
        for remark in remarks
    )[:LONGEST_TEXT]


def both(words: Words, language: str, joint: str = "\n") -> str:
    """The sentence in both languages, the reader's first."""
    first, second = (words.zh, words.en) if language.lower().startswith("zh") else (words.en, words.zh)
    return first if first == second else f"{first}{joint}{second}"


def head_of_list(language: str, *, only_values: bool, marked: int) -> list[str]:
    """The lines above the list: a title, then sentences."""
    lines = [both(_TITLE, language, " · "), both(_WHAT_TO_DO, language)]
    if only_values:
        lines.append(both(_ONLY_VALUES, language))
    if marked > MOST_COMMENTS:
        lines.append(both(_FEWER_COMMENTS.filled(n=MOST_COMMENTS), language))
    return lines


def listed(
    remarks: Iterable[Remark], written: Mapping[tuple[str, int, int], str], *, names: Mapping[str, str], language: str
) -> Iterator[Listed]:
    """The rows of the list. `written`: what stands in cells nobody quoted; `names`: the sheets' names in this copy."""
    for remark in islice(remarks, MOST_LISTED):
        spot = remark.spot
        name = names.get(spot.sheet, spot.sheet)
        text = written.get((spot.sheet, spot.row, spot.column), "") if remark.written is None else remark.written
        cells = (
            both(TO_MEND if remark.is_fault else TO_CHECK, language),
            name,
            spot.row,
            column_letter(spot.column) or _OF_THE_ROW.said(language),
            remark.heading,
            text[:LONGEST_TEXT],
            both(remark.words, language)[:LONGEST_TEXT],
        )
        place = f"{column_letter(max(spot.column, 1))}{spot.row}"
        link = f"'{name.replace(chr(39), chr(39) * 2)}'!{place}" if spot.sheet in names and spot.row else ""
        yield Listed(cells, link, remark.is_fault)


def height_of(texts: Sequence[str | int], widths: Sequence[float] = WIDTHS) -> float:
    """The height in points of a row that shows these texts in columns of these widths."""
    lines = max(
        sum(max(1, ceil(width_of(line) / (width - 1))) for line in str(text).split("\n"))
        for text, width in zip(texts, widths, strict=True)
    )
    return min(lines * LINE_POINTS, 400)


def width_of(text: str) -> int:
    """How many digits wide a text is shown; a Chinese character is two."""
    return sum(2 if character > "\u2e7f" else 1 for character in text)
