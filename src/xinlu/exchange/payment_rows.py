"""What becomes of each row of a list of payments: placed with a household, a policy and a day, or not, and why. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from xinlu.entitlement.services.payments import Payment
from xinlu.entitlement.steps import period_of
from xinlu.exchange.purposes import Purposes, plain_purpose
from xinlu.exchange.selectors.people import OnRoll
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.policy.terms import Policy
from xinlu.sheets.entries import Asked, Spot
from xinlu.sheets.lists import Listed
from xinlu.sheets.paid import Paid, When, read_when

POLICY, WHEN, PURPOSE = "policy", "when", "purpose:"
"""Under which answers it is kept what a person said of the whole list, or of one purpose (by its plain words)."""
NO_POLICY = "-"
"""The answer that a purpose is no policy of the catalogue."""


class Fate(StrEnum):
    """What a payment is beside those on record."""

    NEW = "new"
    KNOWN = "known"
    CORRECTED = "corrected"


class How(StrEnum):
    """How it is known which policy is meant."""

    NAMED = "named"
    ANSWERED = "answered"  # for this purpose
    WHOLE_LIST = "whole_list"
    NEAR = "near"  # not known: may be meant
    NONE = "none"  # not known: no policy of the catalogue
    MISSING = "missing"  # not known: nothing is written


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said of the list: the policy and the time of rows that tell none, and what its purposes are."""

    policy: str = ""
    when: When = field(default_factory=When)
    purposes: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, told: Mapping[str, str], *, today: date) -> Answers:
        """As they are kept. Refusal (of the field "when") for what is neither day nor month."""
        purposes = {key.removeprefix(PURPOSE): policy for key, policy in told.items() if key.startswith(PURPOSE)}
        try:
            when = read_when(told.get(WHEN), latest=today)
        except Refusal as refusal:
            raise Refusal(refusal.code, refusal.words, field=WHEN) from None
        return cls(told.get(POLICY, ""), when, purposes)


class Unplaced(NamedTuple):
    """A row that is not recorded: where, what stands there, and why and what to do."""

    spot: Spot
    heading: str
    written: str
    code: str
    words: Words


@dataclass(slots=True)
class Placed:
    """A row as the payment that it is."""

    listed: Listed
    on_roll: OnRoll
    policy: Policy
    payment: Payment
    fate: Fate = Fate.NEW


@dataclass(slots=True)
class PurposeTold:
    """What the rows of one purpose are taken for (`policy` "" for none), and which policies may be meant."""

    written: str
    how: How
    policy: str
    near: tuple[str, ...]
    rows: int = 0


class Placing:
    """Places the rows of one list, and keeps what its purposes were taken for."""

    def __init__(self, name: str, answers: Answers, *, sheets: int) -> None:
        self._name, self._answers, self._sheets = name, answers, sheets
        self._told: dict[tuple[int, str], PurposeTold] = {}
        self._seen: dict[object, int] = {}
        self.purposes: dict[tuple[str, str], PurposeTold] = {}
        self.no_policy = 0
        self.asked: list[Asked] = []

    def place(self, listed: Listed, on_roll: OnRoll, purposes: Purposes) -> Placed | Unplaced | None:
        """The row as a payment under one of the policies of the place; None where it pays for something else."""
        paid = listed.paid or Paid()
        told = self._purpose(paid.purpose, listed, purposes)
        if told.how is How.NONE:
            self.no_policy += 1
            return None
        if listed.holds is False:
            return _unplaced(listed, "paid.not_paid")
        if paid.faults:
            fault = paid.faults[0]
            return Unplaced(fault.spot, fault.heading, fault.written, fault.code, fault.words)
        if why := _no_amount(paid.amount_fen):
            return _unplaced(listed, why)
        policy = purposes.policies.get(told.policy)
        if policy is None:
            return self._without_policy(listed, told, purposes)
        day = paid.day or paid.month or self._answers.when.day or self._answers.when.month
        if day is None:
            return _unplaced(listed, "paid.no_day")
        return self._placed(listed, on_roll, policy, paid, day)

    def _purpose(self, written: str, listed: Listed, purposes: Purposes) -> PurposeTold:
        plain = plain_purpose(written)
        found = self._told.get((id(purposes), plain))
        if found is None:
            made = self._meant(written, plain, purposes, f"{listed.title} {self._name}")
            found = self.purposes.setdefault((plain, made.policy), made)
            self._told[id(purposes), plain] = found
        found.rows += 1
        return found

    def _meant(self, written: str, plain: str, purposes: Purposes, title: str) -> PurposeTold:
        answers = self._answers
        if sure := purposes.sure(written) if written else "":
            return PurposeTold(written, How.NAMED, sure, ())
        near = purposes.near(written or title)
        if answered := answers.purposes.get(plain):
            how = How.NONE if answered == NO_POLICY else How.ANSWERED
            return PurposeTold(written, how, answered.removeprefix(NO_POLICY), near)
        if answers.policy:
            return PurposeTold(written, How.WHOLE_LIST, answers.policy, near)
        return PurposeTold(written, How.MISSING if not written else How.NEAR if near else How.NONE, "", near)

    def _without_policy(self, listed: Listed, told: PurposeTold, purposes: Purposes) -> Unplaced:
        if told.policy:
            return _unplaced(listed, "paid.not_here", written=told.policy)
        near = [purposes.policies[each].name for each in told.near]
        if told.how is How.NEAR:
            return _unplaced(listed, "paid.near", written=told.written, near=_in_a_row(near))
        return _unplaced(listed, "paid.no_purpose")

    def _placed(self, listed: Listed, on_roll: OnRoll, policy: Policy, paid: Paid, day: date) -> Placed:
        is_day = bool(paid.day or (not paid.month and self._answers.when.day))
        per = str(policy.amount.per) if policy.amount else ""
        payment = Payment(
            household=UUID(on_roll.household),
            policy=policy.id,
            period=period_of(paid.month or day, per=per),
            happened_on=day,
            amount_fen=paid.amount_fen or 0,
            source=self._source(listed.spot),
            note=f"发给{on_roll.name}" + ("" if is_day else "，名单上只有月份"),
        )
        alike = (payment.stretch, on_roll.member, day, payment.amount_fen)
        if alike in self._seen:
            self.asked.append(Asked(listed.spot, "paid.twice", _TWICE.filled(row=self._seen[alike])))
        self._seen.setdefault(alike, listed.spot.row)
        return Placed(listed, on_roll, policy, payment)

    def _source(self, spot: Spot) -> str:
        sheet = f"{spot.sheet} " if self._sheets > 1 else ""
        return f"{self._name[-80:]} {sheet[-20:]}第 {spot.row} 行"


def not_sure(listed: Listed) -> Unplaced:
    """A payment to somebody of whom it is not sure who on file they are."""
    return _unplaced(listed, "paid.who")


def fates_counted(placed: Iterable[Placed]) -> dict[str, int]:
    """Numbers alone: how many payments of each fate, and of those to be recorded the households and the sum in fen."""
    rows = list(placed)
    fates = Counter(each.fate for each in rows)
    fresh = [each.payment for each in rows if each.fate is not Fate.KNOWN]
    return {
        "payments": len(fresh),
        **{f"payments_{fate.value}": fates[fate] for fate in Fate},
        "payment_households": len({each.household for each in fresh}),
        "payment_fen": sum(each.amount_fen for each in fresh),
    }


def _no_amount(amount_fen: int | None) -> str:
    if amount_fen is None:
        return "paid.no_amount"
    return "paid.below_zero" if amount_fen < 0 else "" if amount_fen else "paid.nothing"


def _unplaced(listed: Listed, code: str, *, written: str = "", **values: object) -> Unplaced:
    words = WHY_NOT[code].filled(name=listed.name, written=written, **values)
    return Unplaced(listed.spot, listed.name, written, code, words)


def _in_a_row(names: list[Words]) -> Words:
    return Words("、".join(each.zh for each in names), ", ".join(each.en for each in names))


WHY_NOT: Mapping[str, Words] = MappingProxyType(
    {
        "paid.who": Words(
            "说不准是档案里的谁，或者档案里没有。先在“要核的”里定下来，再把这份名单交一次",
            "It is not sure who on file is meant, or nobody is. Settle it under what is to be checked, then hand the list in "
            "once more",
        ),
        "paid.not_paid": Words("名单上说没发", "The list says that it was not paid"),
        "paid.no_amount": Words("没写发了多少。请补上金额", "It does not say how much was paid. Write the amount in"),
        "paid.nothing": Words("金额是 0，没有发", "The amount is 0: nothing was paid"),
        "paid.below_zero": Words(
            "金额是负的，像是收回的钱，不算发放。请问清楚", "Below zero: taken back rather than paid. Ask about it"
        ),
        "paid.no_day": Words(
            "没写哪天或者哪个月发的。给整份名单定一个，或者在表里补上",
            "Neither a day nor a month stands there. Say one for the whole list, or write it in",
        ),
        "paid.no_purpose": Words(
            "没写发的是什么钱。给整份名单选一条政策，或者在表里补上",
            "It does not say what was paid for. Choose a policy for the whole list, or write it in",
        ),
        "paid.near": Words(
            "“{written}”像是{near}，可说不准。请选一选是哪一条",
            "“{written}” may be: {near}. Choose which is meant",
        ),
        "paid.not_here": Words(
            "这个地方没有“{written}”这条政策", "There is no policy “{written}” where this household lives"
        ),
    }
)
_TWICE = Words(
    "和第 {row} 行一样：同一个人、同一项、同一天、同样多。两笔都算，请看是不是写重了",
    "The same as row {row}: one person, policy, day and amount. Both count; see whether one was written twice",
)
