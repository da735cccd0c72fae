"""What each policy of an edition answers for one household, and how much it comes to. Equal to the compiled columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from xinlu.policy.households import Household
from xinlu.policy.terms import Amount, Edition, Kind, Known, Policy, Tier
from xinlu.policy.tree import All
from xinlu.policy.truth import number, truth


class State(StrEnum):
    """What is answered."""

    ENTITLED = "entitled"
    NOT_ENTITLED = "not_entitled"
    TO_BE_VERIFIED = "to_be_verified"
    NOT_IN_FORCE = "not_in_force"
    SECURED = "secured"
    NOT_SECURED = "not_secured"


YES = frozenset({State.ENTITLED, State.SECURED})
NO = frozenset({State.NOT_ENTITLED, State.NOT_SECURED})


@dataclass(frozen=True, slots=True)
class Answer:
    """One policy's answer; `clauses` by name, None where not known; fen for the policy's `per`, None where not known.

    `amount_fen` is 0 where the household is not entitled, and None also where the policy names no amount.
    """

    policy: Policy
    state: State
    clauses: Mapping[str, bool | None]
    amount_fen: int | None

    @property
    def held(self) -> bool | None:
        """Whether every clause holds."""
        return True if self.state in YES else False if self.state in NO else None


def answers(edition: Edition, household: Household) -> tuple[Answer, ...]:
    """An answer for every policy in force, and "not in force" for the others of the place."""
    known = with_values(edition, household)
    past = (Answer(policy, State.NOT_IN_FORCE, {}, None) for policy in edition.past)
    return (*(answer(policy, known) for policy in edition.policies), *past)


def with_values(edition: Edition, household: Household) -> Known:
    """What is known of the household together with what counts at the place."""
    return {**household.known, **edition.values}


def answer(policy: Policy, known: Known) -> Answer:
    """The policy's answer for what is known."""
    held = holds(policy, known)
    clauses = {clause.name: truth(clause.tree, known) for clause in policy.clauses}
    return Answer(policy, _state(policy, held), clauses, amount_fen(policy, held, known))


def holds(policy: Policy, known: Known) -> bool | None:
    """Whether every clause of the policy holds."""
    return truth(All(tuple(clause.tree for clause in policy.clauses)), known)


def amount_fen(policy: Policy, held: bool | None, known: Known) -> int | None:
    """What the policy comes to while its clauses are `held`."""
    if policy.amount is None or held is None:
        return None
    return reckoned(policy.amount, known) if held else 0


def reckoned(amount: Amount, known: Known) -> int | None:
    """What the amount comes to for somebody who is entitled; None while that is not known."""
    found: int | None = 0
    tier, is_known = chosen_tier(amount, known)
    if not is_known:
        return None
    if tier is not None:
        found = number(tier.each, known)
    if found is not None and amount.at_most is not None:
        cap = number(amount.at_most, known)
        found = None if cap is None else min(found, cap)
    return None if found is None else max(found, 0)


def chosen_tier(amount: Amount, known: Known) -> tuple[Tier | None, bool]:
    """The first tier that holds (None: none does), and whether that is known."""
    for tier in amount.tiers:
        held = True if tier.when is None else truth(tier.when, known)
        if held is None:
            return None, False
        if held:
            return tier, True
    return None, True


def _state(policy: Policy, held: bool | None) -> State:
    if held is None:
        return State.TO_BE_VERIFIED
    if policy.kind is Kind.GUARANTEE:
        return State.SECURED if held else State.NOT_SECURED
    return State.ENTITLED if held else State.NOT_ENTITLED
