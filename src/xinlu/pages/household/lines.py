"""The lines of an account as a household's page shows them: numbered, with amounts without a sign, and what was before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from uuid import UUID

from xinlu.casework.models import IncomeLine
from xinlu.casework.selectors.accounts import AccountView, LineView, reckoned
from xinlu.income import answers as income_answers
from xinlu.income.kinds import Source
from xinlu.income.rules import Ruling
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.pages.household.forms import CHANGED
from xinlu.pages.household.sentences import said_day, said_how
from xinlu.recognition.selectors.answers import GivenAnswer, answers_about, chosen_of
from xinlu.records.selectors.chains import versions_of_each


@dataclass(frozen=True, slots=True)
class Before:
    """A version of a line that was corrected: its amount in fen, the new one's, when, and what was said of the old one."""

    amount_fen: int
    new_fen: int
    changed_on: Words
    answer: GivenAnswer | None


@dataclass(frozen=True)
class Earlier:
    """What the corrected lines of an account were before, and what was said of that: asked for once for all of them."""

    view: AccountView

    @cached_property
    def versions(self) -> dict[UUID, list[IncomeLine]]:
        """Of each corrected line its versions, newest first."""
        return versions_of_each([each.record for each in self.view.lines if each.record.supersedes])

    @cached_property
    def given(self) -> dict[UUID, list[GivenAnswer]]:
        """The answers to the versions that were corrected."""
        return answers_about([old.pk for chain in self.versions.values() for old in chain[1:]])


@dataclass(frozen=True)
class ShownLine:
    """One line under its number. Amounts are fen as spoken: of money spent, how much was spent."""

    number: int
    view: LineView
    ruling: Ruling
    earlier: Earlier

    @property
    def spends(self) -> bool:
        return self.view.kind.source.spends

    @property
    def is_netted(self) -> bool:
        """Whether its amount is what was left after a cost."""
        return not self.spends and self.view.line.cost_fen > 0

    @property
    def amount_fen(self) -> int:
        return spoken_fen(self.view.net_fen, spends=self.spends)

    @property
    def own_fen(self) -> int | None:
        own = self.view.own_fen
        return None if own is None else spoken_fen(own, spends=self.spends)

    @property
    def how(self) -> Words:
        return said_how(self.view.line)

    @property
    def state(self) -> str:
        """yes, no, later (she cannot remember) or unseen; a line corrected after she said "not so" is to be seen anew."""
        if self.view.is_unsure:
            return "later"
        if self.view.carried or self.view.state is income_answers.Answer.UNANSWERED:
            return "unseen"
        return "yes" if self.view.state is income_answers.Answer.RECOGNISED else "no"

    @property
    def is_left_out(self) -> bool:
        """Whether a counting rule keeps it out of the total; spending on illness and school stands apart anyway."""
        return not self.ruling.counts and self.view.kind.source is not Source.RIGID_SPENDING

    @property
    def versions(self) -> list[UUID]:
        """Itself and the lines that it corrects, newest first."""
        if self.view.record.supersedes is None:
            return [self.view.record.pk]
        return [each.pk for each in self.earlier.versions[self.view.record.pk]]

    @cached_property
    def written_on(self) -> Words:
        return said_day(_day(self.view.record), today=clock.today())

    @cached_property
    def before(self) -> list[Before]:
        """The versions that this line corrects, oldest first."""
        if self.view.record.supersedes is None:
            return []
        chain = self.earlier.versions[self.view.record.pk]
        return [
            Before(
                amount_fen=spoken_fen(reckoned(old).net_fen, spends=self.spends),
                new_fen=spoken_fen(reckoned(new).net_fen, spends=self.spends),
                changed_on=said_day(_day(new), today=clock.today()),
                answer=chosen_of(self.earlier.given.get(old.pk, []), digest=old.digest),
            )
            for new, old in reversed(list(pairwise(chain)))
        ]


def shown_lines(view: AccountView) -> list[ShownLine]:
    """The account's lines under their numbers, from 1."""
    earlier = Earlier(view)
    return [ShownLine(number, each, view.rules.ruling(each.kind), earlier) for number, each in enumerate(view.lines, 1)]


def next_unseen(lines: Sequence[ShownLine], *, after: int = 0) -> ShownLine | None:
    """The first line after that number of which nothing was said yet, else the first of all; None when all were seen."""
    unseen = [line for line in lines if line.state == "unseen"]
    return next((line for line in unseen if line.number > after), unseen[0] if unseen else None)


def line_shown(lines: Sequence[ShownLine], shown: UUID) -> ShownLine:
    """The line with that id, whatever its number is by now; Refusal where it stands in the account no more."""
    found = next((line for line in lines if line.view.record.pk == shown), None)
    if found is None:
        raise Refusal("recognition.not_current", CHANGED)
    return found


def line_anew(lines: Sequence[ShownLine], shown: UUID | None, *, number: int) -> ShownLine | None:
    """What a refused answer is asked about again: the line, what it became, else what stands at its number now."""
    became = next((line for line in lines if shown in line.versions), None)
    return became or next((line for line in lines if line.number == number), lines[-1] if lines else None)


def spoken_fen(net_fen: int, *, spends: bool) -> int:
    """A net figure as it is spoken: money spent is said without its minus."""
    return -net_fen if spends else net_fen


def _day(record: IncomeLine) -> date:
    return record.made_at.astimezone(clock.PLACE).date()
