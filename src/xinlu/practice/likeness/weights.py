"""How likely two records are of one person: what Fellegi and Sunter weigh, with kin beside strangers, learnt from the data.

I. P. Fellegi, A. B. Sunter, A Theory for Record Linkage, JASA 64 (1969), for the weights; W. E. Winkler, Using the EM
Algorithm for Weight Computation in the Fellegi-Sunter Model (1988), for learning them; H. B. Newcombe et al., Automatic
Linkage of Vital Records, Science 130 (1959), for the frequencies of values.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp2, log2
from random import Random
from typing import NamedTuple

from xinlu.practice.likeness import names
from xinlu.practice.likeness.fields import ABSENT, NAME, Field
from xinlu.practice.likeness.records import Frequencies, Record

KIN_OF_EACH = 1.5
"""Kin of one surname that live with a person."""
TWINS_OF_EACH = 0.01
"""The share of people who have a twin: of births in China 6.5 per 1,000 in the rural south-east of 1993-2005 (Twin
Research and Human Genetics 16(2), 608), 18.8 in the country of 2007-2014 (Deng et al., PLoS ONE 14(1) e0209962)."""
TWICE_WITHIN, TWICE_ACROSS = 0.01, 0.5
"""Before anything is learnt: so many of the people of one list are in it twice; of the shorter of two, in the other."""
FIRST_IS_WORTH = 0.1
"""The weight of that first opinion against what is learnt."""
USUAL_IS_WORTH = 50
"""As many pairs of one person weigh as much as the usual shares of `fields`."""
DRAWN, DRAWN_OF_EACH = 100_000, 4
CHANCE_IS_WORTH = 20_000
"""Pairs of strangers drawn to see how often they agree, so many for each record; as many drawn weigh as much as the
chances of `fields`."""
ROUNDS_MOST = 30
SETTLED = 1e-3
"""Learning ends with the round that changes the number of expected pairs by less than this share."""
OF_NO_ACCOUNT = 1e-4
"""A pair less likely than this teaches nothing."""


class Weighed(NamedTuple):
    """Two records compared, by their places: the level in each field; the log2 chances that strangers, kin and twins
    agree like that."""

    left: int
    right: int
    levels: tuple[int, ...]
    strangers: float
    kin: float
    twins: float


@dataclass(slots=True)
class Model:
    """What is held of all `pairs` of records: how many are `expected` to be of one person, of `kin`, of `twins`. By field
    and level, `same` is the log2 share of that level among pairs of one person, `chances` among those of strangers."""

    fields: Sequence[Field]
    records: Sequence[Record]
    frequencies: Frequencies
    same: list[list[float]]
    chances: list[list[float]]
    pairs: float
    kin: float
    twins: float
    expected: float

    def weighed(self, left: int, right: int, *, by_id: bool = False) -> Weighed | None:
        """The two compared; None where the names have nothing in common, unless ID brought them together."""
        one, two = self.records[left], self.records[right]
        name = NAME.compare(one, two)
        if name in (ABSENT, names.DIFFERS) and not by_id:
            return None
        levels, strangers, kin, twins = [], 0.0, 0.0, 0.0
        for place, field in enumerate(self.fields):
            level = name if field is NAME else field.compare(one, two)
            levels.append(level)
            if level != ABSENT:
                chance, reached = self._chance(place, level, one, two), field.levels[level]
                strangers += chance
                kin += chance if reached.kin is None else log2(reached.kin)
                twins += chance if reached.twin is None else log2(reached.twin)
        return Weighed(left, right, tuple(levels), strangers, kin, twins)

    def likeness(self, weighed: Weighed) -> float:
        """The probability, 0 to 1, that the two are one person."""
        shares = [self.same[place][level] for place, level in enumerate(weighed.levels) if level != ABSENT]
        same = self.expected * exp2(sum(shares))
        return same / (same + self._strangers(weighed) + self._family(weighed))

    def weights(self, weighed: Weighed) -> Iterator[tuple[Field, int, float]]:
        """Each field in which both say something, its level, and the bits it speaks for one person against strangers."""
        one, two = self.records[weighed.left], self.records[weighed.right]
        for place, level in enumerate(weighed.levels):
            if level != ABSENT:
                yield self.fields[place], level, self.same[place][level] - self._chance(place, level, one, two)

    def against_for_family(self, weighed: Weighed) -> float:
        """By how many bits the weight is less because the two may be kin or twins; 0 or below."""
        return -log2(1 + self._family(weighed) / self._strangers(weighed))

    def expecting(self, times: float) -> Model:
        """The same with as many times the expected pairs of one person."""
        return replace(self, expected=min(self.expected * times, self.pairs / 2))

    def learn(self, weighed: Sequence[Weighed]) -> None:
        """Set `same` and `expected` from pairs (expectation and maximisation); pairs left out count as strangers'."""
        first = self.expected
        for _ in range(ROUNDS_MOST):
            counts = [[USUAL_IS_WORTH * level.usual for level in field.levels] for field in self.fields]
            total = 0.0
            for each in weighed:
                likeness = self.likeness(each)
                total += likeness
                if likeness > OF_NO_ACCOUNT:
                    for place, level in enumerate(each.levels):
                        if level != ABSENT:
                            counts[place][level] += likeness
            self.same = _log_shares(counts)
            before = self.expected
            self.expected = (total + FIRST_IS_WORTH * first) / (1 + FIRST_IS_WORTH)
            if abs(self.expected - before) <= SETTLED * before:
                return

    def _chance(self, place: int, level: int, one: Record, two: Record) -> float:
        chance = self.fields[place].chance(self.frequencies, one, two, level)
        return self.chances[place][level] if chance is None else log2(chance)

    def _strangers(self, weighed: Weighed) -> float:
        return max(self.pairs - self.expected, 1.0) * exp2(weighed.strangers)

    def _family(self, weighed: Weighed) -> float:
        return self.kin * exp2(weighed.kin) + self.twins * exp2(weighed.twins)


def first_model(fields: Sequence[Field], records: Sequence[Record], begins_right: int | None) -> Model:
    """The model before anything is learnt, for one list or (with the place where the right one begins) two."""
    people = len(records)
    if begins_right is None:
        pairs, families, expected = people * (people - 1) / 2, people / 2, people * TWICE_WITHIN
    else:
        right = people - begins_right
        pairs, families, expected = float(begins_right * right), float(begins_right), TWICE_ACROSS
        expected *= min(begins_right, right)
    return Model(
        fields=fields,
        records=records,
        frequencies=Frequencies(records),
        same=_log_shares([[level.usual for level in field.levels] for field in fields]),
        chances=_chances(fields, records),
        pairs=max(pairs, 1.0),
        kin=min(families * KIN_OF_EACH, pairs),
        twins=min(families * TWINS_OF_EACH, pairs),
        expected=min(expected, pairs / 2),
    )


def _log_shares(counts: list[list[float]]) -> list[list[float]]:
    return [[log2(count / sum(counted)) for count in counted] for counted in counts]


def _chances(fields: Sequence[Field], records: Sequence[Record]) -> list[list[float]]:
    """By field and level the log2 share of pairs drawn at random, but for those whose names sound alike."""
    counts = [[CHANCE_IS_WORTH * level.chance for level in field.levels] for field in fields]
    draw = Random(len(records))
    for _ in range(min(DRAWN, len(records) * DRAWN_OF_EACH)):
        one, two = draw.choice(records), draw.choice(records)
        if one.name.key != two.name.key:
            for field, counted in zip(fields, counts, strict=True):
                level = ABSENT if field is NAME else field.compare(one, two)
                if level != ABSENT:
                    counted[level] += 1
    return _log_shares(counts)
