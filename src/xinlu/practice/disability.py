"""Kind and level of a disability, as the number of the second-generation certificate carries them.

The number is the holder's ID number, a digit for the kind and a digit for the level; a re-issued certificate adds B and a
digit. Codes are those of xinlu.policy's facts.
"""

from __future__ import annotations

import re

KINDS = dict(zip("1234567", ("sight", "hearing", "speech", "limb", "intellect", "mind", "several"), strict=True))
LEVELS = dict(zip("1234", ("one", "two", "three", "four"), strict=True))
_NUMBER = re.compile(r"\d{17}[\dXx]([1-7])([1-4])(?:[Bb]\d)?")


def disability_of(number: str) -> tuple[str, str] | None:
    """Kind and level; None where the number carries none.

    >>> disability_of("522699194303020022" + "43"), disability_of("")
    (('limb', 'three'), None)
    """
    found = _NUMBER.fullmatch(number.strip())
    return (KINDS[found[1]], LEVELS[found[2]]) if found else None
