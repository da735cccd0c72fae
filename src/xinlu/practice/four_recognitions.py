"""The four recognitions of the essay: goal, method, emotion, interest, each counted from households' own words.

Four counts with their denominators, side by side. Nothing here adds one to another, ranks, or scores a helper.

*Goal*: of the goals written down for a household, those that it says are its own, in its own words. A goal that nobody
asked it about is not one that it refused.

*Method*: of the income accounts (later also plans and measures), those whose every line the household has answered and
none of which it contests. One contested line and the account is not recognised as a whole, whatever the rest. Where
only part is answered and nothing contested, the household *was asked* and has *not settled*: the account stands in
`asked` and in `unsettled`, not in `recognised`, because silence is never a recognition.

*Emotion*: of the visits written down, those of which the household itself says that the helper came, and sat down with
them. "Never came" and "came, but did not sit" are both no. "Came" without an answer on sitting down is not settled.

*Interest*: of the benefits owed or reported as given, those of which the household says that it received them, and that
they helped. Not received is no; received, but not yet asked whether it helped, is not settled.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import Enum, auto

from xinlu.kernel.words import Words
from xinlu.practice.vocabulary import Choice

RATE_NEEDS_ASKED = 10
"""With fewer asked, one household more or less moves a rate by over ten points: only the counts are shown."""


class Respect(Choice):
    """In what a household recognises the help."""

    GOAL = "goal", "目标认同", "goal"
    METHOD = "method", "方法认同", "method"
    EMOTION = "emotion", "情感认同", "emotion"
    INTEREST = "interest", "利益认同", "interest"


DEFINITIONS: dict[Respect, Words] = {
    Respect.GOAL: Words(
        "记下的目标里，户里说“这就是我们自己想要的”有几个。没问过的不算认，也不算不认。",
        "Of the goals written down, how many the household says are its own. One it was not asked about is neither "
        "recognised nor refused.",
    ),
    Respect.METHOD: Words(
        "当面算的收入账里，户里一笔一笔都看过、没有一笔说“不对”的有几本。"
        "有一笔不认，整本就不算认；只看了一部分的，算问过、还没看完，不算认。",
        "Of the income accounts reckoned, how many the household has answered line by line without contesting any. "
        "One contested line and the account is not recognised; where only part is answered it counts as asked, not "
        "yet settled, and not as recognised.",
    ),
    Respect.EMOTION: Words(
        "记下的走访里，户里说“来过，跟我们坐下来说了话”的有几次。没来过、来了没坐，都不算认。",
        "Of the visits written down, of how many the household says “came, and sat down with us”. "
        "Never came, or came without sitting down, is not recognised.",
    ),
    Respect.INTEREST: Words(
        "该给的、说给了的好处里，户里说“收到了，也顶用”的有几样。没收到的不算认；收到了还没问顶不顶用的，算还没说定。",
        "Of the benefits owed or reported as given, of how many the household says “received, and it helped”. "
        "Not received is not recognised; received but not yet asked whether it helped is not settled.",
    ),
}
"""What each of the four counts, as pages show it."""

NOT_ASKED = Words("还没问过", "not asked yet")
NOTHING_TO_ASK = Words("还没有可问的", "nothing to ask about yet")
SMALL_NUMBERS = Words(
    "问过的不到 {least} 个，多一个少一个差得太多，所以只写个数，不写百分比。",
    "Fewer than {least} were asked; one more or less would change a percentage too much, so only the counts are shown.",
)


class Verdict(Enum):
    """What one answer comes to."""

    NOT_ASKED = auto()
    UNSETTLED = auto()
    CONTESTED = auto()
    RECOGNISED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAnswers:
    """How a household has answered the lines of one income account's current version. ValueError when it cannot be."""

    lines: int
    recognised: int = 0
    contested: int = 0

    def __post_init__(self) -> None:
        if min(self.recognised, self.contested) < 0 or self.lines < max(1, self.recognised + self.contested):
            raise ValueError(f"impossible answers: {self}")

    @property
    def verdict(self) -> Verdict:
        if self.contested:
            return Verdict.CONTESTED
        if not self.recognised:
            return Verdict.NOT_ASKED
        return Verdict.RECOGNISED if self.recognised == self.lines else Verdict.UNSETTLED


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitAnswer:
    """What the household says of one visit; None is not answered."""

    came: bool | None = None
    sat_with_us: bool | None = None

    @property
    def verdict(self) -> Verdict:
        return _both(self.came, self.sat_with_us)


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitAnswer:
    """What the household says of one benefit; None is not answered."""

    received: bool | None = None
    helped: bool | None = None

    @property
    def verdict(self) -> Verdict:
        return _both(self.received, self.helped)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalAnswer:
    """Whether the household says that one goal is its own; None is not answered."""

    own: bool | None = None

    @property
    def verdict(self) -> Verdict:
        return _both(self.own, self.own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One respect counted: of `possible` things `asked` about, `recognised`; `unsettled` are asked but not yet clear.

    ValueError unless recognised + unsettled <= asked <= possible. What is asked, settled and not recognised is contested.
    """

    name: Respect
    recognised: int = 0
    asked: int = 0
    possible: int = 0
    unsettled: int = 0

    def __post_init__(self) -> None:
        if min(self.recognised, self.unsettled) < 0:
            raise ValueError(f"impossible tally: {self}")
        if not self.recognised + self.unsettled <= self.asked <= self.possible:
            raise ValueError(f"impossible tally: {self}")

    @property
    def contested(self) -> int:
        return self.asked - self.recognised - self.unsettled

    def rate_percent(self, *, least_asked: int = RATE_NEEDS_ASKED) -> Decimal | None:
        """Recognised of asked in percent, one decimal, rounded down; None where too few were asked for a rate."""
        if self.asked < max(1, least_asked):
            return None
        return (Decimal(self.recognised) * 100 / self.asked).quantize(Decimal("0.1"), rounding=ROUND_DOWN)

    def said(self) -> Words:
        """The counts in words, never a rate: of how many, how many were asked, and what they said."""
        if not self.possible:
            return NOTHING_TO_ASK
        if not self.asked:
            return NOT_ASKED
        counts = Words(
            "{possible} 个里问过 {asked} 个，认 {recognised} 个", "{asked} of {possible} asked, {recognised} recognised"
        )
        if self.unsettled:
            counts = Words(counts.zh + "，{unsettled} 个还没说完", counts.en + "; {unsettled} not settled")
        return counts.filled(
            possible=f"{self.possible:,}",
            asked=f"{self.asked:,}",
            recognised=f"{self.recognised:,}",
            unsettled=f"{self.unsettled:,}",
        )


def goal(answers: Iterable[GoalAnswer]) -> Tally:
    """The tally over one household's goals."""
    return _count(Respect.GOAL, (answer.verdict for answer in answers))


def method(accounts: Iterable[AccountAnswers]) -> Tally:
    """The tally over income accounts, each by its current version."""
    return _count(Respect.METHOD, (account.verdict for account in accounts))


def emotion(visits: Iterable[VisitAnswer]) -> Tally:
    """The tally over visits."""
    return _count(Respect.EMOTION, (visit.verdict for visit in visits))


def interest(benefits: Iterable[BenefitAnswer]) -> Tally:
    """The tally over benefits."""
    return _count(Respect.INTEREST, (benefit.verdict for benefit in benefits))


def add(tallies: Iterable[Tally]) -> dict[Respect, Tally]:
    """The tallies of an area, by respect, always all four, from those of its households. Respects are never added."""
    sums = {name: Tally(name=name) for name in Respect}
    for tally in tallies:
        so_far = sums[tally.name]
        sums[tally.name] = Tally(
            name=tally.name,
            recognised=so_far.recognised + tally.recognised,
            asked=so_far.asked + tally.asked,
            possible=so_far.possible + tally.possible,
            unsettled=so_far.unsettled + tally.unsettled,
        )
    return sums


def small_numbers(*, least_asked: int = RATE_NEEDS_ASKED) -> Words:
    """Why a page shows counts and no rate."""
    return SMALL_NUMBERS.filled(least=least_asked)


def _both(first: bool | None, second: bool | None) -> Verdict:
    """Two questions, the second only worth asking after a yes: both yes is recognised, either no is contested."""
    if first is None:
        return Verdict.NOT_ASKED
    if not first or second is False:
        return Verdict.CONTESTED
    return Verdict.RECOGNISED if second else Verdict.UNSETTLED


def _count(name: Respect, verdicts: Iterable[Verdict]) -> Tally:
    seen = list(verdicts)
    return Tally(
        name=name,
        recognised=seen.count(Verdict.RECOGNISED),
        asked=len(seen) - seen.count(Verdict.NOT_ASKED),
        possible=len(seen),
        unsettled=seen.count(Verdict.UNSETTLED),
    )
