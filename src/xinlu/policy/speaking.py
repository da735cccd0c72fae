"""Values, gaps and requirements in words: "4,501元", "C 级", "at least 1 person", "比标准高1元"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinlu.kernel.money import yuan
from xinlu.kernel.words import Words
from xinlu.policy.terms import UNITS, Bounds, Clause, Edition, Fact, Known, Named, Per, Type, Value
from xinlu.policy.tree import All, Any, Arithmetic, Compare, Name, Not, Share, Tree, names
from xinlu.policy.truth import number, truth

NOT_ENTERED = Words("（还没填）", "(not entered)")
NOT_SET = Words("（县里还没填的标准）", "(a rate that the county has not entered)")
NOBODY = Words("没有", "none")
YES, NO = Words("是", "yes"), Words("否", "no")
PERS: dict[Per, Words] = {
    Per.YEAR: Words("一年{money}", "{money} a year"),
    Per.MONTH: Words("每月{money}", "{money} a month"),
    Per.ONCE: Words("一次性{money}", "{money} once"),
    Per.SCHOOL_DAY: Words("每个上学日{money}", "{money} a school day"),
    Per.LOAN: Words("最多可以贷{money}", "a loan of up to {money}"),
}


def money(fen: int) -> Words:
    """Fen as yuan: 4,501元.

    >>> money(450100).said("en"), money(450150).said("zh")
    ('4,501 yuan', '4,501.50元')
    """
    return Words(f"{yuan(fen)}元", f"{yuan(fen)} yuan")


def counted(count: int, unit: str) -> Words:
    """A count with its unit, one of them without its plural."""
    if not unit:
        return Words(f"{count:,}", f"{count:,}")
    words = UNITS[unit]
    one = "person" if unit == "person" else words.en.removesuffix("s")
    return Words(f"{count:,}{words.zh}", f"{count:,} {one if count == 1 else words.en}")


def told(named: Named, value: Value | Bounds | None) -> Words:
    """A value of a fact or parameter as one says it."""
    if value is None:
        return NOT_SET if named.is_parameter else NOT_ENTERED
    if isinstance(value, Bounds):
        return _people(value)
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return Words(f"{value.year}年{value.month}月{value.day}日", value.isoformat())
    if isinstance(value, str):
        return named.codes[value]
    if named.type is Type.FEN:
        return money(value)
    if named.type is Type.PERCENT:
        return Words(f"{value}%", f"{value} %")
    return counted(value, named.unit)


def _people(bounds: Bounds) -> Words:
    if bounds.exact is not None:
        return counted(bounds.exact, "person")
    if bounds.most is None:
        if not bounds.least:
            return NOT_ENTERED
        return Words("至少{n}", "at least {n}").filled(n=counted(bounds.least, "person"))
    words = Words("{least}到{most}", "{least} to {most}")
    return words.filled(least=bounds.least, most=counted(bounds.most, "person"))


def filled(sentence: Words, edition: Edition, known: Known) -> Words:
    """A sentence of the catalogue with its {names} filled by what is known."""
    return sentence.filled(**_Told(edition, known))


class _Told(dict[str, object]):
    """Every name of an edition, told; only those that the sentence asks for are worked out."""

    def __init__(self, edition: Edition, known: Known) -> None:
        named: dict[str, Named] = {**edition.facts.household, **edition.parameters}
        super().__init__({name: told(each, known.get(name)) for name, each in named.items()})
        today = edition.on
        self["today"] = Words(f"{today.year}年{today.month}月{today.day}日", today.isoformat())


def own_facts(clause: Clause, edition: Edition, known: Known) -> tuple[Words, ...]:
    """The household's own facts that a clause looks at: "人均年纯收入：4,501元"."""
    facts = [edition.facts.household[name.name] for name in names(clause.tree) if not name.is_parameter]
    return tuple(_own(fact, known) for fact in facts)


def _own(fact: Fact, known: Known) -> Words:
    value = known.get(fact.name)
    said = NOBODY if value == Bounds(0, 0) else told(fact, value)
    return Words("{label}：{value}", "{label}: {value}").filled(label=fact.label, value=said)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A fact that is the reason for a clause not to hold, as it is, and by how much where that can be told."""

    own: Words
    gap: Words | None

    @property
    def words(self) -> Words:
        """Both: "人均年纯收入：4,501元，比标准高1元"."""
        return Words("{own}，{gap}", "{own}, {gap}").filled(own=self.own, gap=self.gap) if self.gap else self.own


def shortfalls(clause: Clause, edition: Edition, known: Known) -> tuple[Shortfall, ...]:
    """Of a clause that does not hold: each fact that is the reason, and by how much."""
    found = [_shortfall(each, wanted, edition, known) for each, wanted in _reasons(clause.tree, True, known)]
    return tuple(dict.fromkeys(words for words in found if words))


def _reasons(tree: Tree, wanted: bool, known: Known) -> Iterator[tuple[Tree, bool]]:
    """The comparisons and facts of a tree that keep it from being `wanted`."""
    if truth(tree, known) is not (not wanted):
        return
    match tree:
        case Not(of):
            yield from _reasons(of, not wanted, known)
        case All(of) | Any(of):
            for each in of:
                yield from _reasons(each, wanted, known)
        case _:
            yield tree, wanted


def _shortfall(tree: Tree, wanted: bool, edition: Edition, known: Known) -> Shortfall | None:
    facts = [edition.facts.household[name.name] for name in names(tree) if not name.is_parameter]
    if not facts:
        return None
    own = _own(facts[0], known)
    return Shortfall(own, _gap(tree, wanted, facts, known) if isinstance(tree, Compare) else None)


NEGATED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "<>", "<>": "="}


def _gap(tree: Compare, wanted: bool, facts: list[Fact], known: Known) -> Words | None:
    """By how much a comparison of numbers is missed; None where that cannot be told in one word."""
    left, right = number(tree.left, known), number(tree.right, known)
    sign = tree.sign if wanted else NEGATED[tree.sign]
    first = facts[0]
    if left is None or right is None or sign in ("=", "<>") or isinstance(left, bool) or first.type is Type.PEOPLE:
        return None
    if not isinstance(tree.left, Name | Arithmetic | Share) or not _stands_in(tree.left, first):
        left, right, sign = right, left, {"<": ">", "<=": ">=", ">": "<", ">=": "<="}[sign]
    apart = money(abs(left - right)) if first.type is Type.FEN else counted(abs(left - right), first.unit)
    if left == right:
        if sign == "<":
            return Words("正好到标准，要低于才行", "exactly at the line, it must be below")
        return Words("正好到标准，要高于才行", "exactly at the line, it must be above")
    if sign in ("<", "<="):
        return Words("比标准高{apart}", "{apart} over the line").filled(apart=apart)
    return Words("比标准低{apart}", "{apart} short of the line").filled(apart=apart)


def _stands_in(tree: Tree, fact: Fact) -> bool:
    return any(name.name == fact.name for name in names(tree))
