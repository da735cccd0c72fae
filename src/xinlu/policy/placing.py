"""Where and when an entry of the catalogue holds, and which of several holds at a place on a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

from xinlu.kernel.words import Words
from xinlu.policy.entries import Entry
from xinlu.policy.terms import Placed
from xinlu.standards import COUNTRY

AnyPlaced = TypeVar("AnyPlaced", bound=Placed)


def nearest(
    entries: Iterable[AnyPlaced], *, on: date, places: Sequence[str], own: Iterable[AnyPlaced] = ()
) -> AnyPlaced | None:
    """The entry in force on the day at the last of `places` that has one, else for the country, else None.

    `places` are area codes from the top down. At one place what was entered there (`own`) goes before what is packaged.
    """
    ranks = ranked(places)
    holding = [
        (ranks[entry.place], is_own, entry.start, entry)
        for is_own, listed in ((False, entries), (True, own))
        for entry in listed
        if entry.place in ranks and entry.in_force(on)
    ]
    return max(holding, key=lambda each: each[:3])[3] if holding else None


def ranked(places: Sequence[str]) -> dict[str, int]:
    """How near each place is: the country 0, the nearest most."""
    return {place: rank for rank, place in enumerate((COUNTRY, *(place for place in places if place != COUNTRY)))}


def read_days(entry: Entry) -> tuple[date, date | None]:
    """From when to when an entry holds."""
    start = entry.day("from")
    end = entry.day("to") if entry.has("to") else None
    if end is not None and end < start:
        raise entry.fault(
            Words("结束的日子（{end}）比开始的日子（{start}）早", "`to` ({end}) lies before `from` ({start})").filled(
                end=end, start=start
            ),
            Words("看看哪一个写错了", "see which of them is wrong"),
            at="to",
        )
    return start, end


def read_place(entry: Entry) -> str:
    """The place at which an entry holds."""
    place = entry.text("place")
    if place == "CN" or (place.isascii() and place.isdecimal() and 2 <= len(place) <= 12):
        return place
    raise entry.fault(
        Words("“{place}”不是地方的代码", "“{place}” is not the code of a place").filled(place=place[:40]),
        Words(
            '全国写 CN，别处写行政区划代码，放进引号，比如 "52"',
            'write CN for the country, else the area\'s code in quotes, such as "52"',
        ),
        at="place",
    )


def check_overlap(others: list[Placed], entry: Placed, at: Entry) -> None:
    """A fault where two of one name and place hold on the same day; else the entry joins the others."""
    for other in others:
        if other.start <= (entry.end or date.max) and entry.start <= (other.end or date.max):
            raise at.fault(
                Words("同一个地方、同一天有两个说法", "two entries hold for one place on the same day"),
                Words("给前一个写上 to，或者改 from", "give the earlier one a `to`, or change `from`"),
                at="from",
            )
    others.append(entry)
