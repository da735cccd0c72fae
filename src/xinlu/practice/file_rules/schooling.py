"""School: compulsory schooling kept, and schooling that fits the age."""

from __future__ import annotations

from collections.abc import Iterator

from xinlu.kernel.words import Words
from xinlu.practice.file_facts import MemberFacts
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, rule
from xinlu.practice.vocabulary import Health, Schooling

SCHOOL = Words("上学", "School")
OUT_OF_SCHOOL = frozenset({Schooling.NOT_IN_SCHOOL, Schooling.BEFORE_SCHOOL, Schooling.KINDERGARTEN})
HIGHER = frozenset({Schooling.COLLEGE, Schooling.UNIVERSITY})
UPPER = HIGHER | {Schooling.JUNIOR, Schooling.SENIOR, Schooling.VOCATIONAL}
ANY_SCHOOL = Words("学", "school")
MAYBE_HIGHER = HIGHER | {Schooling.IN_SCHOOL}
"""In higher school, or in one that was not said: both may still be right long after the age of middle school."""


def of_school_age(file: FileOnDay) -> Iterator[tuple[MemberFacts, int]]:
    """Members who must be in school: old enough when the school year began, and not yet too old today."""
    began = file.year_began(file.limits.school_year_month)
    for member, age in file.aged():
        age_then = member.age_on(began)
        if age_then is not None and age_then >= file.limits.school_age_from and age <= file.limits.school_age_to:
            yield member, age


def attended(schooling: Schooling) -> Words:
    """The school as said behind “in” or “上”."""
    return ANY_SCHOOL if schooling is Schooling.IN_SCHOOL else schooling.words


@rule(
    "school.child_out",
    Kind.INCONSISTENT,
    subject=SCHOOL,
    what=Words("{name} {age} 岁，填的是“{schooling}”", "{name} is {age} and entered as “{schooling}”"),
    why=Words(
        "{first} 到 {last} 岁，除了身体原因都该在校；义务教育这一条不能算过",
        "From {first} to {last} only health excuses from school; the guarantee of schooling is not met",
    ),
    do=Words(
        "问清为什么没上、想不想上，今天就记成困难，去找学校",
        "Ask why, and whether they want to go; enter it as a need today and turn to the school",
    ),
    guarantee=True,
)
def child_out_of_school(file: FileOnDay) -> Iterator[Values]:
    for member, age in of_school_age(file):
        excused = member.health in (Health.GRAVE, Health.DISABLED)
        if member.schooling is not None and member.schooling in OUT_OF_SCHOOL and not excused:
            yield {
                "name": member.name,
                "age": age,
                "schooling": member.schooling.words,
                "first": file.limits.school_age_from,
                "last": file.limits.school_age_to,
            }


@rule(
    "school.unknown",
    Kind.MISSING,
    subject=SCHOOL,
    what=Words("{name} {age} 岁，在不在上学没填", "{name} is {age}; whether in school is not entered"),
    why=Words("义务教育这一条算不出过没过", "Whether the guarantee of schooling is met cannot be said"),
    do=Words("问户里在哪个学校、几年级", "Ask the household which school and which year"),
    guarantee=True,
)
def schooling_unknown(file: FileOnDay) -> Iterator[Values]:
    for member, age in of_school_age(file):
        if member.schooling is None:
            yield {"name": member.name, "age": age}


@rule(
    "school.which",
    Kind.MISSING,
    subject=SCHOOL,
    what=Words("{name}在上学，上哪一级没填", "{name} is in school; which school is not entered"),
    why=Words(
        "雨露计划、助学金、营养餐都看学段，不知道就算不出",
        "Grants and school meals go by the kind of school; without it none can be reckoned",
    ),
    do=Words("问户里在哪个学校、几年级", "Ask the household which school and which year"),
)
def school_not_said(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        if member.schooling is Schooling.IN_SCHOOL:
            yield {"name": member.name}


@rule(
    "school.old_pupil",
    Kind.INCONSISTENT,
    subject=SCHOOL,
    what=Words("{name} {age} 岁了，填的还是在上{schooling}", "{name} is {age} and still entered in {schooling}"),
    why=Words(
        "多半早毕业了没改，或者把文化程度填到了在校这一格",
        "School is likely long over, or the highest schooling was put in the wrong place",
    ),
    do=Words("问一声还在不在上学，改过来", "Ask whether they are still in school, and put it right"),
)
def pupil_too_old(file: FileOnDay) -> Iterator[Values]:
    for member, age in file.aged():
        schooling = member.schooling
        if schooling is None or schooling is Schooling.NOT_IN_SCHOOL:
            continue
        most = file.limits.student_age_most if schooling in MAYBE_HIGHER else file.limits.pupil_age_most
        if age > most:
            yield {"name": member.name, "age": age, "schooling": attended(schooling)}


@rule(
    "school.young_pupil",
    Kind.INCONSISTENT,
    subject=SCHOOL,
    what=Words("{name}才 {age} 岁，填的是在上{schooling}", "{name} is only {age} and entered in {schooling}"),
    why=Words("学段填错，雨露计划、助学金就会算错", "With the wrong school, grants are reckoned wrongly"),
    do=Words("问户里在哪个学校、几年级，改过来", "Ask which school and which year, and put it right"),
)
def pupil_too_young(file: FileOnDay) -> Iterator[Values]:
    for member, age in file.aged():
        if member.schooling is not None and member.schooling in UPPER and age < file.limits.upper_school_age_least:
            yield {"name": member.name, "age": age, "schooling": member.schooling.words}


@rule(
    "school.last_year",
    Kind.STALE,
    subject=SCHOOL,
    what=Words(
        "{name}上{schooling}是 {day} 填的，后来又开过学了",
        "{name} in {schooling} was entered on {day}; a school year has begun since",
    ),
    why=Words("开了学，可能升了学、毕业了，也可能没去", "They may have moved up, finished, or not gone back"),
    do=Words("问一声这学期在哪里上、几年级", "Ask where they are this term and in which year"),
    guarantee=True,
)
def schooling_of_last_year(file: FileOnDay) -> Iterator[Values]:
    made_on = file.facts.made_on
    if made_on is None or made_on >= file.year_began(file.limits.school_year_month):
        return
    for member in file.present:
        if member.schooling is not None and member.schooling not in OUT_OF_SCHOOL:
            yield {"name": member.name, "schooling": attended(member.schooling), "day": made_on}
