"""One household's file as it stands: facts, members on a day, forks, findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from xinlu.kernel import clock
from xinlu.kernel.clock import PLACE
from xinlu.parameters.selectors import parameter
from xinlu.people.models import User
from xinlu.practice.file_facts import FileFacts, MemberFacts
from xinlu.practice.file_quality import FileLimits, FileQuality, assess_file
from xinlu.practice.idnumbers import masked
from xinlu.practice.vocabulary import (
    CauseOfPoverty,
    DrinkingWater,
    Education,
    Fuel,
    Health,
    HouseGrade,
    HouseStructure,
    LabourAbility,
    Relation,
    Schooling,
    Sex,
    chosen,
)
from xinlu.records.models import Household
from xinlu.registry.models import Assignment, CurrentFile, HouseholdFile, MemberVersion, Status
from xinlu.registry.selectors.members import lives_there, standing_members
from xinlu.registry.selectors.standing import rivals, standing
from xinlu.standards import HouseholdStatus, load

Chained = TypeVar("Chained", Assignment, Status)


@dataclass(frozen=True)
class MemberView:
    """A person of the household on a day. `record` is the standing version."""

    record: MemberVersion
    age: int | None

    @property
    def member(self) -> UUID:
        return self.record.member

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def relation(self) -> Relation:
        return chosen(Relation, self.record.relation) or Relation.OTHER

    @property
    def masked_id(self) -> str:
        return masked_id(self.record.id_number)


@dataclass(frozen=True)
class FileView:
    """A household's file. `members` are those of `on`; `gone` those who left; `rivals` the forks that wait for a person.

    `assignments` and `statuses` are those that hold or held, newest first: what was withdrawn or set aside is not there.
    """

    household: Household
    current: CurrentFile
    file: HouseholdFile
    members: tuple[MemberView, ...]
    gone: tuple[MemberView, ...]
    assignments: tuple[Assignment, ...]
    statuses: tuple[Status, ...]
    rivals: tuple[tuple[HouseholdFile | MemberVersion | Assignment | Status, ...], ...]
    on: date

    @property
    def head(self) -> MemberView | None:
        return next((each for each in self.members if each.record.relation == Relation.HEAD), None)

    @property
    def people(self) -> int:
        return len(self.members)

    @property
    def helper(self) -> User | None:
        return self.current.helper

    @cached_property
    def status(self) -> HouseholdStatus | None:
        """What the household counts as; a status decided under a list that has lapsed since keeps its name."""
        return next((each for each in load().household_statuses if each.code == self.current.status), None)


def file_of(household: Household, *, on: date | None = None) -> FileView | None:
    """The household's file with its members on `on` (default today); None when it has none."""
    row = CurrentFile.objects.select_related("place", "helper", "file__author").filter(household=household).first()
    if row is None or row.file is None:
        return None
    day = on or clock.today()
    versions = standing(MemberVersion, household)
    files, assigned, decided = (
        standing(HouseholdFile, household),
        standing(Assignment, household),
        standing(Status, household),
    )
    persons = standing_members(versions)
    return FileView(
        household=household,
        current=row,
        file=row.file,
        members=tuple(_view(each, day) for each in persons if lives_there(each, day)),
        gone=tuple(_view(each, day) for each in persons if not lives_there(each, day)),
        assignments=_chain(assigned, Assignment.objects.select_related("helper", "author")),
        statuses=_chain(decided, Status.objects.select_related("author")),
        rivals=(*rivals(files), *rivals(versions), *rivals(assigned), *rivals(decided)),
        on=day,
    )


def members_on(household: Household, day: date) -> tuple[MemberView, ...]:
    """Who belongs to the household on a day, with their ages, head first."""
    persons = standing_members(standing(MemberVersion, household))
    return tuple(_view(each, day) for each in persons if lives_there(each, day))


def facts_of(view: FileView, *, account_heads: int | None = None, account_on: date | None = None) -> FileFacts:
    """The file as plain values for practice. The ID numbers in it are in plaintext: never log or show them."""
    file = view.file
    return FileFacts(
        number=file.number,
        village=view.current.village or None,
        main_cause=chosen(CauseOfPoverty, file.main_cause),
        further_causes=tuple(each for each in CauseOfPoverty if each in file.further_causes),
        house_area_m2=file.house_area_m2,
        house_structure=chosen(HouseStructure, file.house_structure),
        house_year=file.house_year,
        house_grade=chosen(HouseGrade, file.house_grade),
        house_graded_on=file.house_graded_on,
        electricity=file.electricity,
        fuels=tuple(each for each in Fuel if each in file.fuels),
        water=chosen(DrinkingWater, file.water),
        market_distance_m=file.market_distance_m,
        has_phone=bool(file.phone) or None,
        said_by=file.said_by,
        made_on=file.made_at.astimezone(PLACE).date(),
        members=tuple(_member_facts(each.record) for each in (*view.members, *view.gone)),
        account_heads=account_heads,
        account_on=account_on,
        has_helper=view.current.helper_id is not None,
    )


def file_quality_of(view: FileView, *, account_heads: int | None = None, account_on: date | None = None) -> FileQuality:
    """How complete, fresh and consistent the file is on its day, under the place's own limits."""
    codes = view.current.place.codes
    fresh_days = parameter("file_fresh_days", area_codes=codes, on=view.on).value
    facts = facts_of(view, account_heads=account_heads, account_on=account_on)
    return assess_file(facts, on=view.on, limits=FileLimits(file_days=fresh_days))


def masked_id(number: str) -> str:
    """An ID number as screens show it; empty for none."""
    return masked(number) if number else ""


def _chain(heads: Sequence[Chained], versions: QuerySet[Chained]) -> tuple[Chained, ...]:
    """The version that counts and those it stands on, newest first."""
    by_id = {each.pk: each for each in versions.filter(household=heads[0].household_id)} if heads else {}
    chain: list[Chained] = []
    step = heads[0].pk if heads else None
    while step in by_id:
        chain.append(by_id.pop(step))
        step = chain[-1].supersedes
    return tuple(chain)


def _view(record: MemberVersion, day: date) -> MemberView:
    born = record.born_on
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day)) if born else None
    return MemberView(record, age)


def _member_facts(record: MemberVersion) -> MemberFacts:
    codes: Mapping[str, Any] = {
        "sex": chosen(Sex, record.sex),
        "relation": chosen(Relation, record.relation),
        "education": chosen(Education, record.education),
        "schooling": chosen(Schooling, record.schooling),
        "health": chosen(Health, record.health),
        "labour": chosen(LabourAbility, record.labour),
    }
    return MemberFacts(
        name=record.name,
        birth_date=record.born_on,
        id_number=record.id_number or None,
        disability_certificate=record.disability_number or None,
        ethnic_group=record.ethnic_group or None,
        migrant_work=record.migrant_work,
        subsistence_allowance=record.subsistence_allowance,
        medical_insurance=record.medical_insurance,
        pension_insurance=record.pension_insurance,
        joined_on=record.joined_on,
        left_on=record.left_on,
        **codes,
    )
