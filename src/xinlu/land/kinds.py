"""What homes are measured to, which files tell of the land, and how a home's place was found: the words of this room."""

from __future__ import annotations

from enum import StrEnum

from xinlu.kernel.words import Words


class Goal(StrEnum):
    """What people walk to."""

    CLINIC = "clinic"
    SCHOOL = "school"
    MARKET = "market"
    ROAD = "road"


GOALS: dict[Goal, Words] = {
    Goal.CLINIC: Words("卫生院", "clinic"),
    Goal.SCHOOL: Words("学校", "school"),
    Goal.MARKET: Words("集市", "market"),
    Goal.ROAD: Words("公路", "road"),
}


class Part(StrEnum):
    """What a file of the land tells."""

    DEM = "dem"
    RIVERS = "rivers"
    BRIDGES = "bridges"
    ROADS = "roads"
    CLINIC = "clinic"
    SCHOOL = "school"
    MARKET = "market"
    WATER = "water"
    CANDIDATES = "candidates"


PARTS: dict[Part, Words] = {
    Part.DEM: Words("高程", "elevation"),
    Part.RIVERS: Words("河", "rivers"),
    Part.BRIDGES: Words("桥", "bridges"),
    Part.ROADS: Words("路", "roads"),
    Part.CLINIC: Words("卫生院", "clinics"),
    Part.SCHOOL: Words("学校", "schools"),
    Part.MARKET: Words("集市", "markets"),
    Part.WATER: Words("取水的地方", "places where water is fetched"),
    Part.CANDIDATES: Words("想修的路和桥", "roads and bridges that might be built"),
}


class How(StrEnum):
    """How a home's place was found."""

    RECEIVER = "receiver"
    MAP = "map"
    LIST = "list"


HOWS: dict[How, Words] = {
    How.RECEIVER: Words("在家门口用手机定位", "measured by a phone at the door"),
    How.MAP: Words("在地图上点的", "picked on a map"),
    How.LIST: Words("从名单里来", "from a list"),
}
