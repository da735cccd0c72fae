"""A CSV of areas as rows and complaints: pure, so that every way in which a file can be wrong is tried without a database."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.roles import Level

COLUMNS = ("code", "name", "level", "parent")
LONGEST = {"code": 20, "name": 80, "parent": 20}
MAY_STAND_FIRST = frozenset({Level.PROVINCE, Level.PREFECTURE, Level.COUNTY})
"""A place may begin its tree at its own county."""
COMPLAINTS_SHOWN = 10
ORDER = {level: place for place, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class AreaRow:
    """One area as a line of the file has it; `parent` is empty for the uppermost."""

    line: int
    code: str
    name: str
    level: Level
    parent: str


def read_rows(content: bytes) -> list[AreaRow]:
    """The rows of a CSV in UTF-8 or GB18030, with or without a byte order mark; Refusal lists every line that is wrong."""
    reader = csv.reader(io.StringIO(_decoded(content), newline=""))
    header = [name.strip().lower() for name in next(reader, [])]
    missing = [name for name in COLUMNS if name not in header]
    if missing:
        words = Words(
            "第 1 行要有这几列的名字：{columns}；缺了：{missing}",
            "Line 1 must name the columns {columns}; missing: {missing}",
        )
        raise Refusal("areas.header", words.filled(columns=",".join(COLUMNS), missing=", ".join(missing)))
    rows: dict[str, AreaRow] = {}
    complaints: list[Words] = []
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        padded = cells + [""] * len(header)
        row = _row(reader.line_num, {name: padded[header.index(name)] for name in COLUMNS}, complaints)
        if row is not None:
            _keep(row, rows, complaints)
    refuse_if_any(complaints)
    return list(rows.values())


def in_order(rows: list[AreaRow], known: Mapping[str, Level]) -> list[AreaRow]:
    """The rows so that every parent comes before its children; `known` are the areas that are here already.

    Refusal lists parents that are nowhere, circles, and areas that are not narrower than the one above.
    """
    by_code = {row.code: row for row in rows}
    complaints = [words for row in rows for words in _misplaced(row, by_code, known)]
    refuse_if_any(complaints)
    return sorted(rows, key=lambda row: (ORDER[row.level], row.code))


def refuse_if_any(complaints: list[Words]) -> None:
    """Refusal with the first ten complaints and how many more there are; nothing when there is none."""
    if not complaints:
        return
    shown = complaints[:COMPLAINTS_SHOWN]
    more = len(complaints) - len(shown)
    head = Words("一行都没有导入，先改这 {n} 处：", "Nothing was imported; mend these {n} places first:")
    tail = Words(f"……还有 {more} 处", f"... and {more} more")
    lines = [head.filled(n=len(complaints)), *shown, *([tail] if more else [])]
    raise Refusal("areas.rows", Words("\n".join(each.zh for each in lines), "\n".join(each.en for each in lines)))


def wrong_cell(line: int, column: str, typed: str, expected: Words) -> Words:
    """The sentence about one cell: its line, its column, what stands there, what is expected."""
    words = Words(
        "第 {line} 行 {column} 列写着“{typed}”：{expected}",
        "Line {line}, column {column} says “{typed}”: {expected}",
    )
    return words.filled(line=line, column=column, typed=typed[:40], expected=expected)


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    words = Words(
        "这个文件不是 UTF-8 也不是 GB18030 的文字；请用“CSV UTF-8”另存一份再导入",
        "This file is neither UTF-8 nor GB18030 text; save it as “CSV UTF-8” and try again",
    )
    raise Refusal("areas.encoding", words)


def _row(line: int, cells: Mapping[str, str], complaints: list[Words]) -> AreaRow | None:
    plain = {column: unicodedata.normalize("NFKC", cell).strip() for column, cell in cells.items()}
    wrong = list(_wrong(line, plain))
    complaints.extend(wrong)
    if wrong:
        return None
    return AreaRow(line, plain["code"], plain["name"], Level(plain["level"].lower()), plain["parent"])


def _wrong(line: int, cells: Mapping[str, str]) -> Iterator[Words]:
    for column, longest in LONGEST.items():
        if len(cells[column]) > longest:
            yield wrong_cell(
                line, column, cells[column], Words(f"最多 {longest} 个字", f"at most {longest} characters")
            )
    if not _is_code(cells["code"]):
        yield wrong_cell(line, "code", cells["code"], Words("代码只能是数字", "a code is digits only"))
    if cells["parent"] and not _is_code(cells["parent"]):
        yield wrong_cell(
            line,
            "parent",
            cells["parent"],
            Words("要写上级的代码，只能是数字", "the code of the area above, digits only"),
        )
    if not cells["name"]:
        yield wrong_cell(line, "name", "", Words("要写名字", "a name is needed"))
    if cells["level"].lower() not in set(Level):
        levels = ", ".join(level.value for level in Level)
        yield wrong_cell(
            line, "level", cells["level"], Words("要写其中一个：{levels}", "one of: {levels}").filled(levels=levels)
        )
    elif not cells["parent"] and Level(cells["level"].lower()) not in MAY_STAND_FIRST:
        yield wrong_cell(
            line, "parent", "", Words("县以下要写上级的代码", "below the county the code of the area above is needed")
        )


def _is_code(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _keep(row: AreaRow, rows: dict[str, AreaRow], complaints: list[Words]) -> None:
    earlier = rows.setdefault(row.code, row)
    if (earlier.name, earlier.level, earlier.parent) != (row.name, row.level, row.parent):
        words = Words(
            "第 {first} 行已有这个代码（{name}），这一行和它不一样；留一行，或改正代码",
            "line {first} has this code already ({name}) and differs; keep one of the two, or mend the code",
        )
        complaints.append(wrong_cell(row.line, "code", row.code, words.filled(first=earlier.line, name=earlier.name)))


def _misplaced(row: AreaRow, by_code: Mapping[str, AreaRow], known: Mapping[str, Level]) -> Iterator[Words]:
    if not row.parent:
        return
    above = by_code.get(row.parent)
    level = above.level if above else known.get(row.parent)
    if level is None:
        words = Words("文件里和库里都没有这个上级", "no such area, neither in this file nor here already")
        yield wrong_cell(row.line, "parent", row.parent, words)
    elif _is_in_circle(row, by_code):
        words = Words("顺着上级走又回到了自己", "going up from here leads back to itself")
        yield wrong_cell(row.line, "parent", row.parent, words)
    elif ORDER[level] >= ORDER[row.level]:
        words = Words(
            "上级（{parent}）是 {above}，这里要比它低一级或几级",
            "the area above ({parent}) is a {above}; this must be narrower",
        )
        yield wrong_cell(row.line, "level", row.level, words.filled(parent=row.parent, above=level.value))


def _is_in_circle(row: AreaRow, by_code: Mapping[str, AreaRow]) -> bool:
    seen: set[str] = set()
    here: AreaRow | None = row
    while here is not None and here.code not in seen:
        seen.add(here.code)
        here = by_code.get(here.parent)
    return here is not None and here.code == row.code
