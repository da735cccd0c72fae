"""What bringing in a register would do to each household: decided here before anything is written, and shown."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from xinlu.casework.drafts import Draft
from xinlu.exchange.claims import Claimed, draft_of, keeping
from xinlu.exchange.differences import (
    HOUSEHOLD_FACTS,
    PERSON_FACTS,
    Change,
    OnFile,
    People,
    changes,
    new_head,
    who_is_who,
)
from xinlu.exchange.entry_text import as_text, dumped, dumped_facts
from xinlu.exchange.models import ProposalKind
from xinlu.exchange.place_names import Named, PlaceNames
from xinlu.exchange.selectors.matching import Fit, How, fits
from xinlu.exchange.selectors.on_file import HouseholdOnFile, file_facts, on_file
from xinlu.income.kinds import kind
from xinlu.income.lines import reckon_line
from xinlu.kernel.errors import Refusal
from xinlu.kernel.hands import in_batches
from xinlu.kernel.periods import Period
from xinlu.kernel.words import Words
from xinlu.practice.vocabulary import Relation
from xinlu.sheets.entries import Asked, CellFault, HouseholdEntry, PersonEntry, Register, Spot

BATCH = 1_000


class Step(StrEnum):
    """What becomes of one household of the file."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    ASKED = "asked"  # nothing is brought in of it before a person has decided
    RETURNED = "returned"


@dataclass(slots=True)
class Proposed:
    """A change for a person to decide: its kind, what is needed to carry it out, and the household it is about."""

    kind: ProposalKind
    body: dict[str, Any]
    household: UUID | None = None

    def key(self) -> str:
        """The same for the same proposal of the same household, so that it is raised once."""
        text = as_text([self.kind, str(self.household), {k: v for k, v in self.body.items() if k != "spot"}])
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Planned:
    """One household of the file: where it lives, what will be done, and with what."""

    entry: HouseholdEntry
    step: Step
    place: Named | None = None
    household: UUID | None = None
    facts: list[Change] = field(default_factory=list)
    persons: list[Change] = field(default_factory=list)
    draft: Draft | None = None
    has_account: bool = False
    proposals: list[Proposed] = field(default_factory=list)
    faults: list[CellFault] = field(default_factory=list)


class Planner:
    """Plans a register's households in the order of the file, some hundreds at a time."""

    def __init__(
        self, register: Register, places: PlaceNames, *, reach: Sequence[str], period: Period, today: date
    ) -> None:
        """`reach` are the area paths within which the person may write; empty means everywhere."""
        self._register = register
        self._places = places
        self._reach = tuple(reach)
        self._period = period
        self._today = today
        self._columns = {(each.sheet, each.meaning): each for each in register.columns}

    def planned(self, entries: Iterable[HouseholdEntry] | None = None) -> Iterator[Planned]:
        """What becomes of each household that can be read."""
        for some in in_batches(self._register.households if entries is None else entries, BATCH):
            yield from self._batch(some)

    def draft_of(self, entry: HouseholdEntry) -> Draft | None:
        """What the entry claims of its money, as the draft of an account of the register's year."""
        return draft_of(entry, period=self._period, today=self._today)

    def _batch(self, entries: Sequence[HouseholdEntry]) -> Iterator[Planned]:
        placed = [(entry, self._place(entry)) for entry in entries]
        good = [(entry, place) for entry, place in placed if isinstance(place, Named)]
        found = fits([entry for entry, _ in good], [place.code for _, place in good])
        by_entry = {id(entry): fit for (entry, _), fit in zip(good, found, strict=True)}
        known = on_file({fit.household for fit in found if fit.household})
        for entry, place in placed:
            if isinstance(place, CellFault):
                yield Planned(entry, Step.RETURNED, faults=[place])
            else:
                yield self._one(entry, place, by_entry[id(entry)], known)

    def _place(self, entry: HouseholdEntry) -> Named | CellFault:
        try:
            place, group = self._places.find(entry.places, title=entry.title)
        except Refusal as refusal:
            column = self._columns.get((entry.spot.sheet, f"place.{refusal.field}"))
            spot = Spot(entry.spot.sheet, entry.spot.row, column.column if column else 0)
            written = entry.places.get(refusal.field, "")
            return CellFault(spot, column.heading if column else "", written, refusal.code, refusal.words)
        if group and group not in entry.facts.get("address", ""):
            entry.facts["address"] = f"{group} {entry.facts.get('address', '')}".strip()[:200]
        return place

    def _one(self, entry: HouseholdEntry, place: Named, fit: Fit, known: dict[UUID, HouseholdOnFile]) -> Planned:
        draft = self.draft_of(entry)
        if fit.how is How.NEW:
            return Planned(entry, Step.NEW, place=place, draft=draft)
        here = known.get(fit.household) if fit.household else None
        if here is None:
            return self._asked(entry, place, fit)
        if self._reach and not here.current.path.startswith(self._reach):
            fault = CellFault(entry.spot, "", entry.number, "household.elsewhere", _ELSEWHERE)
            return Planned(entry, Step.RETURNED, place=place, faults=[fault])
        return self.compared(entry, place, here, elsewhere=fit.elsewhere, draft=draft)

    def _asked(self, entry: HouseholdEntry, place: Named, fit: Fit) -> Planned:
        kinds = {
            How.OTHER_NUMBER: ProposalKind.RENUMBERED,
            How.PEOPLE_ELSEWHERE: ProposalKind.SPLIT,
            How.SEVERAL: ProposalKind.MERGED,
        }
        body = {
            "entry": dumped(entry),
            "place": place.code,
            "households": [str(each) for each in fit.candidates],
            "elsewhere": {str(n): [[str(h), str(m)] for h, m in found] for n, found in fit.elsewhere.items()},
            "how": str(fit.how),
            "year": self._period.end.year,
        }
        about = fit.candidates[0] if fit.candidates else None
        proposal = Proposed(kinds.get(fit.how, ProposalKind.SAME_HOUSEHOLD), body, about)
        return Planned(entry, Step.ASKED, place=place, proposals=[proposal])

    def compared(
        self,
        entry: HouseholdEntry,
        place: Named,
        here: HouseholdOnFile,
        *,
        elsewhere: dict[int, list[tuple[UUID, UUID]]],
        draft: Draft | None,
    ) -> Planned:
        """The entry against the household on file that it is."""
        found = Planned(entry, Step.SAME, place=place, household=here.household)
        there = {**entry.facts, **({"number": entry.number} if entry.number else {})}
        found.facts, ask = changes(HOUSEHOLD_FACTS, here=file_facts(here.file), there=there, base=here.base)
        self._propose_differing(found, here, ask)
        if place.code not in (here.current.place_id, here.current.village) and not _has_moved_here(here, place):
            body = {"place": place.code, "from": here.current.place_id, "spot": str(entry.spot)}
            found.proposals.append(Proposed(ProposalKind.MOVED, body, here.household))
        self._compare_people(found, here, elsewhere)
        self._compare_account(found, here, draft)
        if found.facts or found.persons or found.draft is not None:
            found.step = Step.CHANGED
        elif found.proposals:
            found.step = Step.ASKED
        return found

    def _compare_people(
        self, found: Planned, here: HouseholdOnFile, elsewhere: dict[int, list[tuple[UUID, UUID]]]
    ) -> None:
        entry = found.entry
        people = who_is_who(here.persons, entry.persons)
        head = new_head(people)
        names = [name for name in PERSON_FACTS if not (head and name == "relation")]
        for one, person in people.same:
            untold = {"id_number", *person.derived}
            facts = {name: value for name, value in person.facts.items() if name not in untold}
            take, ask = changes(names, here=one.facts, there=facts, base=one.base, member=one.member)
            if person.facts.get("id_number") and not one.facts.get("id_number"):
                take.append(Change("id_number", "", person.facts["id_number"], one.member))
            ask += [each for each in take if each.field == "relation" and Relation.HEAD in (each.here, each.there)]
            found.persons += [each for each in take if each not in ask]
            self._propose_differing(found, here, ask)
        if head:
            former = next((each for each in here.persons if each.facts["relation"] == Relation.HEAD), None)
            told = next((there for one, there in people.same if former and one.member == former.member), None)
            body = {
                "member": str(head[0].member),
                "name": head[0].facts["name"],
                "former": former.facts["name"] if former else "",
                "former_is": told.facts.get("relation", "") if told else "",
                "spot": str(head[1].spot),
            }
            found.proposals.append(Proposed(ProposalKind.NEW_HEAD, body, here.household))
        for one, person in people.other_id:
            body = {"member": str(one.member), "name": one.facts["name"], "id_number": person.facts["id_number"]}
            found.proposals.append(Proposed(ProposalKind.OTHER_ID, {**body, "spot": str(person.spot)}, here.household))
        self._propose_comers_and_goers(found, here, people, elsewhere)

    def _propose_comers_and_goers(
        self, found: Planned, here: HouseholdOnFile, people: People, elsewhere: dict[int, list[tuple[UUID, UUID]]]
    ) -> None:
        entry = found.entry
        for person in people.new:
            at = [each for each in elsewhere.get(_index(entry.persons, person), []) if each[0] != here.household]
            body: dict[str, Any] = {"facts": dumped_facts(person.facts), "spot": str(person.spot)}
            if at:
                body |= {"from": str(at[0][0]), "member": str(at[0][1])}
            which = ProposalKind.MOVED_HERE if at else ProposalKind.JOINED
            found.proposals.append(Proposed(which, body, here.household))
        listed = len(entry.persons) > 1 or entry.people == len(entry.persons)
        for one in people.missing if listed else ():
            body = {"member": str(one.member), "name": one.facts["name"], "spot": str(entry.spot)}
            found.proposals.append(Proposed(ProposalKind.LEFT, body, here.household))

    def _compare_account(self, found: Planned, here: HouseholdOnFile, draft: Draft | None) -> None:
        if draft is None:
            return
        standing = here.account
        if standing is None:
            found.draft = draft
            return
        found.has_account = True
        claims = claims_of(draft)
        same_period = standing.account.period_end == draft.period.end
        if same_period and [claim for _, claim in standing.lines] == claims:
            return
        if same_period and sorted(map(repr, claims)) == sorted(repr(claim) for _, claim in standing.lines):
            return
        if standing.account.period_end > draft.period.end:
            return  # an account of a later year stands: an older register says nothing new of it
        if same_period and (not standing.from_register or standing.forked):
            net = sum(claim[4] - claim[5] for claim in claims)
            body = {"net": net, "claimed": sum(c[4] - c[5] for _, c in standing.lines), "spot": str(found.entry.spot)}
            found.proposals.append(Proposed(ProposalKind.ACCOUNT, body, here.household))
            return
        heads = max(draft.heads, len(here.persons))
        if same_period:
            lines = keeping(draft, standing.lines, claims)
            found.draft = Draft(
                draft.period, heads, draft.reckoned_on, lines, based_on=standing.account.pk, note=standing.account.note
            )
        else:
            found.draft = Draft(draft.period, heads, draft.reckoned_on, draft.lines)

    def _propose_differing(self, found: Planned, here: HouseholdOnFile, ask: Iterable[Change]) -> None:
        for each in ask:
            if each.field == "relation" and Relation.HEAD in (each.here, each.there):
                continue
            values = dumped_facts({"here": each.here, "there": each.there})
            body = {"field": each.field, **values, "member": str(each.member) if each.member else ""}
            body["spot"] = str(found.entry.spot)
            found.proposals.append(Proposed(ProposalKind.DIFFERS, body, here.household))


def claims_of(draft: Draft) -> list[Claimed]:
    """What each line of a draft claims, as it will be stored."""
    found = []
    for line in draft.lines:
        reckoned = reckon_line(
            kind(line.kind),
            quantity_milli=line.quantity_milli,
            price_fen=line.price_fen,
            amount_fen=line.amount_fen,
            cost_fen=line.cost_fen,
        )
        found.append(
            (line.kind, line.title, line.quantity_milli, line.price_fen, reckoned.income_fen, reckoned.cost_fen)
        )
    return found


def strange_to_last_year(planned: Planned, here: HouseholdOnFile, *, times: int) -> Asked | None:
    """A question where the household's claimed income is many times that of the account before."""
    if planned.draft is None or here.account is None:
        return None
    before = sum(claim[4] - claim[5] for _, claim in here.account.lines)
    now = sum(claim[4] - claim[5] for claim in claims_of(planned.draft))
    if before <= 0 or now < before * times:
        return None
    from xinlu.exchange.sentences import grown

    return Asked(planned.entry.spot, "income.grown", grown(before, now))


def _index(persons: Sequence[PersonEntry], person: PersonEntry) -> int:
    return next(n for n, each in enumerate(persons) if each is person)


def _has_moved_here(here: HouseholdOnFile, place: Named) -> bool:
    """Whether the household lives in a group of the village that the file names, or the other way round."""
    return here.current.place_id in place.codes or place.code in here.current.place.codes


_ELSEWHERE = Words(
    "这一户在您管的范围以外已经有档案了。请报给县里核对",
    "This household is on record outside your area. Ask the county to look",
)

__all__ = ["BATCH", "OnFile", "Planned", "Planner", "Proposed", "Step"]
