"""A line of an account as the wall shows it: how it was reckoned, both figures, the mark, the household's own words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from xinlu.casework.drafts import Basis
from xinlu.casework.selectors.accounts import AccountView, LineView
from xinlu.income.answers import Answer
from xinlu.income.kinds import Source
from xinlu.income.rules import APART
from xinlu.kernel.money import yuan
from xinlu.kernel.words import Words

MARKS = {Answer.RECOGNISED: "yes", Answer.CONTESTED: "no", Answer.UNANSWERED: "wait"}

VEILED: dict[str, tuple[Words, str]] = {
    "disability": (Words("补贴", "Allowance"), "subsidy"),
    "medical_refund": (Words("报销回来的", "Refunded"), "letter"),
    "medical": (Source.RIGID_SPENDING.words, "coins"),
    "schooling": (Source.RIGID_SPENDING.words, "coins"),
}
"""Kinds that would tell of somebody's health: on a wall they have a wider name, and no words of the household.

Schooling is among them so that the wider name of illness and school does not mean illness.
"""

VEILED_LEFT_OUT = Words("照当地的规定不算进收入", "By the rule that holds here it does not count")


@dataclass(frozen=True, slots=True)
class Row:
    """One line in the language of the moment. `waits` is whether the household's figure is still open."""

    number: int
    name: str
    picture: str
    reckoned: str
    own_words: str
    reason: str
    claimed: str
    recognised: str
    aside: str
    waits: bool
    mark: str
    mark_word: str


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows in the order of the wall, numbered through: those that count, then those that do not, then rigid spending."""

    counted: tuple[Row, ...]
    left_out: tuple[Row, ...]
    rigid: tuple[Row, ...]


def rows_of(view: AccountView, *, language: str) -> Rows:
    """The account's lines sorted into the three groups."""
    rigid = [each for each in view.lines if each.kind.source is Source.RIGID_SPENDING]
    income = [each for each in view.lines if each.kind.source is not Source.RIGID_SPENDING]
    counted = [each for each in income if view.rules.counts[each.kind.code]]
    left_out = [each for each in income if not view.rules.counts[each.kind.code]]
    numbers = iter(range(1, len(view.lines) + 1))
    return Rows(
        counted=tuple(_rows(counted, numbers, reasons={}, language=language)),
        left_out=tuple(_rows(left_out, numbers, reasons=_reasons(view, left_out), language=language)),
        rigid=tuple(_rows(rigid, numbers, reasons=_reasons(view, rigid), language=language)),
    )


def _rows(
    lines: Iterable[LineView], numbers: Iterator[int], *, reasons: dict[str, Words], language: str
) -> Iterator[Row]:
    for view in lines:
        veil = VEILED.get(view.kind.code)
        reason = reasons.get(view.kind.code)
        recognised, aside = _recognised(view, counts=not reasons)
        yield Row(
            number=next(numbers),
            name=(veil[0] if veil else view.name).said(language),
            picture=veil[1] if veil else view.kind.picture,
            reckoned=_reckoned(view, language),
            own_words="" if veil else _own_words(view),
            reason=reason.said(language) if reason else "",
            claimed=yuan(view.net_fen),
            recognised=recognised,
            aside=aside,
            waits=_settled_fen(view) is None,
            mark=MARKS[view.state],
            mark_word=_mark_word(view),
        )


def _reasons(view: AccountView, lines: Iterable[LineView]) -> dict[str, Words]:
    """Why each kind does not count, under the name that the wall gives it."""
    reasons = {}
    for kind in {each.kind.code: each.kind for each in lines}.values():
        if kind.source is Source.RIGID_SPENDING:
            reasons[kind.code] = APART.filled(kind=VEILED[kind.code][0] if kind.code in VEILED else kind.name)
        else:
            # A rule's own source would name what the veil covers.
            reasons[kind.code] = VEILED_LEFT_OUT if kind.code in VEILED else view.rules.ruling(kind).why
    return reasons


def _reckoned(view: LineView, language: str) -> str:
    line, unit = view.line, view.kind.unit
    parts = []
    if line.quantity_milli is not None and line.price_fen is not None:
        parts.append(
            _("%(quantity)s %(unit)s × %(price)s yuan")
            % {
                "quantity": f"{line.quantity_milli / 1000:,.3f}".rstrip("0").rstrip("."),
                "unit": unit.said(language) if unit else "",
                "price": yuan(line.price_fen),
            }
        )
    if line.cost_fen and line.income_fen:
        parts.append(_("less costs of %(cost)s yuan") % {"cost": yuan(line.cost_fen)})
    is_said = view.record.basis == Basis.SAID
    if not is_said or (not parts and view.state is not Answer.CONTESTED):
        parts.append(_basis(Basis(view.record.basis)))
    return pgettext("between parts of a reckoning", ", ").join(parts)


def _basis(basis: Basis) -> str:
    return {
        Basis.SAID: _("as we said at the table"),
        Basis.SLIP: _("by the slip"),
        Basis.BANK: _("by the bank statement"),
        Basis.ESTIMATE: _("the helper's estimate"),
        Basis.REGISTER: _("from the register"),
    }[basis]


def _own_words(view: LineView) -> str:
    if view.state is not Answer.CONTESTED or view.answer is None:
        return ""
    words = view.answer.words.strip()
    if words:
        return _("We say: %(words)s") % {"words": words}
    if view.own_fen is None:
        return _("We say: not so, and not yet how much")
    if view.own_fen == 0:
        return _("We say: there was none")
    return _("We say: it is %(amount)s yuan") % {"amount": yuan(abs(view.own_fen))}


def _recognised(view: LineView, *, counts: bool) -> tuple[str, str]:
    """The household's figure, and a word under it where the figure only stands in for one that is still open."""
    settled_fen = _settled_fen(view)
    if settled_fen is not None:
        return yuan(settled_fen), ""
    low_fen = view.answered.low_fen
    if not counts:
        return "—", ""
    if low_fen == 0:
        return pgettext("paper", "not yet"), ""
    return yuan(low_fen), _("costs taken off")


def _settled_fen(view: LineView) -> int | None:
    return view.net_fen if view.state is Answer.RECOGNISED else view.own_fen


def _mark_word(view: LineView) -> str:
    if view.is_unsure:
        return pgettext("mark on paper", "Unsure")
    return {
        Answer.RECOGNISED: pgettext("mark on paper", "Right"),
        Answer.CONTESTED: pgettext("mark on paper", "Not so"),
        Answer.UNANSWERED: pgettext("mark on paper", "Not seen"),
    }[view.state]
