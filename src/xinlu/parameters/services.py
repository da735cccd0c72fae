"""A place sets a value for itself: dated, with its source, within bounds. The default it replaces stays to be read."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from xinlu.income.kinds import by_code
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.parameters.models import Parameter
from xinlu.parameters.selectors import COUNTS, POVERTY_LINE
from xinlu.people.models import Area, User
from xinlu.records.selectors import heads
from xinlu.records.services import append, compose
from xinlu.standards import load

LARGEST_LINE_FEN = 10_000_000
LARGEST_SETTING = 100_000


@transaction.atomic
def set_parameter(*, by: User, area: Area, name: str, value: int, effective_from: date, source: str) -> Parameter:
    """From `effective_from` on the place's value of `name`. One set before for the same day is superseded.

    Refusals: a name that nothing reads, a value out of bounds, no source.
    """
    _check(name, value)
    if not source.strip():
        raise Refusal("parameter.source", Words("依据哪个文件，要写", "Write which document says so"), field="source")
    before = heads(Parameter).filter(area=area, name=name, effective_from=effective_from).first()
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
        most = LARGEST_LINE_FEN
    elif name.startswith(COUNTS) and name.removeprefix(COUNTS) in by_code():
        most = 1
    elif name in {setting.name for setting in load().settings}:
        most = LARGEST_SETTING
    else:
        raise Refusal(
            "parameter.unknown",
            Words("没有“{name}”这个可以定的数", "There is no value called “{name}” to set").filled(name=name[:60]),
            field="name",
        )
    if not 0 <= value <= most:
        raise Refusal(
            "parameter.bounds",
            Words("{value} 不行，要在 0 到 {most} 之间", "{value} will not do; it lies between 0 and {most}").filled(
                value=value, most=most
            ),
            field="value",
        )
