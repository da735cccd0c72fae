"""What there is to say about a policy to a household, before it is put into sentences."""

from __future__ import annotations

from dataclasses import dataclass

from xinlu.kernel.words import Words
from xinlu.policy.answers import Answer, State
from xinlu.policy.changes import Sought
from xinlu.policy.cliffs import Cliff
from xinlu.policy.speaking import Shortfall
from xinlu.policy.terms import Clause, Edition, Fact, Known, Parameter, Policy


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact that nobody entered, or a parameter without value here; `elsewhere`: what was seen in other places."""

    named: Fact | Parameter
    elsewhere: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True)
class ClauseExplained:
    """A requirement, filled; whether it holds; the household's own facts; why not; what is not known."""

    clause: Clause
    held: bool | None
    says: Words
    own: tuple[Words, ...]
    shortfalls: tuple[Shortfall, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """What there is to say about one policy to one household.

    `reckoning` is the sentence of the tier that holds; `amount_missing` what keeps the amount from being known;
    `instead_of` the policies it is also entitled to and that exclude this one, with which is worth more (None: not
    known); `sought` what would make it entitled; `cliffs` where this policy is lost as income rises.
    """

    edition: Edition
    known: Known
    answer: Answer
    clauses: tuple[ClauseExplained, ...]
    reckoning: Words | None
    amount_missing: tuple[Missing, ...]
    instead_of: tuple[tuple[Policy, bool | None], ...]
    sought: Sought | None
    cliffs: tuple[Cliff, ...]

    @property
    def policy(self) -> Policy:
        return self.answer.policy

    @property
    def state(self) -> State:
        return self.answer.state

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is not known in clauses that it keeps open, each once."""
        return tuple({each.named.name: each for clause in self.clauses for each in clause.missing}.values())
