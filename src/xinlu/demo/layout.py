"""Who lives where under whom: a place and a helper for every household, and those whose story is told in advance."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import cycle

from xinlu.demo.places import TOWNSHIPS, VILLAGES, Village, group_code

LEAST_HOUSEHOLDS = 30
"""Below it not every story of the county has a household of its own."""

FULL_HOUSEHOLDS = 600
HELPER_MAX = 15
OVERLOADED = 22
OVERLOADED_AT_FIRST = 16
OF_ZHOU = 12
WITHOUT_HELPER = 11


class Story(StrEnum):
    """What a household stands for; most are plain."""

    PLAIN = "plain"
    YANG = "yang"
    WU = "wu"
    FORK = "fork"
    MOVE = "move"
    NO_HELPER = "no_helper"
    ONE_PHONE = "one_phone"
    HANDED_OVER = "handed_over"
    BIRTH = "birth"
    DEATH = "death"
    MARRIAGE = "marriage"
    SHOP_PHONE = "shop_phone"
    WITHDRAWN = "withdrawn"
    OWN_HELPERS_CARD = "own_helpers_card"
    UNANSWERED = "unanswered"
    HALF_ANSWERED = "half_answered"
    UNSURE = "unsure"
    CORRECTED = "corrected"
    INSPECTED = "inspected"


@dataclass(frozen=True, slots=True)
class HelperPost:
    """A helper's login, where, how many households at most; `lukewarm` ones copy and inflate."""

    login: str
    village: Village
    most: int
    lukewarm: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one household in the county. `helper` is empty where nobody answers for it."""

    order: int
    story: Story
    village: Village
    group: int
    helper: str

    @property
    def number(self) -> str:
        return number_of(self.order)

    @property
    def place(self) -> str:
        return group_code(self.village, self.group)


ZHOU, ONE_PHONE_HELPER, OVERLOADED_HELPER = "helper", "helper5", "helper11"
HANDS_OVER, TAKES_OVER = "helper8", "helper9"
LUKEWARM = frozenset({"helper5", "helper14", "helper17", "helper22", "helper27", "helper33", "helper38"})

_STORIES: tuple[tuple[Story, int, str], ...] = (
    (Story.YANG, 0, ZHOU),
    (Story.WU, 0, ZHOU),
    (Story.FORK, 0, ZHOU),
    (Story.MOVE, 0, "helper2"),
    (Story.NO_HELPER, 4, ""),
    *((Story.ONE_PHONE, 1, ONE_PHONE_HELPER) for _ in range(5)),
    *((Story.HANDED_OVER, 2, HANDS_OVER) for _ in range(2)),
    (Story.BIRTH, 3, OVERLOADED_HELPER),
    (Story.DEATH, 3, OVERLOADED_HELPER),
    (Story.MARRIAGE, 3, OVERLOADED_HELPER),
    *((Story.SHOP_PHONE, 3, OVERLOADED_HELPER) for _ in range(5)),
    (Story.WITHDRAWN, 3, OVERLOADED_HELPER),
    (Story.OWN_HELPERS_CARD, 3, OVERLOADED_HELPER),
    (Story.UNANSWERED, 3, OVERLOADED_HELPER),
    (Story.HALF_ANSWERED, 3, OVERLOADED_HELPER),
    (Story.UNSURE, 3, OVERLOADED_HELPER),
    (Story.CORRECTED, 3, OVERLOADED_HELPER),
    (Story.INSPECTED, 3, OVERLOADED_HELPER),
    (Story.PLAIN, 3, OVERLOADED_HELPER),
)
"""Told in advance: the story, the place of its village among all, its helper."""


def number_of(order: int) -> str:
    """The household number of the household at that place (0 is the first)."""
    return f"YL-{order + 1:04d}"


def numbers_of(story: Story) -> tuple[str, ...]:
    """The household numbers that a story is told of."""
    return tuple(number_of(order) for order, (each, _, _) in enumerate(_STORIES) if each is story)


def helper_posts(households: int) -> list[HelperPost]:
    """The county's helpers: forty up to 600 households, the same again for every further 600."""
    times = -(-households // FULL_HOUSEHOLDS)
    posts: list[HelperPost] = []
    for village in VILLAGES:
        for _ in range(village.helpers * times):
            login = f"helper{len(posts) + 1}" if posts else ZHOU
            most = {ZHOU: OF_ZHOU, OVERLOADED_HELPER: OVERLOADED, TAKES_OVER: 0}.get(login, HELPER_MAX)
            posts.append(HelperPost(login, village, most, login in LUKEWARM))
    return posts


def slots(households: int) -> list[Slot]:
    """Every household's place, the told ones first; LEAST_HOUSEHOLDS of them at least."""
    told = [
        Slot(order, story, VILLAGES[village], order % VILLAGES[village].groups, helper)
        for order, (story, village, helper) in enumerate(_STORIES)
    ]
    room: dict[str, int] = {post.login: post.most for post in helper_posts(households)}
    for slot in told:
        if slot.helper:
            room[slot.helper] -= 1
    if households < FULL_HOUSEHOLDS:
        room[OVERLOADED_HELPER] = min(room[OVERLOADED_HELPER], 0)
    rest = _turns(households, room)
    return told + [
        Slot(order, Story.PLAIN, village, order % village.groups, helper)
        for order, (village, helper) in enumerate(rest[: households - len(told)], start=len(told))
    ]


def _turns(households: int, room: dict[str, int]) -> list[tuple[Village, str]]:
    """Households dealt out to the helpers in turn while they have room; the last ones have nobody."""
    posts = {post.login: post for post in helper_posts(households)}
    turns: list[tuple[Village, str]] = []
    while any(left > 0 for left in room.values()):
        for login in [login for login, left in room.items() if left > 0]:
            room[login] -= 1
            turns.append((posts[login].village, login))
    without = cycle(township.villages[-1] for township in TOWNSHIPS)
    nobody = max(households - len(_STORIES) - len(turns), 0)
    return turns + [(next(without), "") for _ in range(nobody)]
