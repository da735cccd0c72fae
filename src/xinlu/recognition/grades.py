"""How strong an answer's evidence is: a dated rule over what is stored, computed whenever it is read, never stored. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from xinlu.kernel.words import Words


class Grade(StrEnum):
    """E0 the helper's word; E1 given on a helper's device; E2 the household's card elsewhere; E3 an outside inspector."""

    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    E3 = "E3"


GRADE_NAMES: dict[Grade, Words] = {
    Grade.E0: Words("帮扶人自己说", "the helper's word"),
    Grade.E1: Words("在帮扶人手机上点的", "given on the helper's device"),
    Grade.E2: Words("自家的卡，没用帮扶人的手机", "the household's own card, on no helper's device"),
    Grade.E3: Words("外来人当面问", "asked face to face by an outsider"),
}


class Channel(StrEnum):
    """The way by which an answer came."""

    CARD = "card"
    HELPER_DEVICE = "helper_device"
    INSPECTOR = "inspector"


class HandedOutBy(StrEnum):
    """Who put the card into the household's hands, as far as anybody noted."""

    OTHER = "other"
    OWN_HELPER = "own_helper"
    NOBODY_NOTED = "nobody_noted"


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """What is stored about how an answer came. `device_households` counts those whom this device answered for by card."""

    channel: Channel
    answered_on: date
    device_held_staff_session: bool = False
    device_is_shared: bool = False
    device_households: int = 1
    device_households_max: int = 3
    handed_out_by: HandedOutBy = HandedOutBy.OTHER


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade, why, and whether it came from a declared shared phone (shown apart)."""

    grade: Grade
    why: Words
    shared: bool = False

    @property
    def is_own_word(self) -> bool:
        """Whether the answer was given out of the helper's hands (E2 or E3)."""
        return self.grade in (Grade.E2, Grade.E3)


def grade_of(facts: AnswerFacts) -> Graded:
    """The grade of an answer under the rule in force on the day it was given."""
    rule = next(rule for since, rule in reversed(_RULES) if facts.answered_on >= since)
    return rule(facts)


def _first_rule(facts: AnswerFacts) -> Graded:
    if facts.channel is Channel.INSPECTOR:
        return Graded(Grade.E3, GRADE_NAMES[Grade.E3])
    if facts.channel is Channel.HELPER_DEVICE:
        return Graded(Grade.E1, GRADE_NAMES[Grade.E1])
    if facts.device_held_staff_session:
        return Graded(Grade.E1, Words("用的是干部登录过的手机", "on a device where staff had logged in"))
    if facts.handed_out_by is HandedOutBy.OWN_HELPER:
        return Graded(Grade.E1, Words("卡是帮扶人自己交的", "the helper handed out the card"))
    if facts.handed_out_by is HandedOutBy.NOBODY_NOTED:
        return Graded(Grade.E1, Words("没记下卡是谁交的", "nobody noted who handed out the card"))
    if facts.device_is_shared:
        return Graded(
            Grade.E2, Words("自家的卡，用的是说好共用的手机", "the household's card, on a declared shared phone"), True
        )
    if facts.device_households > facts.device_households_max:
        return Graded(
            Grade.E1,
            Words("这台手机替 {n} 户点过", "this device has answered for {n} households").filled(
                n=facts.device_households
            ),
        )
    return Graded(Grade.E2, GRADE_NAMES[Grade.E2])


_RULES: tuple[tuple[date, Callable[[AnswerFacts], Graded]], ...] = ((date.min, _first_rule),)
