"""The way of a benefit from the rule to the household's hand. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from xinlu.kernel.words import Words


class Step(StrEnum):
    """What an office says has happened with a benefit. Received is not among them: that is the household's word."""

    APPLIED = "applied"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"


STEP_NAMES: dict[Step, Words] = {
    Step.APPLIED: Words("已经申请", "applied for"),
    Step.APPROVED: Words("已经批了", "approved"),
    Step.REFUSED: Words("没有批", "refused"),
    Step.PAID: Words("说是发了", "said to be paid"),
}


class Received(StrEnum):
    """What the household says of a payment."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"
    NOT_ASKED = "not_asked"


RECEIVED_NAMES: dict[Received, Words] = {
    Received.YES: Words("收到了", "received"),
    Received.NO: Words("没收到，或者数不对", "not received, or not that much"),
    Received.UNSURE: Words("记不清", "cannot remember"),
    Received.NOT_ASKED: Words("还没问户里", "the household was not asked yet"),
}


class Stands(StrEnum):
    """Where a benefit stands to which the household is entitled, in this order."""

    NOT_APPLIED = "not_applied"
    APPLIED = "applied"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID_NOT_ASKED = "paid_not_asked"
    PAID_NOT_RECEIVED = "paid_not_received"
    RECEIVED = "received"


STANDS_NAMES: dict[Stands, Words] = {
    Stands.NOT_APPLIED: Words("还没申请", "not applied for yet"),
    Stands.APPLIED: Words("申请了，还没批", "applied for, not decided"),
    Stands.APPROVED: Words("批了，还没发", "approved, not paid"),
    Stands.REFUSED: Words("申请了，没有批", "refused, though the rule says it is owed"),
    Stands.PAID_NOT_ASKED: Words("说是发了，户里还没说收到没有", "said to be paid; the household has not said"),
    Stands.PAID_NOT_RECEIVED: Words("说是发了，户里说没收到或数不对", "said to be paid; the household says no"),
    Stands.RECEIVED: Words("户里说收到了", "received, says the household"),
}


def stands(steps: Iterable[tuple[Step, Received]]) -> Stands:
    """Where it stands after these steps, oldest first; each payment with what the household said of it.

    >>> stands([(Step.APPLIED, Received.NOT_ASKED), (Step.PAID, Received.NO)])
    <Stands.PAID_NOT_RECEIVED: 'paid_not_received'>
    """
    found = list(steps)
    paid = [received for step, received in found if step is Step.PAID]
    if Received.NO in paid:
        return Stands.PAID_NOT_RECEIVED
    if paid:
        return Stands.RECEIVED if set(paid) == {Received.YES} else Stands.PAID_NOT_ASKED
    return Stands(found[-1][0]) if found else Stands.NOT_APPLIED


def period_of(day: date, *, per: str) -> str:
    """The stretch of a benefit that a day lies in: "2026-11" where it is given by the month, else "2026".

    >>> period_of(date(2026, 11, 3), per="month"), period_of(date(2026, 11, 3), per="year")
    ('2026-11', '2026')
    """
    return f"{day:%Y-%m}" if per == "month" else f"{day:%Y}"
