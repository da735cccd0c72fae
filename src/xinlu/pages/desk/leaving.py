"""The list of households as it leaves for a spreadsheet: cell by cell from the rows of the list, however many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from operator import attrgetter
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from xinlu.kernel.clock import PLACE
from xinlu.pages.desk.exports import Exported
from xinlu.pages.desk.rows import standing_words, status_names
from xinlu.pages.templatetags.look import said
from xinlu.registry.models import CurrentFile
from xinlu.reports.tables import Sort

AT_ONCE = 2000
_FIGURES = "household__figures__"
_COLUMNS = (
    "number", "head_name", "village", "people", "status", "helper_name", "claimed_head_fen", "shown_low_fen",
    "away_fen", "has_account", "recognised_standing", "last_visit_at",
    f"{_FIGURES}lines", f"{_FIGURES}lines_contested", f"{_FIGURES}lines_unanswered",
)  # fmt: skip


class Leaving(NamedTuple):
    """One household's cells. Its ID and phone numbers are not among them, whoever asks."""

    number: str
    head: str
    village: str
    people: int
    counts_as: str
    helper: str
    claimed_fen: int | None
    recognised_fen: int | None
    away_fen: int | None
    standing: str
    lines: int | None
    contested: int
    unanswered: int
    visited_on: date | None


EXPORTED: tuple[Exported[Leaving], ...] = (
    Exported(gettext_lazy("Number"), attrgetter("number")),
    Exported(gettext_lazy("Head"), attrgetter("head")),
    Exported(gettext_lazy("Village"), attrgetter("village")),
    Exported(gettext_lazy("People"), attrgetter("people"), Sort.NUMBER, 8),
    Exported(gettext_lazy("Counts as"), attrgetter("counts_as"), width=20),
    Exported(gettext_lazy("Helper"), attrgetter("helper")),
    Exported(gettext_lazy("Claimed, yuan a head"), attrgetter("claimed_fen"), Sort.YUAN),
    Exported(gettext_lazy("Recognised, yuan a head, at least"), attrgetter("recognised_fen"), Sort.YUAN, 18),
    Exported(gettext_lazy("Distance, yuan a head"), attrgetter("away_fen"), Sort.YUAN),
    Exported(gettext_lazy("Against the line, recognised"), attrgetter("standing")),
    Exported(gettext_lazy("Lines"), attrgetter("lines"), Sort.NUMBER, 8),
    Exported(gettext_lazy("Contested"), attrgetter("contested"), Sort.NUMBER, 8),
    Exported(gettext_lazy("Not answered"), attrgetter("unanswered"), Sort.NUMBER, 8),
    Exported(gettext_lazy("Last visit"), attrgetter("visited_on"), Sort.DAY),
)
"""The columns of the list of households."""


def leaving(households: QuerySet[CurrentFile], *, villages: Mapping[str, str]) -> Iterator[Leaving]:
    """The households in their order, read as they are written; `villages` are names by their codes. One query."""
    statuses = {code: said(words) for code, words in status_names().items()}
    standings = standing_words()
    for (
        number, head, village, people, status, helper, claimed, low, away, has_account, standing, visited_at,
        lines, contested, unanswered,
    ) in households.values_list(*_COLUMNS).iterator(chunk_size=AT_ONCE):  # fmt: skip
        yield Leaving(
            number,
            head,
            villages.get(village, ""),
            people,
            statuses.get(status, ""),
            helper or "",
            claimed,
            low,
            away,
            standings[standing] if has_account else "",
            lines or None,
            contested or 0,
            unanswered or 0,
            visited_at.astimezone(PLACE).date() if visited_at else None,
        )
