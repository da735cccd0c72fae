"""The ground that `--conventions accessmod` names: a merged cover as it lies, or a cover with roads and barriers that is merged here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xinlu.config.ground import (
    NO_SHARE,
    NO_SHARES,
    ROAD_CLASSES,
    TURNED,
    Ground,
    few,
    is_told,
    lines_of,
    whole_number,
)
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words

if TYPE_CHECKING:
    from xinlu.terrain.accessmod import ByAccessMod, RuledSpeed
    from xinlu.terrain.files.features import Features
    from xinlu.terrain.grid import Elevation

_NO_COVER = Words(
    "照 AccessMod 的算法，要给合并好的地类图 --cover 和带 mode 一列的快慢表 --speeds",
    "AccessMod's conventions need the merged cover (--cover) and its table of speeds with a column mode (--speeds)",
)
_NOT_HERE = Words("AccessMod 的算法里没有 {option}：{why}", "AccessMod's conventions know no {option}: {why}")
_REASONS = {
    "--bridges": Words("桥画成路，放在 --roads 里", "draw bridges as roads, in --roads"),
    "--road-kmh": Words("路有多快，写在快慢表里它的 class 那一行", "the table says how fast each class of road is"),
    "--model": Words("走路的快慢只有一种算法", "it has one rule for walking"),
}
_NO_MODE = Words(
    "{file} 里代码 {codes} 没有写 mode：写 WALKING（走路）、BICYCLING（骑车）或者 MOTORIZED（开车）",
    "{file} has no mode for the codes {codes}: write WALKING, BICYCLING or MOTORIZED",
)
_NO_CLASS = Words(
    "{file} 第 {n} 条路没有写 class，或者写的不是整数：照 AccessMod 的算法，路要按等级并进地类图",
    "Road {n} of {file} has no class, or none that is a whole number: AccessMod merges roads into the cover by class",
)
_MERGED = Words(
    "照 AccessMod 的办法并进了地类图：{roads} 条路，{rivers} 条河；路压在河上面，等级号小的压在大的上面",
    "Merged into the cover as AccessMod does it: {roads} roads, {rivers} rivers; roads lie over rivers, and the smaller class "
    "over the larger",
)


def by_accessmod(asked: Ground, elevation: Elevation) -> ByAccessMod:
    """The ground in AccessMod's conventions; Refusal for what they do not have."""
    from xinlu.terrain.accessmod import NEIGHBOURS, ByAccessMod
    from xinlu.terrain.files.rasters import is_on, read_codes
    from xinlu.terrain.merging import merged

    if asked.cover is None or asked.speeds is None:
        words = NO_SHARES if asked.cover and not asked.speeds else _NO_COVER
        raise Refusal("terrain.accessmod_cover", words, field="cover")
    strange = {
        "--bridges": asked.bridges is not None,
        "--road-kmh": asked.road_kmh is not None,
        "--model": is_told("model") and asked.model != "tobler",
    }
    for option in (each for each, is_there in strange.items() if is_there):
        raise Refusal("terrain.accessmod_option", _NOT_HERE.filled(option=option, why=_REASONS[option]), field=option)
    speeds = _ruled(asked.speeds)
    codes = read_codes(asked.cover, elevation.grid)
    if asked.resolution_m is None and not is_on(asked.cover, elevation.grid):
        asked.say(TURNED.filled(file=asked.cover), err=True)
    roads, rivers = lines_of(asked, asked.roads, elevation), lines_of(asked, asked.rivers, elevation, is_barrier=True)
    if roads or rivers:
        codes = merged(
            codes, elevation.grid, roads=roads.shapes if roads else (), barriers=rivers.shapes if rivers else (),
            road_codes=_classes(roads, asked.roads) if roads and asked.roads else (),
        )  # fmt: skip
        count = {"roads": len(roads.shapes) if roads else 0, "rivers": len(rivers.shapes) if rivers else 0}
        asked.say(_MERGED.filled(**count), err=True)
    if missing := [str(code) for code in _present(codes) if code >= 0 and code not in speeds]:
        asked.say(NO_SHARE.filled(codes=few(missing)), err=True)
    neighbours = int(asked.neighbours) if is_told("neighbours") else NEIGHBOURS
    return ByAccessMod(elevation, codes=codes, speeds=speeds, neighbours=neighbours)


def _ruled(file: Path) -> dict[int, RuledSpeed]:
    from xinlu.terrain.accessmod import Rule, RuledSpeed
    from xinlu.terrain.files.shares import read_speeds

    told = read_speeds(file)
    if without := [str(code) for code, each in told.items() if each.mode is None and each.kmh > 0]:
        raise Refusal("terrain.accessmod_mode", _NO_MODE.filled(file=file, codes=few(without)), field="speeds")
    return {code: RuledSpeed(each.kmh, Rule(each.mode or Rule.WALKING)) for code, each in told.items()}


def _classes(roads: Features, file: Path) -> Sequence[int]:
    told = roads.field(*ROAD_CLASSES) or (None,) * len(roads.shapes)
    found = []
    for number, here in zip(roads.numbers, told, strict=True):
        code = whole_number(here)
        if code is None:
            raise Refusal("terrain.accessmod_class", _NO_CLASS.filled(file=file, n=number), field=str(number))
        found.append(code)
    return found


def _present(codes: Any) -> list[int]:
    import numpy as np

    return [int(each) for each in np.unique(codes)]
