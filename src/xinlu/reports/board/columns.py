"""What the board counts, declared once: each column's name, its words, where it is added up, and what falls into what. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from xinlu.assessment.suppression import Split
from xinlu.kernel.words import Words


@dataclass(frozen=True, slots=True)
class Column:
    """A count of households: its name on the board, the sum of PlaceSums that holds it, and its words.

    `word`: whose word it is, "claimed", "recognised" or nobody's. `group` is said above the heads of a claimed and a recognised
    count that stand beside each other.
    """

    name: str
    sum: str
    words: Words
    head: Words
    word: str = ""
    group: Words | None = None

    @property
    def begins(self) -> bool:
        """Whether a rule is drawn before it: a pair begins, or ends before it."""
        return self.word == "claimed" or self.name == "unseen"


_ABOVE, _BELOW = Words("过线的", "Above the line"), Words("没过线的", "Below the line")
_CLAIMED, _RECOGNISED = Words("干部填", "Claimed"), Words("群众认", "Recognised")

COLUMNS = (
    Column("households", "n_households", Words("户数", "Households"), Words("户数", "Households")),
    Column("account", "n_account", Words("有账的户", "Households with an account"), Words("有账的", "With an account")),
    Column(
        "looked",
        "n_looked",
        Words("自己看过账的户", "Households that looked at their account"),
        Words("自己看过账", "Looked at it"),
    ),
    Column(
        "claimed_above",
        "n_claimed_above",
        Words("干部填的：过线的户", "Households above the line, as claimed"),
        _CLAIMED,
        "claimed",
        _ABOVE,
    ),
    Column(
        "above",
        "n_above",
        Words("群众认的：过线的户", "Households above the line, as recognised"),
        _RECOGNISED,
        "recognised",
        _ABOVE,
    ),
    Column(
        "claimed_below",
        "n_claimed_below",
        Words("干部填的：没过线的户", "Households below the line, as claimed"),
        _CLAIMED,
        "claimed",
        _BELOW,
    ),
    Column(
        "below",
        "n_below",
        Words("群众认的：没过线的户", "Households below the line, as recognised"),
        _RECOGNISED,
        "recognised",
        _BELOW,
    ),
    Column(
        "unseen",
        "n_unanswered",
        Words("还没看清、说不准过没过线的户", "Households not clear yet: too little answered to say"),
        Words("还没看清", "Not clear yet"),
    ),
    Column(
        "never",
        "n_never",
        Words("从没走访过的户", "Households never visited"),
        Words("从没走访过", "Never visited"),
    ),
)
BY_NAME = {column.name: column for column in COLUMNS}

SPLITS = (
    Split(whole="households", parts=("account",), rest="no_account", harmless=("account", "no_account")),
    Split(whole="households", parts=("never",), rest="visited", harmless=("never", "visited")),
    Split(whole="account", parts=("looked",), rest="not_looked", harmless=("looked", "not_looked")),
    Split(whole="account", parts=("claimed_above", "claimed_below"), harmless=("claimed_below",)),
    Split(whole="account", parts=("above", "below", "unseen"), harmless=("below", "unseen")),
)
"""That nobody is poor, unseen or unvisited may be told of a place that is not small; that nobody is above the line may not."""

RECOGNISED_MEANS = Words(
    "“群众认”：户里自己看了账、自己答了才算；看得不够、说不准的，算“还没看清”，不算过线，也不算没过线。",
    "“Recognised” counts only what households themselves answered about their account; where too little is answered the household is "
    "“not clear yet”, neither above the line nor below.",
)
