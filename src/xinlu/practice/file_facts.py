"""What a household file says on one day, as plain values. The registry fills them; practice judges them.

None always means that nobody entered it; an empty tuple likewise.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

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
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFacts:
    """One member as the file describes them. `id_number` is the full number in plaintext: never log or show it."""

    name: str
    sex: Sex | None = None
    birth_date: date | None = None
    id_number: str | None = None
    disability_certificate: str | None = None
    relation: Relation | None = None
    ethnic_group: str | None = None
    education: Education | None = None
    schooling: Schooling | None = None
    health: Health | None = None
    labour: LabourAbility | None = None
    migrant_work: bool | None = None
    subsistence_allowance: bool | None = None
    medical_insurance: bool | None = None
    pension_insurance: bool | None = None
    joined_on: date | None = None
    left_on: date | None = None

    def age_on(self, day: date) -> int | None:
        """Full years on `day`; None where the birth date is not entered, negative where it lies after `day`."""
        born = self.birth_date
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def belongs_on(self, day: date) -> bool:
        """Whether they count as a member on `day`: joined by then, and not yet left (the day of leaving is out)."""
        joined = self.joined_on is None or self.joined_on <= day
        return joined and (self.left_on is None or day < self.left_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """One version of a household file, with what the judgement needs from outside it (helper, latest account).

    `made_on` is the day of this version; `house_area_m2` is 0 where there is no house; `account_heads` are the heads
    of the latest income account, counted on `account_on`.
    """

    number: str
    village: str | None = None
    main_cause: CauseOfPoverty | None = None
    further_causes: tuple[CauseOfPoverty, ...] = ()
    house_area_m2: Decimal | int | None = None
    house_structure: HouseStructure | None = None
    house_year: int | None = None
    house_grade: HouseGrade | None = None
    house_graded_on: date | None = None
    electricity: bool | None = None
    fuels: tuple[Fuel, ...] = ()
    water: DrinkingWater | None = None
    market_distance_m: int | None = None
    has_phone: bool | None = None
    said_by: str | None = None
    made_on: date | None = None
    members: tuple[MemberFacts, ...] = ()
    account_heads: int | None = None
    account_on: date | None = None
    has_helper: bool | None = None
