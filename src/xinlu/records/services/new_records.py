"""New records of many households: drawn up one by one, then cleaned, frozen and stored all at once.

What was frozen is what is stored, for nothing comes in between; so they are not checked once more, as records must be
that are appended after they were composed.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from xinlu.kernel import clock
from xinlu.kernel.errors import Refusal
from xinlu.kernel.ids import uuid7s
from xinlu.people.models import User
from xinlu.records.digest import new_salts
from xinlu.records.models import Household, Record
from xinlu.records.services.composing import freeze, making_of, to_the_millisecond, unchecked
from xinlu.records.services.storing import Frozen, insert_records, mark_stored

Kind = TypeVar("Kind", bound=Record)


class NewRecords:
    """Records by one author through one device, made and received at one moment, all under ids of their own."""

    def __init__(self, *, author: User, device: str = "", made_at: datetime | None = None) -> None:
        received = clock.now()
        made = to_the_millisecond(made_at or received)
        self._author = author
        self._said = {"author_id": author.pk, "device": device, "made_at": made, "received_at": received}
        self._columns: dict[type[Record], dict[str, Any]] = {}
        self._ids, self._salts = uuid7s(made), new_salts()
        self._drawn_up: list[tuple[str, Record]] = []
        self._unfrozen: defaultdict[type[Record], list[Record]] = defaultdict(list)
        self._frozen: list[Frozen] = []

    def draw_up(self, kind: type[Kind], /, *, household: Household, told_of: str, **fields: Any) -> Kind:
        """A record that is neither cleaned nor frozen yet; a Refusal will name its field as one of `told_of`."""
        columns = self._columns.get(kind) or self._columns_of(kind)
        own = {"id": next(self._ids), "household_id": household.pk, "salt": next(self._salts)}
        pointed_to = {"household": household, "area": None, "author": self._author}
        record = unchecked(kind, columns, own, fields, pointed_to=pointed_to)
        self._drawn_up.append((told_of, record))
        self._unfrozen[kind].append(record)
        return record

    def _columns_of(self, kind: type[Record]) -> dict[str, Any]:
        columns = {**making_of(kind).columns, **self._said, "schema": kind.SCHEMA}
        return self._columns.setdefault(kind, columns)

    def freeze(self, *kinds: type[Record]) -> None:
        """Clean what was drawn up of these kinds (of all, where none is named), and give it its digests.

        Raises the Refusal of the first of any kind that cannot be stored; it names where.
        """
        try:
            for kind in kinds or tuple(self._unfrozen):
                if records := self._unfrozen.pop(kind, []):
                    self._frozen.append(Frozen.of(kind, freeze(records)))
        except Refusal:
            for place, record in self._drawn_up:
                try:
                    freeze([record])
                except Refusal as refusal:
                    raise placed(refusal, place) from None
            raise

    def frozen(self) -> list[Frozen]:
        """Everything drawn up as the database takes it, frozen now where it was not. It can be stored anywhere."""
        self.freeze()
        return self._frozen

    @transaction.atomic
    def store(self) -> None:
        """Store everything drawn up, frozen now where it was not, all or none; there is nothing more to store then."""
        insert_records(self.frozen())
        mark_stored([record for _, record in self._drawn_up])
        self._drawn_up, self._frozen = [], []


def placed(refusal: Refusal, place: str) -> Refusal:
    """The refusal with its field as one of several: "name" of "persons.1" is "persons.1.name"."""
    return Refusal(refusal.code, refusal.words, field=f"{place}.{refusal.field}".rstrip("."))
