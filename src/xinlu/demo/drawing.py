"""One household's life drawn from the seed: family, home, accounts, answers, visits, card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from random import Random

from xinlu.casework.drafts import DraftLine
from xinlu.demo import calendar
from xinlu.demo.calendar import at, days_between, shifted
from xinlu.demo.conduct import Looked, Voice, answers, contested, net_fen, written
from xinlu.demo.earnings import draw_year, year_before
from xinlu.demo.families import Family, draw_family, schooling_on
from xinlu.demo.homes import draw_facts, draw_statuses
from xinlu.demo.layout import HANDS_OVER, LUKEWARM, TAKES_OVER, Slot, Story
from xinlu.demo.lives import AccountMade, CardMade, Life, Renewal, Said
from xinlu.demo.names import Numbers
from xinlu.demo.staff import INSPECTOR, desk_of
from xinlu.demo.visiting import draw_visits
from xinlu.income.kinds import Source, by_code
from xinlu.pages.entry.demo import card_secret
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel

SHOP_PHONE, ONE_PHONE = "demo-phone-of-the-village-shop", "demo-phone-that-nobody-declared"
_HEADS_SINCE = {Story.BIRTH: 1, Story.MARRIAGE: 1, Story.DEATH: -1}
_LOOKED = {
    Story.UNANSWERED: Looked.NOT,
    Story.HALF_ANSWERED: Looked.HALF,
    Story.NO_HELPER: Looked.NOT,
}
_SERIAL_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def phone_of(login: str) -> str:
    """The browser of a login, or of a household by its number."""
    return f"demo-phone-of-{login}"


def draw_life(slot: Slot, *, seed: int, numbers: Numbers) -> Life:
    """The household of that place. Every household has a stream of chance of its own."""
    draw = Random(f"{seed}/{slot.number}")
    family = draw_family(draw, numbers, slot.story)
    moment = at(calendar.FIRST, 9) + timedelta(seconds=97 * slot.order)
    card = None if slot.story is Story.PLAIN and draw.random() < 0.06 else draw_card(draw, slot, family)
    lukewarm = slot.helper in LUKEWARM

    def helper_on(day: date) -> tuple[str, str]:
        handed = slot.helper == HANDS_OVER and day >= calendar.HANDED_OVER_ON
        login = TAKES_OVER if handed else slot.helper
        return login, phone_of(login)

    visits = draw_visits(
        draw,
        family,
        slot.village,
        helper_on=helper_on,
        lukewarm=lukewarm,
        voice=Voice(Channel.CARD, _device(slot)) if card else None,
    )
    return Life(
        number=slot.number,
        place=slot.place,
        at=moment,
        entered_by=desk_of(slot.village),
        township=desk_of(slot.village, township=True),
        persons=tuple(family.persons),
        facts=draw_facts(draw, family, slot.village, number=slot.number),
        statuses=draw_statuses(draw),
        renewal=_renewal(draw, family),
        helper=slot.helper,
        helper_since=shifted(date(2024, 3, 1), draw.randrange(400)),
        card=card,
        accounts=_accounts(draw, slot, family, lukewarm=lukewarm, has_card=card is not None),
        visits=visits,
    )


def draw_card(draw: Random, slot: Slot, family: Family) -> CardMade:
    """A card printed by the township in spring 2026; a few are handed out by the helper."""
    printed = shifted(calendar.CARDS_FROM, draw.randrange(60))
    letters = "".join(draw.choice(_SERIAL_LETTERS) for _ in range(8))
    serial = f"{letters[:4]}-{letters[4:]}"
    township = desk_of(slot.village, township=True)
    by_helper = slot.story is Story.OWN_HELPERS_CARD or (
        slot.story is Story.PLAIN
        and bool(slot.helper)
        and slot.helper not in (HANDS_OVER, TAKES_OVER)
        and draw.random() < 0.05
    )
    handed_on = shifted(printed, draw.randint(0, 20))
    return CardMade(
        at=at(printed, 9, draw.randrange(60)),
        by=township,
        serial=serial,
        secret=card_secret(serial),
        handed_by=slot.helper if by_helper else township,
        handed_to=family.persons[0]["name"],
        handed_on=handed_on,
        handed_at=at(handed_on, 16, draw.randrange(60)),
    )


def _device(slot: Slot) -> str:
    return {Story.SHOP_PHONE: SHOP_PHONE, Story.ONE_PHONE: ONE_PHONE}.get(slot.story, phone_of(slot.number))


def _renewal(draw: Random, family: Family) -> Renewal | None:
    if draw.random() < 0.28:
        return None
    day = shifted(calendar.SCHOOL_BEGINS, draw.randint(3, 50))
    further = draw.random() < 0.6
    schooling = tuple(
        (n, now)
        for n, person in enumerate(family.persons)
        if (now := schooling_on(person["born_on"], day, further=further)) != person["schooling"]
    )
    facts: dict[str, object] = {"note": f"{day.year} 年 {day.month} 月上门，一项一项对过。"}
    if draw.random() < 0.5:
        facts["house_graded_on"] = shifted(day, -draw.randint(1, 90))
    return Renewal(at(day, draw.randint(9, 17), draw.randrange(60)), facts, schooling)


def _accounts(draw: Random, slot: Slot, family: Family, *, lukewarm: bool, has_card: bool) -> tuple[AccountMade, ...]:
    login = slot.helper or desk_of(slot.village)
    true = draw_year(draw, family, slot.village, poorer=lukewarm)
    true_before = year_before(draw, true)
    before = written(draw, true_before, lukewarm=lukewarm)
    told = slot.story is not Story.PLAIN
    accounts = []
    if told or draw.random() < 0.7:
        day = shifted(date(2025, 10, 5), draw.randrange(75))
        looked = Looked.WHOLE if draw.random() < 0.6 else Looked.NOT
        voice = Voice(Channel.HELPER_DEVICE, phone_of(login), by=login)
        begins = at(day, draw.randint(10, 17), draw.randrange(60))
        said = answers(draw, before, true_before, looked=looked, voice=voice, begins_at=begins)
        accounts.append(AccountMade(begins, 2025, day, family.heads, login, phone_of(login), before, said))
    copies = lukewarm and bool(accounts) and (slot.story is Story.ONE_PHONE or draw.random() < 0.25)
    now = before if copies else written(draw, true, lukewarm=lukewarm)
    if slot.story is not Story.NO_HELPER and (told or draw.random() < (0.97 if slot.helper else 0.4)):
        accounts.append(_this_year(draw, slot, family, now, true, has_card=has_card))
    return tuple(accounts)


def _this_year(
    draw: Random, slot: Slot, family: Family, now: tuple[DraftLine, ...], true: tuple[DraftLine, ...], *, has_card: bool
) -> AccountMade:
    login = TAKES_OVER if slot.helper == HANDS_OVER else slot.helper or desk_of(slot.village)
    day = shifted(date(2026, 10, 3), draw.randrange(days_between(date(2026, 10, 3), date(2026, 11, 12))))
    reckoned = at(day, draw.randint(9, 16), draw.randrange(60))
    usual = draw.choices((Looked.WHOLE, Looked.HALF, Looked.NOT), (74, 5, 26 if slot.helper in LUKEWARM else 19))[0]
    looked = _LOOKED.get(slot.story, usual if slot.story is Story.PLAIN else Looked.WHOLE)
    voice = Voice(Channel.CARD, _device(slot)) if has_card else Voice(Channel.HELPER_DEVICE, phone_of(login), by=login)
    begins = reckoned + (
        timedelta(days=draw.randint(1, 7), hours=draw.randint(0, 4)) if has_card else timedelta(minutes=9)
    )
    if slot.story is Story.CORRECTED:
        now = _misheard(now, true)
    said = answers(draw, now, true, looked=looked, voice=voice, begins_at=begins)
    if slot.story in (Story.UNSURE, Story.CORRECTED):
        said = _forced(slot.story, now, true, said, voice)
    if slot.story is Story.INSPECTED or (
        looked is not Looked.NOT and slot.story is Story.PLAIN and draw.random() < 0.06
    ):
        said = _inspected(draw, now, true, said)
    heads = family.heads + _HEADS_SINCE.get(slot.story, 0)
    return AccountMade(reckoned, 2026, day, heads, login, phone_of(login), now, said)


def _first_grown(lines: Sequence[DraftLine]) -> int:
    return next(n for n, line in enumerate(lines) if by_code()[line.kind].source is Source.PRODUCTION)


def _misheard(now: tuple[DraftLine, ...], true: tuple[DraftLine, ...]) -> tuple[DraftLine, ...]:
    """One line written half as large again as it was."""
    n = _first_grown(true)
    quantity, amount = true[n].quantity_milli, true[n].amount_fen
    wrong = replace(
        true[n],
        quantity_milli=None if quantity is None else quantity * 3 // 2,
        amount_fen=None if amount is None else amount * 3 // 2,
    )
    return (*now[:n], wrong, *now[n + 1 :])


def _forced(
    story: Story,
    now: tuple[DraftLine, ...],
    true: tuple[DraftLine, ...],
    said: tuple[tuple[Said, ...], ...],
    voice: Voice,
) -> tuple[tuple[Said, ...], ...]:
    n = _first_grown(now)
    moment = said[n][0].at
    if story is Story.UNSURE:
        one = Said(moment, Answer.UNSURE, voice.channel, voice.device, by=voice.by)
    else:
        one = contested(now[n], net_fen(true[n]), voice, moment)
    return (*said[:n], (one,), *said[n + 1 :])


def _inspected(
    draw: Random, now: tuple[DraftLine, ...], true: tuple[DraftLine, ...], said: tuple[tuple[Said, ...], ...]
) -> tuple[tuple[Said, ...], ...]:
    """The inspector from another county asks three lines again, face to face."""
    voice = Voice(Channel.INSPECTOR, phone_of(INSPECTOR), by=INSPECTOR)
    moment: datetime = at(shifted(date(2026, 11, 16), draw.randrange(5)), draw.randint(9, 16), draw.randrange(60))
    asked = sorted(draw.sample(range(len(now)), 3))
    fresh = list(said)
    for n in asked:
        moment += timedelta(seconds=40)
        own_fen = net_fen(true[n])
        agrees = own_fen == net_fen(now[n])
        one = (
            Said(moment, Answer.RECOGNISED, voice.channel, voice.device, by=voice.by)
            if agrees
            else contested(now[n], own_fen, voice, moment)
        )
        fresh[n] = (*said[n], one)
    return tuple(fresh)
