"""An account's lines as the desk shows them: what was claimed, what the household says, on what evidence."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from xinlu.casework.models import IncomeAccount
from xinlu.casework.selectors.accounts import AccountView, LineView
from xinlu.income.answers import Answer
from xinlu.people.models import User
from xinlu.recognition.answers import Answer as Said
from xinlu.recognition.selectors.answers import GivenAnswer


@dataclass(frozen=True)
class AccountVersion:
    """One version of an account of the household, for the list of versions."""

    record: IncomeAccount
    number: int
    is_standing: bool


@dataclass(frozen=True)
class Voice:
    """One who spoke to a line: what amount stands by their word; `holds` where it counts as recognised."""

    given: GivenAnswer
    amount_fen: int | None
    holds: bool

    @property
    def who(self) -> str:
        """The member who spoke, where one is named."""
        return self.given.record.said_by_name

    @property
    def taken_by(self) -> User | None:
        return self.given.record.author


def voices(line: LineView) -> list[Voice]:
    """Everybody who spoke to the line, oldest first, also what was taken back."""
    amounts = {Said.RECOGNISED: line.net_fen, Said.UNSURE: None}
    return [
        Voice(
            given=each,
            amount_fen=amounts.get(each.answer, each.own_fen),
            holds=line.answer is not None and each.record.pk == line.answer.record.pk,
        )
        for each in line.given
    ]


def versions_of(accounts: list[IncomeAccount], standing: UUID | None) -> list[AccountVersion]:
    """Accounts oldest first, numbered within their period; returned newest first."""
    numbers: dict[object, int] = {}
    found = []
    for each in accounts:
        numbers[each.period_end] = numbers.get(each.period_end, 0) + 1
        found.append(AccountVersion(each, numbers[each.period_end], each.pk == standing))
    return found[::-1]


def contested(view: AccountView) -> list[tuple[LineView, list[Voice]]]:
    """The lines on which the household and the claim differ, each with everybody who spoke."""
    return [(line, voices(line)) for line in view.lines if line.state is Answer.CONTESTED]
