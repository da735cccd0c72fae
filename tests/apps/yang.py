"""The household of the field report: 83 years old, cannot read; twelve lines, of which she says three are not so."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from apps.put_back import put_back
from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.casework.models import IncomeAccount
from xinlu.casework.selectors.accounts import LineView, account_view
from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.answers import answer_line
from xinlu.casework.services.evidence import hand_over_card
from xinlu.kernel.periods import campaign_year
from xinlu.parameters.services import set_parameter
from xinlu.people.models import Area, Responsibility, User
from xinlu.people.roles import Level, Role
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.recognition.models import Card, Recognition
from xinlu.recognition.services.cards import issue_card
from xinlu.records.models import Household
from xinlu.registry.selectors.files import members_on
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.households import enter_household

RECKONED_ON = date(2026, 11, 8)
LINE_FEN = 820_000

LINES: tuple[tuple[str, int | None, int | None, int | None], ...] = (
    ("rice", 900_000, 140, None),
    ("pig", 240_000, 850, None),
    ("chicken", 20_000, 6_000, None),
    ("casual_work", 24_000, 10_000, None),
    ("children", None, None, 60_000),
    ("kin", None, None, 90_000),
    ("forest_guard", 12_000, 80_000, None),
    ("land_rent", 1_400, 40_000, None),
    ("farm_subsidy", None, None, 31_200),
    ("pension", 12_000, 16_000, None),
    ("allowance", 12_000, 46_000, None),
    ("cost", None, None, 143_000),
)
"""Kind, quantity in thousandths, price in fen, or the whole amount in fen: the account of the reference look."""

SHE_SAYS_FEN = {"chicken": 72_000, "children": 40_000, "kin": 0}
NOT_SEEN = "farm_subsidy"


def area(code: str, name: str, level: Level, parent: Area | None = None) -> Area:
    path = (parent.path if parent else "") + code + "/"
    return Area.objects.create(code=code, name=name, level=level, parent=parent, path=path)


def login(username: str, name: str, role: Role, place: Area) -> User:
    user = User.objects.create_user(username, name=name)
    Responsibility.objects.create(user=user, role=role, area=place, since=date(2024, 1, 1))
    return user


@dataclass(frozen=True)
class Yang:
    """The household and the people around it."""

    county: Area
    village: Area
    helper: User
    other_helper: User
    township: User
    county_desk: User
    inspector: User
    household: Household
    card: Card
    secret: str

    def draft(self, **changes: object) -> Draft:
        """The account of twelve lines as the helper types it."""
        lines = tuple(
            DraftLine(
                key=str(n), kind=kind, basis=Basis.SAID, quantity_milli=quantity, price_fen=price, amount_fen=amount
            )
            for n, (kind, quantity, price, amount) in enumerate(LINES)
        )
        draft = Draft(period=campaign_year(2026), heads=3, reckoned_on=RECKONED_ON, lines=lines)
        return replace(draft, **changes)  # type: ignore[arg-type]

    def reckon(self, **changes: object) -> IncomeAccount:
        return write_account(self.household, by=self.helper, draft=self.draft(**changes))

    def correction(self, account: IncomeAccount, **amounts_fen: int) -> Draft:
        """A draft that corrects `account`: every line kept, those named (by kind) with another amount."""
        view = self.line_views()
        lines = tuple(
            DraftLine(
                key=str(n),
                kind=each.record.kind,
                basis=Basis(each.record.basis),
                keeps=each.record.pk,
                quantity_milli=None if each.record.kind in amounts_fen else each.record.quantity_milli,
                price_fen=None if each.record.kind in amounts_fen else each.record.price_fen,
                amount_fen=amounts_fen.get(each.record.kind)
                if each.record.kind in amounts_fen
                else (
                    None if each.record.quantity_milli is not None else each.record.income_fen or each.record.cost_fen
                ),
            )
            for n, each in enumerate(view.values())
        )
        return self.draft(lines=lines, based_on=account.pk)

    def line_views(self) -> dict[str, LineView]:
        view = account_view(self.household)
        assert view is not None
        return {each.record.kind: each for each in view.lines}

    def says(self, kind: str, answer: Answer = Answer.RECOGNISED, **how: object) -> Recognition:
        """She answers one line with her card, on a phone of the family."""
        line = self.line_views()[kind].record
        said: dict[str, object] = {
            "line": line.pk,
            "shown_digest": line.digest,
            "answer": answer,
            "channel": Channel.CARD,
            "device": "the-family-phone",
            "card": self.card,
        }
        return answer_line(self.household, **{**said, **how})  # type: ignore[arg-type]

    def goes_through_the_account(self) -> None:
        """She answers eleven of the twelve lines: three are not so, one she does not look at."""
        for kind in self.line_views():
            if kind in SHE_SAYS_FEN:
                self.says(kind, Answer.CONTESTED, own_fen=SHE_SAYS_FEN[kind])
            elif kind != NOT_SEEN:
                self.says(kind)

    def member(self, name: str):
        return next(each.member for each in members_on(self.household, RECKONED_ON) if each.name == name)


@put_back
def make_yang() -> Yang:
    """Areas, logins, the household with three people, its helper, and its card handed out by the township."""
    province = area("52", "贵州省", Level.PROVINCE)
    county = area("522699", "月岭县", Level.COUNTY, province)
    township = area("522699101", "望云乡", Level.TOWNSHIP, county)
    village = area("522699101201", "对门坡村", Level.VILLAGE, township)
    elsewhere = area("522698", "邻县", Level.COUNTY, province)
    helper = login("zhou", "周建民", Role.HELPER, township)
    other_helper = login("tian", "田春梅", Role.HELPER, township)
    desk = login("shi", "石峰", Role.TOWNSHIP, township)
    county_desk = login("chen", "陈晓", Role.COUNTY, county)
    inspector = login("luo", "罗敏", Role.INSPECTOR, county)
    login("far", "邻县的人", Role.COUNTY, elsewhere)
    set_parameter(
        by=county_desk,
        area=county,
        name="poverty_line_fen",
        value=LINE_FEN,
        effective_from=date(2026, 1, 1),
        source="县定",
    )
    household = enter_household(
        by=desk,
        place=village,
        said_by="杨秀英",
        head={"name": "杨秀英", "sex": "female", "born_on": date(1943, 3, 2)},
        members=[
            {"name": "杨正明", "relation": "son", "sex": "male", "born_on": date(1974, 5, 1)},
            {"name": "杨小军", "relation": "sons_son", "sex": "male", "born_on": date(2015, 5, 1)},
        ],
    )
    assign_helper(household, by=desk, helper=helper, since=date(2024, 3, 1))
    issued = issue_card(household, by=desk)
    hand_over_card(issued.card, by=desk, handed_to="杨秀英", handed_on=RECKONED_ON)
    return Yang(
        county, village, helper, other_helper, desk, county_desk, inspector, household, issued.card, issued.secret
    )
