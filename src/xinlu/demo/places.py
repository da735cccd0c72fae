"""月岭县, which does not exist: its townships, villages and groups, and what each village grows and sells."""

from __future__ import annotations

from dataclasses import dataclass

COUNTY = "522699"
"""An area code that is assigned to no county."""


@dataclass(frozen=True, slots=True)
class Trade:
    """How a household of a village earns with one kind of line: its usual quantity a year, its price, how often.

    The quantity is that of a household of middling strength, in the unit in which the kind is asked.
    """

    kind: str
    quantity: int
    price_fen: int
    share: float


@dataclass(frozen=True, slots=True)
class Village:
    """A village with its groups and trades. `helpers` answer for its households when the county has 600."""

    code: str
    name: str
    groups: int
    helpers: int
    market_m: int
    trades: tuple[Trade, ...]


@dataclass(frozen=True, slots=True)
class Township:
    code: str
    name: str
    villages: tuple[Village, ...]


_GRAIN = (Trade("maize", 900, 125, 0.7), Trade("potato", 700, 100, 0.5), Trade("eaten", 700, 140, 0.75))
_YARD = (
    Trade("pig", 320, 860, 0.7),
    Trade("chicken", 22, 6000, 0.75),
    Trade("egg", 400, 100, 0.4),
    Trade("vegetables", 500, 180, 0.35),
)
_HIGH = (
    *_YARD,
    *_GRAIN,
    Trade("rice", 900, 140, 0.75),
    Trade("piglet", 5, 42000, 0.2),
    Trade("herbs", 110, 1300, 0.25),
    Trade("honey", 28, 7000, 0.15),
    Trade("beans", 150, 360, 0.3),
)
_TEA = (*_YARD, *_GRAIN, Trade("tea", 130, 6200, 0.95), Trade("rapeseed", 260, 290, 0.35), Trade("nuts", 90, 900, 0.2))
_ORANGES = (
    *_YARD,
    *_GRAIN,
    Trade("fruit", 4200, 220, 0.95),
    Trade("duck", 18, 5500, 0.25),
    Trade("fish", 90, 900, 0.25),
)
_CATTLE = (
    *_YARD,
    *_GRAIN,
    Trade("cattle", 1, 920000, 0.4),
    Trade("calf", 1, 430000, 0.15),
    Trade("goat", 160, 1500, 0.3),
)
_CHILLI = (
    *_YARD,
    *_GRAIN,
    Trade("chilli", 900, 340, 0.85),
    Trade("rapeseed", 300, 290, 0.5),
    Trade("peanut", 160, 500, 0.3),
)
_TOBACCO = (*_YARD, *_GRAIN, Trade("tobacco", 480, 1450, 0.6), Trade("beans", 140, 360, 0.3))
_CRAFT = (
    *_YARD,
    *_GRAIN,
    Trade("rice", 800, 140, 0.6),
    Trade("handicraft", 26, 9500, 0.5),
    Trade("timber", 1, 140000, 0.2),
)
_MUSHROOM = (*_YARD, *_GRAIN, Trade("mushrooms", 380, 900, 0.6), Trade("sweet_potato", 600, 110, 0.4))

TOWNSHIPS = (
    Township(
        "522699101",
        "望云乡",
        (
            Village("522699101201", "对门坡村", 4, 4, 6800, _HIGH),
            Village("522699101202", "岩脚村", 3, 3, 9500, _CATTLE),
            Village("522699101203", "云岭村", 3, 3, 11200, _HIGH),
            Village("522699101204", "雾山村", 3, 4, 8300, _CRAFT),
        ),
    ),
    Township(
        "522699102",
        "石门镇",
        (
            Village("522699102201", "半坡村", 4, 4, 4200, _CHILLI),
            Village("522699102202", "水井湾村", 3, 3, 5600, _TOBACCO),
            Village("522699102203", "柳树屯村", 3, 3, 2100, _CHILLI),
            Village("522699102204", "新桥村", 3, 3, 1200, _MUSHROOM),
        ),
    ),
    Township(
        "522699103",
        "平溪乡",
        (
            Village("522699103201", "上寨村", 3, 3, 7400, _CATTLE),
            Village("522699103202", "大塘村", 4, 4, 3600, _CRAFT),
            Village("522699103203", "茶坪村", 3, 3, 8800, _TEA),
            Village("522699103204", "橘香村", 3, 3, 2700, _ORANGES),
        ),
    ),
)

VILLAGES = tuple(village for township in TOWNSHIPS for village in township.villages)
_GROUP_NAMES = ("一组", "二组", "三组", "四组")


def group_code(village: Village, group: int) -> str:
    """The code of a village's group (0 is the first)."""
    return f"{village.code}{group + 1:02d}"


def area_rows() -> list[tuple[str, str, str, str]]:
    """Every area as (code, name, level, code of the one above), as the import of areas reads it."""
    rows = [("52", "贵州省", "province", ""), (COUNTY, "月岭县", "county", "52")]
    for township in TOWNSHIPS:
        rows.append((township.code, township.name, "township", COUNTY))
        for village in township.villages:
            rows.append((village.code, village.name, "village", township.code))
            rows += [
                (group_code(village, group), _GROUP_NAMES[group], "group", village.code)
                for group in range(village.groups)
            ]
    return rows
