"""The only writer of what lists carry of a household's figures: copied from its row of figures, in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from xinlu.casework.models import HouseholdFigures
from xinlu.registry.models import CurrentFile
from xinlu.registry.services.stale import mark_stale

_LOOKED = Q(lines_unanswered__lt=F("lines"))
_LOW = F("recognised_low_head_fen")


def show_in_lists(households: Collection[UUID]) -> None:
    """Copy the figures of these households into their rows of the lists and mark the sums of their places as stale.

    Called wherever rows of figures were written. Three queries, however many households.
    """
    rows = CurrentFile.objects.filter(household__in=households)
    rows.update(**_copied())
    mark_stale(rows.values_list("place", flat=True))


def shown_at_first(figures: Mapping[str, Any]) -> dict[str, Any]:
    """What lists carry of a first account that nobody has answered yet, by its row of figures: as `show_in_lists` copies it."""
    copied = ("claimed_standing", "recognised_standing", "claimed_head_fen")
    return {"has_account": "account_id" in figures, **{name: figures[name] for name in copied if name in figures}}


def _copied() -> dict[str, Any]:
    """Each of CurrentFile.OF_FIGURES as it follows from the household's row of figures; without one, as it begins."""
    own = HouseholdFigures.objects.filter(household=OuterRef("household"))
    looked = own.filter(_LOOKED)
    return {
        "has_account": Exists(own.filter(account__isnull=False)),
        "has_looked": Exists(looked),
        "is_contested": Exists(own.filter(lines_contested__gt=0)),
        "account_forked": Exists(own.filter(account_forked=True)),
        "claimed_standing": Coalesce(Subquery(own.values("claimed_standing")), Value("")),
        "recognised_standing": Coalesce(Subquery(own.values("recognised_standing")), Value("")),
        "claimed_head_fen": Subquery(own.values("claimed_head_fen")),
        "shown_low_fen": Subquery(looked.values("recognised_low_head_fen")),
        "away_fen": Subquery(looked.annotate(away=F("claimed_head_fen") - _LOW).values("away")),
        "last_visit_at": Subquery(own.values("last_visit_at")),
    }
