"""The ledger of an area's parts: a line a township or village, sorted by any column, and as it leaves for a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinlu.pages.desk.exports import Exported
from xinlu.people.models import Area
from xinlu.reports.areas import AreaFigures
from xinlu.reports.tables import Cell, Sort

FIRST_SORT = "away"


@dataclass(frozen=True)
class PartRow:
    """One part of an area with its figures."""

    area: Area
    figures: AreaFigures
    largest_away_fen: int

    @property
    def bar_percent(self) -> int:
        """How long the distance is drawn, in percent of the longest."""
        return percent(abs(self.away_fen or 0), self.largest_away_fen) or 0

    @property
    def looked_percent(self) -> int | None:
        """Of the households with an account, how many in a hundred have looked at it; None without accounts."""
        return percent(self.figures.looked, self.figures.with_account)

    @property
    def visited_percent(self) -> int | None:
        return percent(self.figures.visited, self.figures.households)

    @property
    def away_fen(self) -> int | None:
        return self.figures.away_fen


@dataclass(frozen=True)
class PartColumn:
    """A column by which the ledger sorts: its name in the address, its short head (its place is said above it), what a row has in it."""

    name: str
    short: Promise
    exported: Exported[PartRow]
    css: str = "num"
    largest_first: bool = True


def _column(
    name: str,
    label: Promise,
    cell: Callable[[PartRow], Cell],
    sort: Sort = Sort.NUMBER,
    *,
    short: Promise | None = None,
    css: str = "num",
    largest_first: bool = True,
) -> PartColumn:
    return PartColumn(name, short or label, Exported(label, cell, sort), css, largest_first)


COLUMNS: tuple[PartColumn, ...] = (
    _column("name", _("Place"), lambda row: row.area.name, Sort.TEXT, css="", largest_first=False),
    _column("households", _("Households"), lambda row: row.figures.households),
    _column("looked", _("Looked at the account, %"), lambda row: row.looked_percent, short=_("Looked")),
    _column("claimed", _("Claimed"), lambda row: row.figures.claimed_head_fen, Sort.YUAN, css="num is-first"),
    _column("recognised", _("Recognised, at least"), lambda row: row.figures.recognised_low_head_fen, Sort.YUAN),
    _column("away", _("Distance"), lambda row: row.away_fen, Sort.YUAN),
    _column(
        "poor_claimed",
        _("Below the line, claimed"),
        lambda row: row.figures.claimed_below,
        css="num is-first",
        short=_("Claimed"),
    ),
    _column("poor", _("Below the line, recognised"), lambda row: row.figures.recognised_below, short=_("Recognised")),
    _column("unclear", _("Not clear yet"), lambda row: row.figures.recognised_unanswered),
    _column("helperless", _("Without helper"), lambda row: row.figures.without_helper, css="num is-first"),
    _column("visited", _("Visited lately, %"), lambda row: row.visited_percent, short=_("Visited")),
    _column(
        "longest",
        _("Longest without a visit, days"),
        lambda row: row.figures.longest_unvisited_days,
        short=_("Longest without"),
    ),
)
_BY_NAME = {column.name: column for column in COLUMNS}


@dataclass(frozen=True)
class PartHead:
    """A head of the ledger: the address's word that sorts by it, and how it is sorted now."""

    column: PartColumn
    sort: str
    sorted: str


def part_rows(areas: list[Area], figures: dict[str, AreaFigures], *, sort: str) -> list[PartRow]:
    """The parts with their figures in the order asked for; a part without households stands with none, at the end."""
    largest = max((abs(each.away_fen or 0) for each in figures.values()), default=0)
    rows = [PartRow(area, figures.get(area.code, AreaFigures(code=area.code)), largest) for area in areas]
    name, downwards = _asked(sort)
    known = [row for row in rows if _value(row, name) is not None]
    known.sort(key=lambda row: _value(row, name), reverse=downwards)  # type: ignore[arg-type,return-value]
    return known + [row for row in rows if _value(row, name) is None]


def part_heads(sort: str) -> list[PartHead]:
    """The heads, each with the word that sorts by it, or turns the order round where it is sorted by it."""
    name, downwards = _asked(sort)
    return [
        PartHead(
            column,
            _word(column, (not downwards) if column.name == name else column.largest_first),
            ("descending" if downwards else "ascending") if column.name == name else "",
        )
        for column in COLUMNS
    ]


def percent(part: int, whole: int) -> int | None:
    """Whole percent, rounded down; None of nothing."""
    return part * 100 // whole if whole else None


def _value(row: PartRow, name: str) -> object:
    return _BY_NAME[name].exported.cell(row)


def _asked(sort: str) -> tuple[str, bool]:
    """Which column, and whether its largest stands first; what is unknown means the distance."""
    name = sort.removeprefix("-")
    if name not in _BY_NAME:
        return FIRST_SORT, True
    return name, sort.startswith("-")


def _word(column: PartColumn, downwards: bool) -> str:
    return f"-{column.name}" if downwards else column.name
