"""Health and disability certificates, each borne out by the other."""

from __future__ import annotations

from collections.abc import Iterator

from xinlu.kernel.words import Words
from xinlu.practice.file_rules.rule import FileOnDay, Kind, Values, rule
from xinlu.practice.vocabulary import Health

CERTIFICATE = Words("残疾证号", "Disability certificate")


@rule(
    "health.missing",
    Kind.MISSING,
    subject=Words("健康状况", "Health"),
    what=Words("{name}的健康状况没填", "The health of {name} is not entered"),
    why=Words("慢病签约、大病报销轮不轮得上，看这一格", "Care for chronic and grave illness depends on it"),
    do=Words("问问身体怎么样，有病历看病历", "Ask how they are; see the medical papers if there are any"),
)
def health_missing(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        if member.health is None:
            yield {"name": member.name}


@rule(
    "disability.certificate_missing",
    Kind.MISSING,
    subject=CERTIFICATE,
    what=Words("{name}填了残疾，证号没填", "{name} is entered as disabled, without certificate number"),
    why=Words("两项残疾补贴算不出该不该有", "Whether the two disability allowances are due cannot be reckoned"),
    do=Words(
        "走访时看证；没有证的，帮着去办", "See the certificate at the next visit; if there is none, help to get one"
    ),
)
def certificate_missing(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        if member.health is Health.DISABLED and not member.disability_certificate:
            yield {"name": member.name}


@rule(
    "disability.certificate_without",
    Kind.INCONSISTENT,
    subject=CERTIFICATE,
    what=Words(
        "{name}有残疾证号，健康状况填的却是“{health}”", "{name} has a certificate number, but health is “{health}”"
    ),
    why=Words(
        "按“{health}”算，残疾人的补贴就漏了", "Reckoned as “{health}”, the allowances for disabled people are missed"
    ),
    do=Words(
        "看残疾证和病历，问清楚，把不对的一格改过来",
        "See certificate and medical papers, ask, and put the wrong one right",
    ),
)
def certificate_without_disability(file: FileOnDay) -> Iterator[Values]:
    for member in file.present:
        if member.disability_certificate and member.health is Health.HEALTHY:
            yield {"name": member.name, "health": member.health.words}
