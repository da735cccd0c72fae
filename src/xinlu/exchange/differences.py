"""What a file says against what stands on file, fact by fact: pure. Changed here and there alike is nobody's to overwrite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from xinlu.practice.vocabulary import Relation
from xinlu.sheets.entries import PersonEntry

HOUSEHOLD_FACTS = (
    "number", "address", "phone", "main_cause", "further_causes", "house_area_m2", "house_structure", "house_year",
    "house_grade", "house_graded_on", "electricity", "fuels", "water", "market_distance_m", "note",
)  # fmt: skip
PERSON_FACTS = (
    "name", "sex", "born_on", "disability_number", "relation", "ethnic_group", "education", "schooling", "health",
    "labour", "migrant_work", "subsistence_allowance", "medical_insurance", "pension_insurance",
)  # fmt: skip


class Verdict(StrEnum):
    """What follows for one fact."""

    SAME = "same"
    TAKE = "take"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that the file changes: of the household (`member` None) or of a person."""

    field: str
    here: Any
    there: Any
    member: UUID | None = None


@dataclass(frozen=True, slots=True)
class OnFile:
    """A person on file; `base` is what the last register said of them, None where none did."""

    member: UUID
    facts: Mapping[str, Any]
    base: Mapping[str, Any] | None


@dataclass(slots=True)
class People:
    """How the persons of a file stand to those on file: who is who, who is new, who is missing."""

    same: list[tuple[OnFile, PersonEntry]] = field(default_factory=list)
    new: list[PersonEntry] = field(default_factory=list)
    missing: list[OnFile] = field(default_factory=list)
    other_id: list[tuple[OnFile, PersonEntry]] = field(default_factory=list)


def verdict(*, here: Any, there: Any, base: Any, has_base: bool) -> Verdict:
    """For one fact that the file tells: nothing new, to be taken, or changed on both sides.

    >>> verdict(here="a", there="b", base="a", has_base=True), verdict(here="c", there="b", base="a", has_base=True)
    (<Verdict.TAKE: 'take'>, <Verdict.ASK: 'ask'>)
    """
    if _same(here, there) or (has_base and _same(base, there)):
        return Verdict.SAME
    if _empty(here) or (has_base and _same(here, base)):
        return Verdict.TAKE
    return Verdict.ASK


def changes(
    names: Sequence[str],
    *,
    here: Mapping[str, Any],
    there: Mapping[str, Any],
    base: Mapping[str, Any] | None,
    member: UUID | None = None,
) -> tuple[list[Change], list[Change]]:
    """The facts to be taken, and those to be asked about; facts that the file does not tell are left alone."""
    take, ask = [], []
    for name in names:
        if name not in there or _empty(there[name]):
            continue
        found = verdict(
            here=here.get(name), there=there[name], base=base.get(name) if base else None, has_base=base is not None
        )
        if found is Verdict.TAKE:
            take.append(Change(name, here.get(name), there[name], member))
        elif found is Verdict.ASK:
            ask.append(Change(name, here.get(name), there[name], member))
    return take, ask


def who_is_who(on_file: Sequence[OnFile], persons: Sequence[PersonEntry]) -> People:
    """Persons matched by ID number, then by name and birth, then by a name that only one bears on each side."""
    found = People()
    free = list(on_file)
    waiting = list(persons)
    for fits in (_same_id, _same_name_and_birth, _same_name_alone):
        still = []
        for person in waiting:
            candidates = [each for each in free if fits(each, person)]
            rivals = [each for each in waiting if candidates and fits(candidates[0], each)]
            if len(candidates) == 1 and len(rivals) == 1:
                free.remove(candidates[0])
                ids = candidates[0].facts.get("id_number"), person.facts.get("id_number")
                into = found.other_id if all(ids) and ids[0] != ids[1] else found.same
                into.append((candidates[0], person))
            else:
                still.append(person)
        waiting = still
    found.new, found.missing = waiting, free
    return found


def _same_id(here: OnFile, there: PersonEntry) -> bool:
    number = there.facts.get("id_number")
    return bool(number) and here.facts.get("id_number") == number


def _same_name_and_birth(here: OnFile, there: PersonEntry) -> bool:
    born: date | None = there.facts.get("born_on")
    return here.facts["name"] == there.facts.get("name") and born is not None and here.facts.get("born_on") == born


def _same_name_alone(here: OnFile, there: PersonEntry) -> bool:
    """Only where nothing else speaks against it: two numbers, or two days of birth, are two persons."""
    if here.facts["name"] != there.facts.get("name"):
        return False
    return all(
        _empty(here.facts.get(name)) or _empty(there.facts.get(name)) or here.facts.get(name) == there.facts[name]
        for name in ("id_number", "born_on")
    )


def new_head(people: People) -> tuple[OnFile, PersonEntry] | None:
    """The person on file whom the file names head and who is not, if any."""
    return next(
        (
            (here, there)
            for here, there in people.same
            if there.facts.get("relation") == Relation.HEAD and here.facts.get("relation") != Relation.HEAD
        ),
        None,
    )


def _empty(value: Any) -> bool:
    return value is None or value == "" or value == []


def _same(one: Any, other: Any) -> bool:
    if _empty(one) and _empty(other):
        return True
    if isinstance(one, list) and isinstance(other, list):
        return sorted(one) == sorted(other)
    if isinstance(one, str) and isinstance(other, str):
        return one.split() == other.split()  # a cell keeps neither line breaks nor the width of blanks
    return bool(one == other)
