"""One household as a line of a list: what is shown of it, and what leaves with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from xinlu.casework.models import HouseholdFigures
from xinlu.income.totals import Side
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.desk.exports import Exported
from xinlu.pages.templatetags.look import said
from xinlu.people.models import Area
from xinlu.registry.models import CurrentFile
from xinlu.reports.tables import Sort
from xinlu.standards import load as standards

NO_FIGURES = HouseholdFigures()
"""Stands for a household of which nothing was reckoned yet."""


@dataclass(frozen=True)
class HouseholdRow:
    """A household with its figures, its village's name and the words of its status."""

    current: CurrentFile
    village: str
    status: Words | None
    today: date

    @property
    def figures(self) -> HouseholdFigures:
        return getattr(self.current.household, "figures", NO_FIGURES)

    @property
    def name(self) -> str:
        return self.current.head_name

    @property
    def helper(self) -> str:
        return self.current.helper.name if self.current.helper else ""

    @property
    def has_account(self) -> bool:
        return self.figures.account_id is not None

    @property
    def has_looked(self) -> bool:
        return self.figures.lines_unanswered < self.figures.lines

    @property
    def away_fen(self) -> int | None:
        """Claimed less recognised (low bound) per head; None until the household has answered a line."""
        claimed, low = self.figures.claimed_head_fen, self.figures.recognised_low_head_fen
        return claimed - low if claimed is not None and low is not None and self.has_looked else None

    @property
    def recognised_fen(self) -> int | None:
        """The low bound per head; None until the household has answered a line: nothing said is not recognised."""
        return self.figures.recognised_low_head_fen if self.has_looked else None

    @property
    def visited_on(self) -> date | None:
        at = self.figures.last_visit_at
        return at.astimezone(clock.PLACE).date() if at else None

    @property
    def unvisited_days(self) -> int | None:
        return (self.today - self.visited_on).days if self.visited_on else None

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Marks as (kind, words), what matters most first."""
        figures, found = self.figures, []
        if not self.has_account:
            found.append(("plain", _("no account yet")))
        elif not self.has_looked:
            found.append(("wait", _("not looked yet")))
        if figures.lines_contested:
            n = figures.lines_contested
            found.append(("no", ngettext("%(n)s contested", "%(n)s contested", n) % {"n": n}))
        if self.has_looked and figures.lines_unanswered:
            n = figures.lines_unanswered
            found.append(("wait", ngettext("%(n)s unseen", "%(n)s unseen", n) % {"n": n}))
        if figures.lines and figures.lines_recognised == figures.lines:
            found.append(("yes", _("all recognised")))
        if self.current.forked or figures.account_forked:
            found.append(("wait", _("two versions")))
        return found

    @property
    def standing(self) -> str:
        """On which side of the line, by both words, in a few words; empty without an account."""
        if not self.has_account:
            return ""
        said = {Side.ABOVE: _("above"), Side.BELOW: _("below"), Side.UNANSWERED: _("not clear yet")}
        return said[Side(self.figures.recognised_standing)]


def rows_of(households: Iterable[CurrentFile]) -> list[HouseholdRow]:
    """The households as rows; one query for the names of their villages."""
    found = list(households)
    villages = village_names({each.village for each in found})
    return [row_of(each, villages) for each in found]


def row_of(household: CurrentFile, villages: Mapping[str, str]) -> HouseholdRow:
    """One household as a row, with the names of villages at hand."""
    today = clock.today()
    return HouseholdRow(household, villages.get(household.village, ""), status_names().get(household.status), today)


def status_names() -> dict[str, Words]:
    """What every status is called, also one that no longer is in force."""
    return {each.code: each.label for each in standards().household_statuses}


def village_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of these villages by their codes. One query."""
    return dict(Area.objects.filter(code__in=set(codes)).values_list("code", "name"))


EXPORTED: tuple[Exported[HouseholdRow], ...] = (
    Exported(gettext_lazy("Number"), lambda row: row.current.number),
    Exported(gettext_lazy("Head"), lambda row: row.name),
    Exported(gettext_lazy("Village"), lambda row: row.village),
    Exported(gettext_lazy("People"), lambda row: row.current.people, Sort.NUMBER, 8),
    Exported(gettext_lazy("Counts as"), lambda row: said(row.status or ""), width=20),
    Exported(gettext_lazy("Helper"), lambda row: row.helper),
    Exported(gettext_lazy("Claimed, yuan a head"), lambda row: row.figures.claimed_head_fen, Sort.YUAN),
    Exported(gettext_lazy("Recognised, yuan a head, at least"), lambda row: row.recognised_fen, Sort.YUAN, 18),
    Exported(gettext_lazy("Distance, yuan a head"), lambda row: row.away_fen, Sort.YUAN),
    Exported(gettext_lazy("Against the line, recognised"), lambda row: row.standing),
    Exported(gettext_lazy("Lines"), lambda row: row.figures.lines or None, Sort.NUMBER, 8),
    Exported(gettext_lazy("Contested"), lambda row: row.figures.lines_contested, Sort.NUMBER, 8),
    Exported(gettext_lazy("Not answered"), lambda row: row.figures.lines_unanswered, Sort.NUMBER, 8),
    Exported(gettext_lazy("Last visit"), lambda row: row.visited_on, Sort.DAY),
)
"""The columns of the list of households. ID and phone numbers are not among them, whoever asks."""
