"""The table as the helper sees it: each line with its amount, last period beside it, what she said, and the totals."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from xinlu.casework.drafts import BASIS_NAMES, Draft, DraftLine
from xinlu.casework.models import IncomeAccount
from xinlu.casework.selectors.accounts import (
    AccountView,
    LineView,
    comparison_with,
    place_codes,
    previous_account,
    view_of,
)
from xinlu.income.answers import Answer, AnsweredLine
from xinlu.income.comparison import Change, Comparison
from xinlu.income.kinds import Kind, Source, kind
from xinlu.income.lines import Line, reckon_line
from xinlu.income.rules import RuleBook
from xinlu.income.totals import Figures, reckon
from xinlu.kernel.words import Words
from xinlu.pages.household.sentences import said_how
from xinlu.parameters.selectors import counting_rules_at
from xinlu.records.models import Household


@dataclass(frozen=True, slots=True)
class Previous:
    """One kind in the previous account: net fen that count for the household, and whether it answered for all of it."""

    net_fen: int
    answered: bool


@dataclass(frozen=True)
class TableLine:
    """One line of the draft. `before` is what it keeps or corrects; `previous_fen` last period's net of its kind."""

    typed: DraftLine
    line: Line
    before: LineView | None
    previous: Previous | None
    counts: bool

    @property
    def kind(self) -> Kind:
        return self.line.kind

    @property
    def name(self) -> Words:
        return Words(self.typed.title, self.typed.title) if self.typed.title else self.kind.name

    @property
    def how(self) -> Words:
        return said_how(self.line)

    @property
    def basis(self) -> Words:
        return BASIS_NAMES[self.typed.basis]

    @property
    def is_changed(self) -> bool:
        """Whether the draft alters a stored line, so that its answer no longer holds."""
        if self.before is None:
            return False
        old = self.before
        return (old.line, old.record.title, old.record.basis) != (self.line, self.typed.title, self.typed.basis)

    @property
    def answered(self) -> AnsweredLine:
        if self.before is None or self.is_changed:
            return AnsweredLine(self.line, Answer.UNANSWERED)
        return self.before.answered

    @property
    def is_apart(self) -> bool:
        """Whether it is spending on illness or school, which stands apart from income."""
        return self.kind.source is Source.RIGID_SPENDING


@dataclass(frozen=True)
class Table:
    """The draft reckoned: its lines, last period's account, the totals so far, and what is still to be asked."""

    draft: Draft
    lines: tuple[TableLine, ...]
    previous: AccountView | None
    based_on: AccountView | None
    rules: RuleBook

    @cached_property
    def figures(self) -> Figures | None:
        """The totals so far; None while nothing stands in the account."""
        if not self.lines:
            return None
        return reckon([each.answered for each in self.lines], heads=self.draft.heads, rules=self.rules.counts)

    @property
    def answers(self) -> int:
        """Of how many lines the household has said something that still holds."""
        return self.figures.lines - self.figures.lines_unanswered if self.figures else 0

    @property
    def previous_answered(self) -> int:
        """Of how many lines of last period's account the household said anything."""
        if self.previous is None:
            return 0
        return self.previous.figures.lines - self.previous.figures.lines_unanswered

    @cached_property
    def comparison(self) -> Comparison:
        """What to ask about beside last period's account."""
        records = [each.record for each in self.previous.lines] if self.previous else []
        return comparison_with(records, [each.line for each in self.lines])

    def grown(self, code: str) -> Change | None:
        """Whether that kind grew five-fold or more since last period."""
        return next((each for each in self.comparison.grown if each.kind.code == code), None)


def table_of(household: Household, draft: Draft) -> Table:
    """The draft as a table. A fixed number of queries, however many its lines."""
    before = IncomeAccount.objects.filter(pk=draft.based_on, household=household).first() if draft.based_on else None
    based_on = view_of(before) if before else None
    old = {each.record.pk: each for each in based_on.lines} if based_on else {}
    earlier = previous_account(household, IncomeAccount(period_end=draft.period.end))
    previous = view_of(earlier) if earlier else None
    by_kind = _by_kind(previous)
    rules = counting_rules_at(place_codes(household), on=draft.reckoned_on)
    lines = []
    for typed in draft.lines:
        line = reckoned(typed)
        lines.append(
            TableLine(
                typed=typed,
                line=line,
                before=old.get(typed.keeps) if typed.keeps else None,
                previous=by_kind.pop(typed.kind, None),
                counts=line.kind.source is Source.RIGID_SPENDING or rules.ruling(line.kind).counts,
            )
        )
    return Table(draft, tuple(lines), previous, based_on, rules)


def reckoned(typed: DraftLine) -> Line:
    """The line that follows from what was typed; Refusal where it is not whole."""
    return reckon_line(
        kind(typed.kind),
        quantity_milli=typed.quantity_milli,
        price_fen=typed.price_fen,
        amount_fen=typed.amount_fen,
        cost_fen=typed.cost_fen,
    )


def previous_of(previous: AccountView | None, code: str) -> Previous | None:
    """What the previous account says of a kind."""
    return _by_kind(previous).get(code)


def _by_kind(previous: AccountView | None) -> dict[str, Previous]:
    found: dict[str, Previous] = {}
    for each in previous.lines if previous else ():
        so_far = found.get(each.record.kind, Previous(0, True))
        own = each.own_fen if each.state is Answer.CONTESTED else None
        net = each.net_fen if own is None else own
        is_settled = each.state is Answer.RECOGNISED or own is not None
        found[each.record.kind] = Previous(so_far.net_fen + net, so_far.answered and is_settled)
    return found


def unkept(draft: Draft, based_on: AccountView | None) -> list[LineView]:
    """Stored lines of the corrected version that the draft leaves out: they were removed."""
    kept: set[UUID] = {line.keeps for line in draft.lines if line.keeps is not None}
    return [each for each in based_on.lines if each.record.pk not in kept] if based_on else []
