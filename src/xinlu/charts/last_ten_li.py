"""The last ten li: how the cost of closing gaps rises, and whether chances that were told came true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xinlu.assessment.last_ten_li.cost_curve import LAST
from xinlu.charts import look
from xinlu.kernel.words import Words

HEADROOM = 1.18
"""So much higher than the dearest household the drawing is: in it stands what the shade is called."""
_COST = Words("从最容易的数起，下一户还差多少", "What the next household lacks, the cheapest first")
_HOUSEHOLDS = Words("户，从差得最少的数起", "households, the cheapest first")
_NEXT = Words("这一户一年还差，元", "this one lacks, yuan a year")
_LAST = Words("最后一成", "the last tenth")
_CALIBRATION = Words(
    "说的机会和真到了的，一成一成对着看", "The chance told against the share that came, tenth by tenth"
)
_SAID = Words("说的机会，%", "chance told, %")
_CAME = Words("真在线上的，%", "came above, %")
_TRUE = Words("说准了就在这条线上", "told truly, it lies here")


@dataclass(frozen=True, slots=True, kw_only=True)
class CostAt:
    """So many households, the cheapest first: what they lack together, and what the last of them lacks; fen a year."""

    households: float
    spent_fen: int
    next_fen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Households that were told much the same chance (0 to 1): how many, the mean chance, the share that came."""

    said: float
    came: float
    households: int


def rising_cost(points: Sequence[CostAt], *, language: str) -> str:
    """What the next household lacks, rising to the right; the last tenth shaded where there are ten. SVG in "zh" or "en". ValueError without a point."""
    import altair

    if not points:
        raise ValueError("a chart needs a point at least")
    several = sorted(points, key=lambda each: each.households)
    count = several[-1].households
    rows = [{"households": each.households, "next": each.next_fen} for each in several]
    rows = [{"households": 0.0, "next": several[0].next_fen}, *rows]
    highest = max(each.next_fen for each in several) * HEADROOM or 1.0
    x = altair.X(
        "households:Q",
        scale=altair.Scale(domain=[0, count], nice=False),
        axis=altair.Axis(title=_HOUSEHOLDS.said(language), format=",.0f", tickMinStep=1, grid=False, tickCount=6),
    )
    y = altair.Y(
        "next:Q", scale=altair.Scale(domain=[0, highest], nice=False), axis=_upright(_NEXT, language, look.IN_YUAN)
    )
    # A step for each household costs what that household costs, until the next one.
    steps = (
        altair.Chart(look.data(rows))
        .mark_line(color=look.GREEN, strokeWidth=3, interpolate="step-before")
        .encode(x=x, y=y)
    )
    last = _last_shaded(count, top=highest, language=language) if count * LAST >= 1 else []
    return look.finished(altair.layer(*last, steps), title=_COST, language=language)


def _last_shaded(count: float, *, top: float, language: str) -> list[Any]:
    import altair

    shade = [{"from": count * (1 - LAST), "to": count, "top": top, "says": _LAST.said(language)}]
    base = altair.Chart(look.data(shade))
    says = base.mark_text(color=look.GREEN, align="right", dx=-6, dy=10)
    return [
        base.mark_rect(color=look.GREEN_WASH).encode(x="from:Q", x2="to:Q"),
        says.encode(x="from:Q", y=altair.Y("top:Q"), text="says:N"),
    ]


def calibration(bins: Sequence[Bin], *, language: str) -> str:
    """A circle a bin, as large as it has households; told truly they lie on the dashed line. SVG in "zh" or "en". ValueError without a bin."""
    import altair

    if not bins:
        raise ValueError("a chart needs a point at least")
    rows = [{"said": 100 * each.said, "came": 100 * each.came, "households": each.households} for each in bins]
    hundred = altair.Scale(domain=[0, 100], nice=False)
    x = altair.X("said:Q", scale=hundred, axis=altair.Axis(title=_SAID.said(language), grid=False, tickCount=5))
    y = altair.Y("came:Q", scale=hundred, axis=_upright(_CAME, language, "datum.value"))
    ends = [{"said": 0, "came": 0}, {"said": 100, "came": 100}]
    truth = altair.Chart(look.data(ends)).mark_line(color=look.INK_SOFT, strokeDash=[6, 4], strokeWidth=1.2)
    middle = [{"said": 34, "came": 34, "says": _TRUE.said(language)}]
    says = altair.Chart(look.data(middle)).mark_text(color=look.INK_SOFT, align="left", dx=10, dy=14)
    largest = max(each.households for each in bins)
    size = altair.Size("households:Q", scale=altair.Scale(domain=[0, largest], range=[30, 260]), legend=None)
    dots = altair.Chart(look.data(rows)).mark_circle(color=look.GREEN, opacity=1)
    layers = (
        truth.encode(x=x, y=y),
        says.encode(x="said:Q", y="came:Q", text="says:N"),
        dots.encode(x=x, y=y, size=size),
    )
    return look.finished(altair.layer(*layers), title=_CALIBRATION, language=language)


def _upright(title: Words, language: str, written: str) -> Any:
    import altair

    return altair.Axis(title=title.said(language), labelExpr=written, tickCount=5, titleAngle=0, titleY=-8, titleX=-4)
