"""Who answers for a household: from a day on, without a gap, and the history stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.people.roles import Role
from xinlu.people.selectors import responsibilities_on
from xinlu.records.models import Household
from xinlu.records.selectors import current
from xinlu.records.services import append, compose
from xinlu.registry.models import Assignment, CurrentFile
from xinlu.registry.services.current import refresh_current

AHEAD_DAYS = 0
"""An assignment begins today or earlier: one that is to come would leave today's helper in doubt."""


@transaction.atomic
def assign_helper(
    household: Household,
    *,
    by: User,
    helper: User | None,
    since: date,
    reason: str = "",
    device: str = "",
    made_at: datetime | None = None,
) -> Assignment:
    """From `since` on `helper` answers for the household (None: nobody). The former helper's time ends with it.

    Refusals: a day to come, one before the standing assignment began, one who is no helper of that place, the same again.
    """
    standing = max(current(Assignment, household), key=lambda each: (each.since, each.received_at), default=None)
    if since > clock.today() + timedelta(days=AHEAD_DAYS):
        raise Refusal(
            "assignment.to_come",
            Words("这一天还没到，到那天再改", "That day is still to come; assign on the day"),
            field="since",
        )
    if standing is not None and since < standing.since:
        words = Words(
            "现在这位从 {day} 起负责，新的不能比这更早",
            "The present assignment began on {day}; the new one cannot begin before it",
        )
        raise Refusal("assignment.before", words.filled(day=standing.since), field="since")
    if standing is not None and standing.helper_id == (helper.pk if helper else None):
        raise Refusal(
            "assignment.same", Words("本来就是这样，不用改", "It is so already; nothing to change"), field="helper"
        )
    if helper is not None:
        _check_helper(household, helper, since)
    assignment = compose(
        Assignment,
        household=household,
        author=by,
        device=device,
        made_at=made_at,
        supersedes=standing.pk if standing else None,
        helper=helper,
        since=since,
        reason=reason.strip(),
    )
    append(assignment)
    refresh_current(household)
    return assignment


@transaction.atomic
def hand_over(
    *,
    by: User,
    from_helper: User,
    to_helper: User,
    since: date,
    reason: str = "",
    households: Iterable[Household] | None = None,
) -> list[Assignment]:
    """All of a helper's households, or those given, go to another from a day on; all or none."""
    rows = CurrentFile.objects.filter(helper=from_helper).select_related("household")
    if households is not None:
        rows = rows.filter(household__in=list(households))
    return [assign_helper(row.household, by=by, helper=to_helper, since=since, reason=reason) for row in rows]


def _check_helper(household: Household, helper: User, since: date) -> None:
    path = CurrentFile.objects.filter(household=household).values_list("path", flat=True).first() or ""
    posts = responsibilities_on(helper, since)
    here = [each for each in posts if each.role == Role.HELPER and each.area and path.startswith(each.area.path)]
    if not helper.is_active or not here:
        words = Words("{name}在 {day} 不是这一片的帮扶责任人", "{name} is no helper for this area on {day}")
        raise Refusal("assignment.not_helper", words.filled(name=helper.name, day=since), field="helper")
