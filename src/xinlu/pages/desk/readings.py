"""Who read a household's file, told by day: who, when last, and what of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinlu.kernel import clock
from xinlu.pages.desk.facts import in_a_row
from xinlu.registry.models import FileReading

PAGES: dict[str, Promise] = {
    "desk:household": _("the file"),
    "desk:history": _("what happened"),
    "desk:account": _("an account"),
    "desk:numbers": _("the full numbers"),
    "desk:file": _("the file, to change it"),
    "desk:member": _("a person, to change the entry"),
    "export": _("the whole file, taken out in a table"),
    "export:numbers": _("the whole file with its full numbers, taken out in a table"),
    "desk:findings": _("what another department's list says of it"),
    "desk:same_people": _("whether somebody is on file twice"),
    "desk:household_policies": _("what it is owed"),
    "desk:benefit_step": _("what it is owed"),
    "desk:policy": _("what it is owed of one policy"),
    "form": _("the file, put into a form"),
    "form:numbers": _("the file with its full numbers, put into a form"),
}
"""Pages worth naming; any other counts as "the file"."""


@dataclass
class Reading:
    """One reader on one day."""

    reader: str
    read_at: datetime
    pages: list[str]

    @property
    def what(self) -> str:
        return in_a_row(self.pages)


def readings_by_day(readings: Iterable[FileReading]) -> list[Reading]:
    """The readings, newest first, those of one reader on one day told together."""
    found: dict[tuple[object, date], Reading] = {}
    for each in readings:
        key = (each.reader_id, each.read_at.astimezone(clock.PLACE).date())
        one = found.setdefault(key, Reading(each.reader.name, each.read_at, []))
        page = str(PAGES.get(each.page, PAGES["desk:household"]))
        if page not in one.pages:
            one.pages.append(page)
    return list(found.values())
