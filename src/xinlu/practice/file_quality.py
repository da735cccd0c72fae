"""How complete, how fresh and how consistent a household file is: counts, and findings in words. Never one score."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from xinlu.kernel.words import Words
from xinlu.practice.file_facts import FileFacts
from xinlu.practice.file_rules import (
    causes,
    health,
    house,
    identity,
    insurance,
    items,
    kin,
    people,
    schooling,
    upkeep,
    work,
)
from xinlu.practice.file_rules.rule import RULES, FileLimits, FileOnDay, Finding, Kind, Rule

__all__ = ["RULES", "FileLimits", "FileQuality", "Finding", "Kind", "Rule", "assess_file"]

SUBJECTS = (people, kin, house, schooling, insurance, identity, upkeep, health, work, causes, items)
"""Rule modules, in the order in which a helper would settle what they find: who lives there comes before the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileQuality:
    """A file judged on one day: items asked, filled of them, fresh of the filled; findings, most useful first."""

    on: date
    limits: FileLimits
    asked: int
    filled: int
    fresh: int
    findings: tuple[Finding, ...]

    def of_kind(self, kind: Kind) -> tuple[Finding, ...]:
        """The findings of one kind, in their order."""
        return tuple(finding for finding in self.findings if finding.kind is kind)

    @property
    def inconsistent(self) -> int:
        """How many places do not agree."""
        return len(self.of_kind(Kind.INCONSISTENT))

    @property
    def complete_words(self) -> Words:
        """齐不齐: filled of asked."""
        if self.filled == self.asked:
            return Words("{asked} 项都填了", "all {asked} entered").filled(asked=self.asked)
        words = Words("{filled} / {asked} 项填了，缺 {absent} 项", "{filled} of {asked} entered, {absent} missing")
        return words.filled(filled=self.filled, asked=self.asked, absent=self.asked - self.filled)

    @property
    def fresh_words(self) -> Words:
        """新不新: of what is filled, how much was looked at within the days of the limits."""
        words = Words("{fresh} / {filled} 项近期看过", "{fresh} of {filled} looked at lately")
        return words.filled(fresh=self.fresh, filled=self.filled)

    @property
    def consistent_words(self) -> Words:
        """对不对得上: how many places do not agree."""
        if not self.inconsistent:
            return Words("都对得上", "everything agrees")
        agree = "{count} does not agree" if self.inconsistent == 1 else "{count} do not agree"
        return Words("{count} 处对不上", agree).filled(count=self.inconsistent)


def assess_file(facts: FileFacts, *, on: date, limits: FileLimits) -> FileQuality:
    """The file judged by every rule as of the day `on`.

    Findings that touch a guarantee come first; then what does not agree, what is missing, what is out of date, each in
    the order of SUBJECTS.
    """
    file = FileOnDay(facts, on, limits)
    found = [finding for each in RULES.values() for finding in each.findings(file)]
    asked = list(items.items(file))
    return FileQuality(
        on=on,
        limits=limits,
        asked=len(asked),
        filled=sum(item.filled for item in asked),
        fresh=sum(item.fresh for item in asked),
        findings=tuple(sorted(found, key=_place)),
    )


KINDS = tuple(Kind)
SUBJECT_PLACES = {subject.__name__: place for place, subject in enumerate(SUBJECTS)}


def _place(finding: Finding) -> tuple[bool, int, int]:
    subject = SUBJECT_PLACES[RULES[finding.code].look.__module__]
    return (not finding.guarantee, KINDS.index(finding.kind), subject)
