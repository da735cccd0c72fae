"""Medical insurance, pension insurance and the subsistence allowance."""

from __future__ import annotations

from collections.abc import Iterator

from xinlu.kernel.words import Words
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, listed, rule

MEDICAL = Words("医保", "Medical insurance")


@rule(
    "insurance.unknown",
    Kind.MISSING,
    subject=MEDICAL,
    what=Words("{name}参没参医保，没填", "Whether {name} is medically insured is not entered"),
    why=Words("看病有没有保障，说不清", "Whether illness is covered cannot be said"),
    do=Words("问户里今年交了没有，查一下缴费单", "Ask whether this year was paid; see the receipt"),
    guarantee=True,
)
def insurance_unknown(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        if member.medical_insurance is None:
            yield {"name": member.name}


@rule(
    "insurance.nobody",
    Kind.INCONSISTENT,
    subject=MEDICAL,
    what=Words("全家 {count} 口人，医保填的都是“否”", "Nobody of the household ({count}) is entered as insured"),
    why=Words(
        "一个人生大病，全家就垮；也可能是赶着填的", "One grave illness would ruin them; or it was entered in a hurry"
    ),
    do=Words(
        "一个一个问；真没参的，今天就帮着问怎么补缴、该不该代缴",
        "Ask about each; if it is so, find out today how to join and whether the fee is paid for them",
    ),
    guarantee=True,
)
def nobody_insured(file: FileOnDay) -> Iterator[Values]:
    if file.present and all(member.medical_insurance is False for member in file.present):
        yield {"count": len(file.present)}


@rule(
    "insurance.some_not",
    Kind.INCONSISTENT,
    subject=MEDICAL,
    what=Words("{names}没参医保，家里别人参了", "Not medically insured, while others of the household are: {names}"),
    why=Words("看病的保障要人人都有才算过", "The medical guarantee is met only when everybody is insured"),
    do=Words("问清是没交、在外地交了，还是填错了", "Ask whether it was not paid, paid elsewhere, or a slip"),
    guarantee=True,
)
def some_not_insured(file: FileOnDay) -> Iterator[Values]:
    without = [member for member in file.present if member.medical_insurance is False]
    if without and len(without) < len(file.present):
        yield {"names": listed([Words(member.name, member.name) for member in without])}


@rule(
    "insurance.last_year",
    Kind.STALE,
    subject=MEDICAL,
    what=Words(
        "医保是 {day} 填的，一年一交，今年交没交不知道",
        "Insurance was entered on {day}; it is paid yearly, and this year is not known",
    ),
    why=Words("断缴了要等一阵才能报销", "After a lapse one waits before anything is refunded"),
    do=Words("问户里今年交了没有，一个一个问", "Ask about each member whether this year was paid"),
    guarantee=True,
)
def insurance_of_last_year(file: FileOnDay) -> Iterator[Values]:
    made_on = file.facts.made_on
    entered = any(member.medical_insurance is not None for member in file.present)
    if entered and made_on is not None and made_on < file.year_began(file.limits.insurance_year_month):
        yield {"day": made_on}


@rule(
    "pension.elder_without",
    Kind.INCONSISTENT,
    subject=Words("养老保险", "Pension insurance"),
    what=Words("{name} {age} 岁了，养老保险填的是“否”", "{name} is {age} and entered without pension insurance"),
    why=Words(
        "满 {least} 岁的老人按月该有养老金，漏了就是少了收入",
        "From {least} a monthly pension is due; if missed, it is income lost",
    ),
    do=Words(
        "问老人家有没有领钱，看存折；没参的，帮着去社保问",
        "Ask whether money comes, see the passbook; if not insured, help to ask the office",
    ),
)
def elder_without_pension(file: FileOnDay) -> Iterator[Values]:
    for member, age in file.aged():
        if member.pension_insurance is False and age >= file.limits.pension_age_from:
            yield {"name": member.name, "age": age, "least": file.limits.pension_age_from}


@rule(
    "allowance.partly",
    Kind.INCONSISTENT,
    subject=Words("低保", "Subsistence allowance"),
    what=Words("{with_names}吃低保，{without_names}不吃", "On the allowance: {with_names}; not: {without_names}"),
    why=Words(
        "低保一般按户给；只给一个人的也有，要有文件",
        "It is granted to whole households as a rule; a single person is possible, but there is a paper for it",
    ),
    do=Words("看低保证上写了哪几个人，照证填", "See who is named on the certificate and enter it so"),
)
def allowance_for_some(file: FileOnDay) -> Iterator[Values]:
    names = {
        held: [Words(member.name, member.name) for member in file.present if member.subsistence_allowance is held]
        for held in (True, False)
    }
    if names[True] and names[False]:
        yield {"with_names": listed(names[True]), "without_names": listed(names[False])}
