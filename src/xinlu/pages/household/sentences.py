"""How days, spans and ways of reckoning are said to a household, where Chinese and English are built differently."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from xinlu.income.lines import Line
from xinlu.kernel.money import yuan
from xinlu.kernel.words import Words

_MONTHS_ZH = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_YEARS_ZH = {0: "今年", 1: "去年", 2: "前年"}


def said_day(day: date, *, today: date) -> Words:
    """A day as neighbours say it; the year only where it is another one.

    >>> said_day(date(2026, 11, 8), today=date(2026, 11, 23)).zh
    '11 月 8 日'
    """
    zh, en = f"{day.month} 月 {day.day} 日", f"{day.day} {_MONTHS_EN[day.month - 1]}"
    return Words(zh, en) if day.year == today.year else Words(f"{_year_zh(day.year, today)}{zh}", f"{en} {day.year}")


def said_period(start: date, end: date, *, today: date) -> Words:
    """The months from the first to the last day.

    >>> said_period(date(2025, 10, 1), date(2026, 9, 30), today=date(2026, 11, 23)).zh
    '去年十月到今年九月'
    """
    return Words(
        f"{_month_zh(start, today)}到{_month_zh(end, today)}",
        f"{_MONTHS_EN[start.month - 1]} {start.year} to {_MONTHS_EN[end.month - 1]} {end.year}",
    )


def said_how(line: Line) -> Words:
    """How the line's amount was reckoned: quantity, unit, price, and what it cost; empty for a plain amount."""
    parts = []
    if line.quantity_milli is not None and line.price_fen is not None and line.kind.unit is not None:
        times = Words("{quantity} {unit} × {price} 元", "{quantity} {unit} × {price} yuan")
        said = f"{(Decimal(line.quantity_milli) / 1000).normalize():,f}"
        parts.append(times.filled(quantity=said, unit=line.kind.unit, price=yuan(line.price_fen)))
    if line.cost_fen and not line.kind.source.spends:
        if not parts:
            parts.append(Words("进来 {income} 元", "{income} yuan came in").filled(income=yuan(line.income_fen)))
        cost = Words("本钱 {cost} 元已经减掉", "less {cost} yuan that it cost")
        parts.append(cost.filled(cost=yuan(line.cost_fen)))
    return Words("，".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _month_zh(day: date, today: date) -> str:
    return f"{_year_zh(day.year, today)}{_MONTHS_ZH[day.month - 1]}月"


def _year_zh(year: int, today: date) -> str:
    return _YEARS_ZH.get(today.year - year, f"{year} 年")
