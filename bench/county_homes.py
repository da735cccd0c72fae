"""One household of the county at size: its records, composed as the services compose them, drawn from a seed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from xinlu.casework.models import IncomeAccount, IncomeLine, Visit
from xinlu.casework.visits import QUESTIONS, Found, Place
from xinlu.demo import sayings
from xinlu.demo.calendar import CARDS_FROM, EPOCH, at, shifted
from xinlu.demo.families import draw_family
from xinlu.demo.homes import draw_facts, draw_statuses
from xinlu.demo.layout import Story
from xinlu.demo.names import id_number
from xinlu.demo.places import COUNTY
from xinlu.income.kinds import Kind, Source, kinds
from xinlu.income.lines import reckon_line
from xinlu.kernel import clock
from xinlu.kernel.ids import uuid7
from xinlu.kernel.periods import campaign_year
from xinlu.practice.vocabulary import Relation
from xinlu.recognition.answers import Answer
from xinlu.recognition.grades import Channel
from xinlu.recognition.models import Card, CardHandover, Recognition
from xinlu.records.fields import blind_index
from xinlu.records.models import Household
from xinlu.records.services import compose
from xinlu.registry.models import Assignment, HouseholdFile, MemberVersion, Status
from xinlu.registry.services.members import tail_index

LINES = {
    Source.WAGES: 2,
    Source.PRODUCTION: 6,
    Source.PROPERTY: 1,
    Source.TRANSFER: 4,
    Source.PRODUCTION_COST: 1,
    Source.RIGID_SPENDING: 1,
}
"""Fifteen lines in all."""

USUAL_FEN = {
    Source.WAGES: 1_250_000,
    Source.PRODUCTION: 260_000,
    Source.PROPERTY: 60_000,
    Source.TRANSFER: 120_000,
    Source.PRODUCTION_COST: 420_000,
    Source.RIGID_SPENDING: 180_000,
}
_KINDS = {source: [each for each in kinds() if each.source is source] for source in Source}

NO_ACCOUNT, FORKED, CORRECTED = 0.03, 0.005, 0.05
NO_CARD, NOT_HANDED, EXPIRED, BY_HELPER = 0.06, 0.05, 0.02, 0.04
ANSWERED_WHOLE, ANSWERED_HALF, BY_CARD = 0.59, 0.06, 0.7
CONTESTED, UNSURE = 0.07, 0.012
NEVER_VISITED, FILE_RENEWED, SMALL_CHILD = 0.12, 0.15, 0.16


class ManyNumbers:
    """ID numbers of one part of the county; parts differ in the order numbers that they give out."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._given: dict[tuple[date, bool], int] = {}

    def next(self, born_on: date, *, female: bool) -> str:
        nth = self._given.get((born_on, female), self._first)
        self._given[born_on, female] = nth + 1
        return id_number(born_on, female=female, nth=nth)


class Home:
    """A household while it is drawn and written; `records` grow in the order in which the services would take them."""

    def __init__(self, order, *, seed, place, village, helper, desks, numbers) -> None:
        self.draw = Random(f"{seed}/{order}")
        self.order, self.place, self.helper, self.desks = order, place, helper, desks
        self.number = f"YL-{order + 1:06d}"
        self.at = at(date(2025, 5, 26), 9) + timedelta(seconds=13 * order)
        self.household = Household(id=uuid7(self.at), entered_at=self.at)
        self.records, self.members, self.card = [], [], None
        self.family = draw_family(self.draw, numbers, Story.PLAIN)
        if self.draw.random() < SMALL_CHILD:
            self.family.add(Relation.DAUGHTER, self.draw.randint(0, 4), female=True)
        self.facts = draw_facts(self.draw, self.family, village, number=self.number)
        self._enter()
        self._issue()
        if self.draw.random() >= NO_ACCOUNT:
            self._reckon()
        self._visit()

    def _add(self, record, moment: datetime, **fields):
        with clock.standing_at(moment):
            self.records.append(compose(record, household=self.household, id=uuid7(moment), **fields))
        return self.records[-1]

    def _enter(self) -> None:
        head, by = self.family.persons[0]["name"], self.desks["village"]
        written = {"author": by, "said_by": head, "place": self.place, **self.facts}
        file = self._add(HouseholdFile, self.at, **written)
        for nth, person in enumerate(self.family.persons):
            relation = str(Relation.HEAD) if nth == 0 else person["relation"]
            index = {
                "id_index": blind_index(person["id_number"], purpose="id"),
                "id_tail_index": tail_index(person["id_number"], county=COUNTY),
            }
            facts = {**person, "relation": relation, **index}
            one = self._add(MemberVersion, self.at, author=by, member=uuid7(self.at), said_by=head, **facts)
            self.members.append(one)
        before = None
        for each in draw_statuses(self.draw):
            decided = {"status": each.status, "since": each.since, "decision": each.decision}
            before = self._add(Status, each.at, author=self.desks["county"], supersedes=before and before.pk, **decided)
        if self.helper:
            since = shifted(date(2024, 3, 1), self.draw.randrange(400))
            self._add(Assignment, self.at, author=self.desks["township"], helper=self.helper, since=since)
        if self.draw.random() < FILE_RENEWED:
            renewed = {**written, "note": "上门对过一遍。"}
            self._add(HouseholdFile, self.at + timedelta(days=400), supersedes=file.pk, **renewed)

    def _issue(self) -> None:
        draw = self.draw
        if draw.random() < NO_CARD:
            return
        printed, serial = shifted(CARDS_FROM, draw.randrange(60)), f"S{self.order:07d}"
        ends = shifted(EPOCH, -30) if draw.random() < EXPIRED else shifted(printed, 3650)
        secret = blind_index(f"{self.order}/secret", purpose="card")
        township = self.desks["township"]
        self.card = self._add(Card, at(printed, 9), author=township, serial=serial, secret_hash=secret, expires_on=ends)
        if draw.random() >= NOT_HANDED:
            hand = self.helper if self.helper and draw.random() < BY_HELPER else township
            note = {"card": self.card, "handed_by": hand, "handed_to": self.members[0].name}
            handed_on = shifted(printed, draw.randint(0, 20))
            self._add(CardHandover, at(handed_on, 16), author=hand, handed_on=handed_on, **note)

    def _reckon(self) -> None:
        draw, author = self.draw, self.helper or self.desks["village"]
        day = shifted(date(2026, 10, 3), draw.randrange(40))
        moment, device = at(day, draw.randint(9, 16), draw.randrange(60)), f"phone-of-{author.username}"
        strength = draw.lognormvariate(0, 0.28) * len(self.members) / 3.3
        lines = [
            self._add(IncomeLine, moment, author=author, device=device, **self._line(kind, strength))
            for source, many in LINES.items()
            for kind in draw.sample(_KINDS[source], many)
        ]
        first = self._account(moment, lines, author, device)
        rolled = draw.random()
        versions = 2 if rolled < FORKED else 1 if rolled < CORRECTED else 0
        for nth in range(versions):
            later = moment + timedelta(hours=2 + nth)
            old = lines[3]
            again = {"income_fen": old.income_fen * (11 + nth) // 10, "price_fen": None, "quantity_milli": None}
            kept = {name: getattr(old, name) for name in ("kind", "title", "cost_fen", "basis")}
            new = self._add(IncomeLine, later, author=author, device=device, supersedes=old.pk, **kept, **again)
            changed = [*lines[:3], new, *lines[4:]]
            self._account(later, changed, author, device, supersedes=first.pk)
            if nth == 0:
                standing = changed
        self._answers(standing if versions else lines, moment + timedelta(hours=9), author, device)

    def _line(self, kind: Kind, strength: float) -> dict[str, object]:
        fen = round(USUAL_FEN[kind.source] * strength * self.draw.uniform(0.4, 1.6) / 1000) * 1000
        if kind.quantity is None:
            reckoned = reckon_line(kind, amount_fen=max(fen, 1000))
        else:
            quantity = self.draw.choice((1000, 2000, 12_000, 50_000, 120_000))
            reckoned = reckon_line(kind, quantity_milli=quantity, price_fen=max(fen * 1000 // quantity, 1))
        names = ("quantity_milli", "price_fen", "income_fen", "cost_fen")
        basis = self.draw.choice(("said", "said", "slip"))
        return {"kind": kind.code, "basis": basis, **{name: getattr(reckoned, name) for name in names}}

    def _account(self, moment, lines, author, device, supersedes=None):
        period = campaign_year(2026)
        return self._add(
            IncomeAccount, moment, author=author, device=device, supersedes=supersedes,
            period_start=period.start, period_end=period.end, reckoned_on=moment.date(), heads=len(self.members),
            lines=[[str(line.pk), line.digest] for line in lines],
        )  # fmt: skip

    def _answers(self, lines, moment, author, device) -> None:
        draw, rolled = self.draw, self.draw.random()
        if rolled >= ANSWERED_WHOLE + ANSWERED_HALF:
            return
        goes_to = len(lines) if rolled < ANSWERED_WHOLE else draw.randint(4, 11)
        by_card = self.card is not None and draw.random() < BY_CARD
        for line in lines[:goes_to]:
            moment += timedelta(seconds=draw.randint(12, 50))
            kind, own = draw.random(), None
            answer = Answer.UNSURE if kind < UNSURE else Answer.RECOGNISED
            if kind > 1 - CONTESTED:
                answer, own = Answer.CONTESTED, (line.income_fen - line.cost_fen) * draw.choice((5, 6, 7, 8)) // 10
            words = sayings.NOT_SO.get(line.kind, sayings.NOT_SO_ELSE) if own is not None else ""
            self._say(line, moment, by_card, author, device, answer=answer, own_fen=own, words=words)

    def _say(self, target, moment, by_card, author, device, **said) -> None:
        speaker = None if by_card else self.members[0]
        self._add(
            Recognition, moment, author=None if by_card else author,
            device=f"phone-of-{self.number}" if by_card else device,
            target=target.pk, target_kind=target.KIND, target_digest=target.digest,
            said_by=speaker.member if speaker else None, said_by_name=speaker.name if speaker else "",
            channel=Channel.CARD if by_card else Channel.HELPER_DEVICE, card=self.card if by_card else None, **said,
        )  # fmt: skip

    def _visit(self) -> None:
        draw, author = self.draw, self.helper or self.desks["village"]
        if draw.random() < NEVER_VISITED:
            return
        for ago in sorted((draw.randint(0, 260) for _ in range(draw.randint(1, 3))), reverse=True):
            began = at(shifted(EPOCH, -ago), draw.randint(8, 17), draw.choice((0, 15, 30)))
            asked = [name for name in QUESTIONS if draw.random() < 0.8]
            found = {name: str(Found.TROUBLE if draw.random() < 0.09 else Found.FINE) for name in asked}
            troubles = {
                f"{name}_words": draw.choice(sayings.TROUBLES[name]) for name in found if found[name] == "trouble"
            }
            head = self.members[0].name
            made = {
                "began_at": began, "minutes": draw.randint(10, 90), "place": str(Place.HOME), "present": [head],
                "heard": draw.choice(sayings.HEARD).format(head=head, crop="苞谷"),
                "explained": draw.choice(sayings.EXPLAINED), **found, **troubles,
            }  # fmt: skip
            device = f"phone-of-{author.username}"
            visit = self._add(Visit, began + timedelta(hours=2), author=author, device=device, **made)
            if self.card and draw.random() < 0.4:
                came = draw.random() < 0.96
                said = {"answer": Answer.RECOGNISED if came else Answer.CONTESTED, "words": ""}
                sat = draw.random() < 0.9 if came else None
                self._say(visit, began + timedelta(hours=20), True, author, device, own_fen=None, sat_down=sat, **said)
