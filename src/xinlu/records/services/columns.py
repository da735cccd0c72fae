"""Rows of one table looked at column by column: what is asked of thirty fields each is asked of a hundred rows at once.

A loop over fields in Python costs more than the digest; over the values of a column it runs in the interpreter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, TypeVar

from django.db import models

from xinlu.records.digest import common_text

_New = TypeVar("_New")
_CONTAINERS = frozenset((list, dict, tuple, set))


class Column:
    """The values of one column, the exact types among them, and whether they are all one and the same."""

    __slots__ = ("_json", "is_constant", "types", "values")

    def __init__(self, values: Sequence[Any]) -> None:
        self.values = values
        self._json: list[str | None] | None = None
        self.types = frozenset(map(type, values))
        # Of two types, or within a list, 1 equals True.
        self.is_constant = (
            len(self.types) == 1 and not self.types & _CONTAINERS and values.count(values[0]) == len(values)
        )

    def present(self) -> Sequence[Any]:
        """Those that are not None; of a constant column one."""
        if self.is_constant:
            return self.values[:1]
        return [value for value in self.values if value is not None] if type(None) in self.types else self.values

    def json(self) -> list[str | None]:
        """Each value as `records.digest.common_text` gives it, written once however often it is asked for."""
        if self._json is None:
            self._json = self.each(common_text)
        return self._json

    def each(self, change: Callable[[Any], _New]) -> list[_New]:
        """What `change` makes of every value."""
        if self.is_constant:
            return [change(self.values[0])] * len(self.values)
        return list(map(change, self.values))


Columns = dict[str, Column]
"""The columns of some rows by attribute name ("household_id"), in the order of `_meta.concrete_fields`."""


def columns_of(instances: Sequence[models.Model]) -> Columns:
    """The columns of instances of one model, of which there is one at least, with no field deferred."""
    names = attnames(type(instances[0]))
    values = zip(*map(itemgetter(*names), map(vars, instances)), strict=True)
    return dict(zip(names, map(Column, values), strict=True))


@cache
def attnames(model: type[models.Model]) -> tuple[str, ...]:
    """The attribute names of the model's columns, in their order."""
    return tuple(field.attname for field in model._meta.concrete_fields)
