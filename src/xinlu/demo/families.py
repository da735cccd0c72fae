"""Families as they are found in the mountains: old people alone, grandparents with grandchildren, three generations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from xinlu.demo.calendar import FIRST, SCHOOL_BEGINS, age_on
from xinlu.demo.layout import Story
from xinlu.demo.names import Numbers, given_name, surname
from xinlu.practice.vocabulary import Education, Health, LabourAbility, Relation, Schooling

GROUPS = ("汉族", "苗族", "侗族", "布依族", "水族")
_SCHOOL_FROM = ((18, Schooling.NOT_IN_SCHOOL), (15, Schooling.SENIOR), (12, Schooling.JUNIOR), (6, Schooling.PRIMARY))


@dataclass
class Family:
    """A family while it is drawn: `persons` as the registry takes them, head first."""

    draw: Random
    numbers: Numbers
    name: str
    group: str
    persons: list[dict[str, Any]]

    def add(self, relation: Relation, age: int, *, female: bool, name: str = "", away: bool = False) -> dict[str, Any]:
        """Somebody of that age (in June 2025) in that relation to the head; those who married in have a name of their own."""
        draw = self.draw
        born_on = date(FIRST.year - age, 1, 1) + timedelta(days=draw.randrange(140))
        number = self.numbers.next(born_on, female=female)
        person: dict[str, Any] = {
            "name": (name or self.name) + given_name(draw, female=female, born_on=born_on),
            "sex": "female" if female else "male",
            "born_on": born_on,
            "id_number": number,
            "relation": str(relation),
            "ethnic_group": self.group,
            "education": str(_education(draw, age, female)),
            "schooling": schooling_on(born_on, FIRST, further=draw.random() < 0.6),
            "migrant_work": away,
            "medical_insurance": True,
            "pension_insurance": age >= 16 and not (age < 45 and draw.random() < 0.1),
            "subsistence_allowance": False,
        }
        health, person["labour"] = _health_and_labour(draw, age, away)
        person["health"] = str(health)
        if health is Health.DISABLED:
            person["disability_number"] = f"{number}{draw.choice('1234')}{draw.choice('234')}"
        self.persons.append(person)
        return person

    @property
    def heads(self) -> int:
        return len(self.persons)


def schooling_on(born_on: date, day: date, *, further: bool) -> str:
    """Where somebody of that birthday is in school on a day; from sixteen on only those who go `further`."""
    began = date(day.year if day >= SCHOOL_BEGINS.replace(year=day.year) else day.year - 1, 9, 1)
    age = age_on(born_on, began)
    if age < 3:
        return str(Schooling.BEFORE_SCHOOL)
    found = next((code for least, code in _SCHOOL_FROM if age >= least), Schooling.KINDERGARTEN)
    return str(Schooling.NOT_IN_SCHOOL if found is Schooling.SENIOR and age > 15 and not further else found)


def draw_family(draw: Random, numbers: Numbers, story: Story) -> Family:
    """A family fit for the story told of it."""
    family = Family(draw, numbers, surname(draw), draw.choices(GROUPS, (5, 6, 4, 3, 1))[0], [])
    shape = _TOLD.get(story) or draw.choices(tuple(_SHAPES), tuple(_SHAPES.values()))[0]
    shape(family)
    if draw.random() < 0.16 or (family.heads == 1 and draw.random() < 0.6):
        for person in family.persons:
            person["subsistence_allowance"] = True
    return family


def _old_couple(family: Family) -> None:
    age = family.draw.randint(62, 84)
    family.add(Relation.HEAD, age, female=False)
    family.add(Relation.SPOUSE, age - family.draw.randint(0, 5), female=True, name=_other(family))


def _old_alone(family: Family) -> None:
    family.add(Relation.HEAD, family.draw.randint(66, 86), female=family.draw.random() < 0.7)


def _with_grandchildren(family: Family) -> None:
    """Left behind: the old and the young at home, those between them away at work."""
    draw = family.draw
    age = draw.randint(58, 74)
    family.add(Relation.HEAD, age, female=False)
    if draw.random() < 0.7:
        family.add(Relation.SPOUSE, age - draw.randint(0, 4), female=True, name=_other(family))
    family.add(Relation.SON, age - draw.randint(23, 28), female=False, away=True)
    for nth in range(draw.choices((1, 2), (6, 4))[0]):
        girl = draw.random() < 0.5
        relation = Relation.SONS_DAUGHTER if girl else Relation.SONS_SON
        family.add(relation, draw.randint(5, 9) + 4 * nth, female=girl)


def _couple(family: Family) -> None:
    draw = family.draw
    age = draw.randint(34, 52)
    family.add(Relation.HEAD, age, female=False, away=draw.random() < 0.45)
    family.add(Relation.SPOUSE, age - draw.randint(-1, 5), female=True, name=_other(family))
    _children(family, age)


def _three_generations(family: Family) -> None:
    draw = family.draw
    age = draw.randint(36, 50)
    family.add(Relation.HEAD, age, female=False, away=draw.random() < 0.35)
    family.add(Relation.SPOUSE, age - draw.randint(0, 4), female=True, name=_other(family))
    _children(family, age)
    family.add(Relation.MOTHER, age + draw.randint(21, 30), female=True, name=_other(family))
    if draw.random() < 0.3:
        family.add(Relation.FATHER, age + draw.randint(23, 31), female=False)


def _grown_son(family: Family) -> None:
    draw = family.draw
    age = draw.randint(50, 58)
    family.add(Relation.HEAD, age, female=False)
    family.add(Relation.SPOUSE, age - draw.randint(0, 4), female=True, name=_other(family))
    family.add(Relation.SON, age - draw.randint(24, 27), female=False, away=draw.random() < 0.8)


def _one_parent(family: Family) -> None:
    draw = family.draw
    age = draw.randint(33, 48)
    family.add(Relation.HEAD, age, female=draw.random() < 0.4, away=draw.random() < 0.2)
    _children(family, age)


_SHAPES: dict[Callable[[Family], None], int] = {
    _old_couple: 15,
    _old_alone: 9,
    _with_grandchildren: 20,
    _couple: 26,
    _three_generations: 16,
    _grown_son: 8,
    _one_parent: 6,
}
_TOLD: dict[Story, Callable[[Family], None]] = {
    Story.BIRTH: _grown_son,
    Story.DEATH: _three_generations,
    Story.MARRIAGE: _grown_son,
}


def _children(family: Family, parent_age: int) -> None:
    draw = family.draw
    eldest = min(draw.randint(3, 17), parent_age - 21)
    for nth in range(draw.choices((1, 2), (6, 4))[0]):
        age = eldest - nth * draw.randint(2, 4)
        if age >= 0:
            girl = draw.random() < 0.48
            family.add(Relation.DAUGHTER if girl else Relation.SON, age, female=girl)


def _other(family: Family) -> str:
    """The surname of somebody who married in."""
    name = surname(family.draw)
    return name if name != family.name else _other(family)


def _education(draw: Random, age: int, female: bool) -> Education:
    if age >= 65:
        return draw.choices((Education.NONE, Education.PRIMARY, Education.JUNIOR), (7 if female else 3, 5, 1))[0]
    if age >= 30:
        return draw.choices((Education.PRIMARY, Education.JUNIOR, Education.SENIOR), (5, 7, 1))[0]
    if age >= 15:
        return draw.choices((Education.JUNIOR, Education.SENIOR), (6, 4))[0]
    return Education.PRIMARY if age >= 12 else Education.NONE


def _health_and_labour(draw: Random, age: int, away: bool) -> tuple[Health, str]:
    if age < 16:
        return (Health.HEALTHY if draw.random() < 0.98 else Health.CHRONIC), str(LabourAbility.NONE)
    if away:
        return Health.HEALTHY, str(draw.choices((LabourAbility.ORDINARY, LabourAbility.SKILLED), (8, 2))[0])
    sick = draw.choices(
        (Health.HEALTHY, Health.CHRONIC, Health.GRAVE, Health.DISABLED), (12, 5, 1, 2) if age >= 60 else (22, 3, 1, 1)
    )[0]
    if age > 75 or sick is Health.GRAVE:
        return sick, str(LabourAbility.LOST)
    weak = age >= 60 or sick is not Health.HEALTHY
    return sick, str(LabourAbility.WEAK if weak else LabourAbility.ORDINARY)
