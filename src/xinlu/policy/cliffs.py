"""What a household loses when its income rises over a boundary, and how much income makes up for it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil

from xinlu.policy.answers import amount_fen, chosen_tier, holds, with_values
from xinlu.policy.boundaries import edges
from xinlu.policy.households import Household
from xinlu.policy.terms import Edition, Kind, Known, Per, Policy
from xinlu.policy.tree import Tree, comparisons, facts_of

INCOME = "income_per_head_fen"
RECOGNISED = "recognised_income_per_head_fen"
TOTAL = "income_total_fen"
TIMES_A_YEAR = {Per.YEAR: 1, Per.MONTH: 12}
MOST_CLIFFS = 3


@dataclass(frozen=True, slots=True)
class Loss:
    """A policy whose answer or amount falls at a boundary; amounts in fen for the policy's `per`, None: not known."""

    policy: Policy
    before_fen: int | None
    after_fen: int | None
    is_lost: bool

    @property
    def a_year_fen(self) -> int:
        """What is lost a year, where that can be said; else 0."""
        times = TIMES_A_YEAR.get(self.policy.amount.per, 0) if self.policy.amount else 0
        return times * max((self.before_fen or 0) - (self.after_fen or 0), 0)


@dataclass(frozen=True, slots=True)
class Cliff:
    """From `at_fen` of income a head and year on, something is lost: `lost_fen` a year in all.

    At `made_up_at_fen` income and yearly benefits together are again what they were just below (None: not reckoned,
    since the people are not known, or beyond the greatest income).
    """

    at_fen: int
    losses: tuple[Loss, ...]
    lost_fen: int
    made_up_at_fen: int | None


def cliffs(edition: Edition, household: Household) -> tuple[Cliff, ...]:
    """The next boundaries above the household's income at which something is lost, at most MOST_CLIFFS; none unknown."""
    walk = _Walk(edition, household)
    found: list[Cliff] = []
    for at in walk.boundaries:
        cliff = walk.cliff(at)
        if cliff is not None:
            found.append(cliff)
        if len(found) == MOST_CLIFFS:
            break
    return tuple(found)


class _Walk:
    """The household with its income raised, everything else as it is; what is reckoned in total rises with it."""

    def __init__(self, edition: Edition, household: Household) -> None:
        self.known: Known = with_values(edition, household)
        self.facts = edition.facts.household
        self.policies = [policy for policy in edition.policies if policy.kind is Kind.POLICY]
        income, people = self.known.get(INCOME), self.known.get("people")
        self.income = income if isinstance(income, int) else None
        self.people = people if isinstance(people, int) else None
        self.boundaries = self._boundaries() if self.income is not None else []

    def at(self, income: int) -> Known:
        """What would be known at this income a head."""
        more = income - (self.income or 0)
        raised = {**self.known, INCOME: income}
        recognised, total = self.known.get(RECOGNISED), self.known.get(TOTAL)
        if isinstance(recognised, int):
            raised[RECOGNISED] = recognised + more
        if isinstance(total, int):
            raised[TOTAL] = total + more * self.people if self.people is not None else None
        return raised

    def cliff(self, at: int) -> Cliff | None:
        """What is lost from one fen below `at` to `at`; None where nothing is."""
        below, above = self.at(at - 1), self.at(at)
        losses = tuple(loss for policy in self.policies if (loss := _loss(policy, below, above)))
        if not losses:
            return None
        lost = sum(loss.a_year_fen for loss in losses)
        return Cliff(at, losses, lost, self._made_up(at) if lost else at)

    def _made_up(self, at: int) -> int | None:
        wanted = self._means(at - 1)
        if wanted is None:
            return None
        stretches = [at, *(each for each in self.boundaries if each > at), self.facts[INCOME].most + 1]
        for start, end in pairwise(stretches):
            first, last = self._means(start), self._means(end - 1)
            if first is None or last is None:
                return None
            if first >= wanted:
                return start
            if last >= wanted:
                return start + bisect_left(range(start, end), wanted, key=lambda each: self._means(each) or 0)
        return None

    def _means(self, income: int) -> int | None:
        """Income and yearly benefits of the whole household, in fen; what is not known counts nothing."""
        if self.people is None:
            return None
        known = self.at(income)
        given = sum(_a_year(policy, known) for policy in self.policies)
        return income * self.people + given

    def _boundaries(self) -> list[int]:
        """Incomes above the present one at which a comparison turns round, rising."""
        found: set[int] = set()
        income = self.income or 0
        for name, heads in ((INCOME, 1), (RECOGNISED, 1), (TOTAL, self.people or 0)):
            now = self.known.get(name)
            if not isinstance(now, int) or not heads or name not in self.facts:
                continue
            for compared in comparisons(*self._trees()):
                if name in facts_of(compared):
                    for edge in edges(self.facts[name], compared, self.known):
                        found.add(income + ceil(Fraction(edge - now, heads)))
        return sorted(edge for edge in found if income < edge <= self.facts[INCOME].most)

    def _trees(self) -> list[Tree]:
        trees = [clause.tree for policy in self.policies for clause in policy.clauses]
        amounts = [policy.amount for policy in self.policies if policy.amount]
        return trees + [tier.when for amount in amounts for tier in amount.tiers if tier.when is not None]


def _loss(policy: Policy, below: Known, above: Known) -> Loss | None:
    held, holds_still = holds(policy, below), holds(policy, above)
    if held is not True:
        return None
    before, after = amount_fen(policy, held, below), amount_fen(policy, holds_still, above)
    if holds_still is True and (before is None or after is None or after >= before or _same_tier(policy, below, above)):
        return None
    return Loss(policy, before, after, holds_still is not True)


def _same_tier(policy: Policy, below: Known, above: Known) -> bool:
    """Whether the amount only runs down with income, which is no cliff."""
    return policy.amount is None or chosen_tier(policy.amount, below) == chosen_tier(policy.amount, above)


def _a_year(policy: Policy, known: Known) -> int:
    if policy.amount is None:
        return 0
    found = amount_fen(policy, holds(policy, known), known)
    return (found or 0) * TIMES_A_YEAR.get(policy.amount.per, 0)
