"""Where a table stands in a sheet: its rows of headings, however many and however merged, and what rows are no entries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from xinlu.sheets.grid import Broken, Merge, Row, Value
from xinlu.sheets.headings import Match, read_heading

LOOKED_THROUGH = 60
"""Rows from the top among which a table's headings are looked for."""
HEADINGS_LEAST = 2
KNOWN_LEAST = 0.34
"""Of the cells of a row of headings so many must be known words: offices add columns of their own."""

_LONG_DIGITS = re.compile(r"\d{6}")
_SUM = re.compile(
    r"^(?:本页|本村|本组|全村|全乡|全镇|全县|全组|累计|其中)?.{0,12}?(?:小计|合计|总计|共计|累计)(?:\(.*\))?:?$"
)
_FOOT = re.compile(
    r"^(?:注|备注|说明|填表|填报|制表|审核|审批|单位|负责人|经办|校对|复核|盖章|日期|联系|户主签|签字|签名|第.{1,4}页|共.{1,4}页"
    r"|(?:note|prepared|checked|page|signature)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table's headings: the rows they take, and by column (from 1) the words above it, uppermost first."""

    top: int
    bottom: int
    paths: Mapping[int, tuple[str, ...]]
    words: frozenset[str] = field(default_factory=frozenset)


class NoEntry(StrEnum):
    """Why a row is no entry."""

    SUM = "sum"
    FOOT = "foot"
    HEADINGS = "headings"
    TITLE = "title"
    EMPTY = "empty"


def find_table(
    rows: Sequence[Row], merges: Sequence[Merge], *, remembered: Mapping[str, str] = MappingProxyType({})
) -> Table | None:
    """The first table whose headings stand among these rows; None where there is none."""
    filled = {row.number: _cells(row) for row in rows}
    spans = _spans(merges)
    best, most = 0, 0
    for number, cells in filled.items():
        known = _known(cells, remembered)
        if known > most:
            best, most = number, known
        elif best and number > best + 3:
            break
    if most < HEADINGS_LEAST:
        return None
    top, bottom = _extended(best, filled, spans, remembered)
    paths = _paths(range(top, bottom + 1), filled, spans)
    words = frozenset(squeezed(word) for path in paths.values() for word in path)
    return Table(top, bottom, MappingProxyType(paths), words)


def squeezed(value: Value) -> str:
    """A cell's words without any blank, in their usual width; "" for what is no text."""
    return "".join(unicodedata.normalize("NFKC", value).split()) if isinstance(value, str) else ""


def why_no_entry(row: Row, table: Table, *, identity: Sequence[int]) -> NoEntry | None:
    """Why a row below the headings is no entry, as far as its words tell; None for one that may be. `identity` are the
    columns that name a household or a person."""
    if names_something(row, table, identity=identity):
        return None
    texts = [(column, squeezed(value)) for column, value in enumerate(row.values, 1) if value is not None]
    texts = [(column, text) for column, text in texts if text]
    filled = sum(_is_filled(value) for value in row.values)
    if not filled:
        return NoEntry.EMPTY
    if len(texts) == filled and filled > 1 and sum(text in table.words for _, text in texts) * 5 >= filled * 4:
        return NoEntry.HEADINGS
    for column, text in texts[:4]:
        if _SUM.match(text) and (column not in identity or text in _SUMS):
            return NoEntry.SUM
    if texts and _FOOT.match(texts[0][1]) and (":" in texts[0][1] or filled == 1):
        return NoEntry.FOOT
    if any(_is_filled(row.values[column - 1]) for column in identity if column <= len(row.values)):
        named = [text for column, text in texts if column in identity]
        if not (filled == 1 and named and (_FOOT.match(named[0]) or _PLACE.search(named[0]) or len(named[0]) > 20)):
            return None
    if texts and _FOOT.match(texts[0][1]):
        return NoEntry.FOOT
    if filled == 1 and texts:
        return NoEntry.TITLE
    return None


def names_something(row: Row, table: Table, *, identity: Sequence[int]) -> bool:
    """Whether two cells, a number among them, say which household or person is meant: an entry without a further look."""
    values, width = row.values, len(row.values)
    named, numbered = 0, False
    for column in identity:
        value = values[column - 1] if column <= width else None
        if value is None or value == "":
            continue
        if isinstance(value, str):
            if value in table.words or value in _SUMS:
                return False
            numbered = numbered or bool(_NUMBERED.match(value))
        else:
            numbered = True
        named += 1
    return numbered and named > 1


_PLACE = re.compile(r"(?:村|组|乡|镇|社区|寨|屯|街道|委会|县)(?:\(.*\))?[:：]?$")
"""A place's name that stands alone heads the rows below it."""
_NUMBERED = re.compile("[^\u4e00-\u9fff:：]*\\d[^\u4e00-\u9fff:：]*$")
"""A number of a household or person, and no heading, date in words or signature line."""
_SUMS = frozenset({"小计", "合计", "总计", "共计", "累计"})


def _is_filled(value: Value) -> bool:
    return value is not None and not (isinstance(value, str) and not value.strip())


def _cells(row: Row) -> dict[int, Value]:
    return {column: value for column, value in enumerate(row.values, 1) if value is not None and value != ""}


def _known(cells: Mapping[int, Value], remembered: Mapping[str, str]) -> int:
    """How many cells are known headings; 0 for a row that holds data, a title or words of its own only."""
    if not _is_words(cells) or len(cells) < HEADINGS_LEAST:
        return 0
    known = sum(
        read_heading((str(value),), remembered=remembered).match is not Match.NONE and len(str(value)) <= 40
        for value in cells.values()
    )
    return known if known >= HEADINGS_LEAST and known >= len(cells) * KNOWN_LEAST else 0


def _is_words(cells: Mapping[int, Value]) -> bool:
    return bool(cells) and all(isinstance(value, str) and not _LONG_DIGITS.search(value) for value in cells.values())


def _spans(merges: Sequence[Merge]) -> dict[tuple[int, int], Merge]:
    """Every cell near the top of the sheet by the merged range that covers it."""
    found = {}
    for merge in merges:
        if merge.top > LOOKED_THROUGH * 4 or (merge.bottom - merge.top) * (merge.right - merge.left) > 10_000:
            continue
        for row in range(merge.top, merge.bottom + 1):
            for column in range(merge.left, merge.right + 1):
                found[row, column] = merge
    return found


def _extended(
    best: int,
    filled: Mapping[int, Mapping[int, Value]],
    spans: Mapping[tuple[int, int], Merge],
    remembered: Mapping[str, str],
) -> tuple[int, int]:
    """The rows of headings around the one in which most are known."""
    top = bottom = best
    while bottom + 1 in filled and _is_below(bottom, filled, spans, remembered):
        bottom += 1
    while top - 1 in filled and _is_above(top, filled, spans):
        top -= 1
    # Merged downwards over rows that themselves hold nothing.
    bottom = max([bottom, *(span.bottom for (row, _), span in spans.items() if row == best and span.top == best)])
    return top, bottom


def _is_below(
    bottom: int,
    filled: Mapping[int, Mapping[int, Value]],
    spans: Mapping[tuple[int, int], Merge],
    remembered: Mapping[str, str],
) -> bool:
    """Whether the row below goes on with the headings: words alone, and only where a heading above is wide or missing."""
    above, below = filled[bottom], filled[bottom + 1]
    if not _is_words(below):
        return False
    for column in below:
        span = spans.get((bottom, column))
        if column in above and not (span and span.right > span.left):
            following = column + 1 not in above and column + 1 in below
            if not following or spans:
                return False
    known = sum(read_heading((str(each),), remembered=remembered).match is not Match.NONE for each in below.values())
    return known * 2 >= len(below) or any(
        (span := spans.get((bottom, column))) and span.right > span.left for column in below
    )


def _is_above(top: int, filled: Mapping[int, Mapping[int, Value]], spans: Mapping[tuple[int, int], Merge]) -> bool:
    """Whether the row above groups these headings: words without a colon, several of them, none over the whole table."""
    cells, own = filled[top - 1], filled[top]
    if not _is_words(cells) or any(":" in squeezed(value) for value in cells.values()):
        return False
    width = max(own) - min(own) + 1
    widest = max(
        ((span.right - span.left + 1) for column in cells if (span := spans.get((top - 1, column)))), default=1
    )
    groups = len(cells) >= HEADINGS_LEAST or 1 < widest <= width // 2
    return widest < width and groups and max(own) >= min(cells)


def _paths(
    rows: range, filled: Mapping[int, Mapping[int, Value]], spans: Mapping[tuple[int, int], Merge]
) -> dict[int, tuple[str, ...]]:
    columns = sorted({column for row in rows for column in filled.get(row, {})} | _covered(rows, spans))
    paths: dict[int, list[str]] = {column: [] for column in columns}
    for row in rows:
        cells = filled.get(row, {})
        last, reached = "", 0
        for column in columns:
            text = _text(row, column, filled, spans)
            if text:
                last, reached = text, column
            elif last and not spans and row < rows[-1] and _goes_on(row, column, reached, rows, filled):
                text = last
            if text and (not paths[column] or paths[column][-1] != text):
                paths[column].append(text)
            if column in cells:
                last, reached = str(cells[column]), column
    return {column: tuple(path) for column, path in paths.items() if path}


def _covered(rows: range, spans: Mapping[tuple[int, int], Merge]) -> set[int]:
    return {column for (row, column) in spans if row in rows}


def _text(
    row: int, column: int, filled: Mapping[int, Mapping[int, Value]], spans: Mapping[tuple[int, int], Merge]
) -> str:
    span = spans.get((row, column))
    at = (span.top, span.left) if span else (row, column)
    value = filled.get(at[0], {}).get(at[1])
    return "" if value is None or isinstance(value, Broken) else str(value)


def _goes_on(row: int, column: int, reached: int, rows: range, filled: Mapping[int, Mapping[int, Value]]) -> bool:
    """In a file without merges: a group's word stands once and means also the columns to its right that have a heading
    of their own below."""
    below = [filled.get(each, {}) for each in rows if each > row]
    return all(any(each in cells for cells in below) for each in range(reached, column + 1))
