"""Labour ability and work away from home, against age and against each other."""

from __future__ import annotations

from collections.abc import Iterator

from xinlu.kernel.words import Words
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, rule
from xinlu.practice.vocabulary import LabourAbility, Schooling

LABOUR = Words("劳动能力", "Labour ability")
AWAY = Words("外出务工", "Work away from home")
FULL = frozenset({LabourAbility.ORDINARY, LabourAbility.SKILLED})
UNABLE = frozenset({LabourAbility.LOST, LabourAbility.NONE})
DAY_PUPILS = frozenset({Schooling.PRIMARY, Schooling.JUNIOR, Schooling.SENIOR})
"""Pupils of vocational schools and students do work away; of a school that was not said nobody knows."""


@rule(
    "labour.adult_missing",
    Kind.MISSING,
    subject=LABOUR,
    what=Words("{name} {age} 岁，劳动能力没填", "{name} is {age}; labour ability is not entered"),
    why=Words("能不能安排活、该不该兜底，都看这一格", "Whether to look for work or to provide support depends on it"),
    do=Words("问问还干得了什么活，照实填", "Ask what work they can still do, and enter it as it is"),
)
def adult_labour_missing(file: FileOnDay) -> Iterator[Values]:
    for member, age in file.aged():
        if member.labour is None and age >= file.limits.work_age_from:
            yield {"name": member.name, "age": age}


@rule(
    "labour.child",
    Kind.INCONSISTENT,
    subject=LABOUR,
    what=Words("{name}才 {age} 岁，填的是“{labour}”", "{name} is only {age} and entered as “{labour}”"),
    why=Words(
        "孩子不是劳动力，算进去这户看着就不难了",
        "A child is no labour; counted in, the household looks better off than it is",
    ),
    do=Words(
        "改成“无劳动力”；真在干活的，问清为什么没上学",
        "Enter “no labour”; if the child does work, ask why it is not in school",
    ),
)
def child_as_labour(file: FileOnDay) -> Iterator[Values]:
    for member, age in file.aged():
        if member.labour is not None and member.labour in FULL and age < file.limits.work_age_from:
            yield {"name": member.name, "age": age, "labour": member.labour.words}


@rule(
    "labour.elder",
    Kind.INCONSISTENT,
    subject=LABOUR,
    what=Words("{name} {age} 岁了，填的还是“{labour}”", "{name} is {age} and still entered as “{labour}”"),
    why=Words("按劳动力算，就会指望老人去挣钱", "Reckoned as labour, an old person is expected to earn"),
    do=Words("问问老人家现在还干得动什么，照实改", "Ask what they can still do, and enter it as it is"),
)
def elder_as_labour(file: FileOnDay) -> Iterator[Values]:
    for member, age in file.aged():
        if member.labour is not None and member.labour in FULL and age > file.limits.elder_age:
            yield {"name": member.name, "age": age, "labour": member.labour.words}


@rule(
    "labour.away_without",
    Kind.INCONSISTENT,
    subject=LABOUR,
    what=Words("{name}填的是在外务工，劳动能力却是“{labour}”", "{name} is entered as working away, but as “{labour}”"),
    why=Words(
        "干得了活才有工钱；两格错了一格，收入账也跟着错",
        "Wages need somebody able to work; with one of the two wrong, the account is wrong too",
    ),
    do=Words("问清在哪里干什么活，把不对的一格改过来", "Ask where and what they work, and put the wrong one right"),
)
def away_without_labour(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        if member.migrant_work and member.labour is not None and member.labour in UNABLE:
            yield {"name": member.name, "labour": member.labour.words}


@rule(
    "away.child",
    Kind.INCONSISTENT,
    subject=AWAY,
    what=Words("{name}才 {age} 岁，填的是在外务工", "{name} is only {age} and entered as working away"),
    why=Words(
        "不满 {least} 岁打工是违法的；真有这事得马上管",
        "Work below {least} is against the law; if it is so, somebody must act at once",
    ),
    do=Words(
        "问清人在哪里；填错了就改，没填错马上报乡里",
        "Ask where they are; correct a slip, otherwise tell the township at once",
    ),
)
def child_working_away(file: FileOnDay) -> Iterator[Values]:
    for member, age in file.aged():
        if member.migrant_work and age < file.limits.work_age_from:
            yield {"name": member.name, "age": age, "least": file.limits.work_age_from}


@rule(
    "away.pupil",
    Kind.INCONSISTENT,
    subject=AWAY,
    what=Words(
        "{name}填的是在外务工，又填着在上{schooling}", "{name} is entered as working away and as in {schooling}"
    ),
    why=Words(
        "一个人不能两头在：要么工钱算多了，要么助学的钱算错了",
        "Nobody is in both places: either wages or school grants are reckoned wrongly",
    ),
    do=Words("问清是在上学还是在打工", "Ask whether they are in school or at work"),
)
def pupil_working_away(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        if member.migrant_work and member.schooling is not None and member.schooling in DAY_PUPILS:
            yield {"name": member.name, "schooling": member.schooling.words}
