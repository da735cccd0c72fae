"""In which order a helper's households are best visited, and why each stands where it does. Pure.

It orders by what is to be done, never by a score, and uses only what was recorded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from xinlu.kernel.money import whole_yuan, yuan
from xinlu.kernel.words import Words


class Why(StrEnum):
    """Reasons to go, the most pressing first."""

    CONTESTED = "contested"
    FORKED = "forked"
    UNANSWERED = "unanswered"
    NEVER_VISITED = "never_visited"
    LONG_AGO = "long_ago"
    NO_ACCOUNT = "no_account"


WHY_WORDS: dict[Why, Words] = {
    Why.CONTESTED: Words(
        "户里说不认、还没当面问的", "They say it is not so, and nobody has asked them face to face yet"
    ),
    Why.FORKED: Words("一本账有两个版本、还没定的", "Two versions of the account stand side by side"),
    Why.UNANSWERED: Words("账算好了、户里还没看完的", "The account is reckoned, and lines wait for their answer"),
    Why.NEVER_VISITED: Words("还没去过的", "Never visited"),
    Why.LONG_AGO: Words("太久没去的，最久的在前", "Not visited for too long, the longest first"),
    Why.NO_ACCOUNT: Words("这一年还没算账的", "No account of this year yet"),
}
_ORDER = tuple(Why)
_NEVER_DAYS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Net income per head in fen, claimed and recognised at least, and whether each reaches the line."""

    claimed_fen: int
    claimed_above: bool
    recognised_fen: int
    recognised_above: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is recorded of one household. `days_away` since the last visit, None for never; `coverage_days` the limit."""

    household: UUID
    name: str
    contested: int = 0
    asked_since: bool = False
    forked: bool = False
    unanswered: int = 0
    answered: int = 0
    days_away: int | None = None
    coverage_days: int = 60
    has_account: bool = True
    sides: Sides | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """One household in the order: its reasons, the most pressing first; none for a quiet one."""

    standing: Standing
    whys: tuple[Why, ...]

    @property
    def why(self) -> Why | None:
        """The reason that gives it its place."""
        return self.whys[0] if self.whys else None

    @property
    def words(self) -> Words:
        """Why here, in one or two sentences."""
        return _said(self.standing, self.why)

    @property
    def last_visit(self) -> Words:
        """When somebody was last there."""
        return said_days_away(self.standing.days_away)


def in_order(standings: Iterable[Standing]) -> list[Need]:
    """The households in the order of their first reason; among equals the one not visited for longest, then by name."""
    needs = [Need(each, tuple(reasons(each))) for each in standings]
    return sorted(needs, key=_place)


def reasons(standing: Standing) -> Sequence[Why]:
    """Every reason to go to a household, the most pressing first."""
    holds = {
        Why.CONTESTED: standing.contested > 0 and not standing.asked_since,
        Why.FORKED: standing.forked,
        Why.UNANSWERED: standing.unanswered > 0,
        Why.NEVER_VISITED: standing.days_away is None,
        Why.LONG_AGO: standing.days_away is not None and standing.days_away > standing.coverage_days,
        Why.NO_ACCOUNT: not standing.has_account,
    }
    return [why for why in _ORDER if holds[why]]


def said_days_away(days: int | None) -> Words:
    """How long ago the last visit was."""
    if days is None:
        return Words("还没去过", "never visited")
    if days < 1:
        return Words("今天去过", "visited today")
    return Words("{n} 天前去过", "visited {n} days ago" if days > 1 else "visited yesterday").filled(n=days)


def _place(need: Need) -> tuple[int, int, str, str]:
    away = need.standing.days_away
    rank = _ORDER.index(need.why) if need.why else len(_ORDER)
    return rank, -(_NEVER_DAYS if away is None else away), need.standing.name, str(need.standing.household)


def _said(standing: Standing, why: Why | None) -> Words:
    match why:
        case Why.CONTESTED:
            return _contested(standing)
        case Why.FORKED:
            return Words(
                "收入账有两个版本，先按早的那本算。问过户里再定一本。",
                "The account has two versions; the earlier one counts for now. Ask them, then settle on one.",
            )
        case Why.UNANSWERED:
            return Words(
                "账上还有 {n} 笔户里没看，没看的先不算。",
                "{n} lines wait for their answer and do not count yet."
                if standing.unanswered > 1
                else "One line waits for their answer and does not count yet.",
            ).filled(n=standing.unanswered)
        case Why.NEVER_VISITED:
            return Words("还没有记过一次走访。", "No visit is recorded yet.")
        case Why.LONG_AGO:
            return Words(
                "{n} 天没人去过了，说好最多隔 {limit} 天。",
                "Nobody has been there for {n} days; {limit} is the agreed limit.",
            ).filled(n=standing.days_away, limit=standing.coverage_days)
        case Why.NO_ACCOUNT:
            return Words("这一年的收入账还没算。", "This year's account is not reckoned yet.")
        case None:
            return Words("账都对上了。", "The account agrees.")


def _contested(standing: Standing) -> Words:
    words = Words(
        "收入账有 {n} 笔户里说不对，还没当面问过。",
        "They say {n} lines of the account are not so; nobody has asked them face to face yet."
        if standing.contested > 1
        else "They say one line of the account is not so; nobody has asked them face to face yet.",
    ).filled(n=standing.contested)
    if standing.sides is None:
        return words
    sides = Words(
        "按你填的，人均 {claimed} 元，{claimed_above}；按户里认的，至少 {recognised} 元，{recognised_above}。",
        " By your figures {claimed} yuan a head, {claimed_above} the line; by theirs at least {recognised}, {recognised_above} it.",
    ).filled(
        claimed=yuan(whole_yuan(standing.sides.claimed_fen)),
        claimed_above=_above(standing.sides.claimed_above),
        recognised=yuan(whole_yuan(standing.sides.recognised_fen)),
        recognised_above=_above(standing.sides.recognised_above),
    )
    return Words(words.zh + sides.zh, words.en + sides.en)


def _above(above: bool) -> Words:
    return Words("过了线", "over") if above else Words("没过线", "under")
