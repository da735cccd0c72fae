"""Marking the sums of places as stale, in the transaction that changed one of their households."""

from __future__ import annotations

from collections.abc import Iterable

from xinlu.registry.models import StalePlace


def mark_stale(places: Iterable[str]) -> None:
    """A mark on each of these places (codes), for whoever adds up next. One query."""
    StalePlace.objects.bulk_create(StalePlace(place_id=place) for place in sorted(set(places)))
