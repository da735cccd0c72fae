"""The counts of an area's results as tables: the same on the page, in the spreadsheet and on paper, each cell with its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xinlu.assessment.measure_words import called
from xinlu.assessment.measures.areas import INDICATED
from xinlu.assessment.measures.criteria import guarantees_on, monitoring_on
from xinlu.kernel.words import Words
from xinlu.policy.terms import Edition
from xinlu.practice.four_recognitions import DEFINITIONS, RATE_NEEDS_ASKED, Respect
from xinlu.reports.results.marks import MET, NOT_MET, SHORT, UNKNOWN

SHARES = frozenset({"headcount", "poverty_gap", "severity"})
"""Indices that are read in per cent."""
INDICES = (
    "headcount",
    "poverty_gap",
    "severity",
    "watts",
    "gini",
    "theil",
    "mean_log_deviation",
    "quintile_share_ratio",
)


@dataclass(frozen=True, slots=True)
class Cell:
    """A number: `what` names the households behind it (selectors.counted_as), empty where it is not one of households.

    `is_recognised`: it rests on households' own word. `of` is the number that it is part of.
    """

    value: int | float | None
    what: str = ""
    is_recognised: bool = False
    is_share: bool = False
    of: int | None = None

    @property
    def percent(self) -> int | None:
        """Whole per cent of `of`, rounded down; None where so few were asked that one more would move it by ten points."""
        if self.of is None or self.of < RATE_NEEDS_ASKED or self.value is None:
            return None
        return int(self.value) * 100 // self.of

    @property
    def shown(self) -> str:
        """The number as it is written: counts whole, shares in per cent, other indices to three places."""
        if self.value is None:
            return "—"
        if self.is_share:
            return f"{100 * self.value:.1f}%"
        return f"{self.value:,}" if isinstance(self.value, int) else f"{self.value:.3f}"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table."""

    name: Words
    cells: Sequence[Cell]
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its heads; `says` is what a reader has to know to read it."""

    name: str
    title: Words
    heads: Sequence[Words]
    lines: Sequence[Line]
    says: Words

    @property
    def has_notes(self) -> bool:
        """Whether any row says more of itself."""
        return any(line.note for line in self.lines)


class _Nothing(dict[str, Any]):
    """Figures of which each is 0."""

    def __missing__(self, name: str) -> int:
        return 0

    def __contains__(self, name: object) -> bool:
        return name != "indices"

    def get(self, name: str, default: Any = None) -> Any:
        return 0 if name in self else default


CLAIMED, RECOGNISED = Words("干部填报", "Claimed"), Words("群众认可", "Recognised")


def tables_of(figures: Mapping[str, Any], *, on: date) -> list[Table]:
    """The tables of an area's figures as of a day; that of indices only where the area has them."""
    made = [_sides(figures), _guarantees(figures, guarantees_on(on)), _monitoring(figures, monitoring_on(on))]
    made += [_recognitions(figures), _chances(figures)]
    return [*made, _indices(figures["indices"])] if figures.get("indices") else made


def named(what: str, *, on: date) -> Words | None:
    """What a count is called: its table, its row, its column; None for what is no count of that day."""
    for table in tables_of(_Nothing(), on=on):
        for line in table.lines:
            for head, cell in zip(table.heads, line.cells, strict=True):
                if cell.what == what:
                    return Words(
                        f"{table.title.zh}：{line.name.zh}，{head.zh}", f"{table.title.en}: {line.name.en}, {head.en}"
                    )
    return SHORT_NAMED if what == SHORT else None


SHORT_NAMED = Words("照户里认的还在线下", "Below the line by what the household recognises")


def _sides(figures: Mapping[str, Any]) -> Table:
    names = {
        "above": Words("过了线", "Above the line"),
        "below": Words("没过线", "Below the line"),
        "unanswered": Words("还没看清", "Not clear yet"),
    }

    def cell(column: str, side: str, *, is_recognised: bool = True) -> Cell:
        what = f"{column}_{side}"
        return Cell(figures.get(what), what if what in figures else "", is_recognised)

    lines = [
        Line(
            words,
            [cell("claimed_side", side, is_recognised=False), cell("recognised_side", side), cell("own_side", side)],
        )
        for side, words in names.items()
    ]
    return Table(
        "sides",
        Words("过线没过线", "Above and below the line"),
        [CLAIMED, RECOGNISED, Words("只算户里自己说的", "Own word alone")],
        lines,
        Words(
            "要连最少的数也过线，才算过了线；连最多的数也没过，才算没过线；别的都是还没看清。"
            "“只算户里自己说的”不算在干部手机上按的。",
            "A household is above only if even its lowest figure reaches the line, below only if even its highest does not; all "
            "others are not clear yet. “Own word alone” leaves out what was pressed on the helper's phone.",
        ),
    )


def _guarantees(figures: Mapping[str, Any], edition: Edition) -> Table:
    lines = [
        Line(
            policy.name,
            [
                Cell(figures[f"{policy.id}_secured"], f"{policy.id}:{MET}", True),
                Cell(figures[f"{policy.id}_not_secured"], f"{policy.id}:{NOT_MET}", True),
                Cell(figures[f"{policy.id}_unknown"], f"{policy.id}:{UNKNOWN}"),
            ],
        )
        for policy in edition.policies
    ]
    return Table(
        "guarantees",
        Words("保障", "Guarantees"),
        [Words("有保障", "Secured"), Words("没保障", "Not secured"), Words("还要去看", "To be verified")],
        lines,
        Words(
            "没人填过的不当作有保障，也不当作没保障：写“还要去看”。",
            "What nobody has entered is neither secured nor not: it is to be verified.",
        ),
    )


def _monitoring(figures: Mapping[str, Any], edition: Edition) -> Table:
    lines = [
        Line(
            policy.name,
            [
                Cell(figures[f"{policy.id}_yes"], f"{policy.id}:{MET}"),
                Cell(figures[f"{policy.id}_unknown"], f"{policy.id}:{UNKNOWN}"),
            ],
            policy.short,
        )
        for policy in edition.policies
    ]
    return Table(
        "monitoring",
        Words("该去看看的户", "Who should be looked at"),
        [Words("户", "Households"), Words("还不知道", "Not known yet")],
        lines,
        Words(
            "这是该先去谁家坐坐，不是给谁下结论：定不定，要上门看了、问了再说。",
            "This says whose home to go to first and decides nothing: that needs a visit, and the household's word.",
        ),
    )


def _recognitions(figures: Mapping[str, Any]) -> Table:
    def line(respect: Respect) -> Line:
        asked, own = figures[f"{respect}_asked"], figures[f"{respect}_own_asked"]
        return Line(
            respect.words,
            [
                Cell(figures[f"{respect}_possible"], f"{respect}_possible"),
                Cell(asked, f"{respect}_asked"),
                Cell(figures[f"{respect}_recognised"], f"{respect}_recognised", True, of=asked),
                Cell(figures[f"{respect}_unsettled"], f"{respect}_unsettled"),
                Cell(figures[f"{respect}_own_recognised"], f"{respect}_own_recognised", True, of=own),
            ],
            DEFINITIONS[respect],
        )

    return Table(
        "recognitions",
        Words("四个认同", "The four recognitions"),
        [
            Words("可问的", "To ask about"),
            Words("问过的", "Asked"),
            Words("认的", "Recognised"),
            Words("还没说定", "Not settled"),
            Words("自己说的认", "By own word"),
        ],
        [line(respect) for respect in Respect],
        Words(
            "四样分开看，从不加成一个分。数的是账、走访、好处各有几个，点开看是哪些户。问过的不到 {least} 个，不写百分比。",
            "Side by side, never one score. What is counted are accounts, visits and benefits; the lists show whose they are. "
            "With fewer than {least} asked there is no percentage.",
        ).filled(least=RATE_NEEDS_ASKED),
    )


def _chances(figures: Mapping[str, Any]) -> Table:
    names = {
        "likely": Words("多半在线上（机会过 75%）", "Likely above (chance over 75%)"),
        "between": Words("两可", "May or may not"),
        "unlikely": Words("照现在的步子多半到不了（不到 25%）", "Likely not at today's pace (below 25%)"),
        "unsaid": Words("知道得太少，说不准", "Too little is known to say"),
    }
    lines = [
        Line(words, [Cell(figures.get(f"chance_{each}"), f"chance_{each}", True)]) for each, words in names.items()
    ]
    return Table(
        "chances",
        Words("最后十里：谁到得了", "The last ten li: who will arrive"),
        [Words("户", "Households")],
        lines,
        Words(
            "只凭户里认过的账，看它自己这几年的步子和差不多的户的步子。",
            "By the accounts that households have recognised alone: their own pace, and that of households like them.",
        ),
    )


def _indices(indices: Mapping[str, Mapping[str, Any]]) -> Table:
    lines = [
        Line(
            called(name),
            [Cell(indices.get(figure, {}).get(name), "", figure != "claimed", name in SHARES) for figure in INDICATED],
        )
        for name in INDICES
    ]
    return Table(
        "indices",
        Words("贫困和不平等", "Poverty and inequality"),
        [CLAIMED, Words("认可，最少", "Recognised, at least"), Words("认可，最多", "Recognised, at most")],
        lines,
        Words(
            "按人口算，各家对各家的线。户里的数在后两栏之间，要报就两头都报。",
            "Weighted by people, each household against its own line. The households' figure lies between the last two columns: "
            "report both ends.",
        ),
    )
