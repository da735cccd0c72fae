"""The people on file within some areas, as they are compared with lists and with one another: read in one go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet, Sum, TextField
from django.db.models.functions import Cast

from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.practice.same_person import Person
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile, MemberVersion
from xinlu.registry.selectors.households import SUMMED_LEVELS
from xinlu.registry.selectors.members import standing_members
from xinlu.registry.selectors.standing import standing_many

_HOME = "household__current__"
OF_HOUSEHOLD = frozenset({"house_grade", "house_graded_on", "head_name"})
"""Facts that stand with the household and not with the person."""
_ROWS_AT_ONCE = 5_000


class OnRoll(NamedTuple):
    """Somebody who lives in a household on file. Ids are hexadecimal text: making a UUID of each takes as long as the rest."""

    household: str
    member: str
    name: str
    born_on: date | None
    sex: str
    place: str
    village: str
    id_index: str
    left_on: date | None
    facts: tuple[Any, ...]

    def as_person(self) -> Person:
        """As likeness is judged; the key is the member's id."""
        return Person(self.member, self.name, self.born_on, self.sex, self.village, self.id_index)


def people_within(paths: Sequence[str], fields: Sequence[str] = ()) -> Iterator[OnRoll]:
    """Everybody who lives in a household within the areas of these paths (none: everywhere), with these facts of each.

    Two queries, and two more where versions of somebody stand against each other.
    """
    yield from _living(heads(MemberVersion).filter(within(paths)), fields)


def people_of(households: Iterable[UUID], fields: Sequence[str] = ()) -> list[OnRoll]:
    """Those of these households, likewise."""
    return list(_living(heads(MemberVersion).filter(household__in=list(households)), fields))


def people_count(paths: Sequence[str]) -> int:
    """How many people live within the areas. Two queries."""
    rows = CurrentFile.objects.filter(_homes(paths, ""))
    return rows.aggregate(n=Sum("people"))["n"] or 0


def within(paths: Sequence[str]) -> Q:
    """The condition that a member's household lies within the areas."""
    return _homes(paths, _HOME)


def _homes(paths: Sequence[str], prefix: str) -> Q:
    """By the code's own column where there is one: it finds its index on every database."""
    if not paths:
        return Q()
    found = Q(pk__in=())
    for code, path, level in Area.objects.filter(path__in=list(paths)).values_list("code", "path", "level"):
        column = SUMMED_LEVELS.get(Level(level))
        found |= Q(**{f"{prefix}{column}": code}) if column else Q(**{f"{prefix}path__startswith": path})
    return found


def _living(versions: QuerySet[MemberVersion], fields: Sequence[str]) -> Iterator[OnRoll]:
    wanted: tuple[str | Cast, ...] = (
        Cast("household", TextField()), Cast("member", TextField()), "name", "born_on", "sex", f"{_HOME}place_id",
        f"{_HOME}village", "id_index", "left_on", *map(_column, fields),
    )  # fmt: skip
    rows = versions.filter(household__current__isnull=False).order_by().values_list(*wanted)
    found: dict[str, OnRoll] = {}
    forked: set[str] = set()
    for household, member, *row in rows.iterator(chunk_size=_ROWS_AT_ONCE):
        read = OnRoll._make((_hex(household), _hex(member), *row[:7], tuple(row[7:])))
        if read.member in found:
            forked.add(read.household)
        found[read.member] = read
    if forked:
        found |= _counting(forked, found, fields)
    yield from (each for each in found.values() if each.left_on is None)


def _counting(
    households: Iterable[str], found: Mapping[str, OnRoll], fields: Sequence[str]
) -> Iterator[tuple[str, OnRoll]]:
    """Of forked households the versions that count, by member."""
    for persons in standing_many(MemberVersion, map(UUID, households)).values():
        for each in standing_members(persons):
            before = found[each.member.hex]
            facts = (
                value if field in OF_HOUSEHOLD else getattr(each, field)
                for field, value in zip(fields, before.facts, strict=True)
            )
            yield (
                before.member,
                before._replace(
                    name=each.name,
                    born_on=each.born_on,
                    sex=each.sex,
                    id_index=each.id_index,
                    left_on=each.left_on,
                    facts=tuple(facts),
                ),
            )


def _column(field: str) -> str:
    if field == "head_name":
        return f"{_HOME}head_name"
    return f"{_HOME}file__{field}" if field in OF_HOUSEHOLD else field


def _hex(written: str) -> str:
    return written.replace("-", "")
