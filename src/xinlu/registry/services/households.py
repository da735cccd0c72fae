"""Entering a household by hand, and writing new versions of what is known of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.people.roles import Level
from xinlu.practice.vocabulary import Relation
from xinlu.records.models import Household
from xinlu.records.services import append, compose
from xinlu.registry.checks import check_facts, check_said_by, trimmed
from xinlu.registry.models import HouseholdFile
from xinlu.registry.selectors.standing import standing
from xinlu.registry.services.current import refresh_current
from xinlu.registry.services.members import add_member_version

_FACTS = tuple(name for name in HouseholdFile.BODY[1] if name not in ("place", "said_by"))
_NAMES = frozenset(_FACTS)


@transaction.atomic
def enter_household(
    *,
    by: User,
    place: Area,
    said_by: str,
    head: Mapping[str, Any],
    members: Sequence[Mapping[str, Any]] = (),
    facts: Mapping[str, Any] | None = None,
    device: str = "",
    made_at: datetime | None = None,
) -> Household:
    """A new household with its head, members and facts, all or nothing. Refusals name the field ("members.0.name")."""
    household = Household.objects.create(entered_at=clock.now())
    append(_composed(household, by=by, place=place, said_by=said_by, facts=facts or {}, device=device, made_at=made_at))
    persons = [
        ("head", {**head, "relation": str(Relation.HEAD)}),
        *((f"members.{n}", each) for n, each in enumerate(members)),
    ]
    for prefix, person in persons:
        try:
            add_member_version(household, by=by, said_by=said_by, device=device, made_at=made_at, **person)
        except Refusal as refusal:
            raise Refusal(refusal.code, refusal.words, field=f"{prefix}.{refusal.field}") from None
    refresh_current(household)
    return household


@transaction.atomic
def write_file(
    household: Household,
    *,
    by: User,
    said_by: str,
    supersedes: UUID | None = None,
    place: Area | None = None,
    device: str = "",
    made_at: datetime | None = None,
    **facts: Any,
) -> HouseholdFile:
    """A new version of the household's facts; those left out stay as in the version that it supersedes.

    It supersedes the version named, else the one that counts; of an old one it is kept as a fork. What changes nothing
    writes nothing and returns the version that says so. Another place without a day leaves the day of the move open.
    """
    counting = next(iter(standing(HouseholdFile, household)), None)
    before = HouseholdFile.objects.filter(household=household, pk=supersedes).first() if supersedes else counting
    if before is None:
        words = Words(
            "找不到要改的这一版档案，请重新打开这一页", "This version of the file was not found; open the page again"
        )
        raise Refusal("file.unknown", words)
    where = place or before.place
    moved = {} if where == before.place else {"place_since": None}
    merged = {**{name: getattr(before, name) for name in _FACTS}, **moved, **trimmed(facts)}
    for version in (counting, before):
        if version and where == version.place and all(getattr(version, name) == merged[name] for name in merged):
            return version
    file = _composed(
        household,
        by=by,
        place=where,
        said_by=said_by,
        facts=merged,
        device=device,
        made_at=made_at,
        supersedes=before.pk,
    )
    append(file)
    refresh_current(household)
    return file


@transaction.atomic
def move_household(
    household: Household,
    *,
    by: User,
    said_by: str,
    place: Area,
    on: date,
    device: str = "",
    made_at: datetime | None = None,
) -> HouseholdFile:
    """The household lives in another village or group from `on` on; its history goes with it, its helper stays.

    Refusal for a day to come, or one before it moved to where it lives now.
    """
    file = next(iter(standing(HouseholdFile, household)), None)
    if file and file.place_since and on < file.place_since:
        words = Words(
            "这户 {day} 才搬到现在的地方，再搬不能比这更早",
            "The household moved to where it lives now on {day}; it cannot have moved on before",
        )
        raise Refusal("file.moved_before", words.filled(day=file.place_since), field="place_since")
    return write_file(household, by=by, said_by=said_by, place=place, place_since=on, device=device, made_at=made_at)


def _composed(
    household: Household,
    *,
    by: User,
    place: Area,
    said_by: str,
    facts: Mapping[str, Any],
    device: str,
    made_at: datetime | None,
    supersedes: UUID | None = None,
) -> HouseholdFile:
    fields = file_fields(facts, place=place, said_by=said_by, check=check_facts)
    return compose(
        HouseholdFile,
        household=household,
        author=by,
        device=device,
        made_at=made_at,
        supersedes=supersedes,
        **fields,
    )


def file_fields(
    facts: Mapping[str, Any],
    *,
    place: Area,
    said_by: str,
    check: Callable[[Mapping[str, Any]], None],
) -> dict[str, Any]:
    """The facts as a version of the file holds them. Refusal for what `check` refuses, and for a place too large."""
    if unknown := facts.keys() - _NAMES:
        raise TypeError(f"a household file has no {', '.join(sorted(unknown))}")
    if place.level not in (Level.VILLAGE, Level.GROUP):
        words = Words(
            "“{name}”不是村也不是组，要选到村里、组里", "“{name}” is neither a village nor a group; choose one of those"
        )
        raise Refusal("file.place", words.filled(name=place.name), field="place")
    check(facts)
    if facts.get("main_cause") and facts["main_cause"] in (facts.get("further_causes") or ()):
        raise Refusal(
            "file.cause_twice",
            Words("主要原因不用在其他原因里再选一遍", "The main cause need not be chosen again among the further ones"),
            field="further_causes",
        )
    return {**facts, "place": place, "said_by": check_said_by(said_by)}
