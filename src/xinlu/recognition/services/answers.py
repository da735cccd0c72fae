"""Taking down what the household says of a claim. Nobody speaks for it: who spoke is named, and must live there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.money import LARGEST_FEN
from xinlu.kernel.words import Words
from xinlu.people.models import User
from xinlu.people.roles import Role
from xinlu.people.selectors import actor_of
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.recognition.models import Card, Recognition
from xinlu.recognition.selectors.answers import answers_about
from xinlu.records.models import Household, Record, Withdrawal
from xinlu.records.services.appending import append, compose
from xinlu.registry.selectors.files import members_on

SPEAKING_AGE_YEARS = 14
"""Below it a child's word is nobody's consent (personal information law, Art. 31)."""


@transaction.atomic
def record_answer(
    target: Record,
    *,
    shown_digest: str,
    answer: Answer,
    channel: Channel,
    device: str,
    by: User | None = None,
    card: Card | None = None,
    said_by: UUID | None = None,
    own_fen: int | None = None,
    words: str = "",
    sat_down: bool | None = None,
    made_at: datetime | None = None,
) -> Recognition:
    """Append the household's answer to `target`, which it saw with `shown_digest`.

    By card the household speaks itself; on a helper's device or to an inspector `by` is the login and `said_by` the
    member who spoke. Refusals: not what was shown, a stranger or a child speaking, an amount where none belongs.
    """
    household = target.household
    if household is None:
        raise Refusal("recognition.no_household", Words("这条不是哪一户的事", "This is about no household"))
    if shown_digest != target.digest:
        raise Refusal(
            "recognition.not_current",
            Words(
                "这一笔刚改过，跟您看到的不一样了。请看新的，再说对不对",
                "This was changed since you saw it. Look at the new one, then say whether it is right",
            ),
        )
    _check_amount(answer, own_fen)
    name = _speaker(household, channel=channel, by=by, card=card, said_by=said_by)
    recognition = compose(
        Recognition,
        household=household,
        author=by,
        device=device,
        made_at=made_at,
        target=target.pk,
        target_kind=target.KIND,
        target_digest=target.digest,
        answer=answer,
        own_fen=own_fen,
        words=words.strip(),
        sat_down=sat_down,
        said_by=said_by,
        said_by_name=name,
        channel=channel,
        card=card,
    )
    append(recognition)
    return recognition


@transaction.atomic
def withdraw_answer(
    recognition: Recognition, *, channel: Channel, device: str, by: User | None = None, card: Card | None = None
) -> Withdrawal:
    """The household takes an answer back; both stay to be read, the claim is unanswered again.

    On a helper's device only what was said there can be taken back: what the household said through its own card or
    to an inspector, it takes back there.
    """
    given = next(
        each for each in answers_about([recognition.target])[recognition.target] if each.record.pk == recognition.pk
    )
    if given.withdrawn:
        raise Refusal("recognition.withdrawn_before", Words("这句话早就收回了", "This answer was taken back before"))
    if channel is Channel.HELPER_DEVICE and given.channel is not Channel.HELPER_DEVICE:
        raise Refusal(
            "recognition.withdraw_elsewhere",
            Words(
                "这句话是户里用自家的卡说的，要收回也用自家的卡",
                "The household said this with its own card; it takes it back with its own card",
            ),
        )
    if channel is Channel.CARD and (card is None or card.household_id != recognition.household_id):
        raise Refusal("recognition.other_household", Words("这不是您家的账", "This is not your household's"))
    withdrawal = compose(
        Withdrawal,
        household=recognition.household,
        author=by,
        device=device,
        target=recognition.pk,
        target_digest=recognition.digest,
        channel=channel,
    )
    append(withdrawal)
    return withdrawal


def _check_amount(answer: Answer, own_fen: int | None) -> None:
    if own_fen is None:
        return
    if answer is not Answer.CONTESTED:
        raise Refusal(
            "recognition.amount_without_contest",
            Words("说“对的”就不用再写数", "There is no amount to give with “right”"),
            field="own",
        )
    if abs(own_fen) > LARGEST_FEN:
        raise Refusal(
            "recognition.amount_too_large",
            Words("这个数太大了，看看是不是多打了几个零", "This is too large; look whether there are zeros too many"),
            field="own",
        )


def _speaker(
    household: Household, *, channel: Channel, by: User | None, card: Card | None, said_by: UUID | None
) -> str:
    if channel is Channel.CARD:
        if card is None or card.household_id != household.pk:
            raise Refusal("recognition.other_household", Words("这不是您家的账", "This is not your household's"))
        return ""
    if by is None:
        raise Refusal("recognition.no_login", Words("请先登录", "Log in first"))
    if channel is Channel.INSPECTOR and Role.INSPECTOR not in actor_of(by).roles:
        raise Refusal(
            "recognition.not_inspector",
            Words("外来督查才能这样记", "Only an inspector from outside takes answers like this"),
        )
    today = clock.today()
    member = next((each for each in members_on(household, today) if each.member == said_by), None)
    if member is None:
        raise Refusal(
            "recognition.proxy",
            Words(
                "认不认，只能家里人自己说。别人不能替她签、替她按；人不在家，就等她回来，或者让她用自家的卡",
                "Only somebody of the household may say so. Nobody signs or presses for it: wait until they are home, or let them use their own card",
            ),
            field="said_by",
        )
    if member.age is not None and member.age < SPEAKING_AGE_YEARS:
        raise Refusal(
            "recognition.child",
            Words("{name}才 {age} 岁，要请大人来说", "{name} is {age}; an adult of the household has to say it").filled(
                name=member.name, age=member.age
            ),
            field="said_by",
        )
    return member.name
