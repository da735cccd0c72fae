"""The heads of the board's ledger, shared by the public page and the desk's preview."""

from __future__ import annotations

from dataclasses import dataclass

from xinlu.kernel.words import Words
from xinlu.reports.board.columns import COLUMNS, Column


@dataclass(frozen=True, slots=True)
class Over:
    """What is said above the heads of one column (nothing) or of a claimed and a recognised one."""

    words: Words | None
    columns: tuple[Column, ...]


def heads_of() -> list[Over]:
    """The columns in their order, those of one group together."""
    found: list[Over] = []
    for column in COLUMNS:
        if column.group is not None and found and found[-1].words == column.group:
            found[-1] = Over(column.group, (*found[-1].columns, column))
        else:
            found.append(Over(column.group, (column,)))
    return found
