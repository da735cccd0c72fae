"""Cards: issued by the township, handed out, opened, locked, revoked, replaced. The secret leaves here once, on paper."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.parameters.selectors import parameter
from xinlu.people.models import User
from xinlu.recognition.models import Card, CardHandover, CardRevocation, CardSecret
from xinlu.recognition.pictures import PICTURES_CHOSEN, SECRET_PICTURES
from xinlu.recognition.selectors.cards import current_card, is_revoked
from xinlu.records.fields import blind_index
from xinlu.records.models import Household
from xinlu.records.services.appending import append, compose
from xinlu.registry.models import CurrentFile

SECRET_BYTES = 16
LOCK_DOUBLINGS_MAX = 9
"""The longest lock: 512 times the first, a little over five days at 15 minutes."""
_SERIAL_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class IssuedCard:
    """A new card and its secret, which is stored nowhere: print it now."""

    card: Card
    secret: str


@transaction.atomic
def issue_card(household: Household, *, by: User) -> IssuedCard:
    """A fresh card for the household. One that it holds is revoked by this, and the new one names it as its forerunner."""
    held = current_card(household)
    if held is not None:
        revoke_card(held, by=by, reason="换新卡 replaced by a new card")
    secret = secrets.token_urlsafe(SECRET_BYTES)
    today = clock.today()
    card = compose(
        Card,
        household=household,
        author=by,
        supersedes=held.pk if held else None,
        serial=_serial(),
        secret_hash=_hash(secret),
        expires_on=today + timedelta(days=_limit("card_days", household=household)),
    )
    append(card)
    return IssuedCard(card, secret)


@transaction.atomic
def revoke_card(card: Card, *, by: User, reason: str) -> CardRevocation:
    """From now on the card opens nothing. Refusal when it was revoked before, or no reason is given."""
    if is_revoked(card):
        raise Refusal("card.revoked_before", Words("这张卡早就作废了", "This card was revoked before"))
    if not reason.strip():
        raise Refusal(
            "card.reason", Words("为什么作废，要写一句", "Say in a sentence why it is revoked"), field="reason"
        )
    revocation = compose(CardRevocation, household=card.household, author=by, card=card, reason=reason.strip())
    append(revocation)
    return revocation


@transaction.atomic
def hand_over_card(card: Card, *, by: User, handed_to: str, handed_on: date) -> CardHandover:
    """Note into whose hands `by` put the card, and when. Refusal for a name left out or a day to come."""
    if not handed_to.strip():
        raise Refusal(
            "card.handed_to",
            Words("卡交到谁手里，要写名字", "Write into whose hands the card was put"),
            field="handed_to",
        )
    if handed_on > clock.today():
        raise Refusal("card.handed_on", Words("交卡的日子还没到", "That day is still to come"), field="handed_on")
    if is_revoked(card):
        raise Refusal(
            "card.revoked", Words("这张卡已经作废，不用再交", "This card is revoked; there is nothing to hand over")
        )
    handover = compose(
        CardHandover,
        household=card.household,
        author=by,
        card=card,
        handed_by=by,
        handed_to=handed_to.strip(),
        handed_on=handed_on,
    )
    append(handover)
    return handover


def card_of_secret(secret: str) -> Card:
    """The card whose secret this is. Refusal in words when it is forged, revoked or expired."""
    card = Card.objects.select_related("household").filter(secret_hash=_hash(secret)).first()
    if card is None:
        raise Refusal(
            "card.forged",
            Words(
                "这个码打不开。看看是不是自家的卡，不行就到乡里换一张",
                "This code opens nothing. Look whether it is your own card; else ask the township for a new one",
            ),
        )
    if is_revoked(card):
        raise Refusal(
            "card.revoked",
            Words(
                "这张卡已经作废。请用新卡，没有就到乡里领",
                "This card was revoked. Use the new one, or ask the township for it",
            ),
        )
    if card.expires_on < clock.today():
        raise Refusal(
            "card.expired",
            Words("这张卡过期了，到乡里换一张新的就行", "This card has expired; the township will give you a new one"),
        )
    return card


@transaction.atomic
def choose_pictures(card: Card, *, pictures: list[str]) -> None:
    """The household's first three pictures, in their order. Refusal when they are not three, or were chosen before."""
    if CardSecret.objects.filter(card=card).exists():
        raise Refusal("card.pictures_chosen", Words("三张画早就选好了", "The three pictures were chosen before"))
    if (
        len(pictures) != PICTURES_CHOSEN
        or len(set(pictures)) != PICTURES_CHOSEN
        or not set(pictures) <= SECRET_PICTURES.keys()
    ):
        raise Refusal(
            "card.three_pictures", Words("要选三张不一样的画", "Choose three different pictures"), field="pictures"
        )
    CardSecret.objects.create(card=card, pictures_hash=make_password("|".join(sorted(pictures))))


def check_pictures(card: Card, *, pictures: list[str]) -> None:
    """Returns when these are the household's three pictures (in any order); else Refusal, and a lock after several tries.

    The wrong tries are counted before the comparison, so that many at once cannot slip through. Three of twelve are
    only 220 choices: each lock lasts twice as long as the one before, so that trying them all takes months.
    """
    now = clock.now()
    tries = _limit("card_attempts", household=card.household)
    kept = CardSecret.objects.get(card=card)
    if kept.locked_until and kept.locked_until > now:
        raise _locked(kept.locked_until)
    if kept.locked_until:
        CardSecret.objects.filter(card=card, locked_until=kept.locked_until).update(wrong_tries=0, locked_until=None)
    counted = CardSecret.objects.filter(card=card, wrong_tries__lt=tries).update(wrong_tries=F("wrong_tries") + 1)
    if counted and check_password("|".join(sorted(pictures)), kept.pictures_hash):
        CardSecret.objects.filter(card=card).update(wrong_tries=0, locks=0, locked_until=None)
        return
    kept.refresh_from_db()
    left = tries - kept.wrong_tries
    if left <= 0:
        minutes = _limit("card_lock_minutes", household=card.household) << min(kept.locks, LOCK_DOUBLINGS_MAX)
        until = now + timedelta(minutes=minutes)
        locked = CardSecret.objects.filter(card=card, locked_until=None)
        locked.update(locked_until=until, locks=F("locks") + 1)
        kept.refresh_from_db()
        raise _locked(kept.locked_until or until)
    raise Refusal(
        "card.pictures_wrong",
        Words("画不对，再想想。还能试 {left} 次", "Not those three. Think again; tries left: {left}").filled(left=left),
    )


def _locked(until: datetime) -> Refusal:
    local = until.astimezone(clock.PLACE)
    shown = Words(f"{local:%H:%M}", f"{local:%H:%M}")
    if local.date() != clock.today():
        shown = Words(f"{local.month} 月 {local.day} 日 {local:%H:%M}", f"{local:%H:%M} on {local.day} {local:%B}")
    return Refusal(
        "card.locked",
        Words(
            "试得太多了，先锁上，{until} 以后再来。忘了画就到乡里换卡",
            "Too many tries: locked until {until}. If you forgot the pictures, the township replaces the card",
        ).filled(until=shown),
    )


def _limit(name: str, *, household: Household | None) -> int:
    path = CurrentFile.objects.filter(household=household).values_list("path", flat=True).first() or ""
    return parameter(name, area_codes=path.strip("/").split("/"), on=clock.today()).value


def _hash(secret: str) -> str:
    return blind_index(secret, purpose="card") if secret else ""


def _serial() -> str:
    letters = "".join(secrets.choice(_SERIAL_LETTERS) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"
