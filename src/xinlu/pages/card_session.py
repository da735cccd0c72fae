"""The short session of a household's card: a signed cookie of its own, worth something only in the browser it was given to."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from xinlu.kernel import clock

COOKIE = "xinlu_card"
PATH = "/home/"
IDLE = timedelta(minutes=30)
_SALT = "xinlu.card_session"


class Stage(StrEnum):
    """How far the card is open: pictures to be chosen, pictures to be shown again, or open."""

    CHOOSE = "choose"
    ASK = "ask"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class CardSession:
    """Which card, how far it is open, and the word by which the pictures are shuffled in this session."""

    card: UUID
    stage: Stage
    shuffle: str

    def opened(self) -> CardSession:
        """The same session once the pictures were right."""
        return replace(self, stage=Stage.OPEN)


def begun(card: UUID, *, has_pictures: bool) -> CardSession:
    """A new session of a card that was just exchanged; it opens nothing yet."""
    stage = Stage.ASK if has_pictures else Stage.CHOOSE
    return CardSession(card, stage, secrets.token_urlsafe(9))


def read(request: HttpRequest) -> CardSession | None:
    """The request's card session; None when there is none, it is old, tampered with, or of another browser."""
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_salt(request))
        if kept["until"] < clock.now().timestamp():
            return None
        return CardSession(UUID(kept["card"]), Stage(kept["stage"]), kept["shuffle"])
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def keep(request: HttpRequest, response: HttpResponseBase, session: CardSession) -> None:
    """Give the browser this session for another half hour."""
    until = int((clock.now() + IDLE).timestamp())
    kept = {"card": str(session.card), "stage": session.stage, "shuffle": session.shuffle, "until": until}
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=_salt(request)),
        max_age=int(IDLE.total_seconds()),
        path=PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.XINLU_HTTPS,
    )


def prolong(request: Any, response: HttpResponseBase) -> None:
    """Count the half hour anew from this use, and let nothing that a card opened be kept on the phone."""
    session = getattr(request, "card_session", None)
    if session is not None:
        keep(request, response, session)
        response.headers["Cache-Control"] = "no-store"


def close(response: HttpResponseBase) -> None:
    """Take the session away from the browser."""
    response.delete_cookie(COOKIE, path=PATH, samesite="Lax")


def _salt(request: Any) -> str:
    """The browser's own name is part of the salt: a copied cookie has no valid signature elsewhere."""
    return f"{_SALT}:{request.device}"
