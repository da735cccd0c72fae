"""Prospects of the households in an analyst's own file or table: reads it, foretells, tries itself on the past, adds up costs."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy
import pyarrow
import pyarrow.compute

from xinlu.assessment.last_ten_li.back_test import BackTest, back_test
from xinlu.assessment.last_ten_li.chances import chances
from xinlu.assessment.last_ten_li.cost_curve import Curve, Works, cost_curve, curves_by_area, gaps, prices, what_works
from xinlu.assessment.last_ten_li.history import Codes, Numbers, histories, in_years
from xinlu.assessment.last_ten_li.movement import FEWEST
from xinlu.assessment.microdata import Microdata, read
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

_PEOPLE = Words("人数", "a number of people")
_DAY = Words(
    "“{column}”列第 {row} 行写的是“{value}”，不是日期。写成 2026-09-30，或者只写年份 2026（算到年底）",
    "Column “{column}”, row {row} says “{value}”, which is no day. Write 2026-09-30, or the year alone, 2026 (its last day)",
)
_LINE = Words(
    "贫困线要大于 0；“{column}”列第 {row} 行不是", "The line must lie above 0; column “{column}”, row {row} does not"
)
_LINE_BELOW = Words("贫困线要大于 0，现在是 {line}", "The line must lie above 0; it is {line}")
_NOBODY = Words(
    "“{column}”列全空着，分不出哪本账是哪一户的", "Column “{column}” is empty: whose account is whose cannot be told"
)
_PAST = Words(
    "要看的日子 {by} 不晚于最后一本账（{last}），那天的账已经有了",
    "The day asked for, {by}, is not after the latest account ({last}): what it will be is known",
)


@dataclass(frozen=True, kw_only=True)
class Prospects:
    """A row a household in `table`; how the chances did on the past (None: no household could be foretold); cost curves.

    `works` is the cheapest kind of help against each cause; empty where no measures were given: then costs are income alone.
    `rows_left_out` say no household.
    """

    table: pyarrow.Table
    tried: BackTest | None
    curve: Curve
    by_group: dict[str, Curve]
    help_curve: Curve | None
    works: dict[str, Works]
    rows_left_out: int


def prospects(
    data: Any,
    *,
    household: str,
    day: str,
    income: str,
    line: str | float,
    by: date,
    people: str | None = None,
    group: Sequence[str] = (),
    cause: str | None = None,
    measures: Any = None,
    fewest: int = FEWEST,
) -> Prospects:
    """Prospects from one row an account: `household`, `day`, `income` a head, `people`, `line` (a number or a column).

    Each account is held against the line of its own row, and what is foretold is income over the line, whatever the line will
    be. Households of the same values of `group` are alike. `measures` (a file or table with the declared table's columns cause,
    kind, cost_fen, helped, grade) gives what help costs against each household's `cause`. Amounts are in the unit of `income`,
    those of help in yuan. Methods and sources: `chances.chances`, `back_test.back_test`, `cost_curve`. Refusal for whatever
    cannot be reckoned with.
    """
    number = _number(line)
    columns = [name for name in (household, day, income, people, cause, *group) if name]
    found = read(data, columns=columns if number else [*columns, str(line)])
    codes, names = _coded(found, [household], is_needed=True)
    alike, alike_names = _coded(found, group)
    days = _days(found, day)
    incomes = _numbers(found.number(income))
    heads = _numbers(found.not_negative(people, _PEOPLE)) if people else numpy.ones(len(incomes))
    lines = numpy.full(len(incomes), number) if number else _lines(found, str(line))
    known = codes >= 0
    if not known.any():
        raise Refusal("prospects.nobody", _NOBODY.filled(column=household))
    years = in_years(days)
    if numpy.nanmax(years, initial=-numpy.inf) >= (asked := float(in_years([by])[0])):
        raise Refusal("prospects.past", _PAST.filled(by=by, last=numpy.nanmax(days)))
    own_codes, kept = numpy.unique(codes[known], return_inverse=True)
    past = histories(
        kept, years[known], incomes[known] / lines[known], group=alike[known], names=[names[code] for code in own_codes]
    )
    told = chances(past, by=asked, fewest=fewest)
    latest = _latest(kept, numpy.where(numpy.isfinite(incomes + lines), years, numpy.nan)[known])
    rows = numpy.flatnonzero(known)[latest]
    costs = gaps(incomes[rows], line=lines[rows], people=heads[rows])
    labels = [alike_names[code] for code in alike[rows]]
    causes = found.label(cause).take(pyarrow.array(rows)).to_pylist() if cause else [None] * len(rows)
    works = prices(_works(measures), fewest=fewest) if measures is not None else {}
    of_help = [getattr(works.get(str(each)), "per_helped", None) for each in causes]
    help_costs = numpy.where(costs > 0, numpy.array([math.nan if each is None else each for each in of_help]), 0)
    table = pyarrow.table(
        {
            "household": [str(names[codes[row]]) for row in rows],
            "group": labels,
            "accounts": told.own,
            "latest": pyarrow.array(days[rows].astype("datetime64[D]"), pyarrow.date32()),
            "income": _nulls(incomes[rows]),
            "people": _nulls(heads[rows]),
            "line": _nulls(lines[rows]),
            "chance": told.chance,
            "low": told.low,
            "high": told.high,
            "likely_income": _nulls(told.ratio * lines[rows]),
            "alike": told.alike,
            "basis": [str(each) for each in told.basis],
            "gap_a_year": _nulls(costs),
            "help_yuan_once": _nulls(help_costs) if works else pyarrow.nulls(len(rows), pyarrow.float64()),
        }
    )
    return Prospects(
        table=table,
        tried=_tried(past, fewest),
        curve=cost_curve(costs),
        by_group=curves_by_area(costs, labels) if group else {},
        help_curve=cost_curve(help_costs) if works else None,
        works=dict(works),
        rows_left_out=int((~known).sum()),
    )


def _tried(past: Any, fewest: int) -> BackTest | None:
    try:
        return back_test(past, fewest=fewest)
    except Refusal:
        return None


def _latest(household: Codes, years: Numbers) -> Codes:
    """The row of each household's latest account, or of any mention where it has none."""
    order = numpy.lexsort((numpy.nan_to_num(years, nan=-numpy.inf), household))
    ends = numpy.searchsorted(household[order], numpy.arange(household.max() + 1), side="right")
    return numpy.asarray(order[ends - 1])


def _coded(found: Microdata, columns: Sequence[str], *, is_needed: bool = False) -> tuple[Codes, list[str]]:
    """Rows numbered by the values of these columns, and what each number is called; -1 for an empty one that `is_needed`."""
    if not columns:
        return numpy.zeros(found.table.num_rows, dtype=numpy.int64), [""]
    several = [found.label(name).to_pylist() for name in columns]
    names: dict[str, int] = {}
    codes = []
    for values in zip(*several, strict=True):
        text = " · ".join("" if value is None else str(value) for value in values)
        codes.append(-1 if is_needed and None in values else names.setdefault(text, len(names)))
    return numpy.array(codes, dtype=numpy.int64), list(names)


def _days(found: Microdata, column: str) -> Any:
    made = []
    for row, value in enumerate(found.label(column).to_pylist()):
        made.append(numpy.datetime64("NaT") if value is None else _day(found, column, row, value))
    return numpy.array(made, dtype="datetime64[D]")


def _day(found: Microdata, column: str, row: int, value: Any) -> Any:
    try:
        text = str(value).strip()
        if text.isdecimal() and len(text) == 4:
            return numpy.datetime64(date(int(text), 12, 31))
        return numpy.datetime64(date.fromisoformat(text[:10].replace("/", "-")))
    except ValueError:
        words = _DAY.filled(column=column, row=found.line_of(row), value=str(value)[:40])
        raise Refusal("prospects.day", words) from None


def _number(line: str | float) -> float | None:
    """The line where it is a number above 0; None where it must be a column."""
    try:
        number = float(line)
    except ValueError:
        return None
    if not (math.isfinite(number) and number > 0):
        raise Refusal("prospects.line", _LINE_BELOW.filled(line=line))
    return number


def _lines(found: Microdata, column: str) -> Numbers:
    lines = _numbers(found.number(column))
    wrong = numpy.flatnonzero(lines <= 0)
    if len(wrong):
        raise Refusal("prospects.line", _LINE.filled(column=column, row=found.line_of(int(wrong[0]))))
    return lines


def _works(measures: Any) -> list[Works]:
    found = read(measures, columns=["cause", "kind", "cost_fen", "helped", "grade"])
    helped = _numbers(found.number("helped"))
    grades = numpy.nan_to_num(_numbers(found.number("grade")))
    return what_works(
        cause=found.label("cause").to_pylist(),
        kind=[str(each) for each in found.label("kind").to_pylist()],
        cost=_numbers(found.number("cost_fen")) / 100,
        helped=[None if numpy.isnan(each) else bool(each) for each in helped],
        grade=grades.astype(numpy.int64),
    )


def _numbers(column: Any) -> Numbers:
    return numpy.asarray(column.to_numpy(zero_copy_only=False), dtype=float)


def _nulls(values: Numbers) -> pyarrow.Array:
    return pyarrow.array(values, pyarrow.float64(), from_pandas=True)
