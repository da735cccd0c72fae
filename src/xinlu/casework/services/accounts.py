"""Writing an income account: a version that lists its lines by id and digest. Untouched lines keep both."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction

from xinlu.casework.drafts import Draft, DraftLine, check_heads
from xinlu.casework.models import AccountDraft, IncomeAccount, IncomeLine
from xinlu.casework.selectors.accounts import current_account, lines_of, viewed
from xinlu.casework.selectors.line_answers import answers_to
from xinlu.casework.services.figures import refresh_figures
from xinlu.income.answers import Answer
from xinlu.income.kinds import kind
from xinlu.income.lines import Line, reckon_line
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.records.models import Household
from xinlu.records.services.appending import append, compose
from xinlu.registry.selectors.files import members_on


@transaction.atomic
def write_account(household: Household, *, by: User, draft: Draft, device: str = "") -> IncomeAccount:
    """Append the draft as a version of the household's account, and drop the draft.

    A draft that changes nothing of the version that it corrects writes nothing and returns that version. One that
    corrects a version already corrected is kept as a fork. Refusal when it has no lines, or heads cannot be.
    """
    check_draft(draft)
    check_people(draft, people=len(members_on(household, draft.reckoned_on)))
    before = _corrected(household, draft)
    kept = {line.pk: line for line in lines_of(before)} if before else {}
    _check_contested_stay(kept, draft)
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
        **account_fields(draft, listed=listed),
    )
    append(account)
    AccountDraft.objects.filter(household=household, author=by).delete()
    refresh_figures(household)
    return account


def check_draft(draft: Draft) -> None:
    """Refusal for a draft that no household could have: no lines, heads that cannot be, reckoned on a day to come."""
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


def check_people(draft: Draft, *, people: int) -> None:
    """Refusal for fewer heads than the `people` in the file on the day of reckoning: each figure per head would grow."""
    if draft.heads < people:
        raise Refusal(
            "account.heads",
            Words(
                "档案上那天是 {people} 口人，账上写了 {heads} 口人。人真走了，先在档案里记下，再来算",
                "The file has {people} people on that day, the account {heads}. If somebody has left, write it into the file first",
            ).filled(people=people, heads=draft.heads),
            field="heads",
        )


def account_fields(draft: Draft, *, listed: list[list[str]]) -> dict[str, Any]:
    """The draft as a version of the account holds it; `listed` are its lines by id and digest."""
    return {
        "period_start": draft.period.start,
        "period_end": draft.period.end,
        "reckoned_on": draft.reckoned_on,
        "heads": draft.heads,
        "lines": listed,
        "note": draft.note.strip(),
    }


def reckoned_line(typed: DraftLine) -> Line:
    """What the typed line comes to; Refusal where it cannot be reckoned."""
    return reckon_line(
        kind(typed.kind),
        quantity_milli=typed.quantity_milli,
        price_fen=typed.price_fen,
        amount_fen=typed.amount_fen,
        cost_fen=typed.cost_fen,
    )


def line_fields(typed: DraftLine, reckoned: Line) -> dict[str, Any]:
    """The line as it is stored."""
    return {
        "kind": typed.kind,
        "title": typed.title.strip(),
        "quantity_milli": reckoned.quantity_milli,
        "price_fen": reckoned.price_fen,
        "income_fen": reckoned.income_fen,
        "cost_fen": reckoned.cost_fen,
        "basis": str(typed.basis),
    }


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
    if standing and standing.period_start <= draft.period.end and draft.period.start <= standing.period_end:
        contested = [line for line in lines_of(standing) if _is_contested(line)]
        if contested and (standing.period_start, standing.period_end) != (draft.period.start, draft.period.end):
            raise Refusal(
                "account.contested_before",
                Words(
                    "上一本账还有 {n} 笔户里说不对，两本账的日子又叠着。先把那几笔当面问清，再开新账",
                    "The household contests {n} lines of the last account, and the two periods overlap. Settle those with them first, then begin a new one",
                ).filled(n=len(contested)),
            )
    if standing and (standing.period_start, standing.period_end) == (draft.period.start, draft.period.end):
        raise Refusal(
            "account.exists",
            Words(
                "这一年的账已经有人记了。打开那一本接着改，两边都不丢",
                "Somebody has written this period's account already. Open it and go on from there; nothing of either is lost",
            ),
        )
    return None


def _check_contested_stay(kept: dict[UUID, IncomeLine], draft: Draft) -> None:
    """A line that the household contests is corrected where it stands, never left out: else the contest goes with it."""
    stays = {line.keeps for line in draft.lines}
    for line in kept.values():
        if line.pk not in stays and _is_contested(line):
            raise Refusal(
                "account.contested_left_out",
                Words(
                    "“{line}”这一笔户里说不对，不能直接拿掉。照户里说的数改，没有就改成 0，再请户里看",
                    "The household contests “{line}”: it cannot just be left out. Correct it to what they say, or to 0, and let them look again",
                ).filled(line=viewed(line, answers_to([line])[line.pk]).name),
            )


def _is_contested(line: IncomeLine) -> bool:
    return viewed(line, answers_to([line])[line.pk]).state is Answer.CONTESTED


def _line(household: Household, *, by: User, typed: DraftLine, kept: dict[UUID, IncomeLine], device: str) -> IncomeLine:
    """The stored line when the draft leaves it alone; else a new one, which supersedes what it corrects."""
    fields = line_fields(typed, reckoned_line(typed))
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
