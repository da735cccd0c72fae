"""The file as a whole: who said it and when, whether anybody has looked since, and what stands beside it."""

from __future__ import annotations

from collections.abc import Iterator

from xinlu.kernel.words import Words
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, rule

WHOLE = Words("整个档案", "The whole file")
PHONE = Words("电话", "Phone")


@rule(
    "account.heads_differ",
    Kind.INCONSISTENT,
    subject=Words("人口", "Heads"),
    what=Words(
        "收入账按 {heads} 口人算，档案上 {day} 那天是 {count} 口人",
        "The income account counts {heads} heads; on {day} the file had {count}",
    ),
    why=Words("多一口少一口，人均就差一大截", "One head more or less changes income per head a good deal"),
    do=Words("问户里那天家里几口人，把错的一边改过来", "Ask how many they were that day, and put the wrong one right"),
)
def account_heads_differ(file: FileOnDay) -> Iterator[Values]:
    heads, day = file.facts.account_heads, file.facts.account_on
    if heads is None or day is None:
        return
    count = sum(member.belongs_on(day) for member in file.facts.members)
    if heads != count:
        yield {"heads": heads, "day": day, "count": count}


@rule(
    "file.in_future",
    Kind.INCONSISTENT,
    subject=WHOLE,
    what=Words("档案写的是 {day} 记的，这一天还没到", "The file says it was made on {day}, which has not come yet"),
    why=Words("日子不对，新不新就说不清", "With a wrong day nobody knows how fresh it is"),
    do=Words("看看手机的日期对不对，再记一遍", "See whether the phone's date is right, and enter it again"),
)
def file_in_future(file: FileOnDay) -> Iterator[Values]:
    if file.facts.made_on is not None and file.facts.made_on > file.on:
        yield {"day": file.facts.made_on}


@rule(
    "helper.none",
    Kind.MISSING,
    subject=Words("帮扶人", "Helper"),
    what=Words("这户现在没有人负责", "Nobody answers for this household now"),
    why=Words("有事没人找，档案也没人管", "There is nobody to turn to, and nobody keeps the file"),
    do=Words("请乡里今天就定一个人", "Ask the township to name somebody today"),
)
def no_helper(file: FileOnDay) -> Iterator[Values]:
    if file.facts.has_helper is False:
        yield {}


@rule(
    "phone.missing",
    Kind.MISSING,
    subject=PHONE,
    what=Words("电话没填", "No phone is entered"),
    why=Words("有急事找不到人，回访也打不通", "They cannot be reached in need, nor called back"),
    do=Words(
        "问一个号；真没有电话，就照实记“没有”", "Ask for a number; if there is no phone, enter that there is none"
    ),
)
def phone_missing(file: FileOnDay) -> Iterator[Values]:
    if file.facts.has_phone is None:
        yield {}


@rule(
    "phone.none",
    Kind.MISSING,
    subject=PHONE,
    what=Words("家里没有电话", "The household has no phone"),
    why=Words("停水、生病了没法叫人", "Without water or in illness they cannot call anybody"),
    do=Words("记下谁家能帮着捎话", "Enter which neighbour can pass on a word"),
)
def no_phone(file: FileOnDay) -> Iterator[Values]:
    if file.facts.has_phone is False:
        yield {}


@rule(
    "file.said_by_missing",
    Kind.MISSING,
    subject=WHOLE,
    what=Words("没写是家里谁说的", "It is not entered who of the household said it"),
    why=Words("说法不一样的时候，不知道该回头问谁", "When two versions differ, nobody knows whom to ask"),
    do=Words("下次走访时当面问，写上是谁说的", "Ask face to face at the next visit, and enter who said it"),
)
def said_by_missing(file: FileOnDay) -> Iterator[Values]:
    if not file.facts.said_by:
        yield {}


@rule(
    "file.undated",
    Kind.MISSING,
    subject=WHOLE,
    what=Words("没写是哪天记的", "It is not entered on which day it was made"),
    why=Words("不知道是哪年的情况，就不敢照着办", "Nobody dares to act on it without knowing of which year it is"),
    do=Words("到户里从头问一遍，记上今天", "Ask everything again at their home, and enter that day"),
)
def file_undated(file: FileOnDay) -> Iterator[Values]:
    if file.facts.made_on is None:
        yield {}


@rule(
    "file.old",
    Kind.STALE,
    subject=WHOLE,
    what=Words(
        "档案是 {day} 记的，{days} 天没人看过了", "The file was made on {day}; nobody has looked for {days} days"
    ),
    why=Words("家里有人生病、出门、添人，档案都不知道", "Illness, a departure, a birth: the file knows nothing of it"),
    do=Words("去户里坐下来，从头对一遍", "Sit down with the household and go through it from the beginning"),
)
def file_old(file: FileOnDay) -> Iterator[Values]:
    made_on = file.facts.made_on
    if made_on is not None and (file.on - made_on).days > file.limits.file_days:
        yield {"day": made_on, "days": (file.on - made_on).days}
