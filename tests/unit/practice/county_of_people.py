"""A county of people who do not exist, drawn from a fixed seed: who is written twice and how, and who only looks like it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate, combinations
from random import Random

from xinlu.practice.same_person import Person

SURNAMES = tuple("杨吴王李张石龙潘罗韦陆梁刘陈周黄赵田蒙莫欧姚谢邓彭曾何马唐胡江徐孙朱高林郭宋郑熊")
WOMEN = (
    tuple("秀桂玉春金银冬腊翠菊凤美水月满素华丽红小国明永正光文家庆成晓思雨梦欣佳诗"),
    tuple("英花兰香莲芝珍妹娥琴芬仙菊桃秋芳梅群会容碧先萍燕云红丽霞婷雪琪瑶怡"),
)
MEN = (
    tuple("正光长家大世文国再昌永顺开德明建志成安朝庭应俊子浩宇天晓金胜学清兴绍"),
    tuple("明根福贵平生发才林旺荣安金兴富军华强祥忠云学海江昌文武刚勇杰豪轩鹏涛阳"),
)
OF_ONE_SOUND = (
    "英瑛莹",
    "秀绣",
    "芳方",
    "花华",
    "兰蓝",
    "芬纷",
    "梅玫",
    "珍贞",
    "明铭",
    "福富",
    "贵桂",
    "平萍",
    "军君",
)
OF_ONE_SOUND += ("志智", "建健", "金今", "玉育", "成诚", "文雯", "林琳", "娥鹅", "生声", "思丝", "丽莉", "正政")
TOWNSHIPS, PEOPLE_OF_A_VILLAGE = 20, 1500

Twice = frozenset[str]
"""The keys of two records."""


@dataclass
class County:
    """`twice`: by slip, the pairs of records that are of one person. `alike`: by kind, pairs of two people who look it."""

    people: list[Person] = field(default_factory=list)
    twice: defaultdict[str, set[Twice]] = field(default_factory=lambda: defaultdict(set))
    alike: defaultdict[str, set[Twice]] = field(default_factory=lambda: defaultdict(set))

    def all_twice(self) -> set[Twice]:
        return set().union(*self.twice.values())


class Drawing:
    """Draws households village by village, puts a namesake into each, then writes some people twice."""

    def __init__(self, people: int, *, ids: float, twice: float, seed: int) -> None:
        self.draw, self.ids, self.county = Random(seed), ids, County()
        self.villages = [
            f"522699{1 + nth % TOWNSHIPS:03d}{1 + nth // TOWNSHIPS:03d}"
            for nth in range(max(people // PEOPLE_OF_A_VILLAGE, 3))
        ]
        for nth, village in enumerate(self.villages, 1):
            clans = self.draw.sample(SURNAMES, 6)
            while len(self.county.people) < people * nth / len(self.villages):
                self.household(village, clans)
        self.namesakes()
        self.write_twice(int(people * twice))
        self.draw.shuffle(self.county.people)

    def namesakes(self) -> None:
        """A 王秀英 in every village, those of neighbouring villages born in other years."""
        namesakes = []
        for nth, village in enumerate(self.villages):
            born = date(1940 + nth * 7 % 61, 1, 1) + timedelta(days=self.draw.randrange(365))
            namesakes.append(self.person("王秀英", born, "female", village, ""))
        self.county.alike["namesake"] |= {frozenset((one.key, two.key)) for one, two in combinations(namesakes, 2)}

    def write_twice(self, many: int) -> None:
        """So many people once more, each with one slip; the second record has its ID number as often as any."""
        for nth, person in enumerate(self.draw.sample(self.county.people, many)):
            slips = (*SLIPS, married) if person.sex == "female" else SLIPS
            slip = slips[nth % len(slips)]
            second = slip(self, person)
            if second is None:
                continue
            number = second.id_key if slip is mistyped or self.draw.random() < self.ids else ""
            second = replace(second, key=f"{person.key}-{slip.__name__}", id_key=number)
            self.county.people.append(second)
            self.county.twice[slip.__name__].add(frozenset((person.key, second.key)))

    def pick(self, pool: Sequence[str]) -> str:
        """One of a pool, the first most often (Zipf)."""
        return self.draw.choices(pool, cum_weights=ZIPF[len(pool)])[0]

    def given(self, sex: str, first: str = "") -> str:
        one, two = WOMEN if sex == "female" else MEN
        if not first and self.draw.random() < 0.1:
            return self.pick(two)
        return (first or self.pick(one)) + self.pick(two)

    def household(self, village: str, clans: list[str]) -> None:
        draw = self.draw
        surname = self.pick(clans)
        phone = f"phone-{draw.random()}" if draw.random() < 0.8 else ""
        born = date(1935, 1, 1) + timedelta(days=draw.randrange(365 * 62))
        father = self.person(surname + self.given("male"), born, "male", village, phone)
        mother = self.pick(SURNAMES) + self.given("female")
        self.person(mother, born + timedelta(days=draw.randrange(-900, 1800)), "female", village, phone)
        generation, named = self.pick(MEN[0]) if draw.random() < 0.5 else "", {father.name, mother}
        for _ in range(draw.choice((0, 1, 1, 2, 2, 3))):
            day = born + timedelta(days=365 * draw.randrange(19, 38) + draw.randrange(365))
            if day > date(2026, 1, 1):
                continue
            child = self.child(surname, day, village, phone, generation, named)
            self.county.alike["parent"].add(frozenset((father.key, child.key)))
            if len(child.name) == 3 and draw.random() < 0.01:
                twin = self.child(surname, day, village, phone, generation or child.name[1:2], named)
                self.county.alike["twin"].add(frozenset((child.key, twin.key)))

    def child(self, surname: str, day: date, village: str, phone: str, generation: str, named: set[str]) -> Person:
        """A child whose name nobody of its family bears."""
        sex = self.draw.choice(("male", "female"))
        name = surname + self.given(sex, generation)
        while name in named:
            name = surname + self.given(sex, generation)
        named.add(name)
        return self.person(name, day, sex, village, phone)

    def person(self, name: str, born_on: date, sex: str, village: str, phone: str) -> Person:
        key = str(len(self.county.people))
        number = f"id-{key}" if self.draw.random() < self.ids else ""
        person = Person(key, name, born_on, sex, village, number, {"phone": phone} if phone else {})
        self.county.people.append(person)
        return person

    def elsewhere(self, village: str) -> str:
        return self.draw.choice([each for each in self.villages if each != village])


def same(drawing: Drawing, person: Person) -> Person:
    return person


def homophone(drawing: Drawing, person: Person) -> Person | None:
    """杨秀英 -> 杨秀瑛."""
    for place in range(len(person.name) - 1, 0, -1):
        for group in OF_ONE_SOUND:
            if person.name[place] in group:
                other = drawing.draw.choice([each for each in group if each != person.name[place]])
                return replace(person, name=person.name[:place] + other + person.name[place + 1 :])
    return None


def digit(drawing: Drawing, person: Person) -> Person | None:
    """One digit of the birth date copied wrongly."""
    while True:
        written = f"{person.born_on:%Y%m%d}"
        place = drawing.draw.randrange(2, 8)
        wrong = written[:place] + drawing.draw.choice("0123456789") + written[place + 1 :]
        try:
            day = date(int(wrong[:4]), int(wrong[4:6]), int(wrong[6:]))
        except ValueError:
            continue
        if day != person.born_on and day.year <= 2026:
            return replace(person, born_on=day)


def moved(drawing: Drawing, person: Person) -> Person:
    """Written again in another village, with the telephone kept."""
    return replace(person, place=drawing.elsewhere(person.place))


def no_birth(drawing: Drawing, person: Person) -> Person:
    return replace(person, born_on=None)


def no_sex(drawing: Drawing, person: Person) -> Person:
    return replace(person, sex="")


def mistyped(drawing: Drawing, person: Person) -> Person:
    """All as before; where the person has an ID number, another."""
    return replace(person, id_key=f"wrong-{person.key}" if person.id_key else "")


def married(drawing: Drawing, person: Person) -> Person:
    """A woman in her parents' household and her husband's: another village, another telephone."""
    return replace(person, place=drawing.elsewhere(person.place), more={"phone": f"other-{drawing.draw.random()}"})


SLIPS = (same, homophone, digit, moved, no_birth, no_sex, mistyped)
ZIPF = {n: list(accumulate(1 / (rank + 2) ** 0.9 for rank in range(n))) for n in range(1, 80)}


def county(people: int, *, ids: float = 0.0, twice: float = 0.02, seed: int = 20261125) -> County:
    """A county of about so many people, of whom `ids` have an ID number and `twice` are written twice."""
    return Drawing(people, ids=ids, twice=twice, seed=seed).county
