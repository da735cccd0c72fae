"""What reads strangely in an entry that can be taken: a spouse of five, a son older than the head, a pupil of fifty.

Asked about, never refused: the rules are those by which every household file is judged (practice.file_rules).
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import Any

from xinlu.kernel.words import Words
from xinlu.practice.file_facts import FileFacts, MemberFacts
from xinlu.practice.file_quality import RULES, FileLimits, Kind, Rule
from xinlu.practice.file_rules.rule import FileOnDay
from xinlu.practice.idnumbers import birth_and_sex
from xinlu.practice.vocabulary import Education, Health, LabourAbility, Relation, Schooling, Sex, chosen
from xinlu.sheets.entries import Asked, HouseholdEntry, PersonEntry, Spot

_SUBJECTS = ("kin", "people", "schooling", "work")
_SEPARATELY = frozenset({"head.several"})
"""Refused where the file is read."""

_LIMITS = FileLimits()
_CODED = MappingProxyType(
    {
        "sex": Sex,
        "relation": Relation,
        "education": Education,
        "schooling": Schooling,
        "health": Health,
        "labour": LabourAbility,
    }
)
_PLAIN = (
    "migrant_work", "subsistence_allowance", "medical_insurance", "pension_insurance", "joined_on", "left_on", "ethnic_group",
)  # fmt: skip


def _asked_rules() -> tuple[Rule, ...]:
    return tuple(
        each
        for each in RULES.values()
        if each.kind is Kind.INCONSISTENT
        and each.code not in _SEPARATELY
        and each.look.__module__.rpartition(".")[2] in _SUBJECTS
    )


_RULES = _asked_rules()


def ask_about(entry: HouseholdEntry, *, on: date) -> None:
    """Add to the entry what somebody should ask, each at the row of the person whom it concerns."""
    file = FileOnDay(
        FileFacts(number=entry.number, members=tuple(_member(each.facts) for each in entry.persons)), on, _LIMITS
    )
    for rule in _RULES:
        for values in rule.look(file):
            words = rule.what.filled(**values)
            entry.asked.append(Asked(_spot(entry, values), rule.code, words))
    for person in entry.persons:
        _ask_about_number(entry, person)


def _ask_about_number(entry: HouseholdEntry, person: PersonEntry) -> None:
    """Birth and sex against the ID number, which was read and so is one that can be."""
    facts = person.facts
    if not (number := facts.get("id_number")):
        return
    born, sex = birth_and_sex(number)
    if facts.get("born_on") != born:
        words = _BIRTH_DIFFERS.filled(name=facts["name"], written=facts.get("born_on"), told=born)
        entry.asked.append(Asked(person.spot, "birth.differs", words))
    if facts.get("sex") != sex.value:
        entry.asked.append(Asked(person.spot, "sex.differs", _SEX_DIFFERS.filled(name=facts["name"], told=sex.words)))


_BIRTH_DIFFERS = Words(
    "{name}的出生日期写的是 {written}，身份证号上是 {told}",
    "{name} is written as born on {written}, the ID number says {told}",
)
_SEX_DIFFERS = Words(
    "{name}的性别和身份证号对不上，身份证号上是{told}",
    "{name}'s sex does not agree with the ID number, which says {told}",
)


def _member(facts: dict[str, Any]) -> MemberFacts:
    coded: dict[str, Any] = {name: chosen(kind, facts[name]) for name, kind in _CODED.items() if name in facts}
    return MemberFacts(
        name=facts.get("name", ""),
        birth_date=facts.get("born_on"),
        id_number=facts.get("id_number"),
        **coded,
        **{name: facts[name] for name in _PLAIN if name in facts},
    )


def _spot(entry: HouseholdEntry, values: dict[str, object]) -> Spot:
    name = values.get("name")
    return next((each.spot for each in entry.persons if each.facts.get("name") == name), entry.spot)
