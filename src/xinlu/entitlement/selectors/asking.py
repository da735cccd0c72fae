"""What nobody has entered of one household and somebody has to ask: of whom, and which policies wait for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from xinlu.entitlement.models import StatedFact
from xinlu.entitlement.selectors.known import fact_named, members_known
from xinlu.entitlement.selectors.owed import OwedView
from xinlu.entitlement.values import fact_value
from xinlu.policy.answers import NO, YES
from xinlu.policy.explain import Explained
from xinlu.policy.reasons import Missing
from xinlu.policy.terms import Fact, Known, Policy, Value
from xinlu.policy.tree import All, Any, Not, Tree, facts_of
from xinlu.policy.truth import truth
from xinlu.records.models import Household
from xinlu.records.selectors import heads
from xinlu.registry.models import MemberVersion


@dataclass(frozen=True, slots=True)
class ToAsk:
    """A fact to find out, of the household or of one `person`; `policies` wait for it, what matters most first.

    What is `in_file` is not stated beside it: it is entered there.
    """

    fact: Fact
    person: MemberVersion | None
    policies: tuple[Policy, ...]

    @property
    def in_file(self) -> bool:
        return fact_named(self.fact.name, of_member=self.person is not None) is None


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact that was stated beside the file, and by whom; `person` where it is one's own."""

    fact: Fact
    person: MemberVersion | None
    value: Value
    record: StatedFact


def to_ask(view: OwedView) -> list[ToAsk]:
    """Everything that keeps policies and guarantees open for the household, and amounts of what it is owed.

    Of a number of members it is asked of each one of whom it is not decided, and only what can decide it.
    """
    persons = members_known(view.household.pk, on=view.on)
    waiting: dict[tuple[str, UUID | None], ToAsk] = {}
    for explained in _in_order(view):
        for fact, person in _asked_for(_open_facts(explained), persons, view.edition.facts.members):
            key = (fact.name, person.member if person else None)
            before = waiting[key].policies if key in waiting else ()
            if explained.policy not in before:
                waiting[key] = ToAsk(fact, person, (*before, explained.policy))
    return list(waiting.values())


def stated_facts(household: Household, view: OwedView) -> list[Stated]:
    """What was stated beside the file and still counts, the latest first."""
    persons = {each.member: each for each, _ in members_known(household.pk, on=view.on)}
    records = heads(StatedFact).filter(household=household).select_related("author").order_by("-received_at", "pk")
    found = []
    for record in records:
        fact = fact_named(record.fact, of_member=record.member is not None)
        value = fact_value(fact, record.value) if fact else None
        if fact and value is not None and (record.member is None or record.member in persons):
            found.append(Stated(fact, persons.get(record.member) if record.member else None, value, record))
    return found


def unknown_in(tree: Tree, known: Known) -> tuple[str, ...]:
    """The facts that are not known in the parts of a clause that are not decided."""
    match tree:
        case All(of) | Any(of):
            found = [name for part in of if truth(part, known) is None for name in unknown_in(part, known)]
        case Not(of):
            found = list(unknown_in(of, known))
        case _:
            found = [name for name in facts_of(tree) if known.get(name) is None]
    return tuple(dict.fromkeys(found))


def _in_order(view: OwedView) -> list[Explained]:
    """What is to be told first comes first, then what is owed or open, then the guarantees."""
    first = view.to_tell()
    told = {each.policy.id for each in first}
    rest = sorted((each for each in view.policies if each.policy.id not in told), key=lambda each: each.policy.worth)
    return [*(each.explained for each in (*first, *rest)), *view.guarantees]


def _open_facts(explained: Explained) -> list[Fact]:
    if explained.state in NO or not explained.clauses:
        return []
    missing: Sequence[Missing] = explained.amount_missing if explained.state in YES else explained.missing
    return [each.named for each in missing if isinstance(each.named, Fact)]


def _asked_for(
    facts: Iterable[Fact], persons: Sequence[tuple[MemberVersion, Known]], of_members: Mapping[str, Fact]
) -> Iterator[tuple[Fact, MemberVersion | None]]:
    for fact in facts:
        undecided = [each for each in persons if fact.who is not None and truth(fact.who, each[1]) is None]
        if fact.who is None or not undecided:
            yield fact, None
        for person, known in undecided:
            for name in unknown_in(fact.who, known) if fact.who is not None else ():
                yield of_members[name], person
