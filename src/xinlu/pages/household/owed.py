"""A policy as the household's own page shows it: what it comes to, where it stands, why not, what nobody knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from xinlu.entitlement.models import Explanation
from xinlu.entitlement.selectors.owed import Owed
from xinlu.entitlement.steps import Stands
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.household.sentences import said_day
from xinlu.policy.answers import State
from xinlu.policy.explain import Explained
from xinlu.policy.reasons import ClauseExplained, Missing
from xinlu.policy.speaking import PERS, money
from xinlu.policy.telling import listed, paragraph, sentence
from xinlu.policy.terms import Fact, Parameter, Per, Policy

STANDS: dict[Stands, tuple[str, Words]] = {
    Stands.NOT_APPLIED: ("plain", Words("还没申请", "not applied for yet")),
    Stands.APPLIED: ("wait", Words("申请了，还没批", "applied for, not decided")),
    Stands.APPROVED: ("wait", Words("批了，还没发", "approved, not paid")),
    Stands.REFUSED: ("no", Words("申请了，没有批", "applied for, refused")),
    Stands.PAID_NOT_ASKED: ("wait", Words("说是发了，等您说到没到", "said to be paid: you say whether it came")),
    Stands.PAID_NOT_RECEIVED: (
        "no",
        Words("说是发了，您说没到，或者不够", "said to be paid: you say it did not come, or not all"),
    ),
    Stands.RECEIVED: ("yes", Words("您说收到了", "you say it came")),
}
"""Where a benefit stands, as a mark: what it looks like and what it says to the household."""
SIGNS: dict[bool | None, tuple[str, Words]] = {
    True: ("yes", Words("符合", "holds")),
    False: ("no", Words("不符合", "does not hold")),
    None: ("wait", Words("还不知道", "not known yet")),
}
RATE_MISSING = Words("数目要等核实：县里还没填标准", "to be verified: the county has not entered its rate")
AMOUNT_OPEN = Words("领多少还说不准", "how much cannot be said yet")
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class ShownClause:
    """One requirement with its sign, and the household's own facts where they say more than that nothing is known."""

    clause: ClauseExplained

    @property
    def mark(self) -> str:
        return SIGNS[self.clause.held][0]

    @property
    def word(self) -> Words:
        return SIGNS[self.clause.held][1]

    @property
    def says(self) -> Words:
        return sentence(self.clause.says)

    @property
    def own(self) -> list[Words]:
        gaps = [each.words for each in self.clause.shortfalls]
        return gaps or list(self.clause.own)


@dataclass(frozen=True)
class ShownPolicy:
    """One policy for this household."""

    owed: Owed

    @property
    def policy(self) -> Policy:
        return self.owed.policy

    @property
    def state(self) -> State:
        return self.owed.state

    @property
    def _explained(self) -> Explained:
        return self.owed.explained

    @property
    def said(self) -> Words:
        """The paragraph that a good clerk would say."""
        return paragraph(self._explained)

    @property
    def is_money(self) -> bool:
        """Whether the amount is known, and not merely what keeps it from being known."""
        return bool(self._explained.answer.amount_fen)

    @property
    def amount(self) -> Words | None:
        """What it comes to, or why that is not known; None where the rule gives no money."""
        amount, fen = self.policy.amount, self._explained.answer.amount_fen
        if amount is None or fen == 0:
            return None
        if fen is None:
            lacks_rate = any(isinstance(each.named, Parameter) for each in self._explained.amount_missing)
            return RATE_MISSING if lacks_rate else AMOUNT_OPEN
        total = PERS[amount.per].filled(money=money(fen))
        return (
            Words("{total}，要还", "{total}, to be paid back").filled(total=total) if amount.per is Per.LOAN else total
        )

    @property
    def mark(self) -> str:
        return STANDS[self.owed.stands][0] if self.owed.stands else ""

    @property
    def stands(self) -> Words:
        return STANDS[self.owed.stands][1] if self.owed.stands else Words("", "")

    @property
    def papers(self) -> Words:
        return listed(self.policy.papers)

    @cached_property
    def clauses(self) -> list[ShownClause]:
        return [ShownClause(each) for each in self._explained.clauses]

    @property
    def why_not(self) -> list[Words]:
        """Each requirement that is not met, with the household's own figure beside it."""
        return [_why_not(each) for each in self._explained.clauses if each.held is False]

    @property
    def not_known(self) -> Words:
        """What nobody has entered, the first few by name."""
        labels = [each.named.label for each in self._missing]
        if len(labels) <= MOST_NAMED:
            return listed(labels)
        words = Words("{some}，还有{n}样", "{some}, and {n} more")
        return words.filled(some=listed(labels[:MOST_NAMED]), n=len(labels) - MOST_NAMED)

    @property
    def settle(self) -> Words:
        """What would settle it first: how to find the first fact out, or that the county has to enter its rate."""
        first = next((each.named for each in self._missing if isinstance(each.named, Fact)), None)
        if first is not None:
            return sentence(first.asked)
        return sentence(
            Words("要县里把标准填上，可以去{where}问", "the county has to enter its rate; ask at: {where}").filled(
                where=self.policy.where
            )
        )

    @property
    def explanation(self) -> Explanation | None:
        return self.owed.explanation

    @property
    def explained_on(self) -> Words:
        last = self.explanation
        return said_day(last.explained_on, today=clock.today()) if last else Words("", "")

    @property
    def _missing(self) -> tuple[Missing, ...]:
        return self._explained.missing or self._explained.amount_missing


def shown(owed: Iterable[Owed]) -> list[ShownPolicy]:
    """Each as it is shown."""
    return [ShownPolicy(each) for each in owed]


def _why_not(clause: ClauseExplained) -> Words:
    gaps = [each.gap for each in clause.shortfalls if each.gap]
    if clause.clause.when_not is None and clause.shortfalls:
        own = listed([each.words for each in clause.shortfalls])
        return sentence(
            Words("要求{says}；您家{own}", "required: {says}; yours: {own}").filled(says=listed([clause.says]), own=own)
        )
    if not gaps:
        return sentence(clause.says)
    return sentence(Words("{says}，{gaps}", "{says}: {gaps}").filled(says=listed([clause.says]), gaps=listed(gaps)))
