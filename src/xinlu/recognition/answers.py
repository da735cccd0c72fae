"""What a household can say of a claim, and which of several answers holds. Pure: it decides, and stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from xinlu.kernel.words import Words
from xinlu.recognition.grades import Channel, Graded


class Answer(StrEnum):
    """Recognised; contested, with the household's own version; or cannot remember, which leaves it unanswered."""

    RECOGNISED = "recognised"
    CONTESTED = "contested"
    UNSURE = "unsure"


ANSWER_NAMES: dict[Answer, Words] = {
    Answer.RECOGNISED: Words("认", "recognised"),
    Answer.CONTESTED: Words("不认", "contested"),
    Answer.UNSURE: Words("记不清", "cannot remember"),
}


class Given(Protocol):
    """An answer as far as choosing needs it: when it came, through whose hands, and how it is graded."""

    @property
    def received_at(self) -> datetime: ...

    @property
    def channel(self) -> Channel: ...

    @property
    def graded(self) -> Graded: ...


Kept = TypeVar("Kept", bound=Given)


def holding(answers: Sequence[Kept]) -> Kept | None:
    """The answer that holds: the latest of those that passed through the fewest staff hands; None of none.

    First the household's own word (E2, E3), then its card on whatever device, last what was pressed on a helper's
    phone. So a card's answer is not undone on a helper's phone, nor by a staff login that lowers its grade later.
    """
    return max(answers, key=lambda answer: (_hands(answer), answer.received_at), default=None)


def _hands(answer: Given) -> int:
    if answer.channel is Channel.HELPER_DEVICE:
        return 0
    return 2 if answer.graded.is_own_word else 1
