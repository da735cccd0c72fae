"""What a row of a list of payments says was paid: how much, when, and what for. Nothing missing is made up."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.sheets.columns import Plan
from xinlu.sheets.entries import CellFault, Spot
from xinlu.sheets.grid import Row, Value
from xinlu.sheets.headings import WAN_FEN
from xinlu.sheets.tidying import plain, quoted
from xinlu.sheets.values import read_date, read_fen, read_text

AMOUNT, DAY, MONTH, PURPOSE = "paid.amount", "paid.day", "paid.month", "paid.purpose"
"""Meanings of columns: what was paid, on which day, for which month, and for what."""

_UNIT = re.compile(r"单位[:：]?[^)）]*?(万元|元)")
_CLOCK = re.compile(r"(?<=[0-9日号])[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?$")
_MONTH = re.compile(r"((?:19|20)[0-9]{2})(?:(?:年|[-/.])([0-9]{1,2})(?:月份?)?|(0[1-9]|1[0-2]))")


@dataclass(frozen=True, slots=True)
class Paid:
    """What is told of one payment. `month` is its first day; `faults` are the cells that cannot be read."""

    amount_fen: int | None = None
    day: date | None = None
    month: date | None = None
    purpose: str = ""
    faults: tuple[CellFault, ...] = ()


class When(NamedTuple):
    """A day, or where only that is told the first day of a month."""

    day: date | None = None
    month: date | None = None


class PaidReader:
    """Reads what was paid out of the rows of one table; `plans` are its columns by their meaning."""

    def __init__(self, sheet: str, plans: Mapping[str, Plan], *, today: date) -> None:
        self._sheet, self._plans, self._today = sheet, plans, today
        self._counts = {key: [0, 0] for key in plans}

    def read(self, row: Row, filled: Row) -> Paid:
        """What the row says. Day and purpose may be merged over rows; an amount that is stands for them all together and is
        taken where it stands."""
        faults: list[CellFault] = []
        amount = self._cell(AMOUNT, row, self._amount, faults)
        when: When = self._cell(DAY, filled, self._when, faults) or When()
        of_month: When = self._cell(MONTH, filled, self._when, faults) or When()
        month = when.month or of_month.month or (of_month.day.replace(day=1) if of_month.day else None)
        purpose = self._cell(PURPOSE, filled, lambda value, plan: read_text(value, longest=200).value, faults)
        return Paid(amount, when.day, month, purpose or "", tuple(faults))

    def counts(self, column: int) -> tuple[int, int] | None:
        """Of a column, how many cells were taken and how many refused; None for a column not read here."""
        key = next((key for key, plan in self._plans.items() if plan.column == column), None)
        return (self._counts[key][0], self._counts[key][1]) if key else None

    def _cell(self, key: str, row: Row, read: Callable[[Value, Plan], Any], faults: list[CellFault]) -> Any:
        plan = self._plans.get(key)
        value = row.values[plan.column - 1] if plan and plan.column <= len(row.values) else None
        if plan is None or value is None or value == "":
            return None
        try:
            found = read(value, plan)
        except Refusal as refusal:
            self._counts[key][1] += 1
            spot = Spot(self._sheet, row.number, plan.column)
            faults.append(CellFault(spot, plan.heading.written, quoted(value), refusal.code, refusal.words))
            return None
        self._counts[key][0] += found is not None
        return found

    def _amount(self, value: Value, plan: Plan) -> int | None:
        return read_fen(value, unit_fen=plan.unit_fen).value

    def _when(self, value: Value, plan: Plan) -> When:
        return read_when(value, latest=self._today, serial_ok=plan.has_days)


def read_when(value: Value, *, latest: date, serial_ok: bool = False) -> When:
    """The day that a cell means, or the month where it tells no day. Refusal for what tells neither, or has not come yet.

    >>> read_when("2026年11月", latest=date(2026, 11, 23)).month
    datetime.date(2026, 11, 1)
    """
    # A bank tells the second, too.
    if isinstance(value, datetime):
        value = value.date()
    elif isinstance(value, str):
        value = _CLOCK.sub("", plain(value))
    text = "" if isinstance(value, date) else plain(value).replace(" ", "")
    if found := _MONTH.fullmatch(text):
        month = int(found[2] or found[3])
        # A number 2026.10 has lost its last digit.
        if not 1 <= month <= 12 or (isinstance(value, float) and found[2] == "1"):
            raise Refusal("paid.when", _WHEN.filled(written=quoted(value)))
        first = date(int(found[1]), month, 1)
        if first > latest:
            raise Refusal("paid.not_yet", _NOT_YET.filled(written=quoted(value), latest=latest))
        return When(month=first)
    try:
        return When(day=read_date(value, latest=latest, serial_ok=serial_ok).value)
    except Refusal as refusal:
        if refusal.code == "date.not_yet" or not refusal.code.startswith("date."):
            raise
        raise Refusal("paid.when", _WHEN.filled(written=quoted(value))) from None


def unit_above(titles: str) -> int | None:
    """The unit that stands above a table for all its amounts, where that is not the yuan."""
    found = _UNIT.search(titles)
    return WAN_FEN if found and found[1] == "万元" else None


PAID_NAMES: Mapping[str, Words] = {
    AMOUNT: Words("发了多少", "How much was paid"),
    DAY: Words("哪天发的", "On which day it was paid"),
    MONTH: Words("发的是哪个月的", "For which month it was paid"),
    PURPOSE: Words("发的是什么钱", "What it was paid for"),
}
_WHEN = Words(
    "“{written}”看不出是哪天或者哪个月。请写成 2026-11-10 或 2026-11",
    "“{written}” tells neither a day nor a month. Write it as 2026-11-10 or 2026-11",
)
_NOT_YET = Words(
    "“{written}”还没到（最晚到 {latest}）。请看看年月是不是写错了",
    "“{written}” has not come yet ({latest} at the latest). See whether year or month is wrong",
)
