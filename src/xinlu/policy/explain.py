"""Why a household is entitled or not, clause by clause with its own facts, what is missing, and what would change it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xinlu.kernel.words import Words
from xinlu.policy.answers import NO, YES, Answer, State, answer, answers, chosen_tier, with_values
from xinlu.policy.changes import smallest_change
from xinlu.policy.choosing import known_elsewhere
from xinlu.policy.cliffs import TIMES_A_YEAR, Cliff, cliffs
from xinlu.policy.households import Household
from xinlu.policy.reasons import ClauseExplained, Missing, Reasons
from xinlu.policy.speaking import filled, own_facts, shortfalls, told
from xinlu.policy.telling import paragraph
from xinlu.policy.terms import Amount, Bounds, Clause, Edition, Known, Policy
from xinlu.policy.tree import All, Any, Name, Not, Tree, names, parts
from xinlu.policy.truth import truth, value

SHOWN_ELSEWHERE = 2


class Explained(Reasons):
    """One policy explained to one household."""

    __slots__ = ()

    def said(self, language: str) -> str:
        """The paragraph that a good clerk would say."""
        return paragraph(self).said(language)


def explain(edition: Edition, household: Household) -> tuple[Explained, ...]:
    """Every policy explained, in the order of the catalogue; those not in force last."""
    known = with_values(edition, household)
    given = answers(edition, household)
    falls = cliffs(edition, household)
    return tuple(_explained(edition, known, each, given, falls) for each in given)


def most_important(explained: Sequence[Explained], count: int = 3) -> tuple[Explained, ...]:
    """What to tell first: what the household is entitled to, then what is open, then what it is not, each by `worth`."""
    ranks = {State.ENTITLED: 0, State.NOT_SECURED: 0, State.TO_BE_VERIFIED: 1, State.NOT_ENTITLED: 2}
    listed = [each for each in explained if each.state in ranks]
    return tuple(sorted(listed, key=lambda each: (ranks[each.state], each.policy.worth, each.policy.id))[:count])


def explain_policy(edition: Edition, household: Household, policy: Policy) -> Explained:
    """One policy explained, beside the answers of the others."""
    known = with_values(edition, household)
    given = answers(edition, household)
    return _explained(edition, known, answer(policy, known), given, cliffs(edition, household))


def _explained(
    edition: Edition, known: Known, given: Answer, others: Sequence[Answer], falls: Sequence[Cliff]
) -> Explained:
    policy = given.policy
    if given.state is State.NOT_IN_FORCE:
        return Explained(edition, known, given, (), None, (), (), None, ())
    is_given = given.state is State.ENTITLED and policy.amount is not None
    return Explained(
        edition=edition,
        known=known,
        answer=given,
        clauses=tuple(_clause(edition, clause, given.clauses[clause.name], known) for clause in policy.clauses),
        reckoning=_reckoning(edition, policy.amount, known) if is_given and policy.amount else None,
        amount_missing=amount_missing(edition, policy.amount, known) if policy.amount and _is_open(given) else (),
        instead_of=tuple(_beside(given, others)) if given.state is State.ENTITLED else (),
        sought=None if given.state in YES else smallest_change(edition, policy, known),
        cliffs=tuple(each for each in falls if any(loss.policy.id == policy.id for loss in each.losses)),
    )


def _is_open(given: Answer) -> bool:
    """Whether an amount may be due of which it is not known how much."""
    return given.state not in NO and given.amount_fen is None


def _clause(edition: Edition, clause: Clause, held: bool | None, known: Known) -> ClauseExplained:
    says = clause.when_not if held is False and clause.when_not else clause.says
    return ClauseExplained(
        clause=clause,
        held=held,
        says=filled(says, edition, known),
        own=own_facts(clause, edition, known),
        shortfalls=shortfalls(clause, edition, known) if held is False else (),
        missing=missing_in(edition, clause.tree, known) if held is None else (),
    )


def missing_in(edition: Edition, tree: Tree, known: Known) -> tuple[Missing, ...]:
    """What is not known of all that an undecided tree looks at, leaving out parts that are decided."""
    match tree:
        case All(of) | Any(of):
            found = [each for part in of if truth(part, known) is None for each in missing_in(edition, part, known)]
        case Not(of):
            found = list(missing_in(edition, of, known))
        case _:
            found = [_missing(edition, name) for name in names(tree) if _is_unknown(name, known)]
    return tuple({each.named.name: each for each in found}.values())


def _missing(edition: Edition, name: Name) -> Missing:
    if not name.is_parameter:
        return Missing(edition.facts.household[name.name])
    parameter = edition.parameters[name.name]
    pair = Words("{value}（{source}）", "{value} ({source})")
    seen = known_elsewhere(edition, name.name)[:SHOWN_ELSEWHERE]
    return Missing(
        parameter, tuple(pair.filled(value=told(parameter, each.value), source=each.source) for each in seen)
    )


def _is_unknown(name: Name, known: Known) -> bool:
    found = known.get(name.name)
    return found.exact is None if isinstance(found, Bounds) else found is None


def _reckoning(edition: Edition, amount: Amount, known: Known) -> Words | None:
    tier, _ = chosen_tier(amount, known)
    return filled(tier.says, edition, known) if tier else None


def amount_missing(edition: Edition, amount: Amount, known: Known) -> tuple[Missing, ...]:
    """What keeps the amount of somebody who is entitled from being known."""
    tier, is_known = chosen_tier(amount, known)
    trees: list[Tree] = [] if amount.at_most is None else [amount.at_most]
    if tier is not None:
        trees.append(tier.each)
    if not is_known:
        trees += [each.when for each in amount.tiers if each.when is not None and truth(each.when, known) is None]
    found = [_missing(edition, name) for tree in trees for name in _unknown_names(tree, known)]
    return tuple({each.named.name: each for each in found}.values())


def _unknown_names(tree: Tree, known: Known) -> Iterator[Name]:
    """Names that keep an amount or a clause from being known; not those that are multiplied by nothing."""
    if value(tree, known) is not None:
        return
    if isinstance(tree, Name):
        yield tree
    for part in parts(tree):
        yield from _unknown_names(part, known)


def _beside(given: Answer, others: Sequence[Answer]) -> list[tuple[Policy, bool | None]]:
    found: list[tuple[Policy, bool | None]] = []
    for other in others:
        if other.state is State.ENTITLED and other.policy.id in given.policy.excludes:
            mine, theirs = _a_year(given), _a_year(other)
            is_more = None if mine is None or theirs is None or mine == theirs else mine > theirs
            found.append((other.policy, is_more))
    return found


def _a_year(given: Answer) -> int | None:
    amount = given.policy.amount
    times = TIMES_A_YEAR.get(amount.per) if amount else None
    return None if times is None or given.amount_fen is None else times * given.amount_fen
