"""A checked expression as a small frozen tree: the only form in which clauses and amounts are evaluated or compiled."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

FLIPPED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}
"""The comparison that says the same with its sides exchanged."""


@dataclass(frozen=True, slots=True)
class Name:
    """A fact, a parameter or `today`; `people` where it is the number of members who are so, within bounds."""

    name: str
    is_parameter: bool = False
    is_people: bool = False


@dataclass(frozen=True, slots=True)
class Constant:
    """A whole number, a code, TRUE or FALSE as written."""

    value: bool | int | str


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """left + - * right, over whole numbers."""

    sign: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Share:
    """`percent` per cent of `whole` fen, rounded to the fen, half a fen up."""

    whole: Tree
    percent: Tree


@dataclass(frozen=True, slots=True)
class Compare:
    """left = <> < <= > >= right; a people fact always stands on the left."""

    sign: str
    left: Tree
    right: Tree


@dataclass(frozen=True, slots=True)
class Not:
    of: Tree


@dataclass(frozen=True, slots=True)
class All:
    of: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Any:
    of: tuple[Tree, ...]


Tree: TypeAlias = Name | Constant | Arithmetic | Share | Compare | Not | All | Any


def parts(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly below."""
    match tree:
        case Arithmetic(_, left, right) | Compare(_, left, right):
            return (left, right)
        case Share(whole, percent):
            return (whole, percent)
        case Not(of):
            return (of,)
        case All(of) | Any(of):
            return of
        case _:
            return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and everything below it, from the top, left to right."""
    yield tree
    for part in parts(tree):
        yield from walk(part)


def names(*trees: Tree | None) -> tuple[Name, ...]:
    """The names used, each once, in their order."""
    return tuple(dict.fromkeys(node for tree in trees if tree for node in walk(tree) if isinstance(node, Name)))


def facts_of(*trees: Tree | None) -> tuple[str, ...]:
    """The names of the facts used, each once, in their order."""
    return tuple(name.name for name in names(*trees) if not name.is_parameter)


def comparisons(*trees: Tree | None) -> Iterator[Compare]:
    """The comparisons in the trees."""
    return (node for tree in trees if tree for node in walk(tree) if isinstance(node, Compare))
