"""What was gathered of a file's households made entries, some hundreds at a time, by one process or by several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import chain

from xinlu.kernel.hands import Hands
from xinlu.sheets.entries import ColumnReading, HouseholdEntry, Packed, Register
from xinlu.sheets.gathering import Gathered
from xinlu.sheets.households import ask_about_repeats, finished
from xinlu.sheets.strange import ask_about

AT_ONCE = 1_000


def finish(gathered: list[Gathered], register: Register, *, today: date, hands: Hands, packed: bool) -> None:
    """Put the households into the register, those that can be taken and those that are returned; `gathered` is used up."""
    judge = partial(_judged, columns=tuple(register.columns), today=today, packed=packed)
    numbers: list[list[str]] = []
    for some in hands(judge, _used_up(gathered)):
        register.returned += some.told.returned
        register.faults += some.told.faults
        register.skipped += some.told.skipped
        known = {each.code for each in register.asked}
        register.asked += [each for each in some.told.asked if each.code not in known]
        register.packed += some.told.packed
        register.households += some.told.households
        numbers.append(some.numbers)
    _ask_about_repeats(register, numbers)


@dataclass(frozen=True, slots=True)
class _Judged:
    """Some households as a register of their own, and the ID numbers in it."""

    told: Register
    numbers: list[str]


def _judged(gathered: Sequence[Gathered], *, columns: tuple[ColumnReading, ...], today: date, packed: bool) -> _Judged:
    told = Register(name="", columns=list(columns))
    for each in gathered:
        entry = finished(each, told)
        told.faults += each.faults
        if each.faults:
            told.returned.append(entry)
        else:
            ask_about(entry, on=today)
            told.households.append(entry)
    persons = chain.from_iterable(entry.persons for entry in told.households)
    numbers = [number for one in persons if (number := one.facts.get("id_number"))]
    if packed:
        told.packed, told.households = [Packed.of(told.households)], []
    told.columns = []
    return _Judged(told, numbers)


def _used_up(gathered: list[Gathered]) -> Iterator[list[Gathered]]:
    gathered.reverse()
    while gathered:
        some = gathered[: -AT_ONCE - 1 : -1]
        del gathered[-AT_ONCE:]
        yield some


def _ask_about_repeats(register: Register, numbers: Sequence[list[str]]) -> None:
    """The same ID number in two households of the file is asked about at both."""
    often = Counter(chain.from_iterable(numbers))
    twice = {number for number, times in often.items() if times > 1}
    if not twice:
        return
    unpacked: dict[int, list[HouseholdEntry]] = {
        nth: each.entries()
        for nth, (each, own) in enumerate(zip(register.packed, numbers, strict=False))
        if not twice.isdisjoint(own)
    }
    ask_about_repeats([*register.households, *chain.from_iterable(unpacked.values())], twice)
    for nth, entries in unpacked.items():
        register.packed[nth] = Packed.of(entries)
