"""The house, the water and the cause of poverty of a drawn family, and what it counts as."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from xinlu.demo.calendar import FIRST, at
from xinlu.demo.families import Family
from xinlu.demo.lives import StatusMade
from xinlu.demo.places import Village
from xinlu.practice.vocabulary import CauseOfPoverty, DrinkingWater, Health, HouseGrade, HouseStructure, Schooling


def draw_facts(draw: Random, family: Family, village: Village, *, number: str) -> dict[str, Any]:
    """The facts of a household file as the registry takes them. A few houses are in danger, a few files have gaps."""
    built = draw.randint(1988, 2019)
    structure = draw.choices(
        (HouseStructure.BRICK_CONCRETE, HouseStructure.BRICK_WOOD, HouseStructure.EARTH), (6, 5, 1)
    )[0]
    grade = draw.choices((HouseGrade.A, HouseGrade.B, HouseGrade.C), (56, 40, 3))[0]
    graded_on = date(2023, 4, 1) + timedelta(days=draw.randrange(760))
    causes = _causes(family)
    main = draw.choice(causes)
    further = [each for each in causes if each is not main][:2]
    facts: dict[str, Any] = {
        "number": number,
        "main_cause": str(main),
        "further_causes": [str(each) for each in further],
        "house_area_m2": max(50, family.heads * draw.randint(18, 36)),
        "house_structure": str(structure),
        "house_year": built,
        "house_grade": str(grade),
        "house_graded_on": graded_on,
        "electricity": True,
        "fuels": draw.choice((["electricity", "straw"], ["electricity"], ["electricity", "bottled_gas"], ["straw"])),
        "water": str(
            draw.choices(
                (DrinkingWater.TAP, DrinkingWater.PROTECTED_WELL, DrinkingWater.UNPROTECTED_WELL), (60, 34, 4)
            )[0]
        ),
        "market_distance_m": village.market_m + draw.randint(-8, 16) * 100,
        "phone": f"199{draw.randrange(10**8):08d}",
    }
    if draw.random() < 0.06:
        del facts[draw.choice(("phone", "house_year", "main_cause"))]
        facts["further_causes"] = []
    return facts


def draw_statuses(draw: Random, story_needs: str = "") -> tuple[StatusMade, ...]:
    """What the household counts as, decision by decision; `story_needs` is the status that it must end with."""
    now = story_needs or draw.choices(("exited", "ordinary", "registered", "watched"), (52, 36, 3, 9))[0]
    entered = at(FIRST, 9)
    if now == "ordinary":
        return (StatusMade(entered, "ordinary", date(2014, 10, 1), "2014 年建档立卡时未列入"),)
    if now == "registered":
        return (StatusMade(entered, "registered", date(2017, 10, 20), "2017 年动态调整，村民代表会议评议、公示"),)
    left = StatusMade(
        entered, "exited", date(draw.choice((2018, 2019, 2020)), 12, 12), "村民代表会议评议、公示，县里公告退出"
    )
    if now == "exited":
        return (left,)
    kind = draw.choice(("unstable", "borderline", "sudden"))
    year = draw.choice((2022, 2023, 2024))
    before = (
        left if kind == "unstable" else StatusMade(entered, "ordinary", date(2014, 10, 1), "2014 年建档立卡时未列入")
    )
    found = StatusMade(at(FIRST, 9, 30), kind, date(year, 5, 18), "村里评议、公示五天，乡里复核，县里定")
    kept = StatusMade(at(date(2026, 1, 14), 15), "at_risk", date(2026, 1, 14), "2026 年起归为一类，县里统一转")
    return (before, found, kept)


def _causes(family: Family) -> list[CauseOfPoverty]:
    """The causes that the members bear out, and one or two that any mountain household may have."""
    causes = [CauseOfPoverty.TRANSPORT, CauseOfPoverty.SKILLS, CauseOfPoverty.FUNDS]
    healths = {person["health"] for person in family.persons}
    if Health.CHRONIC in healths or Health.GRAVE in healths:
        causes.append(CauseOfPoverty.ILLNESS)
    if Health.DISABLED in healths:
        causes.append(CauseOfPoverty.DISABILITY)
    if any(person["schooling"] in (Schooling.SENIOR, Schooling.JUNIOR) for person in family.persons):
        causes.append(CauseOfPoverty.SCHOOLING)
    if all(person["labour"] not in ("ordinary", "skilled") for person in family.persons):
        causes.append(CauseOfPoverty.LABOUR)
    return causes
