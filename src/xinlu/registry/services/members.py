"""Writing down who belongs to a household, version by version: born, joined, corrected, left."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
from xinlu.records.services import append, compose
from xinlu.registry.checks import LEAVING_REASONS, check_person, check_said_by, trimmed
from xinlu.registry.models import MemberVersion
from xinlu.registry.selectors.members import lives_there, standing_members, standing_order
from xinlu.registry.selectors.places import county_of
from xinlu.registry.selectors.standing import standing
from xinlu.registry.services.current import refresh_current

__all__ = [
    "LEAVING_REASONS",
    "add_member_version",
    "member_leaves",
    "name_head",
    "person_fields",
    "tail_index",
    "write_member",
]

_FACTS = MemberVersion.BODY[1][2:]
_NAMES = frozenset(_FACTS)


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
    """A new person (neither `member` nor `supersedes`), or a new version of one; facts left out stay as they are.

    It supersedes the version named, else the one that counts; of an old one it is kept as a fork. What changes nothing
    writes nothing and returns the version that says so. Refusals name the field.
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
    check_names(facts)
    persons = standing_members(standing(MemberVersion, household))
    before = _before(household, persons, member=member, supersedes=supersedes)
    merged = {**({name: getattr(before, name) for name in _FACTS} if before else {}), **trimmed(facts)}
    others = [each for each in persons if lives_there(each) and (before is None or each.member != before.member)]
    fields = person_fields(merged, others=others, check=check_person)
    counting = next((each for each in persons if before and each.member == before.member), before)
    for version in (counting, before):
        if version and all(getattr(version, name) == fields.get(name, getattr(version, name)) for name in _FACTS):
            return version
    number = fields.get("id_number") or ""
    version = compose(
        MemberVersion,
        household=household,
        author=by,
        device=device,
        made_at=made_at,
        supersedes=before.pk if before else None,
        member=before.member if before else uuid7(),
        said_by=check_said_by(said_by),
        id_tail_index=tail_index(number, county=county_of(household)) if number else "",
        **fields,
    )
    append(version)
    return version


def check_names(facts: Mapping[str, Any]) -> None:
    """TypeError for a fact that a member has not."""
    if unknown := facts.keys() - _NAMES:
        raise TypeError(f"a member has no {', '.join(sorted(unknown))}")


def person_fields(
    facts: Mapping[str, Any],
    *,
    others: Sequence[MemberVersion],
    check: Callable[[Mapping[str, Any]], None],
) -> dict[str, Any]:
    """The facts as a version holds them, with the blind index of the ID number.

    `others` live in the household too. Refusal for what `check` refuses, a number that is none, and where the others
    leave no room; it names the field.
    """
    fields = dict(facts)
    if fields.get("id_number"):
        fields["id_number"] = check_id_number(fields["id_number"], field="id_number").number
    fields["id_index"] = blind_index(fields.get("id_number") or "", purpose="id")
    if not fields.get("left_on"):
        _check_beside(others, fields)
    check(fields)
    return fields


def member_leaves(
    household: Household, *, by: User, said_by: str, member: UUID, left_on: date, why: str, device: str = ""
) -> MemberVersion:
    """The person no longer belongs to the household from `left_on` on. The head cannot leave before another is named."""
    persons = standing_members(standing(MemberVersion, household))
    version = _living(persons, member)
    if not why:
        raise Refusal("member.left_why", Words("为什么走，要选一个", "Choose why they left"), field="left_why")
    if version.relation == Relation.HEAD and any(lives_there(each) and each.member != member for each in persons):
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
    """`member` becomes head; the former head's relation to the new one is `former_is`. The others' relations stay."""
    persons = standing_members(standing(MemberVersion, household))
    new = _living(persons, member)
    if former_is == Relation.HEAD:
        raise Refusal(
            "member.former_is",
            Words("原来的户主跟新户主是什么关系，要选一个", "Choose what the former head is to the new one"),
            field="former_is",
        )
    for each in persons:
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


def _before(
    household: Household, persons: Sequence[MemberVersion], *, member: UUID | None, supersedes: UUID | None
) -> MemberVersion | None:
    """The version to be superseded: the one named, else the person's that counts; None for somebody new."""
    if member is None and supersedes is None:
        return None
    if supersedes:
        found = MemberVersion.objects.filter(household=household, pk=supersedes).first()
    else:
        found = next((each for each in persons if each.member == member), None)
    if found is None or (member and found.member != member):
        raise Refusal(
            "member.unknown",
            Words("找不到要改的这个人，请重新打开这一页", "This person's entry was not found; open the page again"),
            field="member",
        )
    return found


def _living(persons: Sequence[MemberVersion], member: UUID) -> MemberVersion:
    found = next((each for each in persons if each.member == member), None)
    if found is None:
        raise Refusal(
            "member.unknown", Words("这户没有这个人", "There is no such person in this household"), field="member"
        )
    if not lives_there(found):
        words = Words(
            "{name} {day} 就已经不在这户了。要是写错了，先把走的日子改过来",
            "{name} has not belonged to this household since {day}. If that is a slip, put that day right first",
        )
        raise Refusal("member.gone", words.filled(name=found.name, day=found.left_on), field="member")
    return found


def _check_beside(others: Sequence[MemberVersion], facts: Mapping[str, Any]) -> None:
    """Refusal where the people who live there too leave no room: for a second head, or for the same ID number."""
    index, is_head = facts["id_index"], facts.get("relation") == Relation.HEAD
    in_the_way = [
        each for each in others if (index and each.id_index == index) or (is_head and each.relation == Relation.HEAD)
    ]
    if not in_the_way:
        return
    first = min(in_the_way, key=standing_order)
    if index and first.id_index == index:
        words = Words(
            "这个身份证号已经是{name}的，同一家里不能两个人用。对着两个人的证再看一遍",
            "This ID number is {name}'s already; two people of one household cannot share it. Look at both cards",
        )
        raise Refusal("member.same_id", words.filled(name=first.name), field="id_number")
    words = Words(
        "户主已经是{name}了，户主只能有一个。要换户主，用“换户主”",
        "{name} is the head already; there is one head only. To change that, name a new head",
    )
    raise Refusal("household.two_heads", words.filled(name=first.name), field="relation")
