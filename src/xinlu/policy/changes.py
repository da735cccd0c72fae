"""The smallest change that would make a household entitled: an exact search over the boundaries of a policy's clauses.

Fewest facts first; then what the household can change before what an office can, and that before what nobody can; then
the smallest step. What is not known yet is no change: it is found out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations, permutations
from typing import TypeAlias

from xinlu.policy.boundaries import candidates, put
from xinlu.policy.terms import Bounds, ChangedBy, Edition, Fact, Known, Policy, Type, Value
from xinlu.policy.tree import Name, Tree, facts_of, names
from xinlu.policy.truth import truth

MOST_FACTS = 3
MOST_LOOKS = 20_000
Cost: TypeAlias = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Change:
    """Facts and what each would have to be. `waits_for` are parameters without value that would then still decide."""

    to: Mapping[str, Value | Bounds]
    cost: Cost
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search found; `change` None: none within MOST_FACTS facts, or (`gave_up`) within the work allowed."""

    change: Change | None
    gave_up: bool = False


def smallest_change(edition: Edition, policy: Policy, known: Known) -> Sought:
    """The smallest change of facts after which every clause holds, or waits for a parameter without value alone.

    `known` are the household's facts with the edition's values. Where nothing needs to change, the change is empty.
    """
    search = _Search(edition, policy, known)
    for size in range(MOST_FACTS + 1):
        best = min(search.of_size(size), key=lambda change: change.cost, default=None)
        if best is not None or search.looks > MOST_LOOKS:
            return Sought(best, gave_up=best is None)
    return Sought(None)


@dataclass(slots=True)
class _Search:
    edition: Edition
    policy: Policy
    known: Known
    looks: int = 0
    clauses: dict[str, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.clauses = {clause.name: frozenset(facts_of(clause.tree)) for clause in self.policy.clauses}

    def of_size(self, size: int) -> Iterator[Change]:
        """Every change of so many facts that does it; each must touch every clause that now stands in the way."""
        blocked = [self.clauses[name] for name in self._in_the_way(self.known)]
        facts = dict.fromkeys(name for clause in self.policy.clauses for name in facts_of(clause.tree))
        for chosen in combinations(facts, size):
            if all(not uses.isdisjoint(chosen) for uses in blocked):
                yield from self._changes(chosen)

    def _changes(self, chosen: tuple[str, ...]) -> Iterator[Change]:
        orders = permutations(chosen) if self._meet(chosen) else (chosen,)
        for order in orders:
            for changed in self._assigned(order, self.known):
                self.looks += 1
                if self.looks > MOST_LOOKS:
                    return
                if not self._in_the_way(changed):
                    to = {name: new for name in order if (new := changed[name]) is not None}
                    yield Change(to, self._cost(to), self._waits_for(changed))

    def _assigned(self, order: tuple[str, ...], known: Known) -> Iterator[Known]:
        if not order:
            yield known
            return
        fact = self.edition.facts.household[order[0]]
        for new in candidates(fact, (clause.tree for clause in self.policy.clauses), known):
            if new != known.get(fact.name):
                yield from self._assigned(order[1:], put(known, fact, new))

    def _meet(self, chosen: Iterable[str]) -> bool:
        """Whether two of the facts stand in one clause, so that the one's boundaries may depend on the other."""
        return any(len(uses.intersection(chosen)) > 1 for uses in self.clauses.values())

    def _in_the_way(self, known: Known) -> list[str]:
        """Clauses that do not hold, nor wait for a parameter without value alone."""
        return [
            clause.name
            for clause in self.policy.clauses
            if not (held := truth(clause.tree, known)) and (held is False or not self._waits(clause.tree, known))
        ]

    def _waits(self, tree: Tree, known: Known) -> bool:
        """Whether all that is not known in a tree are parameters."""
        used = names(tree)
        return all(_is_settled(name, known) or name.is_parameter for name in used)

    def _waits_for(self, known: Known) -> tuple[str, ...]:
        found = [
            name.name
            for clause in self.policy.clauses
            if truth(clause.tree, known) is None
            for name in names(clause.tree)
            if name.is_parameter and known.get(name.name) is None
        ]
        return tuple(dict.fromkeys(found))

    def _cost(self, to: Mapping[str, Value | Bounds]) -> Cost:
        facts = [self.edition.facts.household[name] for name in to]
        moved = [fact for fact in facts if steps(fact, self.known.get(fact.name), to[fact.name])]
        return (
            len(facts),
            sum(fact.changed_by is ChangedBy.NOBODY for fact in moved),
            sum(fact.changed_by is ChangedBy.OFFICE for fact in moved),
            sum(steps(fact, self.known.get(fact.name), to[fact.name]) for fact in moved),
        )


def steps(fact: Fact, old: Value | Bounds | None, new: Value | Bounds) -> int:
    """How far a fact moves, in its own steps; 0 where it only becomes known."""
    if old is None or old == new:
        return 0
    if isinstance(old, Bounds) and isinstance(new, Bounds):
        below = old.least - new.least
        above = 0 if old.most is None else new.least - old.most
        return max(below, above, 0)
    if fact.type is Type.CODE:
        codes = list(fact.codes)
        return abs(codes.index(str(old)) - codes.index(str(new)))
    if isinstance(old, date) and isinstance(new, date):
        return abs((new - old).days)
    if isinstance(old, bool) or not isinstance(old, int) or not isinstance(new, int):
        return 1
    return -(-abs(new - old) // fact.step)


def _is_settled(name: Name, known: Known) -> bool:
    found = known.get(name.name)
    return found.exact is not None if isinstance(found, Bounds) else found is not None
