"""The two figures of an account: what the helper claims and, within bounds, what the household recognises.

Sums are of integers, so that the order of lines changes nothing. Rigid spending never enters the income total.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from xinlu.income.answers import Answer, AnsweredLine
from xinlu.income.kinds import Source
from xinlu.income.lines import Line
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import divided
from xinlu.kernel.words import Words

INCOME_SOURCES = tuple(source for source in Source if source is not Source.RIGID_SPENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subtotal:
    """The counted net fen of one source: claimed, and the bounds of what is recognised; `lines` counted."""

    source: Source
    lines: int
    claimed_fen: int
    recognised_low_fen: int
    recognised_high_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A line that a counting rule keeps out of the total, with the net fen that it would have brought."""

    line: Line
    claimed_fen: int
    recognised_low_fen: int
    recognised_high_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of one account in fen; `head` is per head. Counts are of all lines, also those left out.

    `rigid_*` is spending as a positive amount: low with unanswered lines at 0, high with them as claimed.
    """

    heads: int
    claimed_fen: int
    recognised_low_fen: int
    recognised_high_fen: int
    claimed_head_fen: int
    recognised_low_head_fen: int
    recognised_high_head_fen: int
    rigid_claimed_fen: int
    rigid_low_fen: int
    rigid_high_fen: int
    lines: int
    lines_recognised: int
    lines_contested: int
    lines_unanswered: int
    sources: tuple[Subtotal, ...]
    left_out: tuple[LeftOut, ...]


class Side(StrEnum):
    """On which side of the line a household stands; unanswered while its bounds lie on both."""

    ABOVE = "above"
    BELOW = "below"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class AgainstLine:
    """A household against a line, by the helper's word and by its own."""

    claimed: Side
    recognised: Side


def reckon(lines: Sequence[AnsweredLine], *, heads: int, rules: Mapping[str, bool]) -> Figures:
    """The figures of an account of `heads` people; a kind that `rules` does not name counts.

    Refusal where there is no line, or nobody to divide among. `sources` and `left_out` follow the sources' order,
    and within `left_out` the kind and amount, whatever the order of `lines`.
    """
    if not lines:
        words = Words("账上还没有一笔，请先加一笔", "There is no line in the account yet; please add one first")
        raise Refusal("account.no_lines", words, field="lines")
    if heads < 1:
        words = Words(
            "人口写的是 {heads}，至少要有 1 口人，请看看家庭成员有没有记全",
            "The number of people is {heads}, but there must be at least 1; look whether every member is entered",
        )
        raise Refusal("account.no_heads", words.filled(heads=heads), field="heads")
    rigid = [each for each in lines if each.line.kind.source is Source.RIGID_SPENDING]
    income = [each for each in lines if each.line.kind.source is not Source.RIGID_SPENDING] if rigid else lines
    left_out = [each for each in income if not rules.get(each.line.kind.code, True)]
    counted = [each for each in income if rules.get(each.line.kind.code, True)] if left_out else income
    sources = _subtotals(counted)
    claimed_fen = sum(each.claimed_fen for each in sources)
    low_fen = sum(each.recognised_low_fen for each in sources)
    high_fen = sum(each.recognised_high_fen for each in sources)
    rigid_claimed_fen, rigid_low_fen, rigid_high_fen = _sums(rigid)
    states = [each.state for each in lines]
    return Figures(
        heads=heads,
        claimed_fen=claimed_fen,
        recognised_low_fen=low_fen,
        recognised_high_fen=high_fen,
        claimed_head_fen=divided(claimed_fen, heads),
        recognised_low_head_fen=divided(low_fen, heads),
        recognised_high_head_fen=divided(high_fen, heads),
        rigid_claimed_fen=-rigid_claimed_fen,
        rigid_low_fen=-rigid_high_fen,
        rigid_high_fen=-rigid_low_fen,
        lines=len(lines),
        lines_recognised=states.count(Answer.RECOGNISED),
        lines_contested=states.count(Answer.CONTESTED),
        lines_unanswered=states.count(Answer.UNANSWERED),
        sources=sources,
        left_out=_left_out(left_out),
    )


def standing(figures: Figures, *, line_fen: int) -> AgainstLine:
    """On which side of a line per head (fen) the account puts the household; on the line is above.

    Recognised is above only if even the low bound reaches the line, below only if even the high bound does not.
    """
    claimed = Side.ABOVE if figures.claimed_head_fen >= line_fen else Side.BELOW
    if figures.recognised_low_head_fen >= line_fen:
        return AgainstLine(claimed, Side.ABOVE)
    return AgainstLine(claimed, Side.BELOW if figures.recognised_high_head_fen < line_fen else Side.UNANSWERED)


def _sums(lines: Iterable[AnsweredLine]) -> tuple[int, int, int]:
    claimed_fen = low_fen = high_fen = 0
    for each in lines:
        claimed_fen += each.line.net_fen
        low_fen += each.low_fen
        high_fen += each.high_fen
    return claimed_fen, low_fen, high_fen


def _subtotals(counted: Iterable[AnsweredLine]) -> tuple[Subtotal, ...]:
    by_source: dict[Source, list[AnsweredLine]] = {}
    for each in counted:
        by_source.setdefault(each.line.kind.source, []).append(each)
    return tuple(
        _subtotal(source, by_source[source]) if source in by_source else _NONE[source] for source in INCOME_SOURCES
    )


def _subtotal(source: Source, own: Sequence[AnsweredLine]) -> Subtotal:
    claimed_fen, low_fen, high_fen = _sums(own)
    return Subtotal(
        source=source,
        lines=len(own),
        claimed_fen=claimed_fen,
        recognised_low_fen=low_fen,
        recognised_high_fen=high_fen,
    )


_NONE = {source: _subtotal(source, ()) for source in INCOME_SOURCES}


def _left_out(lines: Iterable[AnsweredLine]) -> tuple[LeftOut, ...]:
    left_out = [
        LeftOut(
            line=each.line,
            claimed_fen=each.line.net_fen,
            recognised_low_fen=each.low_fen,
            recognised_high_fen=each.high_fen,
        )
        for each in lines
    ]
    order = list(Source)
    return tuple(
        sorted(
            left_out,
            key=lambda out: (
                order.index(out.line.kind.source),
                out.line.kind.code,
                out.claimed_fen,
                out.recognised_low_fen,
                out.recognised_high_fen,
                out.line.income_fen,
                -1 if out.line.quantity_milli is None else out.line.quantity_milli,
                -1 if out.line.price_fen is None else out.line.price_fen,
            ),
        )
    )
