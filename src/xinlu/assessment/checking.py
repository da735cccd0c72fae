"""Whether a folder of tables can be assessed: every violation with its table, what is wrong, how often, and some keys.

Reads everything once, table by table; what an assessment would leave out is found here with names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import ibis

from xinlu.assessment import soundness
from xinlu.assessment.engines.engine import Engine
from xinlu.assessment.files import RANGE_HOUSEHOLDS, Range, TableFiles, look_up, ranges
from xinlu.assessment.steps import Expression, Step, counted, declared, unbound
from xinlu.assessment.tables import ColumnType, Table, table, tables
from xinlu.income.kinds import by_code
from xinlu.kernel.words import Words

KEYS_SHOWN = 3


def _unheard(done: int, of: int) -> None:
    """Hears nothing."""


_TOLD = Words("{table}：{what}（{rows} 行）{keys}", "{table}: {what} ({rows} rows){keys}")
_KEYS = Words("，比如 {keys}", ", such as {keys}")
_AHEAD = Words("{column}在今天（{today}）之后", "{column} lies after today ({today})")
_ORPHAN = Words("{other} 里没有对应的一行", "{other} has no row for it")
_TWICE = Words("同一个号不止一行", "more than one row of the same key")
_KIND = Words("没有“{kind}”这种账", "there is no kind of line “{kind}”")
_ORDER = Words(
    "文件没有按户号排，评估会慢得多", "its files are not in the order of households, which makes an assessment slow"
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One thing that is wrong with a table: `rows` it concerns (None: the file as a whole), `keys` of some of them."""

    table: str
    what: Words
    rows: int | None = None
    keys: tuple[str, ...] = ()

    @property
    def told(self) -> Words:
        """The violation in one line."""
        if self.rows is None:
            return Words(f"{self.table}：{self.what.zh}", f"{self.table}: {self.what.en}")
        keys = _KEYS.filled(keys="; ".join(self.keys)) if self.keys else Words("", "")
        return _TOLD.filled(table=self.table, what=self.what, rows=f"{self.rows:,}", keys=keys)


def violations(
    folder: Path,
    engine: Engine,
    *,
    today: date,
    size: int = RANGE_HOUSEHOLDS,
    heard: Callable[[int, int], None] = _unheard,
) -> list[Violation]:
    """Every violation of the declared tables in the folder, those of whole files first; Refusal where there is no folder.

    Rows are read `size` households at a time, so that memory stays bounded; `heard` is told how many of how many ranges.
    """
    found = {name: look_up(folder, each) for name, each in tables().items()}
    whole = [Violation(name, fault) for name, files in found.items() for fault in files.faults]
    whole += [Violation(name, _ORDER) for name, files in found.items() if _overlaps(files)]
    of_rows = _Gathered()
    for files in found.values():
        if not files.table.is_clustered:
            _read(engine, files, None)
    for name, files in found.items():
        if files.files and not files.table.is_clustered:
            of_rows.take(_of_rows(engine, table(name), today))
    if found["kinds"].files:
        of_rows.take(_of_kinds(engine))
    clustered = [files for files in found.values() if files.table.is_clustered]
    wanted = ranges(clustered, size=size)
    for number, each in enumerate(wanted, start=1):
        for files in clustered:
            _read(engine, files, each)
        for files in clustered:
            if files.of(each):
                of_rows.take(_of_rows(engine, files.table, today))
        heard(number, len(wanted))
    return whole + of_rows.violations


def _read(engine: Engine, files: TableFiles, wanted: Range | None) -> None:
    of = files.table
    engine.read(soundness.FOUND + of.name, of.schema, files.of(wanted), wanted=wanted)
    engine.take(soundness.sound(of))


class _Gathered:
    """Violations of several ranges put together: rows added up, the first keys kept."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, Words], Violation] = {}

    def take(self, found: Iterable[Violation]) -> None:
        for each in found:
            so_far = self._found.get((each.table, each.what), Violation(each.table, each.what, 0))
            rows, keys = (so_far.rows or 0) + (each.rows or 0), (*so_far.keys, *each.keys)[:KEYS_SHOWN]
            self._found[each.table, each.what] = Violation(each.table, each.what, rows, keys)

    @property
    def violations(self) -> list[Violation]:
        return list(self._found.values())


def _of_rows(engine: Engine, of: Table, today: date) -> Iterator[Violation]:
    broken = engine.ask(soundness.broken(of))[0]
    for rule, rows in zip(soundness.rules(of), broken, strict=True):
        if rows:
            yield Violation(of.name, rule.broken, int(rows), _keys(engine, of, rule.fails))
    twice = engine.ask(soundness.repeated(of, most=KEYS_SHOWN))
    if twice:
        yield Violation(of.name, _TWICE, sum(int(row[-1]) for row in twice), tuple(_key(of, row) for row in twice))
    for column in of.columns:
        if column.has_happened:
            ahead = soundness.found(of)[column.name] > ibis.literal(today)
            yield from _where(engine, of, ahead, _AHEAD.filled(column=column.name, today=today))
    for column_name, other in _references(of):
        yield from _orphans(engine, of, column_name, other)


def _references(of: Table) -> Iterator[tuple[str, Table]]:
    """What the rows of a table name in another: the column, and the other table."""
    if of.of:
        yield "household_no", table(of.of)
    for column in of.columns:
        if column.refers:
            yield column.name, table(column.refers)


def _orphans(engine: Engine, of: Table, column: str, other: Table) -> Iterator[Violation]:
    rows = declared(of.name)
    there = unbound(other.name, other.schema).select(other.key[0])
    left = rows.anti_join(there, [(column, other.key[0])])
    counts = Step(name="orphans", made=left.aggregate(rows=left.count()), schema=soundness.COUNTS)
    if total := int(engine.ask(counts)[0][0]):
        keys = _ask_keys(engine, of, left)
        yield Violation(of.name, _ORPHAN.filled(other=other.name), total, keys)


def _where(engine: Engine, of: Table, condition: Expression, what: Words) -> Iterator[Violation]:
    rows = soundness.found(of)
    counts = Step(name="counted", made=rows.aggregate(rows=counted(condition)), schema=soundness.COUNTS)
    if total := int(engine.ask(counts)[0][0]):
        yield Violation(of.name, what, total, _keys(engine, of, condition))


def _of_kinds(engine: Engine) -> Iterator[Violation]:
    step = Step(name="all_kinds", made=declared("kinds"), schema=table("kinds").schema)
    for number, code in sorted(engine.ask(step)):
        if code not in by_code():
            yield Violation("kinds", _KIND.filled(kind=code), 1, (f"kind_no {number}",))


def _keys(engine: Engine, of: Table, condition: Expression) -> tuple[str, ...]:
    return _ask_keys(engine, of, soundness.found(of).filter(condition))


def _ask_keys(engine: Engine, of: Table, rows: Expression) -> tuple[str, ...]:
    """The first keys of the rows, as a person would look them up."""
    made = rows.select(list(of.key)).order_by(list(of.key)).limit(KEYS_SHOWN)
    schema: dict[str, ColumnType] = {name: of.schema[name] for name in of.key}
    return tuple(_key(of, row) for row in engine.ask(Step(name="keys", made=made, schema=schema)))


def _key(of: Table, row: tuple[Any, ...]) -> str:
    return ", ".join(f"{name} {value}" for name, value in zip(of.key, row, strict=False))


def _overlaps(files: TableFiles) -> bool:
    """Whether households of one file lie among those of another, or a file does not tell which it holds."""
    if not files.table.is_clustered:
        return False
    bounds = sorted((each.least, each.most) for each in files.files if each.least is not None and each.most is not None)
    known = len(bounds) == len([each for each in files.files if each.rows])
    return not known or any(later[0] < earlier[1] for earlier, later in pairwise(bounds))
