"""Reads policies and parameters out of the YAML of the catalogue, every expression checked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from xinlu.kernel.words import Words
from xinlu.policy.entries import Entry
from xinlu.policy.facts import packaged_facts
from xinlu.policy.faults import Collector, Fault, expression_in
from xinlu.policy.language import condition, money
from xinlu.policy.parameters import read_parameters
from xinlu.policy.placing import check_overlap, read_days, read_place
from xinlu.policy.strict_yaml import read_yaml
from xinlu.policy.terms import (
    TODAY,
    Amount,
    Catalogue,
    Clause,
    Facts,
    Kind,
    Named,
    Parameter,
    Per,
    Placed,
    Policy,
    Standing,
    Tier,
    Type,
)
from xinlu.policy.tree import Tree

FOLDER = Path(__file__).parent / "catalogue"
MOST_CLAUSES = 20
TAKEN = frozenset({"entitled", "secured", "amount_fen", "least", "most"})
"""Names of clauses that would be taken for other columns of the answers."""
USUAL_WORTH = 50
_TODAY = Named(name=TODAY, type=Type.DAY, is_parameter=True, label=Words("今天", "today"))


@cache
def packaged_catalogue() -> Catalogue:
    """The catalogue that comes with the product, read once."""
    return read_catalogue(FOLDER)


def read_catalogue(path: Path, facts: Facts | None = None) -> Catalogue:
    """The catalogue in a file, or in the .yaml files of a folder; CatalogueError with every fault that it has."""
    files = sorted(path.glob("*.yaml")) if path.is_dir() else [path]
    return read_texts({each.name: each.read_text(encoding="utf-8") for each in files}, facts)


def read_texts(texts: Mapping[str, str], facts: Facts | None = None, *, beside: Catalogue | None = None) -> Catalogue:
    """The catalogue in texts by file name; `beside` is one whose parameters and policies they may name.

    What comes back holds the texts' own parameters and policies only. CatalogueError with every fault.
    """
    facts = facts or packaged_facts()
    found = Collector()
    entries: list[Entry] = []
    for file, text in texts.items():
        with found.entry():
            entry = Entry.of(read_yaml(text, file), file)
            entry.only("parameters", "policies")
            entries.append(entry)
    known = beside.parameters if beside else {}
    parameters: dict[str, Parameter] = {}
    for entry in entries:
        for parameter in read_parameters(entry, facts, {**known, **parameters}, found):
            parameters[parameter.name] = parameter
    scope: dict[str, Named] = {**facts.household, **known, **parameters, TODAY: _TODAY}
    policies = [policy for entry in entries for policy in _policies(entry, scope, found)]
    _check_excludes(policies, {*(each.id for each in beside.policies if beside)} if beside else set(), found)
    found.settle()
    return Catalogue(facts=facts, parameters=parameters, policies=tuple(_symmetrical(policies)))


def _policies(entry: Entry, scope: Mapping[str, Named], found: Collector) -> Iterable[Policy]:
    seen: dict[tuple[str, str], list[Placed]] = {}
    with found.entry():
        for item in entry.listed("policies") if entry.has("policies") else []:
            called = item.value["id"].plain if isinstance(item.value, dict) and "id" in item.value else ""
            with found.entry(str(called)[:60]):
                policy = _policy(Entry.of(item, entry.file), scope, found)
                check_overlap(seen.setdefault((policy.id, policy.place), []), policy, Entry.of(item, entry.file))
                yield policy


FIELDS = (
    "id", "kind", "name", "short", "source", "url", "seen_on", "standing", "place", "from", "to", "worth", "clauses",
    "amount", "papers", "where", "until", "excludes", "question", "answer",
)  # fmt: skip


def _policy(entry: Entry, scope: Mapping[str, Named], found: Collector) -> Policy:
    entry.only(*FIELDS)
    name = entry.name("id")
    start, end = read_days(entry)
    return Policy(
        id=name,
        kind=entry.choice("kind", Kind) if entry.has("kind") else Kind.POLICY,
        name=entry.words("name"),
        short=entry.words("short"),
        source=entry.words("source"),
        url=entry.text("url") if entry.has("url") else "",
        seen_on=entry.day("seen_on"),
        standing=entry.choice("standing", Standing),
        place=read_place(entry),
        start=start,
        end=end,
        worth=entry.whole("worth", least=1, most=99) if entry.has("worth") else USUAL_WORTH,
        clauses=_clauses(name, entry, scope, found),
        amount=_amount(entry.below("amount"), scope) if entry.has("amount") else None,
        papers=tuple(entry.words_of(item) for item in entry.listed("papers")) if entry.has("papers") else (),
        where=entry.words("where"),
        until=entry.words("until") if entry.has("until") else None,
        excludes=frozenset(str(item.plain) for item in entry.listed("excludes"))
        if entry.has("excludes")
        else frozenset(),
        question=entry.words("question") if entry.has("question") else None,
        answer=entry.words("answer") if entry.has("answer") else None,
    )


def _clauses(policy: str, entry: Entry, scope: Mapping[str, Named], found: Collector) -> tuple[Clause, ...]:
    listed = entry.listed("clauses")
    if not 1 <= len(listed) <= MOST_CLAUSES:
        raise entry.fault(
            Words("条件要有1到{n}条", "there are 1 to {n} clauses").filled(n=MOST_CLAUSES),
            Words("至少写一条；太多就分成两项政策", "write at least one; split the policy where there are too many"),
            at="clauses",
        )
    clauses: dict[str, Clause] = {}
    for item in listed:
        called = item.value["name"].plain if isinstance(item.value, dict) and "name" in item.value else ""
        with found.entry(policy, str(called)[:60]):
            each = Entry.of(item, entry.file)
            clause = _clause(each, scope)
            if clause.name in TAKEN:
                raise each.fault(
                    Words("“{name}”这个名字已经用了", "the name “{name}” is taken").filled(name=clause.name),
                    Words("换一个名字", "choose another name"),
                    at="name",
                )
            if clause.name in clauses:
                raise each.fault(
                    Words("这项政策已经有一条叫“{name}”", "this policy already has a clause “{name}”").filled(
                        name=clause.name
                    ),
                    Words("换一个名字", "choose another name"),
                    at="name",
                )
            clauses[clause.name] = clause
    return tuple(clauses.values())


def _clause(entry: Entry, scope: Mapping[str, Named]) -> Clause:
    entry.only("name", "says", "when_not", "is")
    return Clause(
        name=entry.name("name"),
        says=entry.words("says", tuple(scope)),
        when_not=entry.words("when_not", tuple(scope)) if entry.has("when_not") else None,
        text=entry.text("is"),
        tree=read_condition(entry, "is", scope),
    )


def _amount(entry: Entry, scope: Mapping[str, Named]) -> Amount:
    entry.only("per", "tiers", "at_most")
    tiers = []
    for item in entry.listed("tiers"):
        tier = Entry.of(item, entry.file)
        tier.only("when", "each", "says")
        tiers.append(
            Tier(
                when=read_condition(tier, "when", scope) if tier.has("when") else None,
                each=_money(tier, "each", scope),
                says=tier.words("says", tuple(scope)),
            )
        )
    if not tiers or any(tier.when is None for tier in tiers[:-1]):
        raise entry.fault(
            Words("只有最后一档可以没有 when", "only the last tier may be without `when`"),
            Words("给前面的每一档写上 when", "give a `when` to each before it"),
            at="tiers",
        )
    return Amount(
        per=entry.choice("per", Per),
        tiers=tuple(tiers),
        at_most=_money(entry, "at_most", scope) if entry.has("at_most") else None,
    )


def read_condition(entry: Entry, field: str, scope: Mapping[str, Named]) -> Tree:
    """The clause in a field."""
    with expression_in(entry.file, entry.item(field).line):
        return condition("TRUE" if entry.item(field).value is True else _text(entry, field), scope)


def _money(entry: Entry, field: str, scope: Mapping[str, Named]) -> Tree:
    value = entry.item(field).value
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(entry, field)
    with expression_in(entry.file, entry.item(field).line):
        return money(text, scope)


def _text(entry: Entry, field: str) -> str:
    value = entry.item(field).value
    return value if isinstance(value, str) else entry.text(field)


def _check_excludes(policies: list[Policy], known: set[str], found: Collector) -> None:
    known |= {policy.id for policy in policies}
    for policy in policies:
        for other in sorted(policy.excludes - known | policy.excludes & {policy.id}):
            found.faults.append(
                Fault(
                    file="catalogue",
                    policy=policy.id,
                    words=Words(
                        "excludes 里的“{other}”没有这项政策", "`excludes` names “{other}”, which is no other policy"
                    ).filled(other=other[:60]),
                    instead=Words("写另一项政策的 id", "write the id of another policy"),
                )
            )


def _symmetrical(policies: list[Policy]) -> Iterable[Policy]:
    for policy in policies:
        back = {other.id for other in policies if policy.id in other.excludes}
        yield replace(policy, excludes=policy.excludes | back)
