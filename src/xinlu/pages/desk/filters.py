"""Which households a list shows, and in which order: read from the address, and written back into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from django.db.models import F, OrderBy, Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinlu.land.selectors.walking import HOUR_S, TWO_HOURS_S
from xinlu.people.models import Area, User
from xinlu.people.roles import Level
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import lying_in, search
from xinlu.reports.results.selectors import counted_as

ID_NUMBER = re.compile(r"\d{15}")
"""As many digits as only an ID number has: 15 in the old ones, 17 and a check digit in the new."""

RESULT = re.compile(r"[a-z_]{1,60}(:[a-z_]{1,10})?")
"""The name of a count of results, as reports.results.selectors.counted_as takes it."""

CLAIMED: dict[str, Promise] = {"above": _("above the line"), "below": _("below the line")}
RECOGNISED: dict[str, Promise] = {**CLAIMED, "unanswered": _("not clear yet")}

ONLY: dict[str, Promise] = {
    "contested": _("contested lines"),
    "not_looked": _("not looked yet"),
    "looked": _("have looked"),
    "no_account": _("no account"),
    "no_helper": _("without helper"),
    "not_visited": _("not visited lately"),
    "visited": _("visited lately"),
    "never_visited": _("never visited"),
    "forked": _("two versions"),
}
"""What a list can be narrowed to; several together narrow it further."""

WALKS: dict[str, Promise] = {
    "clinic-hour": _("over an hour to the clinic"),
    "clinic-two": _("over two hours to the clinic"),
    "clinic-none": _("no way to a clinic"),
    "school-hour": _("over an hour to the school"),
    "school-two": _("over two hours to the school"),
    "school-none": _("no way to a school"),
    "market-hour": _("over an hour to the market"),
    "market-two": _("over two hours to the market"),
    "market-none": _("no way to a market"),
    "road-hour": _("over an hour to the road"),
    "road-two": _("over two hours to the road"),
    "road-none": _("no way to a road"),
}
"""How far a household lives from what, by the walk that was reckoned."""

SORTS: dict[str, str] = {
    "name": "pinyin",
    "village": "village",
    "people": "people",
    "helper": "helper_name",
    "claimed": "claimed_head_fen",
    "recognised": "shown_low_fen",
    "away": "away_fen",
    "visited": "last_visit_at",
}
"""What a list can be sorted by -> its column, which stands in the row of the list itself."""

WITHOUT_GAPS = frozenset({"name", "village", "people"})
"""Sorts of which every household has something; of the others those that have nothing stand last, either way round."""


@dataclass(frozen=True)
class Filters:
    """What the reader asked for; what is unknown in the address is left out, so that a typed address never fails."""

    text: str = ""
    area: str = ""
    status: str = ""
    claimed: str = ""
    recognised: str = ""
    only: tuple[str, ...] = ()
    walk: str = ""
    result: str = ""
    helper: str = ""
    sort: str = "name"
    page: str = ""

    @classmethod
    def read(cls, query: QueryDict) -> Self:
        """The filters of an address."""
        sort = query.get("sort", "")
        return cls(
            text=searchable(query.get("text", "")),
            area=query.get("area", "")[:20],
            status=query.get("status", "")[:40],
            claimed=query.get("claimed", "") if query.get("claimed") in CLAIMED else "",
            recognised=query.get("recognised", "") if query.get("recognised") in RECOGNISED else "",
            only=tuple(name for name in ONLY if name in query.getlist("only")),
            walk=query.get("walk", "") if query.get("walk") in WALKS else "",
            result=query.get("result", "") if RESULT.fullmatch(query.get("result", "")) else "",
            helper=_uuid(query.get("helper", "")),
            sort=sort if sort.removeprefix("-") in SORTS else "name",
            page=query.get("page", ""),
        )

    def query(self, **changes: Any) -> str:
        """The address's query with these changes; without a page, unless it is among them."""
        asked = replace(self, **{"page": "", **changes})
        query = QueryDict(mutable=True)
        for name, default in _DEFAULTS.items():
            value = getattr(asked, name)
            if value != default:
                query.setlist(name, list(value) if isinstance(value, tuple) else [value])
        return query.urlencode()

    @property
    def is_narrow(self) -> bool:
        """Whether anything is left out."""
        return any(getattr(self, name) != _DEFAULTS[name] for name in _DEFAULTS if name not in ("sort", "page"))

    @cached_property
    def place(self) -> Area | None:
        """The area to which the list is narrowed."""
        return Area.objects.filter(code=self.area).first() if self.area else None

    @property
    def names_few(self) -> bool:
        """Whether a helper is named, or an area narrower than a county: a few per cent of a county at most."""
        narrow = self.place is not None and Level(self.place.level) in (Level.TOWNSHIP, Level.VILLAGE, Level.GROUP)
        return bool(self.helper) or narrow

    def applied(self, households: QuerySet[CurrentFile], *, visited_since: datetime) -> QuerySet[CurrentFile]:
        """The households that are meant, in the order asked for. Nothing is fetched."""
        found = search(households, self.text)
        if self.area:
            found = found.filter(lying_in(self.place)) if self.place else found.none()
        named: Mapping[str, str] = {
            "status": self.status,
            "claimed_standing": self.claimed,
            "recognised_standing": self.recognised,
            "helper": self.helper,
        }
        found = found.filter(**{column: value for column, value in named.items() if value})
        conditions = narrowing(visited_since)
        for name in self.only:
            found = found.filter(conditions[name])
        if self.walk:
            found = found.filter(walking(*self.walk.split("-")))
        if self.result:
            found = found.filter(counted_as(self.result) or Q(pk__in=()))
        return found.order_by(*self._order())

    def _order(self) -> list[OrderBy | str]:
        name, downwards = self.sort.removeprefix("-"), self.sort.startswith("-")
        if name in WITHOUT_GAPS:
            first: OrderBy | str = f"-{SORTS[name]}" if downwards else SORTS[name]
        else:
            column = F(SORTS[name])
            first = column.desc(nulls_last=True) if downwards else column.asc(nulls_last=True)
        return [first, "household"] if name == "name" else [first, "pinyin", "household"]

    def helper_named(self) -> User | None:
        """The helper to whose households the list is narrowed."""
        return User.objects.filter(pk=self.helper).first() if self.helper else None


_DEFAULTS: dict[str, Any] = {name: field.default for name, field in Filters.__dataclass_fields__.items()}


def narrowing(visited_since: datetime) -> dict[str, Q]:
    """What each name of ONLY lets through."""
    visited, never = Q(last_visit_at__gte=visited_since), Q(last_visit_at=None)
    return {
        "contested": Q(is_contested=True),
        "not_looked": Q(has_account=True, has_looked=False),
        "looked": Q(has_looked=True),
        "no_account": Q(has_account=False),
        "no_helper": Q(helper_name=None),
        "not_visited": Q(last_visit_at__lt=visited_since) | never,
        "visited": visited,
        "never_visited": never,
        "forked": Q(forked=True) | Q(account_forked=True),
    }


def walking(goal: str, far: str) -> Q:
    """Those that live so far from a goal: "hour", "two", or "none" for no way at all."""
    seconds = f"household__walk__{goal}_s"
    if far == "none":
        return Q(household__walk__stands=True, **{f"{seconds}__isnull": True})
    return Q(**{f"{seconds}__gt": HOUR_S if far == "hour" else TWO_HOURS_S})


def searchable(typed: str) -> str:
    """What may be searched by in an address: never an ID number, which goes by POST alone."""
    return "" if ID_NUMBER.search(typed) else typed.strip()[:40]


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
