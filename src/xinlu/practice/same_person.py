"""Records that are likely of one person, with or without ID numbers: asked about by a clerk, never merged by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest

from xinlu.kernel.words import Words
from xinlu.practice.likeness.blocks import candidates, same_ids
from xinlu.practice.likeness.fields import FIELDS, ID_PLACE, further_field
from xinlu.practice.likeness.records import Person, Record, made_ready
from xinlu.practice.likeness.weights import Model, Weighed, first_model

__all__ = ["LIKELY", "Evidence", "Pair", "Person", "agreement_words", "likely_pairs", "likeness_words"]

LIKELY = 0.5
"""The likeness from which a pair is shown: one person is more likely than two. A look costs a clerk a minute, and one
who is in the file twice may be paid twice; below a half, most looks would be for nothing."""
VERY_LIKELY = 0.9
KEPT_FROM = 0.0005
"""A candidate below this likeness, under weights that expect GENEROUS times as many doubles, is of no account."""
GENEROUS = 10
KEPT_MOST = 400_000
"""So many candidates are held at once (some 200 MB); with more, the less likely half is let go."""
FAMILY_FROM = -1.0
"""Bits from which it is said that the two may be of one family."""
FAMILY_WORDS = Words(
    "也像是一家人，比如双胞胎、兄弟姐妹、父子", "may also be kin: twins, brothers and sisters, parent and child"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one field says: `weight` in bits (log2 of how many times likelier one person is to agree like this than two
    strangers), above 0 for one person, below against. The field "family" weighs that they may be kin."""

    field: str
    level: str
    weight: float
    words: Words


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records and the probability, 0 to 1, that they are of one person. With `same_id` they carry one ID number,
    whatever the rest says: then a low `likeness` tells that the number may be with the wrong person."""

    left: Person
    right: Person
    likeness: float
    evidence: tuple[Evidence, ...]
    same_id: bool = False

    def level_of(self, field: str) -> str:
        """The level reached in a field; "" where one of the two says nothing."""
        return next((each.level for each in self.evidence if each.field == field), "")


def likely_pairs(
    left: Iterable[Person], right: Iterable[Person] | None = None, *, at_least: float = LIKELY
) -> Iterator[Pair]:
    """Pairs of records likely of one person, within `left` (each once) or between the two lists, likeliest first.

    Pairs of one ID come first, whatever their likeness; other pairs have `at_least` that likeness (0 to 1) and names
    with something in common. The weights are learnt from the records themselves, so `at_least` means a probability.
    """
    records = made_ready(left)
    begins_right = None if right is None else len(records)
    records += made_ready(right or ())
    further = sorted({code for record in records for code in record.more})
    model = first_model((*FIELDS, *map(further_field, further)), records, begins_right)
    kept = _kept(model, records, begins_right)
    model.learn(kept)
    found = [(each.levels[ID_PLACE] == 0, model.likeness(each), each) for each in kept]
    for same_id, likeness, weighed in sorted(found, key=lambda each: each[:2], reverse=True):
        if same_id or likeness >= at_least:
            one, two = records[weighed.left], records[weighed.right]
            yield Pair(one.person, two.person, likeness, tuple(_evidence(model, weighed)), same_id)


def agreement_words(pair: Pair) -> Words:
    """What speaks for one person, then what speaks against, as a clerk would say it.

    “姓名一样、生日差一位数字、同一个村；性别不一样”.
    """
    speaking_for = [each.words for each in pair.evidence if each.weight > 0]
    against = [each.words for each in pair.evidence if each.weight <= 0]
    sides = [side for side in (speaking_for, against) if side]
    return Words(
        "；".join("、".join(words.zh for words in side) for side in sides),
        "; but ".join(", ".join(words.en for words in side) for side in sides),
    )


def likeness_words(pair: Pair) -> Words:
    """How sure that is, in words; never that they are one person."""
    if pair.same_id and pair.likeness < LIKELY:
        return Words(
            "身份证号一样，人却不像同一个：号码可能登错了人", "one ID number, but hardly one person: check whose it is"
        )
    if pair.likeness >= VERY_LIKELY:
        return Words("很可能是同一个人，请核对", "very likely one person: please check")
    if pair.likeness >= LIKELY:
        return Words("多半是同一个人，请核对", "more likely one person than two: please check")
    return Words("有可能是同一个人，请问清楚", "possibly one person: please ask")


def _kept(model: Model, records: Sequence[Record], begins_right: int | None) -> list[Weighed]:
    """The candidates that can still turn out likely, each once."""
    people = len(records)
    by_id: dict[int, Weighed] = {}
    for left, right in same_ids(records, begins_right):
        if weighed := model.weighed(left, right, by_id=True):
            by_id[left * people + right] = weighed
    generous = model.expecting(GENEROUS)
    kept: dict[int, Weighed] = {}
    least = KEPT_FROM
    for left, right in candidates(records, begins_right):
        pair = left * people + right
        if pair in kept or pair in by_id:
            continue
        weighed = model.weighed(left, right)
        if weighed is None or generous.likeness(weighed) < least:
            continue
        kept[pair] = weighed
        if len(kept) > KEPT_MOST:
            likeliest = nlargest(KEPT_MOST // 2, kept.items(), key=lambda each: generous.likeness(each[1]))
            kept, least = dict(likeliest), generous.likeness(likeliest[-1][1])
    return [*by_id.values(), *kept.values()]


def _evidence(model: Model, weighed: Weighed) -> Iterator[Evidence]:
    for field, level, weight in model.weights(weighed):
        yield Evidence(field.code, field.levels[level].code, weight, field.levels[level].words)
    family = model.against_for_family(weighed)
    if family <= FAMILY_FROM:
        yield Evidence("family", "alike", family, FAMILY_WORDS)
