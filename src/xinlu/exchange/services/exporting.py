"""A register that goes out to an office: households, their people, their accounts, in a file that can come back."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from django.db.models import QuerySet

from xinlu.exchange.selectors.moments import one_moment
from xinlu.exchange.selectors.register_rows import homes_of, place_names
from xinlu.exchange.selectors.register_sheets import RegisterSheets
from xinlu.exchange.services.noting import EXPORT, EXPORT_NUMBERS, note_readings
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.people.access import Action, Subject, decide
from xinlu.people.models import Area, User
from xinlu.people.selectors import actor_of
from xinlu.registry.models import CurrentFile
from xinlu.sheets.writing import Guide, write_book

Progress = Callable[[int, int], None]

_TITLE = Words("{area}　农户花名册", "Register of {area}")
_ABOUT = Words(
    "{day} 从心路导出，{n} 户。改好以后可以原样交回来：没改的地方不会变。",
    "Exported from Xinlu on {day}: {n} households. It can be given back once changed; what was not changed stays.",
)
_WITH_NUMBERS = Words(
    "里面有身份证号和电话：不要发到群里，用完就删。每一户都看得到是谁导出去的。",
    "It holds ID and telephone numbers: do not pass it on, and delete it after use. Every household can see who exported it.",
)
_WITHOUT_NUMBERS = Words(
    "没有身份证号、电话和残疾证号：交回来时，这些照原来的不动。",
    "Without ID, telephone and certificate numbers: when it comes back, those stay as they are.",
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What went out; `rows` are those of all sheets, `numbers` the households whose full numbers are in the file."""

    households: int
    people: int
    rows: int
    numbers: int


def export_register(
    area: Area,
    target: Path | IO[bytes],
    *,
    within: QuerySet[CurrentFile],
    language: str,
    with_numbers: bool,
    reader: User | None = None,
    progress: Progress = lambda done, most: None,
) -> Exported:
    """Write the households of the area that are in `within` to an .xlsx; `within` holds what may leave, by access.

    ID, telephone and certificate numbers go out only `with_numbers`, and then of the households of which the `reader`
    may read them (without a reader, of all). Every household whose file goes out to a reader has it written down
    before. `progress` hears how many rows are written, of at most how many.
    """
    asked = within.filter(path__startswith=area.path)
    noted: Mapping[UUID, bool] | None = _noted(asked, reader, with_numbers=with_numbers) if reader else None
    with one_moment(), _rarely_collected():
        homes = [each for each in homes_of(asked) if noted is None or each.household in noted]
        is_open = noted or dict.fromkeys([each.household for each in homes], with_numbers)
        open_ones = {each.household for each in homes if is_open[each.household]}
        sheets = RegisterSheets(homes, open_ones, places=place_names(area), language=language)
        guide = _guide(area, len(homes), with_numbers=bool(open_ones))
        rows = write_book(sheets.tables(), target, guide=guide, language=language, progress=progress)
    return Exported(len(homes), sum(each.people for each in homes), rows, len(open_ones))


def _noted(asked: QuerySet[CurrentFile], reader: User, *, with_numbers: bool) -> dict[UUID, bool]:
    """The households whose files go out to the reader, each written down; by household whether its numbers go out."""
    actor = actor_of(reader)
    is_open = {
        each.household: with_numbers
        and decide(
            actor,
            Action.READ_ID_NUMBER,
            Subject(each.path, frozenset({each.helper} if each.helper else ())),
        ).allowed
        for each in homes_of(asked)
    }
    for page, opened in ((EXPORT_NUMBERS, True), (EXPORT, False)):
        note_readings([household for household, each in is_open.items() if each is opened], reader=reader, page=page)
    return is_open


@contextmanager
def _rarely_collected() -> Iterator[None]:
    """Rows hold no cycles: looking for some after every few hundred of them takes a quarter of the whole time."""
    before = gc.get_threshold()
    gc.set_threshold(200_000, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _guide(area: Area, households: int, *, with_numbers: bool) -> Guide:
    about = _ABOUT.filled(day=clock.today(), n=households)
    return Guide(_TITLE.filled(area=area.name), (about, _WITH_NUMBERS if with_numbers else _WITHOUT_NUMBERS))
