"""Writing down who belongs to a household, version by version: born, joined, corrected, left."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from xinlu.kernel.errors import Refusal
from xinlu.kernel.ids import uuid7
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.practice.idnumbers import check_id_number
from xinlu.practice.vocabulary import Relation
from xinlu.records.fields import blind_index
from xinlu.records.models import Household
from xinlu.records.selectors import current
from xinlu.records.services import append, compose
from xinlu.registry.checks import check_person, check_said_by
from xinlu.registry.models import MemberVersion
from xinlu.registry.selectors.members import lives_there, standing_members
from xinlu.registry.selectors.places import county_of
from xinlu.registry.services.current import refresh_current

LEAVING_REASONS: dict[str, Words] = {
    "died": Words("去世", "died"),
    "married": Words("出嫁、入赘", "married out"),
    "moved": Words("搬走、分家", "moved or split off"),
    "error": Words("本来就不是这家的", "never belonged here"),
    "other": Words("别的", "other"),
}

_FACTS = MemberVersion.BODY[1][2:]


@transaction.atomic
def write_member(
    household: Household,
    *,
    by: User,
    said_by: str,
    member: UUID | None = None,
    supersedes: UUID | None = None,
    device: str = "",
    made_at: datetime | None = None,
    **facts: Any,
) -> MemberVersion:
    """A new person (`member` None), or a new version of one; facts left out stay as in the version it supersedes.

    What changes nothing writes nothing and returns that version. Refusals name the field.
    """
    version = add_member_version(
        household, by=by, said_by=said_by, member=member, supersedes=supersedes, device=device, made_at=made_at, **facts
    )
    refresh_current(household)
    return version


def add_member_version(
    household: Household,
    *,
    by: User,
    said_by: str,
    member: UUID | None = None,
    supersedes: UUID | None = None,
    device: str = "",
    made_at: datetime | None = None,
    **facts: Any,
) -> MemberVersion:
    """As `write_member`, without writing the derived row: for services that write several records at once."""
    unknown = facts.keys() - set(_FACTS)
    if unknown:
        raise TypeError(f"a member has no {', '.join(sorted(unknown))}")
    before = MemberVersion.objects.filter(household=household, pk=supersedes).first() if supersedes else None
    if supersedes and (before is None or (member and before.member != member)):
        raise Refusal(
            "member.unknown",
            Words("找不到要改的这个人，请重新打开这一页", "This person's entry was not found; open the page again"),
        )
    merged = {**({name: getattr(before, name) for name in _FACTS} if before else {}), **facts}
    merged["name"] = str(merged.get("name", "")).strip()
    if merged.get("id_number"):
        merged["id_number"] = _checked_number(
            household, merged["id_number"], member=before.member if before else member
        )
    check_person(merged)
    if before and all(getattr(before, name) == merged.get(name) for name in _FACTS):
        return before
    version = compose(
        MemberVersion,
        household=household,
        author=by,
        device=device,
        made_at=made_at,
        supersedes=before.pk if before else None,
        member=before.member if before else member or uuid7(),
        said_by=check_said_by(said_by),
        id_index=blind_index(merged.get("id_number") or "", purpose="id"),
        id_tail_index=tail_index(merged.get("id_number") or "", county=county_of(household)),
        **merged,
    )
    append(version)
    return version


def member_leaves(
    household: Household, *, by: User, said_by: str, member: UUID, left_on: date, why: str, device: str = ""
) -> MemberVersion:
    """The person no longer belongs to the household from `left_on` on. The head cannot leave before another is named."""
    version = _standing(household, member)
    if why not in LEAVING_REASONS:
        raise Refusal("member.left_why", Words("为什么走，要选一个", "Choose why they left"), field="left_why")
    if version.relation == Relation.HEAD and any(
        lives_there(each) and each.member != member for each in standing_members(current(MemberVersion, household))
    ):
        raise Refusal(
            "member.head_leaves",
            Words("户主走了，先定一个新户主", "Name a new head before the head leaves"),
            field="member",
        )
    return write_member(
        household,
        by=by,
        said_by=said_by,
        member=member,
        supersedes=version.pk,
        device=device,
        left_on=left_on,
        left_why=why,
    )


@transaction.atomic
def name_head(
    household: Household, *, by: User, said_by: str, member: UUID, former_is: Relation, device: str = ""
) -> MemberVersion:
    """`member` becomes head; the former head's relation to the new one is `former_is`."""
    new = _standing(household, member)
    for each in standing_members(current(MemberVersion, household)):
        if each.relation == Relation.HEAD and lives_there(each) and each.member != member:
            add_member_version(
                household, by=by, said_by=said_by, supersedes=each.pk, device=device, relation=str(former_is)
            )
    version = add_member_version(
        household, by=by, said_by=said_by, supersedes=new.pk, device=device, relation=str(Relation.HEAD)
    )
    refresh_current(household)
    return version


def tail_index(number: str, *, county: str) -> str:
    """The blind index of the last six digits within a county; empty for no number."""
    return blind_index(f"{county}:{number[-6:].upper()}", purpose="id-tail") if number else ""


def _standing(household: Household, member: UUID) -> MemberVersion:
    found = next((each for each in standing_members(current(MemberVersion, household)) if each.member == member), None)
    if found is None:
        raise Refusal(
            "member.unknown", Words("这户没有这个人", "There is no such person in this household"), field="member"
        )
    return found


def _checked_number(household: Household, typed: str, *, member: UUID | None) -> str:
    number = check_id_number(typed, field="id_number").number
    index = blind_index(number, purpose="id")
    for each in standing_members(current(MemberVersion, household)):
        if each.id_index == index and each.member != member and lives_there(each):
            words = Words(
                "这个身份证号已经是{name}的，同一家里不能两个人用",
                "This ID number is {name}'s already; two people of one household cannot share it",
            )
            raise Refusal("member.same_id", words.filled(name=each.name), field="id_number")
    return number
