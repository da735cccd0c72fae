"""Which households a list shows, and in which order: read from the address, and written back into it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db.models import Case, F, OrderBy, Q, QuerySet, When
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinlu.people.models import Area, User
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import search

_FIGURES = "household__figures__"

ID_NUMBER = re.compile(r"\d{15}")
"""As many digits as only an ID number has: 15 in the old ones, 17 and a check digit in the new."""

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

SORTS: dict[str, str] = {
    "name": "pinyin",
    "village": "path",
    "people": "people",
    "helper": "helper__name",
    "claimed": f"{_FIGURES}claimed_head_fen",
    "recognised": "shown_low_fen",
    "away": "away_fen",
    "visited": f"{_FIGURES}last_visit_at",
}


@dataclass(frozen=True)
class Filters:
    """What the reader asked for; what is unknown in the address is left out, so that a typed address never fails."""

    text: str = ""
    area: str = ""
    status: str = ""
    claimed: str = ""
    recognised: str = ""
    only: tuple[str, ...] = ()
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

    def applied(self, households: QuerySet[CurrentFile], *, visited_since: datetime) -> QuerySet[CurrentFile]:
        """The households that are meant, in the order asked for. Nothing is fetched."""
        found = search(households, self.text)
        if self.area:
            path = Area.objects.filter(code=self.area).values_list("path", flat=True).first()
            found = found.filter(path__startswith=path) if path else found.none()
        named: Mapping[str, str] = {
            "status": self.status,
            f"{_FIGURES}claimed_standing": self.claimed,
            f"{_FIGURES}recognised_standing": self.recognised,
            "helper": self.helper,
        }
        found = found.filter(**{column: value for column, value in named.items() if value})
        conditions = narrowing(visited_since)
        for name in self.only:
            found = found.filter(conditions[name])
        low = F(f"{_FIGURES}recognised_low_head_fen")
        return found.annotate(
            shown_low_fen=Case(When(conditions["looked"], then=low)),
            away_fen=Case(When(conditions["looked"], then=F(f"{_FIGURES}claimed_head_fen") - low)),
        ).order_by(self._order(), "pinyin", "household")

    def _order(self) -> OrderBy:
        column = F(SORTS[self.sort.removeprefix("-")])
        return column.desc(nulls_last=True) if self.sort.startswith("-") else column.asc(nulls_last=True)

    def helper_named(self) -> User | None:
        """The helper to whose households the list is narrowed."""
        return User.objects.filter(pk=self.helper).first() if self.helper else None


_DEFAULTS: dict[str, Any] = {name: field.default for name, field in Filters.__dataclass_fields__.items()}


def narrowing(visited_since: datetime) -> dict[str, Q]:
    """What each name of ONLY lets through."""
    last_visit = f"{_FIGURES}last_visit_at"
    looked = Q(**{f"{_FIGURES}lines_unanswered__lt": F(f"{_FIGURES}lines")})
    account = Q(**{f"{_FIGURES}account__isnull": False})
    visited = Q(**{f"{last_visit}__gte": visited_since})
    return {
        "contested": Q(**{f"{_FIGURES}lines_contested__gt": 0}),
        "not_looked": account & Q(**{f"{_FIGURES}lines_unanswered__gte": F(f"{_FIGURES}lines")}),
        "looked": looked,
        "no_account": Q(**{f"{_FIGURES}account__isnull": True}),
        "no_helper": Q(helper=None),
        "not_visited": Q(**{f"{last_visit}__lt": visited_since}) | Q(**{f"{last_visit}__isnull": True}),
        "visited": visited,
        "never_visited": Q(**{f"{last_visit}__isnull": True}),
        "forked": Q(forked=True) | Q(**{f"{_FIGURES}account_forked": True}),
    }


def searchable(typed: str) -> str:
    """What may be searched by in an address: never an ID number, which goes by POST alone."""
    return "" if ID_NUMBER.search(typed) else typed.strip()[:40]


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""
