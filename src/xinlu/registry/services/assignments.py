"""Who answers for a household: from a day on, without a gap, and the history stays."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.people.roles import Role
from xinlu.people.selectors import responsibilities_on
from xinlu.records.models import Household
from xinlu.records.services import append, compose
from xinlu.registry.models import Assignment, CurrentFile
from xinlu.registry.selectors.standing import standing
from xinlu.registry.services.current import refresh_current


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

    It begins today or earlier: one that is to come would leave in doubt who answers today.
    Refusals: a day to come, one before the standing assignment began, one who is no helper of that place, the same again.
    """
    before = next(iter(standing(Assignment, household)), None)
    if since > clock.today():
        raise Refusal(
            "assignment.to_come",
            Words("这一天还没到，到那天再改", "That day is still to come; assign on the day"),
            field="since",
        )
    if before is not None and since < before.since:
        words = Words(
            "现在这位从 {day} 起负责，新的不能比这更早",
            "The present assignment began on {day}; the new one cannot begin before it",
        )
        raise Refusal("assignment.before", words.filled(day=before.since), field="since")
    if before is not None and before.helper_id == (helper.pk if helper else None):
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
        supersedes=before.pk if before else None,
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
    """All of a helper's households, or those given, go to another from a day on; all or none.

    Refusal where there is none to hand over, or one of those given is not the helper's today.
    """
    own = {row.household_id: row.household for row in from_helper.households.select_related("household")}
    asked = list(own.values()) if households is None else list(households)
    if not asked:
        words = Words(
            "{name}名下没有户，没有什么可交的", "{name} answers for no household; there is nothing to hand over"
        )
        raise Refusal("hand_over.none", words.filled(name=from_helper.name), field="households")
    strange = [each.pk for each in asked if each.pk not in own]
    if strange:
        names = CurrentFile.objects.filter(household__in=strange).values_list("head_name", flat=True)
        words = Words(
            "{heads}现在不归{name}管，一户都没有交。请重新打开这一页再选",
            "{heads}: not among the households of {name} now; none was handed over. Open the page again and choose",
        )
        raise Refusal(
            "hand_over.not_theirs",
            words.filled(heads="、".join(names) or "?", name=from_helper.name),
            field="households",
        )
    return [assign_helper(each, by=by, helper=to_helper, since=since, reason=reason) for each in asked]


def _check_helper(household: Household, helper: User, since: date) -> None:
    """The helper holds the post over the household's place on the first day, and still today."""
    path = CurrentFile.objects.filter(household=household).values_list("path", flat=True).first() or ""
    for day in dict.fromkeys((since, clock.today())):
        posts = responsibilities_on(helper, day)
        here = [each for each in posts if each.role == Role.HELPER and each.area and path.startswith(each.area.path)]
        if not helper.is_active or not here:
            words = Words(
                "{name}在 {day} 不是这一片的帮扶人。换一个人，或者先给这份责任",
                "{name} is no helper for this area on {day}. Choose somebody else, or give them the post first",
            )
            raise Refusal("assignment.not_helper", words.filled(name=helper.name, day=day), field="helper")
