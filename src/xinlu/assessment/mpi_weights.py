"""Weights and cut-offs as they are meant: what was rounded when it was written down is taken for the fraction that it stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from xinlu.kernel.words import Words

WRITTEN = re.compile(
    r"\d{1,12}(\.\d{1,15})?|\.\d{1,15}|\d{1,9}/\d{1,9}|\d{1,12}(\.\d{1,15})?e[+-]?\d{1,2}", re.IGNORECASE
)
"""How a weight or cut-off may be written."""
SIMPLE = 60
"""The greatest denominator of what a rounded weight may be meant for."""
SIMPLEST = 12
"""The same of a cut-off, which nothing beside it confirms."""
_MEANT = Words(
    "权重加起来是 {total}，不是 1；当作四舍五入过的分数算：{fractions}",
    "The weights add up to {total}, not 1; they are taken for rounded fractions: {fractions}",
)
_CUTOFF_MEANT = Words(
    "cutoff {value} 当作四舍五入过的 {fraction}", "The cut-off {value} is taken for {fraction}, rounded"
)
_NOT_ONE = Words(
    "权重加起来是 {total}，不是 1，按比例折成了 1：刚好在 cutoff 上的人可能因此算错，权重最好写成分数（如 1/18）",
    "The weights add up to {total}, not 1, and were scaled to 1: who lies right at the cut-off may fall on the wrong side; better write fractions (1/18)",
)


def meant_weights(weights: Sequence[Fraction]) -> tuple[list[Fraction], tuple[Words, ...]]:
    """Weights as they are meant: 0.1667 four times and 0.0556 six times are 1/6 and 1/18, which add up to 1.

    Whole numbers (4, 3, 3; per cent) are proportions and stay, and so do weights that add up to 1 or cannot be told.
    """
    total = sum(weights)
    if total == 1 or all(weight.denominator == 1 for weight in weights):
        return list(weights), ()
    shown = f"{float(total):.6g}"
    for most in range(2, SIMPLE + 1):
        meant = [_simple(weight, most=most, units=Fraction(1)) for weight in weights]
        if sum(meant) == 1:
            fractions = ", ".join(dict.fromkeys(str(each) for each in meant))
            return meant, (_MEANT.filled(total=shown, fractions=fractions),)
    return list(weights), (_NOT_ONE.filled(total=shown),)


def _simple(number: Fraction, *, most: int, units: Fraction) -> Fraction:
    """The simple fraction that a decimal of three places or more stands for, within so many units of its last place.

    The number itself where there is none.
    """
    places = next((each for each in range(16) if 10**each % number.denominator == 0), 0)
    if places < 3:
        return number
    found = number.limit_denominator(most)
    return found if 0 < abs(found - number) <= units / 10**places else number


def meant_cutoff(cutoff: Fraction) -> tuple[Fraction, tuple[Words, ...]]:
    """The cut-off as it is meant, and what is to be said where that is not as it is written."""
    meant = _simple(cutoff, most=SIMPLEST, units=Fraction(1, 2))
    if meant == cutoff:
        return cutoff, ()
    return meant, (_CUTOFF_MEANT.filled(value=f"{float(cutoff):g}", fraction=meant),)
