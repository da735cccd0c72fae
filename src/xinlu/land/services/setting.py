"""A place's land set: its files taken in, how often people go where, and what may be spent."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.land.files import keep_land
from xinlu.land.kinds import GOALS, Goal, Part
from xinlu.land.models import LandFiles
from xinlu.people.models import Area, User
from xinlu.records.selectors import heads
from xinlu.records.services import append, compose

if TYPE_CHECKING:
    from xinlu.terrain.files.features import Datum

MOST_TRIPS = 1000
_NO_SOURCE = Words("写明这些文件是谁给的、从哪里来", "Write who gave these files, and from where")
_TRIPS = Words(
    "一年去{goal}的次数写的是 {here}：要在 0 到 {most} 之间",
    "The trips a year to a {goal} are {here}: they must lie between 0 and {most}",
)
_BUDGET = Words("修路的钱不能是负数", "The money for roads cannot be negative")


@transaction.atomic
def set_land(
    area: Area,
    files: Mapping[Part, Path],
    *,
    by: User,
    source: str,
    trips: Mapping[Goal, int] | None = None,
    budget_yuan: int | None = None,
    datum: Datum | None = None,
    resolution_m: float | None = None,
    road_kmh: float | None = None,
) -> LandFiles:
    """From now on this is the area's land. Refusals: files that cannot be read, no source, numbers that cannot be."""
    if not source.strip():
        raise Refusal("land.source", _NO_SOURCE, field="source")
    for goal, number in (trips or {}).items():
        if not 0 <= number <= MOST_TRIPS:
            raise Refusal("land.trips", _TRIPS.filled(goal=GOALS[goal], here=number, most=MOST_TRIPS), field="trips")
    if budget_yuan is not None and budget_yuan < 0:
        raise Refusal("land.budget", _BUDGET, field="budget_yuan")
    kept = keep_land(files, datum=datum, resolution_m=resolution_m, road_kmh=road_kmh)
    before = heads(LandFiles).filter(area=area).last()
    land = compose(
        LandFiles,
        area=area,
        author=by,
        supersedes=before.pk if before else None,
        files=[[str(each.part), each.name, each.sha256] for each in kept],
        trips=[[str(goal), number] for goal, number in (trips or {}).items()],
        budget_yuan=budget_yuan,
        source=source.strip(),
    )
    append(land)
    return land
