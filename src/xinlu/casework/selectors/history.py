"""A household's history: every record about it, of whatever kind, merged newest first. It reads and says nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from xinlu.casework.models import IncomeAccount, IncomeLine
from xinlu.recognition.models import Recognition
from xinlu.recognition.selectors.answers import GivenAnswer, answers_about
from xinlu.records.models import Household, LedgerEntry, Record, Settlement, Withdrawal
from xinlu.records.selectors import changed_fields, kinds

LEFT_OUT = (IncomeLine.KIND,)
"""Kinds that are no event of their own: lines come and go with their account."""

RELATED: Mapping[str, tuple[str, ...]] = {
    "household_file": ("author", "place"),
    "assignment": ("author", "helper"),
    "card_handover": ("author", "card"),
    "card_revocation": ("author", "card"),
}


@dataclass(frozen=True)
class LineChange:
    """One line of an account against the version before: corrected, added (`before` None) or left out (`after` None)."""

    before: IncomeLine | None
    after: IncomeLine | None


@dataclass(frozen=True)
class Moment:
    """One record in the history. `record` is None where it was erased: its id and digest remain.

    `before` is the version that it supersedes and `changed` the body's fields in which they differ; `target` what an
    answer, a withdrawal or a settlement is about; `rivals` how many other versions supersede the same one.
    """

    entry: LedgerEntry
    record: Record | None
    before: Record | None = None
    changed: tuple[str, ...] = ()
    target: Record | None = None
    answer: GivenAnswer | None = None
    lines: tuple[LineChange, ...] = ()
    withdrawn: bool = False
    set_aside: bool = False
    rivals: int = 0

    @property
    def made_at(self) -> datetime:
        return self.record.made_at if self.record else self.entry.received_at


@dataclass(frozen=True)
class HistoryPage:
    """Some moments of a history, newest first, and how many there are in all."""

    moments: tuple[Moment, ...]
    total: int


def history_of(household: Household, *, first: int = 0, most: int = 40) -> HistoryPage:
    """The household's history from the `first` newest on, in a number of queries that does not grow with its length."""
    entries = LedgerEntry.objects.filter(household=household).exclude(kind__in=LEFT_OUT)
    some = list(entries.order_by("-received_at", "-id")[first : first + most])
    records = _records(some)
    earlier = _earlier(records.values())
    targets = _targets(records.values())
    given = _given(records.values())
    lines = _lines([each for each in (*records.values(), *earlier.values()) if isinstance(each, IncomeAccount)])
    withdrawn, set_aside = _undone(records)
    rivals = _rivals(records.values())
    moments = []
    for entry in some:
        record = records.get(entry.pk)
        before = earlier.get(record.supersedes) if record and record.supersedes else None
        moments.append(
            Moment(
                entry=entry,
                record=record,
                before=before,
                changed=changed_fields(before, record) if record and before else (),
                target=targets.get(_aim(record)) if record else None,
                answer=given.get(entry.pk),
                lines=_line_changes(before, record, lines),
                withdrawn=entry.pk in withdrawn,
                set_aside=entry.pk in set_aside,
                rivals=rivals.get(entry.pk, 0),
            )
        )
    return HistoryPage(tuple(moments), entries.count())


def _records(entries: Iterable[LedgerEntry]) -> dict[UUID, Record]:
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for entry in entries:
        wanted[entry.kind].append(entry.pk)
    return _found(wanted)


def _found(wanted: Mapping[str, list[UUID]]) -> dict[UUID, Record]:
    """Records by their ids, one query a kind."""
    known = kinds()
    found: dict[UUID, Record] = {}
    for kind, ids in wanted.items():
        found.update(known[kind]._default_manager.select_related(*RELATED.get(kind, ("author",))).in_bulk(ids))
    return found


def _earlier(records: Iterable[Record]) -> dict[UUID, Record]:
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for record in records:
        if record.supersedes:
            wanted[record.KIND].append(record.supersedes)
    return _found(wanted)


def _aim(record: Record) -> UUID:
    """What a record is about, where it is about another one; else its own id."""
    if isinstance(record, (Recognition, Withdrawal)):
        return record.target
    return record.kept if isinstance(record, Settlement) else record.pk


def _targets(records: Iterable[Record]) -> dict[UUID, Record]:
    aims = [_aim(record) for record in records if _aim(record) != record.pk]
    if not aims:
        return {}
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for pk, kind in LedgerEntry.objects.filter(pk__in=aims).values_list("pk", "kind"):
        wanted[kind].append(pk)
    return _found(wanted)


def _given(records: Iterable[Record]) -> dict[UUID, GivenAnswer]:
    targets = {record.target for record in records if isinstance(record, Recognition)}
    return {each.record.pk: each for some in answers_about(targets).values() for each in some} if targets else {}


def _lines(accounts: list[IncomeAccount]) -> dict[UUID, IncomeLine]:
    listed = {UUID(line) for account in accounts for line, _ in account.lines}
    return IncomeLine.objects.in_bulk(listed) if listed else {}


def _line_changes(
    before: Record | None, after: Record | None, lines: Mapping[UUID, IncomeLine]
) -> tuple[LineChange, ...]:
    if not isinstance(before, IncomeAccount) or not isinstance(after, IncomeAccount):
        return ()
    old, new = _listed(before, lines), _listed(after, lines)
    fresh = [line for line in new.values() if line.pk not in old]
    corrected = {line.supersedes for line in fresh}
    gone = [line for line in old.values() if line.pk not in new and line.pk not in corrected]
    return (
        *(LineChange(old.get(line.supersedes) if line.supersedes else None, line) for line in fresh),
        *(LineChange(line, None) for line in gone),
    )


def _listed(account: IncomeAccount, lines: Mapping[UUID, IncomeLine]) -> dict[UUID, IncomeLine]:
    ids = [UUID(line) for line, _ in account.lines]
    return {each: lines[each] for each in ids if each in lines}


def _undone(records: Mapping[UUID, Record]) -> tuple[set[UUID], set[UUID]]:
    ids = list(records)
    withdrawn = set(Withdrawal.objects.filter(target__in=ids).values_list("target", flat=True))
    settled: Any = Settlement.objects.filter(set_aside__in=ids)
    superseded = set(
        Settlement.objects.filter(supersedes__in=settled.values("pk")).values_list("supersedes", flat=True)
    )
    return withdrawn, {each.set_aside for each in settled if each.pk not in superseded}


def _rivals(records: Iterable[Record]) -> dict[UUID, int]:
    """How many other versions supersede what a record supersedes."""
    by_kind: dict[str, dict[UUID, UUID]] = defaultdict(dict)
    for record in records:
        if record.supersedes:
            by_kind[record.KIND][record.pk] = record.supersedes
    known, found = kinds(), {}
    for kind, superseded in by_kind.items():
        rows = (
            known[kind]._default_manager.filter(supersedes__in=superseded.values()).values_list("supersedes", flat=True)
        )
        counts: dict[UUID | None, int] = Counter(rows)
        found.update({pk: counts[before] - 1 for pk, before in superseded.items()})
    return found
