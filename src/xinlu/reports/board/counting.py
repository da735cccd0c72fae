"""The board's counts of a county as they stand: every township and village, also those where nobody lives."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Sum

from xinlu.assessment.suppression import Board, board
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.registry.selectors.households import SUMMED_LEVELS
from xinlu.reports.board.bounds import bounded
from xinlu.reports.board.columns import COLUMNS, SPLITS
from xinlu.reports.places import sums_within

Place = tuple[str, str, str, str]
"""Code, name, level, and the code of the place on the board that it lies in (empty for the county)."""


@dataclass(frozen=True)
class Counted:
    """A county's places from the top down, and its board before anything is hidden."""

    places: tuple[Place, ...]
    board: Board


def counted(county: Area) -> Counted:
    """The counts of the county's places at this moment."""
    places = _places(county)
    parents = {code: above for code, _, _, above in places}
    rows = {code: dict.fromkeys((column.name for column in COLUMNS), 0) for code in parents}
    sums = {column.sum: Sum(column.sum) for column in COLUMNS}
    for level, column in SUMMED_LEVELS.items():
        if level not in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE):
            continue
        for found in sums_within(county.path).order_by(column).values(column).annotate(**sums):
            if found[column] in rows:
                rows[found[column]] = {each.name: found[each.sum] for each in COLUMNS}
    return Counted(places, bounded(board(rows, parents=parents, splits=SPLITS)))


def _places(county: Area) -> tuple[Place, ...]:
    areas = Area.objects.filter(path__startswith=county.path, level__in=(Level.TOWNSHIP, Level.VILLAGE)).order_by(
        "path"
    )
    found: dict[str, Place] = {county.code: (county.code, county.name, str(Level.COUNTY), "")}
    for area in areas:
        above = next(code for code in reversed(area.codes[:-1]) if code in found)
        found[area.code] = (area.code, area.name, area.level, above)
    return tuple(found.values())
