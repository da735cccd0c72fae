"""The only writer of the derived row that lists and searches read. One path for one household and for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from pypinyin import lazy_pinyin

from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.practice.vocabulary import Relation
from xinlu.records.models import Household
from xinlu.registry.models import Assignment, CurrentFile, HouseholdFile, MemberVersion, Status
from xinlu.registry.selectors.members import lives_there, standing_members
from xinlu.registry.selectors.standing import rivals, standing_many

REBUILT_AT_ONCE = 500
SURNAMES: dict[str, tuple[str, ...]] = {
    "尉迟": ("yu", "chi"),
    "万俟": ("mo", "qi"),
    "曾": ("zeng",),
    "覃": ("qin",),
    "解": ("xie",),
    "仇": ("qiu",),
    "单": ("shan",),
    "查": ("zha",),
    "区": ("ou",),
    "翟": ("zhai",),
    "缪": ("miao",),
    "朴": ("piao",),
    "盖": ("ge",),
    "折": ("she",),
    "召": ("shao",),
    "种": ("chong",),
    "繁": ("po",),
    "员": ("yun",),
    "秘": ("bi",),
    "黑": ("he",),
    "乐": ("yue",),
}
"""Characters that a surname reads otherwise than the word (Xiandai Hanyu Cidian); pypinyin gives the word's reading."""
_COLUMNS = [field.name for field in CurrentFile._meta.fields if field.name != "household"]


def refresh_current(household: Household) -> None:
    """Write the household's row anew."""
    refresh_current_many([household.pk])


@transaction.atomic
def refresh_current_many(households: Sequence[UUID]) -> None:
    """Write the rows of these households anew, in a fixed number of queries. Households without a file have no row."""
    # On PostgreSQL two changes at once would each be written without the other: whoever comes second waits here.
    list(Household.objects.select_for_update().filter(pk__in=households).order_by("pk").values_list("pk"))
    files = standing_many(HouseholdFile, households)
    members = standing_many(MemberVersion, households)
    assignments = standing_many(Assignment, households)
    statuses = standing_many(Status, households)
    CurrentFile.objects.filter(household__in=[each for each in households if not files[each]]).delete()
    places = Area.objects.in_bulk({each.place_id for found in files.values() for each in found[:1]})
    levels = dict(
        Area.objects.filter(code__in={code for place in places.values() for code in place.codes}).values_list(
            "code", "level"
        )
    )
    rows = [
        _row(
            household, files[household], members[household], assignments[household], statuses[household], places, levels
        )
        for household in households
        if files[household]
    ]
    CurrentFile.objects.bulk_create(rows, update_conflicts=True, unique_fields=["household"], update_fields=_COLUMNS)


def rebuild_current(*, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Write every household's row anew, some hundreds at a time; how many. Stopping half-way harms nothing."""
    ids = list(Household.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), REBUILT_AT_ONCE):
        refresh_current_many(ids[start : start + REBUILT_AT_ONCE])
        progress(min(start + REBUILT_AT_ONCE, len(ids)), len(ids))
    return len(ids)


def searchable(name: str) -> str:
    """A name as it is searched by: full pinyin without tones, then the initials; twice where the surname has a reading
    of its own, for whoever types may know either.

    >>> searchable("杨秀英"), searchable("曾小妹")
    ('yangxiuying yxy', 'zengxiaomei zxm cengxiaomei cxm')
    """
    syllables = [each.lower() for each in lazy_pinyin("".join(each for each in name if each.isalnum()))]
    own = next((reading for surname, reading in SURNAMES.items() if name.startswith(surname)), ())
    readings = [[*own, *syllables[len(own) :]], syllables] if own else [syllables]
    return " ".join(f"{''.join(each)} {''.join(part[0] for part in each)}" for each in readings)[:200]


def _row(
    household: UUID,
    files: list[HouseholdFile],
    members: list[MemberVersion],
    assignments: list[Assignment],
    statuses: list[Status],
    places: dict[str, Area],
    levels: dict[str, str],
) -> CurrentFile:
    file, place = files[0], places[files[0].place_id]
    at = {levels[code]: code for code in place.codes}
    persons = standing_members(members)
    living = [each for each in persons if lives_there(each)]
    head = next((each for each in living if each.relation == Relation.HEAD), None) or next(
        iter(living or persons), None
    )
    assignment, status = next(iter(assignments), None), next(iter(statuses), None)
    name = head.name if head else ""
    return CurrentFile(
        household_id=household,
        file=file,
        head_name=name,
        pinyin=searchable(name),
        number=file.number,
        people=len(living),
        place=place,
        path=place.path,
        county=at.get(Level.COUNTY, ""),
        township=at.get(Level.TOWNSHIP, ""),
        village=at.get(Level.VILLAGE, ""),
        helper_id=assignment.helper_id if assignment else None,
        helper_since=assignment.since if assignment and assignment.helper_id else None,
        status=status.status if status else "",
        forked=any((rivals(files), rivals(members), rivals(assignments), rivals(statuses))),
    )
