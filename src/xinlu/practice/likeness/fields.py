"""The fields of a person: how each compares, what a clerk says of it, and how likely kin and strangers agree in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from math import prod

from rapidfuzz.distance import OSA

from xinlu.kernel.words import Words
from xinlu.practice.likeness import names
from xinlu.practice.likeness.records import Frequencies, Record

ABSENT = -1
"""Instead of a level: one of the two says nothing."""
LUNAR_LEAST_DAYS, LUNAR_MOST_DAYS = 15, 60
"""By how much a day of the farmers' calendar (农历) comes after the day of the civil calendar with the same numbers."""
NEW_MOON = date(2000, 1, 6).toordinal() + 22.34 / 24
LUNATION_DAYS = 29.530588
"""A mean new moon in China's time and the mean way to the next (Meeus, Astronomical Algorithms, ch. 49): the true one
strays from it by up to 14 hours, hence a day's grace."""
LEAST_LIKE = 0.8
"""From this likeness on (1 less the share of wrong letters) two addresses are one with slips."""
SHORTENED = 0.05
"""How often either of two names is a shortened one."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of agreement. `usual`: how often two records of one person reach it, until the data says otherwise.
    `kin`, `twin`: how often two of one family, and twins, do (None: as strangers). `chance`: how often strangers do,
    likewise until the data says otherwise.
    """

    code: str
    usual: float
    kin: float | None
    twin: float | None
    chance: float
    words: Words


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `compare` gives the place of a level or ABSENT; `chance` how often strangers reach a level with just
    these values, or None where only the level matters."""

    code: str
    levels: tuple[Level, ...]
    compare: Callable[[Record, Record], int]
    chance: Callable[[Frequencies, Record, Record, int], float | None]


def compared_births(one: Record, two: Record) -> int:
    """How two birth dates agree."""
    if not one.day or not two.day:
        return ABSENT
    if one.day == two.day:
        return 0
    if one.year == two.year and one.month_day == two.month_day[2:] + two.month_day[:2]:
        return 1
    if OSA.distance(one.day, two.day, score_cutoff=1) == 1:
        return 2
    if LUNAR_LEAST_DAYS <= abs(one.born - two.born) <= LUNAR_MOST_DAYS and _is_lunar(one, two):
        return 3
    if one.month_day == two.month_day:
        return 4
    return 5 if one.year == two.year else 6


def _is_lunar(one: Record, two: Record) -> bool:
    earlier, later = sorted((one, two), key=lambda record: record.born)
    day_of_moon = int((later.born + 1 - NEW_MOON) % LUNATION_DAYS) + 1
    return abs(day_of_moon - int(earlier.day[6:])) <= 1


def _chance_of_birth(frequencies: Frequencies, one: Record, two: Record, level: int) -> float | None:
    return frequencies.of_day(one.day) if level == 0 else None


def _compared_sexes(one: Record, two: Record) -> int:
    if not one.person.sex or not two.person.sex:
        return ABSENT
    return int(one.person.sex != two.person.sex)


def _compared_villages(one: Record, two: Record) -> int:
    if not one.township or not two.township:
        return ABSENT
    return 0 if one.place == two.place else 1 if one.township == two.township else 2


def _chance_of_village(frequencies: Frequencies, one: Record, two: Record, level: int) -> float | None:
    if level == 0:
        return frequencies.of_place(one.place)
    return frequencies.of_township(one.township) if level == 1 else None


def _compared_addresses(one: Record, two: Record) -> int:
    if not one.place or not two.place or one.township or two.township:
        return ABSENT
    return 0 if one.place == two.place else 1 if _slips(one.place, two.place) else 2


def _chance_of_address(frequencies: Frequencies, one: Record, two: Record, level: int) -> float | None:
    return frequencies.of_place(one.place) if level == 0 else None


def _compared_ids(one: Record, two: Record) -> int:
    if not one.person.id_key or not two.person.id_key:
        return ABSENT
    return int(one.person.id_key != two.person.id_key)


def _compared_names(one: Record, two: Record) -> int:
    return names.compared_names(one.name, two.name) if one.name.parts and two.name.parts else ABSENT


def _chance_of_name(frequencies: Frequencies, one: Record, two: Record, level: int) -> float | None:
    """Surname and given name are independent, but for the surname within a village: there it is the village's share."""
    if level == names.DIFFERS:
        return None
    if one.name.han and two.name.han and len(one.name.parts) == len(two.name.parts) == 2:
        chance = _chance_of_han_name(frequencies, one, two, level)
    else:
        chance = _chance_of_words(frequencies, one, two, level)
    return max(chance, frequencies.of_name(one.name.text)) if level == names.SAME else chance


def _chance_of_han_name(frequencies: Frequencies, one: Record, two: Record, level: int) -> float:
    (surname, given), (other_surname, other_given) = one.name.parts, two.name.parts
    if one.place and one.place == two.place:
        shared_surname = frequencies.of_surname(one.name.folded[0], one.place)
    elif surname == other_surname:
        shared_surname = frequencies.of_part(surname)
    else:
        shared_surname = frequencies.of_folded(one.name.folded[0])
    if level == names.SAME:
        return shared_surname * frequencies.of_part(given)
    if level == names.SOUND:
        return shared_surname * frequencies.of_sound(one.name.sounds[1])
    if level in (names.NEAR, names.ORDER):
        return shared_surname * max(frequencies.of_folded(name.folded[1]) for name in (one.name, two.name))
    if one.name.folded[0] != two.name.folded[0]:
        return frequencies.of_part(given)
    shared = max((frequencies.of_character(each) for each in given if each in other_given), default=1.0)
    return shared_surname * shared * (SHORTENED if level == names.SHORT else 1)


def _chance_of_words(frequencies: Frequencies, one: Record, two: Record, level: int) -> float:
    if level in (names.SAME, names.ORDER):
        return prod(map(frequencies.of_part, one.name.parts))
    if level in (names.SOUND, names.NEAR):
        return max(prod(map(frequencies.of_folded, each.name.folded)) for each in (one, two))
    shared = [frequencies.of_part(part) for part in one.name.parts if part in two.name.parts]
    chance = prod(shared) if shared else max(map(frequencies.of_folded, (*one.name.folded, *two.name.folded)))
    return chance * (SHORTENED if level == names.SHORT else 1)


def _slips(one: str, two: str) -> bool:
    if min(len(one), len(two)) < 4:
        return False
    if one.isdigit() and two.isdigit():
        return OSA.distance(one, two, score_cutoff=1) == 1
    return OSA.normalized_similarity(one, two, score_cutoff=LEAST_LIKE) >= LEAST_LIKE


NAME = Field(
    "name",
    (
        Level("same", 0.83, 0.0002, 0.0002, 1e-6, Words("姓名一样", "the same name")),
        Level(
            "sound", 0.06, 0.002, 0.01, 1e-6, Words("姓名读音一样，字不同", "names of one sound in other characters")
        ),
        Level("near", 0.03, 0.004, 0.01, 1e-6, Words("姓名读起来或写起来很像", "names that sound or are spelt alike")),
        Level("order", 0.01, 0.002, 0.01, 1e-6, Words("姓名的字一样，前后调了", "the same name in another order")),
        Level(
            "short",
            0.03,
            0.02,
            0.01,
            1e-6,
            Words("姓名一长一短，写了的都一样", "one name written shorter than the other"),
        ),
        Level("partly", 0.03, 0.3, 0.6, 1e-6, Words("姓名只有一部分一样", "only a part of the name is the same")),
        Level("differs", 0.01, None, 0.36, 1, Words("姓名不一样", "different names")),
    ),
    _compared_names,
    _chance_of_name,
)
BIRTH = Field(
    "birth",
    (
        Level("same", 0.87, 0.006, 1.0, 4e-5, Words("生日一样", "the same birth date")),
        Level("swapped", 0.01, None, 1e-9, 3e-5, Words("生日的月和日写反了", "month and day of birth changed about")),
        Level("digit", 0.05, 0.003, 1e-9, 8e-4, Words("生日差一位数字", "birth dates differ in one digit")),
        Level(
            "lunar",
            0.02,
            None,
            1e-9,
            3e-4,
            Words("生日一个像农历、一个像公历", "one birth date looks lunar, one civil"),
        ),
        Level(
            "other_year", 0.01, None, 1e-9, 2e-3, Words("生日同月同日，年份不同", "the same birthday in another year")
        ),
        Level("same_year", 0.02, None, 1e-9, 1.5e-2, Words("同一年出生，日子不同", "born in one year on other days")),
        Level("differs", 0.02, None, 1e-9, 0.98, Words("生日不一样", "different birth dates")),
    ),
    compared_births,
    _chance_of_birth,
)
SEX = Field(
    "sex",
    (
        Level("same", 0.98, 0.5, 0.65, 0.5, Words("性别一样", "the same sex")),
        Level("differs", 0.02, 0.5, 0.35, 0.5, Words("性别不一样", "different sex")),
    ),
    _compared_sexes,
    lambda frequencies, one, two, level: None,
)
VILLAGE = Field(
    "village",
    (
        Level("same", 0.75, 0.92, 0.97, 0.01, Words("同一个村", "the same village")),
        Level("township", 0.10, 0.04, 0.02, 0.05, Words("同一个乡镇，不同村", "one township, other villages")),
        Level("differs", 0.15, 0.04, 0.01, 0.94, Words("不在一个乡镇", "different townships")),
    ),
    _compared_villages,
    _chance_of_village,
)
ADDRESS = Field(
    "address",
    (
        Level("same", 0.75, 0.85, 0.90, 0.01, Words("住址一样", "the same address")),
        Level("near", 0.10, 0.11, 0.09, 0.002, Words("住址写得很像", "addresses written alike")),
        Level("differs", 0.15, 0.04, 0.01, 0.988, Words("住址不一样", "different addresses")),
    ),
    _compared_addresses,
    _chance_of_address,
)
ID = Field(
    "id",
    (
        Level("same", 0.95, 0.001, 0.001, 1e-7, Words("身份证号一样", "the same ID number")),
        Level("differs", 0.05, 0.999, 0.999, 1, Words("身份证号不一样", "different ID numbers")),
    ),
    _compared_ids,
    lambda frequencies, one, two, level: None,
)
MORE_NAMES = {
    "phone": Words("电话", "phone number"),
    "bank": Words("银行账号", "bank account"),
    "postcode": Words("邮编", "postcode"),
    "address": Words("住址", "address"),
    "suburb": Words("街区", "suburb"),
}
"""What further texts are called; one that is not listed is called by its own code."""


def further_field(code: str) -> Field:
    """The field of one further text."""
    called = MORE_NAMES.get(code, Words(code, code))

    def compare(one: Record, two: Record) -> int:
        text, other = one.more.get(code), two.more.get(code)
        if text is None or other is None:
            return ABSENT
        return 0 if text == other else 1 if _slips(text, other) else 2

    def chance(frequencies: Frequencies, one: Record, two: Record, level: int) -> float | None:
        return frequencies.of_more(code, one.more[code]) if level == 0 else None

    levels = (
        Level("same", 0.7, 0.6, 0.8, 0.001, Words("{field}一样", "the same {field}").filled(field=called)),
        Level("near", 0.1, 0.05, 0.05, 0.002, Words("{field}写得很像", "{field} written alike").filled(field=called)),
        Level("differs", 0.2, 0.35, 0.15, 0.997, Words("{field}不一样", "different {field}").filled(field=called)),
    )
    return Field(f"more.{code}", levels, compare, chance)


FIELDS = (NAME, BIRTH, SEX, VILLAGE, ADDRESS, ID)
ID_PLACE = FIELDS.index(ID)
