"""Who belongs to the household: a head, their kin at possible ages, dates in a possible order."""

from __future__ import annotations

from collections.abc import Iterator

from xinlu.kernel.words import Words
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, listed, rule
from xinlu.practice.vocabulary import Relation, Sex

HEAD = Words("户主", "Head of household")
RELATION = Words("与户主关系", "Relation to head")
BIRTH = Words("出生日期", "Birth date")
CHILDREN = (Relation.SON, Relation.DAUGHTER)
PARENTS = (Relation.FATHER, Relation.MOTHER)
SEX_OF = {
    **dict.fromkeys(
        (
            Relation.SON,
            Relation.SON_IN_LAW,
            Relation.SONS_SON,
            Relation.DAUGHTERS_SON,
            Relation.FATHER,
            Relation.WIFES_FATHER,
            Relation.HUSBANDS_FATHER,
            Relation.FATHERS_FATHER,
            Relation.MOTHERS_FATHER,
        ),
        Sex.MALE,
    ),
    **dict.fromkeys(
        (
            Relation.DAUGHTER,
            Relation.DAUGHTER_IN_LAW,
            Relation.SONS_DAUGHTER,
            Relation.DAUGHTERS_DAUGHTER,
            Relation.MOTHER,
            Relation.WIFES_MOTHER,
            Relation.HUSBANDS_MOTHER,
            Relation.FATHERS_MOTHER,
            Relation.MOTHERS_MOTHER,
        ),
        Sex.FEMALE,
    ),
}


@rule(
    "people.none",
    Kind.MISSING,
    subject=Words("家里人", "Members"),
    what=Words("家里一个人也没记", "No member is entered"),
    why=Words("没有人，人均和保障都算不了", "Without people neither income per head nor any guarantee can be reckoned"),
    do=Words("照着户口簿，问清现在谁住在一起，一个一个记", "With the household register, ask who lives here now, and enter each"),
)
def no_members(file: FileOnDay) -> Iterator[Values]:
    if not file.present:
        yield {}


@rule(
    "head.missing",
    Kind.MISSING,
    subject=HEAD,
    what=Words("{count} 口人里没有一个填的是户主", "Of {count} members none is entered as head"),
    why=Words("别人的关系都是对着户主说的，没有户主就说不清", "Every relation is told from the head; without one they mean nothing"),
    do=Words("看户口簿第一页，把户主填上", "See the first page of the household register and enter the head"),
)
def head_missing(file: FileOnDay) -> Iterator[Values]:
    if file.present and not file.heads:
        yield {"count": len(file.present)}


@rule(
    "head.several",
    Kind.INCONSISTENT,
    subject=HEAD,
    what=Words("{names} 都填成了户主", "{names} are all entered as head"),
    why=Words("一户只有一个户主；也许是两户并在了一起", "A household has one head; perhaps two households were put together"),
    do=Words("看户口簿，留一个，别人改成跟户主的关系", "See the register, keep one, and give the others their relation"),
)
def several_heads(file: FileOnDay) -> Iterator[Values]:
    if len(file.heads) > 1:
        yield {"names": listed([Words(head.name, head.name) for head in file.heads])}


@rule(
    "head.minor",
    Kind.INCONSISTENT,
    subject=HEAD,
    what=Words("户主 {name} 才 {age} 岁", "The head, {name}, is {age}"),
    why=Words("孩子当户主，要么填错了，要么家里没有大人、得赶紧有人管", "Either it is a slip, or there is no adult and somebody must look after the child at once"),
    do=Words("问清家里有没有大人；没有，马上报乡里", "Ask whether there is an adult; if not, tell the township at once"),
)
def head_is_minor(file: FileOnDay) -> Iterator[Values]:
    for member, age in file.aged():
        if member.relation is Relation.HEAD and age < file.limits.adult_age:
            yield {"name": member.name, "age": age}


@rule(
    "spouse.too_young",
    Kind.INCONSISTENT,
    subject=RELATION,
    what=Words("{name} 填的是户主的配偶，可才 {age} 岁", "{name} is entered as the head's spouse, but is {age}"),
    why=Words("多半是关系或出生日期填错了，年龄错了，政策也跟着错", "Relation or birth date is likely a slip, and what depends on age goes wrong with it"),
    do=Words("看户口簿，把关系和出生日期对一遍", "Compare relation and birth date with the household register"),
)
def spouse_too_young(file: FileOnDay) -> Iterator[Values]:
    for member, age in file.aged():
        if member.relation is Relation.SPOUSE and age < file.limits.spouse_age_least:
            yield {"name": member.name, "age": age}


@rule(
    "spouse.several",
    Kind.INCONSISTENT,
    subject=RELATION,
    what=Words("{names} 都填成了户主的配偶", "{names} are all entered as the head's spouse"),
    why=Words("户主只能有一个配偶，别的多半是儿媳或女婿", "The head has one spouse; the others are likely sons' wives or daughters' husbands"),
    do=Words("看户口簿，把关系改对", "Put the relation right from the household register"),
)
def several_spouses(file: FileOnDay) -> Iterator[Values]:
    spouses = file.related(Relation.SPOUSE)
    if len(spouses) > 1:
        yield {"names": listed([Words(spouse.name, spouse.name) for spouse in spouses])}


@rule(
    "child.too_old",
    Kind.INCONSISTENT,
    subject=RELATION,
    what=Words("{name} 填的是户主的{relation}，{age} 岁；户主 {head} {head_age} 岁", "{name}, {age}, is entered as the head's {relation}; the head, {head}, is {head_age}"),
    why=Words("孩子不会比户主大，也不会只差几岁：关系或出生日期错了一样", "A child is not older than the head, nor a few years younger: relation or birth date is wrong"),
    do=Words("看户口簿，把两个人的出生日期和关系对一遍", "Compare both birth dates and the relation with the household register"),
)
def child_too_old(file: FileOnDay) -> Iterator[Values]:
    yield from _kin_too_close(file, CHILDREN, head_is_older=True)


@rule(
    "parent.too_young",
    Kind.INCONSISTENT,
    subject=RELATION,
    what=Words("{name} 填的是户主的{relation}，{age} 岁；户主 {head} {head_age} 岁", "{name}, {age}, is entered as the head's {relation}; the head, {head}, is {head_age}"),
    why=Words("父母至少要比户主大十几岁：关系或出生日期错了一样", "A parent is a good dozen years older than the head: relation or birth date is wrong"),
    do=Words("看户口簿，把两个人的出生日期和关系对一遍", "Compare both birth dates and the relation with the household register"),
)
def parent_too_young(file: FileOnDay) -> Iterator[Values]:
    yield from _kin_too_close(file, PARENTS, head_is_older=False)


def _kin_too_close(file: FileOnDay, relations: tuple[Relation, ...], *, head_is_older: bool) -> Iterator[Values]:
    head = file.heads[0] if len(file.heads) == 1 else None
    head_age = head.age_on(file.on) if head else None
    if head is None or head_age is None:
        return
    for member, age in file.aged():
        gap = head_age - age if head_is_older else age - head_age
        if member.relation is not None and member.relation in relations and gap < file.limits.parent_gap_years:
            yield {
                "name": member.name,
                "age": age,
                "relation": member.relation.words,
                "head": head.name,
                "head_age": head_age,
            }


@rule(
    "relation.sex",
    Kind.INCONSISTENT,
    subject=RELATION,
    what=Words("{name} 填的是户主的{relation}，性别却是{sex}", "{name} is entered as the head's {relation}, but as {sex}"),
    why=Words("两样错了一样，打出来的表就不能用", "One of the two is wrong, and every form printed from it with it"),
    do=Words("看身份证或户口簿，把错的一样改过来", "See ID card or household register and put the wrong one right"),
)
def relation_against_sex(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        expected = SEX_OF.get(member.relation) if member.relation else None
        if member.relation and member.sex and expected and member.sex is not expected:
            yield {"name": member.name, "relation": member.relation.words, "sex": member.sex.words}


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
    what=Words("{name}的出生日期写成 {day}，这一天还没到", "{name}'s birth date is entered as {day}, which has not come yet"),
    why=Words("年龄算出来是负的，凡看年龄的都算不了", "The age comes out negative, and nothing that goes by age can be reckoned"),
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
    why=Words("过了 {oldest} 岁，多半是年份抄错，或者人已经不在了", "Over {oldest} the year is likely a slip, or the person has passed away"),
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
    what=Words("{name}：{later}（{later_day}）记在了{earlier}（{earlier_day}）前面", "{name}: {later} ({later_day}) is entered before {earlier} ({earlier_day})"),
    why=Words("哪天算几口人，就靠这两个日子", "How many heads count on a day hangs on these days"),
    do=Words("问清哪天来、哪天走的，改过来", "Ask on which day they came and left, and put it right"),
)
def stay_backwards(file: FileOnDay) -> Iterator[Values]:
    born, joined, left = Words("出生", "birth"), Words("进户", "joining"), Words("离户", "leaving")
    for member in file.facts.members:
        order = [(born, member.birth_date), (joined, member.joined_on), (left, member.left_on)]
        known = [(words, day) for words, day in order if day is not None]
        for (earlier, earlier_day), (later, later_day) in zip(known, known[1:], strict=False):
            if later_day < earlier_day:
                yield {
                    "name": member.name,
                    "earlier": earlier,
                    "earlier_day": earlier_day,
                    "later": later,
                    "later_day": later_day,
                }
