"""Which pairs of records are worth comparing: passes that bring together records with something in common."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from xinlu.practice.likeness.records import Record

PAIRS_MOST = 20_000
"""A block with more pairs (some 200 records within one list) is divided by the finer keys of its pass."""
NEIGHBOURS = 20
"""Where the finest key leaves more pairs than that still, each record is compared with as many next to it in order."""
SAME_ID_MOST = 50
"""Records of one ID are compared each with each up to so many; beyond, each with the first alone: no true number
stands in as many, and no record is left out."""

Keys = Callable[[Record], Iterable[Hashable]]
Pairs = Iterator[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pass:
    """One way of bringing records together: a record joins the block of each of its `keys`; `finer` divides blocks."""

    code: str
    keys: Keys
    finer: tuple[Callable[[Record], Hashable], ...]


def _name_and_year(record: Record) -> Iterable[Hashable]:
    if record.name.key and record.year:
        yield record.name.key, record.year


def _name_and_birthday(record: Record) -> Iterable[Hashable]:
    if record.name.key and record.month_day:
        yield record.name.key, record.month_day


def _birth(record: Record) -> Iterable[Hashable]:
    if record.day:
        yield record.day


def _name_and_place(record: Record) -> Iterable[Hashable]:
    if record.name.key and record.place:
        yield record.name.key, record.township or record.place


def _part_and_more(record: Record) -> Iterable[Hashable]:
    for code, text in record.more.items():
        for part in {*record.name.folded}:
            yield code, text, part


PASSES = (
    Pass("name and year of birth", _name_and_year, (lambda each: each.township, lambda each: each.place)),
    Pass("name and birthday", _name_and_birthday, (lambda each: each.township, lambda each: each.place)),
    Pass("birth date", _birth, (lambda each: each.name.folded[:1], lambda each: each.place)),
    Pass("name and place", _name_and_place, (lambda each: each.place, lambda each: each.year[:3])),
    Pass("a part of the name and a further text", _part_and_more, (lambda each: each.year,)),
)


def candidates(records: Sequence[Record], begins_right: int | None) -> Pairs:
    """Pairs of places in `records`, the lower first; some more than once.

    With `begins_right`, the records from there on are the right list, and each pair has one of either.
    """
    for each in PASSES:
        for block in _blocks(records, each.keys, begins_right):
            yield from _within(records, block, begins_right, each.finer)


def same_ids(records: Sequence[Record], begins_right: int | None) -> Pairs:
    """Pairs of places in `records` that carry the same ID."""
    for block in _blocks(records, lambda each: filter(None, (each.person.id_key,)), begins_right):
        if len(block) <= SAME_ID_MOST:
            yield from _each_with_each(block, begins_right)
        else:
            lefts, rights = _sides(block, begins_right)
            yield from ((lefts[0], right) for right in rights if right != lefts[0])
            if begins_right is not None and rights:
                yield from ((left, rights[0]) for left in lefts[1:])


def _blocks(records: Sequence[Record], keys: Keys, begins_right: int | None) -> Iterator[list[int]]:
    """Blocks of two and more; of the right list only what the left one asks for is held."""
    blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place in range(len(records) if begins_right is None else begins_right):
        for key in keys(records[place]):
            blocks[key].append(place)
    if begins_right is not None:
        for place in range(begins_right, len(records)):
            for key in keys(records[place]):
                if key in blocks:
                    blocks[key].append(place)
    yield from (block for block in blocks.values() if len(block) > 1)


def _sides(block: Sequence[int], begins_right: int | None) -> tuple[Sequence[int], Sequence[int]]:
    if begins_right is None:
        return block, block
    return [each for each in block if each < begins_right], [each for each in block if each >= begins_right]


def _each_with_each(block: Sequence[int], begins_right: int | None) -> Pairs:
    if begins_right is None:
        return combinations(block, 2)
    return product(*_sides(block, begins_right))


def _pairs_in(block: Sequence[int], begins_right: int | None) -> int:
    lefts, rights = _sides(block, begins_right)
    return len(block) * (len(block) - 1) // 2 if begins_right is None else len(lefts) * len(rights)


def _within(
    records: Sequence[Record],
    block: Sequence[int],
    begins_right: int | None,
    finer: tuple[Callable[[Record], Hashable], ...],
) -> Pairs:
    if _pairs_in(block, begins_right) <= PAIRS_MOST:
        yield from _each_with_each(block, begins_right)
    elif finer:
        parts: defaultdict[Hashable, list[int]] = defaultdict(list)
        for place in block:
            parts[finer[0](records[place])].append(place)
        for part in parts.values():
            yield from _within(records, part, begins_right, finer[1:])
    else:
        yield from _neighbours(records, block, begins_right)


def _neighbours(records: Sequence[Record], block: Sequence[int], begins_right: int | None) -> Pairs:
    order = sorted(block, key=lambda place: (records[place].name.key, records[place].day, records[place].place))
    for at, place in enumerate(order):
        for other in order[at + 1 : at + 1 + NEIGHBOURS]:
            low, high = sorted((place, other))
            if begins_right is None or low < begins_right <= high:
                yield low, high
