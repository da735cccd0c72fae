"""Which kinds of line count at a place on a day, and on whose word."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from types import MappingProxyType

from xinlu import standards
from xinlu.income.kinds import Kind, Source, kinds
from xinlu.kernel.words import Words
from xinlu.standards import CountingRule

APART = Words(
    "{kind}单独列出来，不从收入里加减",
    "{kind} is shown apart and neither added to income nor taken off it",
)
UNRULED = Words(
    "{kind}算进收入：还没有哪里规定不算", "{kind} counts: no rule for this place and day says that it does not"
)
COUNTS = Words("{kind}算进收入。依据：{source}（{day}起）", "{kind} counts. By: {source} (from {day})")
COUNTS_OFF = Words(
    "{kind}要从收入里减掉。依据：{source}（{day}起）", "{kind} is taken off income. By: {source} (from {day})"
)
LEFT_OUT = Words("{kind}不算进收入。依据：{source}（{day}起）", "{kind} does not count. By: {source} (from {day})")


@dataclass(frozen=True, slots=True)
class Ruling:
    """Whether a kind counts, by which rule; `rule` is None where no rule speaks of it."""

    kind: Kind
    counts: bool
    rule: CountingRule | None

    @property
    def why(self) -> Words:
        """The ruling in one sentence, with the rule's source and first day."""
        if self.kind.source is Source.RIGID_SPENDING:
            return APART.filled(kind=self.kind.name)
        if self.rule is None:
            return UNRULED.filled(kind=self.kind.name)
        said = LEFT_OUT if not self.counts else COUNTS_OFF if self.kind.source.spends else COUNTS
        start = self.rule.start
        day = Words(f"{start.year} 年 {start.month} 月 {start.day} 日", f"{start.day} {start:%B %Y}")
        return said.filled(kind=self.kind.name, source=self.rule.source, day=day)


@dataclass(frozen=True)
class RuleBook:
    """The ruling on every kind for one place and day. Rigid spending is always apart and so never counts."""

    on: date
    rulings: Mapping[str, Ruling]

    @cached_property
    def counts(self) -> Mapping[str, bool]:
        """Kind code -> counts, as `totals.reckon` takes it."""
        return MappingProxyType({code: ruling.counts for code, ruling in self.rulings.items()})

    def ruling(self, kind: Kind) -> Ruling:
        return self.rulings[kind.code]


def counting_rules(*, on: date, place_codes: Sequence[str], own: Iterable[CountingRule] = ()) -> RuleBook:
    """The rule book of a place on a day. `place_codes` are area codes from the top down to the place; the nearest wins.

    `own` are rules that places set for themselves; at the same place they go before the packaged ones.

    >>> book = counting_rules(on=date(2026, 9, 30), place_codes=["52", "5226"])
    >>> book.counts["pension"], book.counts["student_aid"]
    (True, False)
    """
    packaged = _packaged()
    rulings = _packaged_rulings(packaged.last_turn(on), tuple(code for code in place_codes if code in packaged.places))
    set_here = _by_kind(own)
    changed = {
        code: _ruled(
            rulings[code].kind,
            standards.nearest(packaged.by_kind.get(code, ()), on=on, places=place_codes, own=set_here[code]),
        )
        for code in rulings.keys() & set_here.keys()
    }
    return RuleBook(on, MappingProxyType({**rulings, **changed}))


@dataclass(frozen=True)
class _Packaged:
    """The packaged rules by kind, the places that they name, and the days (in order) on which one begins or has lapsed."""

    by_kind: Mapping[str, Sequence[CountingRule]]
    places: frozenset[str]
    turns: Sequence[date]

    def last_turn(self, on: date) -> date:
        """The day since when the packaged rules have been as they are on that day."""
        place = bisect_right(self.turns, on)
        return self.turns[place - 1] if place else date.min


@cache
def _packaged() -> _Packaged:
    rules = standards.load().counting_rules
    turns = {rule.start for rule in rules} | {rule.end + timedelta(days=1) for rule in rules if rule.end}
    return _Packaged(_by_kind(rules), frozenset(rule.place for rule in rules), sorted(turns))


@cache
def _packaged_rulings(turn: date, places: tuple[str, ...]) -> Mapping[str, Ruling]:
    """Of a place that has set nothing for itself. There are few turns and places, and every account asks."""
    packaged = _packaged().by_kind
    return {
        kind.code: _ruled(kind, standards.nearest(packaged.get(kind.code, ()), on=turn, places=places))
        for kind in kinds()
    }


def _ruled(kind: Kind, rule: CountingRule | None) -> Ruling:
    counts = kind.source is not Source.RIGID_SPENDING and (rule is None or rule.counts)
    return Ruling(kind, counts, rule)


def _by_kind(rules: Iterable[CountingRule]) -> dict[str, list[CountingRule]]:
    sorted_out: dict[str, list[CountingRule]] = {}
    for rule in rules:
        sorted_out.setdefault(rule.kind, []).append(rule)
    return sorted_out
