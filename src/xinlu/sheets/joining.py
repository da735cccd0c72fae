"""Lists of households and lists of persons of one file brought together; what fits only by likeness is left to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from xinlu.kernel.words import Words
from xinlu.sheets.entries import CellFault, Choice, Skipped
from xinlu.sheets.gathering import Gathered, Gathering

YES, NO = "yes", "no"


def join(gathering: Gathering, *, answers: Mapping[str, str]) -> tuple[list[Gathered], list[Choice], list[Skipped]]:
    """The households with their persons and lines; questions that only a person can decide; rows that said nothing new."""
    households, skipped = _without_repeats(gathering.households)
    choices: list[Choice] = []
    if not households:
        joined = gathering.groups
    elif not gathering.groups:
        joined = households
    else:
        joined = _joined(households, gathering.groups, choices, answers)
    for ledger in gathering.ledgers:
        owner = _owner(ledger, joined)
        if owner is None:
            _blame(ledger, "ledger.whose", _LEDGER_WHOSE)
            joined.append(ledger)
        else:
            owner.ledger = [*owner.ledger, *ledger.ledger]
            owner.faults += ledger.faults
    return joined, choices, skipped


def _without_repeats(households: list[Gathered]) -> tuple[list[Gathered], list[Skipped]]:
    """Households by their own rows. The same row again says nothing new; another one of the same number is a fault."""
    kept: list[Gathered] = []
    skipped = []
    first: dict[str, Gathered] = {}
    for each in households:
        before = first.get(each.number) if each.number else None
        if before is None:
            first.setdefault(each.number, each)
            kept.append(each)
        elif _says_the_same(before, each):
            skipped.append(Skipped(each.spot, _REPEATED.filled(row=before.spot.row)))
        else:
            _blame(each, "number.twice", _TWICE.filled(number=each.number, row=before.spot.row), written=each.number)
            _blame(before, "number.twice", _TWICE.filled(number=each.number, row=each.spot.row), written=each.number)
            kept.append(each)
    return kept, skipped


def _says_the_same(one: Gathered, other: Gathered) -> bool:
    return (one.facts, one.head, one.places, one.sums, one.line_cells, one.kept, one.notes) == (
        other.facts,
        other.head,
        other.places,
        other.sums,
        other.line_cells,
        other.kept,
        other.notes,
    ) and not (one.faults or other.faults)


def _joined(
    households: list[Gathered], groups: list[Gathered], choices: list[Choice], answers: Mapping[str, str]
) -> list[Gathered]:
    free = list(groups)
    for key in _KEYS:
        waiting = [each for each in households if not each.persons]
        one_each = _unique(free, key)
        for value, household in _unique(waiting, key).items():
            if value in one_each:
                _take(household, one_each[value])
        free = [each for each in free if not each.has_row]
    alone = [each for each in households if not each.persons]
    by_head: dict[str, tuple[list[Gathered], list[Gathered]]] = {}
    for place, some in enumerate((alone, free)):
        for each in some:
            by_head.setdefault(each.head_name, ([], []))[place].append(each)
    for household in alone:
        mine, theirs = by_head[household.head_name]
        fitting = [each for each in theirs if not each.has_row and _fits(household, each)]
        if len(fitting) == 1 and sum(_fits(each, fitting[0]) for each in mine) == 1:
            choice = _choice(household, fitting[0])
            choices.append(choice)
            if answers.get(choice.code) == YES:
                household.number = household.number or fitting[0].number
                _take(household, fitting[0])
                continue
        _blame(household, "household.no_persons", _NO_PERSONS)
    free = [each for each in free if not each.has_row]
    for group in free:
        _blame(
            group,
            "persons.no_household",
            _NO_HOUSEHOLD.filled(number=group.number or group.head_name or "？"),
            written=group.number,
        )
    return [*households, *free]


def _by_village_and_head(each: Gathered) -> tuple[str, ...]:
    return (each.village, each.head_name) if each.village and each.head_name else ()


_KEYS: tuple[Callable[[Gathered], tuple[str, ...]], ...] = (
    lambda each: (each.number,) if each.number else (),
    lambda each: (each.head_id,) if each.head_id and not each.number else (),
    lambda each: () if each.number else _by_village_and_head(each),
    lambda each: (each.head_name,) if each.head_name and not each.number and not each.village else (),
)


def _unique(
    gathered: Iterable[Gathered], key: Callable[[Gathered], tuple[str, ...]]
) -> dict[tuple[str, ...], Gathered]:
    keyed = [(key(each), each) for each in gathered]
    often = Counter(value for value, _ in keyed)
    return {value: each for value, each in keyed if value and often[value] == 1}


def _take(household: Gathered, group: Gathered) -> None:
    """The persons of a group come to the household; what the group's rows say of the household must agree."""
    household.persons = group.persons
    household.faults += group.faults
    household.facts = {**group.facts, **household.facts}
    household.places = {**group.places, **household.places}
    household.sums = {**group.sums, **household.sums}
    if group.line_cells:
        household.line_cells = {**group.line_cells, **(household.line_cells or {})}
    household.kept += tuple(each for each in group.kept if each not in household.kept)
    if group.notes:
        household.notes = [*household.notes, *group.notes]
    group.has_row = True


def _fits(household: Gathered, group: Gathered) -> bool:
    """Whether a household that nothing joins and persons whom nothing joins look like the same: head and number of heads."""
    if not household.head_name or household.head_name != group.head_name or (household.number and group.number):
        return False
    people = household.facts.get("people")
    return people is None or people == len(group.persons)


def _owner(ledger: Gathered, households: list[Gathered]) -> Gathered | None:
    for key in (*_KEYS, _by_village_and_head):
        wanted = key(ledger)
        found = [each for each in households if wanted and key(each) == wanted]
        if len(found) == 1:
            return found[0]
    named = [each for each in households if ledger.head_name and each.head_name == ledger.head_name]
    return named[0] if len(named) == 1 and not ledger.number else None


def _choice(household: Gathered, group: Gathered) -> Choice:
    words = _SAME.filled(
        row=household.spot.row,
        head=household.head_name,
        n=len(group.persons),
        number=group.number or "？",
        there=Words(f"“{group.spot.sheet}”表第 {group.spot.row} 行", f"row {group.spot.row} of “{group.spot.sheet}”"),
    )
    return Choice(f"join:{household.spot}:{group.spot}", household.spot, words, {YES: _YES, NO: _NO})


def _blame(gathered: Gathered, code: str, words: Words, *, written: str = "") -> None:
    gathered.faults += (CellFault(gathered.number_at or gathered.spot, "", written, code, words),)


_REPEATED = Words("和第 {row} 行一模一样，只收一次", "The same as row {row}; taken once")
_TWICE = Words(
    "户编号 {number} 在第 {row} 行也有，内容不一样。请看是哪一户写错了编号",
    "Row {row} has the household number {number} too and says other things. See whose number is wrong",
)
_NO_PERSONS = Words(
    "成员表里找不到这一户的人，收进来人就不对了。请核对两张表的户编号",
    "No person of this household stands in the list of persons. Compare the household numbers of the two lists",
)
_NO_HOUSEHOLD = Words(
    "农户表里没有这一户（{number}）。请核对两张表的户编号",
    "The list of households has none of {number}. Compare the household numbers of the two lists",
)
_LEDGER_WHOSE = Words(
    "看不出这笔账是哪一户的。请写上户编号", "It cannot be told whose line this is. Write in the household number"
)
_SAME = Words(
    "第 {row} 行（{head}）没有能对上的户编号；{there} 起有一户（{number}），户主也叫{head}，{n} 口人。是同一户吗？",
    "Row {row} ({head}) has no number that fits; from {there} on there is a household ({number}) whose head is {head} too, "
    "{n} people. Are they the same?",
)
_YES = Words("是同一户", "The same household")
_NO = Words("不是，退回去改", "No, return it")
