"""Which value holds at a place on a day: its own dated records over the packaged defaults; the nearest place wins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from xinlu import standards
from xinlu.income.rules import RuleBook, counting_rules
from xinlu.kernel.words import Words
from xinlu.parameters.models import Parameter
from xinlu.records.selectors import heads
from xinlu.standards import CountingRule, Line, Setting, Standing

POVERTY_LINE = "poverty_line_fen"
COUNTS = "counts."


def parameter(name: str, *, area_codes: Sequence[str], on: date) -> Setting:
    """The setting of that name for a place (codes from the top down) on a day; LookupError where there is none."""
    own = (
        Setting(
            start=each.effective_from,
            end=None,
            place=each.area_id or "",
            source=_said(each.source),
            standing=Standing.OWN,
            name=name,
            value=each.value,
        )
        for each in _set_by_places(area_codes, on, name=name)
    )
    return standards.setting(name, on=on, places=area_codes, own=own)


def poverty_line_at(area_codes: Sequence[str], *, on: date) -> Line:
    """The line of net income per head (fen a year) that a household of the place is held against on a day."""
    own = (
        Line(
            start=each.effective_from,
            end=None,
            place=each.area_id or "",
            source=_said(each.source),
            standing=Standing.OWN,
            name=POVERTY_LINE,
            label=Words("本地的线", "the place's own line"),
            fen=each.value,
        )
        for each in _set_by_places(area_codes, on, name=POVERTY_LINE)
    )
    return standards.line(on=on, places=area_codes, own=own)


def counting_rules_at(area_codes: Sequence[str], *, on: date) -> RuleBook:
    """Which kinds of line count at the place on a day, and on whose word."""
    own = (
        CountingRule(
            start=each.effective_from,
            end=None,
            place=each.area_id or "",
            source=_said(each.source),
            standing=Standing.OWN,
            kind=each.name.removeprefix(COUNTS),
            counts=bool(each.value),
        )
        for each in _set_by_places(area_codes, on, prefix=COUNTS)
    )
    return counting_rules(on=on, place_codes=area_codes, own=own)


def _set_by_places(area_codes: Sequence[str], on: date, *, name: str = "", prefix: str = "") -> Iterator[Parameter]:
    """What the places set for themselves, in force on a day: received earlier first, so that a correction goes last."""
    if not area_codes:
        return iter(())
    found = heads(Parameter).filter(area__in=list(area_codes), effective_from__lte=on)
    found = found.filter(name=name) if name else found.filter(name__startswith=prefix)
    return found.iterator()


def _said(source: str) -> Words:
    return Words(source, source)
