"""What is known of households as policies ask it: from the file, the account, the status, and facts stated beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from xinlu.casework.models import HouseholdFigures
from xinlu.entitlement.models import StatedFact
from xinlu.entitlement.values import fact_value
from xinlu.policy.facts import packaged_facts
from xinlu.policy.households import Household as KnownHousehold
from xinlu.policy.households import read_household
from xinlu.policy.terms import Fact, Value
from xinlu.practice.disability import disability_of
from xinlu.practice.file_facts import MemberFacts
from xinlu.practice.vocabulary import Schooling
from xinlu.records.models import Withdrawal
from xinlu.records.selectors import heads
from xinlu.registry.models import CurrentFile, MemberVersion, Status
from xinlu.registry.selectors.members import lives_there, standing_members
from xinlu.registry.selectors.standing import standing_many

OF_FILE = frozenset(
    {
        "people", "income_per_head_fen", "recognised_income_per_head_fen", "income_total_fen", "status",
        "subsistence_allowance", "house_grade", "electricity", "water", "rigid_spending_fen",
    }
)  # fmt: skip
"""Facts of a household that its file and account hold: they are entered there and not stated beside it."""
OF_MEMBER = frozenset(
    {
        "age", "sex", "schooling", "health", "labour", "migrant_work", "subsistence_allowance", "medical_insurance",
        "pension_insurance",
    }
)  # fmt: skip
"""The same of a member. Level and kind of disability stand in the certificate's number; that somebody has none, and that
a household was never registered, has no field: it is stated, and counts while the file does not know better."""
ONCE_REGISTERED = ("registered", "exited", "unstable")
"""Who counts or counted as one of these has been registered as poor."""


def known_of(rows: Sequence[CurrentFile], *, on: date) -> dict[UUID, KnownHousehold]:
    """What is known of each household on the day. A fixed number of queries for some thousands of households."""
    ids = [row.household_id for row in rows]
    versions = standing_many(MemberVersion, ids)
    figures = HouseholdFigures.objects.in_bulk(ids)
    decided = Status.objects.filter(household__in=ids, status__in=ONCE_REGISTERED)
    registered = set(decided.exclude(pk__in=Withdrawal.objects.values("target")).values_list("household_id", flat=True))
    stated = stated_of(ids)
    facts = packaged_facts()
    found = {}
    for row in rows:
        persons = [each for each in standing_members(versions[row.household_id]) if lives_there(each, on)]
        said = stated.get(row.household_id, {})
        household = {
            **_of_file(row, figures.get(row.household_id), persons),
            **said.get(None, {}),
            **({"was_registered": True} if row.household_id in registered else {}),
        }
        members = [{**said.get(each.member, {}), **_of_member(each, on)} for each in persons]
        found[row.household_id] = read_household(
            facts, household, members, members_complete=len(persons) >= row.people > 0
        )
    return found


def members_known(household: UUID, *, on: date) -> list[tuple[MemberVersion, dict[str, Value | None]]]:
    """Each member of one household on the day, and what is known of that person. A fixed number of queries."""
    said = stated_of([household]).get(household, {})
    persons = standing_members(standing_many(MemberVersion, [household])[household])
    return [(each, {**said.get(each.member, {}), **_of_member(each, on)}) for each in persons if lives_there(each, on)]


def stated_of(households: Iterable[UUID]) -> dict[UUID, dict[UUID | None, dict[str, Value]]]:
    """What was stated beside the files, by household and member (None: of the household). One query."""
    found: dict[UUID, dict[UUID | None, dict[str, Value]]] = defaultdict(lambda: defaultdict(dict))
    for record in heads(StatedFact).filter(household__in=list(households)):
        fact = fact_named(record.fact, of_member=record.member is not None)
        value = fact_value(fact, record.value) if fact else None
        if record.household_id and value is not None:
            found[record.household_id][record.member][record.fact] = value
    return found


def fact_named(name: str, *, of_member: bool) -> Fact | None:
    """The fact that can be stated under this name; None for one that is none, or that the file holds."""
    facts = packaged_facts()
    if name in (OF_MEMBER if of_member else OF_FILE):
        return None
    return (facts.members if of_member else facts.household).get(name)


def _of_file(
    row: CurrentFile, figures: HouseholdFigures | None, persons: Sequence[MemberVersion]
) -> dict[str, Value | None]:
    file = row.file
    draws = {each.subsistence_allowance for each in persons}
    allowance = True if True in draws else False if draws == {False} else None
    has_account = figures is not None and figures.account_id is not None
    has_looked = has_account and figures is not None and figures.lines_unanswered < figures.lines
    return {
        "people": row.people or None,
        "income_per_head_fen": figures.claimed_head_fen if figures else None,
        "recognised_income_per_head_fen": figures.recognised_low_head_fen if figures and has_looked else None,
        "income_total_fen": figures.claimed_fen if figures else None,
        "rigid_spending_fen": figures.rigid_claimed_fen if figures and has_account else None,
        "status": row.status or None,
        "subsistence_allowance": allowance,
        "house_grade": (file.house_grade or None) if file else None,
        "electricity": file.electricity if file else None,
        "water": (file.water or None) if file else None,
    }


def _of_member(person: MemberVersion, on: date) -> Mapping[str, Value | None]:
    disability = disability_of(person.disability_number)
    facts: dict[str, Value | None] = {
        "age": MemberFacts(name="", birth_date=person.born_on).age_on(on),
        "sex": person.sex or None,
        "schooling": None if person.schooling in ("", Schooling.IN_SCHOOL) else person.schooling,
        "health": person.health or None,
        "labour": person.labour or None,
        "migrant_work": person.migrant_work,
        "subsistence_allowance": person.subsistence_allowance,
        "medical_insurance": person.medical_insurance,
        "pension_insurance": person.pension_insurance,
    }
    if disability is not None:
        facts |= {"disability_kind": disability[0], "disability_level": disability[1]}
    return facts
