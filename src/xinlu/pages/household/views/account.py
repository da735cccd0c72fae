"""The whole account: both figures, every line with both versions, and the way to another mind."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinlu.casework.selectors.accounts import account_view
from xinlu.income.kinds import Source
from xinlu.kernel import clock
from xinlu.kernel.money import whole_yuan
from xinlu.pages.gate import card_only
from xinlu.pages.household.lines import next_unseen, shown_lines
from xinlu.pages.household.sentences import said_period
from xinlu.pages.requests import CardRequest


@dataclass(frozen=True, slots=True)
class Pair:
    """Claimed beside recognised (its least and its greatest), in fen rounded to whole yuan, as they are said aloud."""

    claimed_fen: int
    low_fen: int
    high_fen: int

    @property
    def apart_fen(self) -> int:
        return abs(self.claimed_fen - self.low_fen)


@card_only
@require_safe
def account(request: CardRequest) -> HttpResponse:
    """The account as it stands; with ?change every line shows its way back to the question."""
    view = account_view(request.household)
    if view is None:
        return render(request, "household/no_account.html")
    lines = shown_lines(view)
    grouped = [(source, [line for line in lines if line.view.kind.source is source]) for source in Source]
    period = view.account
    context = {
        "view": view,
        "figures": view.figures,
        "head": _pair(
            view.figures.claimed_head_fen, view.figures.recognised_low_head_fen, view.figures.recognised_high_head_fen
        ),
        "whole": _pair(view.figures.claimed_fen, view.figures.recognised_low_fen, view.figures.recognised_high_fen),
        "income": [group for group in grouped if group[1] and group[0] is not Source.RIGID_SPENDING],
        "rigid": next((own for source, own in grouped if source is Source.RIGID_SPENDING), []),
        "period": said_period(period.period_start, period.period_end, today=clock.today()),
        "next_unseen": next_unseen(lines),
        "unseen": sum(line.state == "unseen" for line in lines),
        "answered": any(line.state in ("yes", "no") for line in lines),
        "later": sum(line.state == "later" for line in lines),
        "own_figures": sum(line.own_fen is not None for line in lines),
        "without_figure": sum(line.state == "no" and line.own_fen is None for line in lines),
        "is_open": view.figures.recognised_low_fen != view.figures.recognised_high_fen,
        "changing": "change" in request.GET,
    }
    return render(request, "household/account.html", context)


def _pair(*figures_fen: int) -> Pair:
    return Pair(*(whole_yuan(fen) for fen in figures_fen))
