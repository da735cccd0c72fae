"""What was gathered of one household made an entry: persons finished, sums and lines settled, what reads strangely asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from xinlu.kernel.words import Words
from xinlu.practice.idnumbers import birth_and_sex
from xinlu.practice.vocabulary import Relation
from xinlu.sheets.accounts import settle_account
from xinlu.sheets.entries import Asked, CellFault, HouseholdEntry, PersonEntry, Register, Skipped, Spot
from xinlu.sheets.gathering import Gathered, Person

OFFICIAL_FROM = 6
"""Shorter household numbers count the rows of one file; they join its lists and are not kept."""

_OF_ALL = frozenset({"subsistence_allowance", "medical_insurance", "pension_insurance", "schooling", "migrant_work"})
"""Said of a whole household in a list of households: of which person, nobody knows; kept in words."""


def finished(gathered: Gathered, register: Register) -> HouseholdEntry:
    """The entry; faults that show only now are added to `gathered.faults`."""
    entry = HouseholdEntry(
        spot=gathered.spot,
        number=gathered.number if len(gathered.number) >= OFFICIAL_FROM else "",
        places=gathered.places,
        people=gathered.facts.pop("people", None),
        title=gathered.title,
    )
    entry.persons = _persons(gathered, register)
    if gathered.number_at and gathered.number_at.column and not gathered.number and not gathered.faults:
        entry.asked.append(Asked(gathered.number_at, "number.missing", _NO_NUMBER))
    entry.facts = {name: value for name, value in gathered.facts.items() if value not in (None, "", [])}
    _settle_causes(entry)
    settle_account(entry, gathered, register)
    if gathered.note:
        entry.facts["note"] = gathered.note
    if not gathered.faults and gathered.persons:
        _ask_about_people(entry)
    return entry


def _persons(gathered: Gathered, register: Register) -> list[PersonEntry]:
    if not gathered.persons:
        return _head_alone(gathered)
    heads = gathered.head_rows
    if len(heads) > 1:
        _blame(gathered, heads[1].spot, "household.two_heads", _TWO_HEADS.filled(row=heads[0].spot.row))
    if not heads and not gathered.faults:
        _blame(gathered, gathered.persons[0].spot, "household.no_head", _NO_HEAD)
    _check_head(gathered, heads)
    persons = [_person(each.spot, each.member) for each in (*heads[:1], *_others(gathered, heads))]
    if heads:
        for name, value in gathered.head.items():
            persons[0].facts.setdefault(name, value)
    for each in persons:
        _check_person(gathered, each)
    return _once(gathered, persons, register)


def _others(gathered: Gathered, heads: list[Person]) -> list[Person]:
    return [each for each in gathered.persons if each not in heads[:1]]


def _head_alone(gathered: Gathered) -> list[PersonEntry]:
    """The head as a list of households tells of it."""
    facts = dict(gathered.head)
    for name in _OF_ALL & facts.keys():
        gathered.kept += (f"{_KEPT[name].zh}：{_said(facts.pop(name))}",)
    if not facts.get("name"):
        if not gathered.faults:
            _blame(gathered, gathered.spot, "head.name", _NO_NAME)
        return []
    facts["relation"] = Relation.HEAD.value
    return [_person(gathered.spot, facts)]


def _said(value: Any) -> str:
    return {True: "是", False: "否"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _check_head(gathered: Gathered, heads: list[Person]) -> None:
    """What a list of households says of the head agrees with the person entered as head."""
    if not heads or not gathered.head:
        return
    told, entered = gathered.head, heads[0].member
    for name in ("name", "id_number"):
        if told.get(name) and entered.get(name) and told[name] != entered[name]:
            words = _OTHER_HEAD.filled(
                told=_shown(name, told[name]), entered=_shown(name, entered[name]), row=heads[0].spot
            )
            _blame(gathered, gathered.spot, f"head.other_{name}", words)


def _shown(name: str, value: str) -> str:
    return f"{value[:4]}…{value[-2:]}" if name == "id_number" else value


def _check_person(gathered: Gathered, person: PersonEntry) -> None:
    if any(fault.spot.row == person.spot.row and fault.spot.sheet == person.spot.sheet for fault in gathered.faults):
        return
    if not person.facts.get("name"):
        _blame(gathered, person.spot, "member.name", _NO_NAME)
    elif not person.facts.get("relation"):
        _blame(gathered, person.spot, "member.relation", _NO_RELATION.filled(name=person.facts["name"]))


def _once(gathered: Gathered, persons: list[PersonEntry], register: Register) -> list[PersonEntry]:
    """Each person once: the same row again says nothing new, another row with the same ID number is a fault."""
    kept: list[PersonEntry] = []
    by_id: dict[str, PersonEntry] = {}
    for each in persons:
        number = each.facts.get("id_number")
        before = by_id.get(number) if number else _same_row(kept, each)
        if before is None:
            kept.append(each)
            if number:
                by_id[number] = each
        elif before.facts != each.facts:
            _blame(gathered, each.spot, "member.same_id", _SAME_ID.filled(row=before.spot.row))
        else:
            register.skipped.append(Skipped(each.spot, _REPEATED.filled(row=before.spot.row)))
    return kept


def _same_row(kept: list[PersonEntry], person: PersonEntry) -> PersonEntry | None:
    """A row that says all the same of a person whom name and birth tell apart."""
    if not person.facts.get("name") or not person.facts.get("born_on"):
        return None
    return next((each for each in kept if each.facts == person.facts), None)


def _person(spot: Spot, facts: Mapping[str, Any]) -> PersonEntry:
    """The facts that are kept; birth and sex from the ID number where they do not stand there themselves."""
    found = {name: value for name, value in facts.items() if name != "age" and value not in (None, "")}
    derived: list[str] = []
    if number := found.get("id_number"):
        born, sex = birth_and_sex(number)
        for name, value in (("born_on", born), ("sex", sex.value)):
            if name not in found:
                found[name] = value
                derived.append(name)
    return PersonEntry(spot, found, frozenset(derived))


def _settle_causes(entry: HouseholdEntry) -> None:
    main = entry.facts.get("main_cause")
    further = [each for each in entry.facts.get("further_causes", []) if each != main]
    if further:
        entry.facts["further_causes"] = further
    else:
        entry.facts.pop("further_causes", None)


def _ask_about_people(entry: HouseholdEntry) -> None:
    listed = len(entry.persons)
    if entry.people is not None and entry.people != listed:
        words = _PEOPLE_DIFFER.filled(stated=entry.people, listed=listed)
        entry.asked.append(Asked(entry.spot, "people.differ", words))


def ask_about_repeats(entries: Sequence[HouseholdEntry], twice: Collection[str]) -> None:
    """Each of these ID numbers stands in two households of the entries, and is asked about at both."""
    where: dict[str, list[tuple[HouseholdEntry, PersonEntry]]] = {}
    for entry in entries:
        for each in entry.persons:
            if each.facts.get("id_number") in twice:
                where.setdefault(each.facts["id_number"], []).append((entry, each))
    for found in where.values():
        for entry, each in found:
            others = "、".join(str(other.spot) for _, other in found if other is not each)
            entry.asked.append(Asked(each.spot, "person.twice", _TWICE.filled(name=each.facts["name"], others=others)))


def _blame(gathered: Gathered, spot: Spot, code: str, words: Words) -> None:
    gathered.faults += (CellFault(spot, "", "", code, words),)


_KEPT = {
    "subsistence_allowance": Words("低保", "Subsistence allowance"),
    "medical_insurance": Words("医保", "Medical insurance"),
    "pension_insurance": Words("养老保险", "Pension insurance"),
    "schooling": Words("在校情况", "Schooling"),
    "migrant_work": Words("外出务工", "Works away"),
}
_REPEATED = Words("和第 {row} 行一模一样，只收一次", "The same as row {row}; taken once")
_NO_NUMBER = Words(
    "户编号空着：照收了。下次靠户主身份证号或名字对，请补上编号",
    "The household number is empty; taken all the same. Next time it is found by its head alone: add the number",
)
_NO_NAME = Words("名字空着。请照户口簿写上", "The name is empty. Write it from the household register")
_NO_RELATION = Words(
    "{name}跟户主是什么关系没有写。请写上", "{name}'s relation to the head is not written. Write it in"
)
_NO_HEAD = Words(
    "这一户没有一个人写的是“户主”。请把户主的关系写成“户主”",
    "Nobody of this household is entered as head. Write who is",
)
_TWO_HEADS = Words(
    "第 {row} 行已经是户主了，一户只有一个。请看是不是两户",
    "Row {row} is the head already; there is one. See whether these are two households",
)
_OTHER_HEAD = Words(
    "农户表写的户主是“{told}”，成员表（{row}）写的是“{entered}”。请核对",
    "The list of households has the head as “{told}”, the list of persons ({row}) “{entered}”. Compare",
)
_SAME_ID = Words(
    "身份证号和第 {row} 行的人一样，别的又不一样。请对着证看",
    "The ID number is that of row {row}, the rest differs. Look at the cards",
)
_PEOPLE_DIFFER = Words(
    "写的是 {stated} 口人，名单上有 {listed} 个。请问一问是几口",
    "{stated} people are stated, {listed} are listed. Ask how many there are",
)
_TWICE = Words(
    "{name}的身份证号在 {others} 也有。人在哪一户，要问",
    "{name}'s ID number stands at {others} too. Ask in which household the person lives",
)
