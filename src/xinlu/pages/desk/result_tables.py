"""Every number of an area's results in a row of its own, as a spreadsheet takes them: the table, the row, the column."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xinlu.reports.results.numbers import Table
from xinlu.reports.results.selectors import AreaResults


@dataclass(frozen=True)
class Number:
    """One number with what it is called and its unit: a `value`, or an amount of money."""

    table: str
    line: str
    head: str
    unit: str
    value: int | float | None = None
    amount_fen: int | None = None


def numbers_of(table: Table, language: str) -> Iterator[Number]:
    """The numbers of a table, row by row."""
    for line in table.lines:
        for head, cell in zip(table.heads, line.cells, strict=True):
            unit = "" if not cell.what else _("households")
            yield Number(table.title.said(language), line.name.said(language), head.said(language), unit, cell.value)


def incomes(found: AreaResults) -> Iterator[Number]:
    """The series: income a head in yuan a year, and households on either side."""
    for each in found.series:
        day, yuan, households = each.day.isoformat(), _("yuan a head and year"), _("households")
        title = _("Net income a head over time")
        yield Number(title, day, _("Claimed"), yuan, amount_fen=each.claimed_fen)
        yield Number(title, day, _("Recognised, at least"), yuan, amount_fen=each.low_fen)
        yield Number(title, day, _("Recognised, at most"), yuan, amount_fen=each.high_fen)
        yield Number(title, day, _("The line"), yuan, amount_fen=each.line_fen)
        title = _("Above and below the line over time")
        yield Number(title, day, _("Claimed above"), households, each.claimed_above)
        yield Number(title, day, _("Claimed below"), households, each.claimed_below)
        yield Number(title, day, _("Recognised above"), households, each.above)
        yield Number(title, day, _("Recognised below"), households, each.below)
        yield Number(title, day, _("Not clear yet"), households, each.unanswered)


def costs(found: AreaResults) -> Iterator[Number]:
    """How the cost rises, the cheapest first."""
    for households, together, next_ in found.costs["points"] if found.costs else ():
        title, line = _("What is missing, the cheapest first"), f"{households:g}"
        yield Number(title, line, _("Together, until here"), _("yuan a year"), amount_fen=together)
        yield Number(title, line, _("This household alone"), _("yuan a year"), amount_fen=next_)


ALL = (incomes, costs)
