"""One household as a line of a list: what is shown of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from xinlu.casework.models import HouseholdFigures
from xinlu.income.totals import Side
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.days import day_said
from xinlu.pages.templatetags.look import mark, said
from xinlu.people.models import Area
from xinlu.registry.models import CurrentFile
from xinlu.standards import load as standards

_SOMEBODY = UUID(int=0)
NO_FIGURES = HouseholdFigures()
"""Stands for a household of which nothing was reckoned yet."""


@dataclass(frozen=True)
class HouseholdRow:
    """A household with its figures, its village's name, the words of its status, and where its own page is."""

    current: CurrentFile
    village: str
    status: str
    address: str
    said_here: Spoken

    @cached_property
    def figures(self) -> HouseholdFigures:
        return getattr(self.current.household, "figures", NO_FIGURES)

    @property
    def name(self) -> str:
        return self.current.head_name

    @property
    def helper(self) -> str:
        return self.current.helper_name or ""

    @cached_property
    def has_looked(self) -> bool:
        return self.figures.lines_unanswered < self.figures.lines

    @cached_property
    def recognised_fen(self) -> int | None:
        """The low bound per head; None until the household has answered a line: nothing said is not recognised."""
        return self.figures.recognised_low_head_fen if self.has_looked else None

    @cached_property
    def visited(self) -> tuple[str, str] | None:
        """The day of the last visit, as a machine and as a person reads it; None while there was none."""
        at = self.figures.last_visit_at
        return self.said_here.day(at.astimezone(clock.PLACE).date()) if at else None

    @property
    def marks(self) -> SafeString:
        """How it stands, what matters most first."""
        figures, said_here, found = self.figures, self.said_here, []
        if figures.account_id is None:
            found.append(said_here.mark("plain", _("no account yet")))
        elif not self.has_looked:
            found.append(said_here.mark("wait", _("not looked yet")))
        if figures.lines_contested:
            found.append(said_here.contested(figures.lines_contested))
        if self.has_looked and figures.lines_unanswered:
            found.append(said_here.unseen(figures.lines_unanswered))
        if figures.lines and figures.lines_recognised == figures.lines:
            found.append(said_here.mark("yes", _("all recognised")))
        if self.current.forked or figures.account_forked:
            found.append(said_here.mark("wait", _("two versions")))
        return SafeString(" ".join(found))


class Spoken:
    """What many rows of one page say alike, said and drawn once: of fifty rows it is most of the work."""

    def __init__(self) -> None:
        today = clock.today()
        self.mark = cache(mark)
        self.day = cache(lambda day: (f"{day:%Y-%m-%d}", said(day_said(day, today=today))))
        self.contested = cache(lambda n: mark("no", ngettext("%(n)s contested", "%(n)s contested", n) % {"n": n}))
        self.unseen = cache(lambda n: mark("wait", ngettext("%(n)s unseen", "%(n)s unseen", n) % {"n": n}))


def rows_of(households: Iterable[CurrentFile]) -> list[HouseholdRow]:
    """The households as rows; one query for the names of their villages."""
    found, said_here = list(households), Spoken()
    villages = village_names({each.village for each in found})
    statuses = {code: said(words) for code, words in status_names().items()}
    somebodys = reverse("desk:household", kwargs={"household": _SOMEBODY})
    return [
        HouseholdRow(
            each,
            village=villages.get(each.village, ""),
            status=statuses.get(each.status, ""),
            address=somebodys.replace(str(_SOMEBODY), str(each.household_id)),
            said_here=said_here,
        )
        for each in found
    ]


def standing_words() -> dict[str, str]:
    """On which side of the line, in the reader's language; empty without an account."""
    return {"": "", Side.ABOVE: _("above"), Side.BELOW: _("below"), Side.UNANSWERED: _("not clear yet")}


def status_names() -> dict[str, Words]:
    """What every status is called, also one that no longer is in force."""
    return {each.code: each.label for each in standards().household_statuses}


def village_names(codes: Iterable[str]) -> dict[str, str]:
    """The names of these villages by their codes. One query."""
    return dict(Area.objects.filter(code__in=set(codes)).values_list("code", "name"))
