"""What a household can say of a claim, and which of several answers holds. Pure: it decides, and stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol, TypeVar

from xinlu.kernel.words import Words
from xinlu.recognition.grades import Graded


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
    """An answer with its grade, as far as choosing needs it."""

    @property
    def received_at(self) -> datetime: ...

    @property
    def graded(self) -> Graded: ...


Kept = TypeVar("Kept", bound=Given)


def holding(answers: Sequence[Kept]) -> Kept | None:
    """The answer that holds: the latest given out of the helper's hands, else the latest of all; None of none.

    What a household said through its own card or to an outsider is not undone on its helper's phone.
    """
    own_words = [answer for answer in answers if answer.graded.is_own_word]
    return max(own_words or answers, key=lambda answer: answer.received_at, default=None)
