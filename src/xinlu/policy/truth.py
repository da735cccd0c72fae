"""What a tree comes to for one household: TRUE, FALSE or not known (None), in plain Python.

Kleene's logic: unknown stays unknown until what is known decides, and knowing more never turns a yes or no round. For the
same reason nothing times something unknown is nothing: a rate that nobody entered for pupils that nobody has.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from datetime import date

from xinlu.policy.terms import Bounds, Known
from xinlu.policy.tree import All, Any, Arithmetic, Compare, Constant, Name, Not, Share, Tree

_COMPARED: dict[str, Callable[[object, object], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,  # type: ignore[dict-item]  # the type check has seen that both sides are alike
    "<=": operator.le,  # type: ignore[dict-item]
    ">": operator.gt,  # type: ignore[dict-item]
    ">=": operator.ge,  # type: ignore[dict-item]
}
_RECKONED: dict[str, Callable[[int, int], int]] = {"+": operator.add, "-": operator.sub, "*": operator.mul}


def truth(tree: Tree, known: Known) -> bool | None:
    """Whether a clause holds; None while that is not known."""
    match tree:
        case All(of):
            return _all([truth(each, known) for each in of])
        case Any(of):
            return _not(_all([_not(truth(each, known)) for each in of]))
        case Not(of):
            return _not(truth(of, known))
        case Compare(sign, Name(name, is_people=True), right):
            return _people(sign, known.get(name), number(right, known))
        case Compare(sign, left, right):
            one, other = value(left, known), value(right, known)
            return None if one is None or other is None else _COMPARED[sign](one, other)
        case _:
            found = value(tree, known)
            return found if isinstance(found, bool) else None


def number(tree: Tree, known: Known) -> int | None:
    """What an amount comes to; None while that is not known."""
    found = value(tree, known)
    return found if isinstance(found, int) else None


def value(tree: Tree, known: Known) -> bool | int | str | date | None:
    """What a side of a comparison comes to; a people fact only where its bounds leave one number."""
    match tree:
        case Constant(constant):
            return constant
        case Name(name):
            found = known.get(name)
            return found.exact if isinstance(found, Bounds) else found
        case Arithmetic(sign, left, right):
            one, other = number(left, known), number(right, known)
            if sign == "*" and 0 in (one, other):
                return 0
            return None if one is None or other is None else _RECKONED[sign](one, other)
        case Share(whole, percent):
            one, other = number(whole, known), number(percent, known)
            if 0 in (one, other):
                return 0
            return None if one is None or other is None else (one * other + 50) // 100
        case _:
            return truth(tree, known)


def _not(held: bool | None) -> bool | None:
    return None if held is None else not held


def _all(held: list[bool | None]) -> bool | None:
    if False in held:
        return False
    return None if None in held else True


def _people(sign: str, bounds: object, wanted: int | None) -> bool | None:
    """A comparison with a number of members: decided as soon as every number within the bounds agrees."""
    if wanted is None or not isinstance(bounds, Bounds):
        return None
    least, most = bounds.least, bounds.most
    if sign == "=":
        if least > wanted or (most is not None and most < wanted):
            return False
        return True if least == most == wanted else None
    if sign == "<>":
        return _not(_people("=", bounds, wanted))
    if sign in ("<", "<="):
        return _not(_people(">=" if sign == "<" else ">", bounds, wanted))
    reached = least >= wanted if sign == ">=" else least > wanted
    missed = most is not None and (most < wanted if sign == ">=" else most <= wanted)
    return True if reached else False if missed else None
