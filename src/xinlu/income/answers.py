"""What the household has said to one line, and the bounds that leaves for its net figure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from xinlu.income.kinds import Kind
from xinlu.income.lines import Line
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words


class Answer(StrEnum):
    """How a line stands with the household. Silence is never a recognition."""

    RECOGNISED = "recognised"
    CONTESTED = "contested"
    UNANSWERED = "unanswered"

    @property
    def words(self) -> Words:
        """The answer as the household gives it."""
        return ANSWER_WORDS[self]


ANSWER_WORDS = {
    Answer.RECOGNISED: Words("对的", "Right"),
    Answer.CONTESTED: Words("不对", "Not so"),
    Answer.UNANSWERED: Words("还没看", "Not seen yet"),
}


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """A line with its answer. `own_fen` is the household's own NET figure (a cost is negative), only when contested."""

    line: Line
    state: Answer
    own_fen: int | None = None

    def __post_init__(self) -> None:
        if self.own_fen is not None and self.state is not Answer.CONTESTED:
            raise ValueError(f"a line that is {self.state} has no figure of the household's own")

    @property
    def low_fen(self) -> int:
        """The least net figure that the answer leaves open: income unsaid counts 0, costs as claimed."""
        settled = self._settled_fen
        return -self.line.cost_fen if settled is None else settled

    @property
    def high_fen(self) -> int:
        """The greatest net figure that the answer leaves open: income as claimed, costs unsaid count 0."""
        settled = self._settled_fen
        return self.line.income_fen if settled is None else settled

    @property
    def _settled_fen(self) -> int | None:
        return self.line.net_fen if self.state is Answer.RECOGNISED else self.own_fen


def own_net_fen(kind: Kind, *, said_fen: int) -> int:
    """The household's spoken figure as a net one: what it got, or below zero what it spent; Refusal below zero.

    >>> from xinlu.income.kinds import kind
    >>> own_net_fen(kind("children"), said_fen=40_000), own_net_fen(kind("cost"), said_fen=100_000)
    (40000, -100000)
    """
    if said_fen < 0:
        words = Words("钱数不能是负数，没有就写 0", "An amount cannot be below zero; write 0 if there was none")
        raise Refusal("own.negative", words, field="own")
    return -said_fen if kind.source.spends else said_fen
