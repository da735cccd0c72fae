"""Whom a list means: each person once, however many rows speak of them, with the village that they live in as far as told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from xinlu.exchange.list_findings import told_by
from xinlu.exchange.place_names import PlaceNames
from xinlu.exchange.topics import Topic
from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.people.roles import Level
from xinlu.practice.same_person import Person
from xinlu.records.fields import blind_index
from xinlu.sheets.entries import Asked
from xinlu.sheets.lists import Listed, ListRead


@dataclass(slots=True)
class Meant:
    """One person of the list, with the facts that all rows about them tell alike, and where they live as far as told."""

    listed: Listed
    village: str
    told: dict[str, Any]
    details: list[str] = field(default_factory=list)
    rows: list[Listed] = field(default_factory=list)


def people_meant(read: ListRead, topic: Topic, places: PlaceNames) -> Iterator[Meant]:
    """Each person once, however many rows speak of them; rows that tell different things are asked about."""
    found: dict[tuple[object, ...], Meant] = {}
    for listed in read.persons:
        village = _village(listed, places, read)
        told = told_by(topic, listed)
        key = (listed.id_number,) if listed.id_number else (listed.name, listed.born_on, listed.sex, village)
        before = found.get(key)
        if before is None:
            found[key] = Meant(listed, village, told, list(listed.details), [listed])
            continue
        before.details += listed.details
        before.rows.append(listed)
        if before.told != told:
            words = _ROWS_DIFFER.filled(row=before.listed.spot.row, name=listed.name or before.listed.name)
            read.asked.append(Asked(listed.spot, "list.rows_differ", words))
            before.told = {}
    return iter(found.values())


def _village(listed: Listed, places: PlaceNames, read: ListRead) -> str:
    """The code of the village told; "" where none is, or where its name fits none or several, which is told."""
    try:
        place, _ = places.find(listed.places, title=listed.title)
    except Refusal as refusal:
        if listed.places.get(refusal.field):
            read.asked.append(Asked(listed.spot, refusal.code, _NOWHERE.filled(why=refusal.words)))
        return ""
    return place.codes[-2] if place.level is Level.GROUP else place.code


def as_person(n: int, meant: Meant) -> Person:
    listed = meant.listed
    return Person(n, listed.name, listed.born_on, listed.sex, meant.village, _index(listed))


def _index(listed: Listed) -> str:
    return blind_index(listed.id_number, purpose="id")


_ROWS_DIFFER = Words(
    "{name}在第 {row} 行也有，两行写的不一样。先都没拿来对，请看哪一行对",
    "{name} stands in row {row} too, and the rows differ. Neither was compared; see which is right",
)
_NOWHERE = Words("{why}。先不按村找人", "{why}. The person is looked for without the village")
