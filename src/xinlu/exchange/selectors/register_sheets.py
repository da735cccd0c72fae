"""The sheets of a register that goes out, row by row: stored facts in the words of the reader's language, in their columns."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import TextField, Value

from xinlu.exchange.selectors.register_rows import (
    Home,
    account_lines,
    chunks,
    household_facts,
    is_whole,
    members_living,
    places_on,
    totals_of,
    with_whole_sums,
)
from xinlu.income.kinds import by_code
from xinlu.kernel.words import Words
from xinlu.people.roles import Level
from xinlu.practice.vocabulary import VOCABULARY, CauseOfPoverty, Choice, Fuel, YesNo
from xinlu.sheets.register_columns import (
    FIGURE_COLUMNS,
    HOUSEHOLD_COLUMNS,
    HOUSEHOLDS,
    LINE_COLUMNS,
    LINES,
    MEMBER_COLUMNS,
    MEMBERS,
    NO_GROUP,
    TOTAL_COLUMNS,
    Filled,
    between_choices,
    without_secrets,
)
from xinlu.sheets.writing import Cell, Table
from xinlu.standards import load

HOUSEHOLDS_AT_ONCE = 500
"""So many at a time keep memory small and each query's list of households short."""

Convert = Callable[[Any], Any]
Fields = list[str | Value]

_OF_HOME = ("number", "head_name", Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE, Level.GROUP, "key")
_TOTALS = tuple(each.name for each in TOTAL_COLUMNS)
_NO_TOTALS = (None,) * len(_TOTALS)
_OF_ROW = {"code": "place_id", "people": "people", "helper": "helper__name", "status": "status"}
_FIGURES = frozenset(each.name for each in FIGURE_COLUMNS)
_SEVERAL = frozenset({"further_causes", "fuels"})
_LISTS: dict[str, type[Choice]] = {
    **VOCABULARY,
    "main_cause": CauseOfPoverty,
    "further_causes": CauseOfPoverty,
    "fuels": Fuel,
}


class RegisterSheets:
    """The tables of the register of these households, fetched as they are written.

    Of households that are not among `open_ones` no ID, telephone or certificate number is fetched. `places` are the
    level and name of every area by its code.
    """

    def __init__(
        self,
        homes: Sequence[Home],
        open_ones: Collection[UUID],
        *,
        places: Mapping[str, tuple[str, str]],
        language: str,
    ) -> None:
        self._homes = homes
        self._open = open_ones
        self._places = places
        self._by_path: dict[str, tuple[str, ...]] = {}
        self._language = language

    def tables(self) -> list[Table]:
        """Households, members, and the lines of their accounts."""
        keep = partial(without_secrets, with_numbers=bool(self._open))
        households = keep((*HOUSEHOLD_COLUMNS, *TOTAL_COLUMNS, *FIGURE_COLUMNS))
        members = keep(MEMBER_COLUMNS)
        people, lines = sum(each.people for each in self._homes), sum(each.lines for each in self._homes)
        return [
            _table(HOUSEHOLDS, households, self._households(households), most=len(self._homes)),
            _table(MEMBERS, members, self._members(members), most=people, fixed=4),
            _table(LINES, LINE_COLUMNS, self._lines(), most=lines),
        ]

    def _households(self, columns: Sequence[Filled]) -> Iterator[Sequence[Cell]]:
        fetched = [each for each in columns if each.name not in (*_OF_HOME, *_TOTALS)]
        converting = _converting(fetched, self._language)
        known = (*_OF_HOME, *_TOTALS, *(each.name for each in fetched))
        in_order = itemgetter(*(known.index(each.name) for each in columns))
        for some in chunks(self._homes, HOUSEHOLDS_AT_ONCE):
            facts: dict[UUID, tuple[Any, ...]] = {}
            for is_open, households in self._by_openness(some):
                facts |= household_facts(households, [_field(each, is_open=is_open) for each in fetched])
            totals = self._totals(some)
            for home in some:
                row = list(facts[home.household])
                for at, convert in converting:
                    row[at] = convert(row[at])
                told = (home.number, home.head_name, *self._where(home.path), str(home.household))
                yield in_order((*told, *totals.get(home.household, _NO_TOTALS), *row))

    def _members(self, columns: Sequence[Filled]) -> Iterator[Sequence[Cell]]:
        """A row a person: its household's number, head and village before what is known of the person."""
        facts = columns[3:]
        converting = _converting(facts, self._language)
        for some in chunks(self._homes, HOUSEHOLDS_AT_ONCE):
            found: dict[UUID, list[tuple[Any, ...]]] = {}
            for is_open, households in self._by_openness(some):
                found |= members_living(
                    households, [_NOTHING if each.secret and not is_open else each.name for each in facts]
                )
            for home in some:
                village = self._where(home.path)[2]
                for person in found[home.household]:
                    row = list(person)
                    for at, convert in converting:
                        row[at] = convert(row[at])
                    yield home.number, home.head_name, village, *row

    def _lines(self) -> Iterator[Sequence[Cell]]:
        """What is told as a register's whole sum stands among the households' totals and not here."""
        names = {code: None if kind.whole else kind.name.said(self._language) for code, kind in by_code().items()}
        for some in chunks(self._homes, HOUSEHOLDS_AT_ONCE):
            found = account_lines(each.household for each in some)
            for home in some:
                for year, kind, title, quantity, price, amount, cost in found.get(home.household, ()):
                    if name := names[kind]:
                        yield home.number, home.head_name, year, name, title, quantity, price, amount, cost or None

    def _totals(self, homes: Sequence[Home]) -> dict[UUID, tuple[int | None, ...]]:
        with_sums = with_whole_sums(each.household for each in homes)
        told = account_lines(with_sums) if with_sums else {}
        return {
            household: tuple(totals_of(lines).get(name) for name in _TOTALS)
            for household, lines in told.items()
            if any(is_whole(line) for line in lines)
        }

    def _where(self, path: str) -> tuple[str, ...]:
        """County, township, village and group on a path."""
        if path not in self._by_path:
            names = {Level.GROUP: NO_GROUP, **places_on(path, self._places)}
            self._by_path[path] = tuple(
                names.get(level, "") for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE, Level.GROUP)
            )
        return self._by_path[path]

    def _by_openness(self, homes: Sequence[Home]) -> Iterator[tuple[bool, list[UUID]]]:
        """The households whose numbers go out, and those whose numbers do not; what is empty is left out."""
        for is_open in (True, False):
            some = [each.household for each in homes if (each.household in self._open) is is_open]
            if some:
                yield is_open, some


_NOTHING = Value(None, output_field=TextField())


def _table(
    name: Words, columns: Sequence[Filled], rows: Iterator[Sequence[Cell]], *, most: int, fixed: int = 2
) -> Table:
    return Table(name, [each.column for each in columns], rows, most, fixed)


def _field(column: Filled, *, is_open: bool) -> str | Value:
    """Where a column of the households is fetched from."""
    if column.secret and not is_open:
        return _NOTHING
    if column.name in _OF_ROW:
        return _OF_ROW[column.name]
    return f"household__figures__{column.name}" if column.name in _FIGURES else f"file__{column.name}"


def _converting(columns: Sequence[Filled], language: str) -> list[tuple[int, Convert]]:
    """The columns (from 0) whose stored codes are written as words, with how."""
    converts = ((at, _convert(each.name, language)) for at, each in enumerate(columns))
    return [(at, convert) for at, convert in converts if convert]


def _convert(name: str, language: str) -> Convert | None:
    if name == "status":
        return {each.code: each.label.said(language) for each in load().household_statuses}.get
    listed = _LISTS.get(name)
    if listed is None:
        return None
    if listed is YesNo:
        return {True: YesNo.YES.words.said(language), False: YesNo.NO.words.said(language)}.get
    words = {choice.value: choice.words.said(language) for choice in listed}
    if name not in _SEVERAL:
        return words.get
    between = between_choices(language)
    return lambda codes: between.join([words.get(code, code) for code in codes or ()])
