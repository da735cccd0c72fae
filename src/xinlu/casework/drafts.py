"""An account while it is being reckoned at the table: plain values, no database, nothing claimed yet."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from xinlu.kernel.errors import Refusal
from xinlu.kernel.periods import Period
from xinlu.kernel.words import Words

LINES_MAX = 200
HEADS_MAX = 40


class Basis(StrEnum):
    """Where the figure of a line is from."""

    SAID = "said"
    SLIP = "slip"
    BANK = "bank"
    ESTIMATE = "estimate"
    REGISTER = "register"


BASIS_NAMES: dict[Basis, Words] = {
    Basis.SAID: Words("户里说的", "they said so"),
    Basis.SLIP: Words("看了单子", "saw the slip"),
    Basis.BANK: Words("卡上流水", "bank statement"),
    Basis.ESTIMATE: Words("我估的", "my estimate"),
    Basis.REGISTER: Words("台账上抄的", "from the register"),
}


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line as typed: quantity (thousandths) x price (fen), or an amount (fen); and what it cost (fen).

    `key` names it on the page; `keeps` the stored line that it leaves alone or corrects.
    """

    key: str
    kind: str
    basis: Basis
    title: str = ""
    quantity_milli: int | None = None
    price_fen: int | None = None
    amount_fen: int | None = None
    cost_fen: int = 0
    keeps: UUID | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """The account so far. `based_on` is the version that it corrects; None for a first account of the period."""

    period: Period
    heads: int
    reckoned_on: date
    lines: tuple[DraftLine, ...] = ()
    based_on: UUID | None = None
    note: str = ""

    def with_line(self, line: DraftLine) -> Draft:
        """The draft with this line added, or put in the place of the one with its key."""
        if any(each.key == line.key for each in self.lines):
            return replace(self, lines=tuple(line if each.key == line.key else each for each in self.lines))
        if len(self.lines) >= LINES_MAX:
            raise Refusal(
                "account.too_many_lines",
                Words("一本账最多记 {n} 笔", "An account holds {n} lines at most").filled(n=LINES_MAX),
            )
        return replace(self, lines=(*self.lines, line))

    def without_line(self, key: str) -> Draft:
        """The draft without the line of that key."""
        return replace(self, lines=tuple(each for each in self.lines if each.key != key))

    def dumped(self) -> dict[str, Any]:
        """Plain JSON values, read again by `loaded`."""
        body = asdict(self)
        body["period"] = [self.period.start.isoformat(), self.period.end.isoformat()]
        body["reckoned_on"] = self.reckoned_on.isoformat()
        body["based_on"] = str(self.based_on) if self.based_on else None
        for line in body["lines"]:
            line["keeps"] = str(line["keeps"]) if line["keeps"] else None
        return body

    @classmethod
    def loaded(cls, body: dict[str, Any]) -> Draft:
        """The draft that `dumped` wrote."""
        start, end = body["period"]
        lines = (
            DraftLine(
                **{**line, "basis": Basis(line["basis"]), "keeps": UUID(line["keeps"]) if line["keeps"] else None}
            )
            for line in body["lines"]
        )
        return cls(
            period=Period(date.fromisoformat(start), date.fromisoformat(end)),
            heads=body["heads"],
            reckoned_on=date.fromisoformat(body["reckoned_on"]),
            lines=tuple(lines),
            based_on=UUID(body["based_on"]) if body["based_on"] else None,
            note=body["note"],
        )


def check_heads(heads: int) -> int:
    """`heads` when an account can be divided by it; else Refusal."""
    if heads < 1:
        raise Refusal(
            "account.heads",
            Words(
                "家里至少有一口人，现在写的是 {n}", "A household has at least one person; {n} is written here"
            ).filled(n=heads),
            field="heads",
        )
    if heads > HEADS_MAX:
        raise Refusal(
            "account.heads",
            Words(
                "一户 {n} 口人，太多了，看看是不是打错了",
                "{n} people in one household is too many; look whether it is a slip",
            ).filled(n=heads),
            field="heads",
        )
    return heads
