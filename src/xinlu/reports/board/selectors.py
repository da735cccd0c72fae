"""What can be asked of boards: the release that holds, the earlier ones, and a board as rows that a page shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet

from xinlu.assessment.suppression import Why
from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.reports.board.columns import COLUMNS, Column
from xinlu.reports.board.kept import ByPlace
from xinlu.reports.models import BoardRelease, PreparedBoard


@dataclass(frozen=True, slots=True)
class Figure:
    """One count as it is told: None where it is hidden; `of_day` where it is that of an earlier release.

    At the desk alone: the true `count`, and `why` something else is told.
    """

    column: Column
    value: int | None
    of_day: date | None = None
    count: int | None = None
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place and its figures, in the order of the columns."""

    code: str
    name: str
    level: Level
    figures: tuple[Figure, ...]


@dataclass(slots=True)
class Part:
    """A township with its villages; also the county itself, with villages that lie in no township."""

    whole: PlaceRow
    villages: list[PlaceRow] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShownBoard:
    """A board as pages show it: the county and its townships."""

    county: PlaceRow
    parts: tuple[Part, ...]

    @property
    def townships(self) -> list[PlaceRow]:
        """The townships' own rows."""
        return [part.whole for part in self.parts if part.whole is not self.county]

    @property
    def rows(self) -> Iterable[tuple[PlaceRow, str]]:
        """Every place once, from the top down, with the name of what it lies in."""
        yield self.county, ""
        for part in self.parts:
            if part.whole is not self.county:
                yield part.whole, self.county.name
            yield from ((village, part.whole.name) for village in part.villages)


def releases_of(county: Area) -> QuerySet[BoardRelease]:
    """The county's releases, the latest first, without the counts that stay in the office."""
    return BoardRelease.objects.filter(area=county).order_by("-number").defer("counts").select_related("author")


def counties_with_a_board() -> list[Area]:
    """The counties that have given a board out, in the order of their codes."""
    return list(Area.objects.filter(pk__in=BoardRelease.objects.values("area")).order_by("code"))


def published(release: BoardRelease, *, days: Mapping[int, date]) -> ShownBoard:
    """What a release tells; `days`: of every release by its number."""
    return _shown(release.places, release.shown, days=days, now=release.number)


def days_of(county: Area) -> dict[int, date]:
    """The day of each of the county's releases by its number."""
    return dict(BoardRelease.objects.filter(area=county).values_list("number", "day"))


def previewed(prepared: PreparedBoard, *, days: Mapping[int, date]) -> ShownBoard:
    """What the next release would tell, with the true counts and why they are not told."""
    return _shown(prepared.places, prepared.shown, days=days, now=len(days), counts=prepared.counts, held=prepared.held)


def _shown(
    places: Sequence[Sequence[str]],
    shown: ByPlace,
    *,
    days: Mapping[int, date],
    now: int,
    counts: ByPlace | None = None,
    held: ByPlace | None = None,
) -> ShownBoard:
    def figure(code: str, column: Column) -> Figure:
        value, of = shown.get(code, {}).get(column.name, (None, None))
        why = (held or {}).get(code, {}).get(column.name)
        return Figure(
            column,
            value,
            of_day=None if of in (None, now) else days[of],
            count=counts[code][column.name] if counts is not None else None,
            why=Why(why) if why else None,
        )

    rows = {
        code: PlaceRow(code, name, Level(level), tuple(figure(code, column) for column in COLUMNS))
        for code, name, level, _ in places
    }
    parts: dict[str, Part] = {}
    county = rows[places[0][0]]
    for code, _, level, above in places[1:]:
        if level == Level.TOWNSHIP:
            parts.setdefault(code, Part(rows[code]))
        else:
            parts.setdefault(above, Part(rows[above])).villages.append(rows[code])
    return ShownBoard(county, tuple(parts.values()))
