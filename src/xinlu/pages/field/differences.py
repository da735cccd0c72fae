"""Two versions of one account side by side: what each says where they part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from xinlu.casework.models import IncomeAccount
from xinlu.casework.selectors.accounts import AccountView, LineView, view_of
from xinlu.income.kinds import Kind, kinds
from xinlu.kernel import clock
from xinlu.kernel.words import Words
from xinlu.pages.field.sentences import said_date


@dataclass(frozen=True)
class Version:
    """One of the rival versions: who wrote it, when, and what it comes to."""

    view: AccountView
    letter: str

    @property
    def account(self) -> IncomeAccount:
        return self.view.account

    @property
    def author(self) -> str:
        return self.account.author.name if self.account.author else ""

    @property
    def written(self) -> Words:
        """The day and time of its receipt, in China."""
        at = self.account.received_at.astimezone(clock.PLACE)
        day = said_date(at.date())
        return Words(f"{day.zh} {at:%H:%M}", f"{day.en}, {at:%H:%M}")

    @property
    def answers(self) -> int:
        """How many of its lines the household has answered."""
        return self.view.figures.lines - self.view.figures.lines_unanswered


@dataclass(frozen=True, slots=True)
class Difference:
    """A line on which the versions part: what each says, None where it has none such."""

    kind: Kind
    lines: tuple[LineView | None, ...]


def versions_of(rivals: Sequence[IncomeAccount]) -> list[Version]:
    """The rival versions, first received first, each under a letter."""
    return [Version(view_of(account), letter) for letter, account in zip("ABCDEFGH", rivals, strict=False)]


def differences(versions: Sequence[Version]) -> list[Difference]:
    """The lines on which the versions part, kind by kind in the order in which kinds are offered."""
    shared = set.intersection(*({each.record.pk for each in version.view.lines} for version in versions))
    found = []
    for kind in kinds():
        own = [
            [each for each in version.view.lines if each.record.kind == kind.code and each.record.pk not in shared]
            for version in versions
        ]
        found += [Difference(kind, lines) for lines in zip_longest(*own) if not _say_the_same(lines)]
    return found


def _say_the_same(lines: Sequence[LineView | None]) -> bool:
    said = [(each.net_fen, each.line.income_fen, each.record.title) if each else None for each in lines]
    return len(set(said)) == 1
