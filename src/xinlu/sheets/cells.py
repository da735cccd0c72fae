"""How the cells of each column are read: the readers of `values` with the bounds and units of the column."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.practice.file_bounds import EARLIEST_HOUSE, HOUSE_MAX_M2, MARKET_MAX_M
from xinlu.practice.vocabulary import VOCABULARY
from xinlu.sheets.columns import Plan
from xinlu.sheets.grid import Value
from xinlu.sheets.headings import LINE
from xinlu.sheets.reading import Read
from xinlu.sheets.values import (
    plain,
    read_code,
    read_codes,
    read_count,
    read_date,
    read_fen,
    read_household_number,
    read_id_number,
    read_name,
    read_phone,
    read_place,
    read_quantity_milli,
    read_text,
    read_yes_no,
)

PEOPLE_MOST = 40
METRES = MappingProxyType({"米": 1, "m": 1, "公里": 1000, "千米": 1000, "km": 1000, "里": 500})

_CODES = {
    "main_cause": "cause_of_poverty",
    **{name: name for name in ("sex", "relation", "education", "schooling", "health", "labour")},
    **{name: name for name in ("house_structure", "house_grade", "water")},
}
_LISTS = {"further_causes": "cause_of_poverty", "fuels": "fuel"}
_YES_NO = frozenset({"electricity", "migrant_work", "subsistence_allowance", "medical_insurance", "pension_insurance"})
_DAYS = frozenset({"born_on", "house_graded_on", "joined_on", "left_on"})

SIGNED = frozenset({"total.net", "total.net_head"})
"""A net figure can be below zero; where costs have no column of their own, so can what production brought."""

Reader = Callable[[Value], Read[Any]]


def reader_of(plan: Plan, *, today: date, signed: frozenset[str]) -> Reader:
    """How the cells of a column are read."""
    key = plan.key
    if key.startswith("total.") or key in ("ledger.amount", "ledger.price", "ledger.cost"):
        return _signed(plan) if key in signed else _unsigned(plan)
    if key.startswith(LINE):
        return _unsigned(plan)
    if key in _CODES:
        return partial(_code, choice=VOCABULARY[_CODES[key]])
    if key in _LISTS:
        return partial(_codes, choice=VOCABULARY[_LISTS[key]])
    if key in _YES_NO:
        return partial(read_yes_no, field=key)
    if key in _DAYS:
        return partial(read_date, latest=today, serial_ok=plan.has_days)
    if key == "house_year":
        return partial(_year, latest=today.year)
    return _READERS.get(key) or (partial(_metres, plan=plan) if key == "market_distance_m" else read_text)


def _signed(plan: Plan) -> Reader:
    return partial(read_fen, unit_fen=plan.unit_fen)


def _unsigned(plan: Plan) -> Reader:
    def read(value: Value) -> Read[int]:
        found = read_fen(value, unit_fen=plan.unit_fen)
        if found.value is not None and found.value < 0:
            raise Refusal("amount.negative", _NEGATIVE)
        return found

    return read


def _code(value: Value, *, choice: Any) -> Read[str]:
    found = read_code(value, choice=choice)
    return Read(None if found.value is None else str(found.value.value), found.how)


def _codes(value: Value, *, choice: Any) -> Read[list[str]]:
    found = read_codes(value, choice=choice)
    return Read([str(each.value) for each in found.value] if found.value else None, found.how)


def _metres(value: Value, *, plan: Plan) -> Read[int]:
    """A distance; the unit stands in the heading or in the cell, else nobody knows which it is."""
    text = plain(value)
    unit = next((each for each in METRES if text.lower().endswith(each)), None)
    factor = METRES[unit] if unit else next((METRES[hint] for hint in plan.heading.hints if hint in METRES), None)
    factor = factor or (1000 if "公里" in plan.heading.written else None)
    if factor is None:
        raise Refusal("distance.unit", _NO_UNIT)
    milli = read_quantity_milli(text[: len(text) - len(unit)] if unit else value).value
    if milli is None:
        return Read(None, None)
    return _within(Read(milli * factor // 1000, None), least=0, most=MARKET_MAX_M)


def _id(value: Value) -> Read[str]:
    found = read_id_number(value)
    return Read(found.value.number if found.value else None, found.how)


def _whole(value: Value, *, least: int, most: int, unit: str = "") -> Read[int]:
    """A whole number with a unit or without; 120.5 square metres are 121."""
    found = read_quantity_milli(value, unit=unit)
    rounded = None if found.value is None else (found.value + 500) // 1000
    return _within(Read(rounded, found.how), least=least, most=most)


def _within(read: Read[int], *, least: int, most: int) -> Read[int]:
    if read.value is not None and not least <= read.value <= most:
        words = Words(
            "{value} 不像，应该在 {least} 到 {most} 之间", "{value} cannot be; it lies between {least} and {most}"
        )
        raise Refusal("number.bounds", words.filled(value=read.value, least=least, most=most))
    return read


def _year(value: Value, *, latest: int) -> Read[int]:
    if isinstance(value, date):
        return Read(value.year, None)
    text = plain(value).removesuffix("年").removesuffix("年建")
    return _within(read_count(text, least=0, most=9999), least=EARLIEST_HOUSE, most=latest)


def _people(value: Value) -> Read[int]:
    return read_count(value, least=1, most=PEOPLE_MOST)


_NEGATIVE = Words(
    "收入、支出都不能是负数：亏了，写在纯收入里；看看是不是多打了一个减号",
    "Neither income nor cost is below zero: a loss stands in the net figure. See whether the minus is a slip",
)
_NO_UNIT = Words(
    "没写是米还是公里。请在列名里写上单位，比如“离集市距离（公里）”",
    "It does not say metres or kilometres. Write the unit into the heading, such as “Distance to market (km)”",
)

_READERS: dict[str, Reader] = {
    "name": read_name,
    "id_number": _id,
    "phone": read_phone,
    "number": read_household_number,
    "people": _people,
    "house_area_m2": partial(_whole, least=0, most=HOUSE_MAX_M2, unit="平方米"),
    "address": partial(read_text, longest=200),
    "ethnic_group": partial(read_text, longest=24),
    "disability_number": partial(read_text, longest=40),
    "note": partial(read_text, longest=4000),
    "kept": partial(read_text, longest=200),
    "age": partial(_whole, least=0, most=130),
    "ledger.quantity": Read,  # in the unit of the line's kind, which only the whole row tells
    "ledger.kind": partial(read_text, longest=60),
    **{f"place.{level}": read_place for level in ("county", "township", "village", "group", "code")},
}
