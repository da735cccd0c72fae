"""What is true of some fictional households, before any office writes it down. Nobody here exists: area 522699 never did."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from xinlu.income.kinds import Source, kind
from xinlu.income.lines import reckon_line
from xinlu.practice.idnumbers import check_digit
from xinlu.practice.vocabulary import (
    CauseOfPoverty,
    DrinkingWater,
    Education,
    Fuel,
    Health,
    HouseGrade,
    HouseStructure,
    LabourAbility,
    Relation,
    Schooling,
    Sex,
)
from xinlu.sheets.entries import LineEntry, Spot, Total

YEAR = 2026
FILLED_ON = date(2026, 11, 20)
COUNTY, TOWNSHIPS = "月亮山县", ("加车镇", "光辉乡")
VILLAGES = ("对门坡村", "加牙村", "党翁村", "摆王村", "长寨村", "污生村")
SURNAMES = "杨潘吴王石龙梁韦陆蒙罗欧"
GIVEN = "秀英正明小军老生海兰金文昌国芝远应妹春贵光木水旺月花田德云燕朝通"
PEOPLES = ("苗族", "侗族", "水族", "汉族")

SOURCES = {
    Total.WAGES: Source.WAGES,
    Total.PRODUCTION: Source.PRODUCTION,
    Total.PROPERTY: Source.PROPERTY,
    Total.TRANSFER: Source.TRANSFER,
}
WORKING = (LabourAbility.ORDINARY, LabourAbility.SKILLED)
STAGES = {
    Schooling.BEFORE_SCHOOL: (1, 2), Schooling.KINDERGARTEN: (4, 5), Schooling.PRIMARY: (7, 11), Schooling.JUNIOR: (13, 14),
    Schooling.SENIOR: (16, 17), Schooling.VOCATIONAL: (16, 17), Schooling.COLLEGE: (19, 21),
    Schooling.UNIVERSITY: (19, 21), Schooling.NOT_IN_SCHOOL: (19, 26),
}  # fmt: skip
NOWHERE = Spot("", 0)


@dataclass(frozen=True)
class Person:
    """One person by the names of registry's member facts; a fact that nobody told is not there."""

    facts: dict[str, Any]

    @property
    def name(self) -> str:
        return self.facts["name"]


@dataclass(frozen=True)
class Household:
    """One household, its head first. Lines and totals agree with each other to the fen."""

    number: str
    places: dict[str, str]
    facts: dict[str, Any]
    persons: tuple[Person, ...]
    lines: tuple[LineEntry, ...]
    totals: dict[Total, int] = field(default_factory=dict)

    @property
    def head(self) -> Person:
        return self.persons[0]

    @property
    def net_head_fen(self) -> int:
        """Net income a head as an office writes it, rounded to the fen."""
        return round(self.totals[Total.NET] / len(self.persons))


@dataclass(frozen=True)
class Truth:
    """Some households in the order of their villages."""

    households: tuple[Household, ...]

    def villages(self) -> list[str]:
        """The villages in which they live, in order."""
        return list(dict.fromkeys(one.places["village"] for one in self.households))

    def of(self, village: str) -> list[int]:
        """The places in `households` of those who live in a village."""
        return [n for n, one in enumerate(self.households) if one.places["village"] == village]

    def numbered(self, numbers: list[str]) -> Truth:
        """The same households under other numbers."""
        pairs = zip(self.households, numbers, strict=True)
        return Truth(tuple(replace(one, number=number) for one, number in pairs))


def id_number(born: date, sex: Sex, order: int) -> str:
    """A well-formed ID number of the area that was never given to any place."""
    first = f"522699{born:%Y%m%d}{order // 5 % 100:02d}{order % 5 * 2 + (1 if sex is Sex.MALE else 0)}"
    return first + check_digit(first)


def make_truth(seed: int, *, households: int = 40) -> Truth:
    """As many households as asked for, the same ones for the same seed."""
    draw = random.Random(seed)
    villages = VILLAGES[: max(2, min(len(VILLAGES), households // 5))]
    taken: set[tuple[str, str]] = set()
    ids: set[str] = set()
    made = []
    for n in range(households):
        place = n * len(villages) // households
        village = villages[place]
        persons = _family(draw, village, taken, ids)
        lines = _lines(draw)
        made.append(
            Household(
                number=f"522699{place + 1:02d}{draw.randint(1, 9)}{n:05d}{draw.randint(1, 9)}{n % 10}",
                places={
                    "county": COUNTY,
                    "township": TOWNSHIPS[0 if place < 3 else 1],
                    "village": village,
                    "group": f"{draw.randint(1, 8)}组",
                },
                facts=_household_facts(draw),
                persons=persons,
                lines=lines,
                totals=_totals(lines),
            )
        )
    return Truth(tuple(made))


def _family(draw: random.Random, village: str, taken: set[tuple[str, str]], ids: set[str]) -> tuple[Person, ...]:
    others = [
        (Relation.SPOUSE, 0), (Relation.SON, -25), (Relation.DAUGHTER, -22), (Relation.MOTHER, 25),
        (Relation.FATHER, 27), (Relation.DAUGHTER_IN_LAW, -24), (Relation.SONS_SON, -50), (Relation.SONS_DAUGHTER, -48),
    ]  # fmt: skip
    chosen = [(Relation.HEAD, 0), *sorted(draw.sample(others, draw.choice((0, 1, 2, 2, 3, 3, 4, 5))), key=others.index)]
    head_year, surname = draw.randint(1950, 1980), draw.choice(SURNAMES)
    woman = draw.random() < 0.3
    names: set[str] = set()
    persons = []
    for relation, younger in chosen:
        while True:
            name = surname + "".join(draw.sample(GIVEN, draw.choice((1, 2, 2))))
            if name not in names and (relation is not Relation.HEAD or (village, name) not in taken):
                break
        names.add(name)
        if relation is Relation.HEAD:
            taken.add((village, name))
        if relation in (Relation.HEAD, Relation.SPOUSE):
            sex = Sex.FEMALE if woman is (relation is Relation.HEAD) else Sex.MALE
        else:
            sex = Sex.MALE if relation in (Relation.SON, Relation.SONS_SON, Relation.FATHER) else Sex.FEMALE
        persons.append(_person(draw, name, relation, head_year - younger, sex, ids))
    return tuple(persons)


def _person(draw: random.Random, name: str, relation: Relation, year: int, sex: Sex, ids: set[str]) -> Person:
    born = min(date(max(year, 1921), 1, 1) + timedelta(days=draw.randrange(3650)), date(2026, 9, 1))
    while (number := id_number(born, sex, draw.randrange(500))) in ids:
        pass
    ids.add(number)
    age = YEAR - born.year
    facts: dict[str, Any] = {
        "name": name,
        "sex": sex,
        "born_on": born,
        "id_number": number,
        "relation": relation,
        "ethnic_group": draw.choice(PEOPLES),
        "health": draw.choice((Health.HEALTHY, Health.HEALTHY, *Health)),
        "labour": draw.choice(_labour_at(age)),
        "subsistence_allowance": draw.random() < 0.3,
        "medical_insurance": draw.random() < 0.9,
        "pension_insurance": age >= 16 and draw.random() < 0.7,
    }
    facts["migrant_work"] = facts["labour"] in WORKING and 20 < age < 58 and draw.random() < 0.6
    if age >= 20:
        facts["education"] = draw.choice(tuple(Education))
    stages = [stage for stage, (youngest, oldest) in STAGES.items() if youngest <= age <= oldest]
    if stages and not facts["migrant_work"]:
        facts["schooling"] = draw.choice(stages)
    if facts["health"] is Health.DISABLED:
        facts["disability_number"] = facts["id_number"] + f"{draw.choice((1, 4, 6))}{draw.randint(1, 4)}"
    if age < 2 and relation is not Relation.HEAD and draw.random() < 0.5:
        del facts["id_number"]  # born this year: no number yet
    return Person(facts)


def _labour_at(age: int) -> tuple[LabourAbility, ...]:
    if age < 17:
        return (LabourAbility.NONE,)
    return tuple(LabourAbility) if age < 58 else (LabourAbility.WEAK, LabourAbility.LOST, LabourAbility.NONE)


def _household_facts(draw: random.Random) -> dict[str, Any]:
    main, *further = draw.sample(tuple(CauseOfPoverty), 3)
    facts: dict[str, Any] = {
        "main_cause": main,
        "further_causes": further[: draw.randrange(3)],
        "house_area_m2": draw.randint(30, 240),
        "house_structure": draw.choice(tuple(HouseStructure)),
        "house_year": draw.randint(1962, 2023),
        "house_grade": draw.choice(tuple(HouseGrade)),
        "house_graded_on": date(2026, draw.randint(1, 10), draw.randint(1, 28)),
        "electricity": draw.random() < 0.95,
        "fuels": draw.sample(tuple(Fuel)[:10], draw.randint(1, 3)),
        "water": draw.choice(tuple(DrinkingWater)),
        "market_distance_m": draw.randint(2, 250) * 100,
    }
    if draw.random() < 0.85:
        facts["phone"] = f"199{draw.randrange(10**8):08d}"
    if draw.random() < 0.3:
        facts["note"] = draw.choice(("腿脚不便", "老人独居，子女在外", "新房没有完工"))
    return facts


def _lines(draw: random.Random) -> tuple[LineEntry, ...]:
    lines = [
        LineEntry(NOWHERE, "migrant_work", quantity_milli=draw.randint(2, 11) * 1000, price_fen=draw.randint(9, 50) * 10_000),
        LineEntry(NOWHERE, "pig", quantity_milli=draw.randint(90, 300) * 1000 + 500, price_fen=draw.randint(700, 1100), cost_fen=draw.randint(200, 900) * 100),
        LineEntry(NOWHERE, "rice", amount_fen=draw.randint(500, 9000) * 100 + draw.choice((0, 0, 50, 37))),
        LineEntry(NOWHERE, "land_rent", amount_fen=draw.randint(100, 1500) * 100),
        LineEntry(NOWHERE, "pension", amount_fen=draw.randint(1200, 4000) * 100 + draw.choice((0, 60))),
        LineEntry(NOWHERE, "allowance", quantity_milli=12_000, price_fen=draw.randint(150, 500) * 100),
        LineEntry(NOWHERE, "feed_cost", amount_fen=draw.randint(80, 600) * 100),
    ]  # fmt: skip
    kept = [line for line in lines if draw.random() < 0.75]
    return tuple(kept or lines[2:3])


def _totals(lines: tuple[LineEntry, ...]) -> dict[Total, int]:
    incomes = dict.fromkeys(SOURCES, 0)
    cost = 0
    for line in lines:
        reckoned = reckoned_line(line)
        cost += reckoned[2]
        for total, source in SOURCES.items():
            incomes[total] += reckoned[1] if kind(line.kind).source is source else 0
    return {**incomes, Total.PRODUCTION_COST: cost, Total.NET: sum(incomes.values()) - cost}


def reckoned_line(line: LineEntry) -> tuple[str, int, int]:
    """What a line comes to, however it was said: its kind, income and cost in fen."""
    reckoned = reckon_line(
        kind(line.kind),
        quantity_milli=line.quantity_milli,
        price_fen=line.price_fen,
        amount_fen=line.amount_fen,
        cost_fen=line.cost_fen,
    )
    return line.kind, reckoned.income_fen, reckoned.cost_fen
