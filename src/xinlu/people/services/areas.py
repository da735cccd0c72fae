"""Areas brought in from a file of official codes: all of it or nothing, and twice is the same as once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from xinlu.kernel.words import Words
from xinlu.people.areas_file import AreaRow, in_order, read_rows, refuse_if_any, wrong_cell
from xinlu.people.models import Area
from xinlu.people.roles import Level

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, in numbers of areas."""

    added: int
    renamed: int
    unchanged: int


def import_areas(path: Path, progress: Callable[[int, int], None] | None = None) -> Report:
    """Bring in a CSV of code,name,level,parent; rows may stand in any order, and `progress` hears (done, of).

    Refusal names line, column, what stands there and what is expected; then nothing is changed.
    """
    return _take_in(read_rows(path.read_bytes()), progress or (lambda done, total: None))


@transaction.atomic
def _take_in(rows: list[AreaRow], progress: Callable[[int, int], None]) -> Report:
    here = Area.objects.in_bulk()
    ordered = in_order(rows, {code: Level(area.level) for code, area in here.items()})
    refuse_if_any([words for row in ordered if row.code in here for words in _moved(row, here[row.code])])
    renamed = [row for row in ordered if row.code in here and here[row.code].name != row.name]
    added = [row for row in ordered if row.code not in here]
    for row in renamed:
        here[row.code].name = row.name
    Area.objects.bulk_update([here[row.code] for row in renamed], ["name"], batch_size=BATCH)
    paths = {code: area.path for code, area in here.items()}
    for start in range(0, len(added), BATCH):
        batch = added[start : start + BATCH]
        for row in batch:
            paths[row.code] = f"{paths.get(row.parent, '')}{row.code}/"
        Area.objects.bulk_create(_area(row, paths[row.code]) for row in batch)
        progress(start + len(batch), len(added))
    return Report(added=len(added), renamed=len(renamed), unchanged=len(rows) - len(added) - len(renamed))


def _area(row: AreaRow, path: str) -> Area:
    return Area(code=row.code, name=row.name, level=row.level.value, parent_id=row.parent or None, path=path)


def _moved(row: AreaRow, area: Area) -> list[Words]:
    """An area keeps its level and what it lies in: files and figures are kept by it. A moved one has a new code."""
    complaints = []
    kept = Words(
        "这个代码在库里是“{kept}”；地方改了归属要用新代码",
        "here this code has “{kept}”; an area that moved needs a new code",
    )
    if row.level != area.level:
        complaints.append(wrong_cell(row.line, "level", row.level, kept.filled(kept=area.level)))
    if row.parent != (area.parent_id or ""):
        complaints.append(wrong_cell(row.line, "parent", row.parent, kept.filled(kept=area.parent_id or "")))
    return complaints
