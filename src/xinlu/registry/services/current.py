"""The only writer of the derived row that lists and searches read. One path for one household and for all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import prefetch_related_objects

from xinlu.people.models import Area
from xinlu.people.roles import Level
from xinlu.practice.vocabulary import Relation
from xinlu.records.models import Household
from xinlu.registry.models import Assignment, CurrentFile, HouseholdFile, MemberVersion, Status
from xinlu.registry.readings import found_by, searchable
from xinlu.registry.selectors.members import lives_there, standing_members
from xinlu.registry.selectors.standing import rivals, standing_many
from xinlu.registry.services.stale import mark_stale

REBUILT_AT_ONCE = 500
_COLUMNS = [
    field.name for field in CurrentFile._meta.fields if field.name not in ("household", *CurrentFile.OF_FIGURES)
]


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
    prefetch_related_objects([each for found in assignments.values() for each in found[:1]], "helper")
    stale = set(CurrentFile.objects.filter(household__in=households).values_list("place", flat=True))
    CurrentFile.objects.filter(household__in=[each for each in households if not files[each]]).delete()
    places = Area.objects.in_bulk({each.place_id for found in files.values() for each in found[:1]})
    levels = levels_above(places.values())
    rows = [
        CurrentFile(
            household_id=household,
            **current_columns(
                files[household],
                members[household],
                assignments[household],
                statuses[household],
                place=places[files[household][0].place_id],
                levels=levels,
            ),
        )
        for household in households
        if files[household]
    ]
    CurrentFile.objects.bulk_create(rows, update_conflicts=True, unique_fields=["household"], update_fields=_COLUMNS)
    mark_stale(stale | set(places))


def rebuild_current(*, progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Write every household's row anew, some hundreds at a time; how many. Stopping half-way harms nothing."""
    ids = list(Household.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), REBUILT_AT_ONCE):
        refresh_current_many(ids[start : start + REBUILT_AT_ONCE])
        progress(min(start + REBUILT_AT_ONCE, len(ids)), len(ids))
    return len(ids)


def levels_above(places: Iterable[Area]) -> dict[str, str]:
    """The level of each area that one of the places lies in, by its code. One query."""
    codes = {code for place in places for code in place.codes}
    return dict(Area.objects.filter(code__in=codes).values_list("code", "level"))


def current_columns(
    files: Sequence[HouseholdFile],
    members: Sequence[MemberVersion],
    assignments: Sequence[Assignment],
    statuses: Sequence[Status],
    *,
    place: Area,
    levels: Mapping[str, str],
) -> dict[str, Any]:
    """The row that follows from a household's standing versions, by column; in each chain the one that counts comes first.

    `place` is that of the file that counts, `levels` as `levels_above` gives them.
    """
    file = files[0]
    at = {levels[code]: code for code in place.codes}
    persons = standing_members(members)
    living = [each for each in persons if lives_there(each)]
    head = next((each for each in living if each.relation == Relation.HEAD), None) or next(
        iter(living or persons), None
    )
    assignment, status = next(iter(assignments), None), next(iter(statuses), None)
    name = head.name if head else ""
    return {
        "file_id": file.pk,
        "head_name": name,
        "pinyin": searchable(name),
        "found_by": found_by(name, number=file.number),
        "number": file.number,
        "people": len(living),
        "place_id": place.pk,
        "path": place.path,
        "county": at.get(Level.COUNTY, ""),
        "township": at.get(Level.TOWNSHIP, ""),
        "village": at.get(Level.VILLAGE, ""),
        "helper_id": assignment.helper_id if assignment else None,
        "helper_name": assignment.helper.name if assignment and assignment.helper else None,
        "helper_since": assignment.since if assignment and assignment.helper_id else None,
        "status": status.status if status else "",
        "forked": any((rivals(files), rivals(members), rivals(assignments), rivals(statuses))),
    }
