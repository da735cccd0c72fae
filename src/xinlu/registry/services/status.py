"""Deciding what a household counts as. The decision is a claim until the household recognises it."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.records.models import Household
from xinlu.records.services import append, compose
from xinlu.registry.models import Status
from xinlu.registry.selectors.standing import standing
from xinlu.registry.services.current import refresh_current
from xinlu.standards import household_statuses


@transaction.atomic
def decide_status(
    household: Household,
    *,
    by: User,
    status: str,
    since: date,
    decision: str,
    reason: str = "",
    device: str = "",
    made_at: datetime | None = None,
) -> Status:
    """From `since` on the household counts as `status` (a code that standards list for that day), by this decision.

    The same decision again writes nothing and returns the one there. Refusal for one that begins before the one before.
    """
    if status not in {each.code for each in household_statuses(on=since)}:
        raise Refusal(
            "status.unknown",
            Words(
                "{day} 没有这一种，请从列出来的里面选", "There is no such status on {day}; choose one of those listed"
            ).filled(day=since),
            field="status",
        )
    if since > clock.today():
        raise Refusal("status.to_come", Words("这一天还没到", "That day is still to come"), field="since")
    if not decision.strip():
        raise Refusal(
            "status.decision",
            Words("凭哪一次会、哪一个文定的，要写", "Write which meeting or document decided it"),
            field="decision",
        )
    before = next(iter(standing(Status, household)), None)
    said = (status, since, decision.strip(), reason.strip())
    if before is not None and (before.status, before.since, before.decision, before.reason) == said:
        return before
    if before is not None and since < before.since:
        words = Words(
            "现在这一种是从 {day} 起的，新的不能比这更早",
            "What it counts as now began on {day}; a new status cannot begin before it",
        )
        raise Refusal("status.before", words.filled(day=before.since), field="since")
    decided = compose(
        Status,
        household=household,
        author=by,
        device=device,
        made_at=made_at,
        supersedes=before.pk if before else None,
        status=status,
        since=since,
        decision=decision.strip(),
        reason=reason.strip(),
    )
    append(decided)
    refresh_current(household)
    return decided
