"""ID numbers: there, well formed, in agreement with birth date and sex, and each only once."""

from __future__ import annotations

from collections.abc import Iterator

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.practice.file_facts import MemberFacts
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, listed, rule
from xinlu.practice.idnumbers import IdNumber, check_id_number

ID = Words("身份证号", "ID number")


def _read(file: FileOnDay) -> Iterator[tuple[MemberFacts, IdNumber]]:
    """Present members whose number can be read."""
    for member in file.present:
        try:
            yield member, check_id_number(member.id_number or "")
        except Refusal:
            continue


@rule(
    "id.missing",
    Kind.MISSING,
    subject=ID,
    what=Words("{name}的身份证号没填", "The ID number of {name} is not entered"),
    why=Words("别的部门的补贴、参保都靠它对人", "Other departments' allowances and insurance are matched by it"),
    do=Words(
        "走访时看身份证或户口簿；没有证的，帮着去派出所办",
        "See ID card or household register at the next visit; if there is none, help to get one",
    ),
)
def id_missing(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        if not member.id_number:
            yield {"name": member.name}


@rule(
    "id.wrong",
    Kind.INCONSISTENT,
    subject=ID,
    what=Words("{name}：{problem}", "{name}: {problem}"),
    why=Words(
        "号错一位，补贴就打到别人那里，或者打不出去", "With one digit wrong, money goes to somebody else or nowhere"
    ),
    do=Words("走访时对着身份证重抄一遍", "Copy it again from the card at the next visit"),
)
def id_wrong(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        if not member.id_number:
            continue
        try:
            check_id_number(member.id_number)
        except Refusal as refusal:
            yield {"name": member.name, "problem": refusal.words}


@rule(
    "id.birth_differs",
    Kind.INCONSISTENT,
    subject=ID,
    what=Words(
        "{name}的出生日期填的是 {entered}，身份证号上是 {read}",
        "{name}'s birth date is entered as {entered}; the ID number says {read}",
    ),
    why=Words("差几天也会让上学、养老的日子算错", "A few days are enough to get school or pension wrong"),
    do=Words(
        "问户里哪个是真的；证上错了，帮着去派出所改", "Ask which is true; if the card is wrong, help to have it changed"
    ),
)
def id_against_birth(file: FileOnDay) -> Iterator[Values]:
    for member, number in _read(file):
        if member.birth_date and member.birth_date != number.birth_date:
            yield {"name": member.name, "entered": member.birth_date, "read": number.birth_date}


@rule(
    "id.sex_differs",
    Kind.INCONSISTENT,
    subject=ID,
    what=Words(
        "{name}的性别填的是{entered}，身份证号上是{read}", "{name} is entered as {entered}; the ID number says {read}"
    ),
    why=Words("要么性别点错了，要么号是别人的", "Either the sex is a slip, or the number is somebody else's"),
    do=Words("对着身份证看一遍", "Compare with the ID card"),
)
def id_against_sex(file: FileOnDay) -> Iterator[Values]:
    for member, number in _read(file):
        if member.sex and member.sex is not number.sex:
            yield {"name": member.name, "entered": member.sex.words, "read": number.sex.words}


@rule(
    "id.twice",
    Kind.INCONSISTENT,
    subject=ID,
    what=Words("{names}的身份证号是同一个", "{names} have the same ID number"),
    why=Words(
        "也许一个人记了两遍，人均就会算少", "Perhaps one person is entered twice, and income per head comes out too low"
    ),
    do=Words(
        "看是不是同一个人；不是，就对着证把错的改了",
        "See whether it is one person; if not, put the wrong number right from the card",
    ),
)
def id_twice(file: FileOnDay) -> Iterator[Values]:
    owners: dict[str, list[Words]] = {}
    for member, number in _read(file):
        owners.setdefault(number.number, []).append(Words(member.name, member.name))
    for names in owners.values():
        if len(names) > 1:
            yield {"names": listed(names)}


@rule(
    "name.twice",
    Kind.INCONSISTENT,
    subject=Words("家里人", "Members"),
    what=Words("“{name}”记了 {count} 遍，出生日期也一样", "“{name}” is entered {count} times with the same birth date"),
    why=Words("多记一个人，人均就会算少", "One person too many makes income per head too low"),
    do=Words("问清是不是同一个人，是就去掉一遍", "Ask whether it is one person, and drop the repetition"),
)
def name_twice(file: FileOnDay) -> Iterator[Values]:
    entered = [(member.name, member.birth_date) for member in file.present]
    for name, born in dict.fromkeys(entered):
        if entered.count((name, born)) > 1:
            yield {"name": name, "count": entered.count((name, born))}
