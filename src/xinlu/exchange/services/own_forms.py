"""An office's own form filled from what is known: one entry, every form. What a file's reader may not see stays hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

from django.db.models import QuerySet

from xinlu.exchange.selectors.form_values import form_values
from xinlu.exchange.services.noting import note_readings
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.access import Action, Subject, decide
from xinlu.people.models import User
from xinlu.people.selectors import actor_of
from xinlu.registry.models import CurrentFile
from xinlu.sheets import own_forms
from xinlu.sheets.own_forms import LISTED_MOST, FilledForm

FORM, FORM_NUMBERS = "form", "form:numbers"
"""How a reading is kept of a file that went into a form without and with the full numbers."""

_TOO_MANY = Words(
    "一共 {n} 户，一次最多填 {most} 户。分村、分组来做",
    "There are {n} households, {most} at most. Do it village by village",
)
_NOBODY = Words("这一户不在您能看的范围里", "This household lies outside what you may read")


def fill_for_household(
    form: bytes | IO[bytes], households: QuerySet[CurrentFile], *, reader: User, language: str
) -> FilledForm:
    """The form filled for the one household of `households`, which holds only what the reader may read.

    ID, telephone and certificate numbers are masked where the reader may not read them. The reading is written down.
    Refusal for a file that is no form, and where there is no such household.
    """
    rows = _rows(households, most=1)
    if not rows:
        raise Refusal("form.household", _NOBODY)
    values = list(form_values(rows, shows_numbers=_shows_numbers(reader), language=language))
    filled = own_forms.fill_for_household(form, values[0])
    _note(rows, reader)
    return filled


def fill_for_households(
    form: bytes | IO[bytes], households: QuerySet[CurrentFile], *, reader: User, language: str
) -> FilledForm:
    """The form filled for a village or for a helper's households: a row each where it has such a row, else a sheet each.

    Access and Refusals as for one; and Refusal for more households than a workbook takes.
    """
    rows = _rows(households, most=LISTED_MOST)
    filled = own_forms.fill_for_households(
        form, list(form_values(rows, shows_numbers=_shows_numbers(reader), language=language))
    )
    _note(rows, reader)
    return filled


def _rows(households: QuerySet[CurrentFile], *, most: int) -> list[CurrentFile]:
    wanted = households.order_by("path", "pinyin", "household_id")
    number = wanted.count()
    if number > most:
        raise Refusal("form.too_many_households", _TOO_MANY.filled(n=number, most=most))
    return list(wanted.select_related("file", "helper", "household__figures"))


def _shows_numbers(reader: User) -> Callable[[CurrentFile], bool]:
    actor = actor_of(reader)

    def shows(row: CurrentFile) -> bool:
        helpers = frozenset({row.helper_id} if row.helper_id else ())
        return decide(actor, Action.READ_ID_NUMBER, Subject(row.path, helpers)).allowed

    return shows


def _note(rows: list[CurrentFile], reader: User) -> None:
    shows = _shows_numbers(reader)
    for page, is_open in ((FORM_NUMBERS, True), (FORM, False)):
        note_readings([row.household_id for row in rows if shows(row) is is_open], reader=reader, page=page)
