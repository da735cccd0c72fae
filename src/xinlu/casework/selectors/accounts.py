"""What can be asked about income accounts: the standing version, its lines with their answers, both figures, last year's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from xinlu.casework.drafts import BASIS_NAMES, Basis, Draft
from xinlu.casework.models import AccountDraft, IncomeAccount, IncomeLine
from xinlu.casework.selectors.line_answers import LineAnswer, answers_to
from xinlu.income import answers as income_answers
from xinlu.income.answers import AnsweredLine
from xinlu.income.comparison import Comparison, compare
from xinlu.income.kinds import Kind, Source, kind
from xinlu.income.lines import Line
from xinlu.income.rules import RuleBook
from xinlu.income.totals import AgainstLine, Figures, reckon, standing
from xinlu.kernel.words import Words
from xinlu.parameters.selectors import counting_rules_at, poverty_line_at
from xinlu.people.models import User
from xinlu.recognition.answers import Answer
from xinlu.recognition.selectors.answers import GivenAnswer
from xinlu.records.models import Household
from xinlu.records.selectors.branches import standing_many
from xinlu.registry.models import CurrentFile
from xinlu.standards import Line as PovertyLine


@dataclass(frozen=True)
class LineView:
    """One line with what was said of it. `answer` is the one that holds, `given` all of them, oldest first.

    `carried`: the answer is a contest of the line that this one corrects; this one was not answered yet.
    """

    record: IncomeLine
    answer: GivenAnswer | None
    given: tuple[GivenAnswer, ...]
    carried: bool = False

    @cached_property
    def kind(self) -> Kind:
        return kind(self.record.kind)

    @cached_property
    def line(self) -> Line:
        return reckoned(self.record)

    @property
    def state(self) -> income_answers.Answer:
        """Recognised, contested or unanswered ("cannot remember" is unanswered)."""
        if self.answer is None or self.answer.answer is Answer.UNSURE:
            return income_answers.Answer.UNANSWERED
        return income_answers.Answer(self.answer.answer)

    @property
    def is_unsure(self) -> bool:
        return self.answer is not None and self.answer.answer is Answer.UNSURE

    @property
    def answered(self) -> AnsweredLine:
        own_fen = self.answer.own_fen if self.answer and self.state is income_answers.Answer.CONTESTED else None
        return AnsweredLine(self.line, self.state, own_fen)

    @property
    def net_fen(self) -> int:
        return self.line.net_fen

    @property
    def own_fen(self) -> int | None:
        return self.answered.own_fen

    @property
    def name(self) -> Words:
        """What the line is called: its own title, else its kind's name."""
        return Words(self.record.title, self.record.title) if self.record.title else self.kind.name

    @property
    def basis(self) -> Words:
        return BASIS_NAMES[Basis(self.record.basis)]


@dataclass(frozen=True)
class AccountView:
    """An account as pages show it: its lines in order, both figures, the line it is held against, and the rules used."""

    account: IncomeAccount
    lines: tuple[LineView, ...]
    rules: RuleBook
    poverty_line: PovertyLine
    forked: bool

    @cached_property
    def figures(self) -> Figures:
        return reckon([each.answered for each in self.lines], heads=self.account.heads, rules=self.rules.counts)

    @cached_property
    def against_line(self) -> AgainstLine:
        return standing(self.figures, line_fen=self.poverty_line.fen)

    def of_source(self) -> list[tuple[Source, list[LineView]]]:
        """The lines under their sources, in the sources' order; empty sources left out."""
        grouped = [(source, [each for each in self.lines if each.kind.source is source]) for source in Source]
        return [(source, lines) for source, lines in grouped if lines]


def reckoned(record: IncomeLine) -> Line:
    """The pure line of a stored one."""
    return Line(
        kind=kind(record.kind),
        quantity_milli=record.quantity_milli,
        price_fen=record.price_fen,
        cost_fen=record.cost_fen,
        income_fen=record.income_fen,
    )


def standing_accounts(households: Iterable[UUID]) -> dict[UUID, list[IncomeAccount]]:
    """Each household's unsuperseded versions, the latest period first; of a fork the branch received first comes first."""
    found = standing_many(IncomeAccount, households, forked=lambda heads: bool(rivals(heads)))
    for heads in found.values():
        heads.sort(key=lambda each: each.period_end, reverse=True)  # stable: branches keep their order
    return found


def rivals(heads: Sequence[IncomeAccount]) -> list[IncomeAccount]:
    """Of unsuperseded versions, those of the latest period between which a person must choose; empty without a fork."""
    latest = max((each.period_end for each in heads), default=None)
    found = [each for each in heads if each.period_end == latest]
    return found if len(found) > 1 else []


def current_account(household: Household) -> IncomeAccount | None:
    """The household's standing account: of the latest period, the version that nothing supersedes."""
    return next(iter(standing_accounts([household.pk])[household.pk]), None)


def rival_accounts(household: Household) -> list[IncomeAccount]:
    """The versions between which a person must choose, the one that counts first; empty while there is no fork."""
    return rivals(standing_accounts([household.pk])[household.pk])


def previous_account(household: Household, account: IncomeAccount) -> IncomeAccount | None:
    """The standing account of the period before."""
    heads = standing_accounts([household.pk])[household.pk]
    return next((each for each in heads if each.period_end < account.period_end), None)


def lines_of(account: IncomeAccount) -> list[IncomeLine]:
    """The account's lines in their order. An erased line is absent."""
    found = IncomeLine.objects.select_related("author").in_bulk([UUID(line) for line, _ in account.lines])
    return [found[UUID(line)] for line, _ in account.lines if UUID(line) in found]


def account_view(household: Household) -> AccountView | None:
    """The standing account as pages show it; None while there is none."""
    account = current_account(household)
    return view_of(account) if account else None


def view_of(account: IncomeAccount) -> AccountView:
    """Any version of an account as pages show it, with the answers that were given to its very lines."""
    records = lines_of(account)
    answers = answers_to(records)
    codes = place_codes(account.household)
    return AccountView(
        account=account,
        lines=tuple(viewed(record, answers[record.pk]) for record in records),
        rules=counting_rules_at(codes, on=account.reckoned_on),
        poverty_line=poverty_line_at(codes, on=account.period_end),
        forked=bool(rival_accounts(account.household)) if account.household else False,
    )


def viewed(record: IncomeLine, answer: LineAnswer) -> LineView:
    """A line together with what holds of it."""
    return LineView(record, answer.answer, answer.given, answer.carried)


def place_codes(household: Household | None) -> tuple[str, ...]:
    """The area codes from the top down to where the household lives."""
    path = CurrentFile.objects.filter(household=household).values_list("path", flat=True).first() or ""
    return tuple(code for code in path.split("/") if code)


def comparison_with(previous: Sequence[IncomeLine], current: Sequence[Line]) -> Comparison:
    """What to ask about, given last period's stored lines and the lines reckoned so far."""
    return compare([reckoned(record) for record in previous], current)


def draft_of(household: Household, author: User) -> Draft | None:
    """What the author has reckoned so far and not finished."""
    kept = AccountDraft.objects.filter(household=household, author=author).first()
    return Draft.loaded(kept.body) if kept else None


def kinds_used_in(village: str, *, limit: int = 12) -> list[str]:
    """The codes of the kinds of line that this village's accounts use most, for the three-tap list."""
    households = CurrentFile.objects.filter(village=village).values("household")
    counts: dict[str, int] = {}
    newest = IncomeLine.objects.filter(household__in=households).order_by("-received_at").values_list("kind", flat=True)
    for code in newest[:2000]:
        counts[code] = counts.get(code, 0) + 1
    return sorted(counts, key=lambda code: (-counts[code], code))[:limit]
