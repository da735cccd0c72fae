"""What anybody knows of the board's counts beyond adding up, so that it is reckoned with when counts are hidden. Pure.

A household that has answered nothing is never above the line by its own word: claimed above, it is not clear yet; claimed below,
it is below or, while costs stand open, not clear. So 40 claimed above of whom at most 30 looked leave at least 10 unclear.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xinlu.assessment.protecting import Cell, Sum
from xinlu.assessment.suppression import ELSEWHERE, Board

_SUMS = {
    "not_looked": ("high", "low", "open"),
    "claimed_above": ("high", "claimed_above_looked"),
    "claimed_below": ("low", "open", "claimed_below_looked"),
    "unseen": ("high", "open", "unseen_looked"),
    "below": ("low", "below_looked"),
}
"""Of those who have not looked: `high` claimed above and unclear, `low` claimed below and below, `open` claimed below and unclear."""


def bounded(made: Board) -> Board:
    """The board with these sums for every lowest area, over cells that nobody publishes; areas above follow by adding up."""
    upper = {each.whole[0] for each in made.sums if each.parts[0][0] != each.whole[0]}
    counts, sums, loose = dict(made.counts), list(made.sums), set(made.loose)
    for area in dict.fromkeys(area for area, _ in made.counts):
        if area in upper:
            continue
        beyond = area + "/beyond" + ELSEWHERE
        filled = _filled({column: made.counts[area, column] for column in _SUMS})
        if min(filled.values()) < 0:
            continue  # figures that no such households have: then nobody can conclude from it
        cells: dict[Cell, int] = {(beyond, name): count for name, count in filled.items()}
        counts |= cells
        loose |= cells.keys()
        sums += list(_sums(area, beyond))
    return replace(made, counts=counts, sums=tuple(sums), loose=frozenset(loose))


def _sums(area: str, beyond: str) -> Iterator[Sum]:
    for whole, parts in _SUMS.items():
        yield Sum((area, whole), tuple((beyond, part) for part in parts))


def _filled(of: Mapping[str, int]) -> dict[str, int]:
    """One way to fill the cells, where there is any: the search needs a table that fits, not the true one."""
    high = min(of["claimed_above"], of["unseen"], of["not_looked"])
    low = min(of["not_looked"] - high, of["below"])
    filled = {"high": high, "low": low, "open": of["not_looked"] - high - low}
    for whole, parts in _SUMS.items():
        for part in parts:
            if part not in filled:
                filled[part] = of[whole] - sum(filled[each] for each in parts if each in filled)
    return filled
