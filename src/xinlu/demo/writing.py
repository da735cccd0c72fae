"""Lives written down in bulk: the same records that the services would write, appended some hundreds at a time.

Six hundred households are some forty thousand records. One service call each would take minutes, most of them spent on
writing derived rows that the next call writes anew; here those are written once, at the end, by the same functions.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from xinlu.casework.drafts import check_heads
from xinlu.casework.models import IncomeAccount, IncomeLine, Visit
from xinlu.casework.services.figures import refresh_figures_of
from xinlu.casework.visits import QUESTIONS
from xinlu.demo.lives import AccountMade, CardMade, Life, Said, VisitMade
from xinlu.demo.places import COUNTY
from xinlu.income.kinds import kind
from xinlu.income.lines import reckon_line
from xinlu.kernel import clock
from xinlu.kernel.periods import campaign_year
from xinlu.parameters.selectors import parameter
from xinlu.people.models import Area, User
from xinlu.practice.idnumbers import check_id_number
from xinlu.practice.vocabulary import Relation
from xinlu.recognition.grades import Channel
from xinlu.recognition.models import Card, CardHandover, Recognition
from xinlu.records.digest import SALT_BYTES
from xinlu.records.fields import blind_index
from xinlu.records.models import Household, Record
from xinlu.records.services import append_all, compose
from xinlu.registry.checks import check_facts, check_person, check_said_by
from xinlu.registry.models import Assignment, HouseholdFile, MemberVersion, Status
from xinlu.registry.services.current import refresh_current_many
from xinlu.registry.services.members import tail_index

AT_ONCE = 40
_FACTS = tuple(name for name in HouseholdFile.BODY[1] if name not in ("place", "said_by"))
Kind = TypeVar("Kind", bound=Record)


def write_lives(
    lives: Sequence[Life], *, staff: dict[str, User], seed: int, progress: Callable[[int], None]
) -> dict[str, Household]:
    """Append every life and write the derived rows; the households by their numbers. `progress` hears how many are done."""
    places = Area.objects.in_bulk()
    found: dict[str, Household] = {}
    for start in range(0, len(lives), AT_ONCE):
        writers = [Writer(life, staff=staff, places=places, seed=seed) for life in lives[start : start + AT_ONCE]]
        Household.objects.bulk_create([writer.household for writer in writers])
        append_all(record for writer in writers for record in writer.records())
        found |= {writer.life.number: writer.household for writer in writers}
        progress(len(found))
    ids = [household.pk for household in found.values()]
    for start in range(0, len(ids), AT_ONCE * 10):
        refresh_current_many(ids[start : start + AT_ONCE * 10])
        refresh_figures_of(ids[start : start + AT_ONCE * 10])
    return found


class Writer:
    """The records of one life. Ids and salts follow from the seed as well."""

    def __init__(self, life: Life, *, staff: dict[str, User], places: dict[str, Area], seed: int) -> None:
        self.life = life
        self._staff = staff
        self._places = places
        self._chance = Random(f"{seed}/{life.number}/ids")
        self._records: list[Record] = []
        self.household = Household(id=self._id(life.at), entered_at=life.at)
        self._members: list[MemberVersion] = []
        self._card: Card | None = None

    def records(self) -> list[Record]:
        """Everything that was said about the household, in the order in which the services would take it."""
        life = self.life
        by = self._staff[life.entered_by]
        file = self._file(life.at, by=by, facts=life.facts)
        for nth, person in enumerate(life.persons):
            member = self._id(life.at)
            relation = {"relation": str(Relation.HEAD)} if nth == 0 else {}
            self._members.append(self._member(life.at, by=by, member=member, facts={**person, **relation}))
        for status in life.statuses:
            self._chained(
                Status, status.at, author=self._staff["county"],
                status=status.status, since=status.since, decision=status.decision,
            )  # fmt: skip
        if life.helper:
            author = self._staff[life.township]
            self._compose(Assignment, life.at, author=author, helper=self._staff[life.helper], since=life.helper_since)
        if life.card:
            self._issue(life.card)
        if life.renewal:
            self._renew(file)
        for account in life.accounts:
            self._account(account)
        for visit in life.visits:
            self._visit(visit)
        return self._records

    def _id(self, moment: datetime) -> uuid.UUID:
        """A UUIDv7 of that moment whose random bits follow from the seed."""
        milliseconds = round(moment.timestamp() * 1000)
        value = (milliseconds & (1 << 48) - 1) << 80 | self._chance.getrandbits(80)
        value = value & ~(0xF << 76) | 0x7 << 76
        return uuid.UUID(int=value & ~(0x3 << 62) | 0x2 << 62)

    def _compose(self, record: type[Kind], moment: datetime, **fields: Any) -> Kind:
        with clock.standing_at(moment):
            made = compose(
                record,
                household=self.household,
                id=self._id(moment),
                salt=self._chance.randbytes(SALT_BYTES),
                **fields,
            )
        self._records.append(made)
        return made

    def _chained(self, record: type[Kind], moment: datetime, **fields: Any) -> Kind:
        """A record that supersedes the one of its kind written last."""
        last = next((each for each in reversed(self._records) if isinstance(each, record)), None)
        return self._compose(record, moment, supersedes=last.pk if last else None, **fields)

    def _file(
        self, moment: datetime, *, by: User, facts: dict[str, Any], supersedes: HouseholdFile | None = None
    ) -> HouseholdFile:
        with clock.standing_at(moment):
            check_facts(facts)
        return self._compose(
            HouseholdFile,
            moment,
            author=by,
            supersedes=supersedes.pk if supersedes else None,
            place=self._places[self.life.place],
            said_by=check_said_by(self.life.head),
            **facts,
        )

    def _member(
        self,
        moment: datetime,
        *,
        by: User,
        member: uuid.UUID,
        facts: dict[str, Any],
        supersedes: MemberVersion | None = None,
    ) -> MemberVersion:
        with clock.standing_at(moment):
            check_person(facts)
            number = check_id_number(facts["id_number"], field="id_number").number
        return self._compose(
            MemberVersion,
            moment,
            author=by,
            supersedes=supersedes.pk if supersedes else None,
            member=member,
            said_by=self.life.head,
            id_index=blind_index(number, purpose="id"),
            id_tail_index=tail_index(number, county=COUNTY),
            **facts,
        )

    def _renew(self, file: HouseholdFile) -> None:
        renewal = self.life.renewal
        assert renewal is not None
        by = self._staff[self.life.entered_by]
        facts = {name: getattr(file, name) for name in _FACTS} | renewal.facts
        self._file(renewal.at, by=by, facts=facts, supersedes=file)
        for nth, schooling in renewal.schooling:
            before = self._members[nth]
            person = {name: getattr(before, name) for name in MemberVersion.BODY[1][2:]} | {"schooling": schooling}
            self._members[nth] = self._member(renewal.at, by=by, member=before.member, facts=person, supersedes=before)

    def _issue(self, made: CardMade) -> None:
        codes = self._places[self.life.place].codes
        printed = made.at.date()
        days = parameter("card_days", area_codes=codes, on=printed).value
        self._card = self._compose(
            Card,
            made.at,
            author=self._staff[made.by],
            serial=made.serial,
            secret_hash=blind_index(made.secret, purpose="card"),
            expires_on=printed + timedelta(days=days),
        )
        hand = self._staff[made.handed_by]
        self._compose(
            CardHandover,
            made.handed_at,
            author=hand,
            card=self._card,
            handed_by=hand,
            handed_to=made.handed_to,
            handed_on=made.handed_on,
        )

    def _account(self, made: AccountMade) -> None:
        author = self._staff[made.by]
        lines = []
        for typed in made.lines:
            reckoned = reckon_line(
                kind(typed.kind),
                quantity_milli=typed.quantity_milli,
                price_fen=typed.price_fen,
                amount_fen=typed.amount_fen,
                cost_fen=typed.cost_fen,
            )
            lines.append(
                self._compose(
                    IncomeLine,
                    made.at,
                    author=author,
                    device=made.device,
                    kind=typed.kind,
                    title=typed.title,
                    quantity_milli=reckoned.quantity_milli,
                    price_fen=reckoned.price_fen,
                    income_fen=reckoned.income_fen,
                    cost_fen=reckoned.cost_fen,
                    basis=str(typed.basis),
                )
            )
        period = campaign_year(made.year)
        self._compose(
            IncomeAccount,
            made.at,
            author=author,
            device=made.device,
            period_start=period.start,
            period_end=period.end,
            reckoned_on=made.reckoned_on,
            heads=check_heads(made.heads),
            lines=[[str(line.pk), line.digest] for line in lines],
        )
        for line, answers in zip(lines, made.said, strict=True):
            for said in answers:
                self._answer(line, said)

    def _visit(self, made: VisitMade) -> None:
        found = {name: (what, words) for name, what, words in made.found}
        visit = self._compose(
            Visit,
            made.at,
            author=self._staff[made.by],
            device=made.device,
            began_at=made.began_at,
            minutes=made.minutes,
            place=str(made.place),
            present=list(made.present),
            heard=made.heard,
            explained=made.explained,
            **{name: str(found[name][0]) if name in found else "" for name in QUESTIONS},
            **{f"{name}_words": found[name][1] if name in found else "" for name in QUESTIONS},
        )
        if made.said:
            self._answer(visit, made.said)

    def _answer(self, target: IncomeLine | Visit, said: Said) -> None:
        by_card = said.channel is Channel.CARD
        speaker = None if by_card else self._members[said.person]
        self._compose(
            Recognition,
            said.at,
            author=None if by_card else self._staff[said.by],
            device=said.device,
            target=target.pk,
            target_kind=target.KIND,
            target_digest=target.digest,
            answer=said.answer,
            own_fen=said.own_fen,
            words=said.words,
            sat_down=said.sat_down,
            said_by=speaker.member if speaker else None,
            said_by_name=speaker.name if speaker else "",
            channel=said.channel,
            card=self._card if by_card else None,
        )
