"""Entering many new households at once: the records and derived rows that `enter_household` writes, some hundreds at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.ids import uuid7s
from xinlu.kernel.words import Words
from xinlu.people.models import Area, User
from xinlu.people.roles import Level
from xinlu.records.models import Household
from xinlu.records.services.new_records import NewRecords, placed
from xinlu.records.services.storing import Frozen, insert, insert_records, insert_rows
from xinlu.registry.checks import check_facts, check_person, check_said_by, trimmed
from xinlu.registry.models import CurrentFile, HouseholdFile, MemberVersion
from xinlu.registry.selectors.members import lives_there
from xinlu.registry.services.current import current_columns, levels_above
from xinlu.registry.services.households import file_fields
from xinlu.registry.services.members import check_names, person_fields, tail_index
from xinlu.registry.services.stale import mark_stale


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household not entered yet. `persons` are facts of members, each with its relation, and `said_by` where another
    than the household's said it."""

    place: Area
    said_by: str
    facts: Mapping[str, Any]
    persons: Sequence[Mapping[str, Any]]


@transaction.atomic
def enter_households(
    new: Sequence[NewHousehold], *, by: User, device: str = "", made_at: datetime | None = None
) -> list[Household]:
    """The new households, in their order, with persons and facts; all or none, in a fixed number of queries.

    Refusals are those of `enter_household`, and name where: "households.3.persons.1.id_number".
    """
    composed = compose_households(new, by=by, device=device, made_at=made_at)
    insert(composed.households)
    insert_records(composed.records)
    insert_rows(CurrentFile, composed.currents)
    mark_stale(each["place_id"] for each in composed.currents)
    return composed.households


@dataclass(frozen=True, slots=True)
class ComposedHouseholds:
    """Households that nothing keeps from being stored: their records frozen, their rows of the lists by column, and who
    belongs to each."""

    households: list[Household]
    records: list[Frozen]
    currents: list[dict[str, Any]]
    members: list[Sequence[MemberVersion]]


def compose_households(
    new: Sequence[NewHousehold], *, by: User, device: str = "", made_at: datetime | None = None
) -> ComposedHouseholds:
    """What `enter_households` stores, with its refusals. Nothing is written here."""
    entering = _Entering(new, by=by, device=device, made_at=made_at)
    for nth, each in enumerate(new):
        entering.take(each, place=f"households.{nth}")
    return entering.composed()


class _Entering:
    def __init__(self, new: Sequence[NewHousehold], *, by: User, device: str, made_at: datetime | None) -> None:
        self._now = clock.now()
        self._ids = uuid7s(self._now)
        self._levels = levels_above({each.place.pk: each.place for each in new}.values())
        self._records = NewRecords(author=by, device=device, made_at=made_at)
        self._check_facts = _EachOnce(check_facts, always=("further_causes", "fuels"))
        # What a person is judged by as a whole is looked at each time.
        self._check_person = _EachOnce(
            check_person, always=("name", "relation", "born_on", "joined_on", "left_on", "left_why")
        )
        self._entered: list[_Entered] = []

    def take(self, new: NewHousehold, *, place: str) -> None:
        """Draw up what is said of one household; Refusal as `enter_households`."""
        household = Household(id=next(self._ids), entered_at=self._now)
        try:
            self._take(new, household, place=place)
        except Refusal as refusal:
            self._records.freeze()  # where one before it cannot be stored, that one is told of
            raise placed(refusal, place) from None

    def _take(self, new: NewHousehold, household: Household, *, place: str) -> None:
        if not new.persons:
            words = Words(
                "这一户一个人都没有写，至少要有一个人",
                "Nobody is named in this household; it needs one person at least",
            )
            raise Refusal("household.nobody", words, field="persons")
        fields = file_fields(new.facts, place=new.place, said_by=new.said_by, check=self._check_facts)
        file = self._records.draw_up(HouseholdFile, household=household, told_of=place, **fields)
        county = next((code for code in new.place.codes if self._levels.get(code) == Level.COUNTY), "")
        members: list[MemberVersion] = []
        living: list[MemberVersion] = []
        for nth, person in enumerate(new.persons):
            within = f"persons.{nth}"
            try:
                fields = self._member_fields(person, new.said_by, others=living, county=county)
            except Refusal as refusal:
                raise placed(refusal, within) from None
            member = self._records.draw_up(MemberVersion, household=household, told_of=f"{place}.{within}", **fields)
            members.append(member)
            if lives_there(member):
                living.append(member)
        self._entered.append(_Entered(household, new.place, file, members))

    def _member_fields(
        self, person: Mapping[str, Any], said_by: str, *, others: Sequence[MemberVersion], county: str
    ) -> dict[str, Any]:
        facts = trimmed(person)
        said_by = facts.pop("said_by", said_by)
        check_names(facts)
        fields = person_fields(facts, others=others, check=self._check_person)
        fields["member"] = next(self._ids)
        fields["said_by"] = check_said_by(said_by)
        fields["id_tail_index"] = tail_index(fields.get("id_number") or "", county=county)
        return fields

    def composed(self) -> ComposedHouseholds:
        """What was taken."""
        return ComposedHouseholds(
            households=[each.household for each in self._entered],
            records=self._records.frozen(),
            currents=[each.current(self._levels) for each in self._entered],
            members=[each.members for each in self._entered],
        )


@dataclass(frozen=True, slots=True)
class _Entered:
    household: Household
    place: Area
    file: HouseholdFile
    members: Sequence[MemberVersion]

    def current(self, levels: Mapping[str, str]) -> dict[str, Any]:
        columns = current_columns([self.file], self.members, [], [], place=self.place, levels=levels)
        return {"household_id": self.household.pk, **columns}


class _EachOnce:
    """A check of facts that looks at each value of a fact once a call: whether it can be does not hang on whose it is.

    `always` are those that are looked at each time, because they are judged together or are lists.
    """

    def __init__(self, check: Callable[[Mapping[str, Any]], None], *, always: Sequence[str]) -> None:
        self._check = check
        self._always = frozenset(always)
        self._passed: defaultdict[str, set[Any]] = defaultdict(set)

    def __call__(self, facts: Mapping[str, Any]) -> None:
        passed, always = self._passed, self._always
        new = {name: value for name, value in facts.items() if name in always or value not in passed[name]}
        self._check(new)
        for name in new.keys() - always:
            passed[name].add(new[name])
