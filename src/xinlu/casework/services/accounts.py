"""Writing an income account: a version that lists its lines by id and digest. Untouched lines keep both."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from xinlu.casework.drafts import Draft, DraftLine, check_heads
from xinlu.casework.models import AccountDraft, IncomeAccount, IncomeLine
from xinlu.casework.selectors.accounts import current_account, lines_of
from xinlu.casework.services.figures import refresh_figures
from xinlu.income.kinds import kind
from xinlu.income.lines import reckon_line
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.records.models import Household
from xinlu.records.services.appending import append, compose


@transaction.atomic
def write_account(household: Household, *, by: User, draft: Draft, device: str = "") -> IncomeAccount:
    """Append the draft as a version of the household's account, and drop the draft.

    A draft that changes nothing of the version that it corrects writes nothing and returns that version. One that
    corrects a version already corrected is kept as a fork. Refusal when it has no lines, or heads cannot be.
    """
    check_heads(draft.heads)
    if not draft.lines:
        raise Refusal(
            "account.no_lines",
            Words("账上一笔都没有，先记一笔再算", "There is no line in this account yet; write one first"),
        )
    if draft.reckoned_on > clock.today():
        raise Refusal(
            "account.reckoned_on",
            Words("算账的日子还没到", "The day of reckoning is still to come"),
            field="reckoned_on",
        )
    before = _corrected(household, draft)
    kept = {line.pk: line for line in lines_of(before)} if before else {}
    lines = [_line(household, by=by, typed=typed, kept=kept, device=device) for typed in draft.lines]
    listed = [[str(line.pk), line.digest] for line in lines]
    if before and _says_the_same(before, draft, listed):
        AccountDraft.objects.filter(household=household, author=by).delete()
        return before
    account = compose(
        IncomeAccount,
        household=household,
        author=by,
        device=device,
        supersedes=before.pk if before else None,
        period_start=draft.period.start,
        period_end=draft.period.end,
        reckoned_on=draft.reckoned_on,
        heads=draft.heads,
        lines=listed,
        note=draft.note.strip(),
    )
    append(account)
    AccountDraft.objects.filter(household=household, author=by).delete()
    refresh_figures(household)
    return account


def keep_draft(household: Household, *, by: User, draft: Draft) -> None:
    """Keep the draft on the server; it replaces the author's earlier one of this household."""
    AccountDraft.objects.update_or_create(
        household=household, author=by, defaults={"body": draft.dumped(), "changed_at": clock.now()}
    )


def drop_draft(household: Household, *, by: User) -> None:
    """Throw the author's draft away; what was claimed before stays."""
    AccountDraft.objects.filter(household=household, author=by).delete()


def _corrected(household: Household, draft: Draft) -> IncomeAccount | None:
    """The version that the draft corrects. Without one named, the standing account of the same period, if any."""
    if draft.based_on is not None:
        return IncomeAccount.objects.get(pk=draft.based_on, household=household)
    standing = current_account(household)
    if standing and (standing.period_start, standing.period_end) == (draft.period.start, draft.period.end):
        raise Refusal(
            "account.exists",
            Words(
                "这一年的账已经有人记了。打开那一本接着改，两边都不丢",
                "Somebody has written this period's account already. Open it and go on from there; nothing of either is lost",
            ),
        )
    return None


def _line(household: Household, *, by: User, typed: DraftLine, kept: dict[UUID, IncomeLine], device: str) -> IncomeLine:
    """The stored line when the draft leaves it alone; else a new one, which supersedes what it corrects."""
    reckoned = reckon_line(
        kind(typed.kind),
        quantity_milli=typed.quantity_milli,
        price_fen=typed.price_fen,
        amount_fen=typed.amount_fen,
        cost_fen=typed.cost_fen,
    )
    fields: dict[str, Any] = {
        "kind": typed.kind,
        "title": typed.title.strip(),
        "quantity_milli": reckoned.quantity_milli,
        "price_fen": reckoned.price_fen,
        "income_fen": reckoned.income_fen,
        "cost_fen": reckoned.cost_fen,
        "basis": str(typed.basis),
    }
    old = kept.get(typed.keeps) if typed.keeps else None
    if old is not None and all(getattr(old, name) == value for name, value in fields.items()):
        return old
    line = compose(
        IncomeLine, household=household, author=by, device=device, supersedes=old.pk if old else None, **fields
    )
    append(line)
    return line


def _says_the_same(account: IncomeAccount, draft: Draft, listed: list[list[str]]) -> bool:
    return (
        account.lines == listed
        and account.heads == draft.heads
        and (account.period_start, account.period_end) == (draft.period.start, draft.period.end)
        and account.note == draft.note.strip()
    )
