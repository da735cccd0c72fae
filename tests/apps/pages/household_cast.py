"""Grandmother Yang's household, made through the services: a township, her helper, an account of twelve lines, her card."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from types import SimpleNamespace

from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.casework.selectors.accounts import account_view
from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Place
from xinlu.kernel import clock
from xinlu.kernel.periods import campaign_year
from xinlu.people.models import Area, Responsibility, User
from xinlu.people.roles import Level, Role
from xinlu.recognition.services.cards import hand_over_card, issue_card
from xinlu.records.models import Household
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.households import enter_household
from xinlu.registry.services.reading import note_reading

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=clock.PLACE)
LAST_MONTH = datetime(2026, 11, 8, 9, 30, tzinfo=clock.PLACE)

TWELVE = (
    ("rice", {"quantity_milli": 900_000, "price_fen": 140}),
    ("pig", {"quantity_milli": 240_000, "price_fen": 850}),
    ("chicken", {"quantity_milli": 20_000, "price_fen": 6_000}),
    ("casual_work", {"quantity_milli": 24_000, "price_fen": 10_000}),
    ("children", {"amount_fen": 60_000}),
    ("kin", {"amount_fen": 90_000}),
    ("forest_guard", {"quantity_milli": 12_000, "price_fen": 80_000}),
    ("land_rent", {"quantity_milli": 1_400, "price_fen": 40_000}),
    ("farm_subsidy", {"amount_fen": 31_200}),
    ("pension", {"quantity_milli": 12_000, "price_fen": 16_000}),
    ("allowance", {"quantity_milli": 12_000, "price_fen": 46_000}),
    ("cost", {"amount_fen": 143_000}),
)


@dataclass
class Home:
    """A household with all that its page needs. `secret` is what stands in its card's QR code."""

    household: Household
    helper: User
    clerk: User
    secret: str = ""
    card: object = None
    visits: list = field(default_factory=list)

    @property
    def view(self):
        return account_view(self.household)

    def line(self, code):
        """The standing line of that kind, with its number."""
        number, view = next((n, each) for n, each in enumerate(self.view.lines, 1) if each.record.kind == code)
        return SimpleNamespace(number=number, view=view, pk=view.record.pk, digest=view.record.digest)


def village(*, code: str = "522699001001") -> Area:
    """A fictional village with all that lies above it."""
    area = None
    levels = (
        ("52", "贵州省", Level.PROVINCE),
        ("5226", "黔东南州", Level.PREFECTURE),
        ("522699", "云坪县", Level.COUNTY),
        ("522699001", "石板乡", Level.TOWNSHIP),
        (code, "岩脚村", Level.VILLAGE),
    )
    for each, name, level in levels:
        path = f"{area.path}{each}/" if area else f"{each}/"
        area, _ = Area.objects.get_or_create(
            code=each, defaults={"name": name, "level": level, "parent": area, "path": path}
        )
    return area


def person(username: str, name: str, role: Role, area: Area) -> User:
    """A login that holds a role over an area since long ago."""
    user = User.objects.create_user(username, f"{username}-Pass-2026", name=name)
    Responsibility.objects.create(user=user, role=role, area=area, since=date(2024, 1, 1))
    return user


def draft(lines=TWELVE, *, heads: int = 3, based_on=None, keeps=None) -> Draft:
    """An account as typed; `keeps` maps a kind to the stored line that it leaves alone or corrects."""
    typed = tuple(
        DraftLine(key=f"{n}", kind=code, basis=Basis.SAID, keeps=(keeps or {}).get(code), **said)
        for n, (code, said) in enumerate(lines)
    )
    return Draft(campaign_year(2026), heads, date(2026, 11, 8), typed, based_on)


def yang(*, head: str = "杨秀英", lines=TWELVE, visits: int = 1, names: str = "") -> Home:
    """The household, its account reckoned on 8 November 2026, its visits, and its card handed out by the township."""
    place = village()
    helper = person(f"zhou{names}", "周建民", Role.HELPER, place)
    clerk = person(f"clerk{names}", "石板乡经办", Role.TOWNSHIP, place.parent)
    with clock.standing_at(LAST_MONTH):
        household = enter_household(
            by=clerk, place=place, said_by=head, head={"name": head, "sex": "female", "born_on": date(1943, 3, 2)}
        )
        assign_helper(household, by=clerk, helper=helper, since=date(2026, 1, 1))
        home = Home(household, helper, clerk)
        for n in range(visits):
            began = LAST_MONTH.replace(month=11 - n) if n < 10 else LAST_MONTH.replace(year=2025)
            home.visits.append(
                record_visit(household, by=helper, began_at=began, minutes=40, place=Place.HOME, present=[head])
            )
        if lines:
            write_account(household, by=helper, draft=draft(lines))
        note_reading(household, reader=helper, page="field:household")
        issued = issue_card(household, by=clerk)
        hand_over_card(issued.card, by=clerk, handed_to=head, handed_on=date(2026, 11, 8))
    home.card, home.secret = issued.card, issued.secret
    return home


def correct(home: Home, **amounts_fen: int) -> None:
    """The helper writes the account anew with other amounts for those kinds; the other lines stay as they are."""
    standing = home.view
    keeps = {each.record.kind: each.record.pk for each in standing.lines}
    said = {each.record.kind: dict(TWELVE)[each.record.kind] for each in standing.lines}
    said |= {code: {"amount_fen": amount} for code, amount in amounts_fen.items()}
    write_account(
        home.household,
        by=home.helper,
        draft=draft(tuple(said.items()), based_on=standing.account.pk, keeps=keeps),
    )
