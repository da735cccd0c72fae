"""The words of a visit: where it took place, the five questions that each asks, and what was found."""

from __future__ import annotations

from enum import StrEnum

from xinlu.kernel.words import Words


class Place(StrEnum):
    """Where the visit took place."""

    HOME = "home"
    FIELD = "field"
    VILLAGE = "village"
    PHONE = "phone"
    ELSEWHERE = "elsewhere"


PLACE_NAMES: dict[Place, Words] = {
    Place.HOME: Words("在家里", "at their home"),
    Place.FIELD: Words("在地里", "in the fields"),
    Place.VILLAGE: Words("在村里", "in the village"),
    Place.PHONE: Words("打电话", "by telephone"),
    Place.ELSEWHERE: Words("在别处", "elsewhere"),
}


class Found(StrEnum):
    """What an asked question found."""

    FINE = "fine"
    TROUBLE = "trouble"


FOUND_NAMES: dict[Found, Words] = {
    Found.FINE: Words("没问题", "all well"),
    Found.TROUBLE: Words("有难处", "trouble"),
}

QUESTIONS: dict[str, Words] = {
    "house": Words("房子危不危险？", "Is the house safe?"),
    "harvest": Words("收成好不好？", "How was the harvest?"),
    "school": Words("娃娃上学有没有问题？", "Are the children all right at school?"),
    "hospital": Words("生病住院方不方便？", "Can they get to a doctor?"),
    "water": Words("吃水方不方便？", "Is there water to drink?"),
}
"""The essay's four, and water."""
