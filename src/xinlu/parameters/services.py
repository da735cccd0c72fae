"""A place sets a value for itself: dated, with its source, within bounds. The default it replaces stays to be read."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from xinlu.income.kinds import Source, by_code
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.parameters.models import Parameter
from xinlu.parameters.selectors import COUNTS, POLICY, POVERTY_LINE
from xinlu.people.models import Area, User
from xinlu.policy.catalogue import packaged_catalogue
from xinlu.policy.terms import Parameter as PolicyParameter
from xinlu.policy.terms import Type
from xinlu.records.selectors import heads
from xinlu.records.services import append, compose
from xinlu.standards import load

LARGEST_LINE_FEN = 10_000_000
LARGEST_SETTING = 10_000
EARLIEST = date(2000, 1, 1)
LATEST_AHEAD = timedelta(days=5 * 366)
"""A value may be set for years to come, as yearly lines are; beyond five the year is a slip."""


@transaction.atomic
def set_parameter(*, by: User, area: Area, name: str, value: int, effective_from: date, source: str) -> Parameter:
    """From `effective_from` on the place's value of `name`. One set before for the same day is superseded.

    What changes nothing writes nothing and returns the one there. Derived figures of households do not follow by
    themselves: whoever sets a line or a counting rule has them rebuilt.
    Refusals: a name that nothing reads, a value or a day out of bounds, no source.
    """
    _check(name, value)
    latest = clock.today() + LATEST_AHEAD
    if not EARLIEST <= effective_from <= latest:
        words = Words(
            "{day} 不行，要在 {least} 到 {most} 之间", "{day} will not do; it lies between {least} and {most}"
        )
        filled = words.filled(day=effective_from, least=EARLIEST, most=latest)
        raise Refusal("parameter.effective_from", filled, field="effective_from")
    if not source.strip():
        raise Refusal("parameter.source", Words("依据哪个文件，要写", "Write which document says so"), field="source")
    before = heads(Parameter).filter(area=area, name=name, effective_from=effective_from).last()
    if before is not None and (before.value, before.source) == (value, source.strip()):
        return before
    parameter = compose(
        Parameter,
        area=area,
        author=by,
        supersedes=before.pk if before else None,
        name=name,
        value=value,
        effective_from=effective_from,
        source=source.strip(),
    )
    append(parameter)
    return parameter


def _check(name: str, value: int) -> None:
    if name == POVERTY_LINE:
        least, most = 1, LARGEST_LINE_FEN
    elif name.startswith(COUNTS) and name.removeprefix(COUNTS) in _ruled_kinds():
        least, most = 0, 1
    elif name.startswith(POLICY) and name.removeprefix(POLICY) in packaged_catalogue().parameters:
        least, most = _policy_bounds(packaged_catalogue().parameters[name.removeprefix(POLICY)])
    elif name in {setting.name for setting in load().settings}:
        least, most = 1, LARGEST_SETTING
    else:
        words = Words(
            "没有“{name}”这个可以定的数，请从列出来的里面选",
            "There is no value called “{name}” to set; choose one of those listed",
        )
        raise Refusal("parameter.unknown", words.filled(name=name[:60]), field="name")
    if not least <= value <= most:
        words = Words(
            "{value} 不行，要在 {least} 到 {most} 之间", "{value} will not do; it lies between {least} and {most}"
        )
        raise Refusal("parameter.bounds", words.filled(value=value, least=least, most=most), field="value")


def _policy_bounds(parameter: PolicyParameter) -> tuple[int, int]:
    if parameter.type is Type.YES_NO:
        return 0, 1
    if parameter.type is Type.DAY:
        return EARLIEST.toordinal(), date(2100, 1, 1).toordinal()
    return 0, parameter.most


def _ruled_kinds() -> set[str]:
    """The kinds that a rule can count in or out; rigid spending always stands apart."""
    return {code for code, kind in by_code().items() if kind.source is not Source.RIGID_SPENDING}
