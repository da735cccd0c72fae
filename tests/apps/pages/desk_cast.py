"""A county of two townships and three villages for the tests of the desks, and logins of every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.test import Client

from apps.put_back import put_back
from apps.yang import Yang, area, login, make_yang
from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.casework.selectors.accounts import account_view
from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.answers import answer_line
from xinlu.kernel.periods import campaign_year
from xinlu.people.models import Area, User
from xinlu.people.roles import Level, Role
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.records.models import Household
from xinlu.registry.selectors.files import members_on
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.households import enter_household

TODAY = date(2026, 11, 23)


@dataclass
class Desk:
    """The Yang household's county with a second village, a second township, and who works there."""

    yang: Yang
    near: Area
    far: Area
    users: dict[str, User] = field(default_factory=dict)

    def client(self, username: str) -> Client:
        """A browser in which that login is open."""
        client = Client()
        client.force_login(self.users[username], backend="django.contrib.auth.backends.ModelBackend")
        return client

    def household(self, name: str, place: Area, *, helper: User | None = None, facts=None) -> Household:
        found = enter_household(
            by=self.users["shi"],
            place=place,
            said_by=name,
            head={"name": name, "sex": "female", "born_on": date(1960, 1, 1)},
            facts=facts or {},
        )
        if helper:
            assign_helper(found, by=self.users["shi"], helper=helper, since=date(2026, 1, 1))
        return found

    def account(self, household: Household, *amounts_fen: int) -> None:
        """An account of plain amounts that kin gave, for one head."""
        lines = tuple(
            DraftLine(key=str(n), kind="kin", basis=Basis.SAID, amount_fen=amount)
            for n, amount in enumerate(amounts_fen)
        )
        draft = Draft(period=campaign_year(2026), heads=1, reckoned_on=date(2026, 11, 8), lines=lines)
        write_account(household, by=self.yang.helper, draft=draft)

    def answers(self, household: Household, *own_fen: int | None) -> None:
        """What the household says of its lines in order: None is right, a number is its own figure."""
        view = account_view(household)
        speaker = members_on(household, TODAY)[0].member
        for line, own in zip(view.lines, own_fen, strict=False):
            answer_line(
                household,
                line=line.record.pk,
                shown_digest=line.record.digest,
                answer=Answer.RECOGNISED if own is None else Answer.CONTESTED,
                own_fen=own,
                channel=Channel.HELPER_DEVICE,
                device="the-helper-phone",
                by=self.yang.helper,
                said_by=speaker,
            )


@put_back
def make_desk() -> Desk:
    """The cast; households beyond Yang's are made by the tests."""
    yang = make_yang()
    township = Area.objects.get(code="522699101")
    near = area("522699101202", "岩脚村", Level.VILLAGE, township)
    other = area("522699102", "石门镇", Level.TOWNSHIP, yang.county)
    far = area("522699102201", "半坡村", Level.VILLAGE, other)
    users = {
        "shi": yang.township,
        "chen": yang.county_desk,
        "luo": yang.inspector,
        "zhou": yang.helper,
        "tian": yang.other_helper,
        "far": User.objects.get(username="far"),
        "wu": login("wu", "吴春梅", Role.VILLAGE, yang.village),
        "near": login("near", "岩脚的人", Role.VILLAGE, near),
        "tang": login("tang", "唐明", Role.TOWNSHIP, other),
        "aud": login("aud", "审计员", Role.AUDITOR, yang.county),
    }
    return Desk(yang, near, far, users)


__all__ = ["TODAY", "Desk", "make_desk"]
