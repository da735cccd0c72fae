"""The twelve pictures of which a household chooses three, so that who cannot read need not remember a number."""

from __future__ import annotations

from xinlu.kernel.words import Words

PICTURES_CHOSEN = 3

SECRET_PICTURES: dict[str, Words] = {
    "secret-sun": Words("太阳", "sun"),
    "secret-moon": Words("月亮", "moon"),
    "secret-tree": Words("树", "tree"),
    "secret-fish": Words("鱼", "fish"),
    "secret-bird": Words("鸟", "bird"),
    "secret-flower": Words("花", "flower"),
    "secret-umbrella": Words("伞", "umbrella"),
    "secret-lamp": Words("灯", "lamp"),
    "secret-boat": Words("船", "boat"),
    "secret-bell": Words("铃铛", "bell"),
    "secret-teapot": Words("茶壶", "teapot"),
    "secret-shoe": Words("鞋", "shoe"),
}
"""Symbol of icons.svg -> what it is called."""
