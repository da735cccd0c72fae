"""A household as facts: plain values checked against what can be known, and the members counted into people facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeGuard

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.policy.terms import Bounds, Fact, Facts, Known, Type, Value
from xinlu.policy.truth import truth


@dataclass(frozen=True, slots=True)
class Household:
    """What is known of one household: values by fact, Bounds by people fact. What is absent is not known."""

    known: Known


def read_household(
    facts: Facts,
    household: Mapping[str, object],
    members: Sequence[Mapping[str, object]] | None = None,
    *,
    members_complete: bool = True,
    people: Mapping[str, object] | None = None,
) -> Household:
    """The household in plain values (fen, codes, true or false, days); None stands for not known.

    `members` are its members by member fact (None: nothing is known of any); unless `members_complete`, there may be
    more of them. `people` says people facts outright: a number, or [least, most], and goes before counting.
    Refusal where a name or value is none of those declared.
    """
    known: dict[str, Value | Bounds | None] = {}
    for name, value in household.items():
        known[name] = checked(_fact(facts.household, name), value)
    read = None if members is None else [_member(facts, member) for member in members]
    for name, fact in facts.household.items():
        if fact.type is Type.PEOPLE:
            known[name] = count_people(fact, read, complete=members_complete)
    if read is not None and members_complete and known.get("people") is None and "people" in facts.household and read:
        known["people"] = len(read)
    for name, value in (people or {}).items():
        known[name] = checked_bounds(_fact(facts.household, name), value)
    return Household(known)


def count_people(fact: Fact, members: Iterable[Known] | None, *, complete: bool = True) -> Bounds:
    """How many of the members are so: those of whom it is known, and those of whom it may be."""
    if fact.who is None:
        raise ValueError(f"{fact.name} is not a number of members")
    if members is None:
        return Bounds(0, None)
    held = [truth(fact.who, member) for member in members]
    return Bounds(held.count(True), len(held) - held.count(False) if complete else None)


def _member(facts: Facts, member: Mapping[str, object]) -> Known:
    return {name: checked(_fact(facts.members, name), value) for name, value in member.items()}


def _fact(facts: Mapping[str, Fact], name: str) -> Fact:
    if name in facts:
        return facts[name]
    raise Refusal(
        "policy.no_such_fact",
        Words(
            "没有叫“{name}”的情况；有的列在 facts.yaml 里",
            "no fact is called “{name}”; facts.yaml lists those there are",
        ).filled(name=name[:60]),
        field=name,
    )


def checked(fact: Fact, value: object) -> Value | None:
    """The value, if it is one that the fact can have (None: not known). Refusal otherwise."""
    if value is None:
        return None
    if fact.type is Type.YES_NO and isinstance(value, bool):
        return value
    if fact.type is Type.CODE and isinstance(value, str) and value in fact.codes:
        return str(value)
    if fact.type is Type.DAY and isinstance(value, date):
        return value
    is_number = fact.type in (Type.COUNT, Type.FEN) and isinstance(value, int) and not isinstance(value, bool)
    if is_number and isinstance(value, int) and fact.least <= value <= fact.most:
        return value
    raise _wrong(fact, value)


def checked_bounds(fact: Fact, value: object) -> Bounds:
    """A number of members said outright: a number or [least, most]. Refusal otherwise."""
    least, most = value if isinstance(value, list | tuple) and len(value) == 2 else (value, value)
    if fact.type is Type.PEOPLE and _is_people(least, fact):
        if most is None:
            return Bounds(least, None)
        if _is_people(most, fact) and least <= most:
            return Bounds(least, most)
    raise _wrong(fact, value)


def _is_people(value: object, fact: Fact) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= fact.most


_WANTED: dict[Type, Words] = {
    Type.YES_NO: Words("是或否（true、false）", "yes or no (true, false)"),
    Type.CODE: Words("{codes} 里的一个", "one of {codes}"),
    Type.DAY: Words("一个日期", "a day"),
    Type.COUNT: Words("{least}到{most}的整数", "a whole number from {least} to {most}"),
    Type.FEN: Words("{least}到{most}分", "fen from {least} to {most}"),
    Type.PEOPLE: Words("人数，或者[最少, 最多]", "a number of people, or [least, most]"),
}


def _wrong(fact: Fact, value: object) -> Refusal:
    wanted = _WANTED[fact.type].filled(codes=", ".join(fact.codes), least=fact.least, most=fact.most)
    words = Words("“{label}”要是{wanted}，写的是 {value}", "“{label}” must be {wanted}, and is {value}")
    return Refusal(
        "policy.wrong_value",
        words.filled(label=fact.label, wanted=wanted, value=repr(value)[:60]),
        field=fact.name,
    )
