"""What a rule is: a pure function from a file on a day to what it found, with its words beside it, in one register."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from xinlu.kernel.words import Words
from xinlu.practice.file_facts import FileFacts, MemberFacts
from xinlu.practice.vocabulary import Choice, Relation

Values = dict[str, object]
"""What fills the {places} in a rule's words."""


class Kind(Choice):
    """Missing: nobody entered it. Stale: entered, but too long ago. Inconsistent: two entries, or an entry and what the
    place demands, do not agree."""

    INCONSISTENT = "inconsistent", "对不上", "does not agree"
    MISSING = "missing", "缺", "missing"
    STALE = "stale", "旧", "out of date"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLimits:
    """The days and limits that the rules go by. A place may set each for itself; these hold where it has not.

    Of law: school from 6 for nine years (Compulsory Education Law, Art. 2 and 11), no work under 16 (Labour Law,
    Art. 15), adult at 18 (Civil Code, Art. 17), rural pension at 60 (State Council, Guofa 2014 No. 8). Of the
    registration form: two further causes, three fuels. The rest are plain bounds beyond which one asks again.
    """

    file_days: int = 183
    grade_days: int = 365
    school_year_month: int = 9
    insurance_year_month: int = 1
    further_causes_most: int = 2
    fuels_most: int = 3
    adult_age: int = 18
    spouse_age_least: int = 18
    parent_gap_years: int = 12
    oldest_age: int = 120
    school_age_from: int = 6
    school_age_to: int = 15
    pupil_age_most: int = 24
    student_age_most: int = 40
    upper_school_age_least: int = 10
    work_age_from: int = 16
    elder_age: int = 75
    pension_age_from: int = 60
    house_m2_per_head_least: int = 8
    house_m2_per_head_most: int = 150
    market_distance_most_m: int = 100_000


@dataclass(frozen=True)
class FileOnDay:
    """A file looked at on one day, under the limits of its place."""

    facts: FileFacts
    on: date
    limits: FileLimits

    @cached_property
    def present(self) -> tuple[MemberFacts, ...]:
        """The members of that day: those who have left are not judged."""
        return tuple(member for member in self.facts.members if member.belongs_on(self.on))

    @cached_property
    def heads(self) -> tuple[MemberFacts, ...]:
        """Those entered as head; exactly one where the file is in order."""
        return self.related(Relation.HEAD)

    def related(self, *relations: Relation) -> tuple[MemberFacts, ...]:
        """Present members of these relations to the head."""
        return tuple(member for member in self.present if member.relation in relations)

    def aged(self) -> Iterator[tuple[MemberFacts, int]]:
        """Present members with their age, where it is known and possible."""
        return iter(self._aged)

    @cached_property
    def _aged(self) -> tuple[tuple[MemberFacts, int], ...]:
        ages = ((member, member.age_on(self.on)) for member in self.present)
        return tuple((member, age) for member, age in ages if age is not None and 0 <= age <= self.limits.oldest_age)

    def year_began(self, month: int) -> date:
        """The first day of the year that runs on this day and begins with `month`."""
        return date(self.on.year - (self.on.month < month), month, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One place of a file to complete, look at again or ask about: where, what, why it matters, what to do."""

    code: str
    kind: Kind
    subject: Words
    what: Words
    why: Words
    do: Words
    guarantee: bool


Look = Callable[[FileOnDay], Iterator[Values]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule and its words; `guarantee` says that it touches house, school, medical care or water."""

    code: str
    kind: Kind
    subject: Words
    what: Words
    why: Words
    do: Words
    guarantee: bool
    look: Look

    def findings(self, file: FileOnDay) -> Iterator[Finding]:
        """What the rule finds in a file, in words."""
        for values in self.look(file):
            yield Finding(
                code=self.code,
                kind=self.kind,
                subject=self.subject.filled(**values),
                what=self.what.filled(**values),
                why=self.why.filled(**values),
                do=self.do.filled(**values),
                guarantee=self.guarantee,
            )


RULES: dict[str, Rule] = {}
"""Every rule by its code."""


def rule(
    code: str, kind: Kind, *, subject: Words, what: Words, why: Words, do: Words, guarantee: bool = False
) -> Callable[[Look], Look]:
    """Enters the function below it into RULES; it yields one mapping of values for each thing it finds."""

    def enter(look: Look) -> Look:
        if code in RULES:
            raise ValueError(f"two rules are called {code}")
        RULES[code] = Rule(
            code=code, kind=kind, subject=subject, what=what, why=why, do=do, guarantee=guarantee, look=look
        )
        return look

    return enter


def listed(words: list[Words]) -> Words:
    """Several words in a row, with the comma of each language."""
    return Words("、".join(one.zh for one in words), ", ".join(one.en for one in words))
