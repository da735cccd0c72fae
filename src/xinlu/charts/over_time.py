"""What a place comes to day after day: income a head, and households on either side of the line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xinlu.charts import look
from xinlu.kernel.money import whole_yuan, yuan
from xinlu.kernel.words import Words

YUAN = Words("元", "yuan")
HOUSEHOLDS = Words("户", "households")
ROOM = {"zh": 0.34, "en": 0.42}
"""The share of the width that labels have on the right, by language."""
_HEIGHT_DRAWN = 235
_INCOME = Words("人均一年多少，干部填报和群众认可", "Income a head and year, claimed and recognised")
_AT_LEAST = Words("至少认可", "recognised")
_LINE = Words("线", "the line")
_SIDES = Words("没过线的户，干部填报和群众认可", "Households below the line, claimed and recognised")
_BELOW_CLAIMED = Words("填报没过线", "claimed below")
_BELOW = Words("认可没过线", "recognised below")
_UNCLEAR = Words("还没看清", "not clear yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomeAt:
    """Income a head on a day, fen a year: claimed, the bounds of what is recognised, the line; None where it is not known."""

    day: date
    claimed_fen: int | None
    recognised_low_fen: int | None
    recognised_high_fen: int | None
    line_fen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SidesAt:
    """Households on either side of the line on a day, by what is claimed and by what is recognised."""

    day: date
    claimed_above: int
    claimed_below: int
    recognised_above: int
    recognised_below: int
    recognised_unanswered: int


def income_over_time(points: Sequence[IncomeAt], *, language: str) -> str:
    """Claimed as a thin line with hollow points, recognised as a full one with its bounds behind, the line dashed.

    SVG in "zh" or "en". ValueError without a point.
    """
    import altair

    rows: list[dict[str, Any]] = [
        {
            "day": look.day_value(each.day),
            "claimed": each.claimed_fen,
            "low": each.recognised_low_fen,
            "high": each.recognised_high_fen,
            "line": each.line_fen,
        }
        for each in _some(points)
    ]
    amounts = [(each.claimed_fen, each.recognised_low_fen, each.recognised_high_fen, each.line_fen) for each in points]
    known = [fen for several in amounts for fen in several if fen is not None]
    low, high = min([0, *known]), max([100, *known]) * 1.04
    days = [each.day for each in points]
    base = altair.Chart(look.data(rows)).encode(x=look.day_field(days, ROOM[language]))
    scale = altair.Scale(domain=[low, high], nice=False)

    def y(name: str) -> Any:
        axis = altair.Axis(
            title=YUAN.said(language), labelExpr=look.IN_YUAN, tickCount=5, titleAngle=0, titleY=-8, titleX=-4
        )
        return altair.Y(f"{name}:Q", scale=scale, axis=axis)

    bounds = base.mark_area(color=look.GREEN_WASH).encode(y=y("low"), y2="high:Q")
    edge = base.mark_line(color=look.GREEN, strokeWidth=1, opacity=0.5).encode(y=y("high"))
    line = base.mark_line(color=look.INK, strokeDash=[6, 4], strokeWidth=1.2).encode(y=y("line"))
    claimed = _marked(base, y("claimed"), is_recognised=False)
    recognised = _marked(base, y("low"), is_recognised=True)
    labels = _labels(
        points,
        [
            (look.CLAIMED, [row["claimed"] for row in rows], look.INK_SOFT, False),
            (_AT_LEAST, [row["low"] for row in rows], look.GREEN, True),
            (_LINE, [row["line"] for row in rows], look.INK, False),
        ],
        low=low,
        high=high,
        language=language,
        written=lambda fen: yuan(whole_yuan(round(fen))),
    )
    return look.finished(
        altair.layer(bounds, edge, line, claimed, recognised, *labels), title=_INCOME, language=language
    )


def sides_over_time(points: Sequence[SidesAt], *, language: str) -> str:
    """How many stand below the line: claimed hollow, recognised filled, and dashed in amber how many are not clear yet.

    Above is the rest, and would dwarf what matters. SVG in "zh" or "en". ValueError without a point.
    """
    import altair

    rows = [
        {
            "day": look.day_value(each.day),
            "claimed": each.claimed_below,
            "below": each.recognised_below,
            "unclear": each.recognised_unanswered,
        }
        for each in _some(points)
    ]
    high = max(max(row["claimed"], row["below"], row["unclear"]) for row in rows) * 1.06 or 1.0
    base = altair.Chart(look.data(rows)).encode(x=look.day_field([each.day for each in points], ROOM[language]))
    scale = altair.Scale(domain=[0, high], nice=False)

    def y(name: str) -> Any:
        axis = altair.Axis(
            title=HOUSEHOLDS.said(language),
            format=",.0f",
            tickCount=5,
            tickMinStep=1,
            titleAngle=0,
            titleY=-8,
            titleX=-4,
        )
        return altair.Y(f"{name}:Q", scale=scale, axis=axis)

    unclear = base.mark_line(
        color=look.AMBER,
        strokeDash=[5, 4],
        strokeWidth=1.5,
        point=altair.OverlayMarkDef(shape="diamond", filled=False, fill=look.SHEET, color=look.AMBER, size=50),
    ).encode(y=y("unclear"))
    labels = _labels(
        points,
        [
            (_BELOW_CLAIMED, [row["claimed"] for row in rows], look.INK_SOFT, False),
            (_BELOW, [row["below"] for row in rows], look.GREEN, True),
            (_UNCLEAR, [row["unclear"] for row in rows], look.AMBER, False),
        ],
        low=0.0,
        high=high,
        language=language,
        written=lambda number: f"{number:,.0f}",
    )
    claimed = _marked(base, y("claimed"), is_recognised=False)
    recognised = _marked(base, y("below"), is_recognised=True)
    return look.finished(altair.layer(unclear, claimed, recognised, *labels), title=_SIDES, language=language)


def _marked(base: Any, y: Any, *, is_recognised: bool) -> Any:
    import altair

    colour = look.GREEN if is_recognised else look.INK_SOFT
    point = altair.OverlayMarkDef(
        filled=is_recognised, fill=colour if is_recognised else look.SHEET, color=colour, size=56, shape="square"
    )
    return base.mark_line(color=colour, strokeWidth=3 if is_recognised else 1.4, point=point).encode(y=y)


def _labels(
    points: Sequence[Any],
    told: Sequence[tuple[Words, Sequence[float | None], str, bool]],
    *,
    low: float,
    high: float,
    language: str,
    written: Callable[[float], str],
) -> list[Any]:
    """A name and the last known number beside the end of each line."""
    import altair

    last = max(each.day for each in points)
    order = sorted(range(len(points)), key=lambda each: points[each].day)
    known = []
    for words, values, colour, is_strong in told:
        ended = next((values[each] for each in reversed(order) if values[each] is not None), None)
        if ended is not None:
            known.append((words, ended, colour, is_strong))
    places = look.apart([each[1] for each in known], low=low, high=high, pixels=_HEIGHT_DRAWN)
    made = []
    for (words, value, colour, is_strong), place in zip(known, places, strict=True):
        row = {"day": look.day_value(last), "at": place, "text": f"{words.said(language)} {written(value)}"}
        text = altair.Chart(look.data([row])).mark_text(
            align="left", dx=9, color=colour, fontWeight="bold" if is_strong else "normal"
        )
        made.append(text.encode(x="day:T", y="at:Q", text="text:N"))
    return made


def _some(points: Sequence[Any]) -> Sequence[Any]:
    if not points:
        raise ValueError("a chart needs a point at least")
    return points
