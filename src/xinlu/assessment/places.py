"""What holds where and when, as small tables that measures join: which kinds count, which line, which areas lie above.

Places that name the same entries share a *book*, so that a country of 130,000 villages comes to a few books.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any

from xinlu import standards
from xinlu.assessment.steps import schema_of
from xinlu.income.kinds import Source, by_code
from xinlu.income.rules import counting_rules
from xinlu.kernel.words import Words
from xinlu.standards import CountingRule, Line, Standing

RULING_STEP = 1000
"""A ruling's number is that of the rules times this, plus that of the kind: one number, which engines join by position."""
ANSWER_STEP, GRADE_STEP = 8, 2
ANSWERS_STEP = 3 * ANSWER_STEP
"""How many ways there are to answer a line: the answer, its grade, and whether the household gave a figure of its own."""
NO_ANSWER = 0
"""The way of a line that nobody has answered."""
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)
LEVELS = ("village", "township", "county")
COUNTS_PREFIX = "counts."

PLACE_BOOKS = schema_of(
    area_code="string", book_no="int32", village_code="string", township_code="string", county_code="string"
)
RULE_DAYS = schema_of(book_no="int32", from_day="date", to_day="date", rules_no="int32")
RULINGS = schema_of(ruling_no="int32", counts="int64", is_rigid="boolean")
LINE_DAYS = schema_of(book_no="int32", from_day="date", to_day="date", line_fen="int64")
ANSWERS = schema_of(answer_no="int32", answer="int32", grade="int32", has_own="boolean")
SCHEMAS = {
    "place_books": PLACE_BOOKS, "rule_days": RULE_DAYS, "rulings": RULINGS, "line_days": LINE_DAYS, "answers": ANSWERS,
}  # fmt: skip

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Area:
    """One area: code, level, and the code of the area above (empty at the top)."""

    code: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """What a place set for itself from a day on: `counts.<kind>`, a line, or a parameter."""

    name: str
    place: str
    value: int
    from_day: date


@dataclass(frozen=True, slots=True)
class PlaceTables:
    """Rows of the tables of SCHEMAS, by name."""

    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)


def place_tables(areas: Iterable[Area], *, kinds: Mapping[int, str], values: Iterable[PlaceValue] = ()) -> PlaceTables:
    """The small tables of these areas. `kinds` are the codes of the kinds of line by their numbers.

    Kinds that the income room does not know have no ruling: their lines are left out, and counted as left out.
    """
    entered = list(values)
    rules = [_rule(each) for each in entered if each.name.startswith(COUNTS_PREFIX)]
    lines = [_line(each) for each in entered if each.name in _line_names()]
    books = _Books(
        {entry.place for entry in (*standards.load().counting_rules, *standards.load().lines, *rules, *lines)}
    )
    rows: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    by_code_ = {area.code: area for area in areas}
    for area in by_code_.values():
        rows["place_books"].append(_book_of(area, by_code_, books))
    made = _Rulings(kinds)
    for signature, book_no in books.numbers.items():
        for start, end in _stretches((*standards.load().counting_rules, *rules), signature):
            book = counting_rules(
                on=start, place_codes=signature, own=[each for each in rules if each.place in signature]
            )
            rows["rule_days"].append(
                {"book_no": book_no, "from_day": start, "to_day": end, "rules_no": made.number(book.counts)}
            )
        for start, end in _stretches((*standards.load().lines, *lines), signature):
            found = standards.nearest(standards.load().lines, on=start, places=signature, own=lines)
            if found is not None:
                rows["line_days"].append({"book_no": book_no, "from_day": start, "to_day": end, "line_fen": found.fen})
    rows["rulings"] = made.rows
    rows["answers"] = list(_answers())
    return PlaceTables(rows)


def _answers() -> Iterable[Row]:
    """Every way to answer a line, numbered by `answer` x ANSWER_STEP + `grade` x GRADE_STEP + 1 with an own figure."""
    for answer, grade, has_own in product(range(3), range(4), (False, True)):
        number = answer * ANSWER_STEP + grade * GRADE_STEP + has_own
        yield {"answer_no": number, "answer": answer, "grade": grade, "has_own": has_own}


class _Books:
    """Numbers of signatures: of the places on an area's path those that some entry names, from the top down."""

    def __init__(self, named: set[str]) -> None:
        self.named = named
        self.numbers: dict[tuple[str, ...], int] = {}

    def number(self, path: Sequence[str]) -> int:
        signature = tuple(code for code in path if code in self.named)
        return self.numbers.setdefault(signature, len(self.numbers))


class _Rulings:
    """Numbers of sets of rules, those that rule alike having one, and the rows of their rulings."""

    def __init__(self, kinds: Mapping[int, str]) -> None:
        self.kinds = {number: by_code()[code] for number, code in kinds.items() if code in by_code()}
        self.numbers: dict[tuple[bool, ...], int] = {}
        self.rows: list[Row] = []

    def number(self, counts: Mapping[str, bool]) -> int:
        ruled = tuple(counts.get(kind.code, True) for kind in self.kinds.values())
        if ruled not in self.numbers:
            self.numbers[ruled] = (len(self.numbers) + 1) * RULING_STEP
            for (number, kind), is_counted in zip(self.kinds.items(), ruled, strict=True):
                is_rigid = kind.source is Source.RIGID_SPENDING
                self.rows.append(
                    {
                        "ruling_no": self.numbers[ruled] + number,
                        "counts": int(is_counted and not is_rigid),
                        "is_rigid": is_rigid,
                    }
                )
        return self.numbers[ruled]


def _book_of(area: Area, areas: Mapping[str, Area], books: _Books) -> Row:
    path = [area]
    while path[-1].parent in areas and len(path) <= len(areas):
        path.append(areas[path[-1].parent])
    at_level = {each.level: each.code for each in reversed(path)}
    row: Row = {"area_code": area.code, "book_no": books.number([each.code for each in reversed(path)])}
    return row | {f"{level}_code": at_level.get(level) for level in LEVELS}


def _stretches(entries: Iterable[CountingRule | Line], signature: Sequence[str]) -> Iterable[tuple[date, date]]:
    """The stretches of days, first and last included, over which the same of these entries are in force at the places."""
    near = {*signature, standards.COUNTRY}
    of_place = [entry for entry in entries if entry.place in near]
    turns = {FIRST_DAY} | {entry.start for entry in of_place}
    turns |= {entry.end + timedelta(days=1) for entry in of_place if entry.end}
    starts = sorted(turns)
    ends = [start - timedelta(days=1) for start in starts[1:]]
    return zip(starts, [*ends, LAST_DAY], strict=True)


_OWN_SOURCE = Words("地方自己定的", "set by the place itself")


def _rule(value: PlaceValue) -> CountingRule:
    return CountingRule(
        kind=value.name.removeprefix(COUNTS_PREFIX), counts=value.value > 0, start=value.from_day, end=None,
        place=value.place, source=_OWN_SOURCE, standing=Standing.OWN,
    )  # fmt: skip


def _line(value: PlaceValue) -> Line:
    return Line(
        name=value.name, label=_OWN_SOURCE, fen=value.value, start=value.from_day, end=None, place=value.place,
        source=_OWN_SOURCE, standing=Standing.OWN,
    )  # fmt: skip


def _line_names() -> set[str]:
    return {line.name for line in standards.load().lines}
