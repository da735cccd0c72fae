"""Households of a register that are new here: composed in any process, put into the database by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from xinlu.casework.models import HouseholdFigures
from xinlu.casework.services.first_accounts import ComposedAccounts, Known, compose_first_accounts
from xinlu.casework.services.listing import shown_at_first
from xinlu.exchange.models import Intake
from xinlu.exchange.planning import Planned, Step
from xinlu.exchange.selectors.on_file import FROM_REGISTER
from xinlu.kernel.errors import Refusal
from xinlu.people.models import Area, User
from xinlu.records.services.storing import Frozen, Table, insert_records, insert_table
from xinlu.registry.models import CurrentFile
from xinlu.registry.selectors.members import lives_there
from xinlu.registry.services.entering import ComposedHouseholds, NewHousehold, compose_households
from xinlu.registry.services.stale import mark_stale
from xinlu.sheets.entries import CellFault, HouseholdEntry

SAID_BY_MOST = 80


@dataclass(frozen=True, slots=True)
class NewRows:
    """All rows of some new households with their first accounts, as the database takes them; `places` are those they live in."""

    households: Table
    records: tuple[Frozen, ...]
    currents: Table
    figures: Table
    places: frozenset[str]


def composed_new(new: Sequence[Planned], *, intake: Intake, by: User) -> NewRows | None:
    """The rows of these planned households; one that cannot be stored is returned, and the others go without it.

    Each gets the id under which it will stand. None where nothing is left to store. Nothing is written here.
    """
    try:
        return _composed(new, intake, by)
    except Refusal:
        taken = [each for each in new if _stands_alone(each, intake, by)]
        return _composed(taken, intake, by) if taken else None


def store_new(rows: NewRows) -> None:
    """Put the rows into the database; to be called within `atomic`."""
    insert_table(rows.households)
    insert_records(rows.records)
    insert_table(rows.currents)
    insert_table(rows.figures)
    mark_stale(rows.places)


def _stands_alone(planned: Planned, intake: Intake, by: User) -> bool:
    try:
        _composed([planned], intake, by)
    except Refusal as refusal:
        planned.step = Step.RETURNED
        planned.faults.append(fault_of(planned.entry, refusal))
        return False
    return True


def _composed(new: Sequence[Planned], intake: Intake, by: User) -> NewRows:
    device = device_of(intake)
    areas = Area.objects.in_bulk({each.place.code for each in new if each.place})
    entered = compose_households(
        [new_household(each.entry, areas[each.place.code], intake) for each in new if each.place],
        by=by,
        device=device,
    )
    accounts = _first_accounts(new, entered, by=by, device=device)
    shown = {row["household_id"]: shown_at_first(row) for row in accounts.figures}
    currents = [{**row, **shown.get(row["household_id"], {})} for row in entered.currents]
    for household, each in zip(entered.households, new, strict=True):
        each.household = household.pk
    return NewRows(
        households=Table.of(entered.households),
        records=(*entered.records, *accounts.records),
        currents=Table.of_rows(CurrentFile, currents),
        figures=Table.of_rows(HouseholdFigures, accounts.figures),
        places=frozenset(row["place_id"] for row in currents),
    )


def _first_accounts(new: Sequence[Planned], entered: ComposedHouseholds, *, by: User, device: str) -> ComposedAccounts:
    known: dict[UUID, tuple[str, int]] = {}
    accounts = []
    for each, household, members, row in zip(new, entered.households, entered.members, entered.currents, strict=True):
        if each.draft:
            people = sum(lives_there(one, each.draft.reckoned_on) for one in members)
            known[household.pk] = (row["path"], people)
            accounts.append((household, each.draft))
    return compose_first_accounts(
        accounts,
        known=Known(
            paths={household: path for household, (path, _) in known.items()},
            people={household: people for household, (_, people) in known.items()},
        ),
        by=by,
        device=device,
    )


def new_household(entry: HouseholdEntry, place: Area, intake: Intake) -> NewHousehold:
    """An entry as the registry enters it; the file and the row stand as who said it."""
    facts: Mapping[str, Any] = {**entry.facts, "number": entry.number}
    return NewHousehold(
        place=place,
        said_by=said_by(intake, entry.spot.row),
        facts=facts,
        persons=[{**each.facts, "said_by": said_by(intake, each.spot.row)} for each in entry.persons],
    )


def device_of(intake: Intake) -> str:
    """What stands as the device of records that this file brought."""
    return f"{FROM_REGISTER}{intake.pk}"


def said_by(intake: Intake, row: int) -> str:
    """The file and its row, in the place of who said it."""
    tail = f"第 {row} 行"
    return f"{intake.name[: SAID_BY_MOST - len(tail) - 1]} {tail}"


def fault_of(entry: HouseholdEntry, refusal: Refusal) -> CellFault:
    """A household that cannot be stored, as the file gets it back."""
    return CellFault(entry.spot, "", "", refusal.code, refusal.words)
