"""An indicator of multidimensional poverty: which column it asks, and who is deprived in it by what the column says."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import reduce
from typing import Any

import pyarrow
import pyarrow.compute

from xinlu.assessment.microdata import Microdata, as_number
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

YES, NO = frozenset({"1", "true", "yes", "y", "是", "有"}), frozenset({"0", "false", "no", "n", "否", "无"})

_NEVER = Words(
    "指标“{name}”里写的“{value}”，在“{column}”列里一次也没出现过，看看是不是写错了",
    "Indicator “{name}” lists “{value}”, which stands nowhere in column “{column}”: is it written as in the file?",
)
_YES_OR_NO = Words(
    "“{column}”列第 {row} 行写的是“{value}”，看不出是还是不是：写 1 或 0，或者在 deprived 里写条件",
    "Column “{column}”, row {row} says “{value}”, which is neither yes nor no: write 1 or 0, or a condition under deprived",
)


class Comparison(StrEnum):
    """How a value tells of deprivation."""

    BELOW = "below"
    AT_MOST = "at_most"
    ABOVE = "above"
    AT_LEAST = "at_least"
    IN = "in"
    NOT_IN = "not_in"


COMPARED: Mapping[Comparison, Callable[[Any, float], Any]] = {
    Comparison.BELOW: pyarrow.compute.less,
    Comparison.AT_MOST: pyarrow.compute.less_equal,
    Comparison.ABOVE: pyarrow.compute.greater,
    Comparison.AT_LEAST: pyarrow.compute.greater_equal,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator. `weight` is its share of all weights; without a `test` the column itself says yes or no."""

    name: str
    column: str
    weight: Fraction
    test: Comparison | None = None
    bound: float = 0.0
    values: tuple[str, ...] = ()

    def deprived(self, data: Microdata) -> pyarrow.Array:
        """Who is deprived, as booleans a row; NULL where the file does not say. Refusal for what is neither yes nor no."""
        if self.test is not None and self.test in COMPARED:
            return COMPARED[self.test](data.number(self.column), self.bound)
        if self.test is None:
            return _yes_or_no(data, self.column)
        forms, listed = self._forms(data)
        said = reduce(pyarrow.compute.or_, [pyarrow.compute.is_in(form, value_set=listed) for form in forms])
        said = pyarrow.compute.invert(said) if self.test is Comparison.NOT_IN else said
        return pyarrow.compute.if_else(pyarrow.compute.is_null(forms[0]), None, said)

    def never(self, data: Microdata) -> list[str]:
        """The listed values that stand nowhere in the column: probably written otherwise there."""
        if not self.values:
            return []
        forms, listed = self._forms(data)
        there = reduce(pyarrow.compute.or_, [pyarrow.compute.is_in(listed, value_set=form) for form in forms])
        return [value for value, is_there in zip(self.values, there.to_pylist(), strict=True) if not is_there]

    def _forms(self, data: Microdata) -> tuple[list[pyarrow.Array], pyarrow.Array]:
        """The column as numbers, where it and all values are such, else as names and as codes; and the values alike."""
        numbers = [number_of(value) for value in self.values]
        if None not in numbers:
            try:
                return [data.number(self.column)], pyarrow.array(numbers, pyarrow.float64())
            except Refusal as refused:
                if refused.code != "microdata.number":
                    raise
        named = [each.cast(pyarrow.string()) for each in (data.label(self.column), data.code(self.column))]
        return named, pyarrow.array(self.values, pyarrow.string())


def never_found(indicators: Sequence[Indicator], data: Microdata) -> tuple[Words, ...]:
    """What is to be said of listed values that stand nowhere in their column."""
    return tuple(
        _NEVER.filled(name=each.name, column=each.column, value=value)
        for each in indicators
        for value in each.never(data)
    )


def _yes_or_no(data: Microdata, column: str) -> pyarrow.Array:
    answers: list[bool | None] = []
    codes = data.code(column).to_pylist()
    for row, (value, code) in enumerate(zip(data.label(column).to_pylist(), codes, strict=True)):
        said = next((answer for answer in (_answer(value), _answer(code)) if answer is not None), None)
        if said is None and value is not None:
            raise Refusal("mpi.value", _YES_OR_NO.filled(column=column, row=data.line_of(row), value=str(value)[:40]))
        answers.append(said)
    return pyarrow.array(answers, pyarrow.bool_())


def _answer(value: str | int | None) -> bool | None:
    said = str(value).strip().lower()
    number = number_of(said)
    if said in YES or number == 1:
        return True
    return False if said in NO or number == 0 else None


def number_of(value: Any) -> float | None:
    """What is written as a finite number; None for all else."""
    found = None if isinstance(value, bool) else as_number(str(value))
    return found if found is not None and math.isfinite(found) else None


def text_of(value: Any) -> str:
    """A value of a specification as a file would write it."""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:g}" if isinstance(value, float) else str(value)
