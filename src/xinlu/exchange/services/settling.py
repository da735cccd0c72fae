"""A person settles what a list and the files disagree about: the list's value is written as a new version, or the file stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from xinlu.exchange.entry_text import as_text, loaded_facts
from xinlu.exchange.list_findings import Settled, Source, of_facts
from xinlu.exchange.models import Finding, FindingKind, Intake
from xinlu.exchange.selectors.people import OnRoll, people_of
from xinlu.exchange.services.lists import store_findings
from xinlu.exchange.services.new_households import said_by
from xinlu.exchange.topics import topic_of
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.records.models import Household
from xinlu.registry.models import MemberVersion
from xinlu.registry.selectors.members import lives_there, standing_members
from xinlu.registry.selectors.standing import standing
from xinlu.registry.services.households import write_file
from xinlu.registry.services.members import write_member

FROM_LIST = "list:"
"""What the device of a version begins with that was taken from a list. A list is no register: what it said is not what
the next register is compared with."""
REASON_MOST = 2000


@transaction.atomic
def settle_finding(
    finding: Finding, *, outcome: Settled, by: User, reason: str = "", chosen: UUID | None = None
) -> None:
    """Settle it: take the list's value, leave the file, or say in `reason` what else was found; it is not raised again.

    Where several may be meant, the list is right about the member `chosen`; that a payment is right is written nowhere
    else. Refusal where it was settled already, a reason
    or a choice is missing, or the list's value cannot be written.
    """
    finding = Finding.objects.select_for_update().select_related("intake").get(pk=finding.pk)
    if finding.outcome:
        raise Refusal("finding.settled", _SETTLED, field="finding")
    if outcome is Settled.ASKED and not reason.strip():
        raise Refusal("finding.reason", _NO_REASON, field="reason")
    body: dict[str, Any] = json.loads(finding.body)
    if outcome is Settled.LIST and not takes_list(finding.kind, body):
        raise Refusal("finding.outcome", _NOTHING_TO_TAKE, field="outcome")
    if finding.kind == FindingKind.WHICH and outcome is Settled.LIST:
        body["chosen"] = _choose(finding, body, chosen)
    elif outcome is Settled.LIST and finding.kind != FindingKind.PAID:
        _write(finding, body, by)
    if finding.kind == FindingKind.OTHER_NAME and outcome is not Settled.ASKED:
        _compare(finding, body, finding.household_id, finding.member)
    finding.body = as_text(body)
    finding.outcome, finding.decided_by, finding.decided_at = outcome, by, clock.now()
    finding.reason = reason.strip()[:REASON_MOST]
    finding.save()


def takes_list(kind: str, body: Mapping[str, Any]) -> bool:
    """Whether the list's side can be taken: whom nobody knows, or of whom a list merely says nothing, it tells no value."""
    if kind == FindingKind.UNLISTED:
        return body.get("there") is not None
    return kind != FindingKind.NOBODY


def _write(finding: Finding, body: Mapping[str, Any], by: User) -> None:
    """The list's value as a new version, said by the list and its row."""
    assert finding.household_id is not None
    household = Household.objects.get(pk=finding.household_id)
    facts: dict[str, Any] = loaded_facts({finding.field: body["there"], **body.get("also", {})})
    where, device = _said_by(finding.intake, body), f"{FROM_LIST}{finding.intake_id}"
    if finding.member is None:
        write_file(household, by=by, said_by=where, device=device, **facts)
        return
    persons = standing_members(standing(MemberVersion, household))
    version = next((each for each in persons if each.member == finding.member), None)
    if version is None or not lives_there(version):
        raise Refusal("finding.gone", _GONE.filled(name=body.get("of", "")), field="finding")
    write_member(household, by=by, said_by=where, device=device, member=finding.member, **facts)


def _said_by(intake: Intake, body: Mapping[str, Any]) -> str:
    return said_by(intake, body["row"]) if body["row"] else intake.name[-80:]


def _choose(finding: Finding, body: Mapping[str, Any], chosen: UUID | None) -> str:
    """The candidate who is meant; the row's facts are then compared with that person's file."""
    found = next((each for each in body["candidates"] if chosen and each["member"] == chosen.hex), None)
    if found is None:
        raise Refusal("finding.chosen", _NOT_CHOSEN, field="chosen")
    _compare(finding, body, UUID(found["household"]), UUID(found["member"]))
    return str(found["member"])


def _compare(finding: Finding, body: Mapping[str, Any], household: UUID | None, member: UUID | None) -> None:
    """Raise what the row and the file of this person disagree about, now that it is known who is meant."""
    topic = topic_of(body["topic"])
    on_roll = _on_roll(household, member, [fact.field for fact in topic.facts])
    if on_roll is None:
        raise Refusal("finding.gone", _GONE.filled(name=body.get("of") or body["name"]), field="finding")
    told = loaded_facts(body["facts"])
    number = told.pop("id_number", "")
    source = Source(body["source"], body["sheet"], body["row"], body["name"], tuple(body["details"]))
    store_findings(list(of_facts(topic, told, on_roll, source, id_number=number)), finding.intake)


def _on_roll(household: UUID | None, member: UUID | None, fields: list[str]) -> OnRoll | None:
    if household is None or member is None:
        return None
    return next((each for each in people_of([household], fields) if each.member == member.hex), None)


_SETTLED = Words("这一条已经有人定了，请刷新这一页", "Somebody has settled this already; load the page again")
_NO_REASON = Words("问到了什么，要写一句", "Write in a sentence what was found")
_NOTHING_TO_TAKE = Words(
    "名单上没有能写进档案的值。请写问到了什么，或者选“档案对”",
    "The list tells no value that could be written. Say what was found, or that the file is right",
)
_GONE = Words(
    "{name}现在已经不在这户了。请写问到了什么", "{name} no longer belongs to this household. Write what was found"
)
_NOT_CHOSEN = Words("选一选说的是哪一个人", "Choose who is meant")
