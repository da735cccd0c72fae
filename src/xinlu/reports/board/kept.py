"""A board as plain values that are stored, and back: by place and by column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from xinlu.assessment.protecting import Cell
from xinlu.assessment.suppression import Board, Release, earlier
from xinlu.reports.models import BoardRelease

ByPlace = dict[str, dict[str, Any]]


def by_place(cells: Mapping[Cell, Any]) -> ByPlace:
    """What stands under (place, column) as a mapping of mappings."""
    found: ByPlace = defaultdict(dict)
    for (place, column), value in cells.items():
        found[place][column] = value
    return dict(found)


def by_cell(stored: ByPlace) -> dict[Cell, Any]:
    """The other way round."""
    return {(place, column): value for place, row in stored.items() for column, value in row.items()}


def counts_stored(made: Board) -> ByPlace:
    """The true counts as they are kept."""
    return by_place({cell: count for cell, count in made.counts.items() if cell not in made.loose})


def shown_stored(release: Release) -> ByPlace:
    """What is given out as it is kept: [figure, number of the release that it is of]."""
    return by_place({cell: [value, release.of_board[cell]] for cell, value in release.shown.items()})


def released_before(record: BoardRelease) -> Release:
    """A release as the next one is measured against it."""
    return earlier(counts=by_cell(record.counts), shown=by_cell(record.shown), least=record.least, number=record.number)
