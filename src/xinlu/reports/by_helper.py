"""Helpers of an area: what they claim beside what their households recognise, as of now."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from xinlu.kernel.money import divided
from xinlu.people.models import Area
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.households import lying_in


@dataclass(frozen=True, slots=True)
class HelperFigures:
    """A helper's households in an area. Figures a head (fen a year) are over those that have looked at their account, None where none has."""

    helper: UUID
    name: str
    households: int
    looked: int
    lines_contested: int
    claimed_head_fen: int | None
    recognised_low_head_fen: int | None

    @property
    def away_fen(self) -> int | None:
        """Claimed less recognised (the low figure), per head."""
        if self.claimed_head_fen is None or self.recognised_low_head_fen is None:
            return None
        return self.claimed_head_fen - self.recognised_low_head_fen


def helpers_of(area: Area) -> list[HelperFigures]:
    """The helpers of the area's households, the widest distance first; those of whom nobody has looked stand last. One query."""
    figures, looked = "household__figures__", Q(has_looked=True)
    rows = (
        CurrentFile.objects.filter(lying_in(area), helper__isnull=False)
        .order_by()
        .values("helper", name=F("helper__name"))
        .annotate(
            households=Count("household"),
            looked=Count("household", filter=looked),
            contested=Sum(f"{figures}lines_contested", default=0),
            heads=Sum(f"{figures}heads", filter=looked),
            claimed=Sum(f"{figures}claimed_fen", filter=looked),
            low=Sum(f"{figures}recognised_low_fen", filter=looked),
        )
    )
    found = [
        HelperFigures(
            helper=row["helper"],
            name=row["name"],
            households=row["households"],
            looked=row["looked"],
            lines_contested=row["contested"],
            claimed_head_fen=divided(row["claimed"], row["heads"]) if row["heads"] else None,
            recognised_low_head_fen=divided(row["low"], row["heads"]) if row["heads"] else None,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.away_fen is None, -(each.away_fen or 0), each.name, each.helper))
