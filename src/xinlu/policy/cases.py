"""Situations that policy staff can read: a household, a day, a place, and the answers expected with their reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.policy.answers import State
from xinlu.policy.choosing import choose
from xinlu.policy.entries import Entry
from xinlu.policy.explain import Explained, explain
from xinlu.policy.faults import Collector, Fault, FaultFound
from xinlu.policy.households import Household, read_household
from xinlu.policy.strict_yaml import Item, read_yaml
from xinlu.policy.terms import Catalogue, Edition, ParameterValue, Standing
from xinlu.standards import COUNTRY

HELD: Mapping[object, bool | None] = {True: True, False: False, "unknown": None}
ABSENT = object()


@dataclass(frozen=True, slots=True)
class Expected:
    """What one policy should answer; what is absent is not looked at. `says`: each must occur in what is told."""

    state: State | None
    amount_fen: object
    clauses: Mapping[str, bool | None]
    says: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Case:
    """One situation with its household and edition, and what is expected by policy."""

    file: str
    line: int
    name: Words
    edition: Edition
    household: Household
    expected: Mapping[str, Expected]


def read_cases(path: Path, catalogue: Catalogue) -> tuple[Case, ...]:
    """The cases in a file or in the .yaml files of a folder; CatalogueError with every fault."""
    found = Collector()
    cases: list[Case] = []
    for file in sorted(path.glob("*.yaml")) if path.is_dir() else [path]:
        with found.entry():
            listed = read_yaml(file.read_text(encoding="utf-8"), file.name)
            for item in listed.value if isinstance(listed.value, list) else [listed]:
                with found.entry():
                    cases.append(read_case(Entry.of(item, file.name), catalogue))
    found.settle()
    return tuple(cases)


def read_case(entry: Entry, catalogue: Catalogue) -> Case:
    """One case. FaultFound where it names what is not declared."""
    entry.only("name", "date", "places", "own", "household", "members", "members_complete", "people", "expected")
    edition = _edition(entry, catalogue)
    try:
        household = read_household(
            catalogue.facts,
            _plain(entry, "household", {}),
            _plain(entry, "members", None),
            members_complete=bool(_plain(entry, "members_complete", True)),
            people=_plain(entry, "people", {}),
        )
    except Refusal as wrong:
        raise entry.fault(wrong.words, Words("照 facts.yaml 改", "write it as facts.yaml has it")) from None
    expected = entry.below("expected") if entry.has("expected") else Entry(entry.file, entry.line, {})
    clauses = {policy.id: {clause.name for clause in policy.clauses} for policy in (*edition.policies, *edition.past)}
    return Case(
        file=entry.file,
        line=entry.line,
        name=entry.words("name"),
        edition=edition,
        household=household,
        expected={name: _expected(name, expected, item, clauses) for name, item in expected.fields.items()},
    )


def differences(case: Case) -> tuple[Words, ...]:
    """Where the case's answers are not those expected; empty where all agree."""
    explained = {each.policy.id: each for each in explain(case.edition, case.household)}
    found: list[Words] = []
    for name, expected in case.expected.items():
        wrong = _differences(expected, explained[name])
        words = Words("{case}：{policy}：{wrong}", "{case}: {policy}: {wrong}")
        found += [words.filled(case=case.name, policy=name, wrong=each) for each in wrong]
    return tuple(found)


def _differences(expected: Expected, explained: Explained) -> list[Words]:
    found: list[Words] = []
    words = Words("{what}应为 {wanted}，实为 {seen}", "{what} should be {wanted} and is {seen}")
    if expected.state not in (None, explained.state):
        found.append(words.filled(what=Words("答复", "the answer"), wanted=expected.state, seen=explained.state))
    amount = explained.answer.amount_fen
    if expected.amount_fen not in (ABSENT, amount):
        found.append(words.filled(what=Words("金额", "the amount"), wanted=expected.amount_fen, seen=amount))
    for clause, held in expected.clauses.items():
        seen = explained.answer.clauses.get(clause)
        if seen is not held:
            found.append(words.filled(what=clause, wanted=held, seen=seen))
    for language, fragments in expected.says.items():
        said = explained.said(language)
        missing = Words("没有说到“{fragment}”，说的是：{said}", "“{fragment}” is not told; told was: {said}")
        found += [missing.filled(fragment=each, said=said) for each in fragments if each not in said]
    return found


def _edition(entry: Entry, catalogue: Catalogue) -> Edition:
    places = [str(place) for place in _plain(entry, "places", [])]
    on = entry.day("date")
    own = {name: [_entered(name, value, on, places)] for name, value in _plain(entry, "own", {}).items()}
    try:
        return choose(catalogue, on=on, places=places, own_values=own)
    except ValueError as wrong:
        raise entry.fault(
            Words("own 里的值用不了（{what}）", "a value under `own` cannot be used ({what})").filled(what=wrong),
            Words("照目录里的参数写", "write it as the catalogue declares the parameter"),
            at="own",
        ) from None


def _entered(name: str, value: Any, on: date, places: Sequence[str]) -> ParameterValue:
    return ParameterValue(
        place=places[-1] if places else COUNTRY,
        start=on,
        end=on,
        value=value,
        source=Words("县里填的", "entered by the county"),
        seen_on=on,
        standing=Standing.CONFIRMED,
    )


def _expected(policy: str, entry: Entry, item: Item, clauses: Mapping[str, set[str]]) -> Expected:
    if policy not in clauses:
        raise entry.fault(
            Words("这个地方没有“{policy}”这项政策", "there is no policy “{policy}” at this place").filled(
                policy=policy
            ),
            Words("写目录里的 id", "write an id of the catalogue"),
            at=policy,
        )
    fields = Entry.of(item, entry.file)
    fields.only("answer", "amount_fen", "clauses", "says")
    held = _plain(fields, "clauses", {})
    for clause, value in held.items():
        if clause not in clauses[policy] or value not in HELD:
            raise _wrong_clause(fields, policy, clause)
    return Expected(
        state=fields.choice("answer", State) if fields.has("answer") else None,
        amount_fen=fields.fields["amount_fen"].plain if "amount_fen" in fields.fields else ABSENT,
        clauses={clause: HELD[value] for clause, value in held.items()},
        says={language: list(said) for language, said in _plain(fields, "says", {}).items()},
    )


def _wrong_clause(entry: Entry, policy: str, clause: str) -> FaultFound:
    return FaultFound(
        Fault(
            file=entry.file,
            line=entry.line,
            policy=policy,
            clause=clause,
            words=Words("没有这一条，或者值不对", "there is no such clause, or its value is wrong"),
            instead=Words(
                "写目录里的条件名字，值写 true、false 或 unknown",
                "name a clause of the policy; its value is true, false or unknown",
            ),
        )
    )


def _plain(entry: Entry, name: str, otherwise: Any) -> Any:
    return entry.fields[name].plain if entry.has(name) else otherwise
