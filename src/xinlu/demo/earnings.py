"""What a drawn household really earned and spent in a year, line by line, as the family and its village allow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from xinlu.casework.drafts import Basis, DraftLine
from xinlu.demo.calendar import EPOCH, age_on
from xinlu.demo.families import Family
from xinlu.demo.places import Trade, Village
from xinlu.income.kinds import Source, by_code

LINES_LEAST, LINES_MOST, COST_LINES_MOST = 10, 16, 3
HEAD_FEN, HEAD_SPREAD = 1_100_000, 0.135
"""What a head has in a middling household, and how far households lie apart (as a share): the picture of one county."""

POORER = 0.83
"""What a household of a lukewarm helper has of that: nobody helped it along."""

WEAKEST, STRONGEST = 0.45, 3.0
COST_SHARE, AWAY_SHARE = 0.26, 0.2
_ROUND_MILLI = {
    "egg": 10_000,
    "cattle": 1000,
    "calf": 1000,
    "piglet": 1000,
    "chicken": 1000,
    "duck": 1000,
    "timber": 1000,
}
_JIN_MILLI = 10_000
_UNCOUNTED = frozenset({"medical_refund", "student_aid", "one_off_aid"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One line before it is rounded: quantity (units) x price (fen), or an amount; `scales` with the household's strength."""

    kind: str
    quantity: float | None = None
    price_fen: int = 0
    amount_fen: int = 0
    scales: bool = False
    title: str = ""

    @property
    def value_fen(self) -> int:
        return self.amount_fen if self.quantity is None else round(self.quantity * self.price_fen)


def draw_year(draw: Random, family: Family, village: Village, *, poorer: bool = False) -> tuple[DraftLine, ...]:
    """The household's year to September 2026 as the household itself knows it: ten to sixteen lines."""
    wages, grown, given, spent = (
        _wages(draw, family),
        _grown(draw, family, village),
        _given(draw, family),
        _spent(draw, family),
    )
    room = LINES_MOST - len(wages) - len(given) - len(spent) - COST_LINES_MOST
    grown = sorted(grown, key=lambda each: -each.value_fen)[: max(room, 2)]
    factor = _strength(draw, family, wages, grown, given, share=POORER if poorer else 1)
    wages = [_stronger(each, factor) for each in wages]
    grown = [_stronger(each, factor) for each in grown]
    costs = _costs(draw, wages, grown)
    entries = [*wages, *grown, *given, *costs, *spent]
    for trade in village.trades:
        if len(entries) >= LINES_LEAST:
            break
        if trade.kind not in {each.kind for each in entries}:
            entries.append(Entry(trade.kind, max(trade.quantity * 0.2, 1), trade.price_fen))
    return tuple(_line(draw, n, each) for n, each in enumerate(_in_order(entries)))


def year_before(draw: Random, lines: tuple[DraftLine, ...]) -> tuple[DraftLine, ...]:
    """The year to September 2025 of the same household: the same trades, a little less of each."""
    return tuple(_earlier(draw, line) for line in lines)


def _wages(draw: Random, family: Family) -> list[Entry]:
    found = []
    for person in family.persons:
        age = age_on(person["born_on"], EPOCH)
        if person["migrant_work"]:
            months = draw.randint(8, 11)
            price = draw.randrange(300_000, 480_000, 10_000)
            found.append(Entry("migrant_work", months, price, scales=True, title=f"{person['name']}外出打工"))
        elif age < 16 or person["schooling"] != "not_in_school" or person["labour"] in ("lost", "none"):
            continue
        elif person["labour"] == "weak":
            kind, months, price = draw.choice((("forest_guard", 12, 80_000), ("public_post", 12, 50_000), ("", 0, 0)))
            if kind and kind not in {each.kind for each in found}:
                found.append(Entry(kind, months, price))
        elif draw.random() < 0.14:
            found.append(
                Entry("steady_job", draw.randint(9, 12), draw.randrange(200_000, 290_000, 10_000), scales=True)
            )
        else:
            found.append(
                Entry("casual_work", draw.randint(25, 110), draw.choice((10_000, 11_000, 12_000, 13_000)), scales=True)
            )
    casual = [each for each in found if each.kind == "casual_work"]
    return [each for each in found if each not in casual[1:]]


def _grown(draw: Random, family: Family, village: Village) -> list[Entry]:
    able = sum(
        person["labour"] in ("ordinary", "skilled", "weak") and not person["migrant_work"] for person in family.persons
    )
    often = 1.0 if able else 0.5
    return [_of_trade(draw, trade, max(able, 1)) for trade in village.trades if draw.random() < trade.share * often]


def _of_trade(draw: Random, trade: Trade, able: int) -> Entry:
    quantity = max(trade.quantity * draw.uniform(0.6, 1.4) * (0.7 + 0.2 * able), 1)
    price = round(trade.price_fen * draw.uniform(0.92, 1.08) / 5) * 5
    return Entry(trade.kind, quantity, price, scales=True)


def _given(draw: Random, family: Family) -> list[Entry]:
    elders = sum(age_on(person["born_on"], EPOCH) >= 60 for person in family.persons)
    old_alone = elders == family.heads
    found = [Entry("farm_subsidy", round(family.heads * draw.uniform(0.6, 1.3), 1), 10_400)]
    if elders:
        found.append(Entry("pension", 12 * elders, draw.choice((14_500, 15_500, 16_000, 16_800))))
    if family.persons[0]["subsistence_allowance"]:
        found.append(Entry("allowance", 12, family.heads * draw.choice((21_000, 24_000, 28_000))))
    if any(person["health"] == "disabled" for person in family.persons):
        found.append(Entry("disability", 12, 8_000))
    if old_alone and draw.random() < 0.85:
        found.append(Entry("children", amount_fen=draw.randrange(40_000, 400_000, 10_000)))
    if draw.random() < 0.25:
        found.append(Entry("kin", amount_fen=draw.randrange(20_000, 110_000, 10_000)))
    if draw.random() < 0.35:
        found.append(Entry("ecology", round(draw.uniform(1, 6), 1), 12_500))
    if draw.random() < 0.3:
        found.append(Entry("dividend", amount_fen=draw.randrange(8_000, 45_000, 1_000)))
    if draw.random() < 0.25 or old_alone:
        found.append(Entry("land_rent", round(draw.uniform(0.6, 3), 1), 40_000))
    if any(person["health"] in ("chronic", "grave") for person in family.persons) and draw.random() < 0.5:
        found.append(Entry("medical_refund", amount_fen=draw.randrange(30_000, 480_000, 1_000)))
    if any(person["schooling"] in ("junior", "senior") for person in family.persons):
        found.append(Entry("student_aid", amount_fen=draw.choice((62_500, 125_000, 200_000))))
    return found


def _spent(draw: Random, family: Family) -> list[Entry]:
    found = []
    if any(person["health"] != "healthy" for person in family.persons) or draw.random() < 0.3:
        found.append(Entry("medical", amount_fen=draw.randrange(18_000, 360_000, 2_000)))
    if any(person["schooling"] in ("kindergarten", "senior", "junior") for person in family.persons):
        found.append(Entry("schooling", amount_fen=draw.randrange(60_000, 420_000, 5_000)))
    return found


def _costs(draw: Random, wages: list[Entry], grown: list[Entry]) -> list[Entry]:
    away_fen = sum(each.value_fen for each in wages if each.kind == "migrant_work")
    grown_fen = sum(each.value_fen for each in grown if each.kind != "eaten")
    found = [Entry("away_cost", amount_fen=_whole(round(away_fen * AWAY_SHARE)))] if away_fen else []
    cost_fen = round(grown_fen * COST_SHARE)
    if draw.random() < 0.6:
        return [*found, Entry("cost", amount_fen=_whole(cost_fen))]
    return [
        *found,
        Entry("seed_cost", amount_fen=_whole(round(cost_fen * 0.55))),
        Entry("feed_cost", amount_fen=_whole(round(cost_fen * 0.45))),
    ]


def _strength(
    draw: Random, family: Family, wages: list[Entry], grown: list[Entry], given: list[Entry], *, share: float
) -> float:
    """By how much what scales must grow or shrink for the household to have what it was drawn to have."""
    want_fen = family.heads * HEAD_FEN * share * draw.lognormvariate(0, HEAD_SPREAD)
    fixed_fen = sum(each.value_fen for each in (*wages, *given) if not each.scales and each.kind not in _UNCOUNTED)
    away_fen = sum(each.value_fen for each in wages if each.kind == "migrant_work")
    home_fen = sum(each.value_fen for each in wages if each.scales) - away_fen
    grown_fen = sum(each.value_fen for each in grown)
    scaled_fen = away_fen * (1 - AWAY_SHARE) + home_fen + grown_fen * (1 - COST_SHARE)
    return min(max((want_fen - fixed_fen) / max(scaled_fen, 1), WEAKEST), STRONGEST)


def _stronger(entry: Entry, factor: float) -> Entry:
    if not entry.scales or entry.quantity is None:
        return entry
    if entry.kind in ("migrant_work", "steady_job"):
        return replace(entry, price_fen=round(entry.price_fen * factor / 10_000) * 10_000)
    most = 240 if entry.kind == "casual_work" else float("inf")
    return replace(entry, quantity=min(entry.quantity * factor, most))


def _in_order(entries: list[Entry]) -> list[Entry]:
    order = list(by_code())
    return sorted(entries, key=lambda each: order.index(each.kind))


def _line(draw: Random, n: int, entry: Entry) -> DraftLine:
    if by_code()[entry.kind].quantity is None:
        amount = entry.amount_fen if entry.quantity is None else _whole(entry.value_fen)
        return DraftLine(
            key=str(n), kind=entry.kind, basis=_basis(draw, entry.kind), title=entry.title, amount_fen=amount
        )
    assert entry.quantity is not None
    return DraftLine(
        key=str(n),
        kind=entry.kind,
        basis=_basis(draw, entry.kind),
        title=entry.title,
        quantity_milli=_rounded(entry.kind, round(entry.quantity * 1000)),
        price_fen=entry.price_fen,
    )


def _earlier(draw: Random, line: DraftLine) -> DraftLine:
    if line.quantity_milli is None:
        assert line.amount_fen is not None
        return replace(line, amount_fen=_whole(round(line.amount_fen * draw.uniform(0.82, 1.04))))
    if line.kind in (
        "pension",
        "allowance",
        "disability",
        "forest_guard",
        "public_post",
        "farm_subsidy",
        "ecology",
        "land_rent",
    ):
        return replace(line, price_fen=line.price_fen and round(line.price_fen * 0.96 / 100) * 100)
    factor = draw.uniform(0.78, 1.06)
    if line.kind in ("migrant_work", "steady_job"):
        return replace(line, price_fen=line.price_fen and round(line.price_fen * factor / 10_000) * 10_000)
    return replace(line, quantity_milli=_rounded(line.kind, round(line.quantity_milli * factor)))


def _rounded(kind: str, quantity_milli: int) -> int:
    """A quantity as people say it: tens of jin, whole animals, days and months, tenths of a mu."""
    if kind in ("farm_subsidy", "ecology", "land_rent"):
        return round(quantity_milli / 100) * 100
    source = by_code()[kind].source
    step = _ROUND_MILLI.get(kind, _JIN_MILLI if source is Source.PRODUCTION and kind != "handicraft" else 1000)
    return max(round(quantity_milli / step) * step, step)


def _basis(draw: Random, kind: str) -> Basis:
    if kind in ("pension", "allowance", "disability", "farm_subsidy", "ecology"):
        return draw.choice((Basis.BANK, Basis.BANK, Basis.REGISTER))
    return draw.choices((Basis.SAID, Basis.SLIP, Basis.ESTIMATE), (14, 2, 1))[0]


def _whole(fen: int) -> int:
    """An amount as people say it: whole tens of yuan."""
    return max(round(fen / 1000) * 1000, 1000)
