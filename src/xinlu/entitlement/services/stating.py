"""Stating a fact that policies ask for and the file has no field for: who said it stands beside it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xinlu.entitlement.models import StatedFact
from xinlu.entitlement.selectors.known import fact_named
from xinlu.entitlement.services.looking import look_at
from xinlu.entitlement.values import fact_text
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.records.models import Household
from xinlu.records.selectors import heads
from xinlu.records.services import append, compose
from xinlu.registry.checks import check_said_by
from xinlu.registry.selectors.files import members_on


@transaction.atomic
def state_fact(
    household: Household,
    *,
    by: User,
    fact: str,
    value: object,
    said_by: str,
    member: UUID | None = None,
    device: str = "",
    made_at: datetime | None = None,
) -> StatedFact:
    """From now on this is known of the household (or of one `member`); None takes back what was stated.

    The same again writes nothing and returns the one there. Refusal for a fact that is none or that the file holds, a
    value that it cannot have, or a member who does not live there.
    """
    named = fact_named(fact, of_member=member is not None)
    if named is None:
        words = Words(
            "“{fact}”不在这里填：要么没有这一项，要么改户档案",
            "“{fact}” is not stated here: it is none, or is in the file",
        )
        raise Refusal("policy.not_stated", words.filled(fact=fact[:60]), field=fact[:60])
    if member is not None and member not in {each.member for each in members_on(household, clock.today())}:
        raise Refusal("policy.no_member", Words("这个人不在这一家", "That person does not live there"), field=fact)
    text = fact_text(named, value)
    before = heads(StatedFact).filter(household=household, fact=fact, member=member).last()
    if before is not None and before.value == text:
        return before
    stated = compose(
        StatedFact,
        household=household,
        author=by,
        device=device,
        made_at=made_at,
        supersedes=before.pk if before else None,
        fact=fact,
        member=member,
        value=text,
        said_by=check_said_by(said_by),
    )
    append(stated)
    look_at([household])
    return stated
