"""Pairs of entries that may be one person, with both entries as they stand; and when somebody last looked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from xinlu.exchange.models import PeopleLook, SamePerson
from xinlu.exchange.selectors.matching import batches
from xinlu.people.access import Subject
from xinlu.people.models import User
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile, MemberVersion
from xinlu.registry.selectors.members import standing_members
from xinlu.registry.selectors.standing import standing_many


@dataclass(frozen=True)
class Entry:
    """One side of a pair as it stands on file."""

    person: MemberVersion
    home: CurrentFile
    author: str

    @property
    def subject(self) -> Subject:
        """The household as access sees it."""
        return Subject(self.home.path, frozenset({self.home.helper_id} if self.home.helper_id else ()))


@dataclass(frozen=True)
class Entries:
    """The entries that some pairs speak of."""

    homes: dict[UUID, CurrentFile] = field(default_factory=dict)
    people: dict[UUID, MemberVersion] = field(default_factory=dict)
    authors: dict[UUID, str] = field(default_factory=dict)

    def of(self, pair: SamePerson) -> tuple[Entry | None, Entry | None]:
        """Left and right; None for a side that has no file any more."""
        return self._entry(pair.left, pair.left_household_id), self._entry(pair.right, pair.right_household_id)

    def _entry(self, member: UUID, household: UUID) -> Entry | None:
        person, home = self.people.get(member), self.homes.get(household)
        if person is None or home is None:
            return None
        return Entry(person, home, self.authors.get(person.author_id, "") if person.author_id else "")


def pairs_within(paths: Iterable[str]) -> QuerySet[SamePerson]:
    """All pairs of which one side at least lives in the areas of these paths."""
    within = Q(pk__in=())
    for path in paths:
        within |= Q(left_household__current__path__startswith=path)
        within |= Q(right_household__current__path__startswith=path)
    return SamePerson.objects.filter(within).select_related("decided_by")


def pairs_of(household: UUID) -> QuerySet[SamePerson]:
    """All pairs of which one side lives in the household."""
    one_side = Q(left_household=household) | Q(right_household=household)
    return SamePerson.objects.filter(one_side).select_related("decided_by")


def waiting(pairs: QuerySet[SamePerson]) -> QuerySet[SamePerson]:
    """Those that nobody has decided and of whom both still live where they are on file; one ID number first, then the
    likeliest."""
    return pairs.filter(_lives("left"), _lives("right"), outcome="").order_by("-same_id", "-likeness_percent", "pk")


def decided_pairs(pairs: QuerySet[SamePerson]) -> QuerySet[SamePerson]:
    """Those that somebody has decided, the last first."""
    return pairs.exclude(outcome="").order_by("-decided_at", "-pk")


def entries_of(pairs: Sequence[SamePerson]) -> Entries:
    """Both sides of all these pairs. A fixed number of queries."""
    ids = {each for pair in pairs for each in (pair.left_household_id, pair.right_household_id)}
    homes = CurrentFile.objects.select_related("place").in_bulk(ids)
    versions = standing_many(MemberVersion, ids)
    people = {each.member: each for found in versions.values() for each in standing_members(found)}
    authors = {each.author_id for each in people.values() if each.author_id}
    return Entries(homes, people, dict(User.objects.filter(pk__in=authors).values_list("pk", "name")))


def still_living(members: Iterable[UUID]) -> set[UUID]:
    """Who of these still belongs to their household."""
    found: set[UUID] = set()
    for some in batches(members):
        found |= set(heads(MemberVersion).filter(member__in=some, left_on=None).values_list("member", flat=True))
    return found


def last_look(paths: Sequence[str]) -> PeopleLook | None:
    """The last time that anybody had one of these areas, or an area within them, searched."""
    within = Q(pk__in=())
    for path in paths:
        within |= Q(area__path__startswith=path)
    return PeopleLook.objects.filter(within).select_related("area", "by").first()


def _lives(side: str) -> Exists:
    return Exists(heads(MemberVersion).filter(member=OuterRef(side), left_on=None))
