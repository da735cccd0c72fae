"""Which area a file means by its names: pure, over the areas that it is given. A name that fits two is never chosen."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.roles import Level

_SUFFIXES = {
    Level.VILLAGE: ("社区居民委员会", "村民委员会", "居民委员会", "村委会", "居委会", "行政村", "社区", "村"),
    Level.TOWNSHIP: ("街道办事处", "民族乡", "办事处", "街道", "乡", "镇"),
    Level.COUNTY: ("自治县", "县", "区", "市"),
    Level.GROUP: ("村民小组", "村民组", "小组", "组", "寨"),
}
_NEAR_PERCENT = 50
"""Of two characters one."""


@dataclass(frozen=True, slots=True)
class Named:
    """An area as names are looked up: its code, name, level, and the codes from the top down to it."""

    code: str
    name: str
    level: Level
    codes: tuple[str, ...]


class PlaceNames:
    """The areas within reach, by their names in full and without what they end in."""

    def __init__(self, areas: Iterable[Named], *, within: str = "") -> None:
        self._by_code = {each.code: each for each in areas}
        self._by_name: dict[tuple[Level, str], list[Named]] = {}
        self._within = within
        for each in self._by_code.values():
            for name in forms(each.name, each.level):
                self._by_name.setdefault((each.level, name), []).append(each)
        self._villages = [each for each in self._by_code.values() if each.level is Level.VILLAGE]
        self._found: dict[tuple[tuple[str, str], ...], Named] = {}

    def find(self, told: Mapping[str, str], *, title: str = "") -> tuple[Named, str]:
        """The village or group meant, and what of the group's name stands for no area of its own.

        Refusal whose `field` is the part of the place that does not fit.
        """
        group = told.get("group", "")
        village = self._village(told, title)
        if not group or village.level is Level.GROUP:
            return village, ""
        fitting = [each for each in self._named(Level.GROUP, group) if village.code in each.codes]
        return (fitting[0], "") if len(fitting) == 1 else (village, group)

    def _village(self, told: Mapping[str, str], title: str) -> Named:
        key = tuple(sorted((level, name) for level, name in told.items() if level != "group"))
        if key in self._found:
            return self._found[key]
        found = self._by_told_code(told) or self._by_told_names(told) or self._by_title(title, told)
        if told.get("village") or told.get("code"):
            self._found[key] = found
        return found

    def _by_told_code(self, told: Mapping[str, str]) -> Named | None:
        code = told.get("code", "")
        if not code:
            return None
        found = self._by_code.get(code)
        if found is None or found.level not in (Level.VILLAGE, Level.GROUP):
            raise Refusal("place.code", _NO_CODE.filled(code=code), field="code")
        named = told.get("village", "")
        if named and found.level is Level.VILLAGE and short(named, Level.VILLAGE) != short(found.name, Level.VILLAGE):
            raise Refusal("place.code", _CODE_DIFFERS.filled(code=code, name=found.name, told=named), field="code")
        return found

    def _by_told_names(self, told: Mapping[str, str]) -> Named | None:
        village = told.get("village", "")
        if not village:
            return None
        fitting = self._named(Level.VILLAGE, village)
        if not fitting:
            raise Refusal("place.village", _unknown(village, self._nearest(village)), field="village")
        for level in (Level.TOWNSHIP, Level.COUNTY):
            name = told.get(level.value, "")
            if not name:
                continue
            above = {each.code for each in self._named(level, name)}
            inside = [each for each in fitting if above & set(each.codes)]
            if not above and len(fitting) == 1 and level is Level.COUNTY:
                continue
            if not inside:
                raise Refusal(f"place.{level.value}", _NOT_THERE.filled(village=village, above=name), field=level.value)
            fitting = inside
        if len(fitting) > 1:
            names = "、".join(f"{each.name}（{each.code}）" for each in fitting[:4])
            raise Refusal("place.several", _SEVERAL.filled(village=village, names=names), field="village")
        return fitting[0]

    def _by_title(self, title: str, told: Mapping[str, str]) -> Named:
        """Without a village of its own in the row: the one in the sheet's name or title, or the only one there is."""
        words = plain_name(title)
        named = [each for each in self._villages if len(name := short(each.name, each.level)) > 1 and name in words]
        township = told.get("township", "") or next(
            (
                each.name
                for each in self._by_code.values()
                if each.level is Level.TOWNSHIP and plain_name(each.name) in words
            ),
            "",
        )
        if township:
            above = {each.code for each in self._named(Level.TOWNSHIP, township)}
            named = [each for each in named if above & set(each.codes)] or (
                [] if named and told.get("township") else named
            )
        longest = max((len(each.name) for each in named), default=0)
        fitting = [each for each in named if len(each.name) == longest]
        if len(fitting) == 1:
            return fitting[0]
        if len(self._villages) == 1:
            return self._villages[0]
        raise Refusal("place.missing", _MISSING, field="village")

    def _named(self, level: Level, name: str) -> list[Named]:
        found = (self._by_name.get((level, form)) for form in forms(name, level))
        return next((each for each in found if each), [])

    def _nearest(self, village: str) -> str:
        names = {short(each.name, each.level): each.name for each in self._villages}
        wanted = short(village, Level.VILLAGE)
        found = process.extractOne(wanted, names.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR_PERCENT)
        return names[found[0]] if found else ""


@lru_cache(maxsize=8192)
def plain_name(name: str) -> str:
    """A name without blanks and marks, in its usual width."""
    return re.sub(r"[\s()（）·,，、:：]+", "", unicodedata.normalize("NFKC", name))


@lru_cache(maxsize=8192)
def forms(name: str, level: Level) -> tuple[str, ...]:
    """A name in full, then without what names of its level end in, step by step.

    >>> forms("都江村村民委员会", Level.VILLAGE)
    ('都江村村民委员会', '都江村', '都江')
    """
    found = [plain_name(name)]
    while True:
        suffixes = (each for each in _SUFFIXES.get(level, ()) if found[-1].endswith(each) and found[-1] != each)
        suffix = next(suffixes, None)
        if suffix is None:
            return tuple(found)
        found.append(found[-1].removesuffix(suffix))


def short(name: str, level: Level) -> str:
    """A name without all that names of its level end in.

    >>> short("八开社区居民委员会", Level.VILLAGE)
    '八开'
    """
    return forms(name, level)[-1]


def _unknown(village: str, nearest: str) -> Words:
    if nearest:
        return _NO_VILLAGE_BUT.filled(village=village, nearest=nearest)
    return _NO_VILLAGE.filled(village=village)


_NO_CODE = Words(
    "没有代码是 {code} 的村或组。请核对区划代码，或者先导入区划",
    "No village or group has the code {code}. Compare the code, or import the areas first",
)
_CODE_DIFFERS = Words(
    "代码 {code} 是“{name}”，这里写的是“{told}”。请看哪个对",
    "The code {code} is “{name}”, here it says “{told}”. See which is right",
)
_NO_VILLAGE = Words(
    "没有叫“{village}”的村。请核对村名，或者先导入区划",
    "There is no village “{village}”. Compare the name, or import the areas first",
)
_NO_VILLAGE_BUT = Words(
    "没有叫“{village}”的村，是不是“{nearest}”？", "There is no village “{village}”; is “{nearest}” meant?"
)
_NOT_THERE = Words(
    "“{above}”下面没有“{village}”。请核对乡镇和村", "“{above}” has no “{village}”. Compare township and village"
)
_SEVERAL = Words(
    "叫“{village}”的村不止一个：{names}。请写上乡镇，或者写区划代码",
    "Several villages are called “{village}”: {names}. Write the township, or the area code",
)
_MISSING = Words(
    "没写是哪个村，表名和标题里也看不出来。请加一列“村”",
    "No village is told, neither in the row nor in the sheet's name or title. Add a column “Village”",
)
