"""The sums of places: what they are added up from, and adding up anew those that have changed, before they are read."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, F, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from xinlu.income.totals import Side
from xinlu.people.models import Area
from xinlu.registry.models import CurrentFile, StalePlace
from xinlu.reports.models import PlaceSums

_FIGURES = "household__figures__"
_LOOKED = Q(has_looked=True)
_SETTLED = Q(**{f"{_FIGURES}lines__gt": 0, f"{_FIGURES}lines_unanswered": 0})
_WHERE = ("path", "county", "township", "village")
ADDED = tuple(field.name for field in PlaceSums._meta.fields if field.name[:2] in ("n_", "s_"))
"""The sums that add up from place to area; the two times do not."""


def sums_within(path: str) -> QuerySet[PlaceSums]:
    """The sums of the places on that path, added up anew where something has changed: never stale."""
    stale = dict(StalePlace.objects.filter(place__path__startswith=path).values_list("pk", "place"))
    if stale:
        _add_up(stale)
    return PlaceSums.objects.filter(path__startswith=path)


@transaction.atomic(savepoint=False)
def _add_up(stale: dict[int, str]) -> None:
    """Add up the places marked, and take away these marks; a mark that came meanwhile stays."""
    places = set(stale.values())
    paths = Area.objects.filter(code__in=places).order_by("code").values_list("code", "path")
    PlaceSums.objects.bulk_create([PlaceSums(place_id=code, path=path) for code, path in paths], ignore_conflicts=True)
    # On PostgreSQL who comes second waits here, and then adds up what the first could not see yet.
    list(PlaceSums.objects.select_for_update().filter(place__in=places).order_by("place").values_list("place"))
    sums = _sums()
    rows = CurrentFile.objects.filter(place__in=places).order_by("place").values("place_id", *_WHERE).annotate(**sums)
    found = [PlaceSums(**row) for row in rows]
    PlaceSums.objects.filter(place__in=places - {each.place_id for each in found}).delete()
    PlaceSums.objects.bulk_create(found, update_conflicts=True, unique_fields=["place"], update_fields=[*_WHERE, *sums])
    StalePlace.objects.filter(pk__in=stale).delete()


def _sums() -> dict[str, Any]:
    """Each sum by its name, as an aggregate over the rows of the lists."""

    def count(**conditions: object) -> Count:
        return Count("household", filter=Q(**conditions))

    def added(name: str, *, of: Q | None = None) -> Coalesce:
        return Coalesce(Sum(name, filter=of), 0)

    above, below, unanswered = str(Side.ABOVE), str(Side.BELOW), str(Side.UNANSWERED)
    return {
        "n_households": Count("household"),
        "n_account": count(has_account=True),
        "n_looked": count(has_looked=True),
        "n_claimed_above": count(claimed_standing=above),
        "n_claimed_below": count(claimed_standing=below),
        "n_above": count(recognised_standing=above),
        "n_below": count(recognised_standing=below),
        "n_unanswered": count(recognised_standing=unanswered),
        "n_fell": count(claimed_standing=above, recognised_standing=below),
        "n_rose": count(claimed_standing=below, recognised_standing=above),
        "n_helperless": count(helper__isnull=True),
        "n_never": count(last_visit_at__isnull=True),
        "n_method_recognised": Count("household", filter=_SETTLED & Q(is_contested=False)),
        "n_method_unsettled": Count(
            "household", filter=_LOOKED & Q(is_contested=False, **{f"{_FIGURES}lines_unanswered__gt": 0})
        ),
        "s_people": added("people"),
        "s_heads": added(f"{_FIGURES}heads", of=_LOOKED),
        "s_claimed": added(f"{_FIGURES}claimed_fen", of=_LOOKED),
        "s_low": added(f"{_FIGURES}recognised_low_fen", of=_LOOKED),
        "s_high": added(f"{_FIGURES}recognised_high_fen", of=_LOOKED),
        "s_lines": added(f"{_FIGURES}lines"),
        "s_contested": added(f"{_FIGURES}lines_contested"),
        "s_unanswered": added(f"{_FIGURES}lines_unanswered"),
        "s_own": Coalesce(Sum(F(f"{_FIGURES}lines_e2") + F(f"{_FIGURES}lines_e3")), 0),
        "s_visits": added(f"{_FIGURES}visits"),
        "s_visits_asked": added(f"{_FIGURES}visits_asked"),
        "s_visits_sat": added(f"{_FIGURES}visits_sat_down"),
        "s_visits_unsettled": added(f"{_FIGURES}visits_unsettled"),
        "t_oldest_visit": Min("last_visit_at"),
        "t_latest_period": Max(f"{_FIGURES}period_end"),
    }
