"""This account beside the one before, kind by kind: what grew so much that one asks again, what is gone, what is new.

Nothing here forbids anything: a real windfall is as good an answer as a slip of the pen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xinlu.income.kinds import Kind, offered_kinds
from xinlu.income.lines import Line
from xinlu.kernel.money import yuan
from xinlu.kernel.words import Words

ASKED_FROM_TIMES = 5
"""An exposed account had 3,000 yuan of pepper written as 15,000: five-fold is where one asks."""


@dataclass(frozen=True, slots=True)
class Change:
    """One kind's amounts in fen: gross income, or for a kind that spends, the cost; `question` is to be asked aloud."""

    kind: Kind
    previous_fen: int
    current_fen: int
    question: Words


@dataclass(frozen=True, slots=True)
class Comparison:
    """Changes from the previous account to this one, each in the order in which kinds are offered."""

    grown: tuple[Change, ...]
    vanished: tuple[Change, ...]
    new: tuple[Change, ...]


def compare(previous: Iterable[Line], current: Iterable[Line]) -> Comparison:
    """What to ask about when `current` follows `previous`; several lines of one kind are taken together.

    A kind that stands in this account at zero has been asked, and so has not vanished. A register's whole sums are left
    aside: what they hold was never asked line by line.
    """
    before, now = _amounts(previous), _amounts(current)
    grown, vanished, new = [], [], []
    for kind in offered_kinds():
        was, is_now = before.get(kind.code, 0), now.get(kind.code, 0)
        if was and is_now >= was * ASKED_FROM_TIMES:
            grown.append(Change(kind, was, is_now, _grown(kind, was, is_now)))
        elif was and kind.code not in now:
            vanished.append(Change(kind, was, 0, _vanished(kind, was)))
        elif is_now and not was:
            new.append(Change(kind, 0, is_now, _new(kind, is_now)))
    return Comparison(tuple(grown), tuple(vanished), tuple(new))


def _amounts(lines: Iterable[Line]) -> dict[str, int]:
    amounts: dict[str, int] = {}
    for line in lines:
        amount_fen = line.cost_fen if line.kind.source.spends else line.income_fen
        amounts[line.kind.code] = amounts.get(line.kind.code, 0) + amount_fen
    return amounts


def _grown(kind: Kind, was_fen: int, is_fen: int) -> Words:
    return Words(
        "{kind}去年 {was} 元，今年 {now} 元，翻到 {times} 倍了。再问一句：多出来的是怎么来的？",
        "{kind}: {was} yuan last year, {now} yuan this year, {times} times as much. Ask once more: where is it from?",
    ).filled(kind=kind.name, was=yuan(was_fen), now=yuan(is_fen), times=is_fen // was_fen)


def _vanished(kind: Kind, was_fen: int) -> Words:
    return Words("{kind}去年有 {was} 元，今年还没问", "{kind}: {was} yuan last year, not asked yet this year").filled(
        kind=kind.name, was=yuan(was_fen)
    )


def _new(kind: Kind, is_fen: int) -> Words:
    return Words("{kind}去年没有，今年有 {now} 元", "{kind}: none last year, {now} yuan this year").filled(
        kind=kind.name, now=yuan(is_fen)
    )
