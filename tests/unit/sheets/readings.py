"""What one cell may rightly be taken for under one meaning, reckoned apart from the importer and kept narrow."""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache, lru_cache
from typing import Any

from unit.sheets.pages import Cell, as_read
from xinlu.income.kinds import kinds
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.practice.idnumbers import check_id_number
from xinlu.practice.vocabulary import (
    CauseOfPoverty,
    Choice,
    DrinkingWater,
    Education,
    Fuel,
    Health,
    HouseGrade,
    HouseStructure,
    LabourAbility,
    Relation,
    Schooling,
    Sex,
)
from xinlu.sheets.grid import Broken

LISTED: dict[str, type[Choice]] = {
    "main_cause": CauseOfPoverty, "further_causes": CauseOfPoverty, "house_structure": HouseStructure,
    "house_grade": HouseGrade, "fuels": Fuel, "water": DrinkingWater, "sex": Sex, "relation": Relation,
    "education": Education, "schooling": Schooling, "health": Health, "labour": LabourAbility,
}  # fmt: skip
YES_NO = ("electricity", "migrant_work", "subsistence_allowance", "medical_insurance", "pension_insurance")
DAYS = ("born_on", "house_graded_on", "joined_on", "left_on")
COUNTS = ("people", "house_area_m2", "house_year", "market_distance_m")
NOTHING = frozenset(("", "/", "-", "--", "—", "——", "无", "N/A", "空", "\\", "暂无"))
DITTO = ("同上", "〃")
"""As above: of a place it may be resolved, of all else it says nothing that could be taken."""

ALSO: dict[str, dict[str, str]] = {
    "sex": {"1": "male", "2": "female", "男性": "male", "女性": "female"},
    "relation": {
        "本人": "head", "妻": "spouse", "妻子": "spouse", "丈夫": "spouse", "儿子": "son", "长子": "son", "次子": "son",
        "子": "son", "女儿": "daughter", "长女": "daughter", "次女": "daughter", "女": "daughter", "母亲": "mother",
        "母": "mother", "父亲": "father", "父": "father", "儿媳": "daughter_in_law", "孙子": "sons_son", "孙女": "sons_daughter",
    },
    "health": {"慢性病": "chronic", "大病": "grave"},
    "schooling": {"否": "not_in_school", "不在校": "not_in_school"},
    "fuels": {"柴草": "straw"},
    "main_cause": {}, "water": {"自来水": "tap"},
}  # fmt: skip
YES = ("是", "有", "√", "Y", "YES", "1", "已参加", "参加", "对", "享受")
NO = ("否", "无", "×", "N", "NO", "0", "未参加", "没有", "没参加", "未享受", "不是")
LARGEST_FEN = 100_000_000_000


@dataclass(frozen=True)
class Reading:
    """`values` that may be taken from a cell; `blank`: it may as well say nothing. Neither: it must be refused."""

    blank: bool = False
    values: tuple[Any, ...] = field(default=())

    @property
    def is_refused(self) -> bool:
        return not self.blank and not self.values


BLANK, REFUSED = Reading(blank=True), Reading()


def same(value: Any) -> Any:
    """A value in the one form in which two of them are compared."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, str):
        return bare(str(value))
    if isinstance(value, list | tuple | set | frozenset):
        return tuple(sorted(str(same(one)) for one in value))
    return value


@lru_cache(maxsize=100_000)
def bare(text: str) -> str:
    """Without blanks, zero-width characters and full-width forms."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc"))
    return "".join(plain.split())


@lru_cache(maxsize=100_000, typed=True)
def read_cell(meaning: str, cell: Cell, *, scale: int | None = None) -> Reading:
    """What may be taken from a cell in a column of that meaning; `scale`: fen (or metres) to one unit there."""
    room, _, name = meaning.partition(".")
    name = name if room == "head" else meaning
    cell = as_read(cell)
    if isinstance(cell, str) and bare(cell) in NOTHING and not (name in YES_NO and bare(cell) in NO):
        if room in ("total", "line", "ledger"):
            return Reading(blank=True, values=(0,))
        return Reading(blank=True, values=(Health.HEALTHY,) if name == "health" else ())
    if cell is None or (room == "place" and isinstance(cell, str) and bare(cell) in DITTO):
        return BLANK
    if isinstance(cell, str) and bare(cell) in DITTO:
        return REFUSED
    if isinstance(cell, Broken | bool | time) or (isinstance(cell, float) and not math.isfinite(cell)):
        return REFUSED
    if meaning == "ledger.kind":
        return _kind(cell)
    if meaning == "ledger.quantity":
        return _amount(cell, 1000)
    if room in ("total", "line", "ledger"):
        return _amount(cell, scale or 100)
    if name in LISTED:
        return _listed(name, cell)
    if name in YES_NO:
        said = _text(cell).upper()
        return Reading(values=(said in YES,)) if said in YES + NO else REFUSED
    if name in DAYS:
        return _day(cell)
    if name in COUNTS:
        return _count(name, cell, scale or 1)
    if name == "id_number":
        return _id_number(cell)
    return _words(name, cell)


def _text(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    return bare(str(cell)).strip("'‘’`\"")


def _amount(cell: Cell, scale: int) -> Reading:
    if isinstance(cell, date):
        return REFUSED
    text = _text(cell) if isinstance(cell, str) else repr(cell)
    text = text.replace(",", "").lstrip("¥").removesuffix("元")
    for unit in ("万", "斤", "亩", "个月", "头", "天"):
        if text.endswith(unit):
            text, scale = text.removesuffix(unit), scale * (10_000 if unit == "万" else 1)
    if not re.fullmatch(r"[-−]?\d+(\.\d*)?([eE][-+]?\d+)?", text):
        return REFUSED
    try:
        fen = Decimal(text.replace("−", "-")) * scale
        whole = fen.quantize(Decimal(1))
    except InvalidOperation:
        return REFUSED
    if abs(whole) > LARGEST_FEN:
        return REFUSED
    return Reading(values=(int(whole),))


def _listed(name: str, cell: Cell) -> Reading:
    words, said = _known_words(name), _text(cell)
    if name not in ("fuels", "further_causes"):
        return Reading(values=(words[said],)) if said in words else REFUSED
    found: list[str] = []
    while said := said.lstrip("、,，;；/ "):
        word = max((word for word in words if said.startswith(word)), key=len, default="")
        if not word:
            return REFUSED
        found, said = [*found, words[word]], said.removeprefix(word)
    return Reading(values=(found,))


@cache
def _known_words(name: str) -> dict[str, str]:
    words = {bare(one.words.zh): one.value for one in LISTED[name]}
    words |= {bare(one.words.en): one.value for one in LISTED[name]} | {one.value: one.value for one in LISTED[name]}
    if name == "house_grade":
        words |= {one.value.upper(): one.value for one in HouseGrade}
    return words | ALSO.get("main_cause" if name == "further_causes" else name, {})


def _day(cell: Cell) -> Reading:
    day: date | None = None
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    elif not isinstance(cell, str) and cell == int(cell) and 1 <= cell < 80_000:
        day = date(1899, 12, 30) + timedelta(days=int(cell))
    else:
        found = re.fullmatch(r"(\d{4})(?:(\d\d)(\d\d)|[-./年](\d{1,2})[-./月](\d{1,2})日?)(00:00:00)?", _text(cell))
        if found:
            try:
                day = date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))
            except ValueError:
                return REFUSED
    if day is None or not date(1900, 1, 1) <= day <= clock.today():
        return REFUSED
    return Reading(values=(day,))


def _count(name: str, cell: Cell, scale: int) -> Reading:
    if isinstance(cell, date):
        return Reading(values=(cell.year,)) if name == "house_year" and cell <= clock.today() else REFUSED
    text = _text(cell).replace(",", "")
    for unit in ("人", "口", "年", "平方米", "m2", "公里", "米", "m"):
        if text.endswith(unit):
            text, scale = text.removesuffix(unit), 1000 if unit == "公里" else 1 if unit in ("米", "m") else scale
    if not re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text):
        return REFUSED
    number = round(Decimal(text) * scale)
    least, most = {"people": (0, 99), "house_year": (1300, 2026), "house_area_m2": (0, 5000)}.get(name, (0, 500_000))
    return Reading(values=(number,)) if least <= number <= most else REFUSED


def _id_number(cell: Cell) -> Reading:
    if isinstance(cell, float | date):
        return REFUSED
    try:
        return Reading(values=(check_id_number(_text(cell)).number,))
    except Refusal:
        return REFUSED


def _kind(cell: Cell) -> Reading:
    found = [one.code for one in kinds() if _text(cell) in (bare(one.name.zh), one.code)]
    return Reading(values=tuple(found))


def _words(name: str, cell: Cell) -> Reading:
    if isinstance(cell, date):
        return REFUSED
    said = _text(cell)
    if name == "name" and (re.search(r"\d", said) or len(said) > 30):
        return REFUSED
    return Reading(values=(said,))
