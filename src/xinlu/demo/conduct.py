"""How helpers write and households answer: honest, lukewarm, half, not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random

from xinlu.casework.drafts import Basis, DraftLine
from xinlu.demo import sayings
from xinlu.demo.lives import Said
from xinlu.income.kinds import Source, by_code
from xinlu.income.lines import reckon_line
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel

_INFLATED = frozenset(
    {
        "pig",
        "chicken",
        "casual_work",
        "children",
        "kin",
        "migrant_work",
        "tea",
        "fruit",
        "chilli",
        "rice",
        "tobacco",
        "handicraft",
        "mushrooms",
        "cattle",
        "herbs",
    }
)
INFLATED_SHARE, NOTICED_SHARE, UNSURE_SHARE = 0.7, 0.92, 0.012
IN_HASTE_SHARE, MISHEARD_SHARE = 0.3, 0.26
"""How many accounts an honest helper reckons in haste, and how many lines of such an account he gets wrong."""


class Looked(StrEnum):
    """How far a household has gone through its account."""

    WHOLE = "whole"
    HALF = "half"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Voice:
    """Through what a household speaks: by card on a device, or on a helper's, or to an inspector."""

    channel: Channel
    device: str
    by: str = ""
    person: int = 0


def net_fen(line: DraftLine) -> int:
    """What the line comes to, as the account service will reckon it."""
    return reckon_line(
        by_code()[line.kind],
        quantity_milli=line.quantity_milli,
        price_fen=line.price_fen,
        amount_fen=line.amount_fen,
        cost_fen=line.cost_fen,
    ).net_fen


def written(draw: Random, true: tuple[DraftLine, ...], *, lukewarm: bool) -> tuple[DraftLine, ...]:
    """The account as the helper writes it: honest ones mishear a line when in haste, lukewarm ones round up."""
    in_haste = not lukewarm and draw.random() < IN_HASTE_SHARE
    return tuple(_written(draw, line, lukewarm, in_haste) for line in true)


def _written(draw: Random, line: DraftLine, lukewarm: bool, in_haste: bool) -> DraftLine:
    if lukewarm and line.kind in _INFLATED and draw.random() < INFLATED_SHARE:
        return _times(replace(line, basis=Basis.ESTIMATE), draw.choice((1.4, 1.5, 1.6, 2.0)))
    state_pays = line.basis in (Basis.BANK, Basis.REGISTER)
    if in_haste and not state_pays and draw.random() < MISHEARD_SHARE:
        return _times(line, draw.choice((0.8, 1.2, 1.25, 1.4, 1.5)))
    return line


def _times(line: DraftLine, factor: float) -> DraftLine:
    if line.quantity_milli is None:
        return replace(line, amount_fen=max(round((line.amount_fen or 0) * factor / 1000) * 1000, 1000))
    step = 10_000 if line.quantity_milli % 10_000 == 0 else 1000
    return replace(line, quantity_milli=max(round(line.quantity_milli * factor / step) * step, step))


def answers(
    draw: Random,
    account: tuple[DraftLine, ...],
    true: tuple[DraftLine, ...],
    *,
    looked: Looked,
    voice: Voice,
    begins_at: datetime,
) -> tuple[tuple[Said, ...], ...]:
    """What the household says of each line: half a minute a line, from the first to as far as it goes."""
    goes_to = {
        Looked.WHOLE: len(account),
        Looked.HALF: max(len(account) * draw.randint(40, 70) // 100, 1),
        Looked.NOT: 0,
    }
    moment = begins_at
    said: list[tuple[Said, ...]] = []
    for n, (line, truth) in enumerate(zip(account, true, strict=True)):
        if n >= goes_to[looked]:
            said.append(())
            continue
        moment += timedelta(seconds=draw.randint(12, 55))
        said.append((_said(draw, line, truth, voice, moment),))
    return tuple(said)


def _said(draw: Random, line: DraftLine, truth: DraftLine, voice: Voice, moment: datetime) -> Said:
    own_fen = net_fen(truth)
    if own_fen != net_fen(line) and draw.random() < NOTICED_SHARE:
        return contested(line, own_fen, voice, moment)
    income = by_code()[line.kind].source in (Source.PRODUCTION, Source.TRANSFER)
    unsure = income and draw.random() < UNSURE_SHARE
    answer = Answer.UNSURE if unsure else Answer.RECOGNISED
    return Said(moment, answer, voice.channel, voice.device, by=voice.by, person=voice.person)


def contested(line: DraftLine, own_fen: int, voice: Voice, moment: datetime) -> Said:
    """“Not so”, with the household's own figure and words."""
    words = sayings.NOT_SO.get(line.kind, sayings.NOT_SO_ELSE)
    return Said(
        moment,
        Answer.CONTESTED,
        voice.channel,
        voice.device,
        own_fen=own_fen,
        words=words,
        by=voice.by,
        person=voice.person,
    )
