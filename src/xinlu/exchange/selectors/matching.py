"""Which household on file an entry of a register is: by its number, by who lives in it, or nobody but a person can say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from typing import TypeVar
from uuid import UUID

from xinlu.records.fields import blind_index
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile, MemberVersion
from xinlu.sheets.entries import HouseholdEntry

QUERY_VALUES = 800
"""Values of one query: SQLite takes some thousands, and not everywhere as many."""

_Item = TypeVar("_Item")


class How(StrEnum):
    """How an entry stands to what is on file."""

    NEW = "new"
    NUMBER = "number"
    PEOPLE = "people"
    HEAD = "head"  # same village and head's name, nothing else told on either side
    OTHER_PEOPLE = "other_people"  # the number is on file, with others living there
    OTHER_NUMBER = "other_number"  # its head is on file under another number
    PEOPLE_ELSEWHERE = "people_elsewhere"  # the number is new, its people are on file
    SEVERAL = "several"  # its people are on file in several households


@dataclass(slots=True)
class Fit:
    """An entry's household (None for a new one, or where only a person can say) and where its people are on file."""

    how: How
    household: UUID | None = None
    elsewhere: dict[int, list[tuple[UUID, UUID]]] = field(default_factory=dict)  # person's index -> (household, member)
    candidates: tuple[UUID, ...] = ()


def fits(entries: Sequence[HouseholdEntry], places: Sequence[str]) -> list[Fit]:
    """For each entry (which lives in the place of the code beside it) what it is on file."""
    numbers = _by_number({each.number for each in entries if each.number})
    indexes = [[blind_index(one.facts.get("id_number", ""), purpose="id") for one in each.persons] for each in entries]
    people = _by_id({index for found in indexes for index in found if index})
    unknown = [
        (place, each.persons[0].facts["name"])
        for each, place, index in zip(entries, places, indexes, strict=True)
        if each.persons and not each.number and not any(index)
    ]
    named = _by_head(unknown)
    return [
        _fit(entry, place, index, numbers=numbers, people=people, named=named)
        for entry, place, index in zip(entries, places, indexes, strict=True)
    ]


def _fit(
    entry: HouseholdEntry,
    place: str,
    indexes: Sequence[str],
    *,
    numbers: dict[str, list[UUID]],
    people: dict[str, list[tuple[UUID, UUID]]],
    named: dict[tuple[str, str], list[UUID]],
) -> Fit:
    where = {n: people[index] for n, index in enumerate(indexes) if index in people}
    households = Counter(household for found in where.values() for household in {each for each, _ in found})
    own = numbers.get(entry.number, []) if entry.number else []
    if own:
        chosen = max(own, key=lambda each: households[each])
        if len(own) > 1 and not households[chosen]:
            return Fit(How.OTHER_PEOPLE, None, where, tuple(own))
        known = any(index for index in indexes)
        how = How.NUMBER if households[chosen] or not known or not _has_numbers(chosen) else How.OTHER_PEOPLE
        fit = Fit(how, chosen if how is How.NUMBER else None, where, tuple(own))
        if how is How.OTHER_PEOPLE and _bears_head(chosen, entry):
            fit.how, fit.household = How.NUMBER, chosen
        return fit
    if len(households) > 1:
        return Fit(How.SEVERAL, None, where, tuple(households))
    if households:
        return _by_people(entry, where, next(iter(households)))
    if not entry.number and not any(indexes) and entry.persons:
        found = named.get((place, entry.persons[0].facts["name"]), [])
        if found:
            return Fit(How.HEAD, found[0] if len(found) == 1 else None, where, tuple(found))
    return Fit(How.NEW, None, where)


def _by_people(entry: HouseholdEntry, where: dict[int, list[tuple[UUID, UUID]]], household: UUID) -> Fit:
    """Nobody has the entry's number, and its people live in one household."""
    number = CurrentFile.objects.filter(household=household).values_list("number", flat=True).first() or ""
    head_there = 0 in where and _is_head(household, where[0][0][1])
    if entry.number and number:
        how = How.OTHER_NUMBER if head_there else How.PEOPLE_ELSEWHERE
        return Fit(how, None, where, (household,))
    mostly = len(where) * 2 >= len([each for each in entry.persons if each.facts.get("id_number")])
    if head_there and mostly:
        return Fit(How.PEOPLE, household, where, (household,))
    return Fit(How.PEOPLE_ELSEWHERE, None, where, (household,))


def _by_number(numbers: set[str]) -> dict[str, list[UUID]]:
    found: dict[str, list[UUID]] = defaultdict(list)
    for some in batches(numbers):
        for number, household in CurrentFile.objects.filter(number__in=some).values_list("number", "household_id"):
            found[number].append(household)
    return found


def _by_id(indexes: set[str]) -> dict[str, list[tuple[UUID, UUID]]]:
    found: dict[str, list[tuple[UUID, UUID]]] = defaultdict(list)
    for some in batches(indexes):
        rows = heads(MemberVersion).filter(id_index__in=some, left_on=None)
        for index, household, member in rows.values_list("id_index", "household_id", "member"):
            if household is not None:
                found[index].append((household, member))
    return found


def _by_head(wanted: Sequence[tuple[str, str]]) -> dict[tuple[str, str], list[UUID]]:
    """Households of which nothing but the place and the head's name is told."""
    found: dict[tuple[str, str], list[UUID]] = defaultdict(list)
    for some in batches({name for _, name in wanted}):
        rows = CurrentFile.objects.filter(head_name__in=some, number="")
        for name, place, village, household in rows.values_list("head_name", "place_id", "village", "household_id"):
            found[place, name].append(household)
            if village != place:
                found[village, name].append(household)
    return found


def _has_numbers(household: UUID) -> bool:
    return heads(MemberVersion).filter(household=household, left_on=None).exclude(id_index="").exists()


def _bears_head(household: UUID, entry: HouseholdEntry) -> bool:
    """Whether the head on file has the name of the entry's head: the ID numbers may have been put right meanwhile."""
    name = CurrentFile.objects.filter(household=household).values_list("head_name", flat=True).first()
    return bool(entry.persons) and name == entry.persons[0].facts.get("name")


def _is_head(household: UUID, member: UUID) -> bool:
    return heads(MemberVersion).filter(household=household, member=member, relation="head").exists()


def batches(items: Iterable[_Item]) -> Iterator[list[_Item]]:
    """The items some hundreds at a time."""
    rest = iter(items)
    while found := list(islice(rest, QUERY_VALUES)):
        yield found
