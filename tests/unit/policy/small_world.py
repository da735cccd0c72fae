"""A small world for tests: few facts with small domains, policies written in it, and households of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random

from hypothesis import strategies as st

from xinlu.kernel.words import Words
from xinlu.policy.catalogue import read_texts
from xinlu.policy.choosing import choose
from xinlu.policy.facts import read_facts
from xinlu.policy.households import Household
from xinlu.policy.language import condition, money
from xinlu.policy.terms import (
    Amount,
    Bounds,
    Catalogue,
    Clause,
    Edition,
    Fact,
    Facts,
    Kind,
    Named,
    Per,
    Policy,
    Standing,
    Tier,
    Type,
)
from xinlu.policy.tree import Tree

DAY = date(2026, 11, 25)
SAID = "{zh: 话, en: words}"
WORDS = Words("话", "words")
HOW = f"label: {SAID}, from: {SAID}, asked: {SAID}"

FACTS = f"""
household:
  people: {{type: count, unit: person, {HOW}, changed_by: nobody, least: 1, most: 4}}
  days: {{type: count, unit: days, {HOW}, changed_by: office, least: 0, most: 5}}
  income_per_head_fen: {{type: fen, {HOW}, changed_by: household, least: -2, most: 9, step: 2}}
  cost_fen: {{type: fen, {HOW}, changed_by: nobody, least: 0, most: 6}}
  has_car: {{type: yes_no, {HOW}, changed_by: household}}
  has_light: {{type: yes_no, {HOW}, changed_by: office}}
  grade: {{type: code, codes: {{a: {SAID}, b: {SAID}, c: {SAID}}}, {HOW}, changed_by: office}}
  seen_on: {{type: day, {HOW}, changed_by: nobody}}
members:
  age: {{type: count, unit: year, {HOW}, changed_by: nobody, least: 0, most: 130}}
  ill: {{type: yes_no, {HOW}, changed_by: nobody}}
people:
  pupils: {{label: {SAID}, who: age BETWEEN 6 AND 15, asked: {SAID}, changed_by: household}}
  patients: {{label: {SAID}, who: ill, asked: {SAID}, changed_by: nobody}}
"""

VALUED = (
    ("line_fen", "fen", "5"),
    ("rate_fen", "fen", "300"),
    ("percent", "percent", "130"),
    ("few", "person", "2"),
    ("some_days", "days", "3"),
    ("dry", "yes_no", "true"),
    ("since", "day", "2026-11-20"),
)
UNVALUED = (("unset_fen", "fen"), ("unset_percent", "percent"), ("unset_few", "person"), ("unset_dry", "yes_no"))
NOW = f"from: 2026-01-01, source: {SAID}, seen_on: 2026-11-01, standing: confirmed"


@cache
def facts() -> Facts:
    """The facts of the small world."""
    return read_facts(FACTS, "small.yaml")


@cache
def base() -> Catalogue:
    """Its parameters, some of them without value."""
    lines = ["parameters:"]
    for name, unit, value in VALUED:
        lines.append(
            f"  - {{name: {name}, unit: {unit}, label: {SAID}, values: [{{value: {value}, place: CN, {NOW}}}]}}"
        )
    lines += [f"  - {{name: {name}, unit: {unit}, label: {SAID}, values: []}}" for name, unit in UNVALUED]
    return read_texts({"small.yaml": "\n".join(lines)}, facts())


@dataclass(frozen=True)
class Written:
    """An amount as texts: tiers of when (None: always) and each, and a cap."""

    tiers: tuple[tuple[str | None, str], ...]
    at_most: str | None = None
    per: Per = Per.YEAR


@cache
def _tree(text: str) -> Tree:
    return condition(text, scope())


def scope() -> dict[str, Named]:
    """Every name that clauses of the small world can use."""
    today = Named(name="today", type=Type.DAY, is_parameter=True, label=WORDS)
    return {**facts().household, **base().parameters, "today": today}


def policy(name: str, clauses: Sequence[str], amount: Written | None = None, excludes: Sequence[str] = ()) -> Policy:
    """A policy of the whole country, in force; its clauses are called c0, c1, ..."""
    return Policy(
        id=name,
        kind=Kind.POLICY,
        name=Words(f"政策{name}", f"policy {name}"),
        short=WORDS,
        source=WORDS,
        url="",
        seen_on=DAY,
        standing=Standing.CONFIRMED,
        worth=50,
        place="CN",
        start=date(2026, 1, 1),
        end=None,
        clauses=tuple(
            Clause(name=f"c{number}", says=WORDS, when_not=None, text=text, tree=_tree(text))
            for number, text in enumerate(clauses)
        ),
        amount=None if amount is None else _amount(amount),
        papers=(),
        where=WORDS,
        until=None,
        excludes=frozenset(excludes),
        question=None,
        answer=None,
    )


def _amount(written: Written) -> Amount:
    tiers = tuple(
        Tier(when=None if when is None else _tree(when), each=money(each, scope()), says=WORDS)
        for when, each in written.tiers
    )
    return Amount(
        per=written.per, tiers=tiers, at_most=None if written.at_most is None else money(written.at_most, scope())
    )


def edition(*policies: Policy, on: date = DAY) -> Edition:
    """The edition of some policies."""
    return choose(replace(base(), policies=policies), on=on)


ORDERED = st.sampled_from(("=", "<>", "!=", "<", "<=", ">", ">="))
WHOLE = st.integers(-1, 7).map(str)
FEN_SIDES = st.sampled_from(
    ("line_fen", "unset_fen", "rate_fen * percent", "line_fen * percent", "cost_fen", "cost_fen + 1", "2 * cost_fen - line_fen", "-1")
) | WHOLE  # fmt: skip
ONE_FACT_ATOMS = st.one_of(
    st.sampled_from(("has_car", "has_light", "dry", "unset_dry", "has_car = TRUE", "has_light <> FALSE", "TRUE", "FALSE")),
    st.tuples(st.sampled_from(("people", "days")), ORDERED, WHOLE).map(" ".join),
    st.tuples(st.just("days"), ORDERED, st.just("some_days")).map(" ".join),
    st.tuples(st.sampled_from(("income_per_head_fen", "cost_fen")), ORDERED, WHOLE | st.sampled_from(("line_fen", "unset_fen", "line_fen * percent"))).map(" ".join),
    st.tuples(st.sampled_from(("pupils", "patients")), ORDERED, WHOLE | st.sampled_from(("few", "unset_few"))).map(" ".join),
    st.tuples(st.sampled_from(("few", "2")), ORDERED, st.sampled_from(("pupils", "patients"))).map(" ".join),
    st.sampled_from(("grade = 'a'", "grade <> 'b'", "grade IN ('b', 'c')", "NOT grade IN ('a')", "pupils BETWEEN 1 AND 2", "days NOT BETWEEN 1 AND 3", "people IN (1, 3)", "pupils IN (0, unset_few, 2)")),
    st.tuples(st.just("seen_on"), ORDERED, st.sampled_from(("since", "today"))).map(" ".join),
)  # fmt: skip
ATOMS = ONE_FACT_ATOMS | st.tuples(
    st.sampled_from(("income_per_head_fen", "income_per_head_fen * people")), ORDERED, FEN_SIDES
).map(" ".join)


def clauses(atoms: st.SearchStrategy[str] = ATOMS, leaves: int = 5) -> st.SearchStrategy[str]:
    """Clauses as text, of at most so many comparisons."""
    return st.recursive(
        atoms,
        lambda inner: st.one_of(
            st.tuples(inner, st.sampled_from((" AND ", " OR ")), inner).map(
                lambda each: f"({each[0]}{each[1]}{each[2]})"
            ),
            inner.map(lambda each: f"NOT ({each})"),
        ),
        max_leaves=leaves,
    )


EACH = st.sampled_from(
    ("rate_fen", "rate_fen * pupils", "rate_fen * percent * people", "unset_fen * patients", "(line_fen - income_per_head_fen) * people", "300", "rate_fen * pupils + unset_fen * patients", "cost_fen * unset_percent", "-cost_fen * percent")
)  # fmt: skip


@st.composite
def amounts(draw: st.DrawFn) -> Written | None:
    """An amount, or none."""
    if draw(st.booleans()):
        return None
    tiers: list[tuple[str | None, str]] = [
        (draw(clauses(leaves=2)), draw(EACH)) for _ in range(draw(st.integers(0, 2)))
    ]
    if not tiers or draw(st.booleans()):
        tiers.append((None, draw(EACH)))
    cap = draw(st.sampled_from((None, "rate_fen * 2", "unset_fen", "100")))
    return Written(tuple(tiers), cap, draw(st.sampled_from((Per.YEAR, Per.MONTH, Per.ONCE))))


def bounds() -> st.SearchStrategy[Bounds]:
    """Numbers of members, within bounds."""
    open_ended = st.integers(0, 3).map(lambda least: Bounds(least, None))
    closed = st.tuples(st.integers(0, 4), st.integers(0, 2)).map(lambda each: Bounds(each[0], each[0] + each[1]))
    return open_ended | closed | st.integers(0, 4).map(lambda number: Bounds(number, number))


def values(fact: Fact) -> st.SearchStrategy[object]:
    """Values that a fact of the small world can have."""
    match fact.type:
        case Type.YES_NO:
            return st.booleans()
        case Type.CODE:
            return st.sampled_from(tuple(fact.codes))
        case Type.DAY:
            return st.dates(date(2026, 11, 18), date(2026, 11, 27))
        case Type.PEOPLE:
            return bounds()
        case _:
            return st.integers(fact.least, fact.most)


def households(*, complete: bool = False) -> st.SearchStrategy[Household]:
    """Households of which each fact is known or not; `complete`: of which all are known."""
    every = {name: values(fact) if complete else st.none() | values(fact) for name, fact in facts().household.items()}
    return st.fixed_dictionaries(every).map(_told)


def many(seed: int, count: int, of: Facts | None = None) -> list[Household]:
    """So many households by chance, a third of their facts not known; the same for the same seed."""
    chance = Random(seed)
    world = (of or facts()).household
    return [_told({name: _by_chance(fact, chance) for name, fact in world.items()}, of) for _ in range(count)]


def _by_chance(fact: Fact, chance: Random) -> object:
    if chance.random() < 1 / 3:
        return None
    match fact.type:
        case Type.YES_NO:
            return chance.random() < 0.5
        case Type.CODE:
            return chance.choice(list(fact.codes))
        case Type.DAY:
            return DAY - timedelta(days=chance.randint(-2, 7))
        case Type.PEOPLE:
            least = chance.randint(0, 3)
            return Bounds(least, chance.choice((least, least, least + 1, least + 2, None)))
        case _:
            wide = chance.choice((1, 1, 100, 10_000))
            return chance.randint(max(fact.least, fact.least // wide), max(fact.most // wide, fact.least))


def _told(values: dict[str, object], of: Facts | None = None) -> Household:
    for name, fact in (of or facts()).household.items():
        if fact.type is Type.PEOPLE and values[name] is None:
            values[name] = Bounds(0, None)
    return Household(values)


def household(**known: object) -> Household:
    """A household of which this much is known."""
    return _told({name: known.get(name) for name in facts().household})


def row(told: Household, of: Facts | None = None) -> tuple[object, ...]:
    """A household as a row of `compiling.fact_columns`."""
    found: list[object] = []
    for name in (of or facts()).household:
        value = told.known.get(name)
        found += (value.least, value.most) if isinstance(value, Bounds) else (value,)
    return tuple(found)
