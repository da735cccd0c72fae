"""Two counties, one login of every role in the first, one household in each village, and a canary name for every area.

The canary of an area stands in its name and in the name of its household's head. It must never show to whoever may not
see that area. Its logins share one password, hashed once: hashing takes its time.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from io import BytesIO

from django.contrib.auth.hashers import make_password
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.put_back import put_back
from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.casework.selectors.accounts import account_view
from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Place
from xinlu.exchange.list_outcome import ListOutcome
from xinlu.exchange.models import Finding, FindingKind, Intake, IntakeKind, Proposal, ProposalKind, SamePerson
from xinlu.exchange.outcome import Outcome
from xinlu.exchange.services.intakes import begin, finish
from xinlu.exchange.services.lists import finish_list
from xinlu.exchange.topics import topic_of
from xinlu.kernel import clock
from xinlu.kernel.periods import campaign_year
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.people.roles import Level, Role
from xinlu.people.services.users import create_user, give_responsibility
from xinlu.recognition.services.cards import issue_card
from xinlu.records.models import Household
from xinlu.records.services import keep_picture
from xinlu.registry.selectors.files import members_on
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.households import enter_household
from xinlu.sheets.entries import CellFault, ColumnReading, Register, Spot
from xinlu.sheets.lists import ListRead

PASSWORD = "Shan-lu-2026"
PLACES = (
    ("52", "", "黔灵省", Level.PROVINCE),
    ("5226", "52", "麒麟州", Level.PREFECTURE),
    ("522698", "5226", "孔雀县", Level.COUNTY),
    ("522698100", "522698", "画眉乡", Level.TOWNSHIP),
    ("522698100200", "522698100", "翠鸟村", Level.VILLAGE),
    ("522698100201", "522698100", "鹭鸶村", Level.VILLAGE),
    ("522698101", "522698", "杜鹃镇", Level.TOWNSHIP),
    ("522698101200", "522698101", "鸬鹚村", Level.VILLAGE),
    ("522699", "5226", "鹧鸪县", Level.COUNTY),
    ("522699100", "522699", "鹌鹑乡", Level.TOWNSHIP),
    ("522699100200", "522699100", "鹈鹕村", Level.VILLAGE),
)
POSTS = {
    Role.HELPER: "522698100200",
    Role.VILLAGE: "522698100200",
    Role.TOWNSHIP: "522698100",
    Role.COUNTY: "522698",
    Role.INSPECTOR: "522698",
    Role.AUDITOR: "522698",
}
HOME, OTHER_COUNTY = "522698100200", "522699100200"
SINCE = date(2024, 1, 1)


@dataclass
class Home:
    """A household of the cast with one of everything that a route may name."""

    household: Household
    area: Area
    arguments: dict[str, object]


@dataclass
class Cast:
    """Who and what there is: areas by code, logins by role, homes by the code of their village."""

    areas: dict[str, Area] = field(default_factory=dict)
    logins: dict[Role, User] = field(default_factory=dict)
    homes: dict[str, Home] = field(default_factory=dict)

    def canaries_outside(self, role: Role) -> list[str]:
        """The canaries of the areas that neither contain the role's own area nor lie in it.

        The operator gives out areas and so sees their names; to it the canaries are the heads of every household.
        """
        if role not in POSTS:
            return [_head(home.area) for home in self.homes.values()]
        own = self.areas[POSTS[role]].path
        return [
            canary(area)
            for area in self.areas.values()
            if not area.path.startswith(own) and not own.startswith(area.path)
        ]


def canary(area: Area) -> str:
    """The two characters that stand for the area and nothing else."""
    return area.name[:2]


@cache
def _hashed() -> str:
    return make_password(PASSWORD)


def _head(area: Area) -> str:
    return f"{canary(area)}户主"


@put_back
def make_cast() -> Cast:
    """The cast, stored through the services wherever there are any."""
    cast = Cast()
    for code, parent, name, level in PLACES:
        above = cast.areas.get(parent)
        path = f"{above.path if above else ''}{code}/"
        cast.areas[code] = Area.objects.create(code=code, name=name, level=level, parent=above, path=path)
    for role, code in POSTS.items():
        cast.logins[role] = create_user(username=role.value, name=f"{role.value}的人")
        give_responsibility(cast.logins[role], role=role, area=cast.areas[code], since=SINCE)
    cast.logins[Role.OPERATOR] = create_user(username="operator", name="管机器的人")
    give_responsibility(cast.logins[Role.OPERATOR], role=Role.OPERATOR, area=None, since=SINCE)
    for login in cast.logins.values():
        login.password = _hashed()
        login.save()
    clerk = create_user(username="clerk", name="登记的人")
    for number, area in enumerate(area for area in cast.areas.values() if area.level == Level.VILLAGE):
        cast.homes[area.code] = _home(area, clerk, cast.logins[Role.HELPER], number)
    homes = list(cast.homes.values())
    for one, other in zip(homes, [*homes[1:], homes[0]], strict=True):
        _alike(one, other)
    return cast


def _drawn(number: int) -> bytes:
    """A picture of its own for each household."""
    written = BytesIO()
    Image.new("RGB", (8, 8), (number, 90, 60)).save(written, "PNG")
    return written.getvalue()


def _intake(area: Area, clerk: User) -> Intake:
    """A file about the village that was read and says the name of its head."""
    head = _head(area)
    intake = begin(name=f"{head}.xlsx", sha256="", by=clerk, area=area)
    spot = Spot(head, 7, 1)
    register = Register(name=intake.name, columns=[ColumnReading(head, 1, head, "name", Words(head, head), plain=head)])
    register.faults.append(CellFault(spot, head, head, "cast", Words(head, head)))
    finish(intake, outcome=Outcome(register, dry_run=True))
    return intake


def _listing(area: Area, clerk: User, household: Household, member: object) -> Intake:
    """A list about the village that was compared, and what it and the head's file disagree about."""
    head = _head(area)
    intake = begin(name=f"{head}名单.xlsx", sha256="", by=clerk, area=area, kind=IntakeKind.LIST, topic="insurance")
    read = ListRead(name=intake.name, columns=[ColumnReading(head, 1, head, "name", Words(head, head), plain=head)])
    read.faults.append(CellFault(Spot(head, 7, 1), head, head, "cast", Words(head, head)))
    finish_list(intake, ListOutcome(read, topic_of("insurance"), dry_run=True, complete=False))
    told = {
        "topic": "insurance",
        "name": head,
        "of": head,
        "source": intake.name,
        "sheet": head,
        "row": 7,
        "details": [],
    }
    about = {"intake": intake, "place": area}
    Finding.objects.create(
        **about,
        key=f"differs{area.code}",
        kind=FindingKind.DIFFERS,
        household=household,
        member=member,
        field="medical_insurance",
        body=json.dumps({**told, "here": None, "there": True, "also": {}}),
    )
    Finding.objects.create(**about, key=f"nobody{area.code}", kind=FindingKind.NOBODY, body=json.dumps(told))
    return intake


def _alike(one: Home, other: Home) -> None:
    """The heads of two villages, perhaps one person."""
    (left, left_home), (right, right_home) = sorted((each.arguments["member"], each.household) for each in (one, other))
    SamePerson.objects.create(
        left=left,
        right=right,
        left_household=left_home,
        right_household=right_home,
        same_id=True,
        likeness_percent=90,
        evidence=[{"for": True, "zh": "姓名一样", "en": "the same name"}],
    )


def _home(area: Area, clerk: User, helper: User, number: int) -> Home:
    head = _head(area)
    household = enter_household(
        by=clerk, place=area, said_by=head, head={"name": head, "sex": "female", "born_on": date(1950, 3, 2 + number)}
    )
    if area.code == HOME:
        assign_helper(household, by=clerk, helper=helper, since=SINCE)
    author = helper if area.code == HOME else clerk
    picture = keep_picture(SimpleUploadedFile("door.png", _drawn(number)), household=household)
    visit = record_visit(
        household,
        by=author,
        began_at=clock.now(),
        minutes=30,
        place=Place.HOME,
        present=[head],
        pictures=[picture.sha256],
    )
    line = DraftLine(key="1", kind="children", basis=Basis.SAID, amount_fen=60_000)
    write_account(household, by=author, draft=Draft(campaign_year(2026), 2, clock.today(), (line,), None))
    issued = issue_card(household, by=clerk)
    member = members_on(household, clock.today())[0]
    intake = _intake(area, clerk)
    Proposal.objects.create(
        intake=intake,
        household=household,
        place=area,
        key=area.code,
        kind=ProposalKind.LEFT,
        body=json.dumps({"member": str(member.member), "name": head, "spot": f"{head}!7"}),
    )
    return Home(
        household,
        area,
        {
            "household": household.pk,
            "code": area.code,
            "member": member.member,
            "visit": visit.pk,
            "sha256": picture.sha256,
            "account": account_view(household).account.pk,
            "line": account_view(household).lines[0].record.pk,
            "card": issued.card.pk,
            "helper": helper.pk,
            "secret": issued.secret,
            "intake": intake.pk,
            "listing": _listing(area, clerk, household, member.member).pk,
        },
    )
