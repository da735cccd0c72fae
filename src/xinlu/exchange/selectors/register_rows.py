"""What a register that goes out says, some hundreds of households at a time, in a fixed number of queries each.

Only the columns that go out are fetched, and none is decrypted that does not go out: whole records of a county would
take several times as long to put together as to write down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, TextField, Value
from django.db.models.functions import Cast

from xinlu.casework.models import IncomeLine
from xinlu.income.kinds import by_code
from xinlu.people.models import Area
from xinlu.practice.vocabulary import Relation
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile, MemberVersion
from xinlu.registry.selectors.standing import standing_many
from xinlu.sheets.register_columns import OFFICIAL_FROM

_ORDER = {relation.value: place for place, relation in enumerate(Relation)}
_LAST = "9999-12-31"


class Home(NamedTuple):
    """A household of the register: by what number the sheets are joined, where it lies, and how much there is of it."""

    household: UUID
    number: str
    head_name: str
    path: str
    helper: UUID | None
    people: int
    lines: int


class LineOut(NamedTuple):
    """A line of an account as it goes out; of a kind that spends, the amount is what was spent."""

    year: int
    kind: str
    title: str
    quantity_milli: int | None
    price_fen: int | None
    amount_fen: int
    cost_fen: int


def homes_of(within: QuerySet[CurrentFile]) -> list[Home]:
    """The households in the order of places and names. Those without an official number get one that holds within the
    file, and is so short that nobody takes it for an official one."""
    rows = (
        within.order_by("path", "pinyin", "household_id")
        .select_related(None)
        .values_list(
            "household_id", "number", "head_name", "path", _text("helper"), "people", "household__figures__lines"
        )
    )
    paths: dict[str, str] = {}
    helpers: dict[str | None, UUID | None] = {None: None}
    found = []
    for household, number, head_name, path, helper, people, lines in rows.iterator(chunk_size=2000):
        if helper not in helpers:
            helpers[helper] = UUID(helper)
        # One text for all who live in a place: of a county there are ninety thousand households and a thousand places.
        place = paths.setdefault(path, path)
        found.append(Home(household, number, head_name, place, helpers[helper], people, lines or 0))
    taken = {home.number for home in found}
    free = (str(n) for n in range(1, 10 ** (OFFICIAL_FROM - 1)) if str(n) not in taken)
    return [home if home.number else home._replace(number=next(free, "")) for home in found]


def place_names(area: Area) -> dict[str, tuple[str, str]]:
    """Level and name of the area, of all above it and of all within it, by code."""
    around = Area.objects.filter(Q(path__startswith=area.path) | Q(code__in=area.codes))
    return {code: (level, name) for code, level, name in around.values_list("code", "level", "name")}


def places_on(path: str, names: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """The names of the places on a path by level."""
    return dict(names[code] for code in path.split("/") if code in names)


def chunks(homes: Sequence[Home], size: int) -> Iterator[Sequence[Home]]:
    """The households, so many at a time."""
    return (homes[start : start + size] for start in range(0, len(homes), size))


def household_facts(households: Iterable[UUID], fields: Sequence[str | Value]) -> dict[UUID, tuple[Any, ...]]:
    """These columns of the derived rows (and of what they name: "file__water", "helper__name") by household. One query."""
    rows = CurrentFile.objects.filter(household__in=list(households)).values_list("household_id", *fields)
    return {row[0]: row[1:] for row in rows}


def members_living(households: Iterable[UUID], fields: Sequence[str | Value]) -> dict[UUID, list[tuple[Any, ...]]]:
    """These facts of who belongs to each household, in the order of the form.

    One query; where two versions of a person stand against each other, those that say which one counts come on top.
    """
    wanted = {household.hex: household for household in households}
    needed = ("relation", "born_on", "name", "left_on", *fields)
    persons: dict[str, dict[str, tuple[Any, ...]]] = {household: {} for household in wanted}
    forked: set[str] = set()
    rows = heads(MemberVersion).filter(household__in=list(wanted.values())).order_by()
    for household, member, *row in rows.values_list(_text("household"), _text("member"), *needed):
        versions = persons[_hex(household)]
        if member in versions:
            forked.add(_hex(household))
        versions[member] = tuple(row)
    for known, standing in standing_many(MemberVersion, [wanted[each] for each in forked]).items() if forked else ():
        first: dict[str, tuple[Any, ...]] = {}
        for version in standing:
            first.setdefault(version.member.hex, tuple(_read(version, name) for name in needed))
        persons[known.hex] = first
    return {
        wanted[household]: [row[4:] for _, row in sorted(versions.items(), key=_in_order) if row[3] is None]
        for household, versions in persons.items()
    }


def account_lines(households: Iterable[UUID]) -> dict[UUID, list[LineOut]]:
    """The lines of each household's standing account in their order, as they are claimed. Two queries."""
    accounts = (
        CurrentFile.objects.filter(household__in=list(households), household__figures__account__isnull=False)
        .values_list("household_id", "household__figures__account__lines", "household__figures__period_end")
        .order_by()
    )
    listed = {household: (lines, end.year if end else 0) for household, lines, end in accounts}
    rows = IncomeLine.objects.filter(household__in=list(listed)).values_list(
        _text("pk"), "kind", "title", "quantity_milli", "price_fen", "income_fen", "cost_fen"
    )
    spends = {code: kind.source.spends for code, kind in by_code().items()}
    by_id: dict[str, tuple[Any, ...]] = {_hex(row[0]): row[1:] for row in rows}
    found: dict[UUID, list[LineOut]] = {}
    for household, (lines, year) in listed.items():
        there = [row for line, _ in lines if (row := by_id.get(_hex(line)))]
        found[household] = [
            LineOut._make((year, *row[:4], row[5], 0) if spends[row[0]] else (year, *row)) for row in there
        ]
    return found


def _read(version: MemberVersion, field: str | Value) -> Any:
    return getattr(version, field) if isinstance(field, str) else None


def _text(name: str) -> Cast:
    """An id as text: making a UUID of each would take as long as all the rest of a row."""
    return Cast(name, TextField())


def _hex(written: str) -> str:
    return written.replace("-", "")


def with_whole_sums(households: Iterable[UUID]) -> set[UUID]:
    """Those of the households that have lines which are a register's sum over a whole source. One query."""
    whole = [code for code, kind in by_code().items() if kind.whole]
    rows = IncomeLine.objects.filter(household__in=list(households), kind__in=whole)
    return set(rows.values_list("household_id", flat=True))


def totals_of(lines: Sequence[LineOut]) -> dict[str, int]:
    """The sums by source (in fen) of an account of whole sums, and its net income; empty for one reckoned line by line.

    A sum of which some lines are told is given with them: the reader takes them off it again.
    """
    kinds = by_code()
    whole = [line for line in lines if kinds[line.kind].whole]
    if not whole:
        return {}
    by_source: dict[str, int] = defaultdict(int)
    net = 0
    for line in lines:
        source = kinds[line.kind].source
        by_source[source.value] += line.amount_fen
        if source.value != "rigid_spending":
            net += -line.amount_fen if source.spends else line.amount_fen - line.cost_fen
    told = {kinds[line.kind].source.value for line in whole}
    return {source: by_source[source] for source in told if source != "unsplit"} | {"net": net}


def is_whole(line: LineOut) -> bool:
    """Whether the line is a register's sum over a whole source."""
    return by_code()[line.kind].whole


def _in_order(version: tuple[str, tuple[Any, ...]]) -> tuple[Any, ...]:
    member, (relation, born_on, name, *_) = version
    return _ORDER.get(relation, 99), str(born_on or _LAST), name, member
