"""Of which counts a household is one, as bits: so that the list behind a count is found as fast as the count.

`marks` has one bit a name of MARKS. `judged` has two bits a criterion, met and not met; neither is "not known".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy
import pyarrow
import pyarrow.compute

from xinlu.assessment.measures.areas import SIDES
from xinlu.assessment.measures.recognitions import tally_columns

Bits = numpy.ndarray[Any, numpy.dtype[numpy.int64]]

_SIDED = {"claimed_side": SIDES[:2], "recognised_side": SIDES, "own_side": SIDES}
CHANCES = ("likely", "between", "unlikely", "unsaid")
ACCOUNT, SHORT = "account", "short"
MARKS = (
    ACCOUNT,
    *(f"{column}_{side}" for column, sides in _SIDED.items() for side in sides),
    *tally_columns(),
    *(f"chance_{each}" for each in CHANCES),
    SHORT,
)
"""Names of counts, each a bit. A name keeps its place while reckonings of it are kept: new ones go to the end."""
MET, NOT_MET, UNKNOWN = "met", "not_met", "unknown"
CRITERIA_MOST = 31


def marks_of(rows: pyarrow.Table) -> Bits:
    """The marks of each row of the assessment, but for those of chances and gaps, which `marked` adds."""
    found = numpy.zeros(rows.num_rows, dtype=numpy.int64)
    found |= marked(ACCOUNT, pyarrow.compute.is_valid(rows["account_no"]))
    for column, sides in _SIDED.items():
        for side in sides:
            found |= marked(f"{column}_{side}", pyarrow.compute.equal(rows[column], side))
    for name in tally_columns():
        found |= marked(name, pyarrow.compute.greater(rows[name], 0))
    return found


def marked(name: str, condition: Any) -> Bits:
    """The bit of that name where the condition holds; not known does not hold. KeyError for a name that is none."""
    return _where(condition) << _PLACES[name]


def judged_of(rows: pyarrow.Table, criteria: Sequence[str]) -> Bits:
    """Two bits a criterion, in their order. ValueError for more than fit."""
    if len(criteria) > CRITERIA_MOST:
        raise ValueError(f"{len(criteria)} criteria do not fit: {CRITERIA_MOST} at most")
    found = numpy.zeros(rows.num_rows, dtype=numpy.int64)
    for number, name in enumerate(criteria):
        found |= _where(rows[name]) << (2 * number)
        found |= _where(pyarrow.compute.invert(rows[name])) << (2 * number + 1)
    return found


def bits_of(what: str, criteria: Sequence[str]) -> Mapping[str, tuple[int, int]] | None:
    """The column that is asked, with the bits looked at and what they must be; None where `what` is no count.

    `what` is a name of MARKS, or a criterion and MET, NOT_MET or UNKNOWN with a colon between.
    """
    if what in _PLACES:
        bit = 1 << _PLACES[what]
        return {"marks": (bit, bit)}
    name, _, answer = what.partition(":")
    if name not in criteria or answer not in (MET, NOT_MET, UNKNOWN):
        return None
    both = 0b11 << (2 * criteria.index(name))
    met = 0b01 << (2 * criteria.index(name))
    return {"judged": (both, {MET: met, NOT_MET: both - met, UNKNOWN: 0}[answer])}


def _where(condition: Any) -> Bits:
    if isinstance(condition, numpy.ndarray):
        return condition.astype(numpy.int64)
    held = pyarrow.compute.fill_null(condition, False)
    return numpy.asarray(held.to_numpy(zero_copy_only=False)).astype(numpy.int64)


_PLACES = {name: place for place, name in enumerate(MARKS)}
