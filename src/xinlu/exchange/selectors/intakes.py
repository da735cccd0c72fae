"""Files that were brought in, as pages show them, and what was said about their cells, read back from the kept report."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from xinlu.exchange.models import Intake, IntakeKind, IntakeState
from xinlu.exchange.outcome import LISTED_MOST
from xinlu.kernel.words import Words
from xinlu.sheets.entries import Asked, CellFault, Spot


def registers_within(paths: Iterable[str]) -> QuerySet[Intake]:
    """The registers brought in for areas that lie in those of these paths, newest first; what each said is left unread."""
    within = Q(pk__in=())
    for path in paths:
        within |= Q(area__path__startswith=path)
    found = Intake.objects.filter(within, kind=IntakeKind.REGISTER)
    return found.select_related("area", "by").defer("said").order_by("-received_at", "-pk")


def report_of(intake: Intake) -> dict[str, Any]:
    """What the file said when it was last read, as `outcome.Outcome.as_json` gives it; empty before it was."""
    return json.loads(intake.said) if intake.said else {}


def brought_in_before(intake: Intake, *, paths: Iterable[str]) -> Intake | None:
    """The last time that the very same file went in for an area of these paths, if ever."""
    same = registers_within(paths).filter(sha256=intake.sha256, state=IntakeState.DONE)
    return same.exclude(pk=intake.pk).first()


def faults_told(report: Mapping[str, Any]) -> list[CellFault]:
    """The faults that the report keeps: the first of them where there are very many."""
    return [
        CellFault(_spot(each), each["heading"], each["written"], each["code"], _words(each))
        for each in report.get("faults", ())
    ]


def asked_told(report: Mapping[str, Any]) -> list[Asked]:
    """Likewise what reads strangely."""
    return [Asked(_spot(each), each["code"], _words(each)) for each in report.get("asked", ())]


def is_whole(report: Mapping[str, Any]) -> bool:
    """Whether the report keeps every fault, and every question, of the file."""
    counts = report.get("counts", {})
    return all(counts.get(name, 0) <= LISTED_MOST for name in ("faults", "asked_about"))


def sheets_of(report: Mapping[str, Any]) -> Sequence[str]:
    """The names of the sheets that were understood, in the order of the file."""
    return tuple(dict.fromkeys(each["sheet"] for each in report.get("columns", ())))


def _spot(each: Mapping[str, Any]) -> Spot:
    return Spot(each["sheet"], each["row"], each["column"])


def _words(each: Mapping[str, Any]) -> Words:
    return Words(each["zh"], each["en"])
