"""Lists of households, searches, and who answers for how many. Each list takes a fixed number of queries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, StrIndex

from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.parameters.selectors import parameter
from xinlu.people.models import Area, Responsibility, User
from xinlu.people.roles import Level, Role
from xinlu.records.fields import blind_index
from xinlu.records.models import Household
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile, FileReading, MemberVersion
from xinlu.registry.readings import looked_for
from xinlu.registry.services.members import tail_index

SUMMED_LEVELS = {Level.COUNTY: "county", Level.TOWNSHIP: "township", Level.VILLAGE: "village"}
"""Levels by which households are grouped -> the column of CurrentFile that holds the area's code."""


@dataclass(frozen=True, slots=True)
class HelperLoad:
    """A helper of an area, for how many households they answer in all, and how many are too many there."""

    helper: User
    households: int
    most: int

    @property
    def overloaded(self) -> bool:
        return self.households > self.most


def households_within(*area_paths: str) -> QuerySet[CurrentFile]:
    """The households whose current place lies within any of the areas; with all that a list shows of them."""
    within = Q(pk__in=())
    for path in area_paths:
        within |= Q(path__startswith=path)
    return CurrentFile.objects.filter(within).select_related("place", "helper", "household__figures")


def lying_in(area: Area) -> Q:
    """The condition that a household lies in the area. By the area's code where rows hold it: a code finds its index on
    every database, a path's beginning does not; both say the same, for an area never changes its level or its path.
    """
    column = {**SUMMED_LEVELS, Level.GROUP: "place"}.get(Level(area.level))
    return Q(**{column: area.code}) if column else Q(path__startswith=area.path)


def households_of_helper(helper: User) -> QuerySet[CurrentFile]:
    """The households for which the helper answers today."""
    return CurrentFile.objects.filter(helper=helper).select_related("place", "helper", "household__figures")


def search(households: QuerySet[CurrentFile], text: str) -> QuerySet[CurrentFile]:
    """Those in whose head's name the Chinese typed stands, or whose name, pinyin, initials or number it begins.

    Pinyin and initials are also found from any later character of the name on: a given name is.
    """
    wanted = looked_for(text)
    if not wanted:
        return households
    found = Q(pk__in=())
    for n, each in enumerate(wanted):
        # Where it stands, rather than whether it is LIKE: the same on both databases, and a third faster on SQLite.
        households = households.alias(**{f"found_{n}": StrIndex("found_by", Value(each))})
        found |= Q(**{f"found_{n}__gt": 0})
    return households.filter(found)


def find_by_id_number(households: QuerySet[CurrentFile], text: str, *, county: str) -> QuerySet[CurrentFile]:
    """Those with a member of that full ID number, or with those last six characters within the county.

    A tail is found under the county where the household lived when the number was written down. Asks once at once.
    """
    typed = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if len(typed) == 18:
        found = Q(id_index=blind_index(typed, purpose="id"))
    elif len(typed) == 6:
        found = Q(id_tail_index=tail_index(typed, county=county))
    else:
        return households.none()
    # Asked for first: else a database may look at every household whether it is among the few holders.
    holders = set(heads(MemberVersion).filter(found, left_on=None).values_list("household", flat=True))
    return households.filter(household__in=holders)


def households_without_helper(area: Area) -> QuerySet[CurrentFile]:
    """The area's households for which nobody answers today."""
    return households_within(area.path).filter(helper=None)


def helpers_within(area: Area, *, on: date | None = None) -> QuerySet[User]:
    """Everyone who may be a helper somewhere in the area on a day; `n_households` they answer for in all, most first."""
    return _counted(User.objects.filter(pk__in=_posts(_touching(area), on).values("user")))


def households_at_most(area: Area, *, on: date | None = None) -> int:
    """How many households one helper may answer for in the area."""
    most: int = parameter("helper_households_max", area_codes=area.codes, on=on or clock.today()).value
    return most


def helpers_of(area: Area, *, on: date | None = None) -> list[HelperLoad]:
    """Everyone who may be a helper somewhere in the area on a day, with their households; most households first."""
    return _loads(helpers_within(area, on=on), most=households_at_most(area, on=on))


def overloaded_helpers(area: Area, *, on: date | None = None) -> list[HelperLoad]:
    """The helpers of the area who answer for more households than the place allows."""
    most = households_at_most(area, on=on)
    answering = CurrentFile.objects.filter(helper__isnull=False).order_by().values("helper")
    many = answering.annotate(n=Count("household")).filter(n__gt=most)
    # They are few: of each it is asked whether a post is in the area, not of the whole area who holds one.
    here = Exists(_posts(_touching(area), on).filter(user=OuterRef("pk")))
    return _loads(_counted(User.objects.filter(here, pk__in=many.values("helper"))), most=most)


def helpers_for(households: Iterable[CurrentFile], *, most: int, on: date | None = None) -> list[HelperLoad]:
    """Everyone who may answer for at least one of these households on a day, beside what is too many."""
    codes = {code for household in households for code in household.path.split("/") if code}
    users = User.objects.filter(pk__in=_posts(Q(area__in=codes), on).values("user"))
    return _loads(_counted(users), most=most)


def _touching(area: Area) -> Q:
    """Posts within the area, or over it."""
    return Q(area__path__startswith=area.path) | Q(area__code__in=area.codes)


def _posts(where: Q, on: date | None) -> QuerySet[Responsibility]:
    day = on or clock.today()
    return Responsibility.objects.filter(where, Q(until=None) | Q(until__gte=day), role=Role.HELPER, since__lte=day)


def _loads(helpers: Iterable[User], *, most: int) -> list[HelperLoad]:
    return [HelperLoad(user, user.n_households, most) for user in helpers]  # type: ignore[attr-defined]


def _counted(users: QuerySet[User]) -> QuerySet[User]:
    # Counted for each, not joined and grouped: half the time over ten thousand helpers.
    answered = CurrentFile.objects.filter(helper=OuterRef("pk")).order_by().values("helper").annotate(n=Count("*"))
    counted = users.filter(is_active=True).annotate(n_households=Coalesce(Subquery(answered.values("n")), 0))
    return counted.order_by("-n_households", "name", "username")


def readings_of(household: Household, *, limit: int = 50) -> QuerySet[FileReading]:
    """Who opened the household's file, newest first."""
    return FileReading.objects.filter(household=household).select_related("reader").order_by("-read_at")[:limit]


@dataclass(frozen=True, slots=True)
class SameNumber:
    """The other households with a member of the same ID number: those within the reader's areas; others are not told."""

    households: tuple[CurrentFile, ...]
    outside: bool

    def __bool__(self) -> bool:
        return self.outside or bool(self.households)

    @property
    def words(self) -> Words:
        """Where, as far as the reader may know it; empty where there is none."""
        heads_named = "、".join(each.head_name for each in self.households)
        said = {
            (False, False): Words("", ""),
            (True, False): Words(
                "这个身份证号还记在{heads}家。问一问，人在哪一家",
                "This ID number also stands in the household of {heads}. Ask where the person lives",
            ),
            (False, True): Words(
                "这个身份证号还记在您管的范围以外的一户。请报给县里核对",
                "This ID number also stands in another household outside your area. Ask the county to look",
            ),
            (True, True): Words(
                "这个身份证号还记在{heads}家，也记在您管的范围以外的一户。请报给县里核对",
                "This ID number also stands in the household of {heads}, and in another outside your area. "
                "Ask the county to look",
            ),
        }
        return said[bool(self.households), self.outside].filled(heads=heads_named)


def same_id_elsewhere(version: MemberVersion, *, within: Iterable[str]) -> SameNumber:
    """Which other households have somebody of this ID number living there; `within` are the reader's area paths."""
    if not version.id_index:
        return SameNumber((), False)
    others = heads(MemberVersion).filter(id_index=version.id_index, left_on=None).exclude(household=version.household)
    households = set(others.values_list("household", flat=True))
    told = tuple(households_within(*within).filter(household__in=households))
    return SameNumber(told, len(told) < len(households))


def households_of_helpers_gone(area: Area, *, on: date | None = None) -> QuerySet[CurrentFile]:
    """The area's households whose named helper may no longer be one there: post ended, login closed, household moved."""
    day = on or clock.today()
    holds_post = (
        Responsibility.objects.filter(
            Q(until=None) | Q(until__gte=day), user=OuterRef("helper"), role=Role.HELPER, since__lte=day
        )
        .annotate(household_path=ExpressionWrapper(OuterRef("path"), output_field=CharField()))
        .filter(household_path__startswith=F("area__path"))
    )
    named = households_within(area.path).filter(helper__isnull=False)
    return named.filter(Q(helper__is_active=False) | ~Exists(holds_post))
