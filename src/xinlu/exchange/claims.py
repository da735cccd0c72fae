"""What a register's sums and lines claim, as the draft of an account: pure. Nobody has recognised any of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from uuid import UUID

from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.kernel.periods import Period, campaign_year
from xinlu.sheets.entries import HouseholdEntry, Total

KIND_OF: Mapping[Total, str] = MappingProxyType({total: f"{total.value}_whole" for total in Total})


def period_of(year: int | None, *, today: date) -> Period:
    """The accounting year that a register of `year` tells of: the campaign year, or the last closed one where `year` is
    not told or not over yet."""
    closed = today.year if today.month >= 10 else today.year - 1
    return campaign_year(min(year, closed) if year else closed)


def draft_of(entry: HouseholdEntry, *, period: Period, today: date) -> Draft | None:
    """The claimed account; None where the register tells no money of this household."""
    lines = [*_of_totals(entry), *_of_lines(entry)]
    if not lines:
        return None
    heads = len(entry.persons) if len(entry.persons) > 1 else entry.people or len(entry.persons)
    return Draft(period=period, heads=heads, reckoned_on=today, lines=tuple(lines))


def _of_totals(entry: HouseholdEntry) -> Iterable[DraftLine]:
    parts = sum(
        -value if total is Total.PRODUCTION_COST else value
        for total, value in entry.totals.items()
        if total is not Total.NET
    )
    for total, value in entry.totals.items():
        rest = value - parts if total is Total.NET else value
        if total is Total.NET and len(entry.totals) > 1 and not rest:
            continue
        loss = rest < 0
        yield DraftLine(
            key=KIND_OF[total],
            kind=KIND_OF[total],
            basis=Basis.REGISTER,
            title=_REST if total is Total.NET and len(entry.totals) > 1 else "",
            amount_fen=0 if loss else rest,
            cost_fen=-rest if loss else 0,
        )


_REST = "其余（表上纯收入减去写明的几项）"
"""What a line of the rest is called: a title is stored as written, in the language of the register."""


def _of_lines(entry: HouseholdEntry) -> Iterable[DraftLine]:
    for number, line in enumerate(entry.lines, 1):
        yield DraftLine(
            key=f"{line.kind}-{number}",
            kind=line.kind,
            basis=Basis.REGISTER,
            title=line.title,
            quantity_milli=line.quantity_milli,
            price_fen=line.price_fen,
            amount_fen=line.amount_fen,
            cost_fen=line.cost_fen,
        )


Claimed = tuple[str, str, int | None, int | None, int, int]
"""What one line claims: kind, title, quantity in thousandths, price, gross and cost in fen."""


def keeping(
    draft: Draft, standing: Iterable[tuple[UUID, Claimed]], claimed: Iterable[Claimed]
) -> tuple[DraftLine, ...]:
    """The draft's lines, each naming the stored line that it leaves alone, or else corrects (one of its kind)."""
    free = dict(standing)
    kept: dict[int, UUID] = {}
    wanted = list(claimed)
    for exact in (True, False):
        for n, claim in enumerate(wanted):
            if n in kept:
                continue
            found = next((pk for pk, had in free.items() if (had == claim if exact else had[:2] == claim[:2])), None)
            if found is not None:
                kept[n] = found
                del free[found]
    return tuple(
        DraftLine(**{**{name: getattr(line, name) for name in DraftLine.__slots__}, "keeps": kept.get(n)})
        for n, line in enumerate(draft.lines)
    )
