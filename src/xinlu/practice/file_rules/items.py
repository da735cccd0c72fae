"""The single items of a file: which are asked of this household, which are filled, and which were looked at lately."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from xinlu.kernel.words import Words
from xinlu.practice.file_facts import MemberFacts
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, listed, rule
from xinlu.practice.file_rules.schooling import of_school_age
from xinlu.practice.vocabulary import Health

HOUSEHOLD_ITEMS: dict[str, Words] = {
    "village": Words("村", "village"),
    "main_cause": Words("主要致贫原因", "main cause"),
    "house_area_m2": Words("住房面积", "house area"),
    "house_structure": Words("房屋结构", "house structure"),
    "house_year": Words("建房年份", "year of building"),
    "house_grade": Words("房屋等级", "house grade"),
    "house_graded_on": Words("评级的日子", "day of grading"),
    "electricity": Words("通没通电", "electricity"),
    "fuels": Words("燃料", "fuel"),
    "water": Words("饮水", "drinking water"),
    "market_distance_m": Words("离集市多远", "way to market"),
    "has_phone": Words("电话", "phone"),
    "said_by": Words("是谁说的", "who said it"),
}
MEMBER_ITEMS: dict[str, Words] = {
    "sex": Words("性别", "sex"),
    "birth_date": Words("出生日期", "birth date"),
    "id_number": Words("身份证号", "ID number"),
    "disability_certificate": Words("残疾证号", "disability certificate"),
    "relation": Words("与户主关系", "relation to head"),
    "ethnic_group": Words("民族", "ethnic group"),
    "education": Words("文化程度", "education"),
    "schooling": Words("在不在上学", "schooling"),
    "health": Words("健康状况", "health"),
    "labour": Words("劳动能力", "labour ability"),
    "migrant_work": Words("外出务工", "work away from home"),
    "subsistence_allowance": Words("低保", "subsistence allowance"),
    "medical_insurance": Words("医保", "medical insurance"),
    "pension_insurance": Words("养老保险", "pension insurance"),
}
OF_A_HOUSE = frozenset({"house_structure", "house_year", "house_grade", "house_graded_on"})
OF_WORKING_AGE = frozenset({"labour", "migrant_work", "pension_insurance"})
WITH_OWN_RULE = frozenset(
    {
        "main_cause",
        "house_grade",
        "house_graded_on",
        "water",
        "has_phone",
        "said_by",
        "birth_date",
        "id_number",
        "disability_certificate",
        "health",
        "medical_insurance",
    }
)
"""Items whose absence a rule of their own reports, with its own reason; the rest are listed together."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item asked of a household (`member` None) or of a member."""

    name: str
    words: Words
    member: MemberFacts | None
    filled: bool
    fresh: bool


def items(file: FileOnDay) -> Iterator[Item]:
    """Every item that is asked of this household and of its present members."""
    for name, words in HOUSEHOLD_ITEMS.items():
        if _asked_of_household(file, name):
            filled = getattr(file.facts, name) not in (None, "", ())
            yield Item(name, words, None, filled, filled and _fresh(file, name))
    for member in file.present:
        for name, words in MEMBER_ITEMS.items():
            if _asked_of_member(file, member, name):
                filled = getattr(member, name) not in (None, "")
                yield Item(name, words, member, filled, filled and _fresh(file, name))


def _asked_of_household(file: FileOnDay, name: str) -> bool:
    if name in OF_A_HOUSE and file.facts.house_area_m2 == 0:
        return False
    return name != "house_graded_on" or file.facts.house_grade is not None


def _asked_of_member(file: FileOnDay, member: MemberFacts, name: str) -> bool:
    """By age where it is known: nobody asks a child for its work, nor an elder for school."""
    if name == "disability_certificate":
        return member.health is Health.DISABLED
    age = member.age_on(file.on)
    if age is None:
        return True
    if name in OF_WORKING_AGE:
        return age >= file.limits.work_age_from
    if name == "education":
        return age >= file.limits.school_age_from
    return name != "schooling" or age <= file.limits.student_age_most


def _fresh(file: FileOnDay, name: str) -> bool:
    if name in ("house_grade", "house_graded_on"):
        return _within(file, file.facts.house_graded_on, days=file.limits.grade_days)
    made_on = file.facts.made_on
    since = {
        "schooling": file.year_began(file.limits.school_year_month),
        "medical_insurance": file.year_began(file.limits.insurance_year_month),
    }.get(name)
    if since is not None and made_on is not None and made_on < since:
        return False
    return _within(file, made_on, days=file.limits.file_days)


def _within(file: FileOnDay, day: date | None, *, days: int) -> bool:
    return day is not None and file.on - timedelta(days=days) <= day <= file.on


@rule(
    "items.household_missing",
    Kind.MISSING,
    subject=Words("户里的情况", "The household"),
    what=Words("还差 {count} 项没填：{names}", "{count} not entered: {names}"),
    why=Words(
        "官方的表要这几项，现在补齐，后面就不用一遍遍再填",
        "The official forms need them; entered once, they need not be filled again and again",
    ),
    do=Words("下次走访时看一看、问一问，补上", "Look and ask at the next visit, and enter them"),
)
def household_items_missing(file: FileOnDay) -> Iterator[Values]:
    absent = [
        item.words for item in items(file) if item.member is None and not item.filled and item.name not in WITH_OWN_RULE
    ]
    if absent:
        yield {"count": len(absent), "names": listed(absent)}


@rule(
    "items.member_missing",
    Kind.MISSING,
    subject=Words("{name}的情况", "{name}"),
    what=Words("{name}还差 {count} 项没填：{names}", "{count} not entered for {name}: {names}"),
    why=Words(
        "官方的表要这几项，现在补齐，后面就不用一遍遍再填",
        "The official forms need them; entered once, they need not be filled again and again",
    ),
    do=Words("下次走访时问一问，补上", "Ask at the next visit, and enter them"),
)
def member_items_missing(file: FileOnDay) -> Iterator[Values]:
    of_age_for_school = {id(member) for member, _ in of_school_age(file)}
    of_known_age = {id(member) for member, _ in file.aged()}
    absent: dict[int, list[Words]] = {}
    for item in items(file):
        if item.member is None or item.filled or item.name in WITH_OWN_RULE:
            continue
        key = id(item.member)
        if (item.name == "schooling" and key in of_age_for_school) or (item.name == "labour" and key in of_known_age):
            continue
        absent.setdefault(key, []).append(item.words)
    for member in file.present:
        if words := absent.get(id(member)):
            yield {"name": member.name, "count": len(words), "names": listed(words)}
