"""How an account is begun: its period, its heads, and why they differ from the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.http import QueryDict

from xinlu.casework.drafts import check_heads
from xinlu.kernel.errors import Refusal
from xinlu.kernel.periods import Period, twelve_months_before
from xinlu.kernel.words import Words
from xinlu.pages.field.forms.typed import Chip, read_whole
from xinlu.pages.field.sentences import said_span
from xinlu.pages.field.standings import closed_year

CAMPAIGN, TWELVE_MONTHS = "campaign", "twelve"
NOTE_MAX = 2000


@dataclass(frozen=True, slots=True)
class SentHead:
    """The heads of an account as sent, and the note that says why they differ from the file."""

    heads: int
    note: str


def periods(today: date) -> dict[str, Period]:
    """The two accounting periods of the field, as of `today`."""
    return {CAMPAIGN: closed_year(today), TWELVE_MONTHS: twelve_months_before(today)}


def period_chips(chosen: str, *, today: date) -> list[Chip]:
    """The periods to choose from, in words."""
    names = {
        CAMPAIGN: Words("{span}（大家都按这个算）", "{span} (the usual year)"),
        TWELVE_MONTHS: Words("{span}（今天往前推一年）", "{span} (the year before today)"),
    }
    return [
        Chip(code, names[code].filled(span=said_span(period)), code == chosen)
        for code, period in periods(today).items()
    ]


def read_period(typed: QueryDict, *, today: date) -> Period:
    """The period chosen; Refusal for none."""
    chosen = periods(today).get(typed.get("period", ""))
    if chosen is None:
        raise Refusal("account.period", Words("算哪一年的，要选一个", "Choose the period"), field="period")
    return chosen


def read_head(typed: QueryDict, *, registered: int) -> SentHead:
    """Heads and note as sent; Refusal where heads cannot be, or differ from the file without a word why."""
    heads = check_heads(
        read_whole(typed.get("heads", ""), field="heads", empty=Words("家里几口人，要写", "Write how many people"))
    )
    note = typed.get("note", "").strip()
    if len(note) > NOTE_MAX:
        raise Refusal(
            "account.note",
            Words(
                "这一段写了 {length} 个字，最多 {most} 个字，请写短些",
                "This has {length} characters and {most} at most are kept; shorten it",
            ).filled(length=f"{len(note):,}", most=f"{NOTE_MAX:,}"),
            field="note",
        )
    if heads != registered and not note:
        raise Refusal(
            "account.heads_differ",
            Words(
                "档案上是 {registered} 口人，这里写 {heads} 口。为什么不一样，写一句",
                "The file has {registered} people and {heads} is written here. Say in a sentence why",
            ).filled(registered=registered, heads=heads),
            field="note",
        )
    return SentHead(heads, note)
