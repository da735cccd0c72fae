"""Visits as helpers record them, and what the household says of them afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from xinlu.casework.visits import QUESTIONS, Found, Place
from xinlu.demo import sayings
from xinlu.demo.calendar import CARDS_FROM, EPOCH, FIRST, at, shifted
from xinlu.demo.conduct import Voice
from xinlu.demo.families import Family
from xinlu.demo.lives import Said, VisitMade
from xinlu.demo.places import Village
from xinlu.income.kinds import by_code
from xinlu.recognition.answers import Answer

EVERY_DAYS = 58
ASKED_SHARE, FIRST_TAKING_DAYS = 0.55, 12


def draw_visits(
    draw: Random,
    family: Family,
    village: Village,
    *,
    helper_on: Callable[[date], tuple[str, str]],
    lukewarm: bool,
    voice: Voice | None,
) -> tuple[VisitMade, ...]:
    """Visits from the first day to the last. `helper_on` gives login and device; `voice` is null without a card."""
    visits = []
    day = shifted(FIRST, draw.randint(FIRST_TAKING_DAYS, EVERY_DAYS))
    while day <= EPOCH:
        login, device = helper_on(day)
        if login:
            visits.append(_visit(draw, family, village, day, login, device, lukewarm, voice))
        day = shifted(day, draw.randint(EVERY_DAYS // 2, EVERY_DAYS * 3 // 2))
    return tuple(visits)


def _visit(
    draw: Random,
    family: Family,
    village: Village,
    day: date,
    login: str,
    device: str,
    lukewarm: bool,
    voice: Voice | None,
) -> VisitMade:
    began = at(day, draw.randint(8, 17), draw.choice((0, 10, 15, 30, 40)))
    empty = lukewarm and draw.random() < 0.8
    minutes = draw.randint(5, 12) if empty else draw.randint(25, 95)
    home = [person["name"] for person in family.persons if not person["migrant_work"]] or [family.persons[0]["name"]]
    present = tuple(home[: draw.randint(1, min(3, len(home)))])
    recorded = began + timedelta(minutes=minutes + draw.randint(5, 400))
    crop = by_code()[draw.choice(village.trades).kind].name.zh
    heard = sayings.EMPTY_WORDS if empty else draw.choice(sayings.HEARD).format(head=present[0], crop=crop)
    explained = "" if empty else draw.choice(sayings.EXPLAINED)
    said = None
    if voice and day >= CARDS_FROM and draw.random() < ASKED_SHARE:
        moment = recorded + timedelta(hours=draw.randint(2, 60), seconds=draw.randint(0, 59))
        if moment.date() <= EPOCH:
            said = _said(draw, voice, moment, empty)
    place = Place.HOME if empty or draw.random() < 0.85 else draw.choice((Place.FIELD, Place.VILLAGE, Place.PHONE))
    return VisitMade(
        recorded, login, device, began, minutes, place, present, heard, explained,
        () if empty else _found(draw), said,
    )  # fmt: skip


def _found(draw: Random) -> tuple[tuple[str, Found, str], ...]:
    asked = [name for name in QUESTIONS if draw.random() < 0.8]
    return tuple(
        (name, Found.TROUBLE, draw.choice(sayings.TROUBLES[name])) if draw.random() < 0.09 else (name, Found.FINE, "")
        for name in asked
    )


def _said(draw: Random, voice: Voice, moment: datetime, empty: bool) -> Said:
    if empty and draw.random() < 0.35:
        return Said(
            moment,
            Answer.CONTESTED,
            voice.channel,
            voice.device,
            words=sayings.NEVER_CAME,
            by=voice.by,
            person=voice.person,
        )
    sat = draw.random() < (0.25 if empty else 0.93)
    return Said(moment, Answer.RECOGNISED, voice.channel, voice.device, sat_down=sat, by=voice.by, person=voice.person)
