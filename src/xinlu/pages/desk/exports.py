"""A page's table leaving as .xlsx: the same rows, the reader's rights, the file's name in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import FileResponse, HttpRequest
from django.utils.functional import Promise
from django.utils.translation import get_language, override

from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.reports.tables import Cell, Column, Sort, Table, written

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Row = TypeVar("Row")


@dataclass(frozen=True)
class Exported(Generic[Row]):
    """One column that leaves: its head, how it is written, and how a row fills it."""

    head: Promise | Words
    cell: Callable[[Row], Cell]
    sort: Sort = Sort.TEXT
    width: int = 14


def in_both(message: Promise | Words) -> Words:
    """A lazily translated message as words in both languages."""
    if isinstance(message, Words):
        return message
    said = {}
    for language in ("zh-hans", "en"):
        with override(language):
            said[language] = str(message)
    return Words(said["zh-hans"], said["en"])


def is_asked_for(request: HttpRequest) -> bool:
    """Whether the reader wants the table as a file."""
    return request.GET.get("format") == "xlsx"


def as_xlsx(
    name: Promise | Words,
    columns: Sequence[Exported[Row]],
    rows: Iterable[Row],
    *,
    notes: Sequence[Words] = (),
) -> FileResponse:
    """The rows as an .xlsx, streamed from a temporary file; never kept by the browser's cache."""
    language = get_language() or "zh-hans"
    table = Table(
        name=in_both(name),
        columns=[Column(in_both(column.head), column.sort, column.width) for column in columns],
        rows=([column.cell(row) for column in columns] for row in rows),
        notes=notes,
    )
    response = FileResponse(
        written(table, language=language),
        as_attachment=True,
        filename=f"{table.name.said(language)} {clock.today():%Y-%m-%d}.xlsx",
        content_type=XLSX,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
