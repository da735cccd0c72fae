"""Lists of households, searches, and who answers for how many. Each list takes a fixed number of queries."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Count, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.parameters.selectors import parameter
from xinlu.people.models import Area, Responsibility, User
from xinlu.people.roles import Role
from xinlu.records.fields import blind_index
from xinlu.records.models import Household
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile, FileReading, MemberVersion
from xinlu.registry.services.members import tail_index


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


def households_of_helper(helper: User) -> QuerySet[CurrentFile]:
    """The households for which the helper answers today."""
    return CurrentFile.objects.filter(helper=helper).select_related("place", "helper", "household__figures")


def search(households: QuerySet[CurrentFile], text: str) -> QuerySet[CurrentFile]:
    """Those whose head's name, pinyin, initials or household number matches."""
    typed = unicodedata.normalize("NFKC", text.replace("\x00", "")).strip()
    if not typed:
        return households
    plain = re.sub(r"[^a-z0-9]", "", typed.lower().replace("ü", "v"))
    found = Q(head_name__contains=typed) | Q(number__startswith=typed)
    if plain and typed.replace("ü", "v").replace("Ü", "V").isascii():
        found |= Q(pinyin__startswith=plain) | Q(pinyin__contains=f" {plain}")
    return households.filter(found)


def find_by_id_number(households: QuerySet[CurrentFile], text: str, *, county: str) -> QuerySet[CurrentFile]:
    """Those with a member of that full ID number, or with those last six characters within the county.

    A tail is found under the county where the household lived when the number was written down.
    """
    typed = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()
    if len(typed) == 18:
        found = Q(id_index=blind_index(typed, purpose="id"))
    elif len(typed) == 6:
        found = Q(id_tail_index=tail_index(typed, county=county))
    else:
        return households.none()
    holders = heads(MemberVersion).filter(found, left_on=None).values("household")
    return households.filter(household__in=holders)


def households_without_helper(area: Area) -> QuerySet[CurrentFile]:
    """The area's households for which nobody answers today."""
    return households_within(area.path).filter(helper=None)


def helpers_of(area: Area, *, on: date | None = None) -> list[HelperLoad]:
    """Everyone who may be a helper somewhere in the area on a day, with their households; most households first."""
    day = on or clock.today()
    most = parameter("helper_households_max", area_codes=area.codes, on=day).value
    posts = Responsibility.objects.filter(
        Q(until=None) | Q(until__gte=day),
        Q(area__path__startswith=area.path) | Q(area__code__in=area.codes),
        role=Role.HELPER,
        since__lte=day,
        user__is_active=True,
    )
    users = User.objects.filter(pk__in=posts.values("user")).annotate(
        n_households=Count("households"),
    )
    loads = [HelperLoad(user, user.n_households, most) for user in users]
    return sorted(loads, key=lambda load: (-load.households, load.helper.name))


def overloaded_helpers(area: Area, *, on: date | None = None) -> list[HelperLoad]:
    """The helpers of the area who answer for more households than the place allows."""
    return [load for load in helpers_of(area, on=on) if load.overloaded]


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
