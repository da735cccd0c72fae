"""Who belongs to the household: one grown-up head, possible birth dates, days of coming and going in their order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from xinlu.kernel.words import Words
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, listed, rule
from xinlu.practice.vocabulary import Relation

HEAD = Words("户主", "Head of household")
BIRTH = Words("出生日期", "Birth date")


@rule(
    "people.none",
    Kind.MISSING,
    subject=Words("家里人", "Members"),
    what=Words("家里一个人也没记", "No member is entered"),
    why=Words("没有人，人均和保障都算不了", "Without people neither income per head nor any guarantee can be reckoned"),
    do=Words(
        "照着户口簿，问清现在谁住在一起，一个一个记",
        "With the household register, ask who lives here now, and enter each",
    ),
)
def no_members(file: FileOnDay) -> Iterator[Values]:
    if not file.present:
        yield {}


@rule(
    "head.missing",
    Kind.MISSING,
    subject=HEAD,
    what=Words("{count} 口人里没有一个填的是户主", "Nobody of the {count} is entered as head"),
    why=Words(
        "别人的关系都是对着户主说的，没有户主就说不清",
        "Every relation is told from the head; without one they mean nothing",
    ),
    do=Words("看户口簿第一页，把户主填上", "See the first page of the household register and enter the head"),
)
def head_missing(file: FileOnDay) -> Iterator[Values]:
    if file.present and not file.heads:
        yield {"count": len(file.present)}


@rule(
    "head.several",
    Kind.INCONSISTENT,
    subject=HEAD,
    what=Words("{names}都填成了户主", "{names} are all entered as head"),
    why=Words(
        "一户只有一个户主；也许是两户并在了一起", "A household has one head; perhaps two households were put together"
    ),
    do=Words(
        "看户口簿，留一个，别人改成跟户主的关系", "See the register, keep one, and give the others their relation"
    ),
)
def several_heads(file: FileOnDay) -> Iterator[Values]:
    if len(file.heads) > 1:
        yield {"names": listed([Words(head.name, head.name) for head in file.heads])}


@rule(
    "head.minor",
    Kind.INCONSISTENT,
    subject=HEAD,
    what=Words("户主{name}才 {age} 岁", "The head, {name}, is {age}"),
    why=Words(
        "孩子当户主，要么填错了，要么家里没有大人、得赶紧有人管",
        "Either it is a slip, or there is no adult and somebody must look after the child at once",
    ),
    do=Words(
        "问清家里有没有大人；没有，马上报乡里", "Ask whether there is an adult; if not, tell the township at once"
    ),
)
def head_is_minor(file: FileOnDay) -> Iterator[Values]:
    for member, age in file.aged():
        if member.relation is Relation.HEAD and age < file.limits.adult_age:
            yield {"name": member.name, "age": age}


@rule(
    "birth.missing",
    Kind.MISSING,
    subject=BIRTH,
    what=Words("{name}的出生日期没填", "The birth date of {name} is not entered"),
    why=Words("上学、养老、劳动力都看年龄", "School, pension and labour all go by age"),
    do=Words("照着身份证或户口簿填", "Enter it from ID card or household register"),
)
def birth_missing(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        if member.birth_date is None:
            yield {"name": member.name}


@rule(
    "birth.in_future",
    Kind.INCONSISTENT,
    subject=BIRTH,
    what=Words(
        "{name}的出生日期写成 {day}，这一天还没到", "{name}'s birth date is entered as {day}, which has not come yet"
    ),
    why=Words(
        "年龄算出来是负的，凡看年龄的都算不了",
        "The age comes out negative, and nothing that goes by age can be reckoned",
    ),
    do=Words("照着身份证或户口簿改", "Put it right from ID card or household register"),
)
def birth_in_future(file: FileOnDay) -> Iterator[Values]:
    for member in file.facts.members:
        if member.birth_date and member.birth_date > file.on:
            yield {"name": member.name, "day": member.birth_date}


@rule(
    "birth.too_long_ago",
    Kind.INCONSISTENT,
    subject=BIRTH,
    what=Words("{name}的出生日期是 {day}，今年该 {age} 岁了", "{name}'s birth date is {day}, which makes {age} years"),
    why=Words(
        "过了 {oldest} 岁，多半是年份抄错，或者人已经不在了",
        "Over {oldest} the year is likely a slip, or the person has passed away",
    ),
    do=Words("看身份证；人不在了，就记下哪天走的", "See the ID card; if they have passed away, enter the day"),
)
def birth_too_long_ago(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        age = member.age_on(file.on)
        if age is not None and age > file.limits.oldest_age:
            yield {"name": member.name, "day": member.birth_date, "age": age, "oldest": file.limits.oldest_age}


@rule(
    "stay.backwards",
    Kind.INCONSISTENT,
    subject=Words("来去的日子", "Days of joining and leaving"),
    what=Words(
        "{name}：{later}（{later_day}）记在了{earlier}（{earlier_day}）前面",
        "{name}: {later} ({later_day}) is entered before {earlier} ({earlier_day})",
    ),
    why=Words("哪天算几口人，就靠这两个日子", "How many heads count on a day hangs on these days"),
    do=Words("问清哪天来、哪天走的，改过来", "Ask on which day they came and left, and put it right"),
)
def stay_backwards(file: FileOnDay) -> Iterator[Values]:
    born, joined, left = Words("出生", "birth"), Words("进户", "joining"), Words("离户", "leaving")
    for member in file.facts.members:
        order = [(born, member.birth_date), (joined, member.joined_on), (left, member.left_on)]
        known = [(words, day) for words, day in order if day is not None]
        for (earlier, earlier_day), (later, later_day) in pairwise(known):
            if later_day < earlier_day:
                yield {
                    "name": member.name,
                    "earlier": earlier,
                    "earlier_day": earlier_day,
                    "later": later,
                    "later_day": later_day,
                }
