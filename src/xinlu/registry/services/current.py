"""The only writer of the derived row that lists and searches read. One path for one household and for all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import transaction
from pypinyin import Style, lazy_pinyin

from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.practice.vocabulary import Relation
from xinlu.records.models import Household
from xinlu.records.selectors import current_many
from xinlu.registry.models import Assignment, CurrentFile, HouseholdFile, MemberVersion, Status
from xinlu.registry.selectors.members import lives_there, standing_members

REBUILT_AT_ONCE = 500
_COLUMNS = [field.name for field in CurrentFile._meta.fields if field.name != "household"]


def refresh_current(household: Household) -> None:
    """Write the household's row anew."""
    refresh_current_many([household.pk])


@transaction.atomic
def refresh_current_many(households: Sequence[UUID]) -> None:
    """Write the rows of these households anew, in a fixed number of queries. Households without a file have no row."""
    files = current_many(HouseholdFile, households)
    members = current_many(MemberVersion, households)
    assignments = current_many(Assignment, households)
    statuses = current_many(Status, households)
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
    """A name as it is searched by: full pinyin without tones, then the initials.

    >>> searchable("杨秀英")
    'yangxiuying yxy'
    """
    return f"{''.join(lazy_pinyin(name)).lower()} {''.join(lazy_pinyin(name, style=Style.FIRST_LETTER)).lower()}"[:200]


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
    assignment = max(assignments, key=lambda each: (each.since, each.received_at), default=None)
    status = max(statuses, key=lambda each: (each.since, each.received_at), default=None)
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
        forked=len(files) > 1 or len(members) > len(persons),
    )
