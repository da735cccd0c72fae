"""A person decides what a register proposed: dated, with a reason, carried out by the registry's own services."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import transaction

from xinlu.casework.services.moving import move_household
from xinlu.exchange.claims import period_of
from xinlu.exchange.entry_text import loaded, loaded_facts
from xinlu.exchange.models import Proposal, ProposalKind
from xinlu.exchange.place_names import Named
from xinlu.exchange.planning import Planned, Planner, Step
from xinlu.exchange.selectors.on_file import on_file
from xinlu.exchange.services.new_households import device_of, said_by
from xinlu.exchange.services.registers import Bringing, place_names, write_planned
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.people.roles import Level
from xinlu.practice.vocabulary import Relation, chosen
from xinlu.records.models import Household
from xinlu.registry.models import MemberVersion
from xinlu.registry.selectors.members import standing_members
from xinlu.registry.selectors.standing import standing
from xinlu.registry.services.households import write_file
from xinlu.registry.services.members import member_leaves, name_head, write_member
from xinlu.sheets.entries import HouseholdEntry, Register


class Outcome(StrEnum):
    """What a person decides. `AS_NEW`: it is a household of its own, and is entered beside those on file."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    AS_NEW = "as_new"


DATED = frozenset(
    {
        ProposalKind.JOINED,
        ProposalKind.LEFT,
        ProposalKind.MOVED_HERE,
        ProposalKind.MOVED,
        ProposalKind.SPLIT,
        ProposalKind.MERGED,
    }
)
"""Kinds that happened on a day, which the file does not tell."""
WHOLE = frozenset({ProposalKind.SAME_HOUSEHOLD, ProposalKind.RENUMBERED, ProposalKind.SPLIT, ProposalKind.MERGED})
"""Kinds in which a whole household of the file waits."""


@transaction.atomic
def decide(
    proposal: Proposal,
    *,
    outcome: Outcome,
    by: User,
    on: date | None = None,
    reason: str = "",
    why_left: str = "moved",
    former_is: str = "",
) -> None:
    """Accept a proposal (from `on` on) and carry it out, or refuse it; either way the same is not raised again.

    Refusal where it was decided already, a day is missing or to come, or what it would do cannot be done.
    """
    proposal = Proposal.objects.select_for_update().select_related("intake__by", "place").get(pk=proposal.pk)
    if proposal.outcome:
        raise Refusal("proposal.decided", _DECIDED, field="proposal")
    if outcome is Outcome.ACCEPTED and proposal.kind in DATED:
        _check_day(on)
    if outcome is Outcome.AS_NEW and proposal.kind not in WHOLE:
        raise Refusal("proposal.outcome", _NOT_WHOLE, field="outcome")
    body = json.loads(proposal.body)
    if outcome is Outcome.ACCEPTED:
        _CARRIED_OUT[ProposalKind(proposal.kind)](proposal, body, _How(by, on, why_left, former_is))
    elif outcome is Outcome.AS_NEW:
        _enter_as_new(proposal, body, by)
    proposal.outcome = outcome
    proposal.on, proposal.decided_by, proposal.decided_at, proposal.reason = on, by, clock.now(), reason.strip()[:2000]
    proposal.save()


class _How:
    """By whom, from which day, and the words that a kind needs besides."""

    def __init__(self, by: User, on: date | None, why_left: str, former_is: str) -> None:
        self.by, self.on, self.why_left, self.former_is = by, on, why_left, former_is

    @property
    def day(self) -> date:
        assert self.on is not None
        return self.on


def _check_day(on: date | None) -> None:
    if on is None:
        raise Refusal("proposal.on", Words("从哪天起，要写", "Write from which day on"), field="on")
    if on > clock.today():
        raise Refusal("proposal.on", Words("这一天还没到", "That day is still to come"), field="on")


def _said(proposal: Proposal, body: Mapping[str, Any]) -> dict[str, Any]:
    spot = str(body.get("spot", ""))
    row = int(spot.rpartition("!")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)
    return {"said_by": said_by(proposal.intake, row), "device": device_of(proposal.intake)}


def _joined(proposal: Proposal, body: dict[str, Any], how: _How) -> None:
    facts = loaded_facts(body["facts"])
    born = facts.get("born_on")
    joined = max(how.day, born) if born else how.day
    write_member(_household(proposal), by=how.by, joined_on=joined, **_said(proposal, body), **facts)


def _left(proposal: Proposal, body: dict[str, Any], how: _How) -> None:
    member_leaves(
        _household(proposal),
        by=how.by,
        member=UUID(body["member"]),
        left_on=how.day,
        why=how.why_left,
        **_said(proposal, body),
    )


def _moved_here(proposal: Proposal, body: dict[str, Any], how: _How) -> None:
    _leave_for(UUID(body["from"]), UUID(body["member"]), proposal, body, how)
    _joined(proposal, body, how)


def _leave_for(household: UUID, member: UUID, proposal: Proposal, body: dict[str, Any], how: _How) -> None:
    """The person leaves where they are on file; who has left there meanwhile is left alone."""
    old = Household.objects.get(pk=household)
    version = next((each for each in standing_members(standing(MemberVersion, old)) if each.member == member), None)
    if version is not None and version.left_on is None:
        member_leaves(old, by=how.by, member=member, left_on=how.day, why=how.why_left, **_said(proposal, body))


def _new_head(proposal: Proposal, body: dict[str, Any], how: _How) -> None:
    told = how.former_is or body.get("former_is") or Relation.OTHER.value
    if told == Relation.HEAD.value:
        told = Relation.OTHER.value
    name_head(
        _household(proposal),
        by=how.by,
        member=UUID(body["member"]),
        former_is=chosen(Relation, told) or Relation.OTHER,
        **_said(proposal, body),
    )


def _moved(proposal: Proposal, body: dict[str, Any], how: _How) -> None:
    place = Area.objects.get(code=body["place"])
    move_household(_household(proposal), by=how.by, place=place, on=how.day, **_said(proposal, body))


def _differs(proposal: Proposal, body: dict[str, Any], how: _How) -> None:
    value = loaded_facts({body["field"]: body["there"]})[body["field"]]
    said = _said(proposal, body)
    if body["member"]:
        write_member(_household(proposal), by=how.by, member=UUID(body["member"]), **said, **{body["field"]: value})
    else:
        write_file(_household(proposal), by=how.by, **said, **{body["field"]: value})


def _other_id(proposal: Proposal, body: dict[str, Any], how: _How) -> None:
    write_member(
        _household(proposal),
        by=how.by,
        member=UUID(body["member"]),
        id_number=body["id_number"],
        **_said(proposal, body),
    )


def _same_household(proposal: Proposal, body: dict[str, Any], how: _How) -> None:
    """It is the household on file: its number, and what else the file says of it, is taken."""
    entry = loaded(body["entry"])
    household = _household(proposal)
    if entry.number:
        where, device = said_by(proposal.intake, entry.spot.row), device_of(proposal.intake)
        write_file(household, by=how.by, said_by=where, device=device, number=entry.number)
    here = on_file([household.pk])[household.pk]
    planner, place = _planner(proposal, body, entry)
    draft = planner.draft_of(entry)
    planned = planner.compared(entry, place, here, elsewhere=_elsewhere(body), draft=draft)
    write_planned([planned], _bringing(proposal, how.by))


def _split(proposal: Proposal, body: dict[str, Any], how: _How) -> None:
    """A new household; those of its people who are on file elsewhere leave there on the day."""
    for found in _elsewhere(body).values():
        for household, member in found:
            _leave_for(household, member, proposal, {"spot": ""}, how)
    _enter_as_new(proposal, body, how.by)


def _account_seen(proposal: Proposal, body: dict[str, Any], how: _How) -> None:
    """An account reckoned at the table is never written over by a register; that somebody has looked is all."""


def _enter_as_new(proposal: Proposal, body: dict[str, Any], by: User) -> None:
    entry = loaded(body["entry"])
    planner, place = _planner(proposal, body, entry)
    draft = planner.draft_of(entry)
    write_planned([Planned(entry, Step.NEW, place=place, draft=draft)], _bringing(proposal, by))


def _planner(proposal: Proposal, body: Mapping[str, Any], entry: HouseholdEntry) -> tuple[Planner, Named]:
    area = Area.objects.get(code=body["place"])
    place = Named(area.code, area.name, Level(area.level), area.codes)
    today = clock.today()
    planner = Planner(
        Register(name=proposal.intake.name, households=[entry]),
        place_names(()),
        reach=(),
        period=period_of(body["year"], today=today),
        today=today,
    )
    return planner, place


def _elsewhere(body: Mapping[str, Any]) -> dict[int, list[tuple[UUID, UUID]]]:
    return {int(n): [(UUID(h), UUID(m)) for h, m in found] for n, found in body.get("elsewhere", {}).items()}


def _bringing(proposal: Proposal, by: User) -> Bringing:
    return Bringing(proposal.intake, by)


def _household(proposal: Proposal) -> Household:
    if proposal.household_id is None:
        raise Refusal("proposal.household", _NO_HOUSEHOLD, field="proposal")
    return Household.objects.get(pk=proposal.household_id)


_CARRIED_OUT: dict[ProposalKind, Callable[[Proposal, dict[str, Any], _How], None]] = {
    ProposalKind.JOINED: _joined,
    ProposalKind.LEFT: _left,
    ProposalKind.MOVED_HERE: _moved_here,
    ProposalKind.NEW_HEAD: _new_head,
    ProposalKind.MOVED: _moved,
    ProposalKind.RENUMBERED: _same_household,
    ProposalKind.SAME_HOUSEHOLD: _same_household,
    ProposalKind.SPLIT: _split,
    ProposalKind.MERGED: _split,
    ProposalKind.DIFFERS: _differs,
    ProposalKind.OTHER_ID: _other_id,
    ProposalKind.ACCOUNT: _account_seen,
}

_DECIDED = Words("这一件已经有人定了，请刷新这一页", "Somebody has decided this already; load the page again")
_NOT_WHOLE = Words("这一件不能当成新的一户", "This cannot be entered as a household of its own")
_NO_HOUSEHOLD = Words("找不到这一件说的是哪一户", "The household that this is about was not found")
