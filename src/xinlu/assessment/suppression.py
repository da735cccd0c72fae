"""What of a board of counts may be shown: too few are hidden, and as much beside them as keeps them from being reckoned back.

It decides; it draws no page and rounds nothing. The search for what else to hide is in xinlu.assessment.protecting.

The rules. (1) A count below `least` is hidden, and so is the rest of its whole when that is below `least`: nine of ten told is
as telling as one of ten. A count of 0 is hidden too, for it says of everybody that they are the other, unless the split calls
an empty part harmless (nobody without water) and its whole is not small. (2) Whoever knows all that is shown, that counts add
up and that none is below 0, can exclude no value from 0 to `least` of a hidden count: neither guess it nor be sure that it is
small. (3) After an earlier board, a figure is renewed only when it moved by `least` or more; until then the earlier figure
stays, with its date, whether anything moved or not, so that two boards laid side by side show no single household moving. What
was hidden stays hidden until it moved as much. What stays may be known no closer than `least` to either side of its earlier
figure.

Why it is hidden is for the desk. The public is told one sentence for all (`PUBLIC`): the word "few" would itself be a bound.
A mean is shown where the count that it was taken over is shown, and renewed when that is (`Release.mean`).

Not covered: a reader who knows some of the counted households beforehand, one who reckons with how the search chooses or takes
every figure that stayed for one that hardly moved, and areas whose bounds changed between two boards. Sources: Hundepool and others 2012, Statistical Disclosure Control, ch. 4 and 5
(threshold rule, secondary suppression, audit by linear programming); Fischetti and Salazar 2000, Journal of the American
Statistical Association 95, 916-928 (protection levels).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from xinlu.assessment.protecting import Cell, Sum, Window, guarded
from xinlu.kernel.words import Words

ELSEWHERE = "/elsewhere"
"""Ends the code of what an area holds outside the areas below it: nobody publishes it, but anybody can subtract."""


class Why(StrEnum):
    """Why a count is not shown, or not shown anew."""

    FEW = "few"
    GUARD = "to protect another"
    BEFORE = "as before"


WHY = MappingProxyType(
    {
        Why.FEW: Words("太少，说出来就知道是谁家", "Too few: it would tell whose household it is"),
        Why.GUARD: Words("说出来就能推算出别处的，一起不说", "It would give another figure back, so neither is told"),
        Why.BEFORE: Words(
            "和上回比变得不多，还照上回的：两回一减就知道是谁家",
            "It changed little since the last board and stays as it was: the difference would tell whose household it is",
        ),
    }
)
PUBLIC = Words("为了护着各家各户，这里不公布", "Not published here, to protect households")


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """A column of counts and what it falls into. `rest` names the column of those in none of `parts`, which is added.

    `harmless`: parts of which it hurts nobody to hear that they are empty.
    """

    whole: str
    parts: tuple[str, ...]
    rest: str | None = None
    harmless: tuple[str, ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """All parts, the rest among them."""
        return (*self.parts, self.rest) if self.rest else self.parts


@dataclass(frozen=True, kw_only=True)
class Board:
    """Counts by (area, column), every sum that anybody can do with them, and the empty ones that may be told.

    `loose`: cells that nobody publishes and that hide nothing themselves, of areas that end in ELSEWHERE. With sums over them a
    board says how figures bound each other beyond adding up.
    """

    counts: Mapping[Cell, int]
    sums: Sequence[Sum]
    may_be_none: frozenset[Cell] = frozenset()
    wholes: Mapping[Cell, Cell] = field(default_factory=dict)
    loose: frozenset[Cell] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the board says of one count: `value` None where it is hidden; `of_board` the number of the board that it is of."""

    value: int | None
    why: Why | None
    of_board: int | None
    is_earlier: bool

    @property
    def is_hidden(self) -> bool:
        """Whether no figure is shown."""
        return self.value is None


@dataclass(frozen=True, kw_only=True)
class Release:
    """A board as it is given out. `board` (the true counts) stays in the office: the next release is measured against it.

    `number`: 0 of the first board, one more of each after it. `of_board`: of which board each figure shown is.
    """

    board: Board
    least: int
    number: int
    shown: Mapping[Cell, int]
    of_board: Mapping[Cell, int]
    held: Mapping[Cell, Why]

    def told(self, area: str, column: str) -> Told:
        """What is said of a count; KeyError for one that the board does not have."""
        cell = (area, column)
        if cell not in self.board.counts:
            raise KeyError(cell)
        value, why, of_board = self.shown.get(cell), self.held.get(cell), self.of_board.get(cell)
        return Told(value=value, why=why, of_board=of_board, is_earlier=of_board not in (None, self.number))

    def rows(self) -> Iterator[tuple[str, str, Told]]:
        """Every area and column that is published, with what is said there."""
        for cell in self.board.counts:
            if not _is_elsewhere(cell):
                yield cell[0], cell[1], self.told(*cell)

    def share(self, area: str, *, part: str, whole: str) -> tuple[int, int] | None:
        """Numerator and denominator where both are shown and of the same board, else None."""
        over, under = self.told(area, part), self.told(area, whole)
        if over.value is None or not under.value or over.of_board != under.of_board:
            return None
        return over.value, under.value

    def mean(self, area: str, *, over: str, now: float | None, before: float | None = None) -> float | None:
        """`now` where the count that the mean was taken over is shown anew, `before` where its earlier figure stands, else None."""
        told = self.told(area, over)
        if told.is_hidden:
            return None
        return before if told.is_earlier else now


def board(rows: Mapping[str, Mapping[str, int]], *, parents: Mapping[str, str], splits: Sequence[Split] = ()) -> Board:
    """A board of `rows` (counts by column, of every area, the upper ones too); `parents` names the area right above each.

    Several splits may share a whole. ValueError for a count below 0, a column missing, and parts beyond their whole.
    """
    counts = _counts(rows, splits)
    columns = list(dict.fromkeys(column for _, column in counts))
    below: dict[str, list[str]] = defaultdict(list)
    for area in rows:
        if (above := parents.get(area)) in rows:
            below[str(above)].append(area)
    sums: list[Sum] = []
    for above, areas in below.items():
        left = {column: counts[above, column] - sum(counts[area, column] for area in areas) for column in columns}
        if any(left.values()):
            areas = [*areas, above + ELSEWHERE]
            counts |= {(above + ELSEWHERE, column): _not_negative(above, column, n) for column, n in left.items()}
        sums += [Sum((above, column), tuple((area, column) for area in areas)) for column in columns]
    everywhere = dict.fromkeys(area for area, _ in counts)
    sums += [
        Sum((area, split.whole), tuple((area, each) for each in split.columns))
        for split in splits
        for area in everywhere
    ]
    inner = {column: split.whole for split in splits for column in split.columns}
    may_be_none: set[Cell] = {(area, column) for split in splits for column in split.harmless for area in everywhere}
    may_be_none |= {cell for cell in counts if cell[1] not in inner}  # that nobody lives there is no secret
    wholes = {cell: (cell[0], inner[cell[1]]) for cell in counts if cell[1] in inner}
    return Board(counts=counts, sums=tuple(sums), may_be_none=frozenset(may_be_none), wholes=wholes)


def suppressed(made: Board, *, least: int, before: Release | None = None) -> Release:
    """What of the board is shown, by the rules above, hiding little: fewest people where a small board allows the exact search.

    `least` is the smallest count that is told, `before` the release given out last; ValueError for a `least` below 2.
    """
    if least < 2:
        raise ValueError("to hide counts below 1 hides nothing")
    held: dict[Cell, Why] = {}
    windows: dict[Cell, Window] = {}
    for cell, count in made.counts.items():
        if cell in made.loose:
            windows[cell] = Window(count, count)  # it moves freely, and no end of it is looked for
            continue
        if _is_few(made, cell, least=least):
            held[cell], windows[cell] = Why.FEW, Window(0, least)
        if before is not None and cell in before.board.counts and (near := _near(before, cell, count)):
            windows[cell] = near if cell in before.shown or cell not in windows else windows[cell]
            held[cell] = Why.BEFORE if cell in before.shown else held.get(cell, Why.BEFORE)
    also = guarded(made.counts, made.sums, windows)
    held |= {cell: Why.GUARD for cell in also if cell not in held}
    shown = {cell: count for cell, count in made.counts.items() if cell not in held and not _is_elsewhere(cell)}
    number = 0 if before is None else before.number + 1
    of_board = dict.fromkeys(shown, number)
    if before is not None:
        # What was hidden before because it is few is not brought back by an old figure: only what was public stays public.
        stay = [cell for cell in held if cell in before.shown and held[cell] is not Why.FEW]
        shown |= {cell: before.shown[cell] for cell in stay}
        of_board |= {cell: before.of_board[cell] for cell in stay}
    return Release(board=made, least=least, number=number, shown=shown, of_board=of_board, held=held)


def earlier(*, counts: Mapping[Cell, int], shown: Mapping[Cell, tuple[int, int]], least: int, number: int) -> Release:
    """A release as the next one is measured against it, from what was kept: true counts, and [figure, number of its board]."""
    return Release(
        board=Board(counts=counts, sums=()),
        least=least,
        number=number,
        shown={cell: value for cell, (value, _) in shown.items()},
        of_board={cell: of_board for cell, (_, of_board) in shown.items()},
        held={},
    )


def words_of_why(why: Why | None) -> Words | None:
    """The desk's sentence; None where the figure is told as it stands."""
    return WHY[why] if why else None


def _is_elsewhere(cell: Cell) -> bool:
    return cell[0].endswith(ELSEWHERE)


def _counts(rows: Mapping[str, Mapping[str, int]], splits: Iterable[Split]) -> dict[Cell, int]:
    counts: dict[Cell, int] = {}
    for area, row in rows.items():
        counts |= {(area, column): _not_negative(area, column, count) for column, count in row.items()}
        for split in splits:
            rest = counts[area, split.whole] - sum(counts[area, part] for part in split.parts)
            if split.rest:
                counts[area, split.rest] = _not_negative(area, split.rest, rest)
            elif rest:
                raise ValueError(f"{area}: the parts of {split.whole} do not add up to it")
    columns = {column for _, column in counts}
    for area in rows:
        if missing := sorted(column for column in columns if (area, column) not in counts):
            raise ValueError(f"{area}: no count of {', '.join(missing)}")
    return counts


def _not_negative(area: str, column: str, count: int) -> int:
    if count < 0:
        raise ValueError(f"{area}: {column} is {count}; parts are more than their whole, or a count is below 0")
    return count


def _is_few(made: Board, cell: Cell, *, least: int) -> bool:
    count, whole = made.counts[cell], made.wholes.get(cell)
    if count == 0 and cell in made.may_be_none:
        return whole is not None and 0 < made.counts[whole] < least
    if whole is not None and made.counts[whole] == 0 and whole in made.may_be_none:
        return False
    return count < least


def _near(before: Release, cell: Cell, count: int) -> Window | None:
    """How far what is said of a cell must reach because it stays as before; None where it moved enough to be told anew."""
    earlier = before.shown.get(cell, before.board.counts[cell])
    if abs(count - earlier) >= before.least:
        return None
    return Window(max(0, earlier - before.least), earlier + before.least)
