"""What `xinlu export form` does: an office's own form filled for a household, an area or a helper."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

import click

from xinlu.config.exporting import beside, check_target, reader_called
from xinlu.config.keeping import start
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from xinlu.registry.models import CurrentFile

_FOR_ONE = Words(
    "写明给谁填，三个里选一个：--household 户编号、--area 区划、--helper 帮扶人登录名",
    "Say for whom, one of the three: --household NUMBER, --area CODE, --helper LOGIN",
)
_NO_HOUSEHOLD = Words(
    "没有编号是“{written}”的户，或者不在能看的范围里", "There is no household “{written}”, or it lies out of reach"
)
_UNKNOWN = Words(
    "{file} 里有 {n} 个名字不认识（填好的表里这些格是黄的）：",
    "{n} names in {file} are not known (yellow in the filled form):",
)
_DONE = Words("写好了：{file}，{n} 户。", "Written: {file}, {n} households.")


@dataclass(frozen=True, slots=True)
class WantedForm:
    """What was asked on the command line."""

    form: Path
    file: Path
    household: str
    area: str
    helper: str
    login: str | None
    language: str
    over: bool


def fill(wanted: WantedForm) -> None:
    """Fill the form and write it.

    Refusal where nobody or nothing of that name is there, for a file that is no form, and where the target may not be
    written.
    """
    start()
    from xinlu.exchange.services.intakes import desk_without_a_person
    from xinlu.exchange.services.own_forms import fill_for_household, fill_for_households

    if sum(map(bool, (wanted.household, wanted.area, wanted.helper))) != 1:
        raise Refusal("form.for_whom", _FOR_ONE)
    check_target(wanted.file, over=wanted.over)
    households = _within_reach(wanted)
    filling = fill_for_household if wanted.household else fill_for_households
    reader = reader_called(wanted.login) if wanted.login is not None else desk_without_a_person()
    with wanted.form.open("rb") as form:
        filled = filling(form, households, reader=reader, language=wanted.language)
    with beside(wanted.file) as out:
        out.write(filled.content)
    if filled.unknown:
        click.echo(_UNKNOWN.filled(file=wanted.form.name, n=len(filled.unknown)).said(wanted.language))
    for each in filled.unknown:
        click.echo(f"  {each.sheet} {each.cell}  {each.words.said(wanted.language)}")
    click.echo(_DONE.filled(file=wanted.file, n=households.count()).said(wanted.language))


def _within_reach(wanted: WantedForm) -> QuerySet[CurrentFile]:
    """The households meant, of those that the login may take out; all of them without a login."""
    from xinlu.pages.desk.reach import reachable
    from xinlu.people.access import Action
    from xinlu.people.selectors import actor_of, area_called
    from xinlu.registry.models import CurrentFile

    own = CurrentFile.objects.all()
    if wanted.login is not None:
        own = reachable(actor_of(reader_called(wanted.login)), Action.EXPORT, few=True)
    if wanted.area:
        return own.filter(path__startswith=area_called(wanted.area).path)
    if wanted.helper:
        return own.filter(helper=reader_called(wanted.helper))
    found = own.filter(number=wanted.household)
    with suppress(ValueError):
        found = found | own.filter(household=UUID(wanted.household))
    if not found.exists():
        raise Refusal("form.household", _NO_HOUSEHOLD.filled(written=wanted.household[:40]))
    return found
