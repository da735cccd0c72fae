"""Kin of the head: spouse, children and parents at possible ages and of the sex that the relation says."""

from __future__ import annotations

from collections.abc import Iterator

from xinlu.kernel.words import Words
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, listed, rule
from xinlu.practice.vocabulary import Relation, Sex

RELATION = Words("与户主关系", "Relation to head")
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
    "spouse.too_young",
    Kind.INCONSISTENT,
    subject=RELATION,
    what=Words("{name}填的是户主的配偶，可才 {age} 岁", "{name} is entered as the head's spouse, but is {age}"),
    why=Words(
        "多半是关系或出生日期填错了，年龄错了，政策也跟着错",
        "Relation or birth date is likely a slip, and what depends on age goes wrong with it",
    ),
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
    what=Words("{names}都填成了户主的配偶", "{names} are all entered as the head's spouse"),
    why=Words(
        "户主只能有一个配偶，别的多半是儿媳或女婿",
        "The head has one spouse; the others are likely sons' wives or daughters' husbands",
    ),
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
    what=Words(
        "{name}填的是户主“{relation}”，{age} 岁；户主{head} {head_age} 岁",
        "{name}, {age}, is entered as the head's {relation}; the head, {head}, is {head_age}",
    ),
    why=Words(
        "孩子不会比户主大，也不会只差几岁：关系或出生日期错了一样",
        "A child is not older than the head, nor a few years younger: relation or birth date is wrong",
    ),
    do=Words(
        "看户口簿，把两个人的出生日期和关系对一遍",
        "Compare both birth dates and the relation with the household register",
    ),
)
def child_too_old(file: FileOnDay) -> Iterator[Values]:
    yield from _kin_too_close(file, CHILDREN, head_is_older=True)


@rule(
    "parent.too_young",
    Kind.INCONSISTENT,
    subject=RELATION,
    what=Words(
        "{name}填的是户主“{relation}”，{age} 岁；户主{head} {head_age} 岁",
        "{name}, {age}, is entered as the head's {relation}; the head, {head}, is {head_age}",
    ),
    why=Words(
        "父母至少要比户主大十几岁：关系或出生日期错了一样",
        "A parent is a good dozen years older than the head: relation or birth date is wrong",
    ),
    do=Words(
        "看户口簿，把两个人的出生日期和关系对一遍",
        "Compare both birth dates and the relation with the household register",
    ),
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
    what=Words(
        "{name}填的是户主“{relation}”，性别却是{sex}", "{name} is entered as the head's {relation}, but as {sex}"
    ),
    why=Words("两样错了一样，打出来的表就不能用", "One of the two is wrong, and every form printed from it with it"),
    do=Words("看身份证或户口簿，把错的一样改过来", "See ID card or household register and put the wrong one right"),
)
def relation_against_sex(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        expected = SEX_OF.get(member.relation) if member.relation else None
        if member.relation and member.sex and expected and member.sex is not expected:
            yield {"name": member.name, "relation": member.relation.words, "sex": member.sex.words}
