"""The forms of the file: the household's facts and each person's, made from the registry's own fields and lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.http import QueryDict

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.days import day_said
from xinlu.pages.field.forms.typed import Chip, chips, read_date, read_whole, wrong_of
from xinlu.practice.idnumbers import masked
from xinlu.practice.vocabulary import YesNo
from xinlu.registry.checks import FACT_NAMES, choices_of


class Entry(StrEnum):
    """How a fact is entered."""

    TEXT = "text"
    LONG_TEXT = "long"
    PHONE = "phone"
    WHOLE = "whole"
    DATE = "date"
    CHOICE = "choice"
    LIST = "list"
    YES_NO = "yes_no"
    SECRET = "secret"


HOUSEHOLD_FACTS: dict[str, Entry] = {
    "number": Entry.TEXT,
    "address": Entry.TEXT,
    "phone": Entry.PHONE,
    "main_cause": Entry.CHOICE,
    "further_causes": Entry.LIST,
    "house_area_m2": Entry.WHOLE,
    "house_structure": Entry.CHOICE,
    "house_year": Entry.WHOLE,
    "house_grade": Entry.CHOICE,
    "house_graded_on": Entry.DATE,
    "electricity": Entry.YES_NO,
    "fuels": Entry.LIST,
    "water": Entry.CHOICE,
    "market_distance_m": Entry.WHOLE,
    "note": Entry.LONG_TEXT,
}
MEMBER_FACTS: dict[str, Entry] = {
    "name": Entry.TEXT,
    "relation": Entry.CHOICE,
    "sex": Entry.CHOICE,
    "born_on": Entry.DATE,
    "id_number": Entry.SECRET,
    "disability_number": Entry.SECRET,
    "ethnic_group": Entry.TEXT,
    "education": Entry.CHOICE,
    "schooling": Entry.CHOICE,
    "health": Entry.CHOICE,
    "labour": Entry.CHOICE,
    "migrant_work": Entry.YES_NO,
    "subsistence_allowance": Entry.YES_NO,
    "medical_insurance": Entry.YES_NO,
    "pension_insurance": Entry.YES_NO,
    "joined_on": Entry.DATE,
}


@dataclass(frozen=True, slots=True)
class FactField:
    """One fact in a form. `kept` is a number that is there already, masked; typing another replaces it."""

    name: str
    label: Words
    entry: Entry
    value: str
    chips: list[Chip]
    kept: str
    wrong: str

    @property
    def is_known(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.value)

    @property
    def shown(self) -> Words:
        """What stands in it, to be read and not typed: a day as it is said."""
        if self.entry is Entry.DATE and self.value:
            return day_said(date.fromisoformat(self.value), today=clock.today())
        return Words(self.value, self.value)


def fields(
    facts: Mapping[str, Entry], *, of: object | None, typed: QueryDict | None, refusal: Refusal | None = None
) -> list[FactField]:
    """The fields of a form: as typed where something was sent, else as the record `of` has them; and what is wrong."""
    wrong = wrong_of(refusal) if refusal else {}
    return [_field(name, entry, of, typed, wrong.get(name, "")) for name, entry in facts.items()]


def read(facts: Mapping[str, Entry], typed: QueryDict) -> dict[str, Any]:
    """The facts as sent, in plain values. A number left empty is left out: it stays as it is."""
    return {
        name: _read(name, entry, typed)
        for name, entry in facts.items()
        if entry is not Entry.SECRET or typed.get(name, "").strip()
    }


def _field(name: str, entry: Entry, of: object | None, typed: QueryDict | None, wrong: str) -> FactField:
    stored = getattr(of, name, None) if of is not None else None
    kept = masked(stored) if entry is Entry.SECRET and stored else ""
    if typed is not None:
        chosen = typed.getlist(name)
    elif entry is Entry.SECRET:
        chosen = []
    elif entry is Entry.LIST:
        chosen = list(stored or ())
    else:
        chosen = [_written(stored)]
    value = chosen[-1] if chosen else ""
    return FactField(name, FACT_NAMES[name], entry, value, _chips(name, entry, chosen), kept, wrong)


def _chips(name: str, entry: Entry, chosen: list[str]) -> list[Chip]:
    if entry is Entry.YES_NO:
        words = {str(each): each.words for each in YesNo}
        return chips({**words, "": Words("还不知道", "not known yet")}, chosen or [""])
    choices = choices_of(name)
    if choices is None or entry not in (Entry.CHOICE, Entry.LIST):
        return []
    return chips({str(each.value): each.words for each in choices}, chosen)


def _written(stored: object) -> str:
    if stored is None:
        return ""
    if isinstance(stored, bool):
        return str(YesNo.of(stored).value)
    if isinstance(stored, date):
        return stored.isoformat()
    return str(stored)


def _read(name: str, entry: Entry, typed: QueryDict) -> Any:
    text = typed.get(name, "").strip()
    match entry:
        case Entry.LIST:
            return [each for each in typed.getlist(name) if each]
        case Entry.DATE:
            return read_date(text, field=name)
        case Entry.WHOLE:
            return read_whole(text, field=name, empty=FACT_NAMES[name]) if text else None
        case Entry.YES_NO:
            return _yes_no(name, text)
        case _:
            return text


def _yes_no(name: str, text: str) -> bool | None:
    answers: dict[str, bool | None] = {YesNo.YES.value: True, YesNo.NO.value: False, "": None}
    if text not in answers:
        words = Words("{what}：选“是”“否”或者“还不知道”", "{what}: choose yes, no, or not known yet")
        raise Refusal("file.code", words.filled(what=FACT_NAMES[name]), field=name)
    return answers[text]
