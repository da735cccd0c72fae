"""The declared tables: names, columns with type, unit and meaning, keys and references. The contract; it reads no file.

Households are numbered densely (`household_no`, int64) in the order of their places, not named by their UUID: at thirty
million a dense number clusters better, is half as long, and lets an engine join by position. `household_ids` keeps which
number is which household. Income lines carry the answer that holds, chosen where device, card and digest are known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from xinlu.kernel.words import Words
from xinlu.policy.compiling import people_columns
from xinlu.policy.facts import packaged_facts, read_facts
from xinlu.policy.terms import Fact, Facts, Type

FILE = Path(__file__).parent / "tables.yaml"
FACTS_FILE = Path(__file__).parent / "facts.yaml"


class ColumnType(StrEnum):
    """The types that both engines have alike."""

    INT64 = "int64"
    INT32 = "int32"
    FLOAT64 = "float64"
    BOOLEAN = "boolean"
    STRING = "string"
    DATE = "date"


Schema = Mapping[str, ColumnType]
"""Columns of an output, in their order, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column. `least` and `most` bound numbers, `codes` list what a text can be, `refers` names another table."""

    name: str
    type: ColumnType
    means: Words
    is_required: bool = False
    least: int | None = None
    most: int | None = None
    codes: tuple[str, ...] = ()
    refers: str = ""
    has_happened: bool = False

    @property
    def is_money(self) -> bool:
        """Whether it holds whole fen."""
        return self.name.endswith("_fen")


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table. `of` names the table that must have a row of the same household; `is_needed` where nothing goes without."""

    name: str
    means: Words
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    is_clustered: bool = False
    is_needed: bool = False
    of: str = ""

    @property
    def schema(self) -> Schema:
        """Column name -> type, in order."""
        return MappingProxyType({column.name: column.type for column in self.columns})

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        return {column.name: column for column in self.columns}[name]


@cache
def known_facts() -> Facts:
    """Everything that criteria may ask: the packaged facts, and those of the assessment beside them."""
    own = read_facts(FACTS_FILE.read_text(encoding="utf-8"), FACTS_FILE.name)
    packaged = packaged_facts()
    return Facts(
        household=MappingProxyType({**packaged.household, **own.household}),
        members=packaged.members,
    )


@cache
def tables() -> Mapping[str, Table]:
    """Every declared table by its name, in the order of the file."""
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return MappingProxyType({entry["name"]: _table(entry) for entry in written})


def table(name: str) -> Table:
    """The table of that name; KeyError where there is none."""
    return tables()[name]


def _table(entry: Mapping[str, Any]) -> Table:
    columns = [_column(each) for each in entry["columns"]]
    for name in entry.get("policy_facts", ()):
        columns += _of_fact(known_facts().household[name])
    return Table(
        name=entry["name"],
        means=Words.read(entry["means"]),
        columns=tuple(columns),
        key=tuple(entry["key"]),
        is_clustered=entry.get("clustered", False),
        is_needed=entry.get("needed", False),
        of=entry.get("of", ""),
    )


def _column(entry: Mapping[str, Any]) -> Column:
    return Column(
        name=entry["name"],
        type=ColumnType(entry["type"]),
        means=Words.read(entry["means"]),
        is_required=entry.get("required", False),
        least=entry.get("least"),
        most=entry.get("most"),
        codes=tuple(entry.get("codes", ())),
        refers=entry.get("refers", ""),
        has_happened=entry.get("happened", False),
    )


_OF_FACTS = {
    Type.YES_NO: ColumnType.BOOLEAN,
    Type.COUNT: ColumnType.INT64,
    Type.FEN: ColumnType.INT64,
    Type.CODE: ColumnType.STRING,
    Type.DAY: ColumnType.DATE,
    Type.PEOPLE: ColumnType.INT64,
}


def _of_fact(fact: Fact) -> Iterator[Column]:
    """The column of a fact; of a number of members two: so many are known to be, and so many may be (empty: nobody knows)."""
    is_number = fact.type in (Type.COUNT, Type.FEN)
    if fact.type is not Type.PEOPLE:
        yield Column(
            name=fact.name,
            type=_OF_FACTS[fact.type],
            means=fact.label,
            least=fact.least if is_number else None,
            most=fact.most if is_number else None,
            codes=tuple(fact.codes),
        )
        return
    least, most = people_columns(fact.name)
    at_least, at_most = Words("（至少）", " (at least)"), Words("（至多）", " (at most)")
    for name, words in ((least, at_least), (most, at_most)):
        means = Words(fact.label.zh + words.zh, fact.label.en + words.en)
        yield Column(name=name, type=ColumnType.INT64, means=means, least=0, most=fact.most)
