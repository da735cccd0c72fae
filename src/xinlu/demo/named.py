"""The two households that the guides walk through: 杨秀英家, whose account is still to be reckoned, and 吴老根家."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from xinlu.casework.drafts import Basis, DraftLine
from xinlu.demo.calendar import at
from xinlu.demo.conduct import Voice, contested
from xinlu.demo.drawing import draw_card, phone_of
from xinlu.demo.families import Family
from xinlu.demo.homes import draw_statuses
from xinlu.demo.layout import ZHOU, Slot, Story
from xinlu.demo.lives import AccountMade, Life, Renewal, Said
from xinlu.demo.names import Numbers
from xinlu.demo.staff import desk_of
from xinlu.demo.visiting import draw_visits
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel

_SAID, _BANK, _REGISTER = Basis.SAID, Basis.BANK, Basis.REGISTER


def _quantity(kind: str, quantity_milli: int, price_fen: int, basis: Basis = _SAID) -> DraftLine:
    return DraftLine(key=kind, kind=kind, basis=basis, quantity_milli=quantity_milli, price_fen=price_fen)


def _amount(kind: str, amount_fen: int, basis: Basis = _SAID) -> DraftLine:
    return DraftLine(key=kind, kind=kind, basis=basis, amount_fen=amount_fen)


_YANG_2025 = (
    _quantity("casual_work", 18_000, 10_000),
    _quantity("forest_guard", 12_000, 80_000, _BANK),
    _quantity("rice", 860_000, 135),
    _quantity("pig", 225_000, 830),
    _quantity("chicken", 11_000, 6_000),
    _quantity("land_rent", 1_400, 40_000),
    _amount("children", 40_000),
    _amount("kin", 20_000),
    _quantity("pension", 12_000, 15_000, _BANK),
    _quantity("allowance", 12_000, 44_000, _BANK),
    _quantity("farm_subsidy", 3_000, 10_200, _REGISTER),
    _amount("cost", 136_000),
)
_WU_2026 = (
    _quantity("public_post", 12_000, 50_000, _BANK),
    _quantity("maize", 820_000, 125),
    _quantity("pig", 230_000, 860),
    _quantity("chicken", 16_000, 6_000),
    _quantity("honey", 22_000, 7_000),
    _quantity("eaten", 600_000, 140),
    _amount("children", 60_000),
    _amount("kin", 90_000),
    _quantity("pension", 24_000, 16_000, _BANK),
    _quantity("farm_subsidy", 2_500, 10_400, _REGISTER),
    _quantity("ecology", 4_000, 12_500, _REGISTER),
    _amount("cost", 92_000),
)
_WU_OWN_FEN = {"chicken": 54_000, "children": 40_000, "kin": 0}
"""What 吴老根 says of the three lines that are not so."""


def yang_life(slot: Slot, *, seed: int, numbers: Numbers) -> Life:
    """杨秀英, 83, who cannot read, her son and her grandson. Last year's account is recognised, this year's not begun."""
    persons = [
        _person(
            numbers, "杨秀英", "head", date(1943, 3, 2), female=True, education="none", health="chronic", labour="lost"
        ),
        _person(numbers, "杨正明", "son", date(1974, 5, 1), education="primary", health="healthy", labour="weak"),
        _person(numbers, "杨小军", "sons_son", date(2015, 5, 1), education="none", labour="none", schooling="primary"),
    ]
    day = date(2025, 11, 6)
    voice = Voice(Channel.HELPER_DEVICE, phone_of(ZHOU), by=ZHOU)
    said = tuple(
        (Said(at(day, 15, 10) + timedelta(seconds=40 * n), Answer.RECOGNISED, voice.channel, voice.device, by=ZHOU),)
        for n in range(len(_YANG_2025))
    )
    account = AccountMade(at(day, 15), 2025, day, 3, ZHOU, phone_of(ZHOU), _YANG_2025, said)
    facts = {
        "house_grade": "b",
        "house_graded_on": date(2023, 6, 14),
        "main_cause": "labour",
        "further_causes": ["illness"],
    }
    life = _life(slot, persons, facts, seed=seed, accounts=(account,))
    return replace(
        life,
        renewal=Renewal(at(date(2026, 9, 12), 16), {"note": "屋顶漏过两次，等住建来看。"}, ()),
        helper_since=date(2024, 3, 1),
    )


def wu_life(slot: Slot, *, seed: int, numbers: Numbers) -> Life:
    """吴老根 and his wife: twelve lines, three of which are not so."""
    persons = [
        _person(numbers, "吴老根", "head", date(1951, 9, 9), education="primary", health="healthy", labour="weak"),
        _person(
            numbers,
            "龙玉香",
            "spouse",
            date(1954, 2, 18),
            female=True,
            education="none",
            health="chronic",
            labour="weak",
        ),
    ]
    day = date(2026, 11, 8)
    voice = Voice(Channel.CARD, phone_of(slot.number))
    begins = at(date(2026, 11, 10), 19, 5)
    said = []
    for n, line in enumerate(_WU_2026):
        moment = begins + timedelta(seconds=35 * n)
        own_fen = _WU_OWN_FEN.get(line.kind)
        said.append(
            (
                Said(moment, Answer.RECOGNISED, voice.channel, voice.device)
                if own_fen is None
                else contested(line, own_fen, voice, moment),
            )
        )
    account = AccountMade(at(day, 17, 40), 2026, day, 2, ZHOU, phone_of(ZHOU), _WU_2026, tuple(said))
    facts = {
        "house_grade": "b",
        "house_graded_on": date(2024, 8, 1),
        "main_cause": "disaster",
        "further_causes": ["labour"],
    }
    life = _life(slot, persons, facts, seed=seed, accounts=(account,))
    looked_at = {"house_grade": "c", "house_graded_on": date(2026, 5, 20), "note": "屋后坡上掉石头，墙裂了。"}
    return replace(life, renewal=Renewal(at(date(2026, 9, 14), 11), looked_at, ()))


def _person(
    numbers: Numbers, name: str, relation: str, born_on: date, *, female: bool = False, **facts: str
) -> dict[str, Any]:
    return {
        "name": name,
        "sex": "female" if female else "male",
        "born_on": born_on,
        "id_number": numbers.next(born_on, female=female),
        "relation": relation,
        "ethnic_group": "苗族",
        "schooling": "not_in_school",
        "health": "healthy",
        "migrant_work": False,
        "medical_insurance": True,
        "pension_insurance": relation != "sons_son",
        "subsistence_allowance": name.startswith("杨"),
        **facts,
    }


def _life(
    slot: Slot, persons: list[dict[str, Any]], facts: dict[str, Any], *, seed: int, accounts: tuple[AccountMade, ...]
) -> Life:
    draw = Random(f"{seed}/{slot.number}")
    family = Family(draw, Numbers(), persons[0]["name"][0], "苗族", persons)
    visits = draw_visits(
        draw,
        family,
        slot.village,
        helper_on=lambda day: (ZHOU, phone_of(ZHOU)),
        lukewarm=False,
        voice=Voice(Channel.CARD, phone_of(slot.number)),
    )
    return Life(
        number=slot.number,
        place=slot.place,
        at=at(date(2025, 5, 26), 8, slot.order),
        entered_by=desk_of(slot.village),
        township=desk_of(slot.village, township=True),
        persons=tuple(persons),
        facts={
            "number": slot.number,
            "house_area_m2": 88,
            "house_structure": "brick_wood",
            "house_year": 1996,
            "electricity": True,
            "fuels": ["straw", "electricity"],
            "water": "tap",
            "market_distance_m": slot.village.market_m,
            "phone": f"199{slot.order:08d}",
            **facts,
        },
        statuses=draw_statuses(draw, "watched"),
        renewal=None,
        helper=ZHOU,
        helper_since=date(2024, 6, 1),
        card=draw_card(draw, slot, family),
        accounts=accounts,
        visits=visits,
    )


NAMED = {Story.YANG: yang_life, Story.WU: wu_life}
