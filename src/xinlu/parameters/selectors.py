"""Which value holds at a place on a day: its own dated records over the packaged defaults; the nearest place wins."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypedDict

from xinlu import standards
from xinlu.income.rules import RuleBook, counting_rules
from xinlu.kernel.words import Words
from xinlu.parameters.models import Parameter
from xinlu.records.selectors import heads
from xinlu.standards import CountingRule, Line, Setting, Standing

POVERTY_LINE = "poverty_line_fen"
COUNTS = "counts."
POLICY = "policy."
"""Before the name of a parameter of xinlu.policy's catalogue."""


class PlaceValues:
    """What some places have set for themselves, read in one query: then what holds at any of them on any day costs none.

    `only` narrows by name, as a Django lookup. Places are named by their codes from the top down.
    """

    def __init__(self, area_codes: Collection[str], **only: str) -> None:
        self._set = list(heads(Parameter).filter(area__in=list(area_codes), **only)) if area_codes else []

    def setting(self, name: str, *, area_codes: Sequence[str], on: date) -> Setting:
        """The setting of that name; LookupError where there is none."""
        own = (Setting(**_dated(each), name=name, value=each.value) for each in self._set if each.name == name)
        return standards.setting(name, on=on, places=area_codes, own=own)

    def poverty_line(self, area_codes: Sequence[str], *, on: date) -> Line:
        """The line of net income per head (fen a year) that a household of the place is held against on a day."""
        own = (
            Line(**_dated(each), name=POVERTY_LINE, label=Words("本地的线", "the place's own line"), fen=each.value)
            for each in self._set
            if each.name == POVERTY_LINE
        )
        return standards.line(on=on, places=area_codes, own=own)

    def counting_rules(self, area_codes: Sequence[str], *, on: date) -> RuleBook:
        """Which kinds of line count at the place on a day, and on whose word."""
        own = (
            CountingRule(**_dated(each), kind=each.name.removeprefix(COUNTS), counts=bool(each.value))
            for each in self._set
            if each.name.startswith(COUNTS)
        )
        return counting_rules(on=on, place_codes=area_codes, own=own)


def parameter(name: str, *, area_codes: Sequence[str], on: date) -> Setting:
    """The setting of that name for a place (codes from the top down) on a day; LookupError where there is none."""
    return PlaceValues(area_codes, name=name).setting(name, area_codes=area_codes, on=on)


def poverty_line_at(area_codes: Sequence[str], *, on: date) -> Line:
    """The line of net income per head (fen a year) that a household of the place is held against on a day."""
    return PlaceValues(area_codes, name=POVERTY_LINE).poverty_line(area_codes, on=on)


def counting_rules_at(area_codes: Sequence[str], *, on: date) -> RuleBook:
    """Which kinds of line count at the place on a day, and on whose word."""
    return PlaceValues(area_codes, name__startswith=COUNTS).counting_rules(area_codes, on=on)


class _Dated(TypedDict):
    start: date
    end: None
    place: str
    source: Words
    standing: Standing


def _dated(record: Parameter) -> _Dated:
    source = Words(record.source, record.source)
    return _Dated(
        start=record.effective_from, end=None, place=record.area_id or "", source=source, standing=Standing.OWN
    )
