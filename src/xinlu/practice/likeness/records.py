"""A record of a person as it was handed in, the same made ready for comparing, and how often its values occur."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from sys import intern

from xinlu.practice.likeness.names import ReadName, read_name

TOWNSHIP_DIGITS = 9
VILLAGE_DIGITS = 12
"""Digits of an area code that name the township and the village (GB/T 10114)."""
USUAL_PART, USUAL_PLACE, USUAL_YEAR, USUAL_MORE = 5e-3, 1e-2, 1 / 70, 1e-3
"""How often a part of a name, a place, a year of birth, a further text occurs where the data says nothing yet."""
USUAL_IS_WORTH, SURNAME_IS_WORTH = 100, 50
"""As many people of the data weigh as much as the usual; as many of a place as the share of a surname in all the data."""
DAYS_OF_A_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Person:
    """One record of a person. `place` is an area code or an address in words; `id_key` is equal only for equal ID
    numbers and never the number itself; `more` holds further texts by field, such as an index of the phone number.
    """

    key: Hashable
    name: str
    born_on: date | None
    sex: str
    place: str
    id_key: str = ""
    more: Mapping[str, str] = field(default_factory=dict, hash=False)


class Record:
    """A person made ready: everything that comparing asks for is worked out once, and kept once for all who share it."""

    __slots__ = ("born", "day", "month_day", "more", "name", "person", "place", "township", "year")

    def __init__(self, person: Person, name: ReadName) -> None:
        self.person = person
        self.name = name
        born = person.born_on
        self.day = intern(born.isoformat().replace("-", "")) if born else ""
        self.born = born.toordinal() if born else 0
        self.year, self.month_day = intern(self.day[:4]), intern(self.day[4:])
        self.place, self.township = _place(person.place)
        more = {code: text for code, raw in person.more.items() if (text := plain(raw))}
        self.more = person.more if more == person.more else more


def plain(text: str) -> str:
    """A text without what writers differ in: width, case, blanks."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


@lru_cache(maxsize=10_000)
def _place(text: str) -> tuple[str, str]:
    place = plain(text)
    if place.isascii() and place.isdigit() and len(place) >= TOWNSHIP_DIGITS:
        return place[:VILLAGE_DIGITS], place[:TOWNSHIP_DIGITS]
    return place, ""


def made_ready(people: Iterable[Person]) -> list[Record]:
    """The records of people, in their order; each different name is read once."""
    names: dict[str, ReadName] = {}
    records = []
    for person in people:
        name = names.get(person.name)
        if name is None:
            name = names[person.name] = read_name(person.name)
        records.append(Record(person, name))
    return records


class Frequencies:
    """How often values occur in the records. A share is that of *other* people: the two compared are not counted."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.names: Counter[str] = Counter()
        self.parts: Counter[str] = Counter()
        self.sounds: Counter[str] = Counter()
        self.folded: Counter[str] = Counter()
        self.characters: Counter[str] = Counter()
        self.places: Counter[str] = Counter()
        self.townships: Counter[str] = Counter()
        self.surnames_there: Counter[tuple[str, str]] = Counter()
        self.days: Counter[str] = Counter()
        self.years: Counter[str] = Counter()
        self.more: Counter[tuple[str, str]] = Counter()
        self.with_more: Counter[str] = Counter()
        self.people = self.dated = 0
        for record in records:
            self._count(record)

    def _count(self, record: Record) -> None:
        name = record.name
        self.people += 1
        self.names[name.text] += 1
        self.parts.update(name.parts)
        self.sounds.update(name.sounds)
        self.folded.update(name.folded)
        if name.han:
            self.characters.update("".join(name.parts[1:]))
            self.surnames_there[record.place, name.folded[0]] += 1
        self.places[record.place] += 1
        self.townships[record.township] += 1
        if record.day:
            self.dated += 1
            self.days[record.day] += 1
            self.years[record.year] += 1
        self.more.update(record.more.items())
        self.with_more.update(record.more.keys())

    def _share(self, count: int, of: int, usual: float, worth: int = USUAL_IS_WORTH) -> float:
        return (max(count - 2, 0) + worth * usual) / (max(of - 2, 0) + worth)

    def of_part(self, part: str) -> float:
        """The share of people with this surname, given name or word in their names."""
        return self._share(self.parts[part], self.people, USUAL_PART)

    def of_sound(self, sound: str) -> float:
        """The share of people with a surname, given name or word of this sound."""
        return self._share(self.sounds[sound], self.people, USUAL_PART)

    def of_folded(self, sound: str) -> float:
        """The share of people with a surname, given name or word of about this sound."""
        return self._share(self.folded[sound], self.people, USUAL_PART)

    def of_character(self, character: str) -> float:
        """The share of people with this character in their given names."""
        return self._share(self.characters[character], self.people, USUAL_PART)

    def of_name(self, name: str) -> float:
        """The share of people with this whole name, as counted: zero where only the two compared bear it."""
        return max(self.names[name] - 2, 0) / max(self.people, 1)

    def of_surname(self, folded: str, place: str) -> float:
        """The share of a surname of about this sound among those of one place, where one clan may be most of a village."""
        there, overall = self.surnames_there[place, folded], self.of_folded(folded)
        return self._share(there, self.places[place], overall, SURNAME_IS_WORTH)

    def of_place(self, place: str) -> float:
        """The share of people who live at a place."""
        return self._share(self.places[place], self.people, USUAL_PLACE)

    def of_township(self, township: str) -> float:
        """The share of people who live in a township."""
        return self._share(self.townships[township], self.people, USUAL_PLACE)

    def of_day(self, day: str) -> float:
        """The share of people, of those whose birth date is known, who were born on a day: that of an even year, or more
        where the day is a favourite, such as the first of January of those who do not know theirs."""
        even = self._share(self.years[day[:4]], self.dated, USUAL_YEAR) / DAYS_OF_A_YEAR
        return max(even, max(self.days[day] - 2, 0) / self.dated)

    def of_more(self, code: str, text: str) -> float:
        """The share of people, of those who have this further text, with whom it is the same."""
        return self._share(self.more[code, text], self.with_more[code], USUAL_MORE)
