"""What each column of a table is taken for, and why: its heading first, what stands in it where the heading says nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.practice.vocabulary import VOCABULARY, Relation
from xinlu.sheets.grid import Row, Value
from xinlu.sheets.headings import LINE, WAN_FEN, YUAN_FEN, Heading, Match, meanings, read_heading
from xinlu.sheets.layout import Table, squeezed
from xinlu.sheets.values import plain, read_code, read_id_number, read_phone

SURE_FROM = 0.8
"""Of the cells looked at so many must read as one thing for a column without a known heading to be taken for it."""
CELLS_LEAST = 3
SPARSE_BELOW = 0.5
"""A column of places filled in less than half its rows stands once for several rows."""


class Role(StrEnum):
    """What a row of the table is."""

    HOUSEHOLDS = "households"
    PERSONS = "persons"
    LINES = "lines"
    NOTHING = "nothing"


class Whose(StrEnum):
    """Of whom a column speaks."""

    HOUSEHOLD = "household"
    HEAD = "head"  # the head, in a list of households; in a list of persons, whose household it is
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Plan:
    """One column: its heading, what it is taken for ("" for not used), of whom it speaks, and why."""

    column: int
    heading: Heading
    key: str
    whose: Whose
    why: Words
    unit_fen: int = YUAN_FEN
    sparse: bool = False
    filled: float = 1.0
    has_days: bool = False


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A table's columns as understood, and what its rows are."""

    role: Role
    plans: tuple[Plan, ...]

    def column_of(self, key: str, whose: Whose | None = None) -> int | None:
        """The column taken for `key` (of `whose`), from 1; None where there is none."""
        return next(
            (each.column for each in self.plans if each.key == key and whose in (None, each.whose)),
            None,
        )


def plan_columns(
    table: Table,
    sample: Sequence[Row],
    *,
    unit_fen: int | None = None,
    remembered: Mapping[str, str] = MappingProxyType({}),
) -> TablePlan:
    """The columns of a table; `sample` are the first rows below its headings, `unit_fen` the unit told above the table."""
    unheaded = {n for row in sample for n, value in enumerate(row.values, 1) if value not in (None, "")} - set(
        table.paths
    )
    paths = {**table.paths, **dict.fromkeys(sorted(unheaded), ("",))}
    cells = {column: _filled(sample, column) for column in paths}
    read = {column: read_heading(path, remembered=remembered) for column, path in paths.items()}
    guessed = {column: _guess(heading, cells[column]) for column, heading in read.items()}
    keys = Counter(key for key, _ in guessed.values())
    role = _role(keys, read, guessed, cells)
    plans, taken = [], dict[tuple[str, Whose], str]()
    for column, heading in read.items():
        key, why = guessed[column]
        whose = _whose(key, heading, role)
        if key == "serial" or not key:
            key = ""
        elif (key, whose) in taken and not _may_stand_twice(key, heading, taken[key, whose]):
            key, why = "", _AGAIN.filled(what=meanings()[key].name)
        elif role is not Role.LINES and key.startswith("ledger."):
            key, why = "", _NO_LEDGER
        elif key == "unused":
            key = ""
        taken.setdefault((key, whose), heading.plain)
        unit = heading.unit_fen or unit_fen or YUAN_FEN
        sparse = key.startswith("place.") and 0 < len(cells[column]) < len(sample) * SPARSE_BELOW
        plans.append(
            Plan(
                column,
                heading,
                key,
                whose,
                _with_unit(why, key, unit),
                unit,
                sparse,
                len(cells[column]) / max(1, len(sample)),
                any(isinstance(each, date) for each in cells[column]),
            )
        )
    return TablePlan(role, tuple(plans))


def _may_stand_twice(key: str, heading: Heading, before: str) -> bool:
    """Notes are put together, and so is a kind of income under two headings; under the same heading it is told twice."""
    return key in ("kept", "note") or (key.startswith(LINE) and heading.plain != before)


_AGAIN = Words("前面已经有一列“{what}”，这一列不用", "Another column holds “{what}” already; this one is not used")
_NO_LEDGER = Words("这张表不是一行一笔的账，这一列不用", "This is no table with a row a line; the column is not used")
_SERIAL = Words("只是排号", "Only numbers the rows")
_UNUSED = Words("这里没有地方放，不用", "There is no place for it here; not used")
_UNKNOWN = Words(
    "不认得这个列名，看内容也说不准；要用，请选一个",
    "The heading is not known and what stands below it does not tell; choose one if it is needed",
)
_WHY = {
    Match.EXACT: Words("列名一样", "The heading is known"),
    Match.PART: Words("列名里有“{word}”", "The heading holds “{word}”"),
    Match.NEAR: Words(
        "列名和“{word}”差一点，请看一眼对不对", "The heading is nearly “{word}”; look whether that is meant"
    ),
    Match.REMEMBERED: Words("上次您这样定的", "As was decided here before"),
}


def _filled(sample: Sequence[Row], column: int) -> list[Value]:
    found = [row.values[column - 1] for row in sample if column <= len(row.values)]
    return [value for value in found if value is not None and value != ""]


def _guess(heading: Heading, cells: Sequence[Value]) -> tuple[str, Words]:
    if heading.match is not Match.NONE:
        if (
            heading.key in ("serial", "number")
            and heading.word in ("编号", "序号", "no", "number")
            and _counts_up(cells)
        ):
            return "serial", _SERIAL
        if heading.key == "unused":
            return "unused", _UNUSED
        if heading.key == "serial":
            return ("serial", _SERIAL) if heading.match is not Match.NEAR else ("", _UNKNOWN)
        return heading.key, _WHY[heading.match].filled(word=heading.word)
    return _by_content(cells)


def _by_content(cells: Sequence[Value]) -> tuple[str, Words]:
    """A column without a known heading, taken for what nearly all its cells are."""
    looked = cells[:60]
    if len(looked) < CELLS_LEAST:
        return "", _UNKNOWN
    tests: tuple[tuple[str, Any, Words], ...] = (
        (
            "id_number",
            lambda value: read_id_number(value).value,
            Words("18 位，校验位对", "18 digits that agree with their checking digit"),
        ),
        ("relation", lambda value: _is_relation(value), Words("写的都是跟户主的关系", "All are relations to a head")),
        ("sex", lambda value: squeezed(value) in ("男", "女"), Words("写的都是男、女", "All are male or female")),
        ("phone", lambda value: _is_mobile(value), Words("11 位，是手机号", "11 digits as of a mobile telephone")),
        (
            "main_cause",
            lambda value: read_code(value, choice=VOCABULARY["cause_of_poverty"]).value,
            Words("写的都是致贫原因", "All are causes of poverty"),
        ),
    )
    for key, test, why in tests:
        if sum(_passes(test, value) for value in looked) >= len(looked) * SURE_FROM:
            return key, why
    return "", _UNKNOWN


def _is_relation(value: Value) -> bool:
    found = read_code(value, choice=Relation).value
    return found is not None and found is not Relation.OTHER


def _is_mobile(value: Value) -> bool:
    digits = plain(value)
    return len(digits) == 11 and digits.startswith("1") and read_phone(value).value is not None


def _passes(test: Any, value: Value) -> bool:
    try:
        return bool(test(value))
    except Refusal:
        return False


def _counts_up(cells: Sequence[Value]) -> bool:
    numbers = [int(text) for value in cells[:60] if (text := plain(value)).isdecimal() and len(text) < 7]
    steps = sum(later == earlier + 1 for earlier, later in pairwise(numbers))
    return len(numbers) >= 2 and numbers[0] <= 1 and steps >= (len(numbers) - 1) * SURE_FROM


def _role(
    keys: Counter[str],
    read: Mapping[int, Heading],
    guessed: Mapping[int, tuple[str, Words]],
    cells: Mapping[int, Sequence[Value]],
) -> Role:
    told = {key: [read[column] for column, (of, _) in guessed.items() if of == key] for key in ("name", "id_number")}
    # Whose household it is stands beside who it is.
    of_whom = any(len({each.of_head for each in found}) > 1 for found in told.values())
    if keys["relation"] or of_whom or any(each.of_member for each in told["name"]):
        return Role.PERSONS
    if keys["ledger.kind"] and (keys["ledger.amount"] or keys["ledger.price"] or keys["ledger.cost"]):
        return Role.LINES
    if not keys["name"] and not keys["number"] and not keys["id_number"]:
        return Role.NOTHING
    repeated = next((_repeats(cells[column]) for column, (key, _) in guessed.items() if key == "number"), False)
    return Role.PERSONS if repeated and not keys["people"] else Role.HOUSEHOLDS


def _repeats(cells: Sequence[Value]) -> bool:
    """Whether a household's number stands in several rows of most households: a row is a person then."""
    numbers = Counter(plain(value) for value in cells)
    return len(cells) >= CELLS_LEAST and len(numbers) * 3 < len(cells) * 2


def _whose(key: str, heading: Heading, role: Role) -> Whose:
    of = meanings()[key].of if key in meanings() else "unused"
    if of != "person":
        return Whose.HOUSEHOLD
    if role is Role.PERSONS:
        return Whose.HEAD if heading.of_head and key != "relation" else Whose.MEMBER
    return Whose.HEAD


def _with_unit(why: Words, key: str, unit_fen: int) -> Words:
    money = key.startswith(("total.", LINE)) or key in ("ledger.amount", "ledger.price", "ledger.cost")
    if not money or unit_fen != WAN_FEN:
        return why
    return Words(f"{why.zh}；单位是万元", f"{why.en}; in ten thousands of yuan")
