"""What is said of a payment beside its rule, in both languages."""

from __future__ import annotations

from xinlu.kernel.words import Words
from xinlu.policy.answers import Answer, State
from xinlu.policy.speaking import PERS, money


def ruled_words(answer: Answer) -> Words:
    """What the rule says the household is owed."""
    policy, amount = answer.policy, answer.policy.amount
    if answer.state is State.NOT_IN_FORCE and policy.end is not None:
        return _OVER.filled(end=policy.end)
    if answer.state is State.NOT_IN_FORCE:
        return _NOT_YET.filled(start=policy.start)
    if answer.state is not State.ENTITLED or amount is None or answer.amount_fen is None:
        return _NOT_OWED
    return _OWED.filled(amount=PERS[amount.per].filled(money=money(answer.amount_fen)))


def paid_words(paid_fen: int, *, period: str) -> Words:
    """What is said to have been paid for a period in all.

    >>> paid_words(46000, period="2026-11").zh
    '2026年11月一共发了460元'
    """
    year, _, month = period.partition("-")
    when = Words(f"{year}年{int(month)}月" if month else f"{year}年", period)
    return Words("{when}一共发了{money}", "{money} paid in all for {when}").filled(when=when, money=money(paid_fen))


_OVER = Words("这条政策办到{end}为止", "the rule ended on {end}")
_NOT_YET = Words("这条政策从{start}起才有", "the rule holds only from {start}")
_NOT_OWED = Words("照现在的档案，按规定没有这一项", "not owed by the rules, as the file stands")
_OWED = Words("按规定是{amount}", "{amount} by the rule")
