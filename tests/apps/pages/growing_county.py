"""A county that is small at first and then ten times as large, with the same kinds of things in it both times.

Of the households two are looked at closely: one with everything that a page may show, and one whose account is forked.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from apps.conftest import NOON
from apps.yang import area, login
from xinlu.casework.drafts import Basis, Draft, DraftLine
from xinlu.casework.selectors.accounts import account_view, current_account
from xinlu.casework.services.accounts import keep_draft, write_account
from xinlu.casework.services.answers import answer_line, answer_visit
from xinlu.casework.services.evidence import hand_over_card
from xinlu.casework.services.visits import record_visit
from xinlu.casework.visits import Found, Place
from xinlu.entitlement.services.benefits import answer_payment, record_step
from xinlu.entitlement.services.explaining import record_explanation
from xinlu.entitlement.services.looking import look_through
from xinlu.entitlement.services.stating import state_fact
from xinlu.entitlement.steps import Step
from xinlu.exchange.list_outcome import ListOutcome
from xinlu.exchange.models import Finding, FindingKind, Intake, IntakeKind, Proposal, ProposalKind, SamePerson
from xinlu.exchange.outcome import Outcome
from xinlu.exchange.services.intakes import begin, finish
from xinlu.exchange.services.lists import finish_list
from xinlu.exchange.topics import topic_of
from xinlu.kernel.periods import campaign_year
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.people.roles import Level, Role
from xinlu.people.services.users import appoint_operator
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.recognition.services.cards import issue_card
from xinlu.records.models import Household
from xinlu.records.services.pictures import keep_picture
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.files import members_on
from xinlu.registry.services.assignments import assign_helper
from xinlu.registry.services.households import enter_household
from xinlu.registry.services.members import write_member
from xinlu.registry.services.reading import note_reading
from xinlu.registry.services.status import decide_status
from xinlu.sheets.entries import Register, Spot
from xinlu.sheets.lists import ListRead
from xinlu.standards import household_statuses

TODAY = date(2026, 11, 23)
SINCE = date(2026, 1, 1)


@dataclass(frozen=True)
class Size:
    """How much there is of everything."""

    households: int
    of_helper: int
    villages: int
    townships: int
    helpers: int
    lines: int
    visits: int
    members: int


SMALL = Size(households=6, of_helper=3, villages=3, townships=2, helpers=2, lines=3, visits=1, members=1)
LARGE = Size(households=66, of_helper=30, villages=30, townships=8, helpers=12, lines=30, visits=10, members=10)


@dataclass
class Growing:
    """The county as it is now: its logins, and the households looked at with the arguments of their routes."""

    logins: dict[Role, User]
    township: Area
    county: Area
    villages: list[Area] = field(default_factory=list)
    townships: int = 1
    helpers: list[User] = field(default_factory=list)
    households: int = 0
    of_helper: int = 0
    homes: list[dict[str, object]] = field(default_factory=list)
    cards: list[object] = field(default_factory=list)
    intake: Intake | None = None

    @property
    def helper(self) -> User:
        return self.logins[Role.HELPER]

    def grow(self, size: Size) -> None:
        """Grow to that size; `homes` are two new households of it."""
        for n in range(len(self.villages), size.villages):
            self.villages.append(area(f"522699101{200 + n}", f"第{n}村", Level.VILLAGE, self.township))
        for n in range(self.townships, size.townships):
            other = area(f"522699{101 + n}", f"第{n}乡", Level.TOWNSHIP, self.county)
            self.enter(area(f"{other.code}200", f"第{n}乡的村", Level.VILLAGE, other))
        self.townships = size.townships
        for n in range(len(self.helpers), size.helpers):
            self.helpers.append(login(f"helper{n}", f"帮手{n}", Role.HELPER, self.township))
        self._brought_in(size)
        full, forked = self._full(size), self._forked(size)
        full["listing"] = forked["listing"] = self._doubted(size, full["household"])
        self.homes, self.cards = [full, forked], [self._card(each["household"]) for each in (full, forked)]
        for n in range(self.of_helper, size.of_helper):
            self.enter(self.villages[n % len(self.villages)], helper=self.helper)
        for n in range(self.households, size.households):
            self.enter(
                self.villages[0 if n % 2 else -1], helper=self.helpers[n % 3 % len(self.helpers)] if n % 4 else None
            )

    def enter(self, place: Area, *, helper: User | None = None, members: int = 0) -> Household:
        """A household with an account of one line, to which it said no, and one visit."""
        self.households += 1
        name = f"户主{self.households}"
        household = enter_household(
            by=self.logins[Role.TOWNSHIP],
            place=place,
            said_by=name,
            head={"name": name, "sex": "female", "born_on": date(1950, 1, 1)},
            members=[
                {"name": f"孩子{n}", "relation": "son", "sex": "male", "born_on": date(1980 + n, 1, 1)}
                for n in range(members)
            ],
        )
        if helper:
            assign_helper(household, by=self.logins[Role.TOWNSHIP], helper=helper, since=SINCE)
            self.of_helper += helper == self.helper
        if not members:
            write_account(household, by=self.helper, draft=self.draft(1))
            self.visit(household)
            self.answer(household)
        return household

    def draft(
        self, lines: int | tuple[DraftLine, ...], *, heads: int = 1, year: int = 2026, based_on: UUID | None = None
    ) -> Draft:
        """An account of so many lines, or of these."""
        if isinstance(lines, int):
            lines = tuple(_line(n, amount_fen=10_000 + n) for n in range(1, lines + 1))
        return Draft(period=campaign_year(year), heads=heads, reckoned_on=TODAY, lines=lines, based_on=based_on)

    def visit(self, household: Household, *, days_ago: int = 1, pictures: tuple[str, ...] = ()):
        return record_visit(
            household,
            by=self.helper,
            began_at=NOON - timedelta(days=days_ago),
            minutes=30,
            place=Place.HOME,
            present=["户主"],
            found={"water": (Found.TROUBLE, "没水")},
            pictures=pictures,
        )

    def answer(self, household: Household, *, device: str = "") -> None:
        """It says no to every line of its account, each in its own words."""
        speaker = members_on(household, TODAY)[0].member
        how = (
            {"channel": Channel.CARD, "device": device, "card": self._card(household)}
            if device
            else {"channel": Channel.HELPER_DEVICE, "device": "helper-phone", "by": self.helper, "said_by": speaker}
        )
        for each in account_view(household).lines:
            shown = {"line": each.record.pk, "shown_digest": each.record.digest}
            answer_line(household, **shown, answer=Answer.CONTESTED, own_fen=5_000, words="没有这么多", **how)

    def _card(self, household: object):
        from xinlu.recognition.selectors.cards import current_card

        found = current_card(household)
        if found is None:
            found = issue_card(household, by=self.logins[Role.TOWNSHIP]).card
            hand_over_card(found, by=self.logins[Role.TOWNSHIP], handed_to="户主", handed_on=TODAY)
        return found

    def _brought_in(self, size: Size) -> None:
        """A file that was read, and what such files left to decide about as many households, half of it decided."""
        by, households = self.logins[Role.TOWNSHIP], [self.enter(self.villages[0]) for _ in range(size.lines)]
        intake = begin(name="登记表.xlsx", sha256="", by=by, area=self.township)
        outcome = Outcome(Register(name=intake.name), dry_run=True)
        outcome.changed = [(Spot("农户", n), "户主", [Words("改", "changed")]) for n in range(size.lines)]
        finish(intake, outcome=outcome)
        for household in households:
            head = members_on(household, TODAY)[0]
            for n in range(size.visits * 2):
                body = {"member": str(head.member), "name": head.name, "spot": f"农户!{n}"}
                Proposal.objects.create(
                    intake=intake,
                    household=household,
                    place=self.villages[0],
                    key=f"{household.pk}{n}"[:64],
                    kind=ProposalKind.LEFT,
                    body=json.dumps(body),
                    **({"outcome": "refused", "decided_by": by, "decided_at": NOON} if n % 2 else {}),
                )
        self.intake = intake

    def _doubted(self, size: Size, household: object) -> UUID:
        """A list that was compared, what it disagrees about with this household and others, and people perhaps twice; of
        each half is settled. The list's id."""
        by = self.logins[Role.TOWNSHIP]
        others = [each.household for each in CurrentFile.objects.exclude(household=household)[: size.lines]]
        intake = begin(name="名单.xlsx", sha256="", by=by, area=self.township, kind=IntakeKind.LIST, topic="insurance")
        read = ListRead(name=intake.name)
        finish_list(intake, ListOutcome(read, topic_of("insurance"), dry_run=True, complete=False))
        for n, each in enumerate([*[household] * (size.visits * 2), *others]):
            head = members_on(each, TODAY)[0]
            done = {"decided_by": by, "decided_at": NOON} if n % 2 else {}
            told = {"topic": "insurance", "name": head.name, "of": head.name, "source": intake.name, "sheet": "表"}
            Finding.objects.create(
                intake=intake,
                household=each,
                member=head.member,
                place=self.villages[0],
                key=f"{intake.pk}{n}",
                kind=FindingKind.DIFFERS,
                field="medical_insurance",
                body=json.dumps({**told, "row": n + 1, "details": [], "here": True, "there": False, "also": {}}),
                **({"outcome": "file", **done} if done else {}),
            )
            if each != household:
                left, right = sorted((head.member, members_on(household, TODAY)[0].member))
                homes = {head.member: each, members_on(household, TODAY)[0].member: household}
                SamePerson.objects.create(
                    left=left,
                    right=right,
                    left_household=homes[left],
                    right_household=homes[right],
                    same_id=False,
                    likeness_percent=70,
                    **({"outcome": "different", **done} if done else {}),
                )
        return intake.pk

    def _full(self, size: Size) -> dict[str, object]:
        """Last year's account and this year's, every line corrected and contested, a draft begun, visits answered, all read."""
        household = self.enter(self.villages[0], helper=self.helper, members=size.members)
        by, members = self.logins[Role.TOWNSHIP], members_on(household, TODAY)
        code = household_statuses(on=SINCE)[0].code
        decide_status(household, by=by, status=code, since=SINCE, decision="村民代表会")
        for each in members:
            write_member(household, by=by, said_by="户主", member=each.member, health="chronic")
        write_account(household, by=self.helper, draft=self.draft(size.lines, heads=1 + size.members, year=2025))
        first = write_account(household, by=self.helper, draft=self.draft(size.lines, heads=1 + size.members))
        lines = self.corrected(household, amount_fen=20_000)
        corrected = write_account(
            household, by=self.helper, draft=self.draft(lines, heads=1 + size.members, based_on=first.pk)
        )
        self.answer(household)
        self.answer(household, device=f"phone-{household.pk}")
        picture = keep_picture(SimpleUploadedFile("door.png", _drawn(size.visits)), household=household).sha256
        visits = [self.visit(household, days_ago=n + 1, pictures=(picture,)) for n in range(size.visits)]
        for each in visits:
            shown = {"visit": each.pk, "shown_digest": each.digest, "answer": Answer.RECOGNISED, "sat_down": True}
            answer_visit(
                household, **shown, channel=Channel.CARD, device=f"phone-{household.pk}", card=self._card(household)
            )
        paid = self._owed(household, size)
        lines = self.corrected(household, amount_fen=30_000)
        keep_draft(household, by=self.helper, draft=self.draft(lines, heads=1 + size.members, based_on=corrected.pk))
        for each in self.helpers:
            note_reading(household, reader=each, page="desk:household")
        return self._arguments(household, visit=visits[0].pk, sha256=picture, payment=paid)

    def _owed(self, household: Household, size: Size) -> UUID:
        """What was found out of everybody, explained again and again, and paid, corrected and answered. A payment's id."""
        by, policy = self.helper, "subsistence_allowance"
        facts: dict[str, object] = {"sudden_event": False, "water_minutes_away": 25, "medical_spending_fen": 100_000}
        for fact, value in facts.items():
            state_fact(household, by=by, fact=fact, value=value, said_by="户主")
        for each in members_on(household, TODAY)[: size.members]:
            state_fact(household, by=by, fact="has_own_means", value=True, said_by="户主", member=each.member)
        for n in range(size.visits):
            how = {"policy": policy, "step": Step.PAID, "source": "发放表", "happened_on": TODAY - timedelta(days=n)}
            for fen in (40_000, 46_000):
                payment = record_step(household, by=by, amount_fen=fen, **how)
            record_explanation(household, by=by, policy=policy, told_to="户主", words="听懂了")
            answer_payment(
                household, payment=payment.pk, shown_digest=payment.digest, answer=Answer.CONTESTED, own_fen=0,
                channel=Channel.CARD, device=f"phone-{household.pk}", card=self._card(household),
            )  # fmt: skip
        record_step(household, by=by, amount_fen=1, **{**how, "policy": "residents_pension"})
        look_through(self.township, by=self.logins[Role.TOWNSHIP])
        return payment.pk

    def corrected(self, household: Household, *, amount_fen: int) -> tuple[DraftLine, ...]:
        """The lines of the standing account, each with another amount."""
        lines = account_view(household).lines
        return tuple(_line(n, amount_fen=amount_fen + n, keeps=each.record.pk) for n, each in enumerate(lines, 1))

    def _forked(self, size: Size) -> dict[str, object]:
        """Two helpers corrected the same version, every line of it."""
        household = self.enter(self.villages[0], helper=self.helper, members=size.members)
        first = write_account(household, by=self.helper, draft=self.draft(size.lines, heads=1 + size.members))
        lines = [self.corrected(household, amount_fen=fen) for fen in (40_000, 50_000)]
        for by, some in zip((self.helper, self.helpers[0]), lines, strict=True):
            write_account(household, by=by, draft=self.draft(some, heads=1 + size.members, based_on=first.pk))
        self.answer(household)
        return self._arguments(household, visit=self.visit(household).pk)

    def _arguments(self, household: Household, **known: object) -> dict[str, object]:
        return {
            "household": household,
            "code": self.villages[0].code,
            "member": members_on(household, TODAY)[0].member,
            "account": current_account(household).pk,
            "helper": self.helper.pk,
            "login": self.helper.pk,
            "sha256": "of-no-picture",
            "secret": "no-secret-of-any-card",
            "intake": self.intake.pk,
            **known,
        }


def _drawn(shade: int) -> bytes:
    written = BytesIO()
    Image.new("RGB", (8, 8), (shade, 90, 60)).save(written, "PNG")
    return written.getvalue()


def _line(number: int, *, amount_fen: int, keeps: object = None) -> DraftLine:
    title = f"第{number}笔"
    return DraftLine(key=str(number), kind="kin", basis=Basis.SAID, title=title, amount_fen=amount_fen, keeps=keeps)


def make_growing() -> Growing:
    """The county with its logins, before anybody lives there."""
    province = area("52", "贵州省", Level.PROVINCE)
    county = area("522699", "月岭县", Level.COUNTY, province)
    township = area("522699101", "望云乡", Level.TOWNSHIP, county)
    village = area("522699101200", "对门坡村", Level.VILLAGE, township)
    posts = {
        Role.HELPER: township,
        Role.VILLAGE: village,
        Role.TOWNSHIP: township,
        Role.COUNTY: county,
        Role.INSPECTOR: county,
        Role.AUDITOR: county,
    }
    logins = {role: login(role.value, f"{role.value}的人", role, place) for role, place in posts.items()}
    logins[Role.OPERATOR] = appoint_operator(username="operator", password="Shan-lu-2026", name="管机器的人")
    return Growing(logins=logins, township=township, county=county, villages=[village])


__all__ = ["LARGE", "SMALL", "Growing", "Size", "make_growing"]
