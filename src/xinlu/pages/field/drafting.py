"""The draft on the table: begun, changed line by line by whichever tab comes, never lost to the other one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from django.db import transaction

from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.casework.models import AccountDraft, IncomeAccount, IncomeLine
from xinlu.casework.selectors.accounts import current_account, draft_of, lines_of
from xinlu.casework.services.accounts import keep_draft
from xinlu.income.kinds import kind
from xinlu.kernel import clock
from xinlu.kernel.ids import uuid7
from xinlu.kernel.periods import Period
from xinlu.people.models import User
from xinlu.records.models import Household
from xinlu.registry.selectors.files import members_on


@transaction.atomic
def change(household: Household, *, by: User, how: Callable[[Draft], Draft]) -> Draft | None:
    """The author's draft, changed by `how` and kept; None while there is none. Two tabs come one after the other."""
    AccountDraft.objects.select_for_update().filter(household=household, author=by).first()
    draft = draft_of(household, by)
    if draft is None:
        return None
    changed = how(draft)
    if changed != draft:
        keep_draft(household, by=by, draft=changed)
    return changed


def begun(household: Household, *, period: Period) -> Draft:
    """A first account of the period, with the heads that the file has today."""
    today = clock.today()
    return Draft(period=period, heads=len(members_on(household, today)), reckoned_on=today)


def correcting(account: IncomeAccount) -> Draft:
    """A correction of that version: every stored line stands in it and is kept until it is changed."""
    return Draft(
        period=Period(account.period_start, account.period_end),
        heads=account.heads,
        reckoned_on=clock.today(),
        lines=tuple(stored(line) for line in lines_of(account)),
        based_on=account.pk,
        note=account.note,
    )


def stored(record: IncomeLine) -> DraftLine:
    """A stored line as a line of the draft that keeps it."""
    by_price = record.quantity_milli is not None and record.price_fen is not None
    spends = kind(record.kind).source.spends
    amount_fen = record.cost_fen if spends else record.income_fen
    return DraftLine(
        key=new_key(),
        kind=record.kind,
        basis=Basis(record.basis),
        title=record.title,
        quantity_milli=record.quantity_milli,
        price_fen=record.price_fen,
        amount_fen=None if by_price else amount_fen,
        cost_fen=0 if spends else record.cost_fen,
        keeps=record.pk,
    )


def taking_up(draft: Draft, account: IncomeAccount) -> Draft:
    """The draft as a correction of a version that somebody else wrote meanwhile; of neither is a line lost.

    A line of the draft takes the place of the first stored one of its kind; stored lines left over are added.
    """
    free = lines_of(account)
    lines = []
    for line in draft.lines:
        same = next((each for each in free if each.kind == line.kind), None)
        if same is not None:
            free.remove(same)
        lines.append(replace(line, keeps=same.pk if same else None))
    return replace(draft, lines=(*lines, *map(stored, free)), based_on=account.pk)


def stands_in_the_way(household: Household, draft: Draft) -> IncomeAccount | None:
    """An account of the draft's period that was written since the draft was begun; None where there is none."""
    standing = current_account(household)
    if standing is None or standing.pk == draft.based_on:
        return None
    if (standing.period_start, standing.period_end) != (draft.period.start, draft.period.end):
        return None
    return standing


def line_of(draft: Draft, key: str) -> DraftLine | None:
    """The line of that key."""
    return next((line for line in draft.lines if line.key == key), None)


def fingerprint(line: DraftLine | None) -> str:
    """What a page notes of the line that it shows, to tell whether another tab changed it; empty for none."""
    if line is None:
        return ""
    shown: Sequence[object] = (
        line.kind,
        line.title,
        line.basis.value,
        line.quantity_milli,
        line.price_fen,
        line.amount_fen,
        line.cost_fen,
    )
    return "|".join(str(each) for each in shown)


def new_key() -> str:
    """A name for a line that no other tab gives."""
    return uuid7().hex
