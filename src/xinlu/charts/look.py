"""The look of every chart: colours and type of the ledger, and the finished SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from xinlu.kernel.words import Words

Chart = Any
"""An Altair chart: the library is imported where something is drawn, for it takes half a second."""
Row = Mapping[str, Any]

WIDTH, HEIGHT = 480, 290
INK, INK_SOFT, RULE, GREEN, GREEN_WASH, AMBER, BRICK, SHEET = (
    "#1d2622", "#4b564f", "#d5dacb", "#1d5b45", "#e3ece0", "#74500a", "#98341f", "#fffdf7",
)  # fmt: skip
"""Of the stylesheet's tokens."""
FONT = "PingFang SC, Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, system-ui, sans-serif"
SIZE = 14
"""Of a phone's width the drawing takes three quarters: what is written stays above ten pixels."""
LABELS = 17
"""How far apart two labels at least stand, in pixels."""
DAYS_MOST = 3
"""So many days are written below the axis at most."""

IN_YUAN = "format(datum.value / 100, ',.0f')"
"""How an axis of fen is written: in yuan."""

CLAIMED = Words("干部填报", "claimed")
RECOGNISED = Words("群众认可", "recognised")


def data(rows: Sequence[Row]) -> Any:
    """Rows for Altair; None is a gap."""
    import altair

    return altair.InlineData(values=[dict(row) for row in rows])


def finished(chart: Chart, *, title: Words, language: str) -> str:
    """The chart as SVG with its title for who does not see it; as wide as whatever holds it."""
    import vl_convert

    axis = {
        "labelFont": FONT, "titleFont": FONT, "labelFontSize": SIZE, "titleFontSize": SIZE, "titleFontWeight": "normal",
        "labelColor": INK_SOFT, "titleColor": INK_SOFT, "gridColor": RULE, "domainColor": INK_SOFT, "tickColor": INK_SOFT,
        "titleAlign": "left", "titleAnchor": "start",
    }  # fmt: skip
    made = chart.properties(
        width=WIDTH, height=HEIGHT, autosize={"type": "fit", "contains": "padding"}, padding=4, background="transparent"
    )
    made = made.configure_view(stroke=None).configure_axis(**axis).configure_text(font=FONT, fontSize=SIZE)
    drawn: str = vl_convert.vegalite_to_svg(made.to_dict())
    _, _, inner = drawn.partition(">")
    said = title.said(language)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" lang="{language}" '
        f"aria-label={quoteattr(said)}><title>{escape(said)}</title>"
    )
    return head + inner


def days_axis(days: Sequence[date]) -> Any:
    """An axis below with the first and last day and some between, written as 2026-09-30."""
    import altair

    several = sorted(set(days))
    step = -(-(len(several) - 1) // (DAYS_MOST - 1)) if len(several) > 1 else 1
    wanted = several[::-1][::step][::-1]
    return altair.Axis(
        values=[_day(each) for each in wanted], format="%Y-%m-%d", title=None, grid=False, labelOverlap=True
    )


def day_field(days: Sequence[date], room: float = 0.0) -> Any:
    """The field "day" along the foot, with so much of the width left free on the right for labels; one day stands in the middle."""
    import altair

    first, last = min(days), max(days)
    width = (last - first).days or 60
    low = first.toordinal() - (30 if first == last else width * 0.02)
    high = last.toordinal() + (30 if first == last else 0) + width * room / (1 - room)
    scale = altair.Scale(type="utc", domain=[_day(date.fromordinal(round(low))), _day(date.fromordinal(round(high)))])
    return altair.X("day:T", axis=days_axis(days), scale=scale)


def day_value(day: date) -> str:
    """A day as the field takes it."""
    return f"{day.isoformat()}T00:00:00Z"


def apart(values: Sequence[float], *, low: float, high: float, pixels: float) -> list[float]:
    """Where labels stand that should stand at the values of an axis from low to high: in their order, none upon another."""
    gap = (high - low) * LABELS / pixels
    order = sorted(range(len(values)), key=lambda each: values[each])
    found = list(values)
    for before, each in pairwise(order):
        found[each] = max(found[each], found[before] + gap)
    over = max(found, default=0) - high
    if over > 0 and order:
        found[order[-1]] -= over
        for after, each in pairwise(order[::-1]):
            found[each] = min(found[each], found[after] - gap)
    return found


def _day(day: date) -> dict[str, int | bool]:
    return {"year": day.year, "month": day.month, "date": day.day, "utc": True}
