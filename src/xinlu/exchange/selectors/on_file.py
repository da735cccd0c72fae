"""What stands on file of many households at once, beside what the last register said of them. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from xinlu.casework.models import IncomeAccount, IncomeLine
from xinlu.casework.selectors.accounts import standing_accounts
from xinlu.exchange.claims import Claimed
from xinlu.exchange.differences import HOUSEHOLD_FACTS, PERSON_FACTS, OnFile
from xinlu.records.models import Record
from xinlu.registry.models import CurrentFile, HouseholdFile, MemberVersion
from xinlu.registry.selectors.members import lives_there, standing_members
from xinlu.registry.selectors.standing import standing_many

FROM_REGISTER = "register:"
"""What the device of a version begins with that a register wrote; the rest is the intake's id."""


@dataclass(frozen=True, slots=True)
class AccountOnFile:
    """The household's latest account, and its lines as claims by their ids; `from_register` where all of them are."""

    account: IncomeAccount
    lines: tuple[tuple[UUID, Claimed], ...]
    from_register: bool
    forked: bool


@dataclass(frozen=True, slots=True)
class HouseholdOnFile:
    """One household as it stands, with what the last register said (`base`, None where none spoke)."""

    household: UUID
    current: CurrentFile
    file: HouseholdFile
    base: Mapping[str, Any] | None
    persons: tuple[OnFile, ...]
    head: str
    account: AccountOnFile | None


def on_file(households: Iterable[UUID], *, accounts: bool = True) -> dict[UUID, HouseholdOnFile]:
    """The households by id; those without a file are left out."""
    ids = list(households)
    currents = CurrentFile.objects.select_related("place").in_bulk(ids)
    files = standing_many(HouseholdFile, ids)
    members = standing_many(MemberVersion, ids)
    file_bases = _bases(HouseholdFile, [found[0] for found in files.values() if found])
    living = {each: [one for one in standing_members(members[each]) if lives_there(one)] for each in ids}
    person_bases = _bases(MemberVersion, [one for found in living.values() for one in found])
    money = _accounts(ids) if accounts else {}
    found = {}
    for each in ids:
        if each not in currents or not files[each]:
            continue
        file = files[each][0]
        base = file_bases.get(_subject(file))
        found[each] = HouseholdOnFile(
            household=each,
            current=currents[each],
            file=file,
            base=_facts(base, HOUSEHOLD_FACTS) if base else None,
            persons=tuple(_person(one, person_bases.get(_subject(one))) for one in living[each]),
            head=currents[each].head_name,
            account=money.get(each),
        )
    return found


def file_facts(file: HouseholdFile) -> dict[str, Any]:
    """A version's facts as differences compares them."""
    return _facts(file, HOUSEHOLD_FACTS)


def _person(version: MemberVersion, base: MemberVersion | None) -> OnFile:
    facts = _facts(version, (*PERSON_FACTS, "id_number"))
    return OnFile(version.member, facts, _facts(base, (*PERSON_FACTS, "id_number")) if base else None)


def _facts(version: Record, names: Sequence[str]) -> dict[str, Any]:
    return {name: getattr(version, name) for name in names}


def _subject(version: Record) -> tuple[UUID | None, UUID | None]:
    return version.household_id, version.member if isinstance(version, MemberVersion) else None


def _bases(kind: type[Record], standing: Sequence[Any]) -> dict[tuple[UUID | None, UUID | None], Any]:
    """The newest version that a register wrote, by whom it is about; mostly that is the one that stands."""
    found = {_subject(each): each for each in standing if each.device.startswith(FROM_REGISTER)}
    others = {each.household_id for each in standing if _subject(each) not in found}
    if others:
        written = kind._default_manager.filter(household__in=others, device__startswith=FROM_REGISTER)
        for version in written.order_by("received_at", "pk"):
            subject = _subject(version)
            if (
                subject not in found
                or not found[subject].device.startswith(FROM_REGISTER)
                or _is_later(version, found[subject])
            ):
                found[subject] = version
    return found


def _is_later(one: Record, other: Record) -> bool:
    return (one.received_at, one.pk) > (other.received_at, other.pk)


def _accounts(households: Sequence[UUID]) -> dict[UUID, AccountOnFile]:
    standing = standing_accounts(households)
    listed = [UUID(line) for heads in standing.values() for account in heads[:1] for line, _ in account.lines]
    lines: dict[UUID, IncomeLine] = {}
    for start in range(0, len(listed), 800):
        lines.update(IncomeLine.objects.in_bulk(listed[start : start + 800]))
    found = {}
    for household, heads in standing.items():
        if heads:
            own = [lines[UUID(line)] for line, _ in heads[0].lines if UUID(line) in lines]
            found[household] = AccountOnFile(
                account=heads[0],
                lines=tuple((each.pk, claimed(each)) for each in own),
                from_register=all(each.basis == "register" for each in own),
                forked=len(heads) > 1 and heads[1].period_end == heads[0].period_end,
            )
    return found


def claimed(line: IncomeLine) -> Claimed:
    """A stored line as a claim to compare."""
    return (line.kind, line.title, line.quantity_milli, line.price_fen, line.income_fen, line.cost_fen)
