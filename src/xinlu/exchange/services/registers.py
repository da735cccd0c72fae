"""Bringing in a register: read, planned against what is on file, written batch by batch; a second start goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from django.db import transaction

from xinlu.casework.services.accounts import write_account
from xinlu.casework.services.first_accounts import write_first_accounts
from xinlu.exchange.claims import period_of
from xinlu.exchange.entry_text import as_text
from xinlu.exchange.hands import hands_for
from xinlu.exchange.models import Intake, Proposal
from xinlu.exchange.outcome import Outcome
from xinlu.exchange.place_names import Named, PlaceNames
from xinlu.exchange.planning import Planned, Planner, Step
from xinlu.exchange.services.new_households import NewRows, composed_new, device_of, fault_of, said_by, store_new
from xinlu.exchange.services.preparing import Key, Ready, Work, prepared
from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.hands import Hands, rarely_collected
from xinlu.people.models import Area, User
from xinlu.people.roles import Level
from xinlu.records.models import Household
from xinlu.records.services.storing import many_written
from xinlu.registry.services.households import write_file
from xinlu.registry.services.members import write_member
from xinlu.sheets.entries import Packed, Register
from xinlu.sheets.opening import open_book
from xinlu.sheets.register import read_register

Progress = Callable[[str, int, int], None]
"""Hears what is being done ("read", "write"), how many rows or households are done, and of how many (0: not known)."""


@dataclass(frozen=True, slots=True)
class Bringing:
    """Who brings in a file, from where, and how far they may write (`reach`: area paths, empty for everywhere)."""

    intake: Intake
    by: User
    reach: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    meanings: Mapping[str, str] = field(default_factory=dict)


def bring_in_register(
    file: Path, bringing: Bringing, *, dry_run: bool, progress: Progress = lambda doing, done, of: None
) -> Outcome:
    """Read the file and bring in what can be taken (with `dry_run`: only say what would be). Refusal for an unreadable file.

    Each household goes in whole or not at all, some hundreds in one transaction. Stopped half-way, the same call goes
    on where it stopped: what is in already is found there and left alone.
    """
    with rarely_collected(), hands_for(file) as hands, many_written():
        register = read_file(file, bringing, progress=progress, hands=hands)
        outcome = Outcome(register, dry_run)
        names = dict(
            Area.objects.filter(level__in=(Level.VILLAGE.value, Level.GROUP.value)).values_list("code", "name")
        )
        done = 0
        total = sum(each.count for each in register.packed)
        for batch in _ready_batches(register, bringing, hands, dry_run=dry_run):
            if not dry_run:
                write_planned(batch.planned, bringing, new=batch.new)
            for planned in batch.planned:
                outcome.note(planned, places=names)
            done += len(batch.planned)
            progress("write", done, total)
    return outcome


def _ready_batches(register: Register, bringing: Bringing, hands: Hands, *, dry_run: bool) -> Iterator[Ready]:
    """The households batch by batch, each as it is where all before it are written.

    Hands may prepare some batches ahead of the writing; one on which a household bears that was written since is prepared
    anew, so that it comes to the same whoever does the work.
    """
    work = _work(register, bringing, dry_run=dry_run).packed()
    written: list[frozenset[Key]] = []
    written_when_asked: list[int] = []

    def asked() -> Iterator[Packed]:
        for batch in register.packed:
            written_when_asked.append(len(written))
            yield batch

    for nth, ready in enumerate(hands(partial(prepared, work), asked())):
        since = written[written_when_asked[nth] :]
        stands = all(ready.hangs_on.isdisjoint(each) for each in since)
        yours = ready if stands else prepared(work, register.packed[nth])
        yield yours
        written.append(frozenset() if dry_run else yours.changes)


def _work(register: Register, bringing: Bringing, *, dry_run: bool) -> Work:
    today = clock.today()
    planner = Planner(
        replace(register, packed=[], returned=[], faults=[], asked=[], skipped=[]),
        place_names(bringing.reach),
        reach=bringing.reach,
        period=period_of(bringing.intake.year or register.year, today=today),
        today=today,
    )
    return Work(planner, bringing.intake, bringing.by, dry_run)


def read_file(file: Path, bringing: Bringing, *, progress: Progress, hands: Hands) -> Register:
    """What the file says, under the name it came with, its households packed."""
    with open_book(file, name=bringing.intake.name) as book:
        register = read_register(
            book,
            answers=bringing.answers,
            meanings=bringing.meanings,
            progress=lambda rows: progress("read", rows, 0),
            hands=hands,
            packed=True,
        )
    register.name = bringing.intake.name
    return register


def place_names(reach: Sequence[str]) -> PlaceNames:
    """The names of all areas that lie within reach, or above it."""
    rows = Area.objects.values_list("code", "name", "level", "path")
    named = [Named(code, name, Level(level), tuple(path.strip("/").split("/"))) for code, name, level, path in rows]
    if reach:
        named = [
            each
            for each in named
            if any(_path(each).startswith(path) or path.startswith(_path(each)) for path in reach)
        ]
    return PlaceNames(named)


def _path(named: Named) -> str:
    return "/".join(named.codes) + "/"


@transaction.atomic
def write_planned(batch: Sequence[Planned], bringing: Bringing, *, new: NewRows | None = None) -> None:
    """Write one batch: all of it, or nothing. `new` are the rows of its new households where they are composed already."""
    waiting = [each for each in batch if each.step is Step.NEW]
    if new is None and waiting:
        new = composed_new(waiting, intake=bringing.intake, by=bringing.by)
    if new is not None:
        store_new(new)
    for each in batch:
        if each.step is Step.CHANGED:
            _change(each, bringing)
    raise_proposals(batch, bringing.intake)


def _change(planned: Planned, bringing: Bringing) -> None:
    """New versions of what the file changes in a household on file."""
    assert planned.household is not None
    household = Household.objects.get(pk=planned.household)
    by, device = bringing.by, device_of(bringing.intake)
    where = said_by(bringing.intake, planned.entry.spot.row)
    try:
        with transaction.atomic():
            if planned.facts:
                facts: dict[str, Any] = {each.field: each.there for each in planned.facts}
                write_file(household, by=by, said_by=where, device=device, **facts)
            for member in dict.fromkeys(each.member for each in planned.persons):
                facts = {each.field: each.there for each in planned.persons if each.member == member}
                write_member(household, by=by, said_by=where, device=device, member=member, **facts)
            if planned.draft is not None:
                if planned.has_account:
                    write_account(household, by=by, draft=planned.draft, device=device)
                else:
                    write_first_accounts([(household, planned.draft)], by=by, device=device)
    except Refusal as refusal:
        planned.step = Step.RETURNED
        planned.faults.append(fault_of(planned.entry, refusal))


def raise_proposals(batch: Sequence[Planned], intake: Intake) -> None:
    """Put before the desk what only a person can decide; what was raised before stays as it was decided."""
    raised = [
        Proposal(
            intake=intake,
            household_id=proposed.household,
            place_id=planned.place.code,
            key=proposed.key(),
            kind=proposed.kind,
            body=as_text(proposed.body),
        )
        for planned in batch
        if planned.place
        for proposed in planned.proposals
    ]
    Proposal.objects.bulk_create(raised, ignore_conflicts=True)
