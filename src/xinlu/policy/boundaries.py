"""At which values of a fact comparisons turn round: the only values that a smallest change or a cliff can lie at."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from xinlu.policy.terms import TODAY, Bounds, Fact, Known, Type, Value
from xinlu.policy.tree import Compare, Tree, comparisons, facts_of
from xinlu.policy.truth import number, value


def candidates(fact: Fact, trees: Iterable[Tree], known: Known) -> tuple[Value | Bounds, ...]:
    """Values that the fact could change to, everything else as known: one from each stretch between two boundaries.

    Codes and yes_no give all of theirs. For a number: the values on either side of every boundary, and its ends where a
    comparison holds other facts too, or something not known that hides its boundary. Exact where a comparison moves one way as the fact rises (each does that holds it
    once).
    """
    if fact.type is Type.YES_NO:
        return (True, False)
    if fact.type is Type.CODE:
        return tuple(fact.codes)
    using = [each for each in comparisons(*trees) if fact.name in facts_of(each)]
    if fact.type is Type.DAY:
        return tuple(dict.fromkeys(day for each in using for day in _days(fact, each, known)))
    numbers: list[int] = []
    for each in using:
        found_edges = edges(fact, each, known)
        numbers += found_edges
        if not found_edges or len(facts_of(each)) > 1:
            numbers += [fact.least, fact.most, *_as_far_as_known(fact, known)]
    found = dict.fromkeys(numbers)
    return tuple(Bounds(each, each) for each in found) if fact.type is Type.PEOPLE else tuple(found)


def _as_far_as_known(fact: Fact, known: Known) -> list[int]:
    """The ends between which a number of people is known to lie: to learn which it is moves nobody."""
    found = known.get(fact.name)
    if not isinstance(found, Bounds):
        return []
    return [each for each in (found.least, found.most) if each is not None]


def edges(fact: Fact, compared: Compare, known: Known) -> list[int]:
    """The values of the fact on either side of where the comparison's sides become equal, and equal no more.

    Nothing where the other facts of the comparison are not known.
    """
    gap = _gap(fact, compared, known)
    low, high = gap(fact.least), gap(fact.most)
    if low is None or high is None:
        return []
    rising = high >= low
    from_equal = _first(fact, lambda at: _signed(gap(at), rising) >= 0)
    above = _first(fact, lambda at: _signed(gap(at), rising) > 0)
    sides = dict.fromkeys((from_equal - 1, from_equal, above - 1, above))
    return [each for each in sides if fact.least <= each <= fact.most]


def put(known: Known, fact: Fact, new: Value | Bounds) -> dict[str, Value | Bounds | None]:
    """What is known, with the fact changed."""
    return {**known, fact.name: new}


def _gap(fact: Fact, compared: Compare, known: Known) -> Callable[[int], int | None]:
    def gap(at: int) -> int | None:
        changed = put(known, fact, Bounds(at, at) if fact.type is Type.PEOPLE else at)
        left, right = number(compared.left, changed), number(compared.right, changed)
        return None if left is None or right is None else left - right

    return gap


def _signed(gap: int | None, rising: bool) -> int:
    return (gap or 0) if rising else -(gap or 0)


def _first(fact: Fact, reached: Callable[[int], bool]) -> int:
    """The first value of the fact from which `reached` holds; one beyond the most where it never does."""
    return fact.least + bisect_left(range(fact.least, fact.most + 1), True, key=reached)


def _days(fact: Fact, compared: Compare, known: Known) -> list[date]:
    other = compared.right if facts_of(compared.left) == (fact.name,) else compared.left
    found = value(other, known)
    day = found if isinstance(found, date) else known[TODAY]
    assert isinstance(day, date)
    return [day + timedelta(days=days) for days in (-1, 0, 1)]
