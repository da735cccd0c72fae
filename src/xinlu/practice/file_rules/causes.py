"""Causes of poverty: one main cause, a few further ones, and members who bear them out."""

from __future__ import annotations

from collections.abc import Iterator

from xinlu.kernel.words import Words
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, rule
from xinlu.practice.vocabulary import CauseOfPoverty, Health, Schooling

CAUSE = Words("致贫原因", "Cause of poverty")
IN_SCHOOL = frozenset(Schooling) - {Schooling.NOT_IN_SCHOOL, Schooling.BEFORE_SCHOOL}


@rule(
    "cause.main_missing",
    Kind.MISSING,
    subject=Words("主要致贫原因", "Main cause of poverty"),
    what=Words("主要致贫原因没填", "The main cause of poverty is not entered"),
    why=Words("不知道穷在哪里，帮什么就定不准", "Without knowing why they are poor, help cannot be aimed"),
    do=Words(
        "跟户里一起想，最难的是哪一样，只选一样", "Think it over with the household and choose the one that weighs most"
    ),
)
def main_cause_missing(file: FileOnDay) -> Iterator[Values]:
    if file.facts.main_cause is None:
        yield {}


@rule(
    "cause.too_many",
    Kind.INCONSISTENT,
    subject=CAUSE,
    what=Words("其他致贫原因选了 {count} 样，最多 {most} 样", "{count} further causes are entered; {most} at most"),
    why=Words("样样都是原因，就看不出先帮哪一样", "When everything is a cause, nothing says what to begin with"),
    do=Words("问户里哪 {most} 样最要紧，别的去掉", "Ask the household which {most} matter most and drop the others"),
)
def too_many_causes(file: FileOnDay) -> Iterator[Values]:
    count, most = len(set(file.facts.further_causes)), file.limits.further_causes_most
    if count > most:
        yield {"count": count, "most": most}


@rule(
    "cause.repeated",
    Kind.INCONSISTENT,
    subject=CAUSE,
    what=Words("“{cause}”填了不止一次", "“{cause}” is entered more than once"),
    why=Words("重复的一样占了别的原因的位置", "The repeated one takes the place of another cause"),
    do=Words("去掉重的，问问还有没有别的原因", "Drop the repetition and ask whether there is another cause"),
)
def repeated_cause(file: FileOnDay) -> Iterator[Values]:
    entered = [cause for cause in (file.facts.main_cause, *file.facts.further_causes) if cause is not None]
    for cause in dict.fromkeys(entered):
        if entered.count(cause) > 1:
            yield {"cause": cause.words}


def _is_cause(file: FileOnDay, cause: CauseOfPoverty) -> bool:
    return cause == file.facts.main_cause or cause in file.facts.further_causes


@rule(
    "cause.schooling_without_pupil",
    Kind.INCONSISTENT,
    subject=CAUSE,
    what=Words(
        "致贫原因有“因学”，可家里没有人在上学", "Schooling is a cause, yet nobody in the household is in school"
    ),
    why=Words(
        "因学是说家里有人上学花钱；毕业了，原因就变了",
        "It means the cost of a child in school; with school over, the cause is another",
    ),
    do=Words(
        "问清谁在上学；都毕业了，就跟户里重新定原因",
        "Ask who is in school; if all have finished, settle the cause anew with the household",
    ),
)
def schooling_without_pupil(file: FileOnDay) -> Iterator[Values]:
    known = [member.schooling for member in file.present]
    if _is_cause(file, CauseOfPoverty.SCHOOLING) and known and None not in known and not IN_SCHOOL.intersection(known):
        yield {}


@rule(
    "cause.illness_without_ill",
    Kind.INCONSISTENT,
    subject=CAUSE,
    what=Words("致贫原因有“因病”，可每个人都填的“健康”", "Illness is a cause, yet everybody is entered as healthy"),
    why=Words("有病没填，大病、慢病的政策就轮不上", "If an illness is not entered, the support for it never comes"),
    do=Words(
        "问清谁病过、现在怎么样，看病历再填", "Ask who was ill and how they are now; look at the papers and enter it"
    ),
)
def illness_without_ill(file: FileOnDay) -> Iterator[Values]:
    known = {member.health for member in file.present}
    if _is_cause(file, CauseOfPoverty.ILLNESS) and known == {Health.HEALTHY}:
        yield {}


@rule(
    "cause.disability_without_disabled",
    Kind.INCONSISTENT,
    subject=CAUSE,
    what=Words("致贫原因有“因残”，可没有人填“残疾”", "Disability is a cause, yet nobody is entered as disabled"),
    why=Words(
        "残疾人的补贴要看人，人没填就算不出", "The allowances are reckoned by person; with nobody entered, none can be"
    ),
    do=Words(
        "问清是谁，看残疾证，把健康状况和证号填上",
        "Ask who it is, look at the certificate, and enter health and number",
    ),
)
def disability_without_disabled(file: FileOnDay) -> Iterator[Values]:
    known = [member.health for member in file.present]
    certificate = any(member.disability_certificate for member in file.present)
    if (
        _is_cause(file, CauseOfPoverty.DISABILITY)
        and known
        and None not in known
        and Health.DISABLED not in known
        and not certificate
    ):
        yield {}
