"""That a policy was explained, under which rules, and whether it was understood: one question back."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from django.db import transaction

from xinlu.entitlement.models import Explanation
from xinlu.entitlement.selectors.editions import digest_of, edition_at
from xinlu.entitlement.selectors.known import known_of
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.policy.answers import answers
from xinlu.records.models import Household
from xinlu.records.services import append, compose
from xinlu.registry.models import CurrentFile

LONGEST_TOLD_TO = 80


class Understood(StrEnum):
    """What came of the question asked back; NOT_ASKED is shown as such and counts as nothing."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = ""


@transaction.atomic
def record_explanation(
    household: Household,
    *,
    by: User,
    policy: str,
    told_to: str,
    understood: Understood = Understood.NOT_ASKED,
    words: str = "",
    on: date | None = None,
    device: str = "",
    made_at: datetime | None = None,
) -> Explanation:
    """The policy was explained to `told_to` on a day; the answer that held for the household goes in with it.

    Refusal for a policy that the place does not have, a day to come, or nobody told.
    """
    day = on or clock.today()
    if day > clock.today():
        raise Refusal("policy.to_come", Words("这一天还没到", "That day is still to come"), field="on")
    if not told_to.strip():
        raise Refusal("policy.told_to", Words("讲给谁听的，要写", "Write to whom it was explained"), field="told_to")
    row = CurrentFile.objects.select_related("place", "file").get(household=household)
    edition = edition_at(row.place.codes, on=day)
    known = known_of([row], on=day)[household.pk]
    answer = next((each for each in answers(edition, known) if each.policy.id == policy), None)
    if answer is None:
        words_ = Words("这里没有“{policy}”这条政策", "There is no policy “{policy}” here")
        raise Refusal("policy.unknown", words_.filled(policy=policy[:60]), field="policy")
    explained = compose(
        Explanation,
        household=household,
        author=by,
        device=device,
        made_at=made_at,
        policy=policy,
        edition=digest_of(edition, [answer.policy]),
        answer=str(answer.state),
        amount_fen=answer.amount_fen,
        explained_on=day,
        told_to=told_to.strip()[:LONGEST_TOLD_TO],
        understood=str(understood),
        words=words.strip(),
    )
    append(explained)
    return explained
