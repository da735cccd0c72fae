"""Reads the packaged YAML into typed entries and says exactly which entry of which file is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TypedDict

import yaml

from xinlu.kernel.words import Words
from xinlu.standards.entries import CountingRule, HouseholdStatus, Line, Setting, Standards, Standing

FOLDER = Path(__file__).parent
DATED = frozenset({"from", "to", "place", "source", "standing"})


class StandardsError(ValueError):
    """A file of standards cannot be used; the message names file, entry and fault."""


class _When(TypedDict):
    start: date
    end: date | None
    place: str
    source: Words
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Entry:
    """One mapping of one file, with its place in the file for the error message."""

    file: str
    number: int
    fields: dict[str, object]

    def fault(self, what: str) -> StandardsError:
        return StandardsError(f"{self.file}, entry {self.number}: {what}")

    def only(self, *own: str) -> None:
        unknown = sorted(self.fields.keys() - DATED - set(own))
        if unknown:
            raise self.fault(f"unknown field {', '.join(unknown)}; known are {', '.join(sorted({*DATED, *own}))}")

    def given(self, name: str) -> object:
        if self.fields.get(name) is None:
            raise self.fault(f"`{name}` is missing")
        return self.fields[name]

    def text(self, name: str) -> str:
        value = self.given(name)
        if not isinstance(value, str) or not value.strip():
            raise self.fault(f"`{name}` must be text (in quotes, if it is a number), is {value!r}")
        return value

    def number_of(self, name: str) -> int:
        value = self.given(name)
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise self.fault(f"`{name}` must be a whole number above 0, is {value!r}")
        return value

    def yes_or_no(self, name: str) -> bool:
        value = self.given(name)
        if not isinstance(value, bool):
            raise self.fault(f"`{name}` must be true or false, is {value!r}")
        return value

    def words(self, name: str) -> Words:
        value = self.given(name)
        if not isinstance(value, dict) or value.keys() != {"zh", "en"} or not all(value.values()):
            raise self.fault(f"`{name}` must be said in both languages, {{zh: ..., en: ...}}, is {value!r}")
        return Words.read(value)

    def day(self, name: str) -> date:
        value = self.given(name)
        if isinstance(value, datetime) or not isinstance(value, date):
            raise self.fault(f"`{name}` must be a day such as 2020-01-31, is {value!r}")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.given(name)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) and item for item in value):
            raise self.fault(f"`{name}` must be a list of codes, is {value!r}")
        return tuple(value)

    def when(self) -> _When:
        start = self.day("from")
        end = self.day("to") if "to" in self.fields else None
        if end is not None and end < start:
            raise self.fault(f"`to` ({end}) lies before `from` ({start})")
        try:
            standing = Standing(self.text("standing"))
        except ValueError as wrong:
            if isinstance(wrong, StandardsError):
                raise
            raise self.fault(f"`standing` is one of {', '.join(Standing)}, is {self.given('standing')!r}") from None
        return _When(start=start, end=end, place=self.text("place"), source=self.words("source"), standing=standing)


@cache
def load() -> Standards:
    """The packaged standards, read once."""
    return read(FOLDER)


def read(folder: Path) -> Standards:
    """The standards in the four files of `folder`; StandardsError names file, entry and fault."""
    return Standards(
        lines=tuple(_lines(folder)),
        counting_rules=tuple(_counting_rules(folder)),
        settings=tuple(_settings(folder)),
        household_statuses=tuple(_household_statuses(folder)),
    )


def _lines(folder: Path) -> Iterator[Line]:
    once = _Once()
    for entry in _entries(folder / "lines.yaml"):
        entry.only("name", "label", "fen")
        line = Line(name=entry.text("name"), label=entry.words("label"), fen=entry.number_of("fen"), **entry.when())
        once.see(entry, line.name, line.place, line.start)
        yield line


def _counting_rules(folder: Path) -> Iterator[CountingRule]:
    once = _Once()
    for entry in _entries(folder / "counting_rules.yaml"):
        entry.only("kinds", "counts")
        for kind in entry.texts("kinds"):
            rule = CountingRule(kind=kind, counts=entry.yes_or_no("counts"), **entry.when())
            once.see(entry, rule.kind, rule.place, rule.start)
            yield rule


def _settings(folder: Path) -> Iterator[Setting]:
    once = _Once()
    for entry in _entries(folder / "deadlines.yaml"):
        entry.only("name", "value")
        setting = Setting(name=entry.text("name"), value=entry.number_of("value"), **entry.when())
        once.see(entry, setting.name, setting.place, setting.start)
        yield setting


def _household_statuses(folder: Path) -> Iterator[HouseholdStatus]:
    once = _Once()
    for entry in _entries(folder / "household_statuses.yaml"):
        entry.only("code", "label", "monitored")
        status = HouseholdStatus(
            code=entry.text("code"),
            label=entry.words("label"),
            monitored=entry.yes_or_no("monitored"),
            **entry.when(),
        )
        once.see(entry, status.code, status.place, status.start)
        yield status


class _Once:
    """Refuses a second entry of the same name, place and first day: nobody could say which one holds."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, date], int] = {}

    def see(self, entry: _Entry, name: str, place: str, start: date) -> None:
        first = self._seen.get((name, place, start))
        if first is not None:
            raise entry.fault(f"{name} at {place} from {start} is already said by entry {first}")
        self._seen[name, place, start] = entry.number


def _entries(path: Path) -> Iterator[_Entry]:
    try:
        listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as wrong:
        raise StandardsError(f"{path.name}: cannot be read ({wrong.strerror})") from wrong
    except yaml.YAMLError as wrong:
        raise StandardsError(f"{path.name}: is not YAML ({wrong})") from wrong
    if not isinstance(listed, list) or not listed:
        raise StandardsError(f"{path.name}: must be a list of entries")
    for number, fields in enumerate(listed, start=1):
        if not isinstance(fields, dict):
            raise StandardsError(f"{path.name}, entry {number}: must be a mapping of fields, is {fields!r}")
        yield _Entry(path.name, number, fields)
