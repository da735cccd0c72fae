"""Which rows of a declared table can be used: the declaration's own rules as conditions, each with its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import and_

import ibis

from xinlu.assessment.files import Bounds, TableFiles
from xinlu.assessment.steps import Expression, Step, counted, schema_of, unbound
from xinlu.assessment.tables import Column, ColumnType, Table
from xinlu.kernel.words import Words

FOUND = "found_"
"""Before the name of a table as it was found, before its unsound rows are left out."""
COUNTS = schema_of(rows="int64")

_EMPTY = Words("{column}空着", "{column} is empty")
_LESS = Words("{column}小于 {bound}", "{column} is below {bound}")
_MORE = Words("{column}大于 {bound}", "{column} is above {bound}")
_CODE = Words("{column}不是 {codes} 里的", "{column} is none of {codes}")
_NAN = Words("{column}不是数（NaN）", "{column} is not a number (NaN)")


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a value must be: `holds` over the found table, and what is said of a row where it does not.

    `holds` is NULL where a required value is missing. `is_proven`: a file's statistics alone tell that every row holds it.
    """

    column: str
    holds: Expression
    broken: Words
    is_proven: Callable[[Bounds], bool] = field(default=lambda bounds: False)

    @property
    def fails(self) -> Expression:
        """The contrary of `holds`, never NULL."""
        return ~ibis.coalesce(self.holds, False)


def found(table: Table) -> Expression:
    """The table as it was found, unbound."""
    return unbound(FOUND + table.name, table.schema)


@cache
def rules(table: Table) -> tuple[Rule, ...]:
    """Every rule of the table's columns; a value that may be empty and is, breaks none."""
    rows = found(table)
    return tuple(rule for column in table.columns for rule in _rules(column, rows[column.name]))


def unproven(files: TableFiles) -> frozenset[int]:
    """Places in `rules` of those that the statistics of the files do not settle: only they need to be looked at."""
    return frozenset(
        number
        for number, rule in enumerate(rules(files.table))
        if (bounds := files.bounds(rule.column)) is None or not rule.is_proven(bounds)
    )


@cache
def sound(table: Table, *, looked_at: frozenset[int] | None = None) -> Step:
    """The rows of the found table that break no rule, under the table's own name.

    `looked_at` are places in `rules`, those that are not settled already; all of them, left out.
    """
    rows = found(table)
    conditions = [rule.holds for number, rule in enumerate(rules(table)) if looked_at is None or number in looked_at]
    made = rows.filter(reduce(and_, conditions)) if conditions else rows
    return Step(name=table.name, made=made, schema=table.schema)


@cache
def how_many(name: str, table: Table) -> Step:
    """How many rows the table of that name has."""
    rows = unbound(name, table.schema)
    return Step(name="how_many", made=rows.aggregate(rows=rows.count()), schema=COUNTS)


@cache
def broken(table: Table) -> Step:
    """How many rows break each rule, a column a rule in the order of `rules`: `rule_0`, `rule_1` ..."""
    rows = found(table)
    counts = {f"rule_{number}": counted(rule.fails) for number, rule in enumerate(rules(table))}
    return Step(name="broken", made=rows.aggregate(**counts), schema=dict.fromkeys(counts, ColumnType.INT64))


@cache
def repeated(table: Table, *, most: int) -> Step:
    """The keys that stand more than once in the found table, at most so many, the least first."""
    rows = found(table)
    key = list(table.key)
    counts = rows.group_by(key).agg(rows=rows.count())
    made = counts.filter(counts.rows > 1).order_by(key).limit(most)
    schema = {**{name: table.schema[name] for name in key}, "rows": ColumnType.INT64}
    return Step(name="repeated", made=made, schema=schema)


def _rules(column: Column, value: Expression) -> Iterator[Rule]:
    least, most = column.least, column.most

    def rule(
        holds: Expression, broken: Words, proven: Callable[[Bounds], bool] | None = None, **filled: object
    ) -> Rule:
        known = holds if column.is_required else (value.isnull() | holds)
        told = broken.filled(column=column.name, **filled)
        return Rule(column.name, known, told, proven) if proven else Rule(column.name, known, told)

    if column.is_required:
        told = _EMPTY.filled(column=column.name)
        yield Rule(column.name, value.notnull(), told, lambda bounds: bounds.empty == 0)
    if column.type is ColumnType.FLOAT64:
        yield rule(~value.isnan(), _NAN)
    if least is not None:
        yield rule(value >= least, _LESS, lambda bounds: bool(bounds.least >= least), bound=least)
    if most is not None:
        yield rule(value <= most, _MORE, lambda bounds: bool(bounds.most <= most), bound=most)
    if column.codes:
        yield rule(value.isin(list(column.codes)), _CODE, codes=", ".join(column.codes))
