"""Counts that are added up three to a number: a third of the work of adding each alone."""

from __future__ import annotations

import ibis

from xinlu.assessment.steps import Expression

BITS = 20
"""Bits of each count: a million at most."""


def unit(place: int) -> int:
    """What is added to a packed number to count one more in that place, 0 to 2."""
    return 1 << (BITS * place)


def packed(*conditions: Expression) -> Expression:
    """Three conditions as a number to be added up, 1 in the place of each that holds."""
    total: Expression = ibis.literal(0, "int64")
    for place, condition in enumerate(conditions):
        total = total + ibis.cases((condition, ibis.literal(unit(place), "int64")), else_=ibis.literal(0, "int64"))
    return total


def unpacked(total: Expression) -> list[Expression]:
    """The three counts of a sum of packed numbers; NULL where it is."""
    lowest = ibis.literal(2**BITS - 1)
    return [(total >> (BITS * place) if place else total) & lowest for place in range(3)]
